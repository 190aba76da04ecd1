package parse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"stagecoach/shell/ast"
)

// requirements is the state of reading the #requires lines.
type requirements struct {
	*parser
	result     *ast.ScriptRequirements
	snapIns    bool // the line asks for a snap-in; its version is the snap-in's
	snapIn     string
	hasShellID bool
	version    [2]string // of PowerShell and of the snap-in, as read
}

// scriptRequirements parses the #requires lines, each as a command without its `#`.
func (p *parser) scriptRequirements(tree *ast.ScriptBlockAst) {
	lines := p.requires
	if len(lines) == 0 {
		return
	}
	r := &requirements{parser: p, result: &ast.ScriptRequirements{}}
	for _, t := range lines {
		saved := p.enter(int(t.start)+1, &nestedText{text: p.source.Text[t.start+1 : t.end]})
		command := p.command()
		p.held = nil
		p.leave(saved)
		if command != nil {
			r.line(command)
		}
	}
	tree.Require(r.result)
}

func (r *requirements) line(command *ast.CommandAst) {
	if !strings.EqualFold(command.CommandName(), "requires") {
		r.fail(extOf(command), "ScriptRequiresInvalidFormat")
	}
	all := command.CommandElements().Slice()
	elements := all[1:]
	r.snapIns, r.snapIn, r.version[1] = false, "", ""
	for _, e := range elements {
		if p, ok := e.(*ast.CommandParameterAst); ok && startsWithFold("pssnapin", p.ParameterName) {
			r.snapIns = true
		}
	}
	for len(elements) > 0 {
		p, ok := elements[0].(*ast.CommandParameterAst)
		elements = elements[1:]
		if !ok {
			r.fail(extOf(all[len(all)-1-len(elements)]), "ScriptRequiresInvalidFormat")
			continue
		}
		var argument ast.Node
		if joined := p.Argument(); joined != nil {
			argument = joined
		} else if len(elements) > 0 {
			argument, elements = elements[0], elements[1:]
		}
		r.parameter(p, argument)
	}
}

func (r *requirements) parameter(p *ast.CommandParameterAst, argument ast.Node) {
	if startsWithFold("runasadministrator", p.ParameterName) {
		r.result.IsElevationRequired = true
		if argument != nil {
			r.fail(p.Ext, "ParameterCannotHaveArgument", p.ParameterName)
		}
		return
	}
	if argument == nil {
		r.fail(p.Ext, "ParameterRequiresArgument", p.ParameterName)
		return
	}
	value, ok := constantValue(argument)
	if !ok {
		r.fail(extOf(argument), "RequiresArgumentMustBeConstant")
		return
	}
	switch {
	case startsWithFold("shellid", p.ParameterName):
		r.shellID(p, argument, value)
	case startsWithFold("pssnapin", p.ParameterName):
		r.snapInOf(p, argument, value)
	case startsWithFold("psedition", p.ParameterName):
		if r.result.RequiredPSEditions != nil {
			r.fail(p.Ext, "ParameterAlreadyBound", "", "psedition")
			return
		}
		for _, v := range listOf(value) {
			r.edition(argument, v)
		}
	case startsWithFold("version", p.ParameterName):
		r.versionOf(p, argument, value)
	case startsWithFold("assembly", p.ParameterName):
		for _, v := range listOf(value) {
			r.assembly(argument, v)
		}
	case startsWithFold("modules", p.ParameterName):
		for _, v := range listOf(value) {
			if !r.module(argument, v) {
				return
			}
		}
	default:
		r.fail(p.Ext, "ScriptRequiresInvalidFormat")
	}
}

// listOf returns the elements of a list, or the value itself as the only one.
func listOf(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

func (r *requirements) shellID(p *ast.CommandParameterAst, argument ast.Node, value any) {
	s, ok := value.(string)
	switch {
	case r.hasShellID:
		r.fail(p.Ext, "ParameterAlreadyBound", "", "shellid")
	case !ok:
		r.fail(extOf(argument), "RequiresInvalidStringArgument", "shellid")
	default:
		r.hasShellID, r.result.RequiredApplicationID = true, s
	}
}

// snapInName is how the name of a snap-in may look.
var snapInName = regexp.MustCompile(`^[A-Za-z0-9_.-]+\n?$`)

func (r *requirements) snapInOf(p *ast.CommandParameterAst, argument ast.Node, value any) {
	s, ok := value.(string)
	switch {
	case !ok:
		r.fail(extOf(argument), "RequiresInvalidStringArgument", "pssnapin")
	case r.snapIn != "":
		r.fail(p.Ext, "ParameterAlreadyBound", "", "pssnapin")
	case !snapInName.MatchString(s):
		r.fail(extOf(argument), "InvalidPSSnapInName")
	default:
		r.snapIn = s
	}
}

func (r *requirements) edition(argument ast.Node, value any) {
	s, ok := value.(string)
	if !ok {
		r.fail(extOf(argument), "RequiresInvalidStringArgument", "psedition")
		return
	}
	if !strings.EqualFold(s, "Core") && !strings.EqualFold(s, "Desktop") {
		r.fail(extOf(argument), "RequiresPSEditionInvalid", "psedition")
	}
	for _, known := range r.result.RequiredPSEditions {
		if strings.EqualFold(known, s) {
			r.fail(extOf(argument), "RequiresPSEditionValueIsAlreadySpecified", "psedition")
			return
		}
	}
	r.result.RequiredPSEditions = append(r.result.RequiredPSEditions, s)
}

func (r *requirements) assembly(argument ast.Node, value any) {
	s, ok := value.(string)
	if !ok {
		r.fail(extOf(argument), "RequiresInvalidStringArgument", "assembly")
		return
	}
	for _, known := range r.result.RequiredAssemblies {
		if known == s {
			return
		}
	}
	r.result.RequiredAssemblies = append(r.result.RequiredAssemblies, s)
}

func (r *requirements) versionOf(p *ast.CommandParameterAst, argument ast.Node, value any) {
	text, ok := value.(string)
	if !ok {
		text = argument.Extent().Text()
	}
	version := normalVersion(text)
	if version == "" {
		r.fail(extOf(argument), "RequiresVersionInvalid")
		return
	}
	known := &r.version[0]
	if r.snapIns {
		known = &r.version[1]
	}
	if *known != "" && (r.snapIns || *known != version) {
		r.fail(p.Ext, "ParameterAlreadyBound", "", "version")
		return
	}
	*known = version
	r.result.RequiredPSVersion = r.version[0]
}

// normalVersion returns a version of two to four numbers, "" when text is none; one
// number alone stands for number.0.
func normalVersion(text string) string {
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	parts := strings.Split(text, ".")
	if len(parts) > 4 {
		return ""
	}
	for i, part := range parts {
		n, err := strconv.ParseInt(strings.TrimSpace(part), 10, 32)
		if err != nil || n < 0 {
			return ""
		}
		parts[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(parts, ".")
}

// module adds a module, and reports false when it is none.
func (r *requirements) module(argument ast.Node, value any) bool {
	switch value := value.(type) {
	case string:
		if value != "" {
			r.result.RequiredModules = append(r.result.RequiredModules, ast.ModuleRequirement{Name: value})
			return true
		}
	case []constantPair:
		m, problem := moduleOf(value)
		if problem == "" {
			r.result.RequiredModules = append(r.result.RequiredModules, m)
			return true
		}
		r.fail(extOf(argument), "RequiresModuleInvalid", fmt.Sprintf(
			`Cannot convert value "System.Collections.Hashtable" to type "Microsoft.PowerShell.Commands.ModuleSpecification". Error: "%s"`, problem))
		return false
	}
	r.fail(extOf(argument), "RequiresModuleInvalid", fmt.Sprintf(
		`Cannot convert the "%v" value of type "System.%s" to type "Microsoft.PowerShell.Commands.ModuleSpecification".`, value, ast.NetTypeName(value)))
	return false
}

// moduleOf reads a module's hashtable; problem says what is wrong with it.
func moduleOf(pairs []constantPair) (m ast.ModuleRequirement, problem string) {
	var bad []string
	for _, pair := range pairs {
		text := constantText(pair.value)
		switch strings.ToLower(pair.key) {
		case "modulename":
			m.Name = text
		case "moduleversion":
			if m.Version = text; !isVersion(text) {
				return m, versionProblem(text)
			}
		case "requiredversion":
			if m.RequiredVersion = text; !isVersion(text) {
				return m, versionProblem(text)
			}
		case "maximumversion":
			m.MaximumVersion = text
		case "guid":
			m.GUID = text
		default:
			bad = append(bad, "'"+pair.key+"'")
		}
	}
	const exclusive = "The parameters %s and %s cannot be used together. Please specify only one parameter."
	switch {
	case bad != nil:
		problem = fmt.Sprintf("The hashtable describing a module contains one or more members that are not valid. The valid members are "+
			"(ModuleName, ModuleVersion, RequiredVersion, GUID). Remove the members that are not valid (%s), then try again.", strings.Join(bad, ", "))
	case m.Name == "":
		problem = "The 'ModuleName' member does not exist in the hashtable that describes this module."
	case m.RequiredVersion == "" && m.Version == "" && m.MaximumVersion == "":
		problem = "The 'ModuleVersion', 'MaximumVersion' and 'RequiredVersion' members do not exist in the hashtable that describes this module. " +
			"One of these three members must exist, and be assigned a version number in the format 'n.n.n.n'."
	case m.RequiredVersion != "" && m.Version != "":
		problem = fmt.Sprintf(exclusive, "ModuleVersion", "RequiredVersion")
	case m.RequiredVersion != "" && m.MaximumVersion != "":
		problem = fmt.Sprintf(exclusive, "MaximumVersion", "RequiredVersion")
	}
	return m, problem
}

// constantText returns a constant as PowerShell turns it into a string.
func constantText(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	return ast.InvariantText(value)
}

// isVersion reports whether text is a version of two to four numbers.
func isVersion(text string) bool { return strings.Contains(text, ".") && normalVersion(text) != "" }

// versionProblem says in .NET's words why text is no version.
func versionProblem(text string) string {
	parts := strings.Split(text, ".")
	why := "Version string portion was too short or too long. (Parameter 'input')"
	if len(parts) >= 2 && len(parts) <= 4 {
		for _, part := range parts {
			if _, err := strconv.ParseInt(strings.TrimSpace(part), 10, 32); err != nil {
				why = "The input string '" + part + "' was not in a correct format."
				break
			}
		}
	}
	return fmt.Sprintf(`Cannot convert value "%s" to type "System.Version". Error: "%s"`, text, why)
}

// constantPair is an entry of a constant hashtable.
type constantPair struct {
	key   string
	value any
}

// constantValue returns the value of an expression that needs nothing to be run: a
// number, string, []any or []constantPair.
func constantValue(n ast.Node) (any, bool) {
	switch n := n.(type) {
	case *ast.StringConstantExpressionAst:
		return n.Value, true
	case *ast.ConstantExpressionAst:
		return n.Value, true
	case *ast.ArrayLiteralAst:
		list := make([]any, 0, len(n.Elements))
		for _, e := range n.Elements {
			v, ok := constantValue(e)
			if !ok {
				return nil, false
			}
			list = append(list, v)
		}
		return list, true
	case *ast.HashtableAst:
		pairs := make([]constantPair, 0, len(n.KeyValuePairs))
		for _, pair := range n.KeyValuePairs {
			k, okKey := constantValue(pair.Key)
			v, okValue := constantValue(pair.Value)
			if !okKey || !okValue {
				return nil, false
			}
			pairs = append(pairs, constantPair{fmt.Sprint(k), v})
		}
		return pairs, true
	case *ast.ParenExpressionAst:
		return constantValue(n.Pipeline)
	case *ast.PipelineAst:
		if e := n.PureExpression(); e != nil {
			return constantValue(e)
		}
	case *ast.VariableExpressionAst:
		if n.IsConstantVariable() {
			return strings.EqualFold(n.VariablePath.UserPath, "true"), true
		}
	}
	return nil, false
}

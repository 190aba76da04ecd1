package eval

import (
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// commandMetadata is what a command is called with: System.Management.Automation.CommandMetadata,
// from which ProxyCommand writes a function that calls the command.
type commandMetadata struct {
	object.Instance
	info       cmdlet.CommandInfo
	name       string
	set        string // the default parameter set
	should     bool
	paging     bool
	positional bool
	uri        string
	impact     any
	parameters any  // a dictionary of ParameterMetadata: a script may take some out
	advanced   bool // has [CmdletBinding()], as all cmdlets have
	dynamic    bool
}

// PSType is System.Management.Automation.CommandMetadata.
func (*commandMetadata) PSType() *object.Type { return commandMetadataType }

func newCommandMetadata(s *Session, command any) (*commandMetadata, error) {
	command = object.Unwrap(command)
	if a, ok := command.(*Alias); ok {
		command = a.command(true)
	}
	_, i := describe(command)
	if i.Info == nil {
		return nil, object.Throw(object.PSInvalidOperationType, "Cannot create the metadata of the command '%s': it has no parameters.", object.Text(s, command))
	}
	o := i.Info.Options
	m := &commandMetadata{info: i, name: i.Name, set: o.DefaultParameterSet, should: o.SupportsShouldProcess, paging: o.SupportsPaging, positional: true,
		impact: object.Enum{Type: confirmImpactType, Value: int64(o.ConfirmImpact)}, advanced: i.Info.Advanced || i.Kind == "Cmdlet"}
	if i.Kind != "Cmdlet" {
		m.positional = o.PositionalBinding
	}
	if !o.SupportsShouldProcess {
		m.impact = object.Enum{Type: confirmImpactType, Value: int64(cmdlet.ImpactMedium)}
	}
	m.parameters = ownParameters(i.Info)
	switch x := command.(type) {
	case *CmdletCommand:
		_, m.dynamic = x.Def.New().(cmdlet.DynamicParameters)
	case *Function:
		m.dynamic = x.Block.code.ready().dynamic != nil
	case *ScriptFile:
		m.name = i.Definition
		if b, ok := blockOf(x).(*ScriptBlock); ok {
			m.dynamic = b.code.ready().dynamic != nil
		}
	}
	return m, nil
}

// commandMetadataType is System.Management.Automation.CommandMetadata.
var commandMetadataType = recordType("CommandMetadata", func(set *object.MemberSet) {
	make := func(inv object.Invoker, args []any) (any, error) {
		switch x := object.Unwrap(args[0]).(type) {
		case *commandMetadata:
			copied := *x
			return &copied, nil
		case string:
			s := sessionOf(inv)
			return newCommandMetadata(s, &ScriptFile{Path: x, session: s})
		}
		return newCommandMetadata(sessionOf(inv), args[0])
	}
	constructor(set, params("commandInfo", object.ObjectType), make)
	constructor(set, params("commandInfo", object.ObjectType, "shouldGenerateCommonParameters", object.BooleanType), make)
	text := func(name string, field func(m *commandMetadata) *string) {
		writable(set, name, object.StringType, func(m *commandMetadata) any { return *field(m) }, func(m *commandMetadata, v any) error {
			*field(m), _ = v.(string)
			return nil
		})
	}
	flag := func(name string, field func(m *commandMetadata) *bool) {
		writable(set, name, object.BooleanType, func(m *commandMetadata) any { return object.Bool(*field(m)) }, func(m *commandMetadata, v any) error {
			*field(m), _ = v.(bool)
			return nil
		})
	}
	text("Name", func(m *commandMetadata) *string { return &m.name })
	property(set, "CommandType", object.TypeType, func(m *commandMetadata) any {
		if c, ok := m.info.Value.(*CmdletCommand); ok {
			return c.class()
		}
		return nil
	})
	text("DefaultParameterSetName", func(m *commandMetadata) *string { return &m.set })
	flag("SupportsShouldProcess", func(m *commandMetadata) *bool { return &m.should })
	flag("SupportsPaging", func(m *commandMetadata) *bool { return &m.paging })
	flag("PositionalBinding", func(m *commandMetadata) *bool { return &m.positional })
	property(set, "SupportsTransactions", object.BooleanType, func(*commandMetadata) any { return false })
	text("HelpUri", func(m *commandMetadata) *string { return &m.uri })
	property(set, "RemotingCapability", remotingType, func(*commandMetadata) any { return object.Enum{Type: remotingType, Value: 1} })
	writable(set, "ConfirmImpact", confirmImpactType, func(m *commandMetadata) any { return m.impact }, func(m *commandMetadata, v any) error { m.impact = v; return nil })
	property(set, "Parameters", object.ObjectType, func(m *commandMetadata) any { return m.parameters })
})

// binding is [CmdletBinding(...)], empty for a command without it.
func (m *commandMetadata) binding() string {
	if !m.advanced {
		return ""
	}
	var list []string
	if m.set != "" {
		list = append(list, "DefaultParameterSetName="+quoted(m.set))
	}
	if m.should {
		list = append(list, "SupportsShouldProcess=$true", "ConfirmImpact="+quoted(object.Text(nil, m.impact)))
	}
	if m.paging {
		list = append(list, "SupportsPaging=$true")
	}
	if !m.positional {
		list = append(list, "PositionalBinding=$false")
	}
	if m.uri != "" {
		list = append(list, "HelpUri="+quoted(m.uri))
	}
	return "[CmdletBinding(" + strings.Join(list, ", ") + ")]"
}

// paramBlock is what stands between the parentheses of param().
func (m *commandMetadata) paramBlock() string {
	d, ok := object.Unwrap(m.parameters).(object.Dictionary)
	if !ok {
		return ""
	}
	var list []string
	for key := range d.All() {
		name := object.Text(nil, key)
		for _, p := range m.info.Info.Parameters {
			if equalFold(p.Name, name) {
				list = append(list, proxyParameter(p, m.advanced))
			}
		}
	}
	return strings.Join(list, ",\n")
}

// proxyParameter writes a parameter with its attributes, a line each.
func proxyParameter(p *cmdlet.Param, advanced bool) string {
	var b strings.Builder
	line := func(text string) { b.WriteString("\n    " + text) }
	for _, x := range p.Sets {
		if !advanced {
			break
		}
		var list []string
		if x.Set != "" {
			list = append(list, "ParameterSetName="+quoted(x.Set))
		}
		if x.Mandatory {
			list = append(list, "Mandatory=$true")
		}
		if x.Position >= 0 {
			list = append(list, "Position="+strconv.Itoa(x.Position))
		}
		if x.Pipeline {
			list = append(list, "ValueFromPipeline=$true")
		}
		if x.ByName {
			list = append(list, "ValueFromPipelineByPropertyName=$true")
		}
		if x.Remaining {
			list = append(list, "ValueFromRemainingArguments=$true")
		}
		if x.HelpMessage != "" {
			list = append(list, "HelpMessage="+quoted(x.HelpMessage))
		}
		if len(list) > 0 {
			line("[Parameter(" + strings.Join(list, ", ") + ")]")
		}
	}
	if len(p.Aliases) > 0 {
		line("[Alias(" + quotedList(p.Aliases) + ")]")
	}
	for _, a := range proxyAttributes(p) {
		line(a)
	}
	switch {
	case p.Switch:
		line("[switch]")
	case p.Type != nil:
		line("[" + p.Type.Display() + "]")
	}
	line("${" + strings.NewReplacer("{", "`{", "}", "`}").Replace(p.Name) + "}")
	return b.String()
}

func proxyAttributes(p *cmdlet.Param) []string {
	var list []string
	if p.AllowNull {
		list = append(list, "[AllowNull()]")
	}
	if p.AllowEmptyString {
		list = append(list, "[AllowEmptyString()]")
	}
	if p.AllowEmptyCollection {
		list = append(list, "[AllowEmptyCollection()]")
	}
	pair := func(name string, low, high int) string {
		return "[" + name + "(" + strconv.Itoa(low) + ", " + strconv.Itoa(high) + ")]"
	}
	for _, v := range p.Validations {
		switch x := v.(type) {
		case cmdlet.ValidateSet:
			list = append(list, "[ValidateSet("+quotedList(x.Values)+")]")
		case cmdlet.ValidateRange:
			switch {
			case x.Kind != "":
				list = append(list, "[ValidateRange([System.Management.Automation.ValidateRangeKind]::"+x.Kind+")]")
			default:
				list = append(list, "[ValidateRange("+object.Text(nil, x.Min)+", "+object.Text(nil, x.Max)+")]")
			}
		case cmdlet.ValidatePattern:
			list = append(list, "[ValidatePattern("+quoted(x.Pattern)+")]")
		case cmdlet.ValidateLength:
			list = append(list, pair("ValidateLength", x.Min, x.Max))
		case cmdlet.ValidateCount:
			list = append(list, pair("ValidateCount", x.Min, x.Max))
		case validateScript:
			list = append(list, "[ValidateScript({ "+x.block.String()+" })]")
		case cmdlet.ValidateNotNull, cmdlet.ValidateNotNullOrEmpty:
			list = append(list, "["+v.Name()+"()]")
		}
	}
	return list
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func quotedList(texts []string) string {
	list := make([]string, len(texts))
	for i, x := range texts {
		list[i] = quoted(x)
	}
	return strings.Join(list, ",")
}

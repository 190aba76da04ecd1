package help

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Command is a command whose help is wanted.
type Command struct {
	Name     string // as the page has it: of a script its path
	Category string // Cmdlet, Function, Filter, ExternalScript
	Module   string
	Info     *cmdlet.Info
	Aliases  []string
	Comment  *ast.CommentHelpInfo          // nil: there are no comments
	Default  func(parameter string) string // the text of a parameter's default; nil: none has one
}

// commonParameters are those that pages speak of in one sentence.
var commonParameters = []string{"Verbose", "Debug", "ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "OutBuffer", "OutVariable",
	"PipelineVariable", "InformationAction", "InformationVariable", "ProgressAction"}

// parameters are a command's own, with WhatIf and Confirm where it has them.
func (c Command) parameters() []*cmdlet.Param {
	var list []*cmdlet.Param
	if c.Info == nil {
		return nil
	}
	for _, p := range bind.NewPlan(c.Info).Params {
		if !slices.ContainsFunc(commonParameters, func(n string) bool { return strings.EqualFold(n, p.Name) }) || slices.Contains(c.Info.Parameters, p.Param) {
			list = append(list, p.Param)
		}
	}
	return list
}

func (c Command) sets() []string {
	if c.Info == nil || len(c.Info.Sets) == 0 {
		return []string{""}
	}
	return c.Info.Sets
}

// Page is the command's help; nil when nobody wrote any.
func (c Command) Page() *object.Custom {
	switch {
	case c.Comment != nil:
		return c.finish(c.document(c.fromComment()), c.Comment)
	case c.Info != nil && c.Category == "Cmdlet" && c.Info.Options.Synopsis != "":
		return c.finish(c.document(c.fromDefinition()), nil)
	}
	return nil
}

// written is what somebody wrote about a command, wherever it was.
type written struct {
	synopsis, description, notes string
	parameter                    func(name string) string
	examples, links              []string
	inputs, outputs              []string
}

func (c Command) fromComment() written {
	h := c.Comment
	return written{synopsis: h.Synopsis, description: h.Description, notes: h.Notes, parameter: h.Parameter, examples: h.Examples, links: h.Links, inputs: h.Inputs, outputs: h.Outputs}
}

func (c Command) fromDefinition() written {
	o := c.Info.Options
	return written{synopsis: o.Synopsis, description: o.Description, outputs: o.Outputs, parameter: func(name string) string {
		for _, p := range c.Info.Parameters {
			if p.Name == name {
				return p.Help
			}
		}
		return ""
	}}
}

// document puts help into the elements of a command's MAML.
func (c Command) document(w written) *node {
	details := element("details", textElement("name", c.Name))
	if w.synopsis != "" {
		details.add(para("description", w.synopsis))
	}
	if c.Category == "Cmdlet" {
		verb, noun, _ := strings.Cut(c.Name, "-")
		details.add(textElement("verb", verb), textElement("noun", noun))
	}
	syntax, list := element("syntax"), element("parameters")
	for _, set := range c.sets() {
		item := element("syntaxItem", textElement("name", c.Name))
		for _, p := range c.parameters() {
			if s, ok := inSet(p, set); ok && !p.Hidden {
				item.add(c.parameter(p, s, w.parameter(p.Name), true))
			}
		}
		syntax.add(item)
	}
	for _, p := range c.parameters() {
		if !p.Hidden {
			list.add(c.parameter(p, firstSet(p), w.parameter(p.Name), false))
		}
	}
	doc := element("command", details, syntax, list)
	if w.description != "" {
		doc.add(para("description", w.description))
	}
	if w.notes != "" {
		doc.add(element("alertSet", para("alert", w.notes)))
	}
	if len(w.examples) > 0 {
		doc.add(examples(w.examples))
	}
	if len(w.inputs) > 0 {
		doc.add(typeElements("inputTypes", "inputType", w.inputs))
	}
	outputs := w.outputs
	if len(outputs) == 0 && c.Info != nil {
		outputs = c.Info.Options.Outputs
	}
	if len(outputs) > 0 {
		doc.add(typeElements("returnValues", "returnValue", outputs))
	}
	if len(w.links) > 0 {
		links := element("relatedLinks")
		for _, l := range w.links {
			kind := "linkText"
			if isAddress(l) {
				kind = "uri"
			}
			links.add(element("navigationLink", textElement(kind, l)))
		}
		doc.add(links)
	}
	return doc
}

// isAddress tells whether a link is an absolute address.
func isAddress(text string) bool {
	scheme, rest, ok := strings.Cut(text, ":")
	return ok && rest != "" && scheme != "" && !strings.ContainsAny(text, " \t\r\n<>\"\\^`{|}") && !strings.ContainsAny(scheme, "/?#")
}

func typeElements(list, one string, names []string) *node {
	n := element(list)
	for _, name := range names {
		n.add(element(one, element("type", textElement("name", name))))
	}
	return n
}

// inSet is what a parameter is in a set.
func inSet(p *cmdlet.Param, set string) (cmdlet.ParamSet, bool) {
	for _, s := range p.Sets {
		if s.Set == "" || strings.EqualFold(s.Set, set) {
			return s, true
		}
	}
	return cmdlet.ParamSet{Position: -1}, len(p.Sets) == 0
}

// firstSet is what a parameter is in the first set it is in.
func firstSet(p *cmdlet.Param) cmdlet.ParamSet {
	if len(p.Sets) == 0 {
		return cmdlet.ParamSet{Position: -1}
	}
	return p.Sets[0]
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func pipelineText(s cmdlet.ParamSet, remaining bool) string {
	var ways []string
	if s.Pipeline {
		ways = append(ways, "ByValue")
	}
	if s.ByName {
		ways = append(ways, "ByPropertyName")
	}
	if remaining && s.Remaining {
		ways = append(ways, "FromRemainingArguments")
	}
	if ways == nil {
		return "false"
	}
	return "true (" + strings.Join(ways, ", ") + ")"
}

// parameter is one parameter, as the syntax has it or with all there is to say of it.
func (c Command) parameter(p *cmdlet.Param, s cmdlet.ParamSet, description string, forSyntax bool) *node {
	position := "named"
	if s.Position >= 0 {
		position = itoa(s.Position + 1)
	}
	n := element("parameter").set("required", truth(s.Mandatory)).set("globbing", "false").set("pipelineInput", pipelineText(s, false)).set("position", position)
	if c.Comment == nil { // PowerShell's parser of comments leaves them out
		n.set("aliases", aliasText(p))
	}
	n.add(textElement("name", p.Name))
	if description != "" {
		n.add(para("description", description))
	}
	t := p.Type
	if t == nil {
		t = object.ObjectType
	}
	inner := t
	if t.Kind == object.KindArray && t.Elem != nil {
		inner = t.Elem
	}
	switch {
	case inner.Kind == object.KindEnum && inner.Enum != nil:
		group := element("parameterValueGroup")
		for _, name := range inner.Enum.Names {
			group.add(textElement("parameterValue", name).set("required", "false"))
		}
		n.add(group)
	case !forSyntax || !p.Switch:
		n.add(textElement("parameterValue", t.Name).set("required", truth(!p.Switch)))
	}
	if !forSyntax {
		n.add(element("type", textElement("name", t.Name)), textElement("defaultValue", c.defaultOf(p)))
	}
	return n
}

func aliasText(p *cmdlet.Param) string {
	if len(p.Aliases) == 0 {
		return "none"
	}
	return strings.Join(p.Aliases, ", ")
}

func (c Command) defaultOf(p *cmdlet.Param) string {
	if c.Default != nil {
		if text := c.Default(p.Name); text != "" {
			return text
		}
	}
	switch {
	case c.Category == "Cmdlet":
		return p.Default
	case p.Switch:
		return "False"
	case p.Type != nil && p.Type.Zero != nil && p.Type.Kind != object.KindEnum:
		return object.Text(nil, p.Type.Zero)
	}
	return ""
}

// examples splits each text into what stands before the command, the command, and what is said of it.
func examples(texts []string) *node {
	n := element("examples")
	for i, text := range texts {
		prompt := "PS > "
		line, _, _ := strings.Cut(text, "\n")
		if at := strings.IndexByte(line, '>'); at >= 0 {
			prompt, text = text[:at+1], text[at+1:]
		}
		code, remarks := strings.TrimSpace(text), ""
		if first, rest, ok := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n"); ok {
			code, remarks = strings.TrimSpace(first), rest
		}
		said := para("remarks", remarks)
		for range 4 { // PowerShell's space behind an example
			said.add(textElement("para", ""))
		}
		n.add(element("example", textElement("title", "-------------------------- EXAMPLE "+itoa(i+1)+" --------------------------"),
			para("introduction", prompt), textElement("code", code), said))
	}
	return n
}

// finish gives a page its type names and the properties that all pages have.
func (c Command) finish(doc *node, comment *ast.CommentHelpInfo) *object.Custom {
	o := doc.object()
	object.SetTypeNames(o, []string{mamlType, "HelpInfo"})
	var component, role, functionality any
	if comment != nil {
		component, role, functionality = optional(comment.Component), optional(comment.Role), optional(comment.Functionality)
	}
	name := c.Name
	if d := doc.child("details"); d != nil && d.child("name") != nil {
		name = strings.TrimSpace(d.child("name").content())
	}
	addCommon(o, name, c.Category, synopsisOf(doc), component, role, functionality)
	if c.Module != "" {
		o.Set("ModuleName", c.Module)
	}
	return o
}

func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func synopsisOf(doc *node) string {
	if d := doc.child("details"); d != nil {
		if s := d.child("description"); s != nil {
			if list := textItems(s); len(list) > 0 {
				text, _ := list[0].(*object.Custom).Get("Text")
				return strings.TrimSpace(object.Text(nil, text))
			}
		}
	}
	return ""
}

// addCommon adds what a page does not have already.
func addCommon(o *object.Custom, name, category, synopsis string, component, role, functionality any) {
	for _, p := range []struct {
		name  string
		value any
	}{{"Name", name}, {"Category", category}, {"Synopsis", synopsis}, {"Component", component}, {"Role", role}, {"Functionality", functionality}} {
		if _, ok := o.Get(p.name); !ok {
			o.Set(p.name, p.value)
		}
	}
}

// FromFile is the page a MAML file has for the command; nil when it has none.
func (c Command) FromFile(file io.Reader) (*object.Custom, error) {
	root, err := readNodes(file)
	if err != nil {
		return nil, err
	}
	short := c.Name[strings.LastIndexAny(c.Name, `/\`)+1:]
	if doc := findCommand(root, short); doc != nil {
		return c.finish(doc, nil), nil
	}
	return nil, nil
}

func findCommand(n *node, name string) *node {
	if n.name == "command" {
		if d := n.child("details"); d != nil && d.child("name") != nil && strings.EqualFold(strings.TrimSpace(d.child("name").content()), name) {
			return n
		}
	}
	for _, c := range n.children {
		if found := findCommand(c, name); found != nil {
			return found
		}
	}
	return nil
}

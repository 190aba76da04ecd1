package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format/viewdata"
	"stagecoach/shell/object"
)

// A file of views (format.ps1xml) becomes the views that cmdlets declare. A view
// that has several entries for several types asks each object for its own.

// element is one element of such a file.
type element struct {
	name     string
	text     string
	children []*element
}

func (e *element) child(name string) *element {
	if e != nil {
		for _, c := range e.children {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

func (e *element) all(name string) []*element {
	var list []*element
	if e != nil {
		for _, c := range e.children {
			if c.name == name {
				list = append(list, c)
			}
		}
	}
	return list
}

// word is a child's text without the blanks around it.
func (e *element) word(name string) string {
	if c := e.child(name); c != nil {
		return strings.TrimSpace(c.text)
	}
	return ""
}

// flag tells whether a child is there and does not say false.
func (e *element) flag(name string) bool {
	c := e.child(name)
	return c != nil && !strings.EqualFold(strings.TrimSpace(c.text), "false")
}

func (e *element) number(name string) int {
	n, _ := strconv.Atoi(e.word(name))
	return n
}

// parseElements reads a document; entities beyond XML's own are errors.
func parseElements(r io.Reader) (*element, error) {
	d := xml.NewDecoder(r)
	root := &element{}
	stack := []*element{root}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			c := &element{name: t.Name.Local}
			top.children = append(top.children, c)
			stack = append(stack, c)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
	return root.child("Configuration"), nil
}

// ViewCompiler makes a script block of a view's script.
type ViewCompiler func(script string) (object.ScriptBlock, error)

// definitions reads one file.
type definitions struct {
	compile  ViewCompiler
	sets     map[string][]string // selection sets by lower-case name
	controls map[string]*element // custom controls by lower-case name
	depth    int                 // of controls inside controls
}

// FileViews are the views of one file, for AddViews.
type FileViews struct {
	list        []*cmdlet.View
	definitions []*viewdata.FormatViewDefinition // of each
}

// ReadViews reads the views of a format.ps1xml file. An error says what is wrong with it.
func ReadViews(r io.Reader, compile ViewCompiler) (*FileViews, error) {
	root, err := parseElements(r)
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, errors.New("there is no Configuration element")
	}
	d := &definitions{compile: compile, sets: map[string][]string{}, controls: map[string]*element{}}
	for _, s := range root.child("SelectionSets").all("SelectionSet") {
		var names []string
		for _, t := range s.child("Types").all("TypeName") {
			names = append(names, strings.TrimSpace(t.text))
		}
		d.sets[strings.ToLower(s.word("Name"))] = names
	}
	d.addControls(root.child("Controls"))
	views := &FileViews{}
	for _, e := range root.child("ViewDefinitions").all("View") {
		v, err := d.view(e)
		if err != nil {
			return nil, fmt.Errorf("view %q: %w", e.word("Name"), err)
		}
		views.list = append(views.list, v)
		views.definitions = append(views.definitions, d.definition(e))
	}
	return views, nil
}

func (d *definitions) addControls(e *element) {
	for _, c := range e.all("Control") {
		d.controls[strings.ToLower(c.word("Name"))] = c.child("CustomControl")
	}
}

func (d *definitions) view(e *element) (*cmdlet.View, error) {
	d.addControls(e.child("Controls"))
	v := &cmdlet.View{Name: e.word("Name"), TypeNames: d.selected(e.child("ViewSelectedBy")), OutOfBand: e.flag("OutOfBand")}
	if v.Name == "" || len(v.TypeNames) == 0 {
		return nil, errors.New("a view needs a Name and a ViewSelectedBy")
	}
	var err error
	if g := e.child("GroupBy"); g != nil {
		if v.GroupBy, err = d.groupBy(g); err != nil {
			return nil, err
		}
	}
	switch {
	case e.child("TableControl") != nil:
		v.Table, err = d.table(e.child("TableControl"))
	case e.child("ListControl") != nil:
		v.List, err = d.list(e.child("ListControl"))
	case e.child("WideControl") != nil:
		v.Wide, err = d.wide(e.child("WideControl"))
	case e.child("CustomControl") != nil:
		v.Custom, err = d.custom(e.child("CustomControl"))
	default:
		err = errors.New("a view needs a control")
	}
	return v, err
}

// selected are the type names of a selection, those of its sets among them.
func (d *definitions) selected(e *element) []string {
	if e == nil {
		return nil
	}
	var names []string
	for _, c := range e.children {
		switch c.name {
		case "TypeName":
			names = append(names, strings.TrimSpace(c.text))
		case "SelectionSetName":
			names = append(names, d.sets[strings.ToLower(strings.TrimSpace(c.text))]...)
		}
	}
	return names
}

func (d *definitions) groupBy(e *element) (*cmdlet.GroupBy, error) {
	value, err := d.value(e)
	if err != nil {
		return nil, err
	}
	g := &cmdlet.GroupBy{Label: e.word("Label"), Value: value}
	control := e.child("CustomControl")
	if name := e.word("CustomControlName"); name != "" {
		control = d.controls[strings.ToLower(name)]
	}
	if control != nil {
		g.Header, err = d.custom(control)
	}
	return g, err
}

// value is a property or what a script gives, with its format.
func (d *definitions) value(e *element) (cmdlet.Value, error) {
	v := cmdlet.Value{Property: e.word("PropertyName"), Format: e.word("FormatString")}
	script := e.child("ScriptBlock")
	if script == nil {
		return v, nil
	}
	block, err := d.compile(script.text)
	if err != nil {
		return v, err
	}
	x := cmdlet.Expression{Script: block}
	v.Func = func(inv object.Invoker, self any) (any, error) { return x.Value(inv, self) }
	return v, nil
}

// entries are the entries of a control with what they are for.
type viewEntry struct {
	element *element
	types   []string // empty: everything no other entry is for
	when    func(inv object.Invoker, self any) bool
}

func (d *definitions) entries(list []*element) ([]viewEntry, error) {
	out := make([]viewEntry, len(list))
	for i, e := range list {
		by := e.child("EntrySelectedBy")
		out[i] = viewEntry{element: e, types: d.selected(by)}
		for _, c := range by.all("SelectionCondition") {
			when, err := d.condition(c)
			if err != nil {
				return nil, err
			}
			types := d.selected(c)
			out[i].types = append(out[i].types, types...)
			out[i].when = when
		}
	}
	return out, nil
}

// condition is true where the property or script is.
func (d *definitions) condition(e *element) (func(inv object.Invoker, self any) bool, error) {
	if e == nil {
		return nil, nil
	}
	v, err := d.value(e)
	if err != nil {
		return nil, err
	}
	return func(inv object.Invoker, self any) bool {
		x, err := readValue(inv, self, v)
		return err == nil && object.IsTrue(x)
	}, nil
}

func readValue(inv object.Invoker, self any, v cmdlet.Value) (any, error) {
	if v.Func != nil {
		return v.Func(inv, self)
	}
	x, _, err := object.GetProperty(inv, self, v.Property)
	return x, err
}

// chosen is the place of the entry for an object: that of its nearest type, else
// the one for everything; -1 when there is none.
func chosen(entries []viewEntry, inv object.Invoker, self any) int {
	fits := func(e viewEntry) bool { return e.when == nil || e.when(inv, self) }
	for _, n := range object.TypeNames(self) {
		for i, e := range entries {
			for _, t := range e.types {
				if strings.EqualFold(t, n) && fits(e) {
					return i
				}
			}
		}
	}
	for i, e := range entries {
		if len(e.types) == 0 && fits(e) {
			return i
		}
	}
	return -1
}

package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// mostForTable is how many properties an object may have to be shown as a table.
const mostForTable = 4

// chooseLayout picks view and shape for a document from its first object.
func (f *Formatter) chooseLayout(v any) (layout, error) {
	names := object.TypeNames(v)
	if f.options == nil {
		if view := f.system.views.find(anyShape, names, ""); view != nil {
			return f.viewLayout(view), nil
		}
		if list, _ := usual(f.inv, v); len(list) <= mostForTable {
			return f.propertyLayout(tableKind, v), nil
		}
		return f.propertyLayout(listKind, v), nil
	}
	kind := f.options.Kind
	if len(f.options.Properties) > 0 {
		return f.propertyLayout(kind, v), nil
	}
	if view := f.system.views.find(kind, names, f.options.View); view != nil {
		return f.viewLayout(view), nil
	}
	if f.options.View != "" {
		return nil, f.unknownView(v)
	}
	return f.propertyLayout(kind, v), nil
}

func (f *Formatter) viewLayout(view *cmdlet.View) layout {
	switch kindOf(view) {
	case tableKind:
		return &viewTable{f: f, v: view}
	case listKind:
		return &viewList{f: f, v: view}
	case wideKind:
		return &viewWide{f: f, v: view}
	}
	return &viewCustom{f: f, v: view}
}

func (f *Formatter) propertyLayout(kind shapeKind, v any) layout {
	switch kind {
	case tableKind:
		return newPropertyTable(f, v)
	case listKind:
		return &propertyList{f}
	case wideKind:
		return &propertyWide{f}
	}
	return &propertyCustom{f}
}

func (f *Formatter) properties() []*cmdlet.Calculated {
	if f.options == nil {
		return nil
	}
	return f.options.Properties
}

// autoSize is the user's word, else the view's.
func (f *Formatter) autoSize(view bool) bool {
	if f.options != nil && f.options.AutoSize != nil {
		return *f.options.AutoSize
	}
	return view
}

func (f *Formatter) hideHeaders(view bool) bool {
	if f.options != nil && f.options.HideHeaders != nil {
		return *f.options.HideHeaders
	}
	return view
}

func (f *Formatter) wraps(view bool) bool {
	if f.options != nil && f.options.Wrap != nil {
		return *f.options.Wrap
	}
	return view
}

var kindNames = map[shapeKind]string{tableKind: "Table", listKind: "List", wideKind: "Wide", customKind: "Custom"}

// unknownView is the error for a -View nobody declared for the object's type.
func (f *Formatter) unknownView(v any) error {
	name, kind := f.options.View, f.options.Kind
	typeName := object.TypeOf(v).FullName()
	views, other := f.system.views.alternatives(typeName, name, kind)
	var text string
	switch {
	case len(views) > 0:
		text = "The view name " + name + " cannot be found. Specify one of the following " + kindNames[kind] + " views and try again: " + strings.Join(views, ", ") + "."
	case len(other) > 0:
		var commands []string
		for _, k := range other {
			commands = append(commands, "Format-"+kindNames[k])
		}
		text = " The view name " + name + " cannot be found in the " + kindNames[kind] + " formatting. Try using one of these other format cmdlets: " + strings.Join(commands, ", ")
	default:
		text = "The view name " + name + " cannot be found. There are no existing " + kindNames[kind] + " views for " + typeName + " objects."
	}
	r := object.NewError(pipelineStopped, "FormatViewNotFound", object.ObjectNotFound, name, "The pipeline has been stopped.")
	r.Details = text
	return r
}

var pipelineStopped = &object.Type{Name: "PipelineStoppedException", Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: object.RuntimeExceptionType}

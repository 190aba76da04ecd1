package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// shaping is what the Format-* cmdlets have in common.
type shaping struct {
	system    *format.System
	formatter *format.Formatter

	GroupBy      any                       `ps:"" help:"A property or calculated property; objects with another value of it start a group."`
	View         string                    `ps:"" help:"The name of a view."`
	ShowError    cmdlet.Opt[cmdlet.Switch] `ps:"" help:"Shows errors of properties behind the object."`
	DisplayError cmdlet.Opt[cmdlet.Switch] `ps:"" help:"Shows #ERR where a property failed."`
	Force        cmdlet.Switch             `ps:"" help:"Formats what is otherwise shown as it is: strings, numbers, error records."`
	Expand       string                    `ps:"" set:"CoreOnly|EnumOnly|Both" help:"What becomes of a collection: its elements, the collection, or both."`
	InputObject  any                       `ps:"pipeline" help:"The objects to show."`
}

// The keys calculated properties may have.
var (
	tableEntries = []cmdlet.Entry{{Key: "expression"}, {Key: "formatString", Kind: cmdlet.FormatEntry}, {Key: "width", Kind: cmdlet.WidthEntry},
		{Key: "alignment", Kind: cmdlet.AlignmentEntry}, {Key: "label", Aliases: []string{"name"}, Kind: cmdlet.TextEntry}}
	listEntries   = []cmdlet.Entry{{Key: "expression"}, {Key: "formatString", Kind: cmdlet.FormatEntry}, {Key: "label", Aliases: []string{"name"}, Kind: cmdlet.TextEntry}}
	wideEntries   = []cmdlet.Entry{{Key: "expression"}, {Key: "formatString", Kind: cmdlet.FormatEntry}}
	customEntries = []cmdlet.Entry{{Key: "expression"}, {Key: "depth", Kind: cmdlet.IntegerEntry}}
	groupEntries  = listEntries
)

// options are those every shape has.
func (s *shaping) options(kind format.Kind, properties []any, entries []cmdlet.Entry) (*format.Options, error) {
	o := &format.Options{Kind: kind, View: s.View, Force: bool(s.Force), ShowError: bool(s.ShowError.Value), DisplayError: bool(s.DisplayError.Value)}
	var err error
	if len(properties) > 0 {
		if o.Properties, err = cmdlet.Calculate(properties, entries); err != nil {
			return nil, err
		}
	}
	if o.View != "" && len(o.Properties) > 0 {
		return nil, exclusive("FormatCannotSpecifyViewAndProperty", "Cmdlet parameters View and Property are mutually exclusive.")
	}
	if s.GroupBy != nil {
		groups, err := cmdlet.Calculate([]any{s.GroupBy}, groupEntries)
		if err != nil {
			return nil, err
		}
		o.GroupBy = groups[0]
	}
	o.Expand = expansions[s.Expand]
	return o, nil
}

var expansions = map[string]format.Expand{"CoreOnly": format.CoreOnly, "EnumOnly": format.EnumOnly, "Both": format.Both}

var invalidData = &object.Type{Name: "InvalidDataException", Namespace: "System.IO", Base: object.SystemExceptionType}

func exclusive(id, text string) error {
	r := object.NewError(invalidData, id, object.InvalidArgument, nil, "Found invalid data while decoding.")
	r.Details = text
	return r
}

func (s *shaping) begin(rt cmdlet.Runtime, o *format.Options) {
	s.formatter = s.system.NewFormatter(rt, o, rt.WriteObject)
}

// Process formats one object.
func (s *shaping) Process(_ context.Context, rt cmdlet.Runtime) error {
	return s.formatter.Object(s.InputObject)
}

// End closes the document.
func (s *shaping) End(context.Context, cmdlet.Runtime) error { return s.formatter.End() }

func flag(o cmdlet.Opt[cmdlet.Switch]) *bool {
	if !o.Given {
		return nil
	}
	b := bool(o.Value)
	return &b
}

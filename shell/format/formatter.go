package format

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Options is what a Format-* cmdlet was told.
type Options struct {
	Kind         Kind
	Properties   []*cmdlet.Calculated
	GroupBy      *cmdlet.Calculated
	View         string
	AutoSize     *bool
	HideHeaders  *bool
	Wrap         *bool
	RepeatHeader bool
	Columns      int // of Format-Wide; 0: not given
	Depth        int // of Format-Custom
	Expand       Expand
	Force        bool
	ShowError    bool // errors of expressions as records behind the row
	DisplayError bool // errors of expressions as #ERR in the cell
}

// Kind is the shape a Format-* cmdlet makes.
type Kind = shapeKind

// The kinds, for Options.
const (
	Table  = tableKind
	List   = listKind
	Wide   = wideKind
	Custom = customKind
)

// Expand is -Expand: what becomes of a collection among the input.
type Expand uint8

// The ways to treat a collection.
const (
	EnumOnly Expand = iota // its elements
	CoreOnly               // the collection itself
	Both
)

// DefaultDepth is Format-Custom's.
const DefaultDepth = 5

// Formatter turns objects into packets.
type Formatter struct {
	system  *System
	inv     object.Invoker
	options *Options // nil: Out-Default's choice
	emit    func(packet any) error
	limit   int

	layout  layout
	open    bool // StartData was written
	grouped bool // GroupStartData was written
	groups  grouping

	failures []failure // of the entry being made, when they are shown as records
}

// layout turns objects into entries of one shape.
type layout interface {
	start(v any) *StartData
	entry(v any) (entry, error)
	view() *cmdlet.View // nil: made from properties
}

// NewFormatter makes a Formatter that hands its packets to emit. options nil is the default formatter.
func (s *System) NewFormatter(inv object.Invoker, options *Options, emit func(packet any) error) *Formatter {
	s = s.For(inv)
	return &Formatter{system: s, inv: inv, options: options, emit: emit, limit: s.enumerationLimit()}
}

// Object takes one input object.
func (f *Formatter) Object(v any) error {
	if v == nil || v == object.Null {
		return nil
	}
	items, ok := enumerate(v)
	if !ok {
		return f.one(v)
	}
	expand := EnumOnly
	if f.options != nil {
		expand = f.options.Expand
	}
	switch expand {
	case CoreOnly:
		return f.one(v)
	case Both:
		if err := f.describe(v, len(items)); err != nil {
			return err
		}
	}
	for _, x := range items {
		if x == nil {
			x = ""
		}
		if err := f.one(x); err != nil {
			return err
		}
	}
	return nil
}

// describe writes what -Expand Both says of a collection before its elements.
func (f *Formatter) describe(v any, n int) error {
	if err := f.comment("The following object supports IEnumerable:\n"); err != nil {
		return err
	}
	if _, err := f.asOutOfBand(v, true); err != nil {
		return err
	}
	switch n {
	case 0:
		return f.comment("The IEnumerable contains no objects.")
	case 1:
		return f.comment("The IEnumerable contains the following object:\n")
	}
	return f.comment("The IEnumerable contains the following " + itoa(n) + " objects:\n")
}

func (f *Formatter) comment(text string) error {
	return f.emit(&EntryData{outOfBand: true, entry: rawEntry(text)})
}

func (f *Formatter) one(v any) error {
	if IsPacket(v) {
		return f.emit(object.Unwrap(v))
	}
	aside := f.options == nil || !f.options.Force
	if aside {
		if done, err := f.asOutOfBand(v, false); done || err != nil {
			return err
		}
	}
	if !f.open {
		if err := f.begin(v); err != nil {
			return err
		}
	}
	if view := f.layout.view(); aside && view != nil && !applies(view, object.TypeNames(v)) {
		if done, err := f.asOutOfBand(v, true); done || err != nil {
			return err
		}
	}
	return f.inGroup(v)
}

func (f *Formatter) begin(v any) error {
	l, err := f.chooseLayout(v)
	if err != nil {
		return err
	}
	f.layout = l
	f.groups = f.newGrouping()
	f.open = true
	return f.emit(l.start(v))
}

func (f *Formatter) inGroup(v any) error {
	changed := f.groups.update(f.inv, v)
	if f.grouped && changed {
		// a blank line before each group but the first
		if err := f.emit(&EntryData{outOfBand: true, entry: customEntry{}}); err != nil {
			return err
		}
		if err := f.endGroup(); err != nil {
			return err
		}
	}
	if !f.grouped {
		header, err := f.groupHeader(v)
		if err != nil {
			return err
		}
		f.grouped = true
		if err := f.emit(&GroupStartData{header: header}); err != nil {
			return err
		}
	}
	e, err := f.layout.entry(v)
	if err != nil {
		return err
	}
	if err := f.emit(&EntryData{entry: e}); err != nil {
		return err
	}
	return f.reportFailures()
}

func (f *Formatter) endGroup() error {
	f.grouped = false
	return f.emit(&GroupEndData{})
}

// End closes what is open.
func (f *Formatter) End() error {
	if f.grouped {
		if err := f.endGroup(); err != nil {
			return err
		}
	}
	if !f.open {
		return nil
	}
	f.open = false
	return f.emit(&EndData{})
}

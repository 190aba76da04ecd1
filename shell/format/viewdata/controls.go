package viewdata

import (
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// The enumerations of view data.
var (
	AlignmentType = enumType("Alignment", "Undefined", "Left", "Center", "Right")
	ValueTypeType = enumType("DisplayEntryValueType", "Property", "ScriptBlock")
)

func enumType(name string, names ...string) *object.Type {
	t := object.NewEnum(namespace, name, names)
	t.Assembly = namespace
	return t
}

// Align is a value of Alignment, in the order of its names; 0 is Undefined.
func Align(n int) object.Enum { return object.Enum{Type: AlignmentType, Value: int64(n)} }

// DisplayEntry is a property's name or a script block's text.
type DisplayEntry struct {
	object.Instance
	ValueType object.Enum
	Value     string
}

// Property and Script make the two kinds of entries.
func Property(name string) *DisplayEntry { return entryOf(0, name) }

// Script is an entry that a script block computes.
func Script(text string) *DisplayEntry { return entryOf(1, text) }

func entryOf(kind int64, value string) *DisplayEntry {
	return &DisplayEntry{ValueType: object.Enum{Type: ValueTypeType, Value: kind}, Value: value}
}

// IsScript tells whether the value is a script block's text.
func (d *DisplayEntry) IsScript() bool { return d.ValueType.Value == 1 }

// String is "property: Name" or "script: text".
func (d *DisplayEntry) String() string {
	if d.IsScript() {
		return "script: " + d.Value
	}
	return "property: " + d.Value
}

// EntrySelectedBy says which objects an entry is for.
type EntrySelectedBy struct {
	object.Instance
	TypeNames          *dotnet.List `ps:"set"`
	SelectionCondition *dotnet.List `ps:"set"`
}

// SelectedBy makes an EntrySelectedBy; nil when it would be empty.
func SelectedBy(typeNames []string, conditions []*DisplayEntry) *EntrySelectedBy {
	if len(typeNames)+len(conditions) == 0 {
		return nil
	}
	e := &EntrySelectedBy{}
	if len(typeNames) > 0 {
		e.TypeNames = newTexts(typeNames...)
	}
	for _, c := range conditions {
		if e.SelectionCondition == nil {
			e.SelectionCondition = newList[DisplayEntry]()
		}
		e.SelectionCondition.Items = append(e.SelectionCondition.Items, c)
	}
	return e
}

// GroupBy is PSControlGroupBy: what starts a new group, and its header.
type GroupBy struct {
	object.Instance
	Expression    *DisplayEntry  `ps:"set"`
	Label         *string        `ps:"set"`
	CustomControl *CustomControl `ps:"set"`
}

// Control is what the four kinds of controls have in common.
type Control interface {
	object.Typed
	group() *GroupBy
	aside() bool
}

// TableControl is a table: its headers, and its rows for one or several types.
type TableControl struct {
	object.Instance
	Headers          *dotnet.List `ps:"set"`
	Rows             *dotnet.List `ps:"set"`
	AutoSize         bool         `ps:"set"`
	HideTableHeaders bool         `ps:"set"`
	GroupBy          *GroupBy     `ps:"set"`
	OutOfBand        bool         `ps:"set"`
}

// TableControlColumnHeader is the header of a column; width 0 is by content.
type TableControlColumnHeader struct {
	object.Instance
	Label     *string     `ps:"set"`
	Alignment object.Enum `ps:"set"`
	Width     int32       `ps:"set"`
}

// TableControlRow is the columns of the objects it is selected by.
type TableControlRow struct {
	object.Instance
	Columns    *dotnet.List `ps:"set"`
	SelectedBy *EntrySelectedBy
	Wrap       bool `ps:"set"`
}

// TableControlColumn is one value of a row.
type TableControlColumn struct {
	object.Instance
	Alignment    object.Enum   `ps:"set"`
	DisplayEntry *DisplayEntry `ps:"set"`
	FormatString *string
}

// String is the entry's value.
func (c *TableControlColumn) String() string {
	if c.DisplayEntry == nil {
		return ""
	}
	return c.DisplayEntry.Value
}

// ListControl is lines of labels and values.
type ListControl struct {
	object.Instance
	Entries   *dotnet.List
	GroupBy   *GroupBy `ps:"set"`
	OutOfBand bool     `ps:"set"`
}

// ListControlEntry is the lines of the objects it is selected by.
type ListControlEntry struct {
	object.Instance
	Items           *dotnet.List
	EntrySelectedBy *EntrySelectedBy
}

// ListControlEntryItem is one line.
type ListControlEntryItem struct {
	object.Instance
	Label                  *string
	DisplayEntry           *DisplayEntry
	ItemSelectionCondition *DisplayEntry
	FormatString           *string
}

// WideControl is one value of each object, several to a line.
type WideControl struct {
	object.Instance
	Entries   *dotnet.List
	AutoSize  bool `ps:"set"`
	Columns   uint32
	GroupBy   *GroupBy `ps:"set"`
	OutOfBand bool     `ps:"set"`
}

// WideControlEntryItem is the value of the objects it is selected by.
type WideControlEntryItem struct {
	object.Instance
	DisplayEntry    *DisplayEntry
	EntrySelectedBy *EntrySelectedBy
	FormatString    *string
}

// CustomControl is text, values and frames in any order.
type CustomControl struct {
	object.Instance
	Entries   *dotnet.List `ps:"set"`
	GroupBy   *GroupBy     `ps:"set"`
	OutOfBand bool         `ps:"set"`
}

// CustomControlEntry is the items of the objects it is selected by.
type CustomControlEntry struct {
	object.Instance
	SelectedBy  *EntrySelectedBy `ps:"set"`
	CustomItems *dotnet.List     `ps:"set"`
}

// CustomItemExpression is a value, or a control for it or each of its elements.
type CustomItemExpression struct {
	object.Instance
	ItemSelectionCondition *DisplayEntry  `ps:"set"`
	Expression             *DisplayEntry  `ps:"set"`
	EnumerateCollection    bool           `ps:"set"`
	CustomControl          *CustomControl `ps:"set"`
}

// CustomItemFrame is indented items.
type CustomItemFrame struct {
	object.Instance
	LeftIndent       uint32       `ps:"set"`
	RightIndent      uint32       `ps:"set"`
	FirstLineHanging uint32       `ps:"set"`
	FirstLineIndent  uint32       `ps:"set"`
	CustomItems      *dotnet.List `ps:"set"`
}

// CustomItemNewline is so many line ends.
type CustomItemNewline struct {
	object.Instance
	Count int32 `ps:"set"`
}

// CustomItemText is text as it is.
type CustomItemText struct {
	object.Instance
	Text *string `ps:"set"`
}

// NewTable and its like make empty controls and entries.
func NewTable() *TableControl {
	return &TableControl{Headers: newList[TableControlColumnHeader](), Rows: newList[TableControlRow]()}
}

// NewRow is a row without columns.
func NewRow() *TableControlRow { return &TableControlRow{Columns: newList[TableControlColumn]()} }

// NewHeader is the header of a column that is as wide as its content, aligned by it.
func NewHeader() *TableControlColumnHeader { return &TableControlColumnHeader{Alignment: Align(0)} }

// NewColumn is a column for an entry.
func NewColumn(entry *DisplayEntry) *TableControlColumn {
	return &TableControlColumn{Alignment: Align(0), DisplayEntry: entry}
}

// NewListControl is a list without entries.
func NewListControl() *ListControl { return &ListControl{Entries: newList[ListControlEntry]()} }

// NewListEntry is an entry without lines.
func NewListEntry() *ListControlEntry {
	return &ListControlEntry{Items: newList[ListControlEntryItem]()}
}

// NewWide is a wide control without entries.
func NewWide() *WideControl { return &WideControl{Entries: newList[WideControlEntryItem]()} }

// NewCustom is a custom control without entries.
func NewCustom() *CustomControl { return &CustomControl{Entries: newList[CustomControlEntry]()} }

// NewCustomEntry is an entry without items.
func NewCustomEntry() *CustomControlEntry { return &CustomControlEntry{CustomItems: newItems()} }

// NewFrame is a frame around nothing.
func NewFrame() *CustomItemFrame { return &CustomItemFrame{CustomItems: newItems()} }

func newItems() *dotnet.List { return dotnet.NewList(customItemType, nil) }

// Add puts one more element into one of the lists above.
func Add(list *dotnet.List, v any) { list.Items = append(list.Items, v) }

func (c *TableControl) group() *GroupBy  { return c.GroupBy }
func (c *ListControl) group() *GroupBy   { return c.GroupBy }
func (c *WideControl) group() *GroupBy   { return c.GroupBy }
func (c *CustomControl) group() *GroupBy { return c.GroupBy }

func (c *TableControl) aside() bool  { return c.OutOfBand }
func (c *ListControl) aside() bool   { return c.OutOfBand }
func (c *WideControl) aside() bool   { return c.OutOfBand }
func (c *CustomControl) aside() bool { return c.OutOfBand }

// Old tells whether a control is one that PowerShell before 5.1 knows.
func Old(c Control) bool {
	if c.group() != nil {
		return false
	}
	plain := func(s *EntrySelectedBy) bool {
		return s == nil || s.SelectionCondition == nil || s.SelectionCondition.Len() == 0
	}
	switch x := c.(type) {
	case *TableControl:
		for _, r := range each[TableControlRow](x.Rows) {
			if r.SelectedBy != nil {
				return false
			}
		}
		return true
	case *ListControl:
		for _, e := range each[ListControlEntry](x.Entries) {
			for _, i := range each[ListControlEntryItem](e.Items) {
				if i.ItemSelectionCondition != nil {
					return false
				}
			}
			if !plain(e.EntrySelectedBy) {
				return false
			}
		}
		return true
	case *WideControl:
		for _, e := range each[WideControlEntryItem](x.Entries) {
			if !plain(e.EntrySelectedBy) {
				return false
			}
		}
		return true
	}
	return false
}

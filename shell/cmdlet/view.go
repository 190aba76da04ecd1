package cmdlet

import "stagecoach/shell/object"

// View says how objects of some types look when nobody says otherwise: what a
// format.ps1xml file is to PowerShell. A cmdlet package declares its views
// beside its presentation structs and exports them in one list, func Views()
// []*View, which is called when the first object needs a view, not at start-up.
//
// Exactly one of Table, List, Wide and Custom is set. The first view of a type
// in a package's list is its default, for Out-Default as for Format-* without
// properties; a view of another shape counts for the Format-* cmdlet of that
// shape only.
type View struct {
	Name      string   // for -View
	TypeNames []string // full type names it applies to, as PSTypeNames has them
	Table     *TableView
	List      *ListView
	Wide      *WideView
	Custom    []CustomItem
	GroupBy   *GroupBy
	// OutOfBand views are shown between the rows of whatever table or list is under way.
	OutOfBand bool
	// Help views show help, and are no business of Get-FormatData.
	Help bool
}

// TableView is the columns of a table.
type TableView struct {
	Columns     []Column
	AutoSize    bool
	Wrap        bool
	HideHeaders bool
}

// Alignment of a column; AlignDefault leaves it to the left.
type Alignment uint8

// The alignments, in PowerShell's order.
const (
	AlignDefault Alignment = iota
	AlignLeft
	AlignCenter
	AlignRight
)

// Column is one column of a table. Label is empty when the header is the name
// of the property; Width 0 sizes the column by its content. When the first
// column has a Width, no column waits for content: those without share the
// rest of the line.
type Column struct {
	Label     string
	Width     int
	Alignment Alignment
	Value     Value
}

// Value is what a column or a list item shows: a property, or a function where
// the text is not a property's. Format is a .NET format string ("d", "{0:N2}").
// Script is what the function does as a script of the language, which is what
// Get-FormatData shows of it and Export-FormatData writes.
type Value struct {
	Property string
	Func     func(inv object.Invoker, self any) (any, error)
	Script   string
	Format   string
}

// ListView is the lines of a list.
type ListView struct{ Items []ListItem }

// ListItem is one line of a list; Label is empty when it is the property's
// name. When is nil, or tells whether the line is shown for this object; Condition
// is the same as a script.
type ListItem struct {
	Label     string
	Value     Value
	When      func(inv object.Invoker, self any) bool
	Condition string
}

// WideView is what Format-Wide shows of an object.
type WideView struct {
	Value   Value
	Columns int // 0: two, or what fits with AutoSize
}

// CustomItem is one piece of a Format-Custom view, written in order. Text is
// literal; NewLines ends lines; Value is a value's text; Frame indents what it
// holds. Items are written for the value instead of its text, for the object
// itself when there is no value; with Enumerate for each element of the value.
type CustomItem struct {
	Text     string
	NewLines int
	Value    *Value
	Frame    *Frame
	Items    []CustomItem

	Enumerate bool
	When      func(inv object.Invoker, self any) bool
}

// Frame is an indented block.
type Frame struct {
	LeftIndent, RightIndent, FirstLineIndent, FirstLineHanging int
	Items                                                      []CustomItem
}

// GroupBy starts a group, with a header line, when its value changes. Label is
// empty when it is the property's name; Header replaces the whole line.
type GroupBy struct {
	Label  string
	Value  Value
	Header []CustomItem
}

// Columns is the short form of a table's columns: a column for each property, sized by content.
func Columns(properties ...string) []Column {
	columns := make([]Column, len(properties))
	for i, p := range properties {
		columns[i] = Column{Value: Value{Property: p}}
	}
	return columns
}

// Items is the short form of a list's lines.
func Items(properties ...string) []ListItem {
	items := make([]ListItem, len(properties))
	for i, p := range properties {
		items[i] = ListItem{Value: Value{Property: p}}
	}
	return items
}

package format

import "stagecoach/shell/object"

// The packets. A script sees their types and keeps them in variables; what they
// hold is this package's.

// StartData opens a document of one shape.
type StartData struct {
	object.Instance
	shape    shape
	autoSize bool
}

// GroupStartData opens a group; header is nil when nothing is grouped.
type GroupStartData struct {
	object.Instance
	header []piece
}

// EntryData is one object, or one out-of-band text between the rows of a document.
type EntryData struct {
	object.Instance
	outOfBand bool
	entry     entry
	stream    Stream
}

// GroupEndData closes a group.
type GroupEndData struct{ object.Instance }

// EndData closes a document.
type EndData struct{ object.Instance }

func packetType(name string) *object.Type {
	return &object.Type{Name: name, Namespace: "Microsoft.PowerShell.Commands.Internal.Format", Base: object.ObjectType, Assembly: "System.Management.Automation"}
}

var (
	startDataType      = packetType("FormatStartData")
	groupStartDataType = packetType("GroupStartData")
	entryDataType      = packetType("FormatEntryData")
	groupEndDataType   = packetType("GroupEndData")
	endDataType        = packetType("FormatEndData")
)

// PSType is FormatStartData.
func (*StartData) PSType() *object.Type { return startDataType }

// PSType is GroupStartData.
func (*GroupStartData) PSType() *object.Type { return groupStartDataType }

// PSType is FormatEntryData.
func (*EntryData) PSType() *object.Type { return entryDataType }

// PSType is GroupEndData.
func (*GroupEndData) PSType() *object.Type { return groupEndDataType }

// PSType is FormatEndData.
func (*EndData) PSType() *object.Type { return endDataType }

// IsPacket tells whether a value is formatted already.
func IsPacket(v any) bool {
	switch object.Unwrap(v).(type) {
	case *StartData, *GroupStartData, *EntryData, *GroupEndData, *EndData:
		return true
	}
	return false
}

// shape is what a document looks like: *tableShape, listShape, *wideShape or customShape.
type shape interface{ command() string }

type tableShape struct {
	columns      []column
	hideHeader   bool
	repeatHeader bool
}

// column is one column's header; width 0 means by content.
type column struct {
	label   string
	width   int
	align   alignment
	derived bool // the label is not a property of the object
}

type listShape struct{}

type wideShape struct{ columns int }

type customShape struct{}

func (*tableShape) command() string { return "format-table" }
func (listShape) command() string   { return "format-list" }
func (*wideShape) command() string  { return "format-wide" }
func (customShape) command() string { return "format-complex" }

// entry is what an object became: *rowEntry, listEntry, wideEntry, customEntry or rawEntry.
type entry interface{}

type rowEntry struct {
	cells  []string
	aligns []alignment // nil: the columns'
	wrap   bool
}

type listEntry []listField

type listField struct{ label, value string }

type wideEntry string

type customEntry []piece

type rawEntry string

// piece is part of a custom entry: a text, line ends, or a frame of pieces.
type piece struct {
	text    string
	newLine bool
	frame   *frame
}

type frame struct {
	left, right, firstLine int
	pieces                 []piece
}

// alignment of a cell; undefined leaves it to the column, and there to the left.
type alignment uint8

const (
	alignUndefined alignment = iota
	alignLeft
	alignCenter
	alignRight
)

// Stream is where a line goes: merged error records keep their place.
type Stream uint8

// The streams a drawn line may belong to.
const (
	Success Stream = iota
	Error
	Warning
	Verbose
	Debug
)

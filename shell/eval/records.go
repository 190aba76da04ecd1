package eval

import (
	"time"

	"stagecoach/shell/object"
)

// HostMessage is HostInformationMessage: what Write-Host puts into an InformationRecord.
type HostMessage struct {
	object.Instance
	Message                string
	NoNewLine              bool
	Foreground, Background int // console colours, -1: the host's own
}

// PSType is System.Management.Automation.HostInformationMessage.
func (*HostMessage) PSType() *object.Type { return hostMessageType }

// Text is the message.
func (m *HostMessage) String() string { return m.Message }

// InformationRecord is one record of the information stream.
type InformationRecord struct {
	object.Instance
	Data      any
	Source    string
	Tags      []string
	Generated time.Time
}

// PSType is System.Management.Automation.InformationRecord.
func (*InformationRecord) PSType() *object.Type { return informationType }

// StreamRecord is a record of the warning, verbose or debug stream as an object,
// which it becomes when its stream is merged into another or kept in a variable.
type StreamRecord struct {
	object.Instance
	Type       *object.Type // WarningType, VerboseType or DebugType
	Message    string
	Invocation any
}

// PSType is the record's type.
func (r *StreamRecord) PSType() *object.Type { return r.Type }

// String is the message.
func (r *StreamRecord) String() string { return r.Message }

// String is the data's text.
func (r *InformationRecord) String() string { return object.Text(nil, r.Data) }

func automationType(name string, base *object.Type) *object.Type {
	if base == nil {
		base = object.ObjectType
	}
	return &object.Type{Name: name, Namespace: "System.Management.Automation", Base: base, Assembly: "System.Management.Automation"}
}

// The types of records.
var (
	hostMessageType   = automationType("HostInformationMessage", nil)
	informationType   = automationType("InformationRecord", nil)
	informationalType = automationType("InformationalRecord", nil)

	WarningType = automationType("WarningRecord", informationalType)
	VerboseType = automationType("VerboseRecord", informationalType)
	DebugType   = automationType("DebugRecord", informationalType)
)

package eval

import (
	"os"
	"os/user"
	"time"

	"stagecoach/shell/dotnet"
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

func recordType(name string, members func(set *object.MemberSet)) *object.Type {
	t := automationType(name, nil)
	t.Members = members
	return t
}

// The types of records.
var (
	hostMessageType   = recordType("HostInformationMessage", hostMessageMembers)
	informationType   = recordType("InformationRecord", informationMembers)
	informationalType = recordType("InformationalRecord", func(set *object.MemberSet) {
		writable(set, "Message", object.StringType, func(r *StreamRecord) any { return r.Message },
			func(r *StreamRecord, v any) error { r.Message, _ = v.(string); return nil })
		property(set, "InvocationInfo", object.ObjectType, func(r *StreamRecord) any { return r.Invocation })
		property(set, "PipelineIterationInfo", object.ObjectType, func(*StreamRecord) any { return nil })
	})

	WarningType = automationType("WarningRecord", informationalType)
	VerboseType = automationType("VerboseRecord", informationalType)
	DebugType   = automationType("DebugRecord", informationalType)
)

func hostMessageMembers(set *object.MemberSet) {
	writable(set, "Message", object.StringType, func(m *HostMessage) any { return m.Message },
		func(m *HostMessage, v any) error { m.Message, _ = v.(string); return nil })
	property(set, "NoNewLine", object.BooleanType, func(m *HostMessage) any { return object.Bool(m.NoNewLine) })
	property(set, "ForegroundColor", object.ObjectType, func(m *HostMessage) any { return consoleColor(m.Foreground) })
	property(set, "BackgroundColor", object.ObjectType, func(m *HostMessage) any { return consoleColor(m.Background) })
}

// consoleColor is $null for a colour that was not asked for.
func consoleColor(number int) any {
	t, err := dotnet.Find("System.ConsoleColor")
	if err != nil || number < 0 {
		return nil
	}
	return object.Enum{Type: t, Value: int64(number)}
}

func informationMembers(set *object.MemberSet) {
	writable(set, "MessageData", object.ObjectType, func(r *InformationRecord) any { return r.Data },
		func(r *InformationRecord, v any) error { r.Data = v; return nil })
	writable(set, "Source", object.StringType, func(r *InformationRecord) any { return r.Source },
		func(r *InformationRecord, v any) error { r.Source, _ = v.(string); return nil })
	property(set, "TimeGenerated", dotnet.DateTimeType, func(r *InformationRecord) any { return dotnet.FromTime(r.Generated) })
	property(set, "Tags", object.ObjectType, func(r *InformationRecord) any {
		items := make([]any, len(r.Tags))
		for i, t := range r.Tags {
			items[i] = t
		}
		return dotnet.NewList(object.StringType, items)
	})
	property(set, "User", object.StringType, func(*InformationRecord) any { return userName() })
	property(set, "Computer", object.StringType, func(*InformationRecord) any { return hostName() })
	property(set, "ProcessId", object.UInt32Type, func(*InformationRecord) any { return uint32(os.Getpid()) })
	property(set, "NativeThreadId", object.UInt32Type, func(*InformationRecord) any { return uint32(os.Getpid()) })
	property(set, "ManagedThreadId", object.UInt32Type, func(*InformationRecord) any { return uint32(1) })
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

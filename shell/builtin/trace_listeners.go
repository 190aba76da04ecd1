package builtin

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// A textListener writes a source's lines into a file: System.Diagnostics.TextWriterTraceListener. Where
// Trace-Command opened it, it is closed with the command.
type textListener struct {
	object.Instance
	listenerOptions
	name string
	file *os.File
}

// hostListener shows a source's lines as the host's debug output.
type hostListener struct {
	object.Instance
	listenerOptions
	running *eval.Running
}

// debugListener is System.Diagnostics.DefaultTraceListener: it writes to a debugger of processes, of which there is none.
type debugListener struct{ object.Instance }

// listenerOptions are what TraceOptions adds below each line.
type listenerOptions struct{ options int64 }

func listenerType(namespace, name string) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Assembly: "System.Diagnostics.TraceSource", Base: object.ObjectType, Members: func(set *object.MemberSet) {
		set.Add(&object.Member{Name: "Name", Kind: object.Property, Type: object.StringType, Get: func(_ object.Invoker, v any) (any, error) { return v.(trace.Listener).Name(), nil }})
		set.Add(&object.Member{Name: "TraceOutputOptions", Kind: object.Property, Type: trace.ListenerOptions, Get: func(_ object.Invoker, v any) (any, error) {
			e := object.Enum{Type: trace.ListenerOptions}
			if l, ok := v.(interface{ outputOptions() int64 }); ok {
				e.Value = l.outputOptions()
			}
			return e, nil
		}})
	}}
}

var (
	textListenerType  = listenerType("System.Diagnostics", "TextWriterTraceListener")
	hostListenerType  = listenerType("Microsoft.PowerShell.Commands", "PSHostTraceListener")
	debugListenerType = listenerType("System.Diagnostics", "DefaultTraceListener")
)

func (o *listenerOptions) outputOptions() int64   { return o.options }
func (o *listenerOptions) setOptions(value int64) { o.options = value }

// head is a line with the source before it.
func head(source, text string) string { return source + " Information: 0 : " + text }

// footer are the lines below each line.
func (o *listenerOptions) footer() []string {
	var list []string
	add := func(option int64, name, value string) {
		if o.options&option != 0 {
			list = append(list, "    "+name+"="+value)
		}
	}
	now := time.Now()
	add(8, "ProcessId", strconv.Itoa(os.Getpid()))
	add(1, "LogicalOperationStack", "")
	add(16, "ThreadId", "1")
	add(2, "DateTime", now.UTC().Format("2006-01-02T15:04:05.0000000Z"))
	add(4, "Timestamp", strconv.FormatInt(now.UnixNano(), 10))
	return list
}

// PSType is System.Diagnostics.TextWriterTraceListener.
func (*textListener) PSType() *object.Type { return textListenerType }

// Name is the path as it was given.
func (l *textListener) Name() string { return l.name }

// String is the type's name, as of every object without a ToString.
func (*textListener) String() string { return textListenerType.FullName() }

// Line writes to the file. What does not fit on the disk is lost, as with PowerShell: tracing never fails a command.
func (l *textListener) Line(source, text string) {
	_, _ = fmt.Fprintln(l.file, head(source, text))
	for _, line := range l.footer() {
		_, _ = fmt.Fprintln(l.file, line)
	}
}

// Close closes the file.
func (l *textListener) Close() { _ = l.file.Close() }

// PSType is Microsoft.PowerShell.Commands.PSHostTraceListener.
func (*hostListener) PSType() *object.Type { return hostListenerType }

// Name is Host.
func (*hostListener) Name() string { return "Host" }

// String is the type's name.
func (*hostListener) String() string { return hostListenerType.FullName() }

// Line shows a line with the time.
func (l *hostListener) Line(source, text string) {
	for _, line := range append([]string{head(source, text)}, l.footer()...) {
		_ = l.running.DebugHost(time.Now().Format("2006-01-02 15:04:05.0000 ") + line) // tracing never fails a command
	}
}

// Close does nothing: the host stays.
func (*hostListener) Close() {}

// PSType is System.Diagnostics.DefaultTraceListener.
func (*debugListener) PSType() *object.Type { return debugListenerType }

// Name is Debug.
func (*debugListener) Name() string { return "Debug" }

// String is the type's name.
func (*debugListener) String() string { return debugListenerType.FullName() }

// Line drops the line.
func (*debugListener) Line(string, string) {}

// Close does nothing.
func (*debugListener) Close() {}

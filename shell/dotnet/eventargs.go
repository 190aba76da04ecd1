package dotnet

import "stagecoach/shell/object"

// EventArgsType is System.EventArgs, the base of what events carry.
var (
	EventArgsType    = &object.Type{Name: "EventArgs", Namespace: "System", Base: object.ObjectType}
	eventHandlerType = handlerType("System", "EventHandler")
	componentType    = &object.Type{Name: "Component", Namespace: "System.ComponentModel", Assembly: "System.ComponentModel.Primitives", Base: &object.Type{Name: "MarshalByRefObject", Namespace: "System", Base: object.ObjectType}, Interfaces: []*object.Type{object.IDisposableType}}
)

// handlerType is a delegate type whose values are handlers of an event.
func handlerType(namespace, name string) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Base: object.MulticastType, Kind: object.KindDelegate}
}

// EventArgs is what an event without data carries; the same value each time.
type EventArgs struct{ object.Instance }

// PSType is System.EventArgs.
func (*EventArgs) PSType() *object.Type { return EventArgsType }

// NoEventArgs is [EventArgs]::Empty.
var NoEventArgs = &EventArgs{}

// IsEventArgs tells whether a value is what an event carries beside its sender.
func IsEventArgs(v any) bool {
	if v == nil {
		return false
	}
	if t := object.TypeOf(object.Unwrap(v)); t != nil && t.Is(EventArgsType) {
		return true
	}
	for _, name := range object.TypeNames(v) {
		if name == "System.EventArgs" {
			return true
		}
	}
	return false
}

func eventArgsMembers(m members) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return &EventArgs{}, nil })
	m.constant("System.EventArgs Empty", NoEventArgs)
}

// eventEntries are the sources of events and what these carry.
func eventEntries() []entry {
	return []entry{
		{EventArgsType, eventArgsMembers, ""}, {eventHandlerType, nil, ""}, {componentType, nil, ""}, {componentType.Base, nil, ""},
		{timerType, timerMembers, ""}, {elapsedArgsType, elapsedArgsMembers, ""}, {elapsedHandlerType, nil, ""},
		{watcherType, watcherMembers, ""}, {fileEventArgsType, fileEventMembers, ""}, {renamedArgsType, renamedMembers, ""}, {watchErrorType, watchErrorMembers, ""},
		{fileHandlerType, nil, ""}, {renamedHandlerType, nil, ""}, {watchErrorHandlerType, nil, ""},
		{dataReceivedType, dataReceivedMembers, ""}, {dataReceivedHandler, nil, ""},
		{watcherChangeTypes, nil, ""}, {notifyFilters, nil, ""},
	}
}

package eval

import (
	"iter"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// unsubscribedArgs is PSEventUnsubscribedEventArgs.
type unsubscribedArgs struct {
	object.Instance
	subscriber *EventSubscriber
}

// PSType is System.Management.Automation.PSEventUnsubscribedEventArgs.
func (*unsubscribedArgs) PSType() *object.Type { return unsubscribedArgsType }

// receivedEvents is PSEventArgsCollection: the queue of events as a value.
type receivedEvents struct {
	object.Instance
	m *EventManager
}

// PSType is System.Management.Automation.PSEventArgsCollection.
func (*receivedEvents) PSType() *object.Type { return receivedEventsType }

// Each yields the events.
func (r *receivedEvents) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, a := range r.m.Received() {
			if !yield(a) {
				return
			}
		}
	}
}

var (
	eventManagerType     = automationType("PSLocalEventManager", automationType("PSEventManager", nil))
	eventSubscriberType  = automationType("PSEventSubscriber", nil)
	psEventArgsType      = automationType("PSEventArgs", dotnet.EventArgsType)
	unsubscribedArgsType = automationType("PSEventUnsubscribedEventArgs", dotnet.EventArgsType)
	receivedEventsType   = automationType("PSEventArgsCollection", nil)
	engineEventType      = automationType("PSEngineEvent", nil)
	eventJobType         = automationType("PSEventJob", jobBaseType)
	unsubscribedHandler  = automationType("PSEventUnsubscribedEventHandler", object.MulticastType)
	jobStateHandler      = genericHandler("System.Management.Automation.JobStateEventArgs")
)

// genericHandler is System.EventHandler of a kind of arguments.
func genericHandler(args string) *object.Type {
	return &object.Type{Name: "EventHandler`1[[" + args + "]]", Namespace: "System", Base: object.MulticastType, Kind: object.KindDelegate}
}

// describeEvents gives the types of events their members; New does it once.
func describeEvents() {
	unsubscribedHandler.Kind = object.KindDelegate
	receivedEventsType.Interfaces = []*object.Type{object.IEnumerableType}
	eventSubscriberType.Members = func(set *object.MemberSet) {
		property(set, "SubscriptionId", object.Int32Type, func(e *EventSubscriber) any { return e.ID })
		property(set, "SourceObject", object.ObjectType, func(e *EventSubscriber) any { return e.Source })
		property(set, "EventName", object.StringType, func(e *EventSubscriber) any { return textOrNull(e.EventName) })
		property(set, "SourceIdentifier", object.StringType, func(e *EventSubscriber) any { return e.SourceIdentifier })
		property(set, "Action", eventJobType, func(e *EventSubscriber) any {
			if e.Action == nil {
				return nil
			}
			return e.Action
		})
		property(set, "HandlerDelegate", object.ObjectType, func(*EventSubscriber) any { return nil })
		property(set, "SupportEvent", object.BooleanType, func(e *EventSubscriber) any { return e.Support })
		property(set, "ForwardEvent", object.BooleanType, func(e *EventSubscriber) any { return e.Forward })
		set.Add(object.NewEvent("Unsubscribed", unsubscribedHandler, object.ObjectType, unsubscribedArgsType))
	}
	psEventArgsType.Members = func(set *object.MemberSet) {
		property(set, "ComputerName", object.StringType, func(*EventArgs) any { return nil })
		set.Add(&object.Member{Name: "RunspaceId", Kind: object.Property, Type: dotnet.GuidType, Get: func(inv object.Invoker, _ any) (any, error) {
			return sessionOf(inv).Events().runspace, nil
		}})
		property(set, "EventIdentifier", object.Int32Type, func(a *EventArgs) any { return a.ID })
		property(set, "Sender", object.ObjectType, func(a *EventArgs) any { return a.Sender })
		property(set, "SourceEventArgs", dotnet.EventArgsType, func(a *EventArgs) any { return a.source })
		property(set, "SourceArgs", object.ObjectArray, func(a *EventArgs) any { return object.NewArray(a.Args) })
		property(set, "SourceIdentifier", object.StringType, func(a *EventArgs) any { return a.SourceIdentifier })
		property(set, "TimeGenerated", dotnet.DateTimeType, func(a *EventArgs) any { return dotnet.FromTime(a.Time.Local()) })
		property(set, "MessageData", object.PSObjectType, func(a *EventArgs) any { return a.Data })
	}
	unsubscribedArgsType.Members = func(set *object.MemberSet) {
		property(set, "EventSubscriber", eventSubscriberType, func(a *unsubscribedArgs) any { return a.subscriber })
	}
	receivedEventsType.Members = func(set *object.MemberSet) {
		property(set, "Count", object.Int32Type, func(r *receivedEvents) any { return int32(len(r.m.Received())) })
		method(set, "RemoveAt", nil, params("index", object.Int32Type), func(_ object.Invoker, r *receivedEvents, args []any) (any, error) {
			list, i := r.m.Received(), int(args[0].(int32))
			if i < 0 || i >= len(list) {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Index was out of range. Must be non-negative and less than the size of the collection.")
			}
			r.m.Remove(list[i])
			return nil, nil
		})
	}
	eventManagerType.Members = eventManagerMembers
	engineEventType.Members = func(set *object.MemberSet) {
		for _, name := range []string{"Exiting", "OnIdle", "OnDebugAttach"} {
			set.Add(&object.Member{Name: name, Kind: object.Property, Static: true, Type: object.StringType, Get: func(object.Invoker, any) (any, error) { return engineEvents + name, nil }})
		}
	}
	eventJobType.Members = func(set *object.MemberSet) {
		property(set, "Module", object.ObjectType, func(j *Job) any { return j.action.module })
		jobMembers(set)
		own := func(name string, t *object.Type, get func(j *Job) any) {
			set.Replace(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(object.Unwrap(self).(*Job)), nil }})
		}
		own("StatusMessage", object.StringType, func(*Job) any { return nil })
		own("Location", object.StringType, func(*Job) any { return nil })
		own("ChildJobs", object.ObjectType, func(*Job) any { return dotnet.NewList(jobBaseType, nil) })
		own("Error", object.ObjectType, func(j *Job) any {
			return dotnet.NewList(errorRecordType(), j.recordsOf(func(v any) bool { _, is := v.(*object.ErrorRecord); return is }))
		})
		own("Output", object.ObjectType, func(j *Job) any {
			return dotnet.NewList(object.PSObjectType, j.recordsOf(func(v any) bool { _, is := v.(*object.ErrorRecord); return !is }))
		})
	}
}

func errorRecordType() *object.Type { return (&object.ErrorRecord{}).PSType() }

// recordsOf lists what the job wrote and nobody received, of one kind.
func (j *Job) recordsOf(is func(v any) bool) []any {
	j.mu.Lock()
	defer j.mu.Unlock()
	var list []any
	for _, x := range j.output {
		if is(x.value) {
			list = append(list, x.value)
		}
	}
	return list
}

func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func eventManagerMembers(set *object.MemberSet) {
	property(set, "Subscribers", object.ObjectType, func(m *EventManager) any { return subscriberList(m.Subscribers()) })
	property(set, "ReceivedEvents", receivedEventsType, func(m *EventManager) any { return &receivedEvents{m: m} })
	generate := func(_ object.Invoker, m *EventManager, args []any) (any, error) {
		var list []any
		if args[2] != nil {
			list, _ = object.Elements(args[2])
		}
		return m.Generate(args[0].(string), args[1], list, args[3]), nil
	}
	four := []any{"sourceIdentifier", object.StringType, "sender", object.ObjectType, "args", object.ObjectArray, "extraData", object.ObjectType}
	method(set, "GenerateEvent", psEventArgsType, params(four...), generate)
	method(set, "GenerateEvent", psEventArgsType, params(append(four, "processInCurrentThread", object.BooleanType, "waitForCompletionInCurrentThread", object.BooleanType)...),
		func(inv object.Invoker, m *EventManager, args []any) (any, error) {
			a, err := generate(inv, m, args)
			for wait := args[4].(bool) && args[5].(bool); wait && m.pending(a); {
				if !m.RunPending() {
					break
				}
			}
			return a, err
		})
	method(set, "GetEventSubscribers", object.ObjectType, params("sourceIdentifier", object.StringType), func(_ object.Invoker, m *EventManager, args []any) (any, error) {
		return subscriberList(m.Named(args[0].(string))), nil
	})
	method(set, "UnsubscribeEvent", nil, params("subscriber", eventSubscriberType), func(_ object.Invoker, m *EventManager, args []any) (any, error) {
		e, ok := args[0].(*EventSubscriber)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "subscriber", "Value cannot be null.")
		}
		m.Unsubscribe(e)
		return nil, nil
	})
	seven := []any{"source", object.ObjectType, "eventName", object.StringType, "sourceIdentifier", object.StringType, "data", object.ObjectType, "action", object.ScriptBlockTyp, "supportEvent", object.BooleanType, "forwardEvent", object.BooleanType}
	subscribe := func(_ object.Invoker, m *EventManager, args []any) (any, error) {
		o := Subscription{Source: args[0], Data: args[3], Support: args[5].(bool), Forward: args[6].(bool)}
		o.EventName, _ = args[1].(string)
		o.SourceIdentifier, _ = args[2].(string)
		o.Action, _ = args[4].(*ScriptBlock)
		if len(args) > 7 {
			o.MaxTriggers = int(args[7].(int32))
		}
		e, err := m.Subscribe(o)
		if err != nil {
			return nil, err
		}
		return e, nil
	}
	method(set, "SubscribeEvent", eventSubscriberType, params(seven...), subscribe)
	method(set, "SubscribeEvent", eventSubscriberType, params(append(seven, "maxTriggerCount", object.Int32Type)...), subscribe)
}

func subscriberList(list []*EventSubscriber) any {
	items := make([]any, len(list))
	for i, e := range list {
		items[i] = e
	}
	return dotnet.NewList(eventSubscriberType, items)
}

// Named lists the subscribers of a source identifier.
func (m *EventManager) Named(id string) []*EventSubscriber {
	var list []*EventSubscriber
	for _, e := range m.Subscribers() {
		if object.EqualFold(e.SourceIdentifier, id) {
			list = append(list, e)
		}
	}
	return list
}

// pending tells whether an action for the event has not run yet.
func (m *EventManager) pending(a any) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.queue {
		if any(p.args) == a {
			return true
		}
	}
	return false
}

package eval

import (
	"time"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

const runspacesNamespace = "System.Management.Automation.Runspaces"

func runspaceClass(name string) *object.Type {
	return &object.Type{Name: name, Namespace: runspacesNamespace, Base: object.ObjectType, Assembly: "System.Management.Automation"}
}

var (
	powerShellType      = automationType("PowerShell", nil)
	runspaceType        = runspaceClass("Runspace")
	runspacePoolType    = runspaceClass("RunspacePool")
	runspaceFactoryType = runspaceClass("RunspaceFactory")
	initialStateType    = runspaceClass("InitialSessionState")
	variableEntryType   = runspaceClass("SessionStateVariableEntry")
	functionEntryType   = runspaceClass("SessionStateFunctionEntry")
	asyncResultType     = automationType("PowerShellAsyncResult", nil)
)

// describeRunspaces gives the types of runspaces their members; New does it once.
func describeRunspaces() {
	powerShellType.Members = powerShellMembers
	runspaceType.Members = runspaceMembers
	runspacePoolType.Members = runspacePoolMembers
	runspaceFactoryType.Members = runspaceFactoryMembers
	initialStateType.Members = initialStateMembers
	for _, t := range []*object.Type{variableEntryType, functionEntryType} {
		t.Members = func(set *object.MemberSet) {
			property(set, "Name", object.StringType, func(e *stateEntry) any { return e.name })
			property(set, "Value", object.ObjectType, func(e *stateEntry) any { return e.value })
			make := func(_ object.Invoker, args []any) (any, error) {
				return &stateEntry{t: t, name: args[0].(string), value: args[1]}, nil
			}
			constructor(set, params("name", object.StringType, "value", object.ObjectType), make)
			constructor(set, params("name", object.StringType, "value", object.ObjectType, "description", object.StringType), make)
		}
	}
	asyncResultType.Members = func(set *object.MemberSet) {
		property(set, "IsCompleted", object.BooleanType, func(a *asyncResult) any {
			return object.Bool(a.wait(a.p.owner, time.Millisecond)) // whoever asks lets the others go on
		})
		property(set, "AsyncWaitHandle", object.ObjectType, func(a *asyncResult) any { return a })
		method(set, "WaitOne", object.BooleanType, nil, func(_ object.Invoker, a *asyncResult, _ []any) (any, error) { return a.wait(a.p.owner, -1), nil })
		method(set, "WaitOne", object.BooleanType, params("millisecondsTimeout", object.Int32Type), func(_ object.Invoker, a *asyncResult, args []any) (any, error) {
			return a.wait(a.p.owner, time.Duration(args[0].(int32))*time.Millisecond), nil
		})
		method(set, "Close", nil, nil, func(object.Invoker, *asyncResult, []any) (any, error) { return nil, nil })
	}
}

func static(set *object.MemberSet, name string, result *object.Type, p []object.Parameter, call func(s *Session, args []any) (any, error)) {
	set.Add(&object.Member{Name: name, Kind: object.Method, Static: true, Overloads: []*object.Overload{{Params: p, Return: result,
		Call: func(inv object.Invoker, _ any, args []any) (any, error) { return call(sessionOf(inv), args) }}}})
}

// inputOf are the objects for a pipeline's input; nil: none.
func inputOf(v any) []any {
	if v == nil {
		return nil
	}
	return elementsOf(v)
}

func powerShellMembers(set *object.MemberSet) {
	create := func(s *Session) *PowerShell {
		return &PowerShell{owner: s, streams: newStreams(), state: "NotStarted", output: dotnet.NewList(object.PSObjectType, nil)}
	}
	static(set, "Create", powerShellType, nil, func(s *Session, _ []any) (any, error) { return create(s), nil })
	static(set, "Create", powerShellType, params("how", object.ObjectType), func(s *Session, args []any) (any, error) {
		p := create(s)
		switch x := object.Unwrap(args[0]).(type) {
		case *initialState:
			p.runspace = newRunspace(s, x)
			p.runspace.open()
		case *Runspace:
			p.runspace = x
		default:
			p.current = object.EqualFold(object.Text(s, x), "CurrentRunspace")
		}
		return p, nil
	})
	chain := func(name string, ps []object.Parameter, do func(inv object.Invoker, p *PowerShell, args []any) error) {
		method(set, name, powerShellType, ps, func(inv object.Invoker, p *PowerShell, args []any) (any, error) { return p, do(inv, p, args) })
	}
	script := func(inv object.Invoker, p *PowerShell, args []any) error {
		p.add(&apiCommand{text: object.Text(inv, args[0]), script: true, local: len(args) > 1 && args[1].(bool)})
		return nil
	}
	command := func(inv object.Invoker, p *PowerShell, args []any) error {
		name := object.Text(inv, args[0])
		p.add(&apiCommand{text: name})
		return nil
	}
	chain("AddScript", params("script", object.StringType), script)
	chain("AddScript", params("script", object.StringType, "useLocalScope", object.BooleanType), script)
	chain("AddCommand", params("cmdlet", object.StringType), command)
	chain("AddCommand", params("cmdlet", object.StringType, "useLocalScope", object.BooleanType), command)
	chain("AddStatement", nil, func(_ object.Invoker, p *PowerShell, _ []any) error {
		p.statements = append(p.statements, nil)
		return nil
	})
	chain("AddArgument", params("value", object.ObjectType), func(_ object.Invoker, p *PowerShell, args []any) error {
		c, err := p.last()
		if err == nil {
			c.args = append(c.args, args[0])
		}
		return err
	})
	named := func(inv object.Invoker, p *PowerShell, args []any) error {
		c, err := p.last()
		if err != nil {
			return err
		}
		var value any = object.SwitchParameter(true)
		if len(args) > 1 {
			value = args[1]
		}
		return c.named.Set(object.Text(inv, args[0]), value)
	}
	chain("AddParameter", params("parameterName", object.StringType), named)
	chain("AddParameter", params("parameterName", object.StringType, "value", object.ObjectType), named)
	chain("AddParameters", params("parameters", object.ObjectType), func(inv object.Invoker, p *PowerShell, args []any) error {
		c, err := p.last()
		if err != nil {
			return err
		}
		if d, ok := object.Unwrap(args[0]).(object.Dictionary); ok {
			for k, v := range d.All() {
				if err := c.named.Set(object.Text(inv, k), v); err != nil {
					return err
				}
			}
			return nil
		}
		c.args = append(c.args, elementsOf(args[0])...)
		return nil
	})
	method(set, "Invoke", object.ObjectType, nil, func(_ object.Invoker, p *PowerShell, _ []any) (any, error) { return p.invoke(nil) })
	method(set, "Invoke", object.ObjectType, params("input", object.ObjectType), func(_ object.Invoker, p *PowerShell, args []any) (any, error) {
		return p.invoke(inputOf(args[0]))
	})
	method(set, "BeginInvoke", asyncResultType, nil, func(_ object.Invoker, p *PowerShell, _ []any) (any, error) { return p.begin(nil, nil), nil })
	method(set, "BeginInvoke", asyncResultType, params("input", object.ObjectType), func(_ object.Invoker, p *PowerShell, args []any) (any, error) {
		return p.begin(inputOf(args[0]), nil), nil
	})
	method(set, "BeginInvoke", asyncResultType, params("input", object.ObjectType, "output", object.ObjectType), func(_ object.Invoker, p *PowerShell, args []any) (any, error) {
		into, _ := object.Unwrap(args[1]).(*dotnet.List)
		return p.begin(inputOf(args[0]), into), nil
	})
	method(set, "EndInvoke", object.ObjectType, params("asyncResult", asyncResultType), func(inv object.Invoker, p *PowerShell, args []any) (any, error) {
		return p.end(sessionOf(inv), object.Unwrap(args[0]).(*asyncResult))
	})
	for _, name := range []string{"Stop", "Dispose"} {
		method(set, name, nil, nil, func(_ object.Invoker, p *PowerShell, _ []any) (any, error) {
			p.stop()
			return nil, nil
		})
	}
	property(set, "Streams", psStreamsType, func(p *PowerShell) any { return p.streams })
	property(set, "HadErrors", object.BooleanType, func(p *PowerShell) any { return object.Bool(p.hadErrors) })
	property(set, "Commands", object.ObjectType, func(p *PowerShell) any { return &psCommands{p: p} })
	property(set, "InvocationStateInfo", object.ObjectType, func(p *PowerShell) any {
		c := object.NewCustom(2)
		c.Set("State", p.state)
		c.Set("Reason", nil)
		if p.reason != nil {
			c.Set("Reason", p.reason)
		}
		return c
	})
	writable(set, "Runspace", runspaceType, func(p *PowerShell) any {
		if p.runspace == nil {
			return nil
		}
		return p.runspace
	}, func(p *PowerShell, v any) error {
		p.runspace, _ = object.Unwrap(v).(*Runspace)
		return nil
	})
	writable(set, "RunspacePool", runspacePoolType, func(p *PowerShell) any {
		if p.pool == nil {
			return nil
		}
		return p.pool
	}, func(p *PowerShell, v any) error {
		p.pool, _ = object.Unwrap(v).(*RunspacePool)
		return nil
	})
}

// psCommands is PSCommand: it can be cleared.
type psCommands struct {
	object.Instance
	p *PowerShell
}

// PSType is System.Management.Automation.PSCommand.
func (*psCommands) PSType() *object.Type { return psCommandsType }

var psCommandsType = &object.Type{Name: "PSCommand", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		method(set, "Clear", nil, nil, func(_ object.Invoker, c *psCommands, _ []any) (any, error) {
			c.p.statements = nil
			return nil, nil
		})
		property(set, "Commands", object.ObjectType, func(c *psCommands) any {
			var list []any
			for _, st := range c.p.statements {
				for _, x := range st {
					o := object.NewCustom(2)
					o.Set("CommandText", x.text)
					o.Set("IsScript", x.script)
					list = append(list, o)
				}
			}
			return object.NewArray(list)
		})
	}}

func runspaceMembers(set *object.MemberSet) {
	set.Add(&object.Member{Name: "DefaultRunspace", Kind: object.Property, Static: true, Type: runspaceType, Get: func(inv object.Invoker, _ any) (any, error) { return sessionOf(inv).own, nil }})
	property(set, "Id", object.Int32Type, func(r *Runspace) any { return r.ID })
	property(set, "Events", eventManagerType, func(r *Runspace) any {
		if r.session == nil {
			return nil
		}
		return r.session.Events()
	})
	writable(set, "Name", object.StringType, func(r *Runspace) any { return r.Name }, func(r *Runspace, v any) error { r.Name = v.(string); return nil })
	property(set, "InstanceId", dotnet.GuidType, func(r *Runspace) any { return r.guid })
	property(set, "RunspaceStateInfo", object.ObjectType, func(r *Runspace) any {
		c := object.NewCustom(2)
		c.Set("State", r.state)
		c.Set("Reason", nil)
		return c
	})
	property(set, "RunspaceAvailability", object.StringType, func(r *Runspace) any {
		return r.availability()
	})
	property(set, "InitialSessionState", initialStateType, func(r *Runspace) any { return r.initial })
	property(set, "SessionStateProxy", object.ObjectType, func(r *Runspace) any { return &stateProxy{r: r} })
	for _, name := range []string{"ApartmentState", "ThreadOptions"} {
		writable(set, name, object.ObjectType, func(*Runspace) any { return nil }, func(*Runspace, any) error { return nil })
	}
	method(set, "Open", nil, nil, func(_ object.Invoker, r *Runspace, _ []any) (any, error) {
		r.open()
		return nil, nil
	})
	for _, name := range []string{"Close", "Dispose"} {
		method(set, name, nil, nil, func(_ object.Invoker, r *Runspace, _ []any) (any, error) {
			r.close()
			return nil, nil
		})
	}
}

// stateProxy is SessionStateProxy: a runspace's variables from outside.
type stateProxy struct {
	object.Instance
	r *Runspace
}

// PSType is System.Management.Automation.Runspaces.SessionStateProxy.
func (*stateProxy) PSType() *object.Type { return stateProxyType }

var stateProxyType = &object.Type{Name: "SessionStateProxy", Namespace: runspacesNamespace, Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		method(set, "SetVariable", nil, params("name", object.StringType, "value", object.ObjectType), func(_ object.Invoker, p *stateProxy, args []any) (any, error) {
			if p.r.session == nil {
				return nil, object.Throw(object.PSInvalidOperationType, "Cannot perform the operation because the runspace is not in the 'Opened' state. Current state of runspace is '%s'.", p.r.state)
			}
			p.r.session.global.put(intern(args[0].(string)), args[1])
			return nil, nil
		})
		method(set, "GetVariable", object.ObjectType, params("name", object.StringType), func(_ object.Invoker, p *stateProxy, args []any) (any, error) {
			if p.r.session == nil {
				return nil, nil
			}
			return p.r.session.global.get(intern(args[0].(string))), nil
		})
	}}

func runspacePoolMembers(set *object.MemberSet) {
	method(set, "Open", nil, nil, func(_ object.Invoker, p *RunspacePool, _ []any) (any, error) {
		p.open()
		return nil, nil
	})
	for _, name := range []string{"Close", "Dispose"} {
		method(set, name, nil, nil, func(_ object.Invoker, p *RunspacePool, _ []any) (any, error) {
			p.state = "Closed"
			return nil, nil
		})
	}
	method(set, "GetMaxRunspaces", object.Int32Type, nil, func(_ object.Invoker, p *RunspacePool, _ []any) (any, error) { return p.max, nil })
	method(set, "GetMinRunspaces", object.Int32Type, nil, func(_ object.Invoker, p *RunspacePool, _ []any) (any, error) { return p.min, nil })
	method(set, "GetAvailableRunspaces", object.Int32Type, nil, func(_ object.Invoker, p *RunspacePool, _ []any) (any, error) { return int32(len(p.places)), nil })
	for _, name := range []string{"ApartmentState", "ThreadOptions", "CleanupInterval"} {
		writable(set, name, object.ObjectType, func(*RunspacePool) any { return nil }, func(*RunspacePool, any) error { return nil })
	}
	property(set, "RunspacePoolStateInfo", object.ObjectType, func(p *RunspacePool) any {
		c := object.NewCustom(1)
		c.Set("State", p.state)
		return c
	})
}

func runspaceFactoryMembers(set *object.MemberSet) {
	one := func(s *Session, args []any) (any, error) {
		var initial *initialState
		for _, a := range args {
			if x, ok := object.Unwrap(a).(*initialState); ok {
				initial = x
			}
		}
		return newRunspace(s, initial), nil
	}
	static(set, "CreateRunspace", runspaceType, nil, one)
	static(set, "CreateRunspace", runspaceType, params("initialSessionState", object.ObjectType), one)
	static(set, "CreateRunspace", runspaceType, params("host", object.ObjectType, "initialSessionState", object.ObjectType), one)
	pool := func(s *Session, args []any) (any, error) {
		p := &RunspacePool{owner: s, min: 1, max: 1, state: "BeforeOpen"}
		for i, a := range args {
			switch x := object.Unwrap(a).(type) {
			case int32:
				if x < 1 {
					return nil, object.Throw(object.ArgumentOutOfRangeType, "Specified argument was out of the range of valid values. (Parameter 'maxRunspaces')")
				}
				if i == 0 {
					p.min = x
				}
				p.max = x
			case *initialState:
				p.initial = x
			}
		}
		return p, nil
	}
	numbers := params("minRunspaces", object.Int32Type, "maxRunspaces", object.Int32Type)
	static(set, "CreateRunspacePool", runspacePoolType, nil, pool)
	static(set, "CreateRunspacePool", runspacePoolType, params("initialSessionState", object.ObjectType), pool)
	static(set, "CreateRunspacePool", runspacePoolType, numbers, pool)
	static(set, "CreateRunspacePool", runspacePoolType, append(numbers[:2:2], params("host", object.ObjectType)...), pool)
	static(set, "CreateRunspacePool", runspacePoolType, append(numbers[:2:2], params("initialSessionState", object.ObjectType, "host", object.ObjectType)...), pool)
}

func initialStateMembers(set *object.MemberSet) {
	for _, name := range []string{"Create", "CreateDefault", "CreateDefault2"} {
		static(set, name, initialStateType, nil, func(*Session, []any) (any, error) {
			return &initialState{variables: dotnet.NewList(object.ObjectType, nil), commands: dotnet.NewList(object.ObjectType, nil)}, nil
		})
	}
	property(set, "Variables", object.ObjectType, func(i *initialState) any { return i.variables })
	property(set, "Commands", object.ObjectType, func(i *initialState) any { return i.commands })
	for _, name := range []string{"ApartmentState", "ThreadOptions", "LanguageMode", "ExecutionPolicy"} {
		writable(set, name, object.ObjectType, func(*initialState) any { return nil }, func(*initialState, any) error { return nil })
	}
	method(set, "ImportPSModule", nil, []object.Parameter{{Name: "name", Type: object.ArrayOf(object.StringType), ParamArray: true}}, func(inv object.Invoker, i *initialState, args []any) (any, error) {
		if args[0] == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "name", "Value cannot be null.")
		}
		i.modules = append(i.modules, texts(inv, args[0])...)
		return nil, nil
	})
}

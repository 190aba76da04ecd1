package eval

import (
	"os"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// HostValue is $Host.
type HostValue struct{ s *Session }

// PSType is System.Management.Automation.Internal.Host.InternalHost.
func (*HostValue) PSType() *object.Type { return hostValueType }

var hostValueType = &object.Type{Name: "InternalHost", Namespace: "System.Management.Automation.Internal.Host", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "Name", object.StringType, func(h *HostValue) any { return "ConsoleHost" })
		property(set, "Version", object.ObjectType, func(h *HostValue) any { return versionValue(h.s, PSVersion) })
		property(set, "InstanceId", dotnet.GuidType, func(h *HostValue) any { return h.s.hostID })
		property(set, "UI", object.ObjectType, func(h *HostValue) any { return &hostUI{h.s} })
		property(set, "CurrentCulture", object.CultureType, func(h *HostValue) any { return h.s.culture })
		property(set, "CurrentUICulture", object.ObjectType, func(h *HostValue) any { return "en-US" })
		property(set, "PrivateData", object.ObjectType, func(h *HostValue) any { return &privateData{h.s} })
		writable(set, "DebuggerEnabled", object.BooleanType, func(*HostValue) any { return true }, func(*HostValue, any) error { return nil })
		property(set, "IsRunspacePushed", object.BooleanType, func(*HostValue) any { return false })
		method(set, "EnterNestedPrompt", nil, nil, func(_ object.Invoker, h *HostValue, _ []any) (any, error) {
			return nil, h.s.EnterNestedPrompt()
		})
		method(set, "SetShouldExit", nil, params("exitCode", object.Int32Type), func(_ object.Invoker, h *HostValue, args []any) (any, error) {
			h.s.exitAsked, h.s.exitCode = true, int(args[0].(int32))
			return nil, nil
		})
	}}

// hostUI is $Host.UI.
type hostUI struct{ s *Session }

func (*hostUI) PSType() *object.Type { return hostUIType }

var hostUIType = &object.Type{Name: "InternalHostUserInterface", Namespace: "System.Management.Automation.Internal.Host", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "RawUI", object.ObjectType, func(u *hostUI) any { return &hostRawUI{u.s} })
		property(set, "SupportsVirtualTerminal", object.BooleanType, func(u *hostUI) any { return object.Bool(os.Getenv("TERM") != "dumb") })
		write := func(end string) func(object.Invoker, *hostUI, []any) (any, error) {
			return func(inv object.Invoker, u *hostUI, args []any) (any, error) {
				return nil, u.s.host.Write(object.Text(inv, args[len(args)-1])+end, -1, -1)
			}
		}
		method(set, "Write", nil, params("value", object.StringType), write(""))
		method(set, "WriteLine", nil, params("value", object.StringType), write("\n"))
		method(set, "WriteLine", nil, nil, func(_ object.Invoker, u *hostUI, _ []any) (any, error) {
			return nil, u.s.host.Write("\n", -1, -1)
		})
		method(set, "WriteErrorLine", nil, params("value", object.StringType), write("\n"))
		method(set, "WriteWarningLine", nil, params("value", object.StringType), func(_ object.Invoker, u *hostUI, args []any) (any, error) {
			return nil, u.s.sink.Warning(args[0].(string))
		})
		method(set, "WriteVerboseLine", nil, params("value", object.StringType), func(_ object.Invoker, u *hostUI, args []any) (any, error) {
			return nil, u.s.sink.Verbose(args[0].(string))
		})
		method(set, "WriteDebugLine", nil, params("value", object.StringType), func(_ object.Invoker, u *hostUI, args []any) (any, error) {
			return nil, u.s.sink.Debug(args[0].(string))
		})
		describeQuestions(set)
		colour := func(_ object.Invoker, u *hostUI, args []any) (any, error) {
			return nil, u.s.host.Write(args[2].(string), int(args[0].(object.Enum).Value), int(args[1].(object.Enum).Value))
		}
		if t, err := dotnet.Find("System.ConsoleColor"); err == nil {
			method(set, "Write", nil, params("foregroundColor", t, "backgroundColor", t, "value", object.StringType), colour)
			method(set, "WriteLine", nil, params("foregroundColor", t, "backgroundColor", t, "value", object.StringType), func(inv object.Invoker, u *hostUI, args []any) (any, error) {
				if _, err := colour(inv, u, args); err != nil {
					return nil, err
				}
				return nil, u.s.host.Write("\n", -1, -1)
			})
		}
		method(set, "ReadLine", object.StringType, nil, func(_ object.Invoker, u *hostUI, _ []any) (any, error) {
			if !u.s.canAsk() {
				return nil, u.s.errNonInteractive("ReadLine")
			}
			return u.s.host.ReadLine("", false)
		})
	}}

// ExecutionContext is $ExecutionContext and, by kind, what hangs below it.
type ExecutionContext struct {
	s    *Session
	kind string // "", SessionState, InvokeCommand, PSVariable, Path
}

// PSType is the type of the kind.
func (e *ExecutionContext) PSType() *object.Type {
	switch e.kind {
	case "SessionState":
		return sessionStateType
	case "InvokeCommand":
		return invokeCommandType
	case "PSVariable":
		return variableIntrinsicsType
	case "Path":
		return pathIntrinsicsType
	}
	return engineIntrinsicsType
}

var engineIntrinsicsType = &object.Type{Name: "EngineIntrinsics", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "Events", eventManagerType, func(e *ExecutionContext) any { return e.s.Events() })
		property(set, "Host", object.ObjectType, func(e *ExecutionContext) any { return &HostValue{e.s} })
		property(set, "SessionState", object.ObjectType, func(e *ExecutionContext) any { return &ExecutionContext{e.s, "SessionState"} })
		property(set, "InvokeCommand", object.ObjectType, func(e *ExecutionContext) any { return &ExecutionContext{e.s, "InvokeCommand"} })
	}}

var sessionStateType = &object.Type{Name: "SessionState", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "PSVariable", object.ObjectType, func(e *ExecutionContext) any { return &ExecutionContext{e.s, "PSVariable"} })
		property(set, "Path", object.ObjectType, func(e *ExecutionContext) any { return &ExecutionContext{e.s, "Path"} })
		property(set, "InvokeCommand", object.ObjectType, func(e *ExecutionContext) any { return &ExecutionContext{e.s, "InvokeCommand"} })
		property(set, "LanguageMode", languageModeType, func(e *ExecutionContext) any { return object.Enum{Type: languageModeType} })
		property(set, "Module", object.ObjectType, func(e *ExecutionContext) any {
			if m := e.s.state.module; m != nil {
				return m
			}
			return nil
		})
	}}

var invokeCommandType = &object.Type{Name: "CommandInvocationIntrinsics", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		method(set, "ExpandString", object.StringType, params("source", object.StringType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			return e.s.ExpandString(args[0].(string))
		})
		method(set, "NewScriptBlock", object.ScriptBlockTyp, params("scriptText", object.StringType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			return e.s.NewScriptBlock(args[0].(string))
		})
		method(set, "InvokeScript", object.ObjectType, params("script", object.StringType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			b, err := e.s.NewScriptBlock(args[0].(string))
			if err != nil {
				return nil, err
			}
			out, err := e.s.Call(b, nil, nil)
			return object.NewArray(out), err
		})
		method(set, "GetCommand", object.ObjectType, params("commandName", object.StringType, "type", object.ObjectType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			info, ok := e.s.Commands().Find(args[0].(string))
			if !ok {
				return nil, nil
			}
			return info.Value, nil
		})
	}}

var variableIntrinsicsType = &object.Type{Name: "PSVariableIntrinsics", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		method(set, "GetValue", object.ObjectType, params("name", object.StringType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			v, _ := e.s.Variable(args[0].(string))
			return v, nil
		})
		method(set, "GetValue", object.ObjectType, params("name", object.StringType, "defaultValue", object.ObjectType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			if v, ok := e.s.Variable(args[0].(string)); ok {
				return v, nil
			}
			return args[1], nil
		})
		method(set, "Set", nil, params("name", object.StringType, "value", object.ObjectType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			return nil, e.s.SetVariable(args[0].(string), args[1])
		})
		method(set, "Get", object.ObjectType, params("name", object.StringType), func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			v := e.s.FindVariable(args[0].(string), "")
			if v == nil {
				return nil, nil
			}
			return v, nil
		})
	}}

var pathIntrinsicsType = &object.Type{Name: "PathIntrinsics", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "CurrentLocation", object.ObjectType, func(e *ExecutionContext) any { return e.s.locationValue() })
		property(set, "CurrentFileSystemLocation", object.ObjectType, func(e *ExecutionContext) any { return e.s.locationValue() })
		resolve := func(_ object.Invoker, e *ExecutionContext, args []any) (any, error) {
			return e.s.ResolvePath(args[0].(string), false)
		}
		method(set, "GetUnresolvedProviderPathFromPSPath", object.StringType, params("path", object.StringType), resolve)
		method(set, "GetResolvedPSPathFromPSPath", object.StringType, params("path", object.StringType), resolve)
	}}

// ExpandString expands variables and sub-expressions in text as a double-quoted string does.
func (s *Session) ExpandString(text string) (any, error) {
	quoted := `"` + escapeQuotes(text) + `"`
	tree, errs := parse.Parse(quoted, "")
	if len(errs) > 0 {
		return nil, parseRecord(errs)
	}
	p, ok := tree.EndBlock().Statements().At(0).(*ast.PipelineAst)
	if !ok || p.PureExpression() == nil {
		return text, nil
	}
	code := s.newCode(tree)
	c := &compiler{s: s, layout: code.layout, code: code}
	f := s.innermost()
	return c.expression(p.PureExpression())(f)
}

// escapeQuotes doubles the quotes outside of sub-expressions.
func escapeQuotes(text string) string {
	var b []byte
	depth := 0
	for i := 0; i < len(text); i++ {
		switch ch := text[i]; {
		case ch == '`' && i+1 < len(text):
			b = append(b, ch, text[i+1])
			i++
			continue
		case ch == '(' && (depth > 0 || i > 0 && text[i-1] == '$'):
			depth++
		case ch == ')' && depth > 0:
			depth--
		case ch == '"' && depth == 0:
			b = append(b, '"')
		}
		b = append(b, text[i])
	}
	return string(b)
}

// scriptCmdletType is $PSCmdlet's.
var scriptCmdletType = &object.Type{Name: "PSScriptCmdlet", Namespace: "System.Management.Automation", Base: psCmdletType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "ParameterSetName", object.StringType, func(r *Running) any { return r.ParameterSet() })
		property(set, "MyInvocation", object.ObjectType, func(r *Running) any { return r.frame.inv.myInvocation() })
		property(set, "SessionState", object.ObjectType, func(r *Running) any { return &ExecutionContext{r.Session, "SessionState"} })
		property(set, "InvokeCommand", object.ObjectType, func(r *Running) any { return &ExecutionContext{r.Session, "InvokeCommand"} })
		property(set, "Host", object.ObjectType, func(r *Running) any { return &HostValue{r.Session} })
		property(set, "CommandRuntime", object.ObjectType, func(r *Running) any { return r })
		property(set, "Stopping", object.BooleanType, func(r *Running) any { return object.Bool(r.stopping.Load()) })
		text := func(name string, write func(r *Running, text string) error) {
			method(set, name, nil, params("text", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
				return nil, write(r, args[0].(string))
			})
		}
		text("WriteVerbose", (*Running).WriteVerbose)
		text("WriteWarning", (*Running).WriteWarning)
		text("WriteDebug", (*Running).WriteDebug)
		method(set, "WriteObject", nil, params("sendToPipeline", object.ObjectType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return nil, r.WriteObject(args[0])
		})
		method(set, "WriteObject", nil, params("sendToPipeline", object.ObjectType, "enumerateCollection", object.BooleanType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			if args[1].(bool) {
				return nil, r.WriteAll(args[0])
			}
			return nil, r.WriteObject(args[0])
		})
		method(set, "WriteError", nil, params("errorRecord", object.ErrorRecordType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return nil, r.WriteError(args[0].(*object.ErrorRecord))
		})
		method(set, "WriteInformation", nil, params("messageData", object.ObjectType, "tags", object.ArrayOf(object.StringType)), func(inv object.Invoker, r *Running, args []any) (any, error) {
			return nil, r.WriteInformation(args[0], texts(inv, args[1])...)
		})
		method(set, "ThrowTerminatingError", nil, params("errorRecord", object.ErrorRecordType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return nil, r.throwFromScript(args[0].(*object.ErrorRecord))
		})
		method(set, "ShouldProcess", object.BooleanType, params("target", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return r.ShouldProcess(args[0].(string), "")
		})
		method(set, "ShouldProcess", object.BooleanType, params("target", object.StringType, "action", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return r.ShouldProcess(args[0].(string), args[1].(string))
		})
		method(set, "ShouldProcess", object.BooleanType, params("verboseDescription", object.StringType, "verboseWarning", object.StringType, "caption", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return r.ShouldProcessText(args[0].(string), args[1].(string), args[2].(string))
		})
		method(set, "ShouldContinue", object.BooleanType, params("query", object.StringType, "caption", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return r.ShouldContinue(args[0].(string), args[1].(string))
		})
		method(set, "ShouldContinue", object.BooleanType, params("query", object.StringType, "caption", object.StringType, "yesToAll", object.BooleanType, "noToAll", object.BooleanType), continueAll)
		method(set, "ShouldContinue", object.BooleanType, params("query", object.StringType, "caption", object.StringType, "hasSecurityImpact", object.BooleanType, "yesToAll", object.BooleanType, "noToAll", object.BooleanType), continueAll)
		method(set, "GetVariableValue", object.ObjectType, params("name", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			v, _ := r.Variable(args[0].(string))
			return v, nil
		})
		method(set, "GetUnresolvedProviderPathFromPSPath", object.StringType, params("path", object.StringType), func(_ object.Invoker, r *Running, args []any) (any, error) {
			return r.ResolvePath(args[0].(string), false)
		})
	}}

// continueAll is ShouldContinue with a [ref] to each answer "to all", its last two arguments.
func continueAll(_ object.Invoker, r *Running, args []any) (any, error) {
	yes, no := &args[len(args)-2], &args[len(args)-1]
	all := cmdlet.Confirmation{YesAll: object.IsTrue(*yes), NoAll: object.IsTrue(*no)}
	ok, err := r.ShouldContinueAll(args[0].(string), args[1].(string), &all)
	*yes, *no = all.YesAll, all.NoAll
	return ok, err
}

// throwFromScript is ThrowTerminatingError of an advanced function: the error is
// reported at the call of the function.
func (r *Running) throwFromScript(rec *object.ErrorRecord) error {
	rec.Invocation, rec.Activity, rec.Command, rec.Position = nil, "", "", object.Position{}
	r.complete(rec)
	r.hadErrors = true
	return &terminated{failure{record: rec, cmdlet: true}, r}
}

// terminated leaves the function that threw it and is an error of its call.
type terminated struct {
	failure
	by *Running
}

// FlowControl: nothing inside the function catches it as an error of its own.
func (*terminated) FlowControl() {}

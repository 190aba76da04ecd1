package eval

import (
	"stagecoach/shell/bind"
	"stagecoach/shell/language"
	"stagecoach/shell/object"
)

// describeScriptBlocks gives the type ScriptBlock its members; New does it once.
func describeScriptBlocks() {
	list := object.ArrayOf(object.ObjectType)
	rest := []object.Parameter{{Name: "args", Type: list, ParamArray: true}}
	object.ScriptBlockTyp.Members = func(set *object.MemberSet) {
		property(set, "Ast", object.ObjectType, func(b *ScriptBlock) any { return b.syntax() })
		property(set, "File", object.StringType, func(b *ScriptBlock) any {
			if file := b.Tree().Extent().File(); file != "" {
				return file
			}
			return nil
		})
		property(set, "IsFilter", object.BooleanType, func(*ScriptBlock) any { return false })
		property(set, "IsConfiguration", object.BooleanType, func(*ScriptBlock) any { return false })
		property(set, "StartPosition", object.ObjectType, func(b *ScriptBlock) any { return &language.Extent{Extent: b.Tree().Extent()} })
		property(set, "Attributes", object.ObjectType, func(*ScriptBlock) any { return object.NewArray(nil) })
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, b *ScriptBlock, _ []any) (any, error) { return b.String(), nil })
		method(set, "Invoke", list, rest, func(inv object.Invoker, b *ScriptBlock, args []any) (any, error) {
			out, err := invokeBlock(b, spread(args))
			return object.NewArray(out), err
		})
		method(set, "InvokeReturnAsIs", object.ObjectType, rest, func(inv object.Invoker, b *ScriptBlock, args []any) (any, error) {
			out, err := invokeBlock(b, spread(args))
			return object.Collapse(out), err
		})
		spreads := params("functionsToDefine", object.ObjectType, "variablesToDefine", object.ObjectType, "args", object.ArrayOf(object.ObjectType))
		spreads[2].ParamArray = true
		method(set, "InvokeWithContext", list, spreads, invokeWithContext)
		property(set, "Module", object.ObjectType, func(b *ScriptBlock) any {
			if b.state == nil || b.state.module == nil {
				return nil
			}
			return b.state.module
		})
		method(set, "GetNewClosure", object.ScriptBlockTyp, nil, func(_ object.Invoker, b *ScriptBlock, _ []any) (any, error) {
			return b.state.session.newClosure(b), nil
		})
		method(set, "GetSteppablePipeline", object.ObjectType, nil, func(_ object.Invoker, b *ScriptBlock, _ []any) (any, error) {
			return b.state.session.steppable(b, nil)
		})
		method(set, "GetSteppablePipeline", object.ObjectType, params("commandOrigin", object.ObjectType), func(_ object.Invoker, b *ScriptBlock, args []any) (any, error) {
			return b.state.session.steppable(b, nil)
		})
		method(set, "GetSteppablePipeline", object.ObjectType, params("commandOrigin", object.ObjectType, "args", list), func(_ object.Invoker, b *ScriptBlock, args []any) (any, error) {
			var with []bind.Arg
			items, _ := object.Elements(args[1])
			for _, v := range items {
				with = append(with, bind.ValueArg(v))
			}
			return b.state.session.steppable(b, with)
		})
		set.Add(&object.Member{Name: "Create", Kind: object.Method, Static: true, Overloads: []*object.Overload{{
			Params: params("script", object.StringType), Return: object.ScriptBlockTyp,
			Call: func(inv object.Invoker, _ any, args []any) (any, error) {
				return sessionOf(inv).NewScriptBlock(args[0].(string))
			}}}})
	}
}

// sessionOf is the session behind an Invoker that eval itself handed out.
func sessionOf(inv object.Invoker) *Session {
	switch x := inv.(type) {
	case *Session:
		return x
	case runtimeView:
		return x.Running.Session
	case *Running:
		return x.Session
	case binderCaller:
		return x.Session
	}
	return inv.(interface{ SessionOf() *Session }).SessionOf()
}

// spread takes the array apart in which a method gets its variable arguments.
func spread(args []any) []any {
	if len(args) == 1 {
		if a, ok := args[0].(*object.Array); ok {
			return a.Items
		}
	}
	return args
}

// invokeBlock is .Invoke(): errors inside end it.
func invokeBlock(b *ScriptBlock, args []any) ([]any, error) {
	return b.state.session.Call(b, nil, nil, args...)
}

// invokeWithContext runs a block with further functions and variables.
func invokeWithContext(inv object.Invoker, b *ScriptBlock, args []any) (any, error) {
	s := b.state.session
	sc := newScope(b.state.current, &layout{}, b.state)
	saved := b.state.current
	b.state.current = sc
	defer func() { b.state.current = saved }()
	if d, ok := object.Unwrap(args[0]).(object.Dictionary); ok {
		for k, v := range d.All() {
			if fb, ok := object.Unwrap(v).(*ScriptBlock); ok {
				sc.setFunction(&Function{Name: object.Text(inv, k), Block: fb, Visible: true})
			}
		}
	}
	variables, ok := object.Elements(args[1])
	if !ok {
		variables = args[1:2]
	}
	for _, v := range variables {
		if x, ok := object.Unwrap(v).(*Variable); ok {
			sc.put(x.sym, x.Value())
		}
	}
	var rest []any
	if len(args) > 2 {
		rest, _ = object.Elements(args[2])
	}
	out, err := s.Call(b, nil, sc.get(symUnderscore), rest...)
	return object.NewArray(out), err
}

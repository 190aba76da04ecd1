package eval

import (
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// IntrinsicMember gives every value PowerShell's ForEach and Where methods.
func (s *Session) IntrinsicMember(_ any, name string) *object.Member {
	switch {
	case equalFold(name, "ForEach"), equalFold(name, "PSForEach"):
		return intrinsic("ForEach", s.intrinsicForEach)
	case equalFold(name, "Where"), equalFold(name, "PSWhere"):
		return intrinsic("Where", s.intrinsicWhere)
	}
	return nil
}

func intrinsic(name string, call func(self any, args []any) (any, error)) *object.Member {
	rest := []object.Parameter{{Name: "args", Type: object.ObjectArray, ParamArray: true}}
	return &object.Member{Name: name, Kind: object.CodeMethod, Overloads: []*object.Overload{{Params: rest, Return: object.ObjectType,
		Call: func(_ object.Invoker, self any, args []any) (any, error) { return call(self, spread(args)) }}}}
}

func elementsOf(self any) []any {
	if items, ok := object.Elements(self); ok {
		return items
	}
	return []any{self}
}

// collection is the Collection[PSObject] that both methods give.
func collection(items []any) any {
	l := dotnet.NewArrayList(items...)
	if t, err := dotnet.Find("System.Collections.ObjectModel.Collection[psobject]"); err == nil {
		l.Type, l.Elem = t, object.ObjectType
	}
	return l
}

func (s *Session) intrinsicForEach(self any, args []any) (any, error) {
	if len(args) == 0 {
		return nil, object.RuntimeError("MethodArgumentCountException", object.InvalidOperation, nil, `Cannot find an overload for "ForEach" and the argument count: "0".`)
	}
	var out []any
	for _, v := range elementsOf(self) {
		switch x := object.Unwrap(args[0]).(type) {
		case *ScriptBlock:
			got, err := s.callElement(x, v, args[1:])
			if err != nil {
				return nil, err
			}
			out = append(out, got...)
		case *object.Type:
			c, err := object.Convert(s, v, x)
			if err != nil {
				return nil, err
			}
			out = append(out, c)
		default:
			got, err := s.memberOfEach(v, object.Text(s, x), args[1:])
			if err != nil {
				return nil, err
			}
			out = append(out, got...)
		}
	}
	return collection(out), nil
}

// callElement runs a block for an element: in its own scope when it gets arguments,
// else where it stands.
func (s *Session) callElement(b *ScriptBlock, v any, args []any) ([]any, error) {
	if len(args) > 0 {
		return s.Call(b, nil, v, args...)
	}
	return s.callIn(s.innermost(), b, v)
}

// memberOfEach reads or sets a property, or calls a method.
func (s *Session) memberOfEach(v any, name string, args []any) ([]any, error) {
	if m := object.FindMember(s, v, name); m != nil && (m.Kind == object.Method || m.Kind == object.ScriptMethod || m.Kind == object.CodeMethod) {
		x, err := object.InvokeMethod(s, v, name, args)
		if err != nil || x == object.Null {
			return nil, err
		}
		return []any{x}, nil
	}
	if len(args) > 0 {
		return nil, object.SetProperty(s, v, name, args[0])
	}
	x, _, err := object.GetProperty(s, v, name)
	return []any{x}, err
}

func (s *Session) intrinsicWhere(self any, args []any) (any, error) {
	if len(args) == 0 {
		return nil, object.RuntimeError("MethodArgumentCountException", object.InvalidOperation, nil, `Cannot find an overload for "Where" and the argument count: "0".`)
	}
	block, ok := object.Unwrap(args[0]).(*ScriptBlock)
	if !ok {
		return nil, object.RuntimeError("InvalidWhereArgument", object.InvalidArgument, args[0], "The first argument of Where must be a script block.")
	}
	mode, limit := "default", 0
	if len(args) > 1 {
		mode = strings.ToLower(object.Text(s, args[1]))
	}
	if len(args) > 2 {
		n, err := object.Convert(s, args[2], object.Int32Type)
		if err != nil {
			return nil, err
		}
		limit = int(n.(int32))
	}
	return s.where(elementsOf(self), block, mode, limit)
}

func (s *Session) where(items []any, block *ScriptBlock, mode string, limit int) (any, error) {
	var kept, rest []any
	started := false
	for i, v := range items {
		if mode == "skipuntil" && started {
			kept = append(kept, v)
			continue
		}
		out, err := s.callIn(s.innermost(), block, v)
		if err != nil {
			return nil, err
		}
		ok := object.IsTrue(plainValue((&collector{out}).value()))
		switch mode {
		case "until":
			if ok || limit > 0 && len(kept) == limit {
				return collection(kept), nil
			}
			kept = append(kept, v)
		case "skipuntil":
			if ok {
				started = true
				kept = append(kept, v)
			}
		case "split":
			if ok && (limit == 0 || len(kept) < limit) {
				kept = append(kept, v)
			} else {
				rest = append(rest, v)
			}
		default:
			if ok {
				kept = append(kept, v)
			}
		}
		if full := limit > 0 && len(kept) == limit; full && (mode == "default" || mode == "skipuntil") || mode == "first" && (full || limit == 0 && len(kept) == 1) {
			_ = i
			break
		}
	}
	switch mode {
	case "last":
		n := max(limit, 1)
		if len(kept) > n {
			kept = kept[len(kept)-n:]
		}
	case "split":
		return object.NewArray([]any{collection(kept), collection(rest)}), nil
	}
	return collection(kept), nil
}

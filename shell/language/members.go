package language

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// astMembers are the members of every node.
func astMembers(set *object.MemberSet) {
	property(set, "Extent", func(n *Node) any { return &Extent{n.Syntax.Extent()} })
	property(set, "Parent", func(n *Node) any { return n.tree.parent(n.Syntax) })
	method(set, "ToString", object.StringType, nil, func(_ object.Invoker, n *Node, _ []any) (any, error) { return n.String(), nil })
	search := []object.Parameter{{Name: "predicate", Type: object.ObjectType}, {Name: "searchNestedScriptBlocks", Type: object.BooleanType}}
	method(set, "Find", classTypes["Ast"], search, func(inv object.Invoker, n *Node, args []any) (any, error) {
		found, err := find(inv, n, args, true)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return found[0], nil
	})
	method(set, "FindAll", object.ObjectArray, search, func(inv object.Invoker, n *Node, args []any) (any, error) {
		found, err := find(inv, n, args, false)
		return object.NewArray(found), err
	})
	safe := func(inv object.Invoker, n *Node, _ []any) (any, error) {
		return Constant(n.Syntax)
	}
	method(set, "SafeGetValue", object.ObjectType, nil, safe)
	method(set, "SafeGetValue", object.ObjectType, []object.Parameter{{Name: "skipHashtableSizeCheck", Type: object.BooleanType}}, safe)
}

// classMethods are the methods that single classes add.
var classMethods map[string]func(*object.MemberSet)

func init() {
	help := func(set *object.MemberSet) {
		method(set, "GetHelpContent", object.ObjectType, nil, func(_ object.Invoker, n *Node, _ []any) (any, error) {
			return helpValue(parse.Help(n.Syntax)), nil
		})
	}
	classMethods = map[string]func(*object.MemberSet){
		"ScriptBlockAst": func(set *object.MemberSet) {
			help(set)
			method(set, "GetScriptBlock", object.ScriptBlockTyp, nil, scriptBlock)
		},
		"FunctionDefinitionAst": help,
		"CommandAst": func(set *object.MemberSet) {
			method(set, "GetCommandName", object.StringType, nil, func(_ object.Invoker, n *Node, _ []any) (any, error) {
				return emptyAsNull(n.Syntax.(*ast.CommandAst).CommandName()), nil
			})
		},
		"AssignmentStatementAst": func(set *object.MemberSet) {
			method(set, "GetAssignmentTargets", object.ObjectArray, nil, func(_ object.Invoker, n *Node, _ []any) (any, error) {
				return object.NewArray(n.targets(n.Syntax.(*ast.AssignmentStatementAst).Left)), nil
			})
		},
	}
}

// targets are the expressions that an assignment gives values to: the elements of a
// list, or the left side itself.
func (n *Node) targets(left ast.Expression) []any {
	list, ok := left.(*ast.ArrayLiteralAst)
	if !ok {
		return []any{n.tree.value(left)}
	}
	all := make([]any, len(list.Elements))
	for i, e := range list.Elements {
		all[i] = n.tree.value(e)
	}
	return all
}

// scriptBlock makes a script block of a script or of what stands between braces. A text
// with errors makes none.
func scriptBlock(inv object.Invoker, n *Node, _ []any) (any, error) {
	at := n.Syntax.Extent()
	text := at.Text()
	if at.Source != nil && at.EndByte()-at.StartByte() < len(at.Source.Text) {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	}
	if _, errors := parse.Parse(text, n.Syntax.Extent().File()); len(errors) > 0 {
		return nil, object.NewError(object.PSInvalidOperationType, "PSInvalidOperationException", object.NotSpecified, nil,
			"Operation is not valid due to the current state of the object.")
	}
	return object.ScriptBlockTyp.Member("Create", true).Overloads[0].Call(inv, nil, []any{text})
}

// find collects the nodes for which the predicate is true: all of them, or the first.
func find(inv object.Invoker, n *Node, args []any, first bool) ([]any, error) {
	predicate, ok := object.Unwrap(args[0]).(object.ScriptBlock)
	if !ok {
		return nil, object.NewError(object.ArgumentNullExceptionType, "ArgumentNullException", object.NotSpecified, nil,
			"Value cannot be null. (Parameter 'predicate')")
	}
	nested, _ := args[1].(bool)
	var found []any
	var failed error
	ast.Inspect(n.Syntax, func(s ast.Node) bool {
		if failed != nil || first && len(found) > 0 {
			return false
		}
		if err := inv.Context().Err(); err != nil {
			failed = err
			return false
		}
		v := n.tree.value(s)
		out, err := inv.Call(predicate, nil, v, v)
		if err != nil {
			failed = err
			return false
		}
		if object.IsTrue(object.Collapse(out)) {
			found = append(found, v)
		}
		if !nested && s != n.Syntax {
			switch s.(type) {
			case *ast.ScriptBlockExpressionAst, *ast.FunctionDefinitionAst:
				return false
			}
		}
		return true
	})
	return found, failed
}

// Constant is what a tree is worth that needs no running: SafeGetValue's answer,
// or its error.
func Constant(n ast.Node) (any, error) {
	v, ok := constant(n)
	if !ok {
		return nil, object.NewError(object.InvalidOperationType, "InvalidOperationException", object.NotSpecified, nil,
			"Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions. Dynamic expression: %s.", n.Extent().Text())
	}
	return v, nil
}

// constant is the value of an expression that runs nothing: literals, $true, $false, $null,
// arrays and hashtables of such.
func constant(n ast.Node) (any, bool) {
	switch e := n.(type) {
	case *ast.ConstantExpressionAst:
		return e.Value, true
	case *ast.StringConstantExpressionAst:
		return e.Value, true
	case *ast.VariableExpressionAst:
		switch strings.ToLower(e.VariablePath.UserPath) {
		case "true":
			return true, true
		case "false":
			return false, true
		case "null":
			return nil, true
		}
		return nil, false
	case *ast.HashtableAst:
		table := object.NewHashtable(false)
		for _, pair := range e.KeyValuePairs {
			key, ok := constant(pair.Key)
			if !ok || key == nil {
				return nil, false
			}
			value, ok := constant(pair.Value)
			if !ok {
				return nil, false
			}
			if table.Set(key, value) != nil {
				return nil, false
			}
		}
		return table, true
	case *ast.ArrayLiteralAst, *ast.ArrayExpressionAst, *ast.StatementBlockAst:
		var items []any
		for child := range n.Children {
			v, ok := constant(child)
			if !ok {
				return nil, false
			}
			if inner, isArray := v.(*object.Array); isArray && n.ClassName() != "ArrayLiteralAst" {
				items = append(items, inner.Items...)
				continue
			}
			items = append(items, v)
		}
		return object.NewArray(items), true
	case *ast.PipelineAst, *ast.ParenExpressionAst, *ast.CommandExpressionAst, *ast.UnaryExpressionAst:
		if u, ok := e.(*ast.UnaryExpressionAst); ok {
			return negated(u)
		}
		var only ast.Node
		for child := range n.Children {
			if only != nil {
				return nil, false
			}
			only = child
		}
		if only == nil {
			return nil, false
		}
		return constant(only)
	}
	return nil, false
}

// negated is the value of a number with a sign before it.
func negated(u *ast.UnaryExpressionAst) (any, bool) {
	v, ok := constant(u.Child)
	if !ok || u.TokenKind != ast.Minus {
		return nil, false
	}
	switch x := v.(type) {
	case int32:
		return -x, true
	case int64:
		return -x, true
	case float64:
		return -x, true
	}
	return nil, false
}

// helpValue is a CommentHelpInfo as an object with PowerShell's property names, nil for no help.
func helpValue(h *ast.CommentHelpInfo) any {
	if h == nil {
		return nil
	}
	list := func(texts []string) any {
		items := make([]any, len(texts))
		for i, t := range texts {
			items[i] = t
		}
		return object.NewArray(items)
	}
	parameters := object.NewHashtable(false)
	for _, p := range h.Parameters {
		_ = parameters.Set(p.Name, p.Text) // any value fits a Hashtable
	}
	o := object.NewCustom(15)
	for _, p := range []struct {
		name  string
		value any
	}{
		{"Synopsis", emptyAsNull(h.Synopsis)}, {"Description", emptyAsNull(h.Description)}, {"Notes", emptyAsNull(h.Notes)}, {"Parameters", parameters},
		{"Links", list(h.Links)}, {"Examples", list(h.Examples)}, {"Inputs", list(h.Inputs)}, {"Outputs", list(h.Outputs)},
		{"Component", emptyAsNull(h.Component)}, {"Role", emptyAsNull(h.Role)}, {"Functionality", emptyAsNull(h.Functionality)},
		{"ForwardHelpTargetName", emptyAsNull(h.ForwardHelpTargetName)}, {"ForwardHelpCategory", emptyAsNull(h.ForwardHelpCategory)},
		{"RemoteHelpRunspace", emptyAsNull(h.RemoteHelpRunspace)}, {"MamlHelpFile", emptyAsNull(h.ExternalHelp)},
	} {
		o.Set(p.name, p.value)
	}
	return o
}

// property adds a read-only property whose getter has the Go type.
func property[T any](set *object.MemberSet, name string, get func(self T) any) {
	set.Add(&object.Member{Name: name, Kind: object.Property, Type: object.ObjectType, Get: func(_ object.Invoker, self any) (any, error) {
		x, ok := object.Unwrap(self).(T)
		if !ok {
			return nil, nil
		}
		return get(x), nil
	}})
}

// method adds an overload of a method.
func method[T any](set *object.MemberSet, name string, result *object.Type, params []object.Parameter, call func(inv object.Invoker, self T, args []any) (any, error)) {
	overload := &object.Overload{Params: params, Return: result, Call: func(inv object.Invoker, self any, args []any) (any, error) {
		return call(inv, object.Unwrap(self).(T), args)
	}}
	set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{overload}})
}

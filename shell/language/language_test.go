package language

import (
	"reflect"
	"testing"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// Every node of every kind has its class, and every property of its class can be read.
func TestEveryNodeCanBeRead(t *testing.T) {
	const source = `using namespace System.Text
[CmdletBinding()] param([Parameter(Mandatory)][int] $p = 1, $q)
begin { class C : System.Exception { [int] $x = 1; hidden static [string] M([int] $a) { return "a$a" } C() : base('m') { } }; enum E { A; B = 2 } }
process { :outer foreach ($i in 1..3) { break outer }; for ($i = 0; $i -lt 3; $i++) { continue }; while ($true) { }; do { } until ($false); do { } while ($false) }
end { switch -Regex ($x) { 'a' { 1 } default { 2 } }; try { throw 'x' } catch [System.IO.IOException] { } finally { }; trap { }; data d { 1 }
 a | b -c:1 2>&1 > f && c; & { $using:v } @s; $a[0]?.b; [int]::Parse('1'); $x = $y ? 1 : -not 2; "a$(1)b"; @(1, 2); (1); exit 1; $a?[0]; [int[]] $z = 1 }`
	tree, errs := parse.Parse(source, "")
	if len(errs) > 0 {
		t.Fatal(errs[0])
	}
	seen := map[string]bool{}
	root := Wrap(tree).(*Node)
	var visit func(v any)
	visited := map[*Node]bool{}
	visit = func(v any) {
		if list, ok := v.(*object.Array); ok {
			for _, x := range list.Items {
				visit(x)
			}
			return
		}
		n, ok := v.(*Node)
		if !ok || visited[n] {
			return
		}
		visited[n] = true
		seen[n.PSType().Name] = true
		for c := n.PSType(); c != object.ObjectType; c = c.Base {
			for _, m := range c.Own().All() {
				if m.Kind != object.Property || m.Name == "Parent" || m.Name == "StaticType" {
					continue
				}
				if !backed(n, m.Name) {
					t.Errorf("%s has no %s: the property would always be null", n.PSType().Name, m.Name)
				}
				x, err := m.Get(nil, n)
				if err != nil {
					t.Errorf("%s.%s: %v", n.PSType().Name, m.Name, err)
				}
				visit(x)
			}
		}
	}
	visit(root)
	for n := range walk(tree) {
		// a method's function is not shown: its parameters and body are the method's
		if !seen[n.ClassName()] && n.ClassName() != "FunctionDefinitionAst" {
			t.Errorf("no property leads to a %s", n.ClassName())
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d classes were seen", len(seen))
	}
}

func walk(root ast.Node) map[ast.Node]bool {
	all := map[ast.Node]bool{}
	ast.Inspect(root, func(n ast.Node) bool { all[n] = true; return true })
	return all
}

// backed reports whether something gives the property its value.
func backed(n *Node, name string) bool {
	v := reflect.ValueOf(n.Syntax)
	_, method := v.Type().MethodByName(name)
	_, field := v.Type().Elem().FieldByName(name)
	return method || field || getters[n.Syntax.ClassName()+"."+name] != nil || getters["."+name] != nil || name == "Extent"
}

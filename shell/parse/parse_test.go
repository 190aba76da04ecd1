package parse

import (
	"strings"
	"testing"

	"stagecoach/shell/ast"
)

func TestParseTypeName(t *testing.T) {
	for name, want := range map[string]string{
		"int":                           "int",
		" string[] ":                    "string[]",
		"int[,][]":                      "int[,][]",
		"Dictionary[string,int]":        "Dictionary[string,int]",
		"List[List[int]]":               "List[List[int]]",
		"Dictionary[[string],[int[]]]":  "Dictionary[string,int[]]",
		"System.Uri, System, Version=4": "System.Uri,System, Version=4",
		"":                              "",
		"int]":                          "",
		"int[":                          "",
		"a b":                           "",
	} {
		got := ""
		if parsed := ParseTypeName(name); parsed != nil {
			got = parsed.FullName()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestParseExpandable(t *testing.T) {
	for text, want := range map[string]string{
		"plain":           `(StringConstantExpression DoubleQuoted "plain")`,
		`a "$b" $($c.d)`:  `(ExpandableStringExpression DoubleQuoted "a \"$b\" $($c.d)" (VariableExpression $b) (SubExpression (StatementBlock (Pipeline (CommandExpression (MemberExpression instance (VariableExpression $c) (StringConstantExpression BareWord "d")))))))`,
		"line`nend $a{b}": "(ExpandableStringExpression DoubleQuoted \"line\\nend $a{b}\" (VariableExpression $a))",
	} {
		e, errors := ParseExpandable(text)
		if len(errors) > 0 || ast.Tree(e) != want {
			t.Errorf("%q: %v\n got %s\nwant %s", text, errors, ast.Tree(e), want)
		}
	}
	if _, errors := ParseExpandable("$("); len(errors) == 0 {
		t.Error("an open sub-expression is no error")
	}
}

func TestDecodeScript(t *testing.T) {
	for data, want := range map[string]string{
		"\xef\xbb\xbfa":                 "a",
		"\xff\xfea\x00":                 "a",
		"\xfe\xff\x00a":                 "a",
		"\xff\xfe\x00\x00a\x00\x00\x00": "a",
		"\x93a\x94":                     "\ufffda\ufffd",
		"\xe2\x80a":                     "\ufffda",
		"\xf0\x80\x80a":                 "\ufffd\ufffd\ufffda",
		"\xf0\x9f\x98":                  "\ufffd",
		"\u00e9\xe9":                    "\u00e9\ufffd",
	} {
		if got := DecodeScript([]byte(data)); got != want {
			t.Errorf("%q: got %q, want %q", data, got, want)
		}
	}
}

// TestNesting checks that a text that nests too deep ends in an error, whatever it
// nests.
func TestNesting(t *testing.T) {
	const levels, bracketLevels = 100_000, 1_000_000
	for _, open := range []string{"(", "{", "@(", "$(", "@{a=", "[a[", "if(1){", "\"$(", "-not ", "a.b(", "a|%{", "$a[", "!", ",", "[int]", "switch(1){1{", "function a{", "x=", "$x=", "1?", "-join", "&{", "class A{a(){", "{[a({", "[a({[b()]"} {
		n := levels
		switch open {
		case "(", "{", "@(", "$(", "@{a=", "[a[", "$a[", "\"$(", "a.b(":
			n = bracketLevels
		}
		_, errors := Parse(strings.Repeat(open, n), "")
		if len(errors) == 0 && open != "[int]" && open != "x=" && open != "1?" {
			t.Errorf("%d times %q parses", n, open)
		}
	}
	_, errors := Parse(strings.Repeat("(", 300)+"1"+strings.Repeat(")", 300), "")
	if len(errors) > 0 {
		t.Errorf("300 parentheses: %v", errors[0])
	}
}

func TestGrammarReadsScripts(t *testing.T) {
	in, err := grammar().Parse("a.ps1", strings.NewReader("\xef\xbb\xbf1"))
	if err != nil || in.Script == nil || ast.Tree(in.Script.result.Tree) != "(ScriptBlock (NamedBlock (Pipeline (CommandExpression (ConstantExpression Int32 1)))))" {
		t.Errorf("%v %v", in, err)
	}
}

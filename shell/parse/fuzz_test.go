package parse

import (
	"strings"
	"testing"

	"stagecoach/shell/ast"
)

// fuzzSeeds are texts that together reach every production and every recovery.
var fuzzSeeds = []string{
	"", "\ufeff1", "\x00", "\xff\xfe", "'", "\"$(", "@\"\n$a\n\"@", "@'\n'@", "`", "#", "<#", "$", "${", "${a", "@", "@{a=1;'b'=2}", "@(1,2)",
	"$a::b.c[0]?.d?[1](1,{2}){3}", "[int[,]]$x", "[a.b[c,[d,e]],f=1]", "1..2 -f 3,4 ?? 5", "$a ? 1 : 2", "a | b 2>&1 >> c & ", "a && b || c",
	"if(1){}elseif(2){}else{}", "switch -regex -file a (1) {b{} default{}}", ":l foreach($a in 1){break l}", "for(;;){continue}",
	"do{}while(1)", "do{}until(1)", "while(1){}", "try{}catch[a],[b]{}finally{}", "trap[a]{}", "data a -s b{}", "function f($a=1){param()}",
	"filter f{begin{}process{}end{}clean{}}", "class A:B{[int]$x=1;static hidden A():base(1){} [void]f(){}}", "enum E:byte{a=1}",
	"using namespace a;using module @{a=1}", "&$a --% b|c", ". 'a' -b:c --", "$x,$y+=1", "-not -split !1", "0x1FuLkb 1e5d .5 1gb", "\u201ca\u201d \u2013b",
	"configuration a{}", "workflow a{parallel{inlinescript{}}}", "from define var", "1;\r2\r\n3", "\U0001f600 \u00e9=\u00a0", "{{((([[[\"$(\"",
	"[Parameter(a,b=1)]param([a()]$b)", "$using:a.b", "%{$_}", "a`\nb", "#requires -version 5", "if(", "}", ")", "]", ",", ";", "|", "&&", "=", "<a>",
}

func FuzzParse(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		r := ParseWith(src, Options{KeepTokens: true})
		if r.Tree == nil {
			t.Fatal("no tree")
		}
		for _, e := range r.Errors.All() {
			if e.Message == "" {
				t.Errorf("error %q without message", e.ID)
			}
			e.Extent.Start()
			e.Extent.End()
		}
		ast.Tree(r.Tree)
		ast.Inspect(r.Tree, func(n ast.Node) bool {
			if n.Extent().StartByte() > n.Extent().EndByte() && r.Errors.Len() == 0 {
				t.Errorf("%s ends before it starts", n.ClassName())
			}
			_ = n.Extent().Text()
			return true
		})
	})
}

// FuzzTokens checks that tokens stand in order, do not overlap, and leave out
// nothing but blanks.
func FuzzTokens(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tokens, errors := Tokenize(src)
		if len(errors) > 0 {
			return
		}
		checkTokens(t, strings.TrimPrefix(src, byteOrderMark), tokens)
	})
}

func checkTokens(t *testing.T, src string, tokens []Token) {
	at := 0
	for i := range tokens {
		token := &tokens[i]
		start, end := token.Extent.StartByte(), token.Extent.EndByte()
		if token.Kind == ast.EndOfInput {
			start, end = len(src), len(src)
		}
		if start < at || end < start {
			t.Fatalf("token %d, %s %q, at %d-%d after %d", i, token.Kind, token.Text(), start, end, at)
		}
		if token.Text() != src[start:end] {
			t.Fatalf("token %d, %s: text %q, in the source %q", i, token.Kind, token.Text(), src[start:end])
		}
		for _, r := range src[at:start] {
			if r != '`' && !isSpace(r) && !isNetSpace(r) {
				t.Fatalf("%q before token %d belongs to no token", src[at:start], i)
			}
		}
		at = end
	}
}

func TestTokensOfRecordedScripts(t *testing.T) {
	for _, c := range oracleCases(t) {
		if tokens, errors := Tokenize(c.parts["ps1"]); len(errors) == 0 {
			checkTokens(t, c.parts["ps1"], tokens)
		}
	}
}

// FuzzPrint checks that a tree printed and parsed again is the same tree.
func FuzzPrint(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tree, errors := Parse(src, "")
		if len(errors) == 0 {
			checkPrint(t, src, tree)
		}
	})
}

func checkPrint(t *testing.T, src string, tree *ast.ScriptBlockAst) {
	t.Helper()
	printed := ast.Print(tree)
	again, errors := Parse(printed, "")
	if len(errors) > 0 {
		t.Fatalf("%v\n--- source\n%s\n--- printed\n%s", errors[0], src, printed)
	}
	if want, got := ast.Tree(tree), ast.Tree(again); want != got {
		t.Fatalf("another tree\n--- source\n%s\n--- printed\n%s\n--- want\n%s\n--- got\n%s", src, printed, want, got)
	}
}

func TestPrintRecordedScripts(t *testing.T) {
	for _, c := range oracleCases(t) {
		if tree, errors := Parse(c.parts["ps1"], ""); len(errors) == 0 {
			t.Run(c.name, func(t *testing.T) { checkPrint(t, c.parts["ps1"], tree) })
		}
	}
}

package eval

import (
	"context"
	"strings"
	"testing"
	"time"

	"stagecoach/shell/object"
)

// recorder is a Sink that keeps texts.
type recorder struct {
	Discard
	lines []string
}

func (r *recorder) Object(v any) error {
	r.lines = append(r.lines, object.Text(nil, v))
	return nil
}

func (r *recorder) Error(e *object.ErrorRecord) error {
	r.lines = append(r.lines, "ERROR "+e.FullyQualifiedErrorID())
	return nil
}

func TestScripts(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"return writes and leaves", `function f { 1; return 2; 3 } f`, "1 2"},
		{"a function's assignment is local", `$x = 1; function f { $x = 2; $x } f; $x`, "2 1"},
		{"+= on an unread name is local", `$x = 5; function f { $x += 1; $x } f; $x`, "1 5"},
		{"+= after a read sees the outer one", `$x = 5; function f { $null = $x; $x += 1; $x } f`, "6"},
		{"break leaves the labelled loop", `:a foreach ($i in 1..3) { foreach ($j in 1..3) { if ($j -eq 2) { break a }; "$i$j" } }`, "11"},
		{"catch sees what is inside", `try { 1 / 0 } catch [System.FormatException] { 'other' } catch [System.DivideByZeroException] { 'near' } catch { 'far' }`, "near"},
		{"finally runs on return", `function f { try { return 1 } finally { 2 } } f`, "1 2"},
		{"a statement's error does not end the script", `1 / 0; 'on'`, "ERROR RuntimeException on"},
		{"trap continue goes on", `trap { 'trapped'; continue } throw 'x'; 'on'`, "trapped on"},
		{"switch takes all that match", `switch -Wildcard ('ab') { 'a*' { 1 } '*b' { 2 } default { 3 } }`, "1 2"},
		{"a filter runs for each object", `filter d { $_ * 2 } 1, 2 | d`, "2 4"},
		{"blocks of a function", `function f { begin { 'b' } process { $_ } end { 'e' } } 1, 2 | f`, "b 1 2 e"},
		{"$input holds what came", `function f { @($input) -join '+' } 1..3 | f`, "1+2+3"},
		{"several targets", `$a, $b = 1, 2, 3; $a; $b -join ','`, "1 2,3"},
		{"a class with a base", `class A { [int]$n; A([int]$n) { $this.n = $n } } class B : A { B() : base(4) { } [int] Two() { return $this.n * 2 } } [B]::new().Two()`, "8"},
		{"an enum counts on", `enum E { a; b = 5; c } [int][E]::c`, "6"},
		{"a closure keeps its variables", `$n = 1; $b = { $n }.GetNewClosure(); $n = 2; & $b`, "1"},
		{"nothing is no element", `@(& { }).Count; @(& { $null }).Count`, "0 1"},
		{"named binding by prefix", `function f { param($Name, $Size) "$Name/$Size" } f -Si 2 -Na x`, "x/2"},
		{"unknown parameter of an advanced function", `function f { [CmdletBinding()] param($A) } f -B 1`, "ERROR NamedParameterNotFound,f"},
		{"chains", `1 && 2; (1 / 0) || 'else'`, "1 2 ERROR RuntimeException else"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out recorder
			New(Options{Out: &out}).RunText(context.Background(), c.script, RunOptions{})
			if got := strings.Join(out.lines, " "); got != c.want {
				t.Errorf("%s\n got %q\nwant %q", c.script, got, c.want)
			}
		})
	}
}

func TestRunawayRecursionIsAnError(t *testing.T) {
	var out recorder
	r := New(Options{Out: &out}).RunText(context.Background(), `function f { f } try { f } catch { $_.FullyQualifiedErrorId }`, RunOptions{})
	if r.Err != nil || len(out.lines) != 1 || out.lines[0] != "CallDepthOverflow" {
		t.Errorf("got %v, %v", out.lines, r.Err)
	}
}

// A loop without an end has one when its context ends.
func TestCancelStopsALoop(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if r := New(Options{}).RunText(ctx, `while ($true) { }`, RunOptions{}); !r.Stopped {
		t.Errorf("not stopped: %+v", r)
	}
}

func TestExitCode(t *testing.T) {
	r := New(Options{}).RunText(context.Background(), `function f { exit 7 } f; 'not reached'`, RunOptions{})
	if !r.Exited || r.ExitCode != 7 {
		t.Errorf("got %+v", r)
	}
}

func TestParameterNeedsValue(t *testing.T) {
	s := New(Options{})
	s.RunText(context.Background(), `function f { [CmdletBinding()] param([int]$MaxConcurrent, [switch]$Force) }`, RunOptions{})
	if name, ok := s.ParameterNeedsValue("f", "-MaxCon"); !ok || name != "MaxConcurrent" {
		t.Errorf("MaxCon: %q %v", name, ok)
	}
	if _, ok := s.ParameterNeedsValue("f", "-Force"); ok {
		t.Error("a switch needs no value")
	}
}

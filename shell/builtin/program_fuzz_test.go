package builtin

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// The budget of one random program: after budgetTime, or when it holds budgetMemory octets,
// its context ends, and budgetStop later it must have stopped.
const (
	budgetTime   = 100 * time.Millisecond
	budgetMemory = 1 << 30
	budgetStop   = 10 * time.Second
)

// textSink is a Sink that makes the text of everything.
type textSink struct{ eval.Discard }

func (textSink) Object(v any) error {
	_ = object.Text(nil, v)
	return nil
}

func (textSink) Error(e *object.ErrorRecord) error {
	_ = e.FullyQualifiedErrorID() + e.Exception.Message
	return nil
}

// runProgram runs a text within its budget. It reports whether the text parsed; a panic and
// a run that goes on after its context has ended fail the test.
func runProgram(t *testing.T, text string) (parsed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), budgetTime)
	defer cancel()
	ended := make(chan string, 1)
	go func() {
		defer func() {
			fault := ""
			if p := recover(); p != nil {
				fault = string(debug.Stack())
				t.Errorf("panic: %v\n%s\n%s", p, text, fault)
			}
			ended <- fault
		}()
		s := eval.New(eval.Options{Out: textSink{}, Commands: Cmdlets(format.New(format.Config{}))})
		tree, errs := s.Parse(text, "")
		if parsed = len(errs) == 0; parsed {
			s.RunParsed(ctx, tree, eval.RunOptions{})
		} else {
			s.ReportParseErrors(ctx, errs, eval.RunOptions{})
		}
	}()
	overdue := time.NewTimer(budgetTime + budgetStop)
	defer overdue.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return parsed
		case <-overdue.C:
			debug.SetTraceback("all")
			t.Fatalf("still running %v after its context ended:\n%s", budgetStop, text)
		case <-tick.C:
			if heapInUse() > budgetMemory {
				cancel()
			}
		}
	}
}

// heapInUse is the memory of live and not yet swept objects, in octets.
func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func randomChoices(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 5))
	choices := make([]byte, 20+r.IntN(400))
	for i := range choices {
		choices[i] = byte(r.Uint32())
	}
	return choices
}

// FuzzProgram: whatever the grammar can make never panics, and ends.
func FuzzProgram(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(randomChoices(seed))
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		if len(choices) <= 2000 {
			runProgram(t, writeProgram(choices))
		}
	})
}

// The seeded sweep of FuzzProgram: many programs one after the other, most of which must
// be PowerShell, or the sweep would show nothing of how they run.
func TestRandomPrograms(t *testing.T) {
	count := uint64(150)
	if os.Getenv("STAGECOACH_FULL") != "" {
		count = 1500
	}
	parsed := 0
	for seed := range count {
		text := writeProgram(randomChoices(1000 + seed))
		if runProgram(t, text) {
			parsed++
		}
		if t.Failed() {
			t.Fatalf("seed %d", 1000+seed)
		}
	}
	if t.Logf("%d of %d programs parsed", parsed, count); uint64(parsed) < count*6/10 {
		t.Errorf("only %d of %d programs parsed", parsed, count)
	}
}

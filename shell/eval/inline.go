package eval

import (
	"context"
	"strings"
	"sync"
	"time"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Inline prepares a script block that a cmdlet runs for each of its objects in
// the scope the block belongs to; what it writes goes down the cmdlet's pipeline.
func (r *Running) Inline(b *ScriptBlock) func(underscore any) error {
	f := *r.call.f
	f.pipes = r.pipes
	return r.Session.Inline(nil, b, runningOutput{r}, &f)
}

// InlineUnheard is Inline for a block whose output is dropped.
func (r *Running) InlineUnheard(b *ScriptBlock) func(underscore any) error {
	f := *r.call.f
	f.pipes = r.pipes
	return r.Session.Inline(nil, b, nowhere{}, &f)
}

// runningOutput writes as a command's WriteObject does.
type runningOutput struct{ r *Running }

func (o runningOutput) write(v any) error { return o.r.WriteObject(v) }

// Predicate prepares a script block as a test of objects.
func (r *Running) Predicate(b *ScriptBlock) func(v any) (bool, error) {
	if test := r.pureCondition(b); test != nil {
		return test
	}
	var c collector
	f := *r.call.f
	f.pipes = r.pipes
	run := r.Session.Inline(nil, b, &c, &f)
	return func(v any) (bool, error) {
		c.items = c.items[:0]
		if err := run(v); err != nil {
			return false, err
		}
		return object.IsTrue(plainValue(c.truth())), nil
	}
}

func (c *collector) truth() any {
	if len(c.items) == 1 {
		return c.items[0]
	}
	return object.NewArray(append([]any(nil), c.items...))
}

// pureCondition compiles a block that is one expression to a condition, so that
// its value never passes through a pipeline; nil for other blocks.
func (r *Running) pureCondition(b *ScriptBlock) func(v any) (bool, error) {
	code := b.code.ready()
	tree := code.tree
	if r.Session.debug != nil || tree.EndBlock() == nil || tree.EndBlock().Statements().Len() != 1 || tree.ProcessBlock() != nil || len(tree.EndBlock().Traps()) > 0 {
		return nil
	}
	p, ok := tree.EndBlock().Statements().At(0).(*ast.PipelineAst)
	if !ok || p.PureExpression() == nil {
		return nil
	}
	c := &compiler{s: r.Session, layout: code.layout, code: code}
	test := c.condition(p.PureExpression())
	var ok2 bool
	body := &block{list: []compiledStmt{{at: p.Extent(), node: p, run: func(f *frame) error {
		x, err := test(f)
		ok2 = x
		f.s.ok = true
		return err
	}}}}
	copied := *code
	copied.end = body
	inner := &ScriptBlock{code: &copied, state: b.state}
	f := *r.call.f
	f.pipes = r.pipes
	run := r.Session.Inline(nil, inner, nowhere{}, &f)
	return func(v any) (bool, error) {
		ok2 = false
		err := run(v)
		return ok2, err
	}
}

// Comparison is a binary operator by name ("eq", "notlike" ...) as a test.
func (r *Running) Comparison(name string) func(l, v any) (bool, error) {
	f := r.call.f
	kind := comparisonKinds[name]
	op := operators[kind]
	return func(l, v any) (bool, error) {
		var x any
		var err error
		switch kind {
		case ast.Is, ast.IsNot:
			t, ok := object.Unwrap(v).(*object.Type)
			if !ok {
				if t, err = r.typeOperand(strings.Trim(object.Text(r, v), "[]"), kind); err != nil {
					return false, err
				}
			}
			return isInstance(l, t) == (kind == ast.Is), nil
		default:
			x, err = op(f, l, v)
		}
		return object.IsTrue(plainValue(x)), err
	}
}

var comparisonKinds = map[string]ast.TokenKind{
	"eq": ast.Ieq, "ceq": ast.Ceq, "ne": ast.Ine, "cne": ast.Cne, "gt": ast.Igt, "cgt": ast.Cgt, "lt": ast.Ilt, "clt": ast.Clt,
	"ge": ast.Ige, "cge": ast.Cge, "le": ast.Ile, "cle": ast.Cle, "like": ast.Ilike, "clike": ast.Clike, "notlike": ast.Inotlike,
	"cnotlike": ast.Cnotlike, "match": ast.Imatch, "cmatch": ast.Cmatch, "notmatch": ast.Inotmatch, "cnotmatch": ast.Cnotmatch,
	"contains": ast.Icontains, "ccontains": ast.Ccontains, "notcontains": ast.Inotcontains, "cnotcontains": ast.Cnotcontains,
	"in": ast.Iin, "cin": ast.Cin, "notin": ast.Inotin, "cnotin": ast.Cnotin, "is": ast.Is, "isnot": ast.IsNot,
}

// Parallel runs a block for objects in sessions of their own, a few at a time.
// What they write comes out on the session's own goroutine, in Add and Wait.
type Parallel struct {
	r      *Running
	block  *ScriptBlock
	using  Using
	slots  chan struct{}
	events chan func() error
	group  sync.WaitGroup
	ctx    context.Context
	cancel context.CancelFunc
}

// NewParallel starts nothing yet. After timeout, when it is not 0, what runs is stopped and no more begun.
func (r *Running) NewParallel(b *ScriptBlock, using Using, limit int, timeout time.Duration) *Parallel {
	p := &Parallel{r: r, block: b, using: using, slots: make(chan struct{}, max(limit, 1)), events: make(chan func() error, 64)}
	p.ctx, p.cancel = context.WithCancel(r.Session.ctx)
	if timeout > 0 {
		p.ctx, p.cancel = context.WithTimeout(r.Session.ctx, timeout)
	}
	return p
}

// Add runs the block for one object, waiting for a free place.
func (p *Parallel) Add(v any) error {
	for {
		var write func() error
		placed := false
		p.r.Session.WhileWaiting(func() {
			select {
			case p.slots <- struct{}{}:
				placed = true
			case write = <-p.events:
			case <-p.ctx.Done():
			}
		})
		switch {
		case write == nil && p.r.Session.ctx.Err() == nil && p.ctx.Err() != nil:
			if placed {
				<-p.slots
			}
			return nil
		case placed:
			p.start(v)
			return nil
		case write == nil:
			return errStopped
		}
		if err := write(); err != nil {
			return err
		}
	}
}

func (p *Parallel) start(v any) {
	sink := &parallelSink{p: p}
	child := p.r.child(sink)
	sink.child = child
	shared := p.r.sharing()
	child.join(shared)
	tree := p.block.Tree()
	for name, x := range p.using {
		child.global.put(intern("using:"+name), x)
	}
	child.global.put(symUnderscore, v)
	ctx := p.ctx
	p.group.Add(1)
	go func() {
		defer p.group.Done()
		shared.take()
		child.run(ctx, tree, RunOptions{JobScope: true})
		shared.handOn()
		<-p.slots
	}()
}

// Wait passes on what is written until all have ended.
func (p *Parallel) Wait() error {
	defer p.cancel()
	done := make(chan struct{})
	go func() {
		p.group.Wait()
		close(done)
	}()
	for {
		var write func() error
		ended := false
		p.r.Session.WhileWaiting(func() {
			select {
			case write = <-p.events:
			case <-done:
				ended = true
			}
		})
		if ended {
			break
		}
		if err := write(); err != nil {
			return err
		}
	}
	for {
		select {
		case write := <-p.events:
			if err := write(); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

// parallelSink hands what a child writes to the parent's goroutine.
type parallelSink struct {
	p     *Parallel
	child *Session
}

func (k *parallelSink) send(f func() error) (err error) {
	stopped := k.p.r.Session.ctx.Done()
	k.child.WhileWaiting(func() {
		select {
		case k.p.events <- f:
		case <-stopped:
			err = errStopped
		}
	})
	return err
}

func (k *parallelSink) Object(v any) error {
	return k.send(func() error { return k.p.r.WriteObject(v) })
}

// Error passes on an error as it is: it names its own command and place.
func (k *parallelSink) Error(rec *object.ErrorRecord) error {
	return k.send(func() error { return k.p.r.writeForeign(rec) })
}

// Failed tells what ended the block for one object; no command is named.
func (k *parallelSink) Failed(rec *object.ErrorRecord) error {
	ended := &object.ErrorRecord{Exception: rec.Exception, ID: "PSTaskException", Category: object.InvalidOperation}
	return k.send(func() error { return k.p.r.writeForeign(ended) })
}

// writeForeign writes an error of another session, which keeps its command and place.
func (r *Running) writeForeign(rec *object.ErrorRecord) error {
	own := r.asCaller
	defer func() { r.asCaller = own }()
	r.asCaller = true
	if rec.Invocation == nil {
		rec.Invocation = &Invocation{}
	}
	return r.writeError(rec, true)
}

func (k *parallelSink) Warning(t string) error {
	return k.send(func() error { return k.p.r.WriteWarning(t) })
}

func (k *parallelSink) Verbose(t string) error {
	return k.send(func() error { return k.p.r.WriteVerbose(t) })
}

func (k *parallelSink) Debug(t string) error {
	return k.send(func() error { return k.p.r.WriteDebug(t) })
}

func (k *parallelSink) Information(rec *InformationRecord) error {
	return k.send(func() error { return k.p.r.WriteInformationRecord(rec) })
}

// Progress is not shown for what runs in parallel.
func (*parallelSink) Progress(cmdlet.Progress) error { return nil }

// Flush has nothing to end.
func (*parallelSink) Flush() error { return nil }

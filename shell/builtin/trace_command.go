package builtin

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type traceCommand struct {
	InputObject    any                `ps:"pipeline" help:"Goes to the expression as $_, to the command through the pipeline."`
	Name           []string           `ps:"mandatory,position=0" help:"Names or patterns of sources."`
	Option         sourceOptions      `ps:"position=2" help:"What the sources tell."`
	Expression     object.ScriptBlock `ps:"set=expressionSet,mandatory,position=1" help:"What is traced."`
	Command        string             `ps:"set=commandSet,mandatory,position=1" help:"The command that is traced."`
	ArgumentList   []any              `ps:"set=commandSet,remaining,alias=Args" help:"The command's arguments."`
	ListenerOption lineOptions        `ps:"" help:"What stands below each line."`
	FilePath       string             `ps:"alias=PSPath|Path" help:"The file that lines are added to."`
	Force          cmdlet.Switch      `ps:"" help:"A file that is read-only, too."`
	Debugger       cmdlet.Switch      `ps:"" help:"Lines go to a debugger of processes."`
	PSHost         cmdlet.Switch      `ps:"name=PSHost" help:"Lines are shown."`

	listening
	sources []*trace.Source
	run     func(any) ([]any, error)
	input   []any
}

func traceCommandCmdlet() *cmdlet.Definition {
	return define(utility, "Trace-Command", func() cmdlet.Cmdlet { return &traceCommand{} }, cmdlet.Options{DefaultParameterSet: "expressionSet",
		Synopsis: "Traces an expression or a command."})
}

// Begin finds the sources and opens the file.
func (c *traceCommand) Begin(_ context.Context, rt cmdlet.Runtime) (err error) {
	if c.sources, _, err = sourcesNamed(rt, c.Name); err != nil {
		return err
	}
	c.path, c.force, c.debugger, c.host = c.FilePath, bool(c.Force), bool(c.Debugger), bool(c.PSHost)
	c.options = trace.All
	if c.Option.given {
		c.options = c.Option.value
	}
	if c.ListenerOption.given {
		c.listener = &c.ListenerOption.value
	}
	return c.open(rt)
}

// Process runs the expression; a command gets its input when there is no more.
func (c *traceCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.Expression == nil {
		if v := rt.Input(); v != any(object.Null) {
			c.input = append(c.input, v)
		}
		return nil
	}
	if c.run == nil {
		c.run = eval.RunningOf(rt).Gather(blockOf(c.Expression))
	}
	out, err := c.traced(func() ([]any, error) { return c.run(c.InputObject) })
	return c.write(rt, out, err)
}

// End runs the command.
func (c *traceCommand) End(_ context.Context, rt cmdlet.Runtime) error {
	if c.Expression != nil {
		return nil
	}
	b, err := eval.RunningOf(rt).NewScriptBlock(c.call())
	if err != nil {
		return err
	}
	out, err := c.traced(func() ([]any, error) {
		return rt.Call(b, nil, nil, c.Command, object.NewArray(c.ArgumentList), object.NewArray(c.input))
	})
	return c.write(rt, out, err)
}

// Clean closes the file.
func (c *traceCommand) Clean(cmdlet.Runtime) {
	for _, l := range c.listeners {
		l.Close()
	}
}

// traced runs something while the sources tell of it.
func (c *traceCommand) traced(run func() ([]any, error)) ([]any, error) {
	type state struct {
		options   int64
		listeners []trace.Listener
	}
	before := make([]state, len(c.sources))
	for i, s := range c.sources {
		before[i] = state{s.Options, s.Listeners}
		s.Set(c.options, append(append([]trace.Listener(nil), s.Listeners...), c.listeners...))
	}
	defer func() {
		for i, s := range c.sources {
			s.Set(before[i].options, before[i].listeners)
		}
	}()
	return run()
}

var dashed = regexp.MustCompile(`^-[A-Za-z_]\w*:?$`)

// call is a script that calls the command: what looks like a parameter's name is one.
func (c *traceCommand) call() string {
	var b strings.Builder
	if len(c.input) > 0 {
		b.WriteString("$args[2] | ")
	}
	b.WriteString("& $args[0]")
	for i, a := range c.ArgumentList {
		if s, ok := object.Unwrap(a).(string); ok && dashed.MatchString(s) {
			b.WriteString(" " + s)
		} else {
			b.WriteString(" $args[1][" + strconv.Itoa(i) + "]")
		}
	}
	b.WriteString(" 2>&1")
	return b.String()
}

// write passes on what was written; a command's errors become the cmdlet's own.
func (c *traceCommand) write(rt cmdlet.Runtime, out []any, err error) error {
	for _, v := range out {
		if r, ok := object.Unwrap(v).(*object.ErrorRecord); ok && c.Expression == nil {
			if err := rt.WriteError(&object.ErrorRecord{Exception: r.Exception, ID: r.ID, Category: r.Category, Target: r.Target, Details: r.Details, TargetName: r.TargetName, TargetType: r.TargetType}); err != nil {
				return err
			}
			continue
		}
		if err := rt.WriteObject(v); err != nil {
			return err
		}
	}
	return err
}

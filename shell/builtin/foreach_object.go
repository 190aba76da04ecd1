package builtin

import (
	"context"
	"fmt"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type forEachObject struct {
	InputObject      any                  `ps:"pipeline" help:"The objects."`
	Begin_           object.ScriptBlock   `ps:"set=ScriptBlockSet,name=Begin" help:"Runs before the first object."`
	Process_         []object.ScriptBlock `ps:"set=ScriptBlockSet,mandatory,position=0,name=Process" help:"Runs for each object, in $_."`
	End_             object.ScriptBlock   `ps:"set=ScriptBlockSet,name=End" help:"Runs after the last object."`
	RemainingScripts []object.ScriptBlock `ps:"set=ScriptBlockSet,remaining" help:"Further blocks."`
	MemberName       string               `ps:"set=PropertyAndMethodSet,mandatory,position=0" help:"A property to read or a method to call."`
	ArgumentList     []any                `ps:"set=PropertyAndMethodSet,remaining,alias=Args" help:"Arguments of the method."`
	Parallel         object.ScriptBlock   `ps:"set=ParallelParameterSet,mandatory" help:"Runs for each object, several at a time."`
	ThrottleLimit    cmdlet.Opt[int32]    `ps:"set=ParallelParameterSet" help:"How many at a time."`
	TimeoutSeconds   cmdlet.Opt[int32]    `ps:"set=ParallelParameterSet" help:"When to stop."`
	UseNewRunspace   cmdlet.Switch        `ps:"set=ParallelParameterSet" help:"A new session for each."`
	AsJob            cmdlet.Switch        `ps:"set=ParallelParameterSet" help:"As a job."`

	begin, end func(any) error
	process    []func(any) error
	parallel   *eval.Parallel
	using      eval.Using
	objects    []any // of -AsJob
}

func forEachObjectCmdlet() *cmdlet.Definition {
	return define(core, "ForEach-Object", func() cmdlet.Cmdlet { return &forEachObject{} }, cmdlet.Options{
		DefaultParameterSet: "ScriptBlockSet", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactLow, Synopsis: "Performs an operation against each item in a collection of input objects."})
}

// Begin sorts the blocks: with two, the first begins; with three, the last ends.
func (c *forEachObject) Begin(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	if c.Parallel != nil {
		return c.beginParallel(rt)
	}
	list := append(append([]object.ScriptBlock(nil), c.Process_...), c.RemainingScripts...)
	given := func(name string) bool { _, ok := rt.Bound().Get(name); return ok }
	// A block that is $null is one too: it takes its place and does nothing.
	if !given("Begin") && len(list) > 1 {
		c.Begin_, list = list[0], list[1:]
	}
	if !given("End") && len(list) > 1 {
		c.End_, list = list[len(list)-1], list[:len(list)-1]
	}
	for _, b := range list {
		if b != nil {
			c.process = append(c.process, r.Inline(blockOf(b)))
		}
	}
	if c.End_ != nil {
		c.end = r.Inline(blockOf(c.End_))
	}
	if c.Begin_ != nil {
		return r.Inline(blockOf(c.Begin_))(nil)
	}
	return nil
}

// beginParallel refuses what does not go with -Parallel, and gathers the $using: values.
func (c *forEachObject) beginParallel(rt cmdlet.Runtime) error {
	for _, name := range []string{"ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "PipelineVariable"} {
		if _, ok := rt.Bound().Get(name); ok {
			return object.NewError(notSupportedType(), "ParallelCommonParametersNotSupported", object.NotImplemented, nil,
				"The following common parameters are not currently supported in the Parallel parameter set:\nErrorAction, WarningAction, InformationAction, PipelineVariable")
		}
	}
	r := eval.RunningOf(rt)
	using, err := r.UsingValues(blockOf(c.Parallel))
	if err != nil {
		return err
	}
	for _, v := range using {
		if _, ok := object.Unwrap(v).(object.ScriptBlock); ok {
			return object.NewError(object.PSArgumentType, "ParallelUsingVariableCannotBeScriptBlock", object.InvalidType, nil,
				"A ForEach-Object -Parallel using variable cannot be a script block. Passed-in script block variables are not supported with ForEach-Object -Parallel, and can result in undefined behavior.")
		}
	}
	c.using = using
	switch {
	case !bool(c.AsJob):
		c.parallel = r.NewParallel(blockOf(c.Parallel), using, int(c.ThrottleLimit.Or(5)), c.timeout())
	case c.TimeoutSeconds.Given:
		return object.NewError(object.PSArgumentType, "ParallelCannotUseTimeoutWithJob", object.InvalidOperation, nil,
			"The 'TimeoutSeconds' parameter cannot be used with the 'AsJob' parameter.")
	}
	return nil
}

func notSupportedType() *object.Type {
	t, err := dotnet.Find("System.Management.Automation.PSNotSupportedException")
	if err != nil {
		return object.RuntimeExceptionType
	}
	return t
}

// refused writes the error of an object that is a script block.
func (c *forEachObject) refused(rt cmdlet.Runtime, v any) (bool, error) {
	if _, ok := object.Unwrap(v).(object.ScriptBlock); !ok {
		return false, nil
	}
	return true, rt.WriteError(object.NewError(object.PSArgumentType, "ParallelPipedInputObjectCannotBeScriptBlock", object.InvalidType, nil,
		"A ForEach-Object -Parallel piped input object cannot be a script block. Passed-in script block variables are not supported with ForEach-Object -Parallel, and can result in undefined behavior."))
}

func (c *forEachObject) timeout() time.Duration {
	return time.Duration(c.TimeoutSeconds.Or(0)) * time.Second
}

// Process runs the blocks for one object.
func (c *forEachObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := rt.Input()
	if v == object.Null {
		v = c.InputObject
	}
	if c.Parallel != nil {
		if refused, err := c.refused(rt, v); refused {
			return err
		}
	}
	switch {
	case bool(c.AsJob):
		c.objects = append(c.objects, v)
		return nil
	case c.parallel != nil:
		return c.parallel.Add(v)
	case c.MemberName != "":
		return c.member(rt, v)
	}
	for _, run := range c.process {
		if err := run(v); err != nil {
			return err
		}
	}
	return nil
}

// End runs the block for the end, and waits for what runs in parallel.
func (c *forEachObject) End(_ context.Context, rt cmdlet.Runtime) error {
	if c.AsJob {
		return rt.WriteObject(eval.RunningOf(rt).StartParallelJob(blockOf(c.Parallel), c.using, c.objects, int(c.ThrottleLimit.Or(5))))
	}
	if c.parallel != nil {
		return c.parallel.Wait()
	}
	if c.end != nil {
		return c.end(nil)
	}
	return nil
}

// member reads a property or calls a method of one object.
func (c *forEachObject) member(rt cmdlet.Runtime, v any) error {
	if v == nil {
		return nil
	}
	if len(c.ArgumentList) == 0 {
		if d, ok := object.Unwrap(v).(object.Dictionary); ok {
			if x, ok := d.Get(c.MemberName); ok {
				return rt.WriteAll(x)
			}
		}
		name, err := c.resolve(rt, v)
		if err != nil || name == "" {
			return err
		}
		m := object.FindMember(rt, v, name)
		if m == nil || m.Kind != object.Method && m.Kind != object.ScriptMethod && m.Kind != object.CodeMethod {
			x, found, err := object.GetProperty(rt, v, name)
			if err != nil {
				return rt.WriteError(object.AsRecord(err))
			}
			if found {
				return rt.WriteAll(x)
			}
			return nil
		}
		c.MemberName = name
	}
	x, err := object.InvokeMethod(rt, v, c.MemberName, c.ArgumentList)
	if err != nil {
		if _, ok := err.(object.Control); ok {
			return err
		}
		r := object.AsRecord(err)
		return rt.WriteError(&object.ErrorRecord{Exception: r.Exception, ID: "MethodInvocationError", Category: object.InvalidOperation, Target: v})
	}
	return rt.WriteAll(x)
}

// resolve finds the one member that a wildcard names.
func (c *forEachObject) resolve(rt cmdlet.Runtime, v any) (string, error) {
	if !object.HasWildcard(c.MemberName) {
		return c.MemberName, nil
	}
	var found []string
	for _, name := range cmdlet.PropertyNames(rt, v) {
		if matches(name, []string{c.MemberName}) {
			found = append(found, name)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		return "", rt.WriteError(object.NewError(object.PSArgumentType, "AmbiguousPropertyOrMethodName", object.InvalidArgument, v, "%s", fmt.Sprintf("Input name \"%s\" is ambiguous. It can be resolved to multiple matched members. Possible matches include: %v.", c.MemberName, found)))
	}
	return "", nil
}

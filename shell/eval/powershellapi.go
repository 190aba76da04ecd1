package eval

import (
	"context"
	"strconv"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// PowerShell is [powershell]: commands put together by a script and run in a runspace.
type PowerShell struct {
	object.Instance
	owner      *Session
	runspace   *Runspace
	pool       *RunspacePool
	current    bool // CurrentRunspace: runs in the session that made it
	statements [][]*apiCommand
	output     *dotnet.List
	streams    *psStreams
	hadErrors  bool
	state      string
	reason     *object.Exception
	cancel     context.CancelFunc
}

// apiCommand is one command of a pipeline: a script's text or a command's name, with arguments.
type apiCommand struct {
	text   string
	script bool
	local  bool
	args   []any
	named  *object.OrderedDictionary
}

// PSType is System.Management.Automation.PowerShell.
func (*PowerShell) PSType() *object.Type { return powerShellType }

func (p *PowerShell) last() (*apiCommand, error) {
	if n := len(p.statements); n > 0 && len(p.statements[n-1]) > 0 {
		list := p.statements[n-1]
		return list[len(list)-1], nil
	}
	return nil, object.Throw(object.PSInvalidOperationType, "A command is required to add a parameter. A command must be added to the PowerShell instance before adding a parameter.")
}

func (p *PowerShell) add(c *apiCommand) {
	if len(p.statements) == 0 {
		p.statements = append(p.statements, nil)
	}
	n := len(p.statements) - 1
	c.named = object.NewOrdered(false)
	p.statements[n] = append(p.statements[n], c)
}

// session is where the commands run; done gives a pool's place back.
func (p *PowerShell) session(ctx context.Context) (s *Session, done func(), err error) {
	switch {
	case p.current:
		return p.owner, func() {}, nil
	case p.pool != nil:
		return p.pool.take(ctx)
	case p.runspace == nil:
		p.runspace = newRunspace(p.owner, nil)
		p.runspace.open()
	}
	if p.runspace.state != "Opened" {
		return nil, nil, object.Throw(object.PSInvalidOperationType, "Cannot perform the operation because the runspace is not in the 'Opened' state. Current state of runspace is '%s'.", p.runspace.state)
	}
	return p.runspace.session, func() {}, nil
}

// run runs the statements; input, when not nil, goes into the first.
func (p *PowerShell) run(ctx context.Context, s *Session, input []any) error {
	if len(p.statements) == 0 {
		return object.Throw(object.PSInvalidOperationType, "No commands are specified.")
	}
	p.state = "Running"
	saved := s.sink
	s.sink = apiSink{p}
	defer func() { s.sink = saved }()
	for i, list := range p.statements {
		if i > 0 {
			input = nil
		}
		if err := p.runStatement(ctx, s, list, input); err != nil {
			p.state, p.hadErrors = "Failed", true
			p.reason = object.FromGo(err)
			return err
		}
	}
	p.state = "Completed"
	return nil
}

// runStatement makes one pipeline of the commands, as a text whose words are variables.
func (p *PowerShell) runStatement(ctx context.Context, s *Session, list []*apiCommand, input []any) error {
	text := ""
	set := func(name string, v any) string {
		s.global.put(intern(name), v)
		return name
	}
	if input != nil {
		text = "$" + set("__input", object.NewArray(input)) + " | "
	}
	for i, c := range list {
		n := strconv.Itoa(i)
		if i > 0 {
			text += " | "
		}
		var command any = c.text
		if c.script {
			b, err := s.NewScriptBlock(c.text)
			if err != nil {
				return incompleteText(s, c.text, err)
			}
			b.state = s.top
			command = b
		}
		if c.script && !c.local {
			text += ". "
		} else {
			text += "& "
		}
		text += "$" + set("__command"+n, command) + " @" + set("__named"+n, c.named) + " @" + set("__args"+n, object.NewArray(c.args))
	}
	tree, errs := s.Parse(text, "")
	if len(errs) > 0 {
		return parseRecord(errs)
	}
	if p.current {
		out, err := s.Call(&ScriptBlock{code: s.newCode(tree), state: s.top}, nil, nil)
		for _, v := range out {
			p.output.Items = append(p.output.Items, v)
		}
		return err
	}
	res := s.run(ctx, tree, RunOptions{Whole: true})
	if res.Stopped {
		p.state = "Stopped"
		return nil
	}
	if res.Err == nil {
		return nil
	}
	if n := p.streams.errors.Len(); n > 0 { // the run has shown what the caller gets as an exception
		p.streams.errors.Items = p.streams.errors.Items[:n-1]
	}
	if x, ok := res.Err.(*failure); ok {
		return x.exception()
	}
	return res.Err
}

// incompleteText makes an IncompleteParseException of the error of a text that more could mend.
func incompleteText(s *Session, text string, err error) error {
	r, isRecord := err.(*object.ErrorRecord)
	_, errs := s.Parse(text, "")
	if t, failed := dotnet.Find("System.Management.Automation.IncompleteParseException"); failed == nil && isRecord && len(errs) > 0 && errs[0].Incomplete {
		r.Exception.Type = t
	}
	return err
}

// invoke runs the commands and waits for them.
func (p *PowerShell) invoke(input []any) (any, error) {
	s, done, err := p.session(p.owner.ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithCancel(p.owner.ctx)
	defer cancel()
	p.output = dotnet.NewList(object.PSObjectType, nil)
	if err := p.run(ctx, s, input); err != nil {
		return nil, err
	}
	return p.output, nil
}

// apiSink takes what a [powershell] writes.
type apiSink struct{ p *PowerShell }

func (k apiSink) Object(v any) error {
	k.p.output.Items = append(k.p.output.Items, v)
	return nil
}

func (k apiSink) Error(rec *object.ErrorRecord) error {
	k.p.hadErrors = true
	k.p.streams.errors.Items = append(k.p.streams.errors.Items, rec)
	return nil
}

func (k apiSink) Warning(t string) error {
	k.p.streams.warning.Items = append(k.p.streams.warning.Items, &StreamRecord{Type: WarningType, Message: t})
	return nil
}

func (k apiSink) Verbose(t string) error {
	k.p.streams.verbose.Items = append(k.p.streams.verbose.Items, &StreamRecord{Type: VerboseType, Message: t})
	return nil
}

func (k apiSink) Debug(t string) error {
	k.p.streams.debug.Items = append(k.p.streams.debug.Items, &StreamRecord{Type: DebugType, Message: t})
	return nil
}

func (k apiSink) Information(rec *InformationRecord) error {
	k.p.streams.information.Items = append(k.p.streams.information.Items, rec)
	return nil
}
func (apiSink) Progress(cmdlet.Progress) error { return nil }
func (apiSink) Flush() error                   { return nil }

// psStreams is PSDataStreams.
type psStreams struct {
	object.Instance
	errors, warning, verbose, debug, information, progress *dotnet.List
}

// PSType is System.Management.Automation.PSDataStreams.
func (*psStreams) PSType() *object.Type { return psStreamsType }

func newStreams() *psStreams {
	list := func() *dotnet.List { return dotnet.NewList(object.ObjectType, nil) }
	return &psStreams{errors: list(), warning: list(), verbose: list(), debug: list(), information: list(), progress: list()}
}

var psStreamsType = &object.Type{Name: "PSDataStreams", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		for name, get := range map[string]func(x *psStreams) *dotnet.List{
			"Error": func(x *psStreams) *dotnet.List { return x.errors }, "Warning": func(x *psStreams) *dotnet.List { return x.warning },
			"Verbose": func(x *psStreams) *dotnet.List { return x.verbose }, "Debug": func(x *psStreams) *dotnet.List { return x.debug },
			"Information": func(x *psStreams) *dotnet.List { return x.information }, "Progress": func(x *psStreams) *dotnet.List { return x.progress },
		} {
			property(set, name, object.ObjectType, func(x *psStreams) any { return get(x) })
		}
		method(set, "ClearStreams", nil, nil, func(_ object.Invoker, x *psStreams, _ []any) (any, error) {
			*x = *newStreams()
			return nil, nil
		})
	}}

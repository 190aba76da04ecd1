package eval

import (
	"context"
	"strings"
	"time"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/object"
)

// Running is a command while it runs: what a cmdlet sees as its Runtime and an
// advanced function as $PSCmdlet.
type Running struct {
	object.Instance
	*Session
	frame                    *frame // of a function; the caller's for a cmdlet
	call                     *call
	name                     string
	id                       string // appended to error ids
	info                     *cmdlet.Info
	binding                  *bind.Binding
	command                  any
	stage                    Stage
	out                      output
	pipes                    *pipes
	input                    any
	common                   common
	hadErrors                bool
	pipeVar                  symbol
	hasPipe                  bool
	confirm                  cmdlet.Confirmation
	goOn                     map[symbol]bool // streams whose questions were answered for all
	inv                      *Invocation
	bound                    object.Dictionary
	asCaller                 bool // Write-Error: the record is placed already
	errVar, warnVar, infoVar *variableList
	dynamic                  *cmdlet.Setter
}

// common are the values of the common parameters.
type common struct {
	errorAction, warningAction, infoAction, progressAction ActionPreference
	hasError, hasWarning, hasInfo, hasProgress             bool
	verbose, debug, whatIf, confirm                        bool
	hasVerbose, hasDebug, hasWhatIf, hasConfirm            bool
}

func newRunning(c *call, name string, plan *bind.Plan) *Running {
	return &Running{Session: c.f.s, call: c, frame: c.f, name: name, id: name, info: plan.Info, out: c.out, pipes: c.pipes, input: object.Null}
}

// PSType is System.Management.Automation.PSCmdlet's script form.
func (*Running) PSType() *object.Type { return scriptCmdletType }

// applyCommon reads the common parameters that were bound.
func (r *Running) applyCommon(b *bind.Binding) error {
	r.binding = b
	take := func(name string) (any, bool) { return b.Value(name) }
	action := func(name string, p *ActionPreference, has *bool) {
		if v, ok := take(name); ok {
			*p, *has = r.toPreference(v, Continue), true
		}
	}
	flag := func(name string, p, has *bool) {
		if v, ok := take(name); ok {
			*p, *has = object.IsTrue(v), true
		}
	}
	action("ErrorAction", &r.common.errorAction, &r.common.hasError)
	action("WarningAction", &r.common.warningAction, &r.common.hasWarning)
	action("InformationAction", &r.common.infoAction, &r.common.hasInfo)
	action("ProgressAction", &r.common.progressAction, &r.common.hasProgress)
	flag("Verbose", &r.common.verbose, &r.common.hasVerbose)
	flag("Debug", &r.common.debug, &r.common.hasDebug)
	if r.info.Options.SupportsShouldProcess {
		flag("WhatIf", &r.common.whatIf, &r.common.hasWhatIf)
		flag("Confirm", &r.common.confirm, &r.common.hasConfirm)
	}
	return r.bindVariables(b)
}

// bindVariables sets up -OutVariable, -ErrorVariable and so on.
func (r *Running) bindVariables(b *bind.Binding) error {
	variable := func(name string) *variableList {
		v, ok := b.Value(name)
		if !ok {
			return nil
		}
		return r.newVariableList(object.Text(r, v))
	}
	if l := variable("OutVariable"); l != nil {
		r.out = &tee{r.out, l}
	}
	if v, ok := b.Value("PipelineVariable"); ok {
		r.pipeVar, r.hasPipe = intern(object.Text(r, v)), true
		r.call.f.scope.put(r.pipeVar, nil)
		r.out = &pipeVariable{r.out, r.call.f.scope, r.pipeVar}
	}
	p := pipes{}
	if r.pipes != nil {
		p = *r.pipes
	}
	changed := false
	if l := variable("ErrorVariable"); l != nil {
		r.errVar, changed = l, true
	}
	if l := variable("WarningVariable"); l != nil {
		r.warnVar, changed = l, true
	}
	if l := variable("InformationVariable"); l != nil {
		r.infoVar, changed = l, true
	}
	if changed {
		if r.errVar != nil {
			p.errVar = append(p.errVar[:len(p.errVar):len(p.errVar)], r.errVar)
		}
		if r.warnVar != nil {
			p.warnVar = append(p.warnVar[:len(p.warnVar):len(p.warnVar)], r.warnVar)
		}
		if r.infoVar != nil {
			p.infoVar = append(p.infoVar[:len(p.infoVar):len(p.infoVar)], r.infoVar)
		}
		r.pipes = &p
	}
	return nil
}

// setPreferences makes the common parameters of a function the preference
// variables of its scope, so that what it calls follows them.
func (r *Running) setPreferences(sc *scope) {
	set := func(has bool, y symbol, p ActionPreference) {
		if has {
			sc.put(y, object.Enum{Type: actionPreferenceType, Value: int64(p)})
		}
	}
	set(r.common.hasError, symErrorAction, r.common.errorAction)
	set(r.common.hasWarning, symWarningPref, r.common.warningAction)
	set(r.common.hasInfo, symInfoPref, r.common.infoAction)
	set(r.common.hasProgress, symProgressPref, r.common.progressAction)
	onOff := func(on bool) ActionPreference {
		if on {
			return Continue
		}
		return SilentlyContinue
	}
	set(r.common.hasVerbose, symVerbosePref, onOff(r.common.verbose))
	set(r.common.hasDebug, symDebugPref, onOff(r.common.debug))
	if r.common.hasWhatIf {
		sc.put(symWhatIfPref, r.common.whatIf)
	}
	if r.common.hasConfirm {
		impact := int64(cmdlet.ImpactNone)
		if r.common.confirm {
			impact = int64(cmdlet.ImpactLow)
		}
		sc.put(symConfirmPref, object.Enum{Type: confirmImpactType, Value: impact})
	}
}

// finish ends what the command had open.
func (r *Running) finish() {
	if r.hasPipe {
		r.call.f.scope.put(r.pipeVar, nil)
	}
}

// scope is where the command's preferences are looked up.
func (r *Running) scopeNow() *scope { return r.frame.scope }

// Input is the pipeline's present object.
func (r *Running) Input() any { return r.input }

// Bound are the parameters that were given.
func (r *Running) Bound() object.Dictionary {
	if r.bound == nil {
		r.bound = newBoundDictionary()
		if r.binding != nil {
			r.binding.Bound(func(name string, v any) bool {
				_ = r.bound.Set(name, v)
				return true
			})
		}
	}
	return r.bound
}

// ParameterSet is the name of the parameter set in use.
func (r *Running) ParameterSet() string {
	if r.binding == nil {
		return bind.AllSets
	}
	return r.binding.ParameterSet()
}

// CommandName is the name that errors carry.
func (r *Running) CommandName() string { return r.name }

// Host is the session's host.
func (r *Running) Host() cmdlet.Host { return r.Session.host }

// WriteObject sends one object on.
func (r *Running) WriteObject(v any) error {
	if r.interrupted() {
		return errStopped
	}
	if v == object.Null {
		return nil
	}
	return r.out.write(v)
}

// WriteAll sends the elements of a collection.
func (r *Running) WriteAll(v any) error { return emitTo(r.Session, r.out, v) }

// WriteError writes an error that does not end the command, unless the preference says so.
func (r *Running) WriteError(rec *object.ErrorRecord) error { return r.writeError(rec, true) }

// writeError writes an error; inList tells whether the list of -ErrorVariable gets it.
func (r *Running) writeError(rec *object.ErrorRecord, inList bool) error {
	r.hadErrors = true
	if !r.asCaller {
		rec.Invocation, rec.Activity, rec.Command, rec.Position = nil, "", "", object.Position{}
	}
	r.complete(rec)
	action := r.errorAction()
	if action == Ignore {
		return nil
	}
	if action == Stop {
		e := &failure{record: rec, stop: true, byAction: true}
		r.keepEnd(e)
		return e
	}
	if v := r.errVar; v != nil && inList {
		v.add(rec)
	}
	for _, l := range r.pipes.outer(r.errVar) {
		l.add(rec)
	}
	if action == Inquire {
		if err := r.inquire(symErrorAction, rec.Error()); err != nil {
			return err
		}
	}
	r.Session.addError(rec)
	if action == SilentlyContinue {
		return nil
	}
	if r.pipes != nil && r.pipes.err != nil {
		return r.pipes.err.write(rec)
	}
	return r.sink.Error(rec)
}

// writeBindError writes an error of a function's binder: the list of -ErrorVariable is
// there only while the function's blocks run.
func (r *Running) writeBindError(rec *object.ErrorRecord) error {
	return r.writeError(rec, false)
}

func (r *Running) errorAction() ActionPreference {
	if r.common.hasError {
		return r.common.errorAction
	}
	return r.preferenceFrom(r.scopeNow(), symErrorAction, Continue)
}

// complete fills in what a record lacks: the command's names and the position of the call.
func (r *Running) complete(rec *object.ErrorRecord) {
	if rec.Invocation != nil {
		return
	}
	if rec.Command == "" {
		rec.Command = r.id
	}
	if rec.Activity == "" {
		rec.Activity = r.name
	}
	rec.Invocation = r.Invocation()
	if rec.Position.Line == 0 {
		rec.Position = r.inv.Position
	}
	if rec.Stack == "" {
		rec.Stack = r.call.f.stack()
	}
}

// Invocation is the command's InvocationInfo.
func (r *Running) Invocation() *Invocation {
	if r.inv == nil {
		r.inv = &Invocation{Name: r.call.name, Command: r.command, Bound: r.Bound(), frame: r.call.f, At: r.call.at, PipelineLength: 1, PipelinePosition: 1}
		if r.call.at != nil {
			r.inv.Position = positionOf(r.call.at)
			r.inv.PSPath = r.call.at.File()
		}
	}
	return r.inv
}

// terminating completes an error that ends the command.
func (r *Running) terminating(err error) error {
	if isControl(err) {
		return err
	}
	if err == cmdlet.ErrStopUpstream {
		return r.StopUpstream()
	}
	r.hadErrors = true
	e, ok := err.(*failure)
	switch {
	case !ok:
		e = &failure{record: recordOfCmdlet(err), cmdlet: true}
		r.complete(e.record)
	case e.thrown, e.byAction, e.cmdlet, e.record.Exception.PSType() == object.ScriptCallDepthType:
		return e
	default:
		e = r.wrap(e)
	}
	r.keepEnd(e)
	return e
}

// recordOfCmdlet is the record of what a cmdlet failed with.
func recordOfCmdlet(err error) *object.ErrorRecord {
	r := object.AsRecord(err)
	if x, ok := err.(*object.Exception); ok && x.Record == nil {
		r.Category = object.NotSpecified
	}
	return r
}

// wrap makes an error that came out of a script block the error of the cmdlet that ran
// the block: it has the cmdlet's name and place.
func (r *Running) wrap(e *failure) *failure {
	rec := *e.record
	rec.Invocation, rec.Activity, rec.Command, rec.Position = nil, "", "", object.Position{}
	r.complete(&rec)
	return &failure{record: &rec, shown: e.shown, cmdlet: true}
}

// keepEnd adds the exception that ends the command to the variables of -ErrorVariable.
func (r *Running) keepEnd(e *failure) {
	if v := r.errVar; v != nil {
		v.add(e.exception())
	}
	for _, l := range r.pipes.outer(r.errVar) {
		l.add(e.exception())
	}
}

// message decides on a warning, verbose or debug text and writes it.
func (r *Running) message(text string, t *object.Type, has bool, action ActionPreference, y symbol, def ActionPreference, pipe output, vars []*variableList, show func(string) error) error {
	if !has {
		action = r.preferenceFrom(r.scopeNow(), y, def)
	}
	rec := &StreamRecord{Type: t, Message: text, Invocation: r.Invocation()}
	if action != Ignore {
		for _, l := range vars {
			l.add(rec)
		}
	}
	switch action {
	case SilentlyContinue, Ignore:
		return nil
	}
	var err error
	if pipe != nil {
		err = pipe.write(rec)
	} else {
		err = show(text)
	}
	switch {
	case err != nil:
		return err
	case action == Stop:
		return r.stoppedBy(y, text)
	case action == Inquire:
		return r.inquire(y, "Continue with this operation?")
	}
	return nil
}

// stoppedBy is the error of a preference that is Stop.
func (r *Running) stoppedBy(y symbol, text string) error {
	rec := object.NewError(object.ActionPreferenceStopType, "ActionPreferenceStop", object.OperationStopped, nil, `The running command stopped because the preference variable "%s" or common parameter is set to Stop: %s`, y, text)
	rec.Command = r.id
	r.complete(rec)
	return &failure{record: rec, stop: true, byAction: true}
}

// WriteWarning writes to the warning stream.
func (r *Running) WriteWarning(text string) error {
	var pipe output
	vars := r.pipes.outerWarn(r.warnVar)
	if r.warnVar != nil {
		vars = append(vars[:len(vars):len(vars)], r.warnVar)
	}
	if r.pipes != nil {
		pipe = r.pipes.warning
	}
	return r.message(text, WarningType, r.common.hasWarning, r.common.warningAction, symWarningPref, Continue, pipe, vars, r.sink.Warning)
}

// WriteVerbose writes to the verbose stream.
func (r *Running) WriteVerbose(text string) error {
	var pipe output
	if r.pipes != nil {
		pipe = r.pipes.verbose
	}
	action := SilentlyContinue
	if r.common.verbose {
		action = Continue
	}
	return r.message(text, VerboseType, r.common.hasVerbose, action, symVerbosePref, SilentlyContinue, pipe, nil, r.sink.Verbose)
}

// WriteDebug writes to the debug stream.
func (r *Running) WriteDebug(text string) error {
	var pipe output
	if r.pipes != nil {
		pipe = r.pipes.debug
	}
	action := SilentlyContinue
	if r.common.debug {
		action = Continue
	}
	return r.message(text, DebugType, r.common.hasDebug, action, symDebugPref, SilentlyContinue, pipe, nil, r.sink.Debug)
}

// WriteInformation writes to the information stream; Write-Host's messages are always shown.
func (r *Running) WriteInformation(data any, tags ...string) error {
	return r.WriteInformationRecord(&InformationRecord{Data: data, Source: r.sourceName(), Tags: tags, Generated: time.Now()})
}

func (r *Running) sourceName() string {
	if r.call.at != nil && r.call.at.File() != "" {
		return r.call.at.File()
	}
	return r.name
}

// informationKeeper is a sink that no person reads: it gets information that is not to be shown, too.
type informationKeeper interface{ keepsInformation() bool }

func (*parallelSink) keepsInformation() bool { return true }
func (jobSink) keepsInformation() bool       { return true }
func (apiSink) keepsInformation() bool       { return true }

// WriteInformationRecord writes a record that is made already. -InformationVariable
// gets it whatever the preference says.
func (r *Running) WriteInformationRecord(rec *InformationRecord) error {
	action := r.common.infoAction
	if !r.common.hasInfo {
		action = r.preferenceFrom(r.scopeNow(), symInfoPref, SilentlyContinue)
	}
	_, isHost := rec.Data.(*HostMessage)
	if r.infoVar != nil {
		r.infoVar.add(rec)
	}
	for _, l := range r.pipes.outerInfo(r.infoVar) {
		l.add(rec)
	}
	switch action {
	case Ignore:
		return nil
	case SilentlyContinue:
		if !isHost || r.common.hasInfo {
			if r.pipes != nil && r.pipes.info != nil {
				return r.pipes.info.write(rec)
			}
			if k, ok := r.sink.(informationKeeper); ok && k.keepsInformation() {
				return r.sink.Information(rec)
			}
			return nil
		}
	case Stop:
		return r.stoppedBy(symInfoPref, object.Text(r, rec.Data))
	}
	if r.pipes != nil && r.pipes.info != nil {
		return r.pipes.info.write(rec)
	}
	return r.sink.Information(rec)
}

// WriteProgress writes to the progress stream.
func (r *Running) WriteProgress(p cmdlet.Progress) error {
	action := r.common.progressAction
	if !r.common.hasProgress {
		action = r.preferenceFrom(r.scopeNow(), symProgressPref, Continue)
	}
	if action == SilentlyContinue || action == Ignore {
		return nil
	}
	if err := r.sink.Progress(p); err != nil || action != Inquire {
		return err
	}
	return r.inquire(symProgressPref, "Continue with this operation?")
}

// StopUpstream ends the commands before this one; the command's own End does not run.
func (r *Running) StopUpstream() error { return &stopUpstream{by: r.stage} }

// Throw is $PSCmdlet.ThrowTerminatingError.
func (r *Running) Throw(rec *object.ErrorRecord) error {
	r.complete(rec)
	r.hadErrors = true
	e := &failure{record: rec, cmdlet: true}
	r.keepEnd(e)
	return e
}

// Context is the run's.
func (r *Running) Context() context.Context { return r.Session.ctx }

// cmdletStage runs a cmdlet in a pipeline.
type cmdletStage struct {
	*Running
	def     *cmdlet.Definition
	impl    cmdlet.Cmdlet
	trace   *trace.Source // told when the parts run; nil: nobody
	setter  *cmdlet.Setter
	plan    *bind.Plan
	fed     bool
	began   bool
	quick   func(v any) // puts a pipeline object into the one parameter that takes all
	named   []inputField
	wrapper runtimeView
}

type inputField struct {
	index int
	param *cmdlet.Param
}

// runtimeView is a Running as cmdlet.Runtime: Session() is the interface's.
type runtimeView struct{ *Running }

// Session is the session as cmdlets see it.
func (v runtimeView) Session() cmdlet.Session { return v.Running.Session }

// RunningOf is the running command behind a Runtime; the cmdlets of the language
// itself need more of it than others.
func RunningOf(rt cmdlet.Runtime) *Running { return rt.(runtimeView).Running }

// CmdletCommand is a cmdlet as a command.
type CmdletCommand struct {
	object.Instance
	Def     *cmdlet.Definition
	session *Session
	used    bool // it was called
	plan    *bind.Plan
}

func (k *CmdletCommand) commandName() string { return k.Def.Name }

func (k *CmdletCommand) newStage(c *call) (Stage, error) {
	if k.plan == nil {
		k.plan = bind.NewPlan(k.Def.Info())
	}
	run := newRunning(c, k.Def.Name, k.plan)
	run.id, run.command = implementingType(k.Def), k
	st := &cmdletStage{Running: run, def: k.Def, plan: k.plan, impl: k.Def.New()}
	run.stage = st
	st.wrapper = runtimeView{run}
	return st, nil
}

// class is the .NET class of the cmdlet as a type.
func (k *CmdletCommand) class() *object.Type {
	name := implementingType(k.Def)
	key := strings.ToLower(name)
	if t := k.session.cmdletClasses[key]; t != nil {
		return t
	}
	at := strings.LastIndexByte(name, '.')
	t := &object.Type{Namespace: name[:max(at, 0)], Name: name[at+1:], Base: psCmdletType, Assembly: "Microsoft.PowerShell.Commands.Utility"}
	if k.session.cmdletClasses == nil {
		k.session.cmdletClasses = map[string]*object.Type{}
	}
	k.session.cmdletClasses[key] = t
	return t
}

// implementingType is the .NET class that PowerShell's error ids name.
func implementingType(d *cmdlet.Definition) string {
	if !strings.HasPrefix(d.Options.Module, "Microsoft.PowerShell.") || d.Options.Module == "Microsoft.PowerShell.Archive" { // functions there
		return d.Name
	}
	verb, noun, _ := strings.Cut(d.Name, "-")
	switch { // the classes that are spelled otherwise than their cmdlets
	case noun == "CliXml":
		noun = "Clixml"
	case d.Name == "Send-MailMessage", d.Name == "Format-Hex":
		return "Microsoft.PowerShell.Commands." + verb + noun
	}
	return "Microsoft.PowerShell.Commands." + verb + noun + "Command"
}

func (st *cmdletStage) prepare(expectInput bool) error {
	c := st.call
	b := bind.New(st.plan, binderCaller{st.Running.Session, c, st.plan, nil}, st.def.Name)
	st.binding = b
	st.trace = st.Session.traces.Source(parameterBinding)
	b.Trace(st.trace)
	st.setter = cmdlet.NewSetter(st.impl)
	var dynamic func(*bind.Binding) ([]*cmdlet.Param, error)
	if d, ok := st.impl.(cmdlet.DynamicParameters); ok {
		dynamic = func(b *bind.Binding) ([]*cmdlet.Param, error) { return st.dynamicParameters(d, b) }
	}
	if err := b.BindCommandLine(c.args, expectInput, dynamic); err != nil {
		st.hadErrors = true
		return c.bindError(err, st.def.Name, st.id)
	}
	if err := st.applyCommon(b); err != nil {
		return err
	}
	b.BeginPipeline()
	for i, given := range b.Given {
		if given && len(b.Plan.Params[i].Field) > 0 {
			st.store(b.Plan.Params[i].Param, b.Values[i])
		}
	}
	for _, i := range b.PipelineParameters() {
		st.named = append(st.named, inputField{i, b.Plan.Params[i].Param})
	}
	st.prepareQuick()
	return nil
}

// store puts a value into the cmdlet's struct, or its dynamic parameters'.
func (st *cmdletStage) store(p *cmdlet.Param, v any) {
	if p.Dynamic {
		st.dynamic.Set(p, v)
		return
	}
	st.setter.Set(p, v)
}

func (st *cmdletStage) dynamicParameters(d cmdlet.DynamicParameters, b *bind.Binding) ([]*cmdlet.Param, error) {
	for i, given := range b.Given {
		if given && len(b.Plan.Params[i].Field) > 0 {
			st.setter.Set(b.Plan.Params[i].Param, b.Values[i])
		}
	}
	more, err := d.DynamicParameters(st.wrapper)
	if err != nil || more == nil {
		return nil, err
	}
	st.dynamic = cmdlet.NewSetter(more)
	return cmdlet.InfoOf(more)
}

// prepareQuick: when the one open pipeline parameter takes any object as it is,
// objects go straight into its field.
func (st *cmdletStage) prepareQuick() {
	if len(st.named) == 0 || len(st.binding.Plan.Info.Sets) > 1 && !st.onlyOneOpen() {
		return
	}
	if !st.onlyOneOpen() {
		return
	}
	f := st.openField()
	if f == nil || f.param.Type != object.ObjectType || len(f.param.Validations) > 0 || len(f.param.Transforms) > 0 {
		return
	}
	for _, s := range f.param.Sets {
		if !s.Pipeline || s.ByName {
			return
		}
	}
	field := st.setter.Field(f.param)
	st.quick = func(v any) { cmdlet.Store(field, v) }
}

func (st *cmdletStage) onlyOneOpen() bool {
	n := 0
	for _, f := range st.named {
		if !st.binding.Given[f.index] && st.binding.Reachable(f.index) {
			n++
		}
	}
	return n == 1 && !st.binding.HasLate()
}

func (st *cmdletStage) openField() *inputField {
	for i := range st.named {
		if !st.binding.Given[st.named[i].index] && st.binding.Reachable(st.named[i].index) {
			return &st.named[i]
		}
	}
	return nil
}

// begin may come from an object that a stage before writes in its own Begin.
func (st *cmdletStage) begin() error {
	if st.began {
		return nil
	}
	st.began = true
	if d := st.Session.debug; d != nil {
		d.named(st.call.f, st.Invocation().PSPath, st.call.name, st.def.Name)
	}
	defer calling(st.trace, "BeginProcessing")()
	if b, ok := st.impl.(cmdlet.Beginner); ok {
		if err := b.Begin(st.Session.ctx, st.wrapper); err != nil {
			return st.terminating(err)
		}
	}
	return nil
}

func (st *cmdletStage) process(v any) error {
	if err := st.begin(); err != nil {
		return err
	}
	if v == object.Null && !st.fed {
		if err := st.binding.LateWithoutInput(); err != nil {
			return st.call.bindError(err, st.def.Name, st.id)
		}
	} else if st.quick != nil && v != nil && st.trace == nil {
		st.quick(v)
	} else if err := st.binding.BindInput(v); err != nil {
		err = st.call.bindError(err, st.def.Name, st.id)
		if rec, ok := err.(*object.ErrorRecord); ok {
			return st.WriteError(rec)
		}
		return err
	} else {
		st.storeInput()
	}
	st.input = v
	var err error
	if st.trace != nil {
		defer calling(st.trace, "ProcessRecord")()
	}
	if st.Session.turn != nil && st.def.Options.Waits {
		st.Session.WhileWaiting(func() { err = st.impl.Process(st.Session.ctx, st.wrapper) })
	} else {
		err = st.impl.Process(st.Session.ctx, st.wrapper)
	}
	if err != nil {
		return st.terminating(err)
	}
	return nil
}

func (st *cmdletStage) storeInput() {
	st.bound = nil
	for _, f := range st.named {
		switch {
		case st.binding.Piped(f.index) || st.binding.Late(f.index):
			st.store(f.param, st.binding.Values[f.index])
		case !st.binding.Given[f.index] && !f.param.Dynamic:
			st.setter.Reset(f.param)
		}
	}
}

func (st *cmdletStage) end() error {
	st.input = object.Null
	defer calling(st.trace, "EndProcessing")()
	if e, ok := st.impl.(cmdlet.Ender); ok {
		if err := e.End(st.Session.ctx, st.wrapper); err != nil {
			return st.terminating(err)
		}
	}
	return nil
}

func (st *cmdletStage) clean() error {
	if c, ok := st.impl.(cmdlet.Cleaner); ok && st.began {
		c.Clean(st.wrapper)
	}
	st.finish()
	return nil
}

func (st *cmdletStage) failed() bool { return st.hadErrors }

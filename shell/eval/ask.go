package eval

import (
	"errors"
	"fmt"
	"io"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// binderCaller is what the binder asks of a call.
type binderCaller struct {
	*Session
	call  *call
	plan  *bind.Plan
	stage *scriptStage
}

// Prompt asks for mandatory parameters, when there is somebody to ask.
func (b binderCaller) Prompt(missing []*cmdlet.Param, help []string) ([]any, bool, error) {
	if !b.canAsk() {
		return nil, false, nil
	}
	fields := make([]cmdlet.Field, len(missing))
	for i, p := range missing {
		fields[i] = cmdlet.Field{Name: p.Name, Label: p.Name, Help: help[i], Type: p.Type, Commands: true}
	}
	if err := b.sink.Flush(); err != nil {
		return nil, false, err
	}
	name := b.call.name
	if cmd, ok := b.stage.commandOf(); ok {
		name = cmd
	}
	caption := fmt.Sprintf("cmdlet %s at command pipeline position %d", name, 1)
	values, err := b.host.Prompt(caption, "Supply values for the following parameters:", fields)
	if errors.Is(err, io.EOF) { // nobody answers: the parameters are missing
		return nil, false, nil
	}
	return values, err == nil, err
}

func (st *scriptStage) commandOf() (string, bool) {
	if st == nil || st.fn == nil {
		return "", false
	}
	return st.fn.Name, true
}

// canAsk tells whether questions can be put to somebody.
func (s *Session) canAsk() bool {
	return !s.options.NonInteractive && s.options.Host != nil
}

// Call runs a script block that binding needs (a validation, a delayed argument) in
// the function's scope, where the parameters bound so far have their values.
func (b binderCaller) Call(sb object.ScriptBlock, self, underscore any, args ...any) ([]any, error) {
	st := b.stage
	if st == nil || st.binding == nil {
		return b.Session.Call(sb, self, underscore, args...)
	}
	leave := st.enter()
	defer leave()
	for i, p := range st.code.params {
		if i < len(st.binding.Given) && st.binding.Given[i] {
			st.setParam(p, st.binding.Shown(i))
		}
	}
	return b.Session.Call(sb, self, underscore, args...)
}

// DefaultValues are the entries of $PSDefaultParameterValues for a command.
func (b binderCaller) DefaultValues(command string) []bind.DefaultValue {
	sl, _ := b.call.f.scope.lookup(symDefaultParams)
	if sl == nil {
		return nil
	}
	table, ok := object.Unwrap(sl.value()).(object.Dictionary)
	if !ok || table.Len() == 0 {
		return nil
	}
	return b.defaultValues(table, command)
}

// errNonInteractive is what asking fails with when nobody can be asked.
func (s *Session) errNonInteractive(what string) error {
	return object.NewError(object.PSInvalidOperationType, "InvalidOperation", object.InvalidOperation, nil, "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.")
}

var yesNoChoices = []cmdlet.Choice{
	{Label: "&Yes", Help: "Continue with only the next step of the operation."},
	{Label: "Yes to &All", Help: "Continue with all the steps of the operation."},
	{Label: "&No", Help: "Skip this operation and proceed with the next operation."},
	{Label: "No to A&ll", Help: "Skip this operation and all subsequent operations."},
	{Label: "&Suspend", Help: pauseHelp},
}

// ShouldProcess is -WhatIf and -Confirm.
func (r *Running) ShouldProcess(target, action string) (bool, error) {
	if action == "" {
		action = r.name
	}
	description := fmt.Sprintf(`Performing the operation "%s" on target "%s".`, action, target)
	return r.ShouldProcessText(description, description, "")
}

// ShouldProcessText is ShouldProcess with all texts given.
func (r *Running) ShouldProcessText(description, warning, caption string) (bool, error) {
	if r.whatIf() {
		if err := r.sink.Flush(); err != nil {
			return false, err
		}
		return false, r.host.Write("What if: "+description+"\n", -1, -1)
	}
	if !r.mustConfirm() {
		if r.common.verbose {
			return true, r.WriteVerbose(description)
		}
		return true, nil
	}
	if caption == "" {
		caption = "Confirm"
	}
	return r.ask(caption, "Are you sure you want to perform this action?\n"+warning)
}

func (r *Running) whatIf() bool {
	if r.common.hasWhatIf {
		return r.common.whatIf
	}
	return object.IsTrue(r.frame.scope.get(symWhatIfPref))
}

// mustConfirm compares the command's impact with the preference.
func (r *Running) mustConfirm() bool {
	if r.common.hasConfirm {
		return r.common.confirm
	}
	limit := cmdlet.ImpactHigh
	if sl, _ := r.frame.scope.lookup(symConfirmPref); sl != nil {
		v := sl.value()
		if e, ok := v.(object.Enum); ok {
			limit = cmdlet.Impact(e.Value)
		} else if x, err := object.Convert(r.Session, v, confirmImpactType); err == nil {
			limit = cmdlet.Impact(x.(object.Enum).Value)
		}
	}
	if limit == cmdlet.ImpactNone {
		return false
	}
	impact := r.info.Options.ConfirmImpact
	if impact == cmdlet.ImpactNone {
		impact = cmdlet.ImpactMedium
	}
	return impact >= limit
}

func (r *Running) ask(caption, message string) (bool, error) {
	return r.ShouldContinueAll(message, caption, &r.confirm)
}

// ShouldContinue asks whatever the preferences are.
func (r *Running) ShouldContinue(query, caption string) (bool, error) {
	n, err := r.answer(caption, query, []cmdlet.Choice{yesNoChoices[0], yesNoChoices[2], yesNoChoices[4]}, 2)
	return err == nil && n == 0, err
}

// ShouldContinueAll is ShouldContinue with answers for all questions that follow.
func (r *Running) ShouldContinueAll(query, caption string, all *cmdlet.Confirmation) (bool, error) {
	switch {
	case all.YesAll:
		return true, nil
	case all.NoAll:
		return false, nil
	}
	n, err := r.answer(caption, query, yesNoChoices, 4)
	if err != nil {
		return false, err
	}
	all.YesAll, all.NoAll = n == 1, n == 3
	return n <= 1, nil
}

// askCredential asks for the password of a user.
func (s *Session) askCredential(user string) (any, error) {
	cmd, ok := s.cmdlets["get-credential"]
	if !ok || !s.canAsk() {
		return nil, s.errNonInteractive("")
	}
	var c collector
	f := s.innermost()
	st, err := cmd.newStage(&call{f: f, name: "Get-Credential", args: []bind.Arg{{Name: "Credential", Value: user, HasValue: true}}, out: &c, pipes: f.pipes, state: s.state})
	if err != nil {
		return nil, err
	}
	run := pipelineRun{f: f, stages: []Stage{st}}
	if err := run.run(noInput); err != nil {
		return nil, err
	}
	return c.value(), st.clean()
}

// defaultValues picks the entries whose command pattern fits.
func (b binderCaller) defaultValues(table object.Dictionary, command string) []bind.DefaultValue {
	if v, ok := table.Get("Disabled"); ok && object.IsTrue(v) {
		return nil
	}
	var list []bind.DefaultValue
	for k, v := range table.All() {
		key := object.Text(b.Session, k)
		i := lastColon(key)
		if i < 0 {
			continue
		}
		pattern, name := trimQuotes(key[:i]), trimQuotes(key[i+1:])
		w, err := object.CompileWildcard(pattern, true)
		if err != nil || !w.Match(command) && !b.aliasMatches(w, command) {
			continue
		}
		if sb, ok := object.Unwrap(v).(*ScriptBlock); ok {
			out, err := b.Session.Call(sb, nil, nil, command)
			if err != nil || len(out) == 0 {
				continue
			}
			v = object.Collapse(out)
		}
		list = append(list, bind.DefaultValue{Name: name, Value: v})
	}
	return list
}

// aliasMatches: a key may name the command by an alias.
func (b binderCaller) aliasMatches(w *object.Wildcard, command string) bool {
	for sc := b.state.current; sc != nil; sc = sc.parent {
		for _, a := range sc.aliases {
			if equalFold(a.Target, command) && w.Match(a.Name) {
				return true
			}
		}
	}
	return false
}

func lastColon(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ':' {
			return i
		}
	}
	return -1
}

func trimQuotes(s string) string {
	if len(s) > 1 && (s[0] == '\'' || s[0] == '"') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// noHost is the host of a session without one: nothing shows, nobody answers.
type noHost struct{}

func (noHost) Width() int                            { return 120 }
func (noHost) Height() int                           { return 50 }
func (noHost) Write(string, int, int) error          { return nil }
func (noHost) Interactive() bool                     { return false }
func (noHost) Colour() bool                          { return false }
func (noHost) ReadLine(string, bool) (string, error) { return "", errNobody }
func (noHost) Choose(string, string, []cmdlet.Choice, int) (int, error) {
	return 0, errNobody
}
func (noHost) ChooseMany(string, string, []cmdlet.Choice, []int) ([]int, error) {
	return nil, errNobody
}
func (noHost) Prompt(string, string, []cmdlet.Field) ([]any, error) { return nil, errNobody }

// Out drops what is written.
func (noHost) Out() io.Writer { return io.Discard }

var errNobody = errors.New("nobody can be asked")

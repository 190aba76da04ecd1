package eval

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// A nester is a host that can put a prompt of its own inside what runs.
type nester interface {
	// NestedPrompt reads and runs commands until exit, or the end of the input.
	NestedPrompt(ctx context.Context) error
}

// EnterNestedPrompt gives the prompt to the user while what runs waits. Commands entered there run
// in the scope of the code that waits; exit goes on with it.
func (s *Session) EnterNestedPrompt() error {
	host, ok := s.host.(nester)
	if !ok || !s.canAsk() {
		return s.errNonInteractive("EnterNestedPrompt")
	}
	if err := s.sink.Flush(); err != nil {
		return err
	}
	s.nested++
	s.global.put(symNestedLevel, int32(s.nested))
	present, early, ok := s.history.present, s.history.early, s.ok
	err := host.NestedPrompt(s.ctx)
	s.history.present, s.history.early, s.ok = present, early, ok
	s.nested--
	s.global.put(symNestedLevel, int32(s.nested))
	return err
}

// answer asks for one of several choices; the one labelled Suspend brings a nested prompt, behind
// which the question is asked again.
func (s *Session) answer(caption, message string, choices []cmdlet.Choice, suspend int) (int, error) {
	if !s.canAsk() {
		return 0, s.errNonInteractive("Choose")
	}
	for {
		if err := s.sink.Flush(); err != nil {
			return 0, err
		}
		n, err := s.host.Choose(caption, message, choices, 0)
		if err != nil || n != suspend {
			return n, err
		}
		if err := s.EnterNestedPrompt(); err != nil {
			return 0, err
		}
	}
}

const pauseHelp = `Pause the current pipeline and return to the command prompt. Type "exit" to resume the pipeline.`

var inquireChoices = []cmdlet.Choice{
	{Label: "&Yes", Help: "Continue with only the next step of the operation."},
	{Label: "Yes to &All", Help: "Continue with all the steps of the operation."},
	{Label: "&Halt Command", Help: "Stop this command."},
	{Label: "&Suspend", Help: pauseHelp},
}

// inquire asks whether to go on behind a message of stream, whose preference is Inquire. An error is
// the end of the command.
func (r *Running) inquire(stream symbol, message string) error {
	if r.goOn[stream] {
		return nil
	}
	n, err := r.answer("Confirm", message, inquireChoices, 3)
	switch {
	case err != nil:
		return err
	case n == 1:
		if r.goOn == nil {
			r.goOn = map[symbol]bool{}
		}
		r.goOn[stream] = true
	case n == 2:
		rec := object.NewError(object.ActionPreferenceStopType, "ActionPreferenceStop", object.OperationStopped, nil, "The running command stopped because the user selected the Stop option.")
		rec.Command = r.id
		r.complete(rec)
		return &failure{record: rec, stop: true, byAction: true}
	}
	return nil
}

var exceptionChoices = []cmdlet.Choice{
	{Label: "&Continue", Help: "Report the error then continue with the next script statement."},
	{Label: "S&ilently Continue", Help: "Do not report this error, just continue with the next script statement."},
	{Label: "&Break", Help: "Do not continue processing, throw the exception instead."},
	{Label: "&Suspend", Help: "Pause the current pipeline and return to the command prompt. Type exit to resume operation when you are done."},
}

// inquireFor asks what to do with the error of a statement.
func (s *Session) inquireFor(message string) (ActionPreference, error) {
	n, err := s.answer("Action to take for this exception:", message, exceptionChoices, 3)
	if err != nil {
		return Stop, err
	}
	return [...]ActionPreference{Continue, SilentlyContinue, Stop}[n], nil
}

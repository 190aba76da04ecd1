package format

import (
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Invocation is what an error view asks of a record's InvocationInfo; the
// session's type implements it.
type Invocation interface {
	// MyCommand is the command that was running; ok is false when there was none.
	MyCommand() (info cmdlet.CommandInfo, ok bool)
	// InvocationName is the name or operator it was called by.
	InvocationName() string
}

// errorText is the text of a record in the view $ErrorView names.
func (s *System) errorText(inv object.Invoker, r *object.ErrorRecord) string {
	text := s.styledErrorText(inv, r)
	if suppressed() {
		return Plain(text)
	}
	if s.config.Plain != nil && s.config.Plain() {
		return strings.TrimSuffix(Plain(text), "\n")
	}
	return text
}

// dataErrorText is the text of a record that is no error any more but an object among others
// (2>&1, $Error[0]). Decorated and with a place in a script, it ends with a line that only a
// reset fills; on the error stream PowerShell drops that line.
func (s *System) dataErrorText(inv object.Invoker, r *object.ErrorRecord) string {
	text := s.errorText(inv, r)
	if decorated(text) && strings.Contains(text, "\n") && strings.EqualFold(s.errorViewName(), "ConciseView") {
		text += "\n"
	}
	return text
}

// suppressed tells whether PowerShell's own switch for texts without sequences is set.
func suppressed() bool { return os.Getenv("__SuppressAnsiEscapeSequences") != "" }

func (s *System) styledErrorText(inv object.Invoker, r *object.ErrorRecord) string {
	v := errorView{system: s, inv: inv, record: r, colour: s.Style.ErrorColour(), accent: s.Style.ErrorAccent()}
	if i, ok := r.Invocation.(Invocation); ok {
		v.invocation = i
	}
	if id := r.FullyQualifiedErrorID(); id == "NativeCommandErrorMessage" || id == "NativeCommandError" {
		return v.colour + r.Exception.Message + reset
	}
	switch strings.ToLower(s.errorViewName()) {
	case "categoryview":
		return v.colour + CategoryMessage(inv, r) + reset
	case "detailedview":
		return v.colour + s.Detailed(inv, r) + reset
	case "conciseview":
		return v.concise()
	}
	return v.colour + v.commandPrefix() + v.normal()
}

// errorView draws one record.
type errorView struct {
	system         *System
	inv            object.Invoker
	record         *object.ErrorRecord
	invocation     Invocation // nil when unknown
	colour, accent string
}

// invoked tells whether the record has an InvocationInfo.
func (v errorView) invoked() bool { return v.invocation != nil || v.record.Position.Line > 0 }

func (v errorView) command() (cmdlet.CommandInfo, bool) {
	if v.invocation == nil {
		return cmdlet.CommandInfo{}, false
	}
	return v.invocation.MyCommand()
}

func (v errorView) invocationName() string {
	if v.invocation == nil {
		return ""
	}
	return v.invocation.InvocationName()
}

func (v errorView) message() string {
	if v.record.Details != "" {
		return v.record.Details
	}
	if v.record.Exception != nil {
		return v.record.Exception.Message
	}
	return ""
}

// conciseMessage is the message without the places that a parse error's has in
// front of each of its errors: the first one's text.
func (v errorView) conciseMessage() string {
	message := v.message()
	if v.record.Category != object.ParserError {
		return message
	}
	if _, text, ok := strings.Cut(message, "~\n"); ok {
		message, _, _ = strings.Cut(text, "\n\n")
	}
	return message
}

// reason is who reports the error, in front of the colon of the concise view.
func (v errorView) reason() string {
	r := v.record
	info, has := v.command()
	switch {
	case r.Exception != nil && r.Exception.Thrown:
		return "Exception"
	case has && info.Name != "" && v.system.commandExists(info.Name):
		return info.Name
	case r.Activity != "":
		return r.Activity
	case has:
		return info.Name
	case v.invocationName() != "":
		return v.invocationName()
	case r.Category != object.NotSpecified:
		return r.Category.String()
	case reason(r) != "":
		return reason(r)
	}
	return "Error"
}

// concise is ConciseView: one line, or the line of the script with the place
// marked and the message beside a bar.
func (v errorView) concise() string {
	r := v.record
	body := ""
	bar := ""
	p := r.Position
	parser := r.Category == object.ParserError && r.Exception != nil && isParseError(r.Exception)
	if target, ok := targetPlace(v.inv, r.Target); ok {
		body, bar = v.drawPlace(target)
	} else if (parser || p.File != "" || p.Line > 1) && v.invoked() && !strings.HasSuffix(strings.ToLower(p.File), ".psm1") {
		body, bar = v.drawPlace(v.ownPlace(p))
	}
	message := bar + v.conciseMessage()
	if v.invoked() && p.File != "" || r.Category == object.ParserError {
		message = wrapMessage(message, bar, v.system.consoleWidth())
	}
	text := v.colour + v.reason() + ": " + body + v.colour + message + reset
	if strings.TrimSpace(r.RecommendedAction) != "" {
		text += "\n" + v.colour + "  Recommendation: " + r.RecommendedAction + reset
	}
	return text
}

func isParseError(e *object.Exception) bool {
	t := e.PSType()
	return t.Is(object.ParentContainsErrorRecordType)
}

// wrapMessage breaks a message at blanks so that each line, with the bar before
// it, fits the window. Line breaks of the message itself become blanks.
func wrapMessage(message, bar string, window int) string {
	message = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(message)
	text := []rune(message)
	prefix := []rune(bar)
	invisible := len(prefix) - len([]rune(Plain(bar)))
	visible := len(prefix) - invisible
	if window <= 0 || len(text)-invisible <= window {
		return message
	}
	first := cutAtBlank(text, window+invisible)
	lines := []string{string(first)}
	rest := trimBlanks(text[len(first):])
	for len(rest)+visible > window {
		line := cutAtBlank(append(append([]rune{}, prefix...), rest...), window+invisible)
		if len(line) <= len(prefix) {
			break
		}
		lines = append(lines, string(line))
		rest = trimBlanks(rest[len(line)-len(prefix):])
	}
	return strings.Join(append(lines, bar+string(trimBlanks(rest))), "\n")
}

// cutAtBlank is text up to its last blank within length, or all length of it when there is none.
func cutAtBlank(text []rune, length int) []rune {
	if len(text) <= length {
		return text
	}
	for i := length - 1; i >= 0; i-- {
		if text[i] == ' ' || text[i] == '\t' || text[i] == '\n' {
			return text[:i]
		}
	}
	return text[:length]
}

func trimBlanks(text []rune) []rune { return []rune(strings.TrimSpace(string(text))) }

// commandPrefix is the name NormalView puts before the message.
func (v errorView) commandPrefix() string {
	info, has := v.command()
	name := v.invocationName()
	switch {
	case has && info.Kind == "ExternalScript":
		name = info.Definition
	case has && info.Kind == "Script":
		name = info.Definition
	case has && (name == "" || name == "&" || name == "."):
		name = info.Name
	}
	if name == "" {
		return ""
	}
	return name + " : "
}

// normal is NormalView: the message, the position, category and id.
func (v errorView) normal() string {
	r := v.record
	text := v.colour + v.message()
	if _, has := v.command(); v.invoked() && (has || r.Category != object.ParserError) {
		if p := r.Position.Message(); p != "" {
			text += "\n" + p
		}
	}
	return text + "\n+ CategoryInfo          : " + CategoryMessage(v.inv, r) +
		"\n+ FullyQualifiedErrorId : " + r.FullyQualifiedErrorID() + reset
}

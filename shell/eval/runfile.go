package eval

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/language"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

func (s *Session) runFile(ctx context.Context, path string, args []string) (Result, error) {
	text, err := readScript(path)
	if err != nil {
		return Result{ExitCode: 64}, err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return Result{ExitCode: 64}, err
	}
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = a
	}
	return s.RunText(ctx, text, RunOptions{File: full, Script: true, Args: list}), nil
}

// readScript reads a script file, without its byte order mark.
func readScript(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return decodeText(b), nil
}

// decodeText reads UTF-8, or what the byte order mark says.
func decodeText(b []byte) string {
	switch {
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF:
		return string(b[3:])
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		return decodeWide(b[2:], 0)
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		return decodeWide(b[2:], 1)
	}
	return string(b)
}

func decodeWide(b []byte, big int) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i+big]) | uint16(b[2*i+1-big])<<8
	}
	return object.FromUnits(units)
}

// reportParseErrors shows a text's parse errors as one record.
func (s *Session) reportParseErrors(ctx context.Context, errs []*parse.ParseError, o RunOptions) Result {
	undo := s.attach(ctx)
	defer undo()
	if o.History {
		s.beginInput(o.Text)
	}
	r := parseRecord(errs)
	r.Exception.Type = object.ParentContainsErrorRecordType
	f := &frame{s: s, scope: s.global}
	r.Invocation = &Invocation{Position: r.Position, frame: f}
	s.addError(r)
	s.ok = false
	_ = s.sink.Error(r)
	_ = s.sink.Flush()
	result := Result{ExitCode: 1, Err: r}
	if o.History {
		s.endInput(result)
	}
	return result
}

// parseRecord makes the record of a text that does not parse: the first error's
// id and place, all messages.
func parseRecord(errs []*parse.ParseError) *object.ErrorRecord {
	list := make([]any, len(errs))
	for i, e := range errs {
		list[i] = &language.Error{Err: e}
	}
	first := errs[0]
	r := object.NewError(object.ParseExceptionType, first.ID, object.ParserError, nil, "%s", parseTexts(errs))
	r.Exception.Fields = map[string]any{"Errors": object.NewArray(list)}
	r.Position = positionOf(&first.Extent)
	return r
}

// parseTexts is what the exception of a text that does not parse says: each error with its place.
func parseTexts(errs []*parse.ParseError) string {
	texts := make([]string, len(errs))
	for i, e := range errs {
		texts[i] = positionOf(&e.Extent).Message() + "\n" + e.Message
	}
	return strings.Join(texts, "\n\n")
}

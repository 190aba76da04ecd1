package check

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"

	"stagecoach/shell/ast"
	"stagecoach/shell/parse"
)

// reportError is one error in JSON.
type reportError struct {
	ID          string `json:"id"`
	Message     string `json:"message"`
	StartLine   int    `json:"startLine"`
	StartColumn int    `json:"startColumn"`
	EndLine     int    `json:"endLine"`
	EndColumn   int    `json:"endColumn"`
	Incomplete  bool   `json:"incomplete"`
}

// writeJSON writes one line: {"path", "errors", "tree"}. It writes as it goes,
// since the tree of a dense text is thirty times as long as the text.
func writeJSON(path string, result *parse.Result, out io.Writer) error {
	w := &jsonWriter{Writer: bufio.NewWriter(out)}
	w.raw(`{"path":`)
	w.value(path)
	w.raw(`,"errors":[`)
	for i, e := range result.Errors.All() {
		if i > 0 {
			w.raw(",")
		}
		start, end := e.Extent.Start(), e.Extent.End()
		w.value(reportError{e.ID, e.Message, start.Line, start.Column, end.Line, end.Column, e.Incomplete})
	}
	w.raw(`],"tree":"`)
	ast.WriteTree(w, result.Tree)
	w.raw("\"}\n")
	if w.err == nil {
		w.err = w.Flush()
	}
	return w.err
}

// jsonWriter writes JSON by hand. What goes through WriteString and WriteByte is
// the inside of a JSON string.
type jsonWriter struct {
	*bufio.Writer
	err error // the first one
}

// raw writes JSON as it is.
func (w *jsonWriter) raw(s string) {
	_, err := w.Writer.WriteString(s)
	w.keep(err)
}

// value writes any value.
func (w *jsonWriter) value(v any) { w.raw(encode(v)) }

func (w *jsonWriter) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// WriteString writes a piece of a string, escaped.
func (w *jsonWriter) WriteString(s string) (int, error) {
	if isPlain(s) {
		w.raw(s)
	} else {
		quoted := encode(s)
		w.raw(quoted[1 : len(quoted)-1])
	}
	return len(s), w.err
}

// WriteByte writes a character that needs no escape.
func (w *jsonWriter) WriteByte(c byte) error {
	w.keep(w.Writer.WriteByte(c))
	return w.err
}

// isPlain reports whether s stands for itself in a JSON string.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// encode returns v as JSON without escapes for HTML.
func encode(v any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // strings and structs of strings, numbers and truths always encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// HistoryEntry is one input at the prompt: Microsoft.PowerShell.Commands.HistoryInfo.
type HistoryEntry struct {
	object.Instance
	ID         int64
	Text       string
	Status     object.Enum // a PipelineState
	Start, End dotnet.DateTime
}

// History is what was entered at the prompt, as Get-History and its kin see it. An entry is added
// when its input has ended, so that an input does not find itself there.
type History struct {
	entries []*HistoryEntry // oldest first
	added   int64           // the last entry's number; clearing does not start the count again
	present *HistoryEntry   // the input that runs, not yet among the entries unless early
	early   bool            // Add-History has put the present input among the entries
	again   map[int64]bool  // entries that Invoke-History is running
}

// PipelineStateType is System.Management.Automation.Runspaces.PipelineState.
var PipelineStateType = newPipelineState()

func newPipelineState() *object.Type {
	t := object.NewEnum("System.Management.Automation.Runspaces", "PipelineState",
		[]string{"NotStarted", "Running", "Stopping", "Stopped", "Completed", "Failed", "Disconnected"})
	t.Assembly = "System.Management.Automation"
	return t
}

// The states that an input can end in.
var (
	pipelineStopped   = object.Enum{Type: PipelineStateType, Value: 3}
	pipelineCompleted = object.Enum{Type: PipelineStateType, Value: 4}
	pipelineFailed    = object.Enum{Type: PipelineStateType, Value: 5}
)

// History is the session's; its methods are called by commands.
func (s *Session) History() *History { return &s.history }

// beginInput notes what was entered and when.
func (s *Session) beginInput(text string) {
	s.history.present, s.history.early = nil, false
	if strings.TrimSpace(text) == "" {
		return
	}
	s.history.present = &HistoryEntry{Text: text, Start: dotnet.Now(), Status: object.Enum{Type: PipelineStateType, Value: 1}}
}

// endInput puts the present input into the history.
func (s *Session) endInput(r Result) {
	e := s.history.present
	if e == nil {
		return
	}
	e.End, e.Status = dotnet.Now(), pipelineCompleted
	switch {
	case r.Stopped:
		e.Status = pipelineStopped
	case r.Err != nil:
		e.Status = pipelineFailed
	}
	if !s.history.early {
		s.history.Add(e, s.historyLimit())
	}
	s.history.present = nil
}

// historyLimit is $MaximumHistoryCount, as far as it is a number.
func (s *Session) historyLimit() int {
	v, _ := s.Variable("global:MaximumHistoryCount")
	n, err := object.Convert(s, v, object.Int32Type)
	if limit, ok := n.(int32); err == nil && ok && limit > 0 {
		return int(limit)
	}
	return 4096
}

// Add puts an entry behind the others; the oldest ones go when there are more than limit.
func (h *History) Add(e *HistoryEntry, limit int) {
	h.added++
	e.ID = h.added
	h.entries = append(h.entries, e)
	if over := len(h.entries) - limit; over > 0 {
		h.entries = h.entries[over:]
	}
}

// AddPresent puts the present input among the entries before it has ended: further ones are to follow.
func (s *Session) AddPresent() {
	h := &s.history
	if h.present == nil || h.early {
		return
	}
	h.early = true
	h.present.End = dotnet.Now()
	h.Add(h.present, s.historyLimit())
}

// AddHistory puts a copy of e behind the other entries, and returns it.
func (s *Session) AddHistory(e HistoryEntry) *HistoryEntry {
	s.history.Add(&e, s.historyLimit())
	return &e
}

// Entries are all entries, oldest first.
func (h *History) Entries() []*HistoryEntry { return h.entries }

// Entry is the one with a number, nil when there is none.
func (h *History) Entry(id int64) *HistoryEntry {
	for _, e := range h.entries {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Remove takes entries out.
func (h *History) Remove(list []*HistoryEntry) {
	gone := make(map[int64]bool, len(list))
	for _, e := range list {
		gone[e.ID] = true
	}
	var rest []*HistoryEntry
	for _, e := range h.entries {
		if !gone[e.ID] {
			rest = append(rest, e)
		}
	}
	h.entries = rest
}

// Again marks an entry as being run by Invoke-History until done is called; false: it is already.
func (h *History) Again(e *HistoryEntry) (done func(), ok bool) {
	if h.again[e.ID] {
		return nil, false
	}
	if h.again == nil {
		h.again = map[int64]bool{}
	}
	h.again[e.ID] = true
	if h.present != nil {
		h.present.Text = e.Text // the history keeps what was run, not "r 1"
	}
	return func() { delete(h.again, e.ID) }, true
}

// NoteTokens sets $^ and $$ to the first and the last token of the input before text, which is about to
// run. Asking for them does not change them. A terminal's prompt calls it.
func (s *Session) NoteTokens(text string) {
	tokens, _ := parse.Tokenize(text)
	s.global.put(symFirstToken, s.firstToken)
	s.global.put(symLastToken, s.lastToken)
	var list []parse.Token
	for _, t := range tokens {
		if t.Kind != ast.EndOfInput && t.Kind != ast.NewLine && t.Kind != ast.Comment {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return
	}
	keep := func(t *parse.Token, into *string) {
		if text := t.Text(); text != "$^" && text != "$$" {
			*into = tokenValue(t)
		}
	}
	keep(&list[0], &s.firstToken)
	keep(&list[len(list)-1], &s.lastToken)
}

// tokenValue is a token's text, a string's without its quotes.
func tokenValue(t *parse.Token) string {
	switch t.Kind {
	case ast.StringLiteral, ast.StringExpandable:
		text := t.Text()
		if len(text) >= 2 {
			return text[1 : len(text)-1]
		}
	}
	return t.Text()
}

// inputText is what stands in the history for a run.
func inputText(tree *ast.ScriptBlockAst, o RunOptions) string {
	if o.Text != "" {
		return o.Text
	}
	return tree.Extent().Text()
}

// PSType is Microsoft.PowerShell.Commands.HistoryInfo.
func (*HistoryEntry) PSType() *object.Type { return historyType }

// String is the text that was entered.
func (e *HistoryEntry) String() string { return e.Text }

var historyType = &object.Type{Name: "HistoryInfo", Namespace: "Microsoft.PowerShell.Commands", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "Id", object.Int64Type, func(e *HistoryEntry) any { return e.ID })
		property(set, "CommandLine", object.StringType, func(e *HistoryEntry) any { return e.Text })
		property(set, "ExecutionStatus", PipelineStateType, func(e *HistoryEntry) any { return e.Status })
		property(set, "StartExecutionTime", dotnet.DateTimeType, func(e *HistoryEntry) any { return e.Start })
		property(set, "EndExecutionTime", dotnet.DateTimeType, func(e *HistoryEntry) any { return e.End })
		property(set, "Duration", dotnet.TimeSpanType, func(e *HistoryEntry) any { return dotnet.TimeSpan(e.End.Ticks - e.Start.Ticks) })
		method(set, "Clone", nil, nil, func(_ object.Invoker, e *HistoryEntry, _ []any) (any, error) {
			clone := *e
			return &clone, nil
		})
	}}

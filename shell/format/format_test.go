package format

import (
	"context"
	"strings"
	"testing"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// invoker is a session without a session: enough to format values.
type invoker struct {
	members map[string]*object.MemberSet
}

func (*invoker) Context() context.Context              { return context.Background() }
func (*invoker) Culture() *object.Culture              { return &object.Culture{Name: "en-US"} }
func (*invoker) OFS() string                           { return " " }
func (*invoker) FindType(string) (*object.Type, error) { return nil, nil }
func (*invoker) Call(sb object.ScriptBlock, _, underscore any, _ ...any) ([]any, error) {
	return sb.(*block).run(underscore)
}
func (i *invoker) TypeMembers(names []string) *object.MemberSet {
	for _, n := range names {
		if m := i.members[n]; m != nil {
			return m
		}
	}
	return nil
}
func (*invoker) ResolvePath(path string, _ bool) (string, error) { return path, nil }
func (*invoker) NativePath(path string, _ bool) (string, error)  { return path, nil }

// block is a script block written in Go.
type block struct {
	text string
	run  func(any) ([]any, error)
}

func (*block) PSType() *object.Type { return object.ScriptBlockTyp }
func (b *block) String() string     { return b.text }

// page collects lines.
type page struct {
	width  int
	height int
	lines  []string
	style  *Style
}

func (p *page) Width() int  { return p.width }
func (p *page) Height() int { return p.height }
func (p *page) Line(s string, _ Stream) error {
	p.lines = append(p.lines, p.style.Render(s, false))
	return nil
}
func (p *page) Raw(s string, _ Stream) error {
	p.lines = append(p.lines, s)
	return nil
}

// row makes a custom object of names and values in turn.
func row(pairs ...any) *object.Custom {
	c := object.NewCustom(len(pairs) / 2)
	for i := 0; i < len(pairs); i += 2 {
		c.Set(pairs[i].(string), pairs[i+1])
	}
	return c
}

func render(t *testing.T, o *Options, values ...any) string {
	t.Helper()
	s := New(Config{})
	p := &page{width: 119, style: s.Style}
	inv := &invoker{}
	out := s.NewOutput(inv, p)
	feed := out.Object
	var f *Formatter
	if o != nil {
		f = s.NewFormatter(inv, o, out.Object)
		feed = f.Object
	}
	for _, v := range values {
		if err := feed(v); err != nil {
			t.Fatal(err)
		}
	}
	if f != nil {
		if err := f.End(); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.End(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(p.lines, "\n")
}

func properties(names ...string) []*cmdlet.Calculated {
	var out []*cmdlet.Calculated
	for _, n := range names {
		out = append(out, &cmdlet.Calculated{Expression: cmdlet.Expression{Name: n}})
	}
	return out
}

func on() *bool { b := true; return &b }

func TestShapes(t *testing.T) {
	tests := []struct {
		name    string
		options *Options
		in      []any
		want    string
	}{
		{"nothing", nil, nil, ""},
		{"string", nil, []any{"a", "b"}, "a\nb"},
		{"table", nil, []any{row("Name", "IMAPBatch1", "Count", int32(3)), row("Name", "B2", "Count", int32(12))},
			"\nName       Count\n----       -----\nIMAPBatch1     3\nB2            12\n"},
		{"table goes on", nil, []any{row("A", int32(1)), "text", row("B", int32(2))},
			"\nA\n-\n1\ntext\n \n"},
		{"list of five", nil, []any{row("A", int32(1), "B", "two", "C", true, "D", int32(4), "LongName", nil)},
			"\nA        : 1\nB        : two\nC        : True\nD        : 4\nLongName : \n"},
		{"list", &Options{Kind: List}, []any{row("A", int32(1)), row("B", int32(2))}, "\nA : 1\n\nB : 2\n"},
		{"list of what is missing", &Options{Kind: List, Properties: properties("Nope")}, []any{row("A", int32(1))}, "\n"},
		{"table of what is missing", &Options{Kind: Table, Properties: properties("Nope")}, []any{row("A", int32(1))}, "\nNope\n----\n\n"},
		{"wildcard", &Options{Kind: List, Properties: properties("*Time")}, []any{row("StartTime", int32(1), "EndTime", int32(2), "Name", "n")},
			"\nStartTime : 1\nEndTime   : 2\n"},
		{"no header", &Options{Kind: Table, HideHeaders: on(), AutoSize: on()}, []any{row("Name", "abc", "V", int32(1))}, "\nabc  1\n"},
		{"wide", &Options{Kind: Wide}, []any{row("Name", "alpha"), row("Name", "beta"), row("Name", "gamma")},
			"\nalpha" + pad(55) + "beta\ngamma" + pad(55) + "\n"},
		{"collection", nil, []any{row("L", object.NewArray([]any{int32(1), nil, "x", "", "y"}))}, "\nL\n-\n{1, $null, x, …}\n"},
		{"groups", &Options{Kind: Table, Properties: properties("V"), GroupBy: properties("G")[0]},
			[]any{row("G", "a", "V", int32(1)), row("G", "b", "V", int32(2))},
			"\n   G: a\n\nV\n-\n1\n\n   G: b\n\nV\n-\n2\n"},
		{"custom", &Options{Kind: Custom}, []any{row("A", int32(1), "B", row("C", "x"))},
			"\nclass PSCustomObject\n{\n  A = 1\n  B = \n    class PSCustomObject\n    {\n      C = x\n    }\n}\n\n"},
		{"wide characters", &Options{Kind: Table, AutoSize: on()}, []any{row("Name", "日本語テキスト", "V", int32(1)), row("Name", "ascii", "V", int32(22))},
			"\nName            V\n----            -\n日本語テキスト  1\nascii          22\n"},
		{"tab", &Options{Kind: Table, AutoSize: on()}, []any{row("A", "x\ty", "B", "b")}, "\nA   B\n-   -\nx\ty b\n"},
		{"wrapped", &Options{Kind: Table, Wrap: on()}, []any{row("A", "line1\nline2", "B", "b")}, "\nA           B\n-           -\nline1       b\nline2\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := render(t, tt.options, tt.in...); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s\n%q", got, tt.want, got)
			}
		})
	}
}

func BenchmarkTable(b *testing.B) {
	s := New(Config{})
	inv := &invoker{}
	rows := make([]any, 50000)
	for i := range rows {
		rows[i] = row("Id", int32(i), "Name", "user"+itoa(i)+"@contoso.com", "Status", "Synced", "Count", int32(i*7))
	}
	for b.Loop() {
		p := &page{width: 119, style: s.Style}
		out := s.NewOutput(inv, p)
		f := s.NewFormatter(inv, &Options{Kind: Table}, out.Object)
		for _, r := range rows {
			if err := f.Object(r); err != nil {
				b.Fatal(err)
			}
		}
		_ = f.End()
		_ = out.End()
	}
}

package transfer

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/selection"
)

func compiled(t *testing.T, s migration.Selection) *selection.Selection {
	t.Helper()
	c, err := selection.Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func filled(a *account) (out []string) {
	for _, b := range a.boxes {
		if len(b.msgs) > 0 {
			out = append(out, b.name.String())
		}
	}
	slices.Sort(out)
	return out
}

// TestRulesPlaceFolders: what the rules say lands where they say, two folders never in one, and a second pass keeps to it.
func TestRulesPlaceFolders(t *testing.T) {
	for _, tc := range []struct {
		rules migration.Selection
		want  string
	}{
		{migration.Selection{}, "INBOX|Old|Old/A|Old/B|Sent"},
		{migration.Selection{NoAutomap: true}, "Gesendet|INBOX|Old|Old/A|Old/B"},
		{migration.Selection{Rewrites: []string{"s/^Old$/New/"}}, "INBOX|New|Old/A|Old/B|Sent"},
		{migration.Selection{Rewrites: []string{"s/^Old.[AB]$/Both/"}}, "Both|Both (2)|INBOX|Old|Sent"},
		{migration.Selection{Rewrites: []string{"s/^Old.*/INBOX/"}}, "INBOX|INBOX (2)|INBOX (3)|INBOX (4)|Sent"},
		{migration.Selection{Prefix: "x."}, "INBOX|x.Gesendet|x.Old|x.Old/A|x.Old/B"},
		{migration.Selection{Subfolder: "All"}, "All/Gesendet|All/INBOX|All/Old|All/Old/A|All/Old/B"},
		{migration.Selection{ExcludePatterns: []string{"^Old/"}, IncludePatterns: []string{"^(Old|INBOX)"}}, "INBOX|Old"},
	} {
		r := newRig()
		for _, name := range []mail.Name{{"INBOX"}, {"Gesendet"}, {"Old"}, {"Old", "A"}, {"Old", "B"}} {
			r.source.box(name...).add(letter(name.String(), name.String(), 1))
		}
		r.target.box("Sent").use = mail.RoleSent
		r.opt.Selection = compiled(t, tc.rules)
		r.again(t)
		r.again(t)
		if got := strings.Join(filled(r.target), "|"); got != tc.want {
			t.Errorf("%+v: %s, want %s", tc.rules, got, tc.want)
		}
	}
}

// TestRulesLeaveMessagesOut, without counting them as skipped, and in later passes too.
func TestRulesLeaveMessagesOut(t *testing.T) {
	r := newRig()
	b := r.source.box("INBOX")
	for i := range 6 {
		b.add(letter("m"+string(rune('0'+i)), strings.Repeat("x", i*100), i))
	}
	newest := b.msgs[5].date
	r.opt.Selection = compiled(t, migration.Selection{Since: newest, MaxAge: newest.Sub(b.msgs[2].date), MaxSize: int64(len(b.msgs[4].body))})
	for range 2 {
		if result := r.again(t); result.Progress.Skipped != 0 || len(r.target.box("INBOX").msgs) != 3 {
			t.Fatalf("%d landed, %d skipped", len(r.target.box("INBOX").msgs), result.Progress.Skipped)
		}
	}
	late := letter("late", "late", 0)
	late.date = newest.Add(time.Hour)
	b.add(late)
	if r.again(t); len(r.target.box("INBOX").msgs) != 4 {
		t.Fatal("what came since was left out")
	}
}

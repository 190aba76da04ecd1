package selection

import (
	"errors"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

func TestPlace(t *testing.T) {
	for _, tc := range []struct {
		rules      migration.Selection
		name, want mail.Name
	}{
		{migration.Selection{}, mail.Name{"A", "b"}, mail.Name{"A", "b"}},
		{migration.Selection{Rewrites: []string{"s/^Old/New/"}}, mail.Name{"Old", "Old"}, mail.Name{"New", "Old"}},
		{migration.Selection{Rewrites: []string{"s/old/New/gi"}}, mail.Name{"Old", "OLD"}, mail.Name{"New", "New"}},
		{migration.Selection{Rewrites: []string{"s,^(.*)/(.*)$,$2/\\1,"}}, mail.Name{"a", "b"}, mail.Name{"b", "a"}},
		{migration.Selection{Rewrites: []string{"s{^a}{b}", "s#^b#c#"}}, mail.Name{"a"}, mail.Name{"c"}},
		{migration.Selection{Rewrites: []string{`s/^a\/b/x/`}}, mail.Name{"a", "b"}, mail.Name{"x"}},
		{migration.Selection{Rewrites: []string{`s/^a/\$5/`}}, mail.Name{"a"}, mail.Name{"$5"}},
		{migration.Selection{Rewrites: []string{`s/^a\/b/x/`}}, mail.Name{"a/b"}, mail.Name{"a/b"}}, // the slash is in the name
		{migration.Selection{Rewrites: []string{`s/$/ old/`}}, mail.Name{"a/b"}, mail.Name{"a/b old"}},
		{migration.Selection{Rewrites: []string{`s/.*//`}}, mail.Name{"a"}, mail.Name{"a"}}, // nothing is left: it keeps its name
		{migration.Selection{Rewrites: []string{`s/^a$/..\/\/b/`}}, mail.Name{"a"}, mail.Name{"..", "b"}},
		{migration.Selection{Rewrites: []string{`s/^Post$/inbox/`}}, mail.Name{"Post"}, mail.Inbox},
		{migration.Selection{Prefix: "Old-"}, mail.Name{"a"}, mail.Name{"Old-a"}},
		{migration.Selection{Prefix: "Old/"}, mail.Name{"a"}, mail.Name{"Old", "a"}},
		{migration.Selection{Prefix: "Old/"}, mail.Inbox, mail.Inbox},
		{migration.Selection{Subfolder: "Import/2026"}, mail.Inbox, mail.Name{"Import", "2026", "INBOX"}},
		{migration.Selection{Subfolder: "Import", Prefix: "x-", Rewrites: []string{"s/x-/y-/"}}, mail.Name{"a"}, mail.Name{"Import", "y-a"}},
	} {
		s, err := Compile(tc.rules)
		if err != nil {
			t.Errorf("%+v: %v", tc.rules, err)
			continue
		}
		got, ruled := s.Place(tc.name)
		if !got.Equal(tc.want) || ruled == tc.want.Equal(tc.name) {
			t.Errorf("%+v: %q lands in %q (%v), want %q", tc.rules, tc.name, got, ruled, tc.want)
		}
	}
}

func TestBadRulesAreRefused(t *testing.T) {
	for _, tc := range []struct {
		rules         migration.Selection
		field, reason string
	}{
		{migration.Selection{Rewrites: []string{"Old"}}, "Rewrites", "isn't a substitution"},
		{migration.Selection{Rewrites: []string{"s/a/b"}}, "Rewrites", "no '/' at its end"},
		{migration.Selection{Rewrites: []string{"s/a"}}, "Rewrites", "no '/' at its end"},
		{migration.Selection{Rewrites: []string{"s{a}"}}, "Rewrites", "replacement is missing"},
		{migration.Selection{Rewrites: []string{"s/(a/b/"}}, "Rewrites", "missing closing )"},
		{migration.Selection{Rewrites: []string{"s/(?=a)/b/"}}, "Rewrites", "looking ahead"},
		{migration.Selection{Rewrites: []string{"s/a/$1/"}}, "Rewrites", "names group 1"},
		{migration.Selection{Rewrites: []string{"s/a/b/e"}}, "Rewrites", "flag 'e'"},
		{migration.Selection{Rewrites: []string{`s/a/\U/`}}, "Rewrites", `\U`},
		{migration.Selection{IncludePatterns: []string{"["}}, "IncludePatterns", "can't be used"},
		{migration.Selection{ExcludePatterns: []string{"*"}}, "ExcludePatterns", "can't be used"},
		{migration.Selection{MaxAge: -1}, "MaxAge", "negative"},
		{migration.Selection{MaxSize: 1, MinSize: 2}, "MinSize", "over MaxSize"},
		{migration.Selection{MaxAge: 1, MinAge: 2}, "MinAge", "over MaxAge"},
		{migration.Selection{Search: "UNSEN"}, "Search", "isn't a search key"},
		{migration.Selection{Search: "SINCE yesterday"}, "Search", "can't follow SINCE"},
		{migration.Selection{Search: "OR SEEN"}, "Search", "missing"},
		{migration.Selection{Search: "SEEN\r\nA1 DELETE x"}, "Search", "printable"},
		{migration.Selection{Search: "SUBJECT {5}"}, "Search", "literal"},
		{migration.Selection{Search: `SUBJECT "x`}, "Search", "quote"},
		{migration.Selection{Search: "(SEEN"}, "Search", "parenthesis"},
	} {
		_, err := Compile(tc.rules)
		var bad *Error
		if !errors.As(err, &bad) || bad.Field != tc.field || !strings.Contains(bad.Reason, tc.reason) {
			t.Errorf("%+v: %v", tc.rules, err)
		}
	}
	for _, good := range []string{"", "ALL", "SINCE 1-Jan-2020 NOT (FROM \"a b\" OR SEEN LARGER 5)", "HEADER X-Spam yes UID 1:*", `SUBJECT "a \" b"`} {
		if err := checkSearch(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestWhatIsTaken(t *testing.T) {
	now := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	s, err := Compile(migration.Selection{IncludePatterns: []string{"^A", "^B"}, ExcludePatterns: []string{"x$"},
		Since: now, MaxAge: 30 * day, MinAge: day, MaxSize: 100, MinSize: 10})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"A": true, "A/b": true, "B": true, "C": false, "Ax": false, "a": false} {
		if s.Folder(strings.Split(path, "/")) != want {
			t.Errorf("folder %s: want %v", path, want)
		}
	}
	for _, tc := range []struct {
		size int64
		age  time.Duration
		want bool
	}{{50, 2 * day, true}, {101, 2 * day, false}, {9, 2 * day, false}, {-1, 2 * day, true}, {100, 30 * day, true}, {50, 31 * day, false}, {50, day / 2, false}, {50, -day, false}} {
		if s.Message(mail.Meta{Size: tc.size, InternalDate: now.Add(-tc.age)}) != tc.want {
			t.Errorf("%+v", tc)
		}
	}
	if !s.Message(mail.Meta{Size: 50}) {
		t.Error("a message without a date is left out")
	}
	var none *Selection
	if placed, ruled := none.Place(mail.Inbox); ruled || !placed.IsInbox() || !none.Folder(mail.Inbox) || !none.Message(mail.Meta{}) || !none.Automap() {
		t.Error("no rules change something")
	}
}

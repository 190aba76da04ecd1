package endtoend

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/foldername"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/mutf7"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// strange are folders of a source whose levels are separated by "^", so that a level may hold "/" and ".". The inbox
// comes first by itself.
var strange = []struct {
	name string
	attr string
}{
	{name: "Plain"}, {name: "Plain^Below^Further"}, {name: "a.b"}, {name: "a/b"}, {name: "a^b"}, {name: "Two  Blanks"}, {name: " leading"}, {name: "trailing "},
	{name: "Work"}, {name: "work"}, {name: "WORK"}, {name: "work^Inner"}, {name: "R&D"}, {name: "Übersicht"}, {name: "重要"}, {name: "😀"}, {name: "e\u0301 and é"},
	{name: "tab\there"}, {name: "line\nbreak"}, {name: "bell\a"}, {name: ".."}, {name: "..^..^etc^passwd"}, {name: "../../etc/passwd"}, {name: "."}, {name: "~root"},
	{name: "#news"}, {name: "100%"}, {name: "a*b"}, {name: "=41 and =2E"}, {name: `quote"d`}, {name: `back\slash`}, {name: "(paren) {5}"}, {name: "Inbox2"}, {name: "INBOX^Child"},
	{name: strings.Repeat("long ", 60)}, {name: strings.Repeat("long ", 60) + "2"}, {name: strings.Repeat("長", 100)}, {name: strings.TrimSuffix(strings.Repeat("deep^", 12), "^")},
	{name: "Gesendet", attr: `\Sent`}, {name: "Sent Items"}, {name: "Entwürfe"}, {name: "Drafts old"}, {name: "cur"}, {name: "dovecot.index"}, {name: "nul and con"}, {name: "NUL"},
}

// strangeScript serves an inbox and the strange folders, each with a letter of its own.
func strangeScript() *servertest.Script {
	script := &servertest.Script{Capability: "IMAP4rev1 SPECIAL-USE", Folders: []servertest.ScriptFolder{{Wire: "INBOX", Listed: `() "^" INBOX`}}}
	for i, f := range strange {
		wire := mutf7.Encode(f.name)
		script.Folders = append(script.Folders, servertest.ScriptFolder{Wire: wire, Listed: fmt.Sprintf("(%s) \"^\" {%d}\r\n%s", f.attr, len(wire), wire),
			Messages: []servertest.Message{{UID: 1, Raw: letter(fmt.Sprintf("folder %d", i), "x"), Date: dateOf(i)}}})
	}
	for i := range script.Folders[:1] {
		script.Folders[i].Messages = []servertest.Message{{UID: 1, Raw: letter("inbox", "x"), Date: dateOf(59)}}
	}
	return script
}

// whereabouts says in which folders of an account each content lies.
func whereabouts(a mailcheck.Account) map[[sha256.Size]byte][]string {
	out := map[[sha256.Size]byte][]string{}
	for _, f := range a.Folders {
		for _, m := range f.Messages {
			out[m.SHA256] = append(out[m.SHA256], f.Name.String())
		}
	}
	return out
}

// TestStrangeFolderNames moves folders of every name to each kind of server: each lands in one folder of its own, the same
// one each time, and where it is called otherwise the report says so.
func TestStrangeFolderNames(t *testing.T) {
	type kind struct {
		name   string
		target func(t *testing.T) (spec migration.TargetSpec, read func(user string) mailcheck.Account, as *engine.EndpointSpec)
	}
	server := func(start func(testing.TB, servertest.Options) *servertest.Server, o servertest.Options) func(*testing.T) (migration.TargetSpec, func(string) mailcheck.Account, *engine.EndpointSpec) {
		return func(t *testing.T) (migration.TargetSpec, func(string) mailcheck.Account, *engine.EndpointSpec) {
			s := start(t, o)
			source := plainSource(s)
			return plainTarget(s), func(user string) mailcheck.Account { return readPlain(t, s, user) }, &source
		}
	}
	kinds := []kind{
		{"Dovecot, /", server(servertest.Dovecot, servertest.Options{})},
		{"Dovecot, INBOX.", server(servertest.Dovecot, servertest.Options{Separator: ".", Prefix: "INBOX."})},
		{"Cyrus", server(servertest.Cyrus, servertest.Options{})},
		{"Courier", server(servertest.Courier, servertest.Options{})},
		{"Maildir++", func(t *testing.T) (migration.TargetSpec, func(string) mailcheck.Account, *engine.EndpointSpec) {
			root := mailRoot(t)
			return migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}, func(user string) mailcheck.Account { return readTree(t, root, user) }, nil
		}},
	}
	script := strangeScript()
	fake := script.Start(t)
	landed := make([][]any, len(script.Folders))
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			spec, read, source := k.target(t)
			var first map[[sha256.Size]byte][]string
			for _, user := range []string{"alice", "bob"} {
				e := open(t, engine.Config{Target: spec, TargetPassword: servertest.MasterPassword, Clock: newHurried()})
				start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: fake.Port(), Security: migration.SecurityNone},
					[]traveller{{login: "alice", password: "secret", address: user + "@contoso.edu"}})
				waitSynced(t, e)
				got := whereabouts(read(user))
				if first == nil {
					first = got
					check(t, script, e, user, got, func(i int, place string) { landed[i] = append(landed[i], place) })
				}
				for hash, places := range got {
					if !slices.Equal(places, first[hash]) {
						t.Errorf("the second time in %q, the first in %q", places, first[hash])
					}
				}
			}
			if source != nil {
				comeBack(t, *source, first)
			}
		})
	}
	headings := []any{"folder at the source"}
	for _, k := range kinds {
		headings = append(headings, k.name)
	}
	tab := newTable(t, headings...)
	for i, f := range script.Folders {
		cells := []any{short(mutf7.Decode(f.Wire))}
		for _, place := range landed[i] {
			cells = append(cells, short(place.(string)))
		}
		tab.add(cells...)
	}
}

// comeBack moves what a server holds on into a Maildir++ tree: each folder arrives under the name that the server shows.
func comeBack(t *testing.T, source engine.EndpointSpec, held map[[sha256.Size]byte][]string) {
	t.Helper()
	root := mailRoot(t)
	e := open(t, engine.Config{Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}, Clock: newHurried()})
	start(t, e, source, []traveller{alice})
	waitSynced(t, e)
	a, err := mailcheck.ReadMaildir(maildirOf(root, "alice"), foldername.Unescape)
	must(t, err)
	got := whereabouts(a)
	for hash, places := range held {
		if !slices.Equal(got[hash], places) && !slices.ContainsFunc(places, func(name string) bool { return len(name) > 150 }) { // those are cut once more
			t.Errorf("%q at the server arrived in %q", places, got[hash])
		}
		if len(got[hash]) != 1 {
			t.Errorf("%q at the server arrived %d times", places, len(got[hash]))
		}
	}
}

// short is a folder's name as a table has room for it.
func short(name string) string {
	if runes := []rune(name); len(runes) > 28 {
		name = string(runes[:13]) + "…" + string(runes[len(runes)-14:])
	}
	return strings.Trim(fmt.Sprintf("%q", name), `"`)
}

// check looks at each folder's letter: it lies in one folder, and no other letter lies there.
func check(t *testing.T, script *servertest.Script, e *engine.Engine, user string, got map[[sha256.Size]byte][]string, place func(int, string)) {
	t.Helper()
	stats, err := e.Users.Statistics(t.Context(), user+"@contoso.edu", engine.StatisticsOptions{Report: true})
	must(t, err)
	taken := map[string]string{}
	for i, f := range script.Folders {
		places := got[f.Messages[0].Hash()]
		if len(places) != 1 {
			t.Errorf("%q is in %q", mutf7.Decode(f.Wire), places)
			place(i, "LOST")
			continue
		}
		place(i, places[0])
		if other, shared := taken[places[0]]; shared {
			t.Errorf("%q and %q share %q", mutf7.Decode(f.Wire), other, places[0])
		}
		taken[places[0]] = mutf7.Decode(f.Wire)
		name := mail.Name(strings.Split(mutf7.Decode(f.Wire), "^")).String()
		said := slices.ContainsFunc(stats.Report, func(r migration.ReportEntry) bool { return strings.HasPrefix(r.Text, "Folder "+name+" is ") })
		if shown := mutf7.Decode(strings.TrimPrefix(places[0], "INBOX/")); !said && shown != name && places[0] != name {
			t.Errorf("%q is called %q, and the report does not say so", name, places[0])
		}
	}
}

// TestNeverTwoSents gives a Dovecot that has the folders of its roles an account that calls them otherwise, by attribute
// and by name.
func TestNeverTwoSents(t *testing.T) {
	for _, c := range []struct {
		name    string
		folders []struct{ name, attr, lands string }
	}{
		{"by attribute first", []struct{ name, attr, lands string }{
			{"Gesendet", `\Sent`, "Sent"}, {"Sent Items", "", "Sent Items"}, {"Papierkorb", `\Trash`, "Trash"}, {"Deleted Items", "", "Deleted Items"}, {"Entwürfe", "", "Drafts"}}},
		{"by localized name", []struct{ name, attr, lands string }{
			{"Éléments envoyés", "", "Sent"}, {"Brouillons", "", "Drafts"}, {"Corbeille", "", "Trash"}, {"Projets", "", "Projets"}}},
		{"the same name keeps its place", []struct{ name, attr, lands string }{
			{"Sent", "", "Sent"}, {"Gesendete Objekte", "", "Gesendete Objekte"}, {"Trash", `\Trash`, "Trash"}, {"Papierkorb", "", "Papierkorb"}}},
		{"a name against an attribute", []struct{ name, attr, lands string }{
			{"Outgoing", `\Sent`, "Sent"}, {"Sent", "", "Sent (2)"}, {"Notes", "", "Notes"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := servertest.Dovecot(t, servertest.Options{})
			owner := s.Client(t, "alice")
			for _, name := range []string{"Sent", "Drafts", "Trash"} {
				must(t, owner.Create(name, nil).Wait())
			}
			script := &servertest.Script{Capability: "IMAP4rev1 SPECIAL-USE", Folders: []servertest.ScriptFolder{{Wire: "INBOX"}}}
			for i, f := range c.folders {
				script.Folders = append(script.Folders, servertest.ScriptFolder{Wire: mutf7.Encode(f.name), Listed: fmt.Sprintf("(%s) \"/\" %q", f.attr, mutf7.Encode(f.name)),
					Messages: []servertest.Message{{UID: 1, Raw: letter(f.name, "x"), Date: dateOf(i)}}})
			}
			e := open(t, engine.Config{Target: plainTarget(s), TargetPassword: servertest.MasterPassword, Clock: newHurried()})
			start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: script.Start(t).Port(), Security: migration.SecurityNone},
				[]traveller{{login: "alice", password: "secret", address: alice.address}})
			waitSynced(t, e)
			got := whereabouts(readPlain(t, s, "alice"))
			tab := newTable(t, "folder at the source", "attribute", "at the target")
			for i, f := range c.folders {
				places := got[script.Folders[i+1].Messages[0].Hash()]
				tab.add(f.name, f.attr, strings.Join(places, ", "))
				if !slices.Equal(places, []string{f.lands}) {
					t.Errorf("%s is in %q, want %s", f.name, places, f.lands)
				}
			}
		})
	}
}

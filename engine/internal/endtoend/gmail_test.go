package endtoend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
)

// gmail is an account as Gmail shows it: each label is a folder, a letter with two labels is in both, and All Mail,
// Starred and Important show once more what lies in others.
func gmail() *servertest.Script {
	letters := make([]servertest.Message, 6)
	for i := range letters {
		letters[i] = servertest.Message{Raw: letter(fmt.Sprint("gmail ", i), "x"), Date: dateOf(i)}
	}
	with := func(numbers ...int) (out []servertest.Message) {
		for i, n := range numbers {
			m := letters[n]
			m.UID = uint32(i + 1)
			out = append(out, m)
		}
		return out
	}
	return &servertest.Script{Capability: "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584",
		Folders: []servertest.ScriptFolder{
			{Wire: "INBOX", Messages: with(0, 1, 2)},
			{Wire: "Work", Messages: with(1, 3)},
			{Wire: "Work/Old &- new", Messages: with(3)},
			{Wire: "[Gmail]", Listed: `(\HasChildren \Noselect) "/" "[Gmail]"`},
			{Wire: "[Gmail]/All Mail", Listed: `(\All \HasNoChildren) "/" "[Gmail]/All Mail"`, Messages: with(0, 1, 2, 3, 4, 5)},
			{Wire: "[Gmail]/Drafts", Listed: `(\Drafts) "/" "[Gmail]/Drafts"`, Messages: with(4)},
			{Wire: "[Gmail]/Important", Listed: `(\Important) "/" "[Gmail]/Important"`, Messages: with(0, 3)},
			{Wire: "[Gmail]/Sent Mail", Listed: `(\Sent) "/" "[Gmail]/Sent Mail"`, Messages: with(5)},
			{Wire: "[Gmail]/Starred", Listed: `(\Flagged) "/" "[Gmail]/Starred"`, Messages: with(1)},
		}}
}

// TestGmail migrates such an account, twice: each label's letters are in its folder, once, and the views are left out.
func TestGmail(t *testing.T) {
	s := gmail()
	root := t.TempDir()
	e := open(t, engine.Config{Ephemeral: true, Clock: newHurried(), Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
	start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: s.Start(t).Port(), Security: migration.SecurityNone},
		[]traveller{{login: "alice", password: "secret", address: alice.address}})
	waitSynced(t, e)
	syncNow(t, e)
	got := map[string][]mailcheck.Message{}
	for _, f := range readTree(t, root, "alice").Folders {
		got[f.Name.String()] = f.Messages
	}
	tab := newTable(t, "label", "letters at Gmail", "arrived", "as")
	arrived := 0
	for _, f := range s.Folders {
		name := strings.ReplaceAll(f.Wire, "&-", "&")
		view := slices.Contains([]string{"[Gmail]/All Mail", "[Gmail]/Important", "[Gmail]/Starred", "[Gmail]"}, name)
		there, found := got[name]
		tab.add(name, len(f.Messages), len(there), map[bool]string{true: "a folder", false: "left out"}[found])
		if arrived += len(there); view {
			if found && name != "[Gmail]" {
				t.Errorf("%s arrived", name)
			}
			continue
		}
		if len(there) != len(f.Messages) {
			t.Errorf("%s: %d arrived of %d", name, len(there), len(f.Messages))
		}
		for _, m := range f.Messages {
			if n := len(slices.DeleteFunc(slices.Clone(there), func(x mailcheck.Message) bool { return x.SHA256 != m.Hash() })); n != 1 {
				t.Errorf("%s: letter %d is there %d times", name, m.UID, n)
			}
		}
	}
	if u := migrationUser(t, e, alice.address); arrived != 8 || u.Progress.Items != 8 {
		t.Errorf("%d arrived, %d counted: %s", arrived, u.Progress.Items, report(t.Context(), e))
	}
}

// TestExtendedSearchAlone has a server answer SEARCH as IMAP4rev2 has it, with ranges.
func TestExtendedSearchAlone(t *testing.T) {
	s := &servertest.Script{Capability: "IMAP4rev2", Folders: []servertest.ScriptFolder{{Wire: "INBOX", Messages: servertest.Letters(20)}},
		Bend: func(_ int, command, answer string) string {
			if strings.HasPrefix(command, "UID SEARCH") {
				return "* ESEARCH (TAG \"TAG\") UID ALL 3:5,9,18:20\r\nTAG OK done\r\n"
			}
			return answer
		}}
	e := open(t, engine.Config{Ephemeral: true, Clock: newHurried(), Selection: migration.Selection{Search: "UNSEEN"}})
	start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: s.Start(t).Port(), Security: migration.SecurityNone},
		[]traveller{{login: "alice", password: "secret", address: alice.address}})
	waitSynced(t, e)
	if n := readTree(t, e.Target().Root, "alice").Count(); n != 7 {
		t.Errorf("%d arrived: %s", n, report(t.Context(), e))
	}
}

package maildir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
	"stagecoach/engine/target/targettest"
)

func openAt(t testing.TB, opt Options) (*Target, *mailbox) {
	t.Helper()
	target, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	box, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Inbox})
	if err != nil {
		t.Fatal(err)
	}
	return target, box.(*mailbox)
}

func message(raw string) mail.Message {
	return mail.Message{Meta: mail.Meta{InternalDate: time.Unix(1e9, 0)}, Body: spool.Memory([]byte(raw))}
}

func add(t testing.TB, box *mailbox, raws ...string) []mail.Landing {
	t.Helper()
	for i, raw := range raws {
		if err := box.Add(t.Context(), i, message(raw)); err != nil {
			t.Fatal(err)
		}
	}
	landed, err := box.Commit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return landed
}

func contents(t testing.TB, box *mailbox) map[uint32]string {
	t.Helper()
	var uids []uint32
	for m, err := range box.List(t.Context(), 1, 0, mail.ListIDs) {
		if err != nil {
			t.Fatal(err)
		}
		uids = append(uids, m.UID)
	}
	out := map[uint32]string{}
	for m, err := range box.Fetch(t.Context(), uids) {
		if err != nil {
			t.Fatal(err)
		}
		r, _ := m.Body.Open()
		data, err := io.ReadAll(r)
		if err != nil || int64(len(data)) != m.Body.Size() {
			t.Errorf("message %d has %d octets and says %d: %v", m.UID, len(data), m.Body.Size(), err)
		}
		m.Body.Close()
		out[m.UID] = string(data)
	}
	return out
}

// TestWhatAKillLeaves makes by hand what a kill leaves at each point of a commit.
func TestWhatAKillLeaves(t *testing.T) {
	for _, c := range []struct {
		name  string
		leave func(t *testing.T, root string)
		want  []string
	}{
		{"a file in tmp", func(t *testing.T, root string) { put(t, root, "tmp/1.M1P1T1.host", "half") }, []string{"first"}},
		{"a lock with a dead owner", func(t *testing.T, root string) {
			put(t, root, "dovecot-uidlist.lock", fmt.Sprintf("%d:%s", deadPID(t), hostName()))
		}, []string{"first"}},
		{"a lock of a dead process with our id", func(t *testing.T, root string) {
			put(t, root, "dovecot-uidlist.lock", fmt.Sprintf("%d:%s", os.Getpid(), hostName()))
		}, []string{"first"}},
		{"an old lock of another machine", func(t *testing.T, root string) {
			put(t, root, "dovecot-uidlist.lock", "1:elsewhere")
			old := time.Now().Add(-lockStale - time.Minute)
			os.Chtimes(filepath.Join(root, "dovecot-uidlist.lock"), old, old)
		}, []string{"first"}},
		{"messages in cur without UIDs", func(t *testing.T, root string) {
			put(t, root, "cur/2.M2P1T2.host,S=6,W=6:2,S", "second")
			put(t, root, "cur/3.M3P1T3.host,S=5,W=5:2,", "third")
		}, []string{"first", "second", "third"}},
		{"a line of the list without its end", func(t *testing.T, root string) {
			put(t, root, "cur/2.M2P1T2.host,S=6,W=6:2,S", "second")
			f, err := os.OpenFile(filepath.Join(root, "dovecot-uidlist"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			f.WriteString("2 :2.M2P")
			f.Close()
		}, []string{"first", "second"}},
		{"no list at all", func(t *testing.T, root string) { os.Remove(filepath.Join(root, "dovecot-uidlist")) }, []string{"first"}},
		{"an empty list", func(t *testing.T, root string) { os.Truncate(filepath.Join(root, "dovecot-uidlist"), 0) }, []string{"first"}},
		{"keywords half written", func(t *testing.T, root string) { put(t, root, "dovecot-keywords.1.tmp", "0 $Wo") }, []string{"first"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := Options{Root: filepath.Join(t.TempDir(), "Maildir"), NoSync: true}
			_, box := openAt(t, opt)
			add(t, box, "first")
			c.leave(t, opt.Root)
			_, box = openAt(t, opt)
			added := add(t, box, "last")[0].UID
			got := contents(t, box)
			if got[added] != "last" || len(got) != len(c.want)+1 {
				t.Errorf("%d landed as %d: %v", len(got), added, got)
			}
			for _, want := range c.want {
				if !slices.Contains(slices.Collect(mapValues(got)), want) {
					t.Errorf("%q is not among %v", want, got)
				}
			}
			_, again := openAt(t, opt)
			if now := contents(t, again); fmt.Sprint(now) != fmt.Sprint(got) {
				t.Errorf("opened again, %v became %v", got, now)
			}
		})
	}
}

func mapValues(m map[uint32]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

func put(t *testing.T, root, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// deadPID is the id of a process that has ended.
func deadPID(t *testing.T) int {
	t.Helper()
	p, err := os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{})
	if err != nil {
		t.Fatal(err)
	}
	p.Wait()
	return p.Pid
}

func TestALockInUseIsWaitedFor(t *testing.T) {
	opt := Options{Root: filepath.Join(t.TempDir(), "Maildir"), NoSync: true}
	target, box := openAt(t, opt)
	l, err := target.lock(t.Context(), box.uidlistPath())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := box.Add(ctx, 1, message("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := box.Commit(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("committed without the lock: %v", err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { l.unlock() })
	if landed := add(t, box, "y"); len(landed) != 1 {
		t.Errorf("landed %v", landed)
	}
	wg.Wait()
	if got := contents(t, box); len(got) != 1 {
		t.Errorf("what was given up is there: %v", got)
	}
}

// TestServedWhileWritten writes and appends at the same time, and has Dovecot show it meanwhile.
func TestServedWhileWritten(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{})
	a := account{Server: server, user: "alice"}
	target := a.Open(t)
	tm, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Inbox})
	if err != nil {
		t.Fatal(err)
	}
	box := tm.(*mailbox)
	landed := map[uint32]string{}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 20 {
			a.Fill(t, []servertest.Mailbox{{Name: mail.Inbox, Messages: []servertest.Message{
				{Raw: fmt.Sprintf("Subject: by IMAP %d\r\n\r\nx\r\n", i), Flags: mail.Flags{"$Other", `\Seen`}, Date: time.Unix(1e9, 0)}}}})
			a.Read(t)
		}
	})
	for i := range 40 {
		var raws []string
		for j := range 10 {
			raws = append(raws, fmt.Sprintf("Subject: by us %d %d\r\n\r\nx\r\n", i, j))
		}
		for j, l := range add(t, box, raws...) {
			landed[l.UID] = raws[j]
		}
		if _, err := box.SetFlags(t.Context(), []uint32{uint32(i + 1)}, mail.Flags{`\Flagged`, "$Ours"}); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
	served := map[uint32]string{}
	for _, m := range a.Read(t)["INBOX"] {
		served[m.UID] = m.Raw
	}
	if len(served) != 420 {
		t.Errorf("%d messages are served, want 420", len(served))
	}
	for uid, raw := range landed {
		if served[uid] != raw {
			t.Errorf("UID %d is served as %q, landed as %q", uid, served[uid], raw)
		}
	}
	if ours := contents(t, box); fmt.Sprint(ours) != fmt.Sprint(served) {
		t.Errorf("we list %d, Dovecot %d", len(ours), len(served))
	}
	if said := server.Said(); strings.Contains(said, "Error") || strings.Contains(said, "Warning") {
		t.Errorf("Dovecot complains:\n%s", said)
	}
}

func TestLineEndsAreKeptAndCounted(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{})
	a := account{Server: server, user: "alice"}
	_, box := openAt(t, Options{Root: filepath.Join(a.Mail, "alice", "Maildir"), UID: a.UID, GID: a.GID})
	large := "Subject: spooled\r\n\n" + strings.Repeat(strings.Repeat("y", 70)+"\n", 6000) + "\r\nz\r"
	body, err := spool.Spool{Dir: t.TempDir(), InMemory: 10}.Read(strings.NewReader(large), int64(len(large)))
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	raws := []string{"Subject: LF\n\nbare\nlines\n", "Subject: mixed\r\n\r\nbare\nand\r\nnot\n", "Subject: CR\r\n\r\na\rb\r\rc\r\n\n", "\n", "x"}
	add(t, box, raws...)
	if err := box.Add(t.Context(), 9, mail.Message{Meta: mail.Meta{InternalDate: time.Unix(1e9, 0)}, Body: body}); err != nil {
		t.Fatal(err)
	}
	if _, err := box.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	raws = append(raws, large)
	ours := contents(t, box)
	for _, m := range a.Read(t)["INBOX"] {
		raw := raws[m.UID-1]
		if ours[m.UID] != raw {
			t.Errorf("kept %.60q as %.60q", raw, ours[m.UID])
		}
		if want := strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\n", "\r\n"); m.Raw != want {
			t.Errorf("%.60q is served as %.60q", raw, m.Raw)
		}
	}
	if said := server.Said(); strings.Contains(said, "Error") {
		t.Errorf("Dovecot complains:\n%s", said)
	}
}

func TestNamesCanBeReadBack(t *testing.T) {
	for _, esc := range []byte{0, '\\', '%'} {
		target := &Target{Options{Root: t.TempDir(), DotEscape: esc}}
		seen := map[string]mail.Name{}
		for _, name := range append(targettest.OddNames(), mail.Name{"INBOX", "child"}, mail.Name{"inbox"}, mail.Name{"Inbox", "x"}, mail.Name{"=49nbox"}, mail.Name{`a\2eb`}, mail.Name{""}) {
			dir := target.dirOf(name)
			if len(dir) > maxDir || strings.ContainsAny(dir, "/\x00\n") || !strings.HasPrefix(dir, ".") || dir == "." || dir == ".." {
				t.Errorf("%q would be the folder %q", name, dir)
			}
			if other, twice := seen[dir]; twice {
				t.Errorf("%q and %q would both be the folder %q", name, other, dir)
			}
			seen[dir] = name
			if long := len(name.String()) > 150; !long && !target.nameOf(dir).Equal(name) {
				t.Errorf("%q is the folder %q, which reads %q", name, dir, target.nameOf(dir))
			}
		}
	}
}

func TestOwnerAndModes(t *testing.T) {
	opt := Options{Root: filepath.Join(t.TempDir(), "user", "Maildir"), NoSync: true}
	target, box := openAt(t, opt)
	add(t, box, "x")
	if err := target.Subscribe(t.Context(), mail.Mailbox{Name: mail.Inbox}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(filepath.Dir(opt.Root), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		st, err := d.Info()
		if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; err == nil && st.Mode().Perm() != want {
			t.Errorf("%s has the mode %v", path, st.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func FuzzUIDList(f *testing.F) {
	f.Add("3 V1 N2 Gabc\n1 :a\n")
	f.Add("1 5 6\n5 b\n")
	f.Add("3 V1 N1\n4294967295 :x\n")
	f.Fuzz(func(t *testing.T, text string) {
		u := uidlist{uids: map[string]uint32{}}
		if err := u.parse(strings.NewReader(text)); err != nil {
			return
		}
		for base, uid := range u.uids {
			if uid == 0 || uid >= u.next {
				t.Fatalf("%q has the UID %d, next is %d", base, uid, u.next)
			}
		}
	})
}

// What stands in dovecot-keywords is another program's: no number is out of bounds, and each
// flag that has a letter comes back from it.
func FuzzKeywords(f *testing.F) {
	f.Add("0 $Forwarded\n1 Work\n", "Sab")
	f.Add("25 z\n-1 x\n26 y\n3 \n", "zZ")
	f.Add("0 a\n0 b\n", "")
	f.Fuzz(func(t *testing.T, text, info string) {
		keywords := parseKeywords(text)
		if len(keywords) > maxKeywords {
			t.Fatalf("%d keywords", len(keywords))
		}
		base, found := cutInfo("1.M1.host:2," + info)
		flags := flagsOf(found, keywords)
		if base != "1.M1.host" || len(flags) > len(found) {
			t.Fatalf("%q: base %q, flags %q", info, base, flags)
		}
		out, refused, grown := letters(flags, keywords)
		if len(refused) > 0 && !slices.ContainsFunc(refused, func(k string) bool { return strings.ContainsAny(k, " \r\n\x00\\") }) || len(grown) > maxKeywords {
			t.Fatalf("%q of %q: refused %q, table %q", out, flags, refused, grown)
		}
	})
}

// Each line of a subscriptions file is a folder; what is written is read again the same.
func FuzzSubscriptions(f *testing.F) {
	f.Add("V\t2\n\nWork\t2024\nINBOX\n")
	f.Add("Work.2024\n\nINBOX")
	f.Add("V\t2\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := subscriptionLines(text)
		if again := subscriptionLines(subscriptionText(lines)); strings.HasPrefix(text, subscriptionsHead) && !slices.Equal(lines, again) {
			t.Fatalf("%q became %q", lines, again)
		}
	})
}

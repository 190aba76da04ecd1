package imap

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// good answers a FETCH for the three messages of the fake's mailbox as a sound server does.
func good(uid int) string {
	body := content(uid)
	return fmt.Sprintf("* %d FETCH (UID %d FLAGS () INTERNALDATE \"01-Jan-2021 00:00:00 +0000\" BODY[] {%d}\r\n%s)\r\n", uid, uid, len(body), body)
}

func content(uid int) string {
	return fmt.Sprintf("Subject: %d\r\n\r\nline\r\n)\r\nbody of %d\r\n", uid, uid)
}

// asked tells which messages a UID FETCH for bodies asks for.
func asked(command string) (uids []int, ok bool) {
	set, found := strings.CutPrefix(command, "UID FETCH ")
	if !found || !strings.Contains(command, "BODY.PEEK[]") {
		return nil, false
	}
	set, _, _ = strings.Cut(set, " ")
	for _, part := range strings.Split(set, ",") {
		var from, to int
		if n, _ := fmt.Sscanf(part, "%d:%d", &from, &to); n == 1 {
			to = from
		}
		for uid := from; uid <= to; uid++ {
			uids = append(uids, uid)
		}
	}
	return uids, true
}

// answering makes a fake whose message 2 comes as odd has it, the others as they should.
func answering(odd string) func(int, string) (string, bool) {
	return func(_ int, command string) (string, bool) {
		uids, ok := asked(command)
		if !ok {
			return "", false
		}
		out := ""
		for _, uid := range uids {
			if uid == 2 {
				out += odd
				if strings.Contains(odd, servertest.Cut) {
					return out, true
				}
			} else if uid < 4 {
				out += good(uid)
			}
		}
		return out + "TAG OK done\r\n", true
	}
}

func TestBrokenServers(t *testing.T) {
	two := content(2)
	head := fmt.Sprintf("* 2 FETCH (UID 2 FLAGS () INTERNALDATE \"01-Jan-2021 00:00:00 +0000\" BODY[] {%d}\r\n", len(two))
	for _, c := range []struct {
		name   string
		answer func(conn int, command string) (string, bool)
		bad    bool // message 2 is a bad message; otherwise it comes as it is
	}{
		{"a sound server", answering(good(2)), false},
		{"unknown untagged answers between", answering("* XLOG hello {3}\r\nabc\r\n* 99 EXISTS\r\n" + good(2) + "* BAD nothing in particular\r\n* NO such luck\r\n"), false},
		{"unasked flags between", answering("* 3 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n" + good(2)), false},
		{"UID after the body, literal8", answering(fmt.Sprintf("* 2 FETCH (BODY[] ~{%d}\r\n%s UID 2)\r\n", len(two), two)), false},
		{"the same message twice", answering(good(2) + good(2)), false},
		{"a message nobody asked for", answering(good(2) + strings.ReplaceAll(good(3), "UID 3", "UID 77")), false},
		{"no INTERNALDATE", answering(fmt.Sprintf("* 2 FETCH (UID 2 BODY[] {%d}\r\n%s)\r\n", len(two), two)), false},
		{"a literal that is too short", answering(strings.Replace(head, fmt.Sprint(len(two)), fmt.Sprint(len(two)-12), 1) + two + ")\r\n"), true},
		{"a literal that is too short, up to a line with a parenthesis", answering(strings.Replace(head, fmt.Sprint(len(two)), fmt.Sprint(strings.Index(two, ")")), 1) + two + ")\r\n"), true},
		{"a literal that is a little too long", answering(strings.Replace(head, fmt.Sprint(len(two)), fmt.Sprint(len(two)+5), 1) + two + ")\r\n"), true},
		{"a literal of ten gigabytes that is none", answering(strings.Replace(head, fmt.Sprint(len(two)), "10000000000", 1) + two + servertest.Cut), true},
		{"a connection cut in the message", answering(head + two[:10] + servertest.Cut), true},
		{"a line without end", answering("* 2 FETCH (UID 2 " + strings.Repeat("X", 2<<20) + servertest.Cut), true},
		{"a connection cut before the message", answering(servertest.Cut), true},
		{"a farewell before the message", answering("* BYE internal error\r\n" + servertest.Cut), true},
		{"cut before the message, the first time only", func(conn int, command string) (string, bool) {
			if conn == 1 {
				return answering(servertest.Cut)(conn, command)
			}
			return answering(good(2))(conn, command)
		}, false},
		{"NIL for the body", answering("* 2 FETCH (UID 2 FLAGS () BODY[] NIL)\r\n"), true},
		{"NO for one message", func(conn int, command string) (string, bool) {
			if uids, ok := asked(command); ok && slices.Contains(uids, 2) {
				return "TAG NO message is corrupt\r\n", true
			}
			return answering("")(conn, command)
		}, true},
		{"BAD for everything at once, singly fine", func(conn int, command string) (string, bool) {
			if uids, ok := asked(command); ok && len(uids) > 1 {
				return "TAG BAD too complicated\r\n", true
			}
			return answering(good(2))(conn, command)
		}, false},
		{"cut in the middle, the first time only", func(conn int, command string) (string, bool) {
			if conn == 1 {
				return answering(head+two[:10]+servertest.Cut)(conn, command)
			}
			return answering(good(2))(conn, command)
		}, false},
		{"a literal too short, the first time only", func(conn int, command string) (string, bool) {
			if conn == 1 {
				return answering(strings.Replace(head, fmt.Sprint(len(two)), "9", 1)+two+")\r\n")(conn, command)
			}
			return answering(good(2))(conn, command)
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			fake := (&servertest.Fake{Answer: c.answer}).Start(t)
			got, bad, err := fetch(t, fake, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			for uid := range 3 {
				if uid++; uid == 2 && c.bad {
					continue
				}
				if !slices.Equal(got[uint32(uid)], []string{content(uid)}) {
					t.Errorf("message %d came as %q", uid, got[uint32(uid)])
				}
			}
			if want := map[bool]int{true: 1}[c.bad]; len(bad) != want || c.bad && (bad[0].UID != 2 || bad[0].Reason == "") || c.bad && len(got[2]) != 0 {
				t.Errorf("bad: %v; message 2 as %q", bad, got[2])
			}
		})
	}
}

// fetch gets all three messages.
func fetch(t *testing.T, fake *servertest.Fake, stall time.Duration) (map[uint32][]string, []*mail.BadMessage, error) {
	t.Helper()
	config := fake.Config(t)
	config.StallTimeout = stall
	return fetchFrom(t, config)
}

func fetchFrom(t *testing.T, config imapconn.Config) (map[uint32][]string, []*mail.BadMessage, error) {
	config.Spool = spool.Spool{Dir: t.TempDir(), Max: 1 << 20}
	src, err := Open(t.Context(), Options{Server: config})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	box, err := src.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[uint32][]string{}
	var bad []*mail.BadMessage
	for m, err := range box.Fetch(t.Context(), []uint32{1, 2, 3}) {
		var b *mail.BadMessage
		if errors.As(err, &b) {
			bad = append(bad, b)
			continue
		}
		if err != nil {
			return got, bad, err
		}
		r, _ := m.Body.Open()
		data, _ := io.ReadAll(r)
		m.Body.Close()
		got[m.UID] = append(got[m.UID], string(data))
	}
	return got, bad, nil
}

// TestSilentServerIsNoticed is on the test clock: a server that falls silent in the middle of a message, or before
// it says anything, is given up after the stall timeout, and not before.
func TestSilentServerIsNoticed(t *testing.T) {
	for name, answer := range map[string]string{"in a message": good(1) + good(2)[:60] + servertest.Hang, "at once": servertest.Hang} {
		t.Run(name, func(t *testing.T) {
			silent := make(chan struct{})
			fake := (&servertest.Fake{Answer: func(_ int, command string) (string, bool) {
				_, ok := asked(command)
				if ok {
					close(silent)
				}
				return answer, ok
			}}).Start(t)
			c := clock.NewFake(time.Unix(1e9, 0))
			ended := make(chan error, 1)
			config := fake.Config(t)
			config.Clock = c
			go func() {
				_, _, err := fetchFrom(t, config)
				ended <- err
			}()
			<-silent
			began := c.Now()
			for {
				reads := make(chan struct{})
				go func() {
					c.BlockUntil(1) // it reads: what has been sent, or in vain
					close(reads)
				}()
				select {
				case err := <-ended:
					if mail.ClassOf(err) != mail.Lost || !strings.Contains(err.Error(), "silent for 5m0s") || c.Now().Sub(began) < imapconn.DefaultStallTimeout {
						t.Errorf("after %v: %v", c.Now().Sub(began), err)
					}
					c.After(time.Hour)
					<-reads
					return
				case <-reads:
					c.Advance(imapconn.DefaultStallTimeout / 2)
				}
			}
		})
	}
}

func TestThrottlingIsPassedOn(t *testing.T) {
	for _, answer := range []string{"TAG NO [THROTTLED] slow down\r\n", "TAG NO [UNAVAILABLE] later\r\n", "TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n",
		"* BYE Session invalidated - Too many requests, Suggested Backoff Time: 2000 milliseconds\r\n" + servertest.Cut, "TAG BAD Request is throttled. Suggested Backoff Time: 2000 milliseconds\r\n"} {
		fake := (&servertest.Fake{Answer: func(_ int, command string) (string, bool) {
			_, ok := asked(command)
			return answer, ok
		}}).Start(t)
		_, bad, err := fetch(t, fake, time.Minute)
		var e *mail.Error
		if !errors.As(err, &e) || e.Class != mail.Throttled || len(bad) != 0 {
			t.Errorf("%q: %v, bad %v", answer, err, bad)
			continue
		}
		if strings.Contains(answer, "Backoff") && e.RetryAfter != 2*time.Second {
			t.Errorf("%q: wait %v", answer, e.RetryAfter)
		}
	}
}

func TestMailboxNamesAsServersWriteThem(t *testing.T) {
	fake := (&servertest.Fake{Answer: func(_ int, command string) (string, bool) {
		return strings.Join([]string{`* LIST () "." INBOX`, `* LIST () "." INBOX.R&D`, "* LIST () \".\" INBOX.Gel\xf6scht", `* LIST () "." INBOX.R&-D`,
			`* LIST (\Noselect) "." INBOX.two words`, `* LIST () "." "INBOX.two words.below"`, "* LIST () \".\" INBOX.Sent Messages", "TAG OK done", ""}, "\r\n"), strings.HasPrefix(command, "LIST")
	}}).Start(t)
	src, err := Open(t.Context(), Options{Server: fake.Config(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var got []string
	for m, err := range src.Mailboxes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%v=%q %s %v", m.Name, m.Wire, m.Use, m.HasStatus))
	}
	want := []string{`Gelöscht="INBOX.Gel\xf6scht" \Trash false`, `INBOX="INBOX" \Inbox true`, `R&D="INBOX.R&D"  true`, `R&D (2)="INBOX.R&-D"  true`,
		`Sent Messages="INBOX.Sent Messages" \Sent true`, `two words="INBOX.two words"  false`, `two words/below="INBOX.two words.below"  true`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOneConnectionIsEnough(t *testing.T) {
	var log strings.Builder
	fake := (&servertest.Fake{Answer: func(conn int, command string) (string, bool) {
		if conn > 1 {
			return "* BYE Maximum number of connections from user+IP exceeded\r\n" + servertest.Cut, true
		}
		if strings.Contains(command, "(UID FLAGS)") {
			return "* 1 FETCH (UID 1 FLAGS ())\r\nTAG OK done\r\n", true
		}
		return answering(good(2))(conn, command)
	}}).Start(t)
	config := fake.Config(t)
	config.Log = slog.New(slog.NewTextHandler(&log, nil))
	src, err := Open(t.Context(), Options{Server: config})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	box, err := src.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 10)
	src.Notify(func(text string) { told <- text })
	listed := make(chan int)
	text := ""
	for m, err := range box.Fetch(t.Context(), []uint32{1, 2, 3}) {
		if err != nil {
			t.Fatal(err)
		}
		m.Body.Close()
		if m.UID == 1 {
			go func() {
				n := 0
				for range box.List(t.Context(), 1, 0, mail.ListFlags) {
					n++
				}
				listed <- n
			}()
			text = <-told // while the first connection is busy
		}
	}
	if n := <-listed; n != 1 || !strings.Contains(log.String(), "allows no further connection") {
		t.Errorf("%d listed; logged %q", n, log.String())
	}
	if !strings.HasPrefix(text, "The server allows no more than one connection at a time") {
		t.Errorf("told %q", text)
	}
}

func TestManyMailboxesCostOneCommandOrOneEach(t *testing.T) {
	for _, c := range []struct {
		capability string
		status     string
		commands   []string // how often; before them CAPABILITY, LOGIN, CAPABILITY
	}{
		{"IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE", "* STATUS \"folder %d\" (MESSAGES 200 UIDNEXT 201 UIDVALIDITY 1 HIGHESTMODSEQ 7)\r\n", []string{"LIST"}},
		{"IMAP4rev1", "", append([]string{"LIST", "LSUB"}, slices.Repeat([]string{"STATUS"}, 500)...)},
	} {
		var lines strings.Builder
		for i := range 500 {
			fmt.Fprintf(&lines, "* LIST () \"/\" \"folder %d\"\r\n", i)
			if c.status != "" {
				fmt.Fprintf(&lines, c.status, i)
			}
		}
		fake := (&servertest.Fake{Capability: c.capability, Answer: func(_ int, command string) (string, bool) {
			return lines.String() + "TAG OK done\r\n", strings.HasPrefix(command, "LIST")
		}}).Start(t)
		src, err := Open(t.Context(), Options{Server: fake.Config(t)})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for m, err := range src.Mailboxes(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if m.HasStatus {
				n++
			}
		}
		var heard []string
		for _, command := range fake.Heard()[3:] {
			word, _, _ := strings.Cut(command, " ")
			heard = append(heard, word)
		}
		if src.Close(); n != 500 || !slices.Equal(heard, c.commands) {
			t.Errorf("%s: %d mailboxes with %d commands", c.capability, n, len(heard))
		}
	}
}

func TestGmailViewsAreLeftOut(t *testing.T) {
	fake := (&servertest.Fake{Capability: "IMAP4rev1 X-GM-EXT-1", Answer: func(_ int, command string) (string, bool) {
		return "* LIST () \"/\" INBOX\r\n* LIST (\\Noselect) \"/\" \"[Gmail]\"\r\n* LIST (\\All) \"/\" \"[Gmail]/All Mail\"\r\n" +
			"* LIST (\\Sent) \"/\" \"[Gmail]/Sent Mail\"\r\n* LIST (\\Flagged) \"/\" \"[Gmail]/Starred\"\r\n* LIST () \"/\" Label\r\nTAG OK done\r\n", strings.HasPrefix(command, "LIST")
	}}).Start(t)
	for _, all := range []bool{false, true} {
		src, err := Open(t.Context(), Options{Server: fake.Config(t), GmailViews: all})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range src.Mailboxes(t.Context()) {
			n++
		}
		if src.Close(); n != map[bool]int{false: 4, true: 6}[all] {
			t.Errorf("with views %v: %d mailboxes", all, n)
		}
	}
}

func TestUserRootShowsOneAccount(t *testing.T) {
	fake := (&servertest.Fake{Answer: func(_ int, command string) (string, bool) {
		return "* LIST () \".\" INBOX\r\n* LIST (\\Noselect) \".\" shared\r\n* LIST (\\Noselect) \".\" shared.ann\r\n* LIST () \".\" shared.ann.INBOX\r\n" +
			"* LIST () \".\" shared.ann.Sent\r\n* LIST () \".\" shared.anna.Sent\r\nTAG OK done\r\n", strings.HasPrefix(command, "LIST")
	}}).Start(t)
	src, err := Open(t.Context(), Options{Server: fake.Config(t), UserRoot: "/shared/ann"})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var got []string
	for m, err := range src.Mailboxes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m.Name.String()+"="+m.Wire)
	}
	if want := []string{"INBOX=shared.ann.INBOX", "Sent=shared.ann.Sent"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

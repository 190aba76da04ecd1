package imap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

const multi = "IMAP4rev1 LITERAL+ MULTIAPPEND UIDPLUS"

// messagesIn is how many messages an APPEND command brings.
func messagesIn(command string) int { return strings.Count(command, "Subject: ") }

// landing answers APPENDs with the next UIDs of mailbox 1.
func landing(next *atomic.Uint32, command string) string {
	n := uint32(messagesIn(command))
	first := next.Add(n) - n
	return fmt.Sprintf("TAG OK [APPENDUID 1 %d:%d] done\r\n", first, first+n-1)
}

// outcome of adding messages with tickets 1 to n and one commit.
type outcome struct {
	landed  map[int]uint32
	doubt   []int
	refused map[int]string
	err     error
}

// appendAll adds messages and commits. once: their bodies are given up with the first Add, and those that are
// wanted again are added once more.
func appendAll(t *testing.T, fake *servertest.Fake, once bool, n int, flags ...string) outcome {
	t.Helper()
	target, err := Open(t.Context(), Options{Server: fake.Config(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	box, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
	if err != nil {
		t.Fatal(err)
	}
	tickets := make([]int, n)
	for i := range tickets {
		tickets[i] = i + 1
	}
	out := outcome{landed: map[int]uint32{}}
	for ; len(tickets) > 0; once = false {
		for _, ticket := range tickets {
			raw := fmt.Sprintf("Subject: %d\r\n\r\nx\r\n", ticket)
			body, err := spool.Spool{}.Read(strings.NewReader(raw), int64(len(raw)))
			if err != nil {
				t.Fatal(err)
			}
			defer body.Close()
			m := mail.Message{Meta: mail.Meta{Flags: flags, InternalDate: time.Unix(1e9, 0)}, Body: body, Once: once}
			if err := box.Add(t.Context(), ticket, m); err != nil {
				break
			}
			if once {
				body.Close()
			}
		}
		landed, err := box.Commit(t.Context())
		tickets, out.err = nil, err
		for _, l := range landed {
			out.landed[l.Ticket] = l.UID
		}
		var doubt *mail.InDoubt
		if errors.As(err, &doubt) {
			out.doubt = doubt.Tickets
		}
		var refused *mail.Refused
		if errors.As(err, &refused) {
			out.refused = refused.Tickets
		}
		var again *mail.Again
		if errors.As(err, &again) && once && doubt == nil && refused == nil {
			tickets = again.Tickets
		} else if again != nil {
			t.Errorf("%v are wanted again, refused %v, in doubt %v", again.Tickets, out.refused, out.doubt)
		}
	}
	return out
}

func TestOutcomesOfAppends(t *testing.T) {
	for _, c := range []struct {
		name       string
		capability string
		messages   int
		answer     func(command string, next *atomic.Uint32) string
		check      func(t *testing.T, o outcome, heard []string)
	}{
		{"the guilty one of a batch is found", multi, 150, func(command string, next *atomic.Uint32) string {
			if strings.Contains(command, "Subject: 42\r\n") {
				return "TAG NO message contains invalid header\r\n"
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, heard []string) {
			if len(o.landed) != 149 || len(o.refused) != 1 || o.refused[42] != "message contains invalid header" || len(o.doubt) != 0 {
				t.Errorf("%d landed, refused %v, in doubt %v", len(o.landed), o.refused, o.doubt)
			}
			uids := map[uint32]bool{}
			for _, uid := range o.landed {
				uids[uid] = true
			}
			if len(uids) != 149 || uids[0] {
				t.Errorf("%d UIDs", len(uids))
			}
		}},
		{"an answer that never comes leaves doubt", multi, 150, func(command string, next *atomic.Uint32) string {
			if messagesIn(command) == 100 {
				return landing(next, command)
			}
			return servertest.Cut
		}, func(t *testing.T, o outcome, _ []string) {
			if len(o.landed) != 100 || len(o.doubt) != 50 || o.doubt[0] != 101 || o.doubt[49] != 150 || mail.ClassOf(o.err) != mail.Lost {
				t.Errorf("%d landed, in doubt %v: %v", len(o.landed), o.doubt, o.err)
			}
		}},
		{"a batch refused and then a cut", multi, 5, func(command string, next *atomic.Uint32) string {
			switch {
			case messagesIn(command) == 5:
				return "TAG NO not so many\r\n"
			case strings.Contains(command, "Subject: 3\r\n"):
				return servertest.Cut
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, _ []string) {
			if len(o.landed) != 2 || len(o.doubt) == 0 || !slices.Contains(o.doubt, 3) {
				t.Errorf("landed %v, in doubt %v", o.landed, o.doubt)
			}
		}},
		{"a full target is no fault of the message", multi, 5, func(command string, next *atomic.Uint32) string {
			if messagesIn(command) > 1 || next.Load() >= 12 {
				return "TAG NO [OVERQUOTA] Quota exceeded\r\n"
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, _ []string) {
			if len(o.landed) != 2 || len(o.refused) != 0 || len(o.doubt) != 0 || mail.ClassOf(o.err) != mail.Quota {
				t.Errorf("landed %v, refused %v, in doubt %v: %v", o.landed, o.refused, o.doubt, o.err)
			}
		}},
		{"a full disk", "IMAP4rev1 LITERAL+", 2, func(string, *atomic.Uint32) string { return "TAG NO No space left on device\r\n" },
			func(t *testing.T, o outcome, _ []string) {
				if len(o.landed) != 0 || len(o.refused) != 0 || mail.ClassOf(o.err) != mail.Storage {
					t.Errorf("landed %v, refused %v: %v", o.landed, o.refused, o.err)
				}
			}},
		{"a server that can store nothing any more", multi, 50, func(string, *atomic.Uint32) string {
			return "TAG NO [SERVERBUG] Internal error occurred. Refer to server log for more information.\r\n"
		}, func(t *testing.T, o outcome, heard []string) {
			if len(o.landed)+len(o.refused)+len(o.doubt) != 0 || mail.ClassOf(o.err) != mail.Lost || len(heard) > 60 {
				t.Errorf("landed %v, refused %v, in doubt %v: %v", o.landed, o.refused, o.doubt, o.err)
			}
		}},
		{"a message that the server fails at", multi, 50, func(command string, next *atomic.Uint32) string {
			if strings.Contains(command, "Subject: 42\r\n") {
				return "TAG NO [SERVERBUG] Internal error occurred.\r\n"
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, _ []string) {
			if len(o.landed) != 49 || o.refused[42] != "Internal error occurred." || len(o.doubt) != 0 {
				t.Errorf("%d landed, refused %v, in doubt %v: %v", len(o.landed), o.refused, o.doubt, o.err)
			}
		}},
		{"the last message, and the server fails at it", multi, 50, func(command string, next *atomic.Uint32) string {
			if strings.Contains(command, "Subject: 50\r\n") {
				return "TAG NO [SERVERBUG] Internal error occurred.\r\n"
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, _ []string) {
			var suspects *mail.Suspects
			if !errors.As(o.err, &suspects) || len(suspects.Tickets) != 1 || suspects.Tickets[50] != "Internal error occurred." || len(o.landed) != 49 || len(o.refused)+len(o.doubt) != 0 {
				t.Errorf("%d landed, refused %v, in doubt %v: %v", len(o.landed), o.refused, o.doubt, o.err)
			}
		}},
		{"a keyword that the server does not take", multi, 3, func(command string, next *atomic.Uint32) string {
			if strings.Contains(command, "$Odd") {
				return "TAG NO [CANNOT] Keyword length too long\r\n"
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, heard []string) {
			if len(o.landed) != 3 || len(o.refused) != 0 || o.err != nil {
				t.Errorf("%d landed, refused %v: %v", len(o.landed), o.refused, o.err)
			}
		}},
		{"too large for the server", "IMAP4rev1 LITERAL+ UIDPLUS", 3, func(command string, next *atomic.Uint32) string {
			if strings.Contains(command, "Subject: 2\r\n") {
				return "TAG NO [TOOBIG] Message too large\r\n"
			}
			return landing(next, command)
		}, func(t *testing.T, o outcome, _ []string) {
			if len(o.landed) != 2 || o.refused[2] != "Message too large" {
				t.Errorf("landed %v, refused %v: %v", o.landed, o.refused, o.err)
			}
		}},
		{"over the stated limit nothing is sent", "IMAP4rev1 LITERAL+ UIDPLUS APPENDLIMIT=5", 2, landingOnly, func(t *testing.T, o outcome, heard []string) {
			if len(o.refused) != 2 || slices.ContainsFunc(heard, func(s string) bool { return strings.HasPrefix(s, "APPEND") }) {
				t.Errorf("refused %v, heard %q", o.refused, heard)
			}
		}},
		{"without UIDPLUS they land all the same", "IMAP4rev1 LITERAL+ MULTIAPPEND", 3, func(string, *atomic.Uint32) string { return "TAG OK done\r\n" },
			func(t *testing.T, o outcome, _ []string) {
				if len(o.landed) != 3 || o.landed[1] != 0 || o.err != nil {
					t.Errorf("landed %v: %v", o.landed, o.err)
				}
			}},
		{"UIDs of another UIDVALIDITY are not believed", multi, 3, func(string, *atomic.Uint32) string { return "TAG OK [APPENDUID 2 10:12] done\r\n" },
			func(t *testing.T, o outcome, _ []string) {
				if len(o.landed) != 3 || o.landed[1] != 0 {
					t.Errorf("landed %v: %v", o.landed, o.err)
				}
			}},
		{"nonsense for UIDs", multi, 3, func(string, *atomic.Uint32) string { return "TAG OK [APPENDUID 1 1:4294967295] done\r\n" },
			func(t *testing.T, o outcome, _ []string) {
				if len(o.landed) != 3 || o.landed[1] != 0 {
					t.Errorf("landed %v: %v", o.landed, o.err)
				}
			}},
		{"thrown out for too much", multi, 3, func(string, *atomic.Uint32) string {
			return "* BYE Too many requests. Suggested Backoff Time: 3000 milliseconds\r\n" + servertest.Cut
		}, func(t *testing.T, o outcome, _ []string) {
			var e *mail.Error
			if len(o.doubt) != 3 || !errors.As(o.err, &e) || e.Class != mail.Throttled || e.RetryAfter != 3*time.Second {
				t.Errorf("in doubt %v: %v", o.doubt, o.err)
			}
		}},
		{"slowed down", "IMAP4rev1", 3, func(command string, next *atomic.Uint32) string {
			return "TAG NO [THROTTLED] slow down, retry after 5 s\r\n"
		}, func(t *testing.T, o outcome, _ []string) {
			var e *mail.Error
			if len(o.landed)+len(o.refused)+len(o.doubt) != 0 || !errors.As(o.err, &e) || e.Class != mail.Throttled || e.RetryAfter != 5*time.Second {
				t.Errorf("landed %v, refused %v, in doubt %v: %v", o.landed, o.refused, o.doubt, o.err)
			}
		}},
	} {
		for _, once := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, once %v", c.name, once), func(t *testing.T) {
				var next atomic.Uint32
				next.Store(10)
				fake := (&servertest.Fake{Capability: c.capability, Answer: func(_ int, command string) (string, bool) {
					if !strings.HasPrefix(command, "APPEND") {
						return "", false
					}
					return c.answer(command, &next), true
				}}).Start(t)
				flags := []string(nil)
				if strings.Contains(c.name, "keyword") {
					flags = []string{"$Odd"}
				}
				c.check(t, appendAll(t, fake, once, c.messages, flags...), fake.Heard())
			})
		}
	}
}

func landingOnly(command string, next *atomic.Uint32) string { return landing(next, command) }

func TestRefusedBeforeTheLiteral(t *testing.T) {
	for _, capability := range []string{"IMAP4rev1 UIDPLUS", "IMAP4rev1 UIDPLUS MULTIAPPEND"} {
		var next atomic.Uint32
		next.Store(10)
		refusals := 0
		fake := (&servertest.Fake{Capability: capability, Answer: func(_ int, command string) (string, bool) {
			return landing(&next, command), strings.HasPrefix(command, "APPEND")
		}, Refuse: func(begun string) string {
			if refusals++; refusals == 2 {
				return "TAG NO [TOOBIG] not this one\r\n"
			}
			return ""
		}}).Start(t)
		o := appendAll(t, fake, false, 4)
		if want := 4 - len(o.refused); len(o.landed) != want || len(o.doubt) != 0 || o.err != nil && len(o.refused) == 0 {
			t.Errorf("%s: landed %v, refused %v: %v", capability, o.landed, o.refused, o.err)
		}
		if single := !strings.Contains(capability, "MULTI"); single && o.refused[2] != "not this one" {
			t.Errorf("%s: refused %v", capability, o.refused)
		}
	}
}

func TestFlagsTheMailboxDoesNotKeepAreNotSent(t *testing.T) {
	var next atomic.Uint32
	fake := (&servertest.Fake{Capability: multi, Answer: func(_ int, command string) (string, bool) {
		if strings.HasPrefix(command, "SELECT") {
			return "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n* OK [PERMANENTFLAGS (\\Seen $Junk)] ok\r\nTAG OK [READ-WRITE] done\r\n", true
		}
		return landing(&next, command), strings.HasPrefix(command, "APPEND")
	}}).Start(t)
	target, err := Open(t.Context(), Options{Server: fake.Config(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	box, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
	if err != nil {
		t.Fatal(err)
	}
	m := mail.Message{Meta: mail.Meta{Flags: mail.Flags{`\Seen`, "Work", "$junk", `\Flagged`}}, Body: spool.Memory([]byte("Subject: x\r\n\r\n"))}
	if err := box.Add(t.Context(), 1, m); err != nil {
		t.Fatal(err)
	}
	landed, err := box.Commit(t.Context())
	if err != nil || len(landed) != 1 || !slices.Equal(landed[0].Refused, mail.Flags{"Work", `\Flagged`}) {
		t.Errorf("%+v, %v", landed, err)
	}
	last := fake.Heard()[len(fake.Heard())-1]
	if !strings.HasPrefix(last, `APPEND "INBOX" (\Seen $junk) {`) {
		t.Errorf("heard %.60q", last)
	}
}

package imapconn

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// scripted is a server that says the pieces of a script, one to each command, whatever the command is; TAG in them is
// the tag of the oldest command without an answer. After the last piece it hangs up.
type scripted struct {
	network.Network
	mu     sync.Mutex
	heard  sync.Cond
	pieces []string
	line   []byte   // of the client's, as far as it came
	tags   []string // of commands not answered
	out    []byte
	until  time.Time
	closed bool
}

func (s *scripted) DialContext(context.Context, string, string) (net.Conn, error) { return s, nil }

// Write notes the commands that begin in what the client sends; what it sends of a message looks like none.
func (s *scripted) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.pieces) == 0 && len(s.out) == 0 {
		return 0, net.ErrClosed
	}
	for _, c := range p {
		if s.line = append(s.line, c); c != '\n' {
			continue
		}
		if tag, _, found := strings.Cut(string(s.line), " "); found && tag != "" && len(tag) < 10 {
			s.tags = append(s.tags, tag)
		}
		s.line = s.line[:0]
	}
	s.heard.Broadcast()
	return len(p), nil
}

// Read says the next piece once there is a command to answer, or the client has waited long enough.
func (s *scripted) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.out) == 0 {
		switch {
		case s.closed || len(s.pieces) == 0:
			return 0, io.EOF
		case len(s.tags) > 0:
			s.out = []byte(strings.ReplaceAll(s.pieces[0], "TAG", s.tags[0]))
			s.pieces, s.tags = s.pieces[1:], s.tags[1:]
		case !s.until.IsZero() && !time.Now().Before(s.until):
			return 0, os.ErrDeadlineExceeded
		default:
			s.heard.Wait()
		}
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

func (s *scripted) SetReadDeadline(until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until = until
	if wait := time.Until(until); wait > 0 {
		time.AfterFunc(wait, s.heard.Broadcast)
	}
	s.heard.Broadcast()
	return nil
}

func (s *scripted) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.heard.Broadcast()
	return nil
}

func (*scripted) SetWriteDeadline(time.Time) error { return nil }
func (*scripted) SetDeadline(time.Time) error      { return nil }
func (*scripted) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*scripted) RemoteAddr() net.Addr             { return &net.TCPAddr{} }

// between separates the pieces of a script.
const between = "\f"

var conversations = []string{
	// LIST-STATUS, CONDSTORE, bulk FETCH, MULTIAPPEND
	"* PREAUTH [CAPABILITY IMAP4rev1 NAMESPACE LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE UIDPLUS MULTIAPPEND LITERAL+] in\r\n\f" +
		"* NAMESPACE ((\"\" \"/\")) NIL ((\"Shared/\" \"/\"))\r\nTAG OK\r\n\f" +
		"* LIST (\\HasNoChildren \\Subscribed) \"/\" INBOX\r\n* LIST (\\Sent) \"/\" {5}\r\nS&-nt (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n* STATUS INBOX (MESSAGES 3 UIDNEXT 9 UIDVALIDITY 4 HIGHESTMODSEQ 12)\r\nTAG OK done\r\n\f" +
		"TAG NO [NONEXISTENT] no such mailbox\r\n\f" +
		"* 3 EXISTS\r\n* FLAGS (\\Seen $a]b)\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] kept\r\n* OK [UIDVALIDITY 4] \r\n* OK [UIDNEXT 9] \r\n* OK [HIGHESTMODSEQ 12] \r\nTAG OK [READ-WRITE] open\r\n\f" +
		"* 1 FETCH (UID 2 FLAGS (\\Seen) MODSEQ (5) RFC822.SIZE 3 INTERNALDATE \" 1-Jan-2021 00:00:00 +0000\" BODY[HEADER.FIELDS (MESSAGE-ID)] {19}\r\nMessage-ID: <a@b>\r\n)\r\n* 3 FETCH (UID 7 FLAGS ())\r\n* 2 FETCH (UID 4 FLAGS ())\r\n* VANISHED (EARLIER) 1,3\r\nTAG OK done\r\n\f" +
		"* 1 FETCH (UID 2 BODY[] {3}\r\nabc FLAGS ())\r\n* 2 FETCH (UID 4 BODY[] NIL)\r\n* 3 FETCH (BODY[] ~{3+}\r\nxyz UID 7)\r\nTAG OK done\r\n\f" +
		"TAG OK nothing\r\n\fTAG OK looked\r\n\f* 2 FETCH (UID 4 FLAGS ())\r\nTAG OK\r\n\f" +
		"* SEARCH 2 4\r\n* ESEARCH (TAG \"S1\") UID MIN 1 ALL 1:3,7\r\nTAG OK\r\n\f" +
		"TAG OK [APPENDUID 4 9:11] done\r\n\fTAG OK\r\n\fTAG OK\r\n",
	// LITERAL, single APPENDs, LSUB, a refused log-in with a hint
	"* OK [CAPABILITY IMAP4rev1] hi\r\n\fTAG OK [CAPABILITY IMAP4rev1 UIDPLUS] in\r\n\f* LIST () NIL INBOX\r\nTAG OK\r\n\f* LSUB () \".\" \"a\\\"b\"\r\nTAG OK\r\n\f" +
		"* 1 EXISTS\r\nTAG OK [READ-ONLY] open\r\n\f* 1 FETCH (UID 5)\r\nTAG OK\r\n\f* 1 FETCH (UID 5 FLAGS (\\Recent))\r\nTAG OK\r\n\f" +
		"TAG BAD what\r\n\fTAG NO [EXPUNGEISSUED] gone\r\n\fTAG NO gone\r\n\fTAG OK\r\n\f* SEARCH\r\nTAG OK\r\n\f+ go\r\nTAG OK [APPENDUID 1 6] in\r\n\f+\r\n+ \r\nTAG NO [LIMIT] too big\r\n",
	// a message told of twice
	"* PREAUTH [CAPABILITY IMAP4rev1] in\r\n\fTAG OK\r\n\fTAG OK\r\n\f* 2 EXISTS\r\n* OK [UIDNEXT 9] \r\nTAG OK\r\n\f" +
		"* 1 FETCH (UID 2 RFC822.SIZE 3)\r\n* 2 FETCH (UID 7 RFC822.SIZE 3)\r\n* 1 FETCH (UID 2 RFC822.SIZE 3)\r\nTAG OK\r\n",
	"* OK [CAPABILITY IMAP4rev1] hi\r\n\f* BYE Too many connections, retry after 30 s\r\nTAG NO [UNAVAILABLE] Suggested Backoff Time: 5 milliseconds\r\n",
	"* PREAUTH [CAPABILITY IMAP4rev1 MULTIAPPEND LITERAL- APPENDLIMIT=4] in\r\n\f* BYE {5}\r\n", "+ \r\n", "* BYE\r\n",
	"* PREAUTH [CAPABILITY IMAP4rev1 MULTIAPPEND LITERAL+ UIDPLUS] in\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG OK\r\n\fTAG NO all of them\r\n\fTAG OK [APPENDUID 0 0] a\r\n\fTAG NO [SERVERBUG] b\r\n\fTAG BAD c\r\n",
}

// FuzzConversation has a server say anything to whatever it is asked. However that ends, it ends, and what was
// understood makes sense: no mailbox and no message comes twice, none comes that was not asked for, and of each
// message that was appended exactly one thing is said to have become.
func FuzzConversation(f *testing.F) {
	for _, c := range conversations {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, script string) {
		s := &scripted{pieces: strings.Split(script, between), tags: []string{"*"}} // the greeting is nobody's answer
		s.heard.L = &s.mu
		c, err := Open(t.Context(), Config{Network: s, Host: "mail.example.com", Security: migration.SecurityNone, Login: Login{User: "alice", Password: "secret"},
			Spool: spool.Spool{InMemory: 1 << 10, Max: 1 << 16, Dir: t.TempDir()}, ConnectTimeout: 5 * time.Millisecond, StallTimeout: 5 * time.Millisecond})
		if err != nil {
			return
		}
		defer c.Close()
		converse(t, c)
	})
}

func converse(t *testing.T, c *Conn) {
	ctx := t.Context()
	boxes, naming, _ := c.Mailboxes(ctx, ListOptions{})
	seen := map[string]bool{}
	for _, m := range boxes {
		if key := m.Name.Key(); len(m.Name) == 0 || seen[key] {
			t.Fatalf("%q, of %+v, is empty or there twice", key, naming)
		} else {
			seen[key] = true
		}
	}
	c.NeedStatus(ctx, boxes)
	selected, err := c.Select(ctx, "INBOX")
	if err != nil {
		return
	}
	listed := map[uint32]bool{}
	c.MetaRange(ctx, 2, 7, mail.ListIDs, 0, func(m mail.Meta, err error) bool {
		if err == nil && (m.UID < 2 || m.UID > 7 || listed[m.UID]) {
			t.Fatalf("message %d was listed twice or is not among those asked for", m.UID)
		}
		listed[m.UID] = err == nil
		return true
	})
	fetched := map[uint32]bool{2: false, 4: false, 7: false}
	c.Bodies(ctx, []uint32{2, 4, 7}, func(m mail.Message, err error) bool {
		uid := m.UID
		if bad := (*mail.BadMessage)(nil); errors.As(err, &bad) {
			uid = bad.UID
		} else if err != nil {
			return true
		}
		if done, asked := fetched[uid]; !asked || done {
			t.Fatalf("message %d was fetched twice or is not among those asked for", uid)
		}
		fetched[uid] = true
		if m.Body != nil {
			defer m.Body.Close()
			r, err := m.Body.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if n, err := io.Copy(io.Discard, r); n != m.Body.Size() || err != nil {
				t.Fatalf("message %d has %d octets of %d, %v", uid, n, m.Body.Size(), err)
			}
		}
		return true
	})
	c.Search(ctx, "ALL", 1)
	appended(t, c, selected)
	c.Create(ctx, "new", mail.RoleSent)
	c.SubscribeWire(ctx, "new")
}

// appended sends messages and looks that each has one fate. Those that were not even taken, since the connection was
// broken, have none.
func appended(t *testing.T, c *Conn, selected Selected) {
	const messages = 3
	a := c.NewAppender("INBOX", selected)
	fate := map[int]string{}
	is := func(ticket int, what string) {
		if was := fate[ticket]; was != "" || ticket < 0 || ticket >= messages {
			t.Fatalf("message %d is %s, and %s", ticket, was, what)
		}
		fate[ticket] = what
	}
	taken := 0
	for taken < messages && a.Add(t.Context(), taken, mail.Message{Meta: mail.Meta{Flags: mail.Flags{`\Seen`, "$a"}}, Body: spool.Memory([]byte("Subject: x\r\n\r\n")), Once: taken == 1}) == nil {
		taken++
	}
	landed, err := a.Flush(t.Context())
	for _, l := range landed {
		is(l.Ticket, "landed")
	}
	var doubt *mail.InDoubt
	var refused *mail.Refused
	var again *mail.Again
	var suspects *mail.Suspects
	if errors.As(err, &doubt) {
		for _, ticket := range doubt.Tickets {
			is(ticket, "in doubt")
		}
	}
	if errors.As(err, &refused) {
		for ticket := range refused.Tickets {
			is(ticket, "refused")
		}
	}
	if errors.As(err, &again) {
		for _, ticket := range again.Tickets {
			is(ticket, "to be sent again")
		}
	}
	if errors.As(err, &suspects) {
		for ticket := range suspects.Tickets {
			is(ticket, "suspect")
		}
	}
	if err == nil && len(fate) != taken {
		t.Fatalf("of %d messages %v", taken, fate)
	}
}

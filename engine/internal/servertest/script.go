package servertest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/mail"
)

// Script is an account that a Fake serves soundly, so that a test need only say what is odd:
// a bent answer of one command, or of one message.
type Script struct {
	Greeting   string // default "* OK ready"
	Capability string // default "IMAP4rev1"
	Folders    []ScriptFolder
	// Bend makes an answer odd: conn counts the connections from 1, command is the line without its tag, answer
	// the sound one.
	Bend func(conn int, command, answer string) string
	// Message makes one FETCH answer of a body odd, in the same way.
	Message func(conn int, m ScriptMessage, answer string) string
	// Greets, where given, may greet a connection otherwise; "" is the Greeting.
	Greets func(conn int) string

	open sync.Map // the ScriptFolder that a connection has open
}

// ScriptFolder is a mailbox of a Script.
type ScriptFolder struct {
	Wire     string // the name as EXAMINE has it
	Listed   string // the LIST answer after "* LIST "; empty: `() "/" "Wire"`
	Messages []Message
}

// ScriptMessage is a message under way. Message.UID, where 0, is its place in the mailbox.
type ScriptMessage struct {
	Message
	Folder string
}

// Start serves the account until the test ends.
func (s *Script) Start(t testing.TB) *Fake {
	for i := range s.Folders {
		f := &s.Folders[i]
		f.Messages = slices.Clone(f.Messages)
		for n := range f.Messages {
			if f.Messages[n].UID == 0 {
				f.Messages[n].UID = uint32(n + 1)
			}
		}
	}
	fake := &Fake{Greeting: s.Greeting, Capability: s.Capability, Greet: s.Greets}
	fake.Answer = func(conn int, command string) (string, bool) {
		answer, ok := s.sound(conn, command)
		if s.Bend == nil {
			return answer, ok
		}
		if !ok {
			answer = fake.standard(command)
		}
		return s.Bend(conn, command, answer), true
	}
	return fake.Start(t)
}

// folder finds a mailbox by a command's argument: quoted, a literal or an atom.
func (s *Script) folder(argument string) *ScriptFolder {
	if _, literal, found := strings.Cut(argument, "\r\n"); found {
		argument = literal
	} else if quoted, found := strings.CutPrefix(argument, `"`); found {
		argument = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(strings.TrimSuffix(quoted, `"`))
	}
	i := slices.IndexFunc(s.Folders, func(f ScriptFolder) bool { return f.Wire == argument })
	if i < 0 {
		return nil
	}
	return &s.Folders[i]
}

func (s *Script) sound(conn int, command string) (string, bool) {
	word, rest, _ := strings.Cut(command, " ")
	switch word {
	case "LIST":
		var b strings.Builder
		for _, f := range s.Folders {
			listed := f.Listed
			if listed == "" {
				listed = `() "/" "` + f.Wire + `"`
			}
			b.WriteString("* LIST " + listed + "\r\n")
		}
		return b.String() + "TAG OK done\r\n", true
	case "STATUS":
		name, _, _ := strings.Cut(rest, " (")
		f := s.folder(name)
		if f == nil {
			return "TAG NO no such mailbox\r\n", true
		}
		return fmt.Sprintf("* STATUS %s (MESSAGES %d UIDNEXT %d UIDVALIDITY 1)\r\nTAG OK done\r\n", name, len(f.Messages), f.next()), true
	case "EXAMINE", "SELECT":
		f := s.folder(strings.TrimSuffix(rest, " (CONDSTORE)"))
		if f == nil {
			return "TAG NO no such mailbox\r\n", true
		}
		s.open.Store(conn, f)
		return fmt.Sprintf("* %d EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT %d] ok\r\n* OK [HIGHESTMODSEQ 1] ok\r\nTAG OK [READ-ONLY] done\r\n", len(f.Messages), f.next()), true
	case "UID":
		selected, found := s.open.Load(conn)
		if !found {
			return "TAG BAD no mailbox is open\r\n", true
		}
		f := selected.(*ScriptFolder)
		if fetch, ok := strings.CutPrefix(rest, "FETCH "); ok {
			set, items, _ := strings.Cut(fetch, " ")
			return s.fetch(conn, f, set, items), true
		}
	}
	return "", false
}

func (f *ScriptFolder) next() uint32 {
	if n := len(f.Messages); n > 0 {
		return f.Messages[n-1].UID + 1
	}
	return 1
}

func (s *Script) fetch(conn int, f *ScriptFolder, set, items string) string {
	var b strings.Builder
	for i, m := range f.Messages {
		if !inSet(set, m.UID, f.next()-1) {
			continue
		}
		answer := FetchAnswer(i+1, m, items)
		if s.Message != nil && strings.Contains(items, "BODY.PEEK[])") {
			answer = s.Message(conn, ScriptMessage{m, f.Wire}, answer)
		}
		b.WriteString(answer)
		if strings.Contains(answer, Cut) || strings.Contains(answer, Endless) || strings.Contains(answer, Hang) {
			return b.String()
		}
	}
	return b.String() + "TAG OK done\r\n"
}

// inSet tells whether a UID belongs to a set of an IMAP command.
func inSet(set string, uid, last uint32) bool {
	for part := range strings.SplitSeq(set, ",") {
		from, to, isRange := strings.Cut(part, ":")
		number := func(s string) uint32 {
			if s == "*" {
				return last
			}
			n, _ := strconv.ParseUint(s, 10, 32)
			return uint32(n)
		}
		lo, hi := number(from), number(from)
		if isRange {
			hi = number(to)
		}
		if lo, hi = min(lo, hi), max(lo, hi); lo <= uid && uid <= hi {
			return true
		}
	}
	return false
}

// FetchAnswer is a sound FETCH answer with the items asked for.
func FetchAnswer(sequence int, m Message, items string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "* %d FETCH (UID %d FLAGS (%s)", sequence, m.UID, strings.Join(m.Flags, " "))
	if strings.Contains(items, "INTERNALDATE") {
		fmt.Fprintf(&b, " INTERNALDATE %q", imapwire.FormatDate(m.Date))
	}
	if strings.Contains(items, "RFC822.SIZE") {
		fmt.Fprintf(&b, " RFC822.SIZE %d", len(m.Raw))
	}
	if strings.Contains(items, "MODSEQ") {
		b.WriteString(" MODSEQ (1)")
	}
	if strings.Contains(items, "HEADER.FIELDS") {
		id := imapwire.MessageID([]byte(m.Raw))
		field := "Message-ID: " + id + "\r\n\r\n"
		if id == "" {
			field = "\r\n"
		}
		fmt.Fprintf(&b, " BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%s", len(field), field)
	}
	if strings.Contains(items, "BODY.PEEK[]") {
		fmt.Fprintf(&b, " BODY[] {%d}\r\n%s", len(m.Raw), m.Raw)
	}
	return b.String() + ")\r\n"
}

// Letters are n small messages of one mailbox, dated, some with flags.
func Letters(n int) []Message {
	box := Many(mail.Inbox, n)
	for i := range box.Messages {
		box.Messages[i].UID = uint32(i + 1)
		if i%3 == 1 {
			box.Messages[i].Flags = mail.Flags{`\Seen`}
		}
	}
	return box.Messages
}

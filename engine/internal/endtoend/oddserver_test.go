package endtoend

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"runtime/metrics"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// oddity is a way in which a server is broken, and what is to come of it.
type oddity struct {
	name     string
	greeting string
	list     []string // further folders: LIST answers, each with one message; the name is what follows the last of `"."`
	flags    mail.Flags
	bend     func(conn int, command, answer string) string
	message  func(conn int, m servertest.ScriptMessage, answer string) string
	aside    []uint32 // messages of the inbox that must be set aside, with a reason
	dateless bool     // the server's dates say nothing
}

// of makes one message's answer odd.
func of(uid uint32, odd func(answer string, m servertest.ScriptMessage) string) func(int, servertest.ScriptMessage, string) string {
	return func(_ int, m servertest.ScriptMessage, answer string) string {
		if m.UID == uid && m.Folder == "INBOX" {
			return odd(answer, m)
		}
		return answer
	}
}

// firstTime has the oddity on the first connection alone, on which the messages come.
func firstTime(odd func(int, servertest.ScriptMessage, string) string) func(int, servertest.ScriptMessage, string) string {
	var first atomic.Int64
	return func(conn int, m servertest.ScriptMessage, answer string) string {
		if bent := odd(conn, m, answer); bent != answer && (first.CompareAndSwap(0, int64(conn)) || first.Load() == int64(conn)) {
			return bent
		}
		return answer
	}
}

// everywhere replaces in all answers.
func everywhere(pairs ...string) func(int, string, string) string {
	r := strings.NewReplacer(pairs...)
	return func(_ int, _, answer string) string { return r.Replace(answer) }
}

// to makes the answers of some commands odd.
func to(prefix string, odd func(answer string) string) func(int, string, string) string {
	return func(_ int, command, answer string) string {
		if strings.HasPrefix(command, prefix) {
			return odd(answer)
		}
		return answer
	}
}

func stated(m servertest.ScriptMessage, change int) (string, string) {
	return fmt.Sprintf("{%d}", len(m.Raw)), fmt.Sprintf("{%d}", len(m.Raw)+change)
}

// longer states a literal longer, or shorter, than it is.
func longer(by int) func(string, servertest.ScriptMessage) string {
	return func(answer string, m servertest.ScriptMessage) string {
		old, other := stated(m, by)
		return strings.Replace(answer, old, other, 1)
	}
}

// oddities are what servers are known to do, and what some do when they fail.
func oddities() []oddity {
	third := []uint32{3}
	return []oddity{
		{name: "a sound server"},
		{name: "greeting without text", greeting: "* OK"},
		{name: "OK without text", bend: everywhere("TAG OK done", "TAG OK", " ok\r\n", "\r\n")},
		{name: "unknown untagged answers", bend: func(_ int, _, answer string) string {
			return "* XNEWS hello {3}\r\nabc (\r\n* 99 STRANGE\r\n" + answer
		}},
		{name: "unasked EXISTS, EXPUNGE, FETCH of flags", message: of(3, func(answer string, _ servertest.ScriptMessage) string {
			return "* 12 EXISTS\r\n* 3 RECENT\r\n* 2 FETCH (FLAGS (\\Seen $odd))\r\n* 4 FETCH (UID 4 FLAGS (\\Deleted))\r\n" + answer
		})},
		{name: "UID after the body", message: func(_ int, m servertest.ScriptMessage, answer string) string {
			uid := fmt.Sprintf("UID %d ", m.UID)
			return strings.TrimSuffix(strings.Replace(answer, uid, "", 1), ")\r\n") + " " + strings.TrimSuffix(uid, " ") + ")\r\n"
		}},
		{name: "literal8 for bodies", message: func(_ int, _ servertest.ScriptMessage, answer string) string {
			return strings.Replace(answer, "BODY[] {", "BODY[] ~{", 1)
		}},
		{name: "keywords with ] or %", flags: mail.Flags{`\Seen`, "a]b", "100%", "[x]", "Work"}},
		{name: "double blanks", bend: func(_ int, command, answer string) string {
			if strings.HasPrefix(command, "LOGIN") || strings.Contains(command, "BODY.PEEK[]") {
				return answer
			}
			return strings.NewReplacer("* ", "*  ", " (", "  (", "OK ", "OK  ", "UID ", "UID  ").Replace(answer)
		}, message: func(_ int, _ servertest.ScriptMessage, answer string) string {
			return strings.NewReplacer(" FETCH (", "  FETCH  ( ", " BODY[] ", "  BODY[]  ", " FLAGS (", "  FLAGS  ( ").Replace(answer)
		}},
		{name: "unasked attributes", message: func(_ int, m servertest.ScriptMessage, answer string) string {
			return strings.Replace(answer, "UID", fmt.Sprintf("RFC822.SIZE %d ENVELOPE (NIL \"a (b\" NIL ((NIL NIL \"x\" {3}\r\ny)z))) X-GM-MSGID 7 MODSEQ (12) UID", len(m.Raw)), 1)
		}},
		{name: "NIL for a date", dateless: true, bend: dates("NIL")},
		{name: "nonsense for a date", dateless: true, bend: dates(`"32-Foo-0000 99:99:99 +9999"`)},
		{name: "no INTERNALDATE", dateless: true, bend: dates("")},
		{name: "no RFC822.SIZE", bend: sizes("")},
		{name: "RFC822.SIZE is 0", bend: sizes("RFC822.SIZE 0")},
		{name: "RFC822.SIZE is wrong", bend: sizes("RFC822.SIZE 4711")},
		{name: "untagged BAD for data", bend: func(_ int, command, answer string) string {
			if strings.HasPrefix(command, "UID FETCH") {
				return "* BAD internal state\r\n* NO really\r\n" + answer
			}
			return answer
		}},
		{name: "untagged BAD instead of one message", message: of(3, func(string, servertest.ScriptMessage) string { return "* BAD cannot read this message\r\n" }), aside: third},
		{name: "BYE instead of one message", message: of(3, func(string, servertest.ScriptMessage) string { return "* BYE internal error\r\n" + servertest.Cut }), aside: third},
		{name: "BYE in the middle, once", message: firstTime(of(3, func(string, servertest.ScriptMessage) string { return "* BYE shutting down\r\n" + servertest.Cut }))},
		{name: "LIST names in raw UTF-8", list: []string{`() "." "Ungelöst"`, `() "." "重要"`}},
		{name: "LIST names in Latin-1", list: []string{"() \".\" \"Gel\xf6scht\"", "() \".\" Entw\xfcrfe"}},
		{name: "LIST names with a bare &", list: []string{`() "." "R&D"`, `() "." "Q & A"`, `() "." "R&-D"`}},
		{name: "LIST names with unquoted blanks", list: []string{`() "." Two Words`, `(\HasChildren) "." A  B`}},
		{name: "a LIST name of a megabyte", list: []string{`() "." "` + strings.Repeat("&", 900_000) + `"`}},
		{name: "LIST names as literals", list: []string{"() \".\" {8}\r\na \"b\" c\\"}},
		{name: "HIGHESTMODSEQ without ]", bend: everywhere("HIGHESTMODSEQ 1] ok", "HIGHESTMODSEQ 1")},
		{name: "no UIDNEXT, no UIDVALIDITY", bend: func(_ int, command, answer string) string {
			if strings.HasPrefix(command, "EXAMINE") {
				return strings.ReplaceAll(strings.ReplaceAll(answer, "* OK [UIDNEXT 7] ok\r\n", ""), "* OK [UIDVALIDITY 1] ok\r\n", "")
			}
			if strings.HasPrefix(command, "STATUS") {
				return "TAG BAD no such command\r\n"
			}
			return answer
		}},
		{name: "a message listed twice", bend: to("UID FETCH", func(answer string) string { return doubled(answer) })},
		{name: "a literal a little too long", message: of(3, longer(+4)), aside: third},
		{name: "a literal too long, once", message: firstTime(of(3, longer(+4)))},
		{name: "a literal too short", message: of(3, longer(-9)), aside: third},
		{name: "a literal of one octet", message: of(3, func(answer string, m servertest.ScriptMessage) string {
			return longer(1-len(m.Raw))(answer, m)
		}), aside: third},
		{name: "a literal of 10 GB that is none", message: of(3, func(answer string, m servertest.ScriptMessage) string {
			return longer(10_000_000_000)(answer, m) + servertest.Cut
		}), aside: third},
		{name: "a literal of 10 GB, sent", message: of(3, func(string, servertest.ScriptMessage) string {
			return "* 3 FETCH (UID 3 FLAGS () BODY[] {10000000000}\r\n" + servertest.Endless + strings.Repeat("x", 70) + "\r\n"
		}), aside: third},
		{name: "a literal without number", message: of(3, func(answer string, m servertest.ScriptMessage) string {
			old, _ := stated(m, 0)
			return strings.Replace(answer, old, "{}", 1)
		}), aside: third},
		{name: "NIL for a body", message: of(3, func(string, servertest.ScriptMessage) string { return "* 3 FETCH (UID 3 FLAGS () BODY[] NIL)\r\n" }), aside: third},
		{name: "a line without end", message: of(3, func(string, servertest.ScriptMessage) string {
			return "* 3 FETCH (UID 3 X-NOISE " + servertest.Endless + "noise"
		}), aside: third},
		{name: "a flag list without end", message: of(3, func(string, servertest.ScriptMessage) string {
			return "* 3 FETCH (UID 3 FLAGS (" + servertest.Endless + "$flag "
		}), aside: third},
		{name: "a header literal of 10 GB in an answer", message: of(3, func(string, servertest.ScriptMessage) string {
			return "* 3 FETCH (UID 3 BODY[HEADER] {10000000000}\r\n" + servertest.Endless + "Subject: x\r\n"
		}), aside: third},
	}
}

// dates has every INTERNALDATE be something else.
func dates(instead string) func(int, string, string) string {
	return func(_ int, _, answer string) string {
		var b strings.Builder
		for {
			before, after, found := strings.Cut(answer, ` INTERNALDATE "`)
			b.WriteString(before)
			if !found {
				return b.String()
			}
			_, answer, _ = strings.Cut(after, `"`)
			if instead != "" {
				b.WriteString(" INTERNALDATE " + instead)
			}
		}
	}
}

// sizes has every RFC822.SIZE be something else.
func sizes(instead string) func(int, string, string) string {
	size := regexp.MustCompile(` RFC822\.SIZE \d+`)
	return func(_ int, _, answer string) string {
		return size.ReplaceAllString(answer, strings.TrimRight(" "+instead, " "))
	}
}

// doubled repeats each answer that fills a line of its own.
func doubled(answer string) string {
	var b strings.Builder
	for line := range strings.SplitAfterSeq(answer, "\r\n") {
		b.WriteString(line)
		if strings.HasPrefix(line, "* ") && strings.HasSuffix(line, ")\r\n") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// wireOf is the name in a LIST answer as EXAMINE has it.
func wireOf(listed string) string {
	_, name, _ := strings.Cut(listed, `"." `)
	if _, literal, found := strings.Cut(name, "\r\n"); found {
		return literal
	}
	return strings.Trim(name, `"`)
}

// script is the account of an odd server: an inbox of six letters, and a letter in each further folder.
func (o oddity) script() *servertest.Script {
	s := &servertest.Script{Greeting: o.greeting, Bend: o.bend, Message: o.message,
		Folders: []servertest.ScriptFolder{{Wire: "INBOX", Listed: `() "." INBOX`, Messages: servertest.Letters(6)}}}
	if o.flags != nil {
		s.Folders[0].Messages[2].Flags = o.flags
	}
	for i, listed := range o.list {

		letter := servertest.Letters(10 + i)[9+i]
		letter.UID = 1
		s.Folders = append(s.Folders, servertest.ScriptFolder{Wire: wireOf(listed), Listed: listed, Messages: []servertest.Message{letter}})
	}
	return s
}

// outcome is what came of an account's messages.
type outcome struct {
	arrived, aside, lost, altered, doubled int
	said                                   []string
}

// judge holds what a script served against what is at the target, and what was set aside with its reason.
func judge(s *servertest.Script, got mailcheck.Account, skipped []migration.SkippedItem, dateless bool) (out outcome) {
	there := map[[sha256.Size]byte][]mailcheck.Message{}
	for _, f := range got.Folders {
		for _, m := range f.Messages {
			there[m.SHA256] = append(there[m.SHA256], m)
		}
	}
	for n, f := range s.Folders {
		for _, m := range f.Messages {
			copies := there[m.Hash()]
			delete(there, m.Hash())
			reason := slices.IndexFunc(skipped, func(i migration.SkippedItem) bool {
				return i.UID == m.UID && (i.Folder == "INBOX") == (n == 0) && i.Reason != ""
			})
			switch {
			case len(copies) == 0 && reason >= 0:
				out.aside++
				out.said = append(out.said, skipped[reason].Reason)
			case len(copies) == 0:
				out.lost++
			case len(copies) > 1:
				out.doubled++
			default:
				out.arrived++
				if !dateless && copies[0].Date.Unix() != m.Date.Unix() || !slices.Equal(copies[0].Flags, lower(m.Flags)) {
					out.altered++
					out.said = append(out.said, fmt.Sprintf("%s instead of %v, %v", copies[0], m.Date, m.Flags))
				}
			}
		}
	}
	out.altered += len(there) // contents that the source does not have
	return out
}

func lower(flags mail.Flags) []string {
	out := make([]string, 0, len(flags))
	for _, f := range flags {
		out = append(out, strings.ToLower(f))
	}
	slices.Sort(out)
	return out
}

// heap is how many octets of objects there are, garbage included.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// watermark keeps the highest it was shown.
type watermark struct{ began, top atomic.Uint64 }

func (w *watermark) look() {
	now := heap()
	for {
		top := w.top.Load()
		if now <= top || w.top.CompareAndSwap(top, now) {
			return
		}
	}
}

// bounded is what a migration of a few letters may take, whatever the server does.
const bounded = 64 << 20

// TestOddServers migrates from servers that are broken, each in its own way, and prints what came of it.
func TestOddServers(t *testing.T) {
	tab := newTable(t, "behaviour", "arrived", "set aside", "lost", "altered", "doubled", "peak", "what is said of those set aside")
	for _, o := range oddities() {
		t.Run(o.name, func(t *testing.T) {
			s := o.script()
			fake := s.Start(t)
			var mark watermark
			mark.began.Store(heap())
			fake.Written = mark.look
			e := open(t, engine.Config{Ephemeral: true, Clock: newHurried(), Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: t.TempDir()}})
			start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: fake.Port(), Security: migration.SecurityNone},
				[]traveller{{login: "alice", password: "secret", address: "alice@contoso.edu"}})
			if batch := wait(t, e); batch.Status != migration.BatchSynced {
				t.Fatalf("batch is %s: %s", batch.Status, report(t.Context(), e))
			}
			mark.look()
			stats, err := e.Users.Statistics(t.Context(), "alice@contoso.edu", engine.StatisticsOptions{SkippedItems: true})
			must(t, err)
			got := judge(s, readTree(t, e.Target().Root, "alice"), stats.Skipped, o.dateless)
			grown := int64(mark.top.Load()) - int64(mark.began.Load())
			tab.add(o.name, got.arrived, got.aside, got.lost, got.altered, got.doubled, fmt.Sprintf("%d MB", max(grown, 0)>>20), strings.Join(got.said, "; "))
			if got.lost+got.altered+got.doubled > 0 || got.aside != len(o.aside) || len(stats.Skipped) != len(o.aside) {
				t.Errorf("%+v; skipped %+v%s", got, stats.Skipped, report(t.Context(), e))
			}
			if grown > bounded {
				t.Errorf("it took %d MB", grown>>20)
			}
		})
	}
}

package imapwire

import (
	"io"
	"slices"
	"strings"
	"testing"

	"stagecoach/engine/internal/spool"
)

var seeds = []string{
	"* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n",
	"* OK\r\n", "*  OK   [HIGHESTMODSEQ 12\r\n", "+ \r\n", "+\r\n",
	"* 1 FETCH (UID 7 FLAGS (\\Seen $a]b %c) INTERNALDATE \" 1-Jan-2021 00:00:00 +0000\" RFC822.SIZE 3 BODY[] {3}\r\nabc)\r\n",
	"* 1 FETCH (BODY[] ~{3+}\r\nabc UID 7)\r\n",
	"* 1 FETCH (UID 7 BODY[] \"a\\\"b\")\r\n", "* 1 FETCH (UID 7 BODY[] NIL)\r\n",
	"* 1 FETCH (UID 7 BODY[HEADER.FIELDS (MESSAGE-ID)] {20}\r\nMessage-ID: <a@b>\r\n\r\n X-GM-LABELS (\"a b\" c))\r\n",
	"* LIST (\\HasNoChildren) \"/\" a b c\r\n", "* LIST () NIL {3}\r\na\"b (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n",
	"* STATUS a b (MESSAGES 3 UIDNEXT 4)\r\n", "* NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"shared.\" \".\" \"X\" (\"y\")))\r\n",
	"* SEARCH 1 2 3\r\n", "* ESEARCH (TAG \"S1\") UID MIN 1 ALL 1:3,7\r\n", "S1 NO [TRYCREATE] no\r\n", "S1 OK [APPENDUID 1 2:4,7] done\r\n", "* OK [PERMANENTFLAGS (\\Seen \\* a]b)] ok\r\n",
	"* 1 FETCH (UID 1 BODY[] {99999999999999999}\r\n", "* BYE {5}\r\n", "* 4294967296 FETCH (UID 0)\r\n",
}

func FuzzReader(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		r := NewReader(strings.NewReader(input))
		r.Spool = spool.Spool{InMemory: 1 << 10, Max: 1 << 16, Dir: t.TempDir()}
		for range 100 {
			res, err := r.Next()
			if err != nil {
				return
			}
			readAll(res)
		}
	})
}

// readAll reads the answer as everything it could be.
func readAll(res *Response) {
	res.Kind()
	st := res.Status()
	st.Number()
	st.Flags()
	ParseUIDs(st.Args, 3)
	res.Words()
	res.Numbers()
	res.Found()
	res.FlagList()
	res.List()
	res.StatusData()
	res.Namespaces()
	if f, _ := res.Fetch(); f.Body != nil {
		body, _ := f.Body.Open()
		io.Copy(io.Discard, body)
		f.Body.Close()
	}
}

func FuzzDate(f *testing.F) {
	f.Add(" 1-Jan-2021 00:00:00 +0130")
	f.Fuzz(func(t *testing.T, text string) {
		date := ParseDate(text)
		if date.IsZero() {
			return
		}
		if again := ParseDate(FormatDate(date)); !again.Equal(date.Truncate(1e9)) && date.Year() > 0 {
			_, zone := date.Zone()
			if zone%60 == 0 {
				t.Fatalf("%q is %v, written %q, read %v", text, date, FormatDate(date), again)
			}
		}
	})
}

// A set of UIDs is read in its order, of the wanted number exactly, and written again to the same.
func FuzzUIDs(f *testing.F) {
	f.Add("1:3,7", 4)
	f.Add("4294967295", 1)
	f.Add("4294967290:4294967295", 6)
	f.Add("9:1", 9)
	f.Add("1:4294967295", 3)
	f.Fuzz(func(t *testing.T, set string, want int) {
		uids, ok := ParseUIDs(set, want%10_000)
		if !ok {
			return
		}
		if len(uids) != want%10_000 || slices.Contains(uids, 0) {
			t.Fatalf("%q: %d UIDs instead of %d", set, len(uids), want)
		}
		if slices.IsSorted(uids) {
			if again, ok := ParseUIDs(FormatUIDs(uids), len(uids)); !ok || !slices.Equal(again, uids) {
				t.Fatalf("%q became %q", set, FormatUIDs(uids))
			}
		}
	})
}

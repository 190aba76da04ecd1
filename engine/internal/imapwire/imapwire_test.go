package imapwire

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

func next(t *testing.T, input string) *Response {
	t.Helper()
	r := NewReader(strings.NewReader(input))
	res, err := r.Next()
	if err != nil {
		t.Fatalf("%q: %v", input, err)
	}
	return res
}

func TestFetchForgivesWhatItCan(t *testing.T) {
	date := time.Date(2021, 2, 3, 4, 5, 6, 0, time.UTC)
	for _, c := range []struct {
		name, wire string
		uid        uint32
		flags      string
		date       time.Time
		size       int64
		body       string
	}{
		{"as the standard has it", "* 1 FETCH (UID 7 FLAGS (\\Seen) INTERNALDATE \" 3-Feb-2021 04:05:06 +0000\" RFC822.SIZE 3 BODY[] {3}\r\nabc)\r\n", 7, `\Seen`, date, 3, "abc"},
		{"UID after the body", "* 1 FETCH (BODY[] {3}\r\nabc UID 7)\r\n", 7, "", time.Time{}, -1, "abc"},
		{"literal8", "* 1 FETCH (UID 7 BINARY[] ~{3}\r\na\x00c)\r\n", 7, "", time.Time{}, -1, "a\x00c"},
		{"keywords with ] and %", "* 1 FETCH (UID 7 FLAGS ($a]b %c \\seen \\Recent \\Seen) BODY[] {0}\r\n)\r\n", 7, `$a]b %c \Seen`, time.Time{}, -1, ""},
		{"double blanks", "*  1  FETCH  ( UID  7   BODY[]  {1}\r\nx )\r\n", 7, "", time.Time{}, -1, "x"},
		{"unasked attributes", "* 1 FETCH (X-GM-MSGID 12 ENVELOPE (\"a\" NIL ((\"x\" NIL)) {2}\r\nhi) UID 7 MODSEQ (9) BODY[] {1}\r\nx)\r\n", 7, "", time.Time{}, -1, "x"},
		{"NIL date", "* 1 FETCH (UID 7 INTERNALDATE NIL BODY[] {1}\r\nx)\r\n", 7, "", time.Time{}, -1, "x"},
		{"nonsense date", "* 1 FETCH (UID 7 INTERNALDATE \"99-Foo-0000\" BODY[] {1}\r\nx)\r\n", 7, "", time.Time{}, -1, "x"},
		{"quoted body", "* 1 FETCH (UID 7 BODY[] \"a\\\"b\")\r\n", 7, "", time.Time{}, -1, `a"b`},
		{"bare LF at the end of the line", "* 1 FETCH (UID 7 BODY[] {1}\nx)\n", 7, "", time.Time{}, -1, "x"},
		{"nonsense size", "* 1 FETCH (RFC822.SIZE -5 UID 7 BODY[] {1}\r\nx)\r\n", 7, "", time.Time{}, -1, "x"},
	} {
		f, err := next(t, c.wire).Fetch()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		r, _ := f.Body.Open()
		body, _ := io.ReadAll(r)
		if f.UID != c.uid || strings.Join(f.Flags, " ") != c.flags || !f.InternalDate.Equal(c.date) || f.Size != c.size || string(body) != c.body {
			t.Errorf("%s: %+v with %q", c.name, f, body)
		}
	}
}

func TestBrokenFramingIsNoticed(t *testing.T) {
	for _, wire := range []string{
		"* 1 FETCH (UID 7 BODY[] {3}\r\nabcdef)\r\n",
		"* 1 FETCH (UID 7 BODY[] {3}\r\nabcd FLAGS ()\r\n",
		"* 1 FETCH (UID 7 BODY[] {3}\r\nabc\r\n",
		"* 1 FETCH (UID 7 BODY[] {7}\r\nabc)\r\n* 2 FETCH (UID 8 BODY[] {1}\r\nx)\r\n",
		"* 1 FETCH (UID 7 BODY[] {3}\r\nabc) and more\r\n",
	} {
		if f, err := next(t, wire).Fetch(); !errors.Is(err, ErrFraming) {
			t.Errorf("%q was taken as %+v, %v", wire, f, err)
		}
	}
}

func TestNothingTakesMemoryWithoutBound(t *testing.T) {
	r := NewReader(io.MultiReader(strings.NewReader("* OK "), endless{}))
	if _, err := r.Next(); !errors.Is(err, ErrFraming) {
		t.Errorf("a line without end: %v", err)
	}
	r = NewReader(strings.NewReader("* 1 FETCH (UID 7 BODY[] {12345678901}\r\nabc"))
	r.Spool = spool.Spool{Max: 1 << 20}
	var literal *LiteralError
	if _, err := r.Next(); !errors.As(err, &literal) || literal.UID != 7 || !errors.Is(err, ErrFraming) {
		t.Errorf("a literal of 12 GB that is none: %v", err)
	}
	r = NewReader(strings.NewReader("* 1 FETCH (UID 7 BODY[] {2097152}\r\nabc"))
	r.Spool = spool.Spool{Max: 1 << 20}
	if _, err := r.Next(); !errors.As(err, &literal) || literal.UID != 7 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a literal of 2 MB that is none: %v", err)
	}
	big := strings.Repeat("x", 2<<20)
	f, err := next(t, "* 1 FETCH (UID 7 X-BIG {2097152}\r\n"+big+" BODY[] {1}\r\nx)\r\n").Fetch()
	if err != nil || !f.HasBody {
		t.Errorf("a large literal that nobody asked for: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestListForgivesWhatItCan(t *testing.T) {
	for _, c := range []struct {
		wire, name string
		delimiter  byte
		attributes string
	}{
		{"* LIST (\\HasNoChildren) \"/\" INBOX\r\n", "INBOX", '/', `\HasNoChildren`},
		{"* LIST () \".\" \"a \\\"b\\\\\"\r\n", `a "b\`, '.', ""},
		{"* LIST () NIL {3}\r\na\"b\r\n", `a"b`, 0, ""},
		{"* LIST () \"/\" Sent Items 2021\r\n", "Sent Items 2021", '/', ""},
		{"* LIST (\\A) \"/\" Gel\xf6scht\r\n", "Gel\xf6scht", '/', `\A`},
		{"*  LIST  ( \\A  \\B )  \"/\"  x\r\n", "x", '/', `\A \B`},
		{"* LIST () \"/\" R&D\r\n", "R&D", '/', ""},
		{"* LIST (\\A) \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n", "a", '/', `\A`},
	} {
		l, ok := next(t, c.wire).List()
		if !ok || l.Name != c.name || l.Delimiter != c.delimiter || strings.Join(l.Attributes, " ") != c.attributes {
			t.Errorf("%q is %+v, %v", c.wire, l, ok)
		}
	}
}

func TestStatusForgivesWhatItCan(t *testing.T) {
	for _, c := range []struct {
		wire string
		want Status
	}{
		{"S1 OK [APPENDUID 38505 3955] done\r\n", Status{"OK", "APPENDUID", "38505 3955", "done"}},
		{"S1 OK\r\n", Status{Kind: "OK"}},
		{"* ok [highestmodseq 12\r\n", Status{Kind: "OK", Code: "HIGHESTMODSEQ", Args: "12"}},
		{"* OK [PERMANENTFLAGS (\\Seen a]b \\*)] Limited\r\n", Status{"OK", "PERMANENTFLAGS", `(\Seen a]b \*)`, "Limited"}},
		{"* BYE {5}\r\n", Status{Kind: "BYE", Text: "{5}"}},
	} {
		if got := next(t, c.wire).Status(); got != c.want {
			t.Errorf("%q is %+v", c.wire, got)
		}
	}
	name, st, ok := next(t, "* STATUS a b (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 5 HIGHESTMODSEQ 6)\r\n").StatusData()
	if want := (mail.Status{Messages: 3, UIDNext: 4, UIDValidity: 5, HighestModSeq: 6}); !ok || name != "a b" || st != want {
		t.Errorf("%q %+v %v", name, st, ok)
	}
}

func TestUIDSets(t *testing.T) {
	if got := FormatUIDs([]uint32{1, 2, 3, 7, 9, 10}); got != "1:3,7,9:10" {
		t.Error(got)
	}
	if uids, ok := ParseUIDs("4:5,9", 3); !ok || uids[2] != 9 {
		t.Error(uids, ok)
	}
	for _, bad := range []string{"", "1:4294967295", "5:4", "0", "1,2,3,4", "1:2", "x"} {
		if uids, ok := ParseUIDs(bad, 3); ok {
			t.Errorf("%q is %v", bad, uids)
		}
	}
}

func TestMessageID(t *testing.T) {
	for header, want := range map[string]string{
		"Subject: x\r\nMessage-ID:\r\n <a@b>\r\n\r\nMessage-ID: <c@d>": "<a@b>",
		"message-id: <A@B>\n\n":              "<A@B>",
		"Subject: x\r\n\r\nMessage-ID: <no>": "",
	} {
		if got := MessageID([]byte(header)); got != want {
			t.Errorf("%q: %q", header, got)
		}
	}
}

func TestExtendedSearch(t *testing.T) {
	for wire, want := range map[string][]uint32{
		"* ESEARCH (TAG \"S1\") UID ALL 2,10:12\r\n":           {2, 10, 11, 12},
		"* ESEARCH UID ALL 12:10\r\n":                          {10, 11, 12},
		"*  ESEARCH  (TAG \"S1\")  UID  COUNT 3  ALL  1:3\r\n": {1, 2, 3},
		"* ESEARCH (TAG \"S1\") UID MODSEQ 917 ALL 5\r\n":      {5},
		"* ESEARCH (TAG \"S1\") UID\r\n":                       nil,
		"* ESEARCH (TAG \"S1\")\r\n":                           nil,
		"* ESEARCH (TAG \"S1\") UID X-NEW (a (b) c) ALL 4\r\n": {4},
		"* ESEARCH (TAG \"S1\") UID MIN 4 MAX 9\r\n":           nil,
	} {
		if got, ok := next(t, wire).Found(); !ok || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", wire, got, ok)
		}
	}
	for _, wire := range []string{"* ESEARCH UID ALL 1:4294967295\r\n", "* ESEARCH UID ALL 0\r\n", "* ESEARCH UID ALL x\r\n", "* ESEARCH UID ALL 1:*\r\n"} {
		if got, ok := next(t, wire).Found(); ok {
			t.Errorf("%q: %d UIDs", wire, len(got))
		}
	}
}

func TestNothingIsLostWhenMoreIsExpected(t *testing.T) {
	r := NewReader(strings.NewReader("* 1 EXISTS\r\n* 2 EXISTS\r\n* 3 FETCH (UID 3 BODY[] {5}\r\nabcde)\r\n"))
	for want := uint32(1); want <= 3; want++ {
		res, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if _, n := res.Kind(); n != want {
			t.Errorf("answer %d is of %d", want, n)
		}
		before := r.Buffered()
		if r.ExpectMuch(); r.Buffered() != before || want < 3 && before == 0 {
			t.Errorf("%d octets of %d are left", r.Buffered(), before)
		}
	}
}

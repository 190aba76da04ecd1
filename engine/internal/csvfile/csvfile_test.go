package csvfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const head = "EmailAddress,UserName,Password"

func read(t *testing.T, text string) File {
	t.Helper()
	f, err := Read([]byte(text), false)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return f
}

func utf16Of(s string, mark, big bool) string {
	var b strings.Builder
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	for _, u := range units {
		if big {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		} else {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}

func TestGoodFiles(t *testing.T) {
	article := head + "\nterrya@contoso.edu,terry.adams,1091990\n"
	terry := Row{1, "terrya@contoso.edu", "terry.adams", "1091990", ""}
	for name, c := range map[string]struct {
		text string
		want Row
	}{
		"article":              {article, terry},
		"no final newline":     {strings.TrimSpace(article), terry},
		"CRLF":                 {strings.ReplaceAll(article, "\n", "\r\n"), terry},
		"CR":                   {strings.ReplaceAll(article, "\n", "\r"), terry},
		"UTF-8 mark":           {"\ufeff" + article, terry},
		"UTF-16 LE mark":       {utf16Of(article, true, false), terry},
		"UTF-16 BE mark":       {utf16Of(article, true, true), terry},
		"UTF-16 LE bare":       {utf16Of(article, false, false), terry},
		"UTF-16 BE bare":       {utf16Of(article, false, true), terry},
		"blanks in the header": {"EmailAddress , UserName\u00a0,Password \nterrya@contoso.edu,terry.adams,1091990", terry},
		"curly quotes":         {"\u201cEmailAddress\u201d,\u2018UserName\u2019,Password\nterrya@contoso.edu,terry.adams,1091990", terry},
		"other case and order": {"password,EMAILADDRESS,userName\n1091990,terrya@contoso.edu,terry.adams", terry},
		"quoted header":        {"\"EmailAddress\",\"UserName\",\"Password\"\n\"terrya@contoso.edu\",\"terry.adams\",\"1091990\"", terry},
		"blank lines":          {"\n" + head + "\n\n  \nterrya@contoso.edu,terry.adams,1091990\n\n", terry},
		"comma in quotes":      {head + "\na@b.c,u,\"p,\"\"q\"\"\nr\"", Row{1, "a@b.c", "u", "p,\"q\"\nr", ""}},
		"quote within":         {head + "\na@b.c,u,p\"q", Row{1, "a@b.c", "u", "p\"q", ""}},
		"blanks in a password": {head + "\na@b.c,u, p ", Row{1, "a@b.c", "u", " p ", ""}},
		"user root":            {head + ",UserRoot\nterrya@contoso.edu,mailadmin,P@ssw0rd,/users/terry.adams", Row{1, "terrya@contoso.edu", "mailadmin", "P@ssw0rd", "/users/terry.adams"}},
		"empty optional":       {head + ",UserRoot\na@b.c,u,p,", Row{1, "a@b.c", "u", "p", ""}},
		"Exchange form":        {head + "\na@b.c,contoso-students/mailadmin/terry.adams,p", Row{1, "a@b.c", "contoso-students/mailadmin/terry.adams", "p", ""}},
		"Mirapoint form":       {head + "\na@b.c,#t@x.edu#mailadmin#,p", Row{1, "a@b.c", "#t@x.edu#mailadmin#", "p", ""}},
		"not ASCII":            {head + "\na@b.c,jürgen,paßwort", Row{1, "a@b.c", "jürgen", "paßwort", ""}},
	} {
		f := read(t, c.text)
		if len(f.Rows) != 1 || f.Rows[0] != c.want || len(f.Warnings) != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestBadFiles(t *testing.T) {
	rows := strings.Repeat("a@b.c,u,p\n", MaxRows+1)
	for name, c := range map[string]struct {
		text string
		want Error
	}{
		"nothing":          {"", Error{Problem: Empty}},
		"blanks":           {" \r\n\t\n", Error{Problem: Empty}},
		"header alone":     {head + "\n", Error{Problem: Empty}},
		"too large":        {strings.Repeat("x", MaxBytes+1), Error{Problem: TooLarge, Limit: MaxBytes}},
		"too many rows":    {head + "\n" + rows, Error{Problem: TooManyRows, Limit: MaxRows}},
		"blank in name":    {"Email Address,UserName,Password\na,b,c", Error{Problem: MissingColumn, Column: "EmailAddress"}},
		"missing":          {"EmailAddress,UserName\na,b", Error{Problem: MissingColumn, Column: "Password"}},
		"semicolons":       {"EmailAddress;UserName;Password\na;b;c", Error{Problem: MissingColumn, Column: "EmailAddress"}},
		"unknown":          {head + ",Departement\na,b,c,d", Error{Problem: UnknownColumn, Column: "Departement"}},
		"unnamed":          {head + ",\na,b,c,", Error{Problem: UnknownColumn}},
		"twice":            {head + ",username\na,b,c,d", Error{Problem: TwiceColumn, Column: "UserName"}},
		"one too many":     {head + "\na@b.c,u,p\na@b.c,u,p,x", Error{Problem: ColumnCount, Row: 2, Expected: 3, Actual: 4}},
		"one too few":      {head + "\na@b.c,u", Error{Problem: ColumnCount, Row: 1, Expected: 3, Actual: 2}},
		"unclosed quote":   {head + "\na@b.c,u,\"p", Error{Problem: Quote, Row: 1}},
		"Latin-1":          {head + "\na@b.c,j\xfcrgen,p", Error{Problem: Encoding, Row: 2}},
		"half a code unit": {"\xff\xfea", Error{Problem: Encoding, Row: 1}},
	} {
		f, err := Read([]byte(c.text), false)
		var got *Error
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("%s: got %v, want %v", name, err, &c.want)
		}
		if len(f.Rows)+len(f.Warnings) != 0 {
			t.Errorf("%s: rows beside an error", name)
		}
		if err != nil && err.Error() == "" {
			t.Errorf("%s: an error without words", name)
		}
	}
}

func TestUnknownColumnsMayBeAllowed(t *testing.T) {
	f, err := Read([]byte("Department,"+head+",\nsales,a@b.c,u,p,"), true)
	if err != nil || len(f.Rows) != 1 || f.Rows[0].EmailAddress != "a@b.c" {
		t.Fatalf("%+v, %v", f, err)
	}
}

func TestBadRowsAreLeftOut(t *testing.T) {
	text := head + "\n" + strings.Join([]string{
		"good@b.c,u,p", ",u,p", "no-at,u,p", "a b@c.d,u,p", "Name <a@b.c>,u,p", "a@b.c,,p", "a@b.c, u,p", "a@b.c,u ,p", "a@b.c,u,",
		"GOOD@b.c,u,p", "@b.c,u,p", "a@,u,p", "other@b.c,u,p",
	}, "\n")
	f := read(t, text)
	var good, bad []int
	for _, r := range f.Rows {
		good = append(good, r.Number)
	}
	for _, w := range f.Warnings {
		bad = append(bad, w.Row)
		if w.Message == "" {
			t.Errorf("row %d: no reason", w.Row)
		}
	}
	if !slices.Equal(good, []int{1, 13}) || !slices.Equal(bad, []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}) {
		t.Fatalf("good %v, bad %v", good, bad)
	}
}

func TestFiftyThousandRowsAreTaken(t *testing.T) {
	var b strings.Builder
	b.WriteString(head)
	for i := range MaxRows {
		fmt.Fprintf(&b, "\nu%d@b.c,u%d,p", i, i)
	}
	if f := read(t, b.String()); len(f.Rows) != MaxRows {
		t.Fatalf("%d rows", len(f.Rows))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", head, head + "\na@b.c,u,p", head + "\n\"a\"\"\nb\",u,\"", "\xff\xfeE\x00", "\xfe\xff\x00E"} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, allow bool) {
		file, err := Read(data, allow)
		if err != nil && len(file.Rows) > 0 {
			t.Fatal("rows beside an error")
		}
		for _, r := range file.Rows {
			if check(r) != "" {
				t.Fatalf("a bad row was taken: %+v", r)
			}
		}
	})
}

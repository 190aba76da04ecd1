package content_test

import (
	"io"
	"strings"
	"testing"

	"stagecoach/engine/internal/content"
)

type body string

func (b body) Size() int64                  { return int64(len(b)) }
func (b body) Open() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(b))), nil }
func (b body) Close() error                 { return nil }

// What a store that rebuilds messages may change does not count, what tells messages apart does.
func TestWay(t *testing.T) {
	const letter = "Received: from a\r\n by b; Tue, 1 Dec 2020 10:00:00 +0000\r\nReceived: from c\r\nMessage-ID: <1@x>\r\nSubject: =?utf-8?q?gr=C3=BC=C3=9Fe?= an alle\r\n\r\none\r\n"
	var scratch []byte
	way := func(s string) content.Sum {
		sum, err := content.Way(body(s), &scratch)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	want := way(letter)
	for name, s := range map[string]string{
		"another body":       strings.Replace(letter, "one", "two", 1),
		"folded otherwise":   strings.Replace(letter, "from a\r\n by b", "from a by\r\n\tb", 1),
		"fields added":       "MIME-Version: 1.0\r\n" + letter,
		"encoded otherwise":  strings.Replace(letter, "=?utf-8?q?gr=C3=BC=C3=9Fe?=", "=?iso-8859-1?Q?gr=FC=DFe?=", 1),
		"other line ends":    strings.ReplaceAll(letter, "\r\n", "\n"),
		"fields in an order": "Message-ID: <1@x>\r\n" + strings.Replace(letter, "Message-ID: <1@x>\r\n", "", 1),
	} {
		if way(s) != want {
			t.Errorf("%s: another message", name)
		}
	}
	for name, s := range map[string]string{
		"another Message-ID": strings.Replace(letter, "<1@x>", "<2@x>", 1),
		"another subject":    strings.Replace(letter, "an alle", "an dich", 1),
		"another way":        strings.Replace(letter, "from c", "from d", 1),
		"one hop less":       strings.Replace(letter, "Received: from c\r\n", "", 1),
	} {
		if way(s) == want {
			t.Errorf("%s: the same message", name)
		}
	}
	if way("Subject: no id\r\n\r\n") != (content.Sum{}) {
		t.Error("a message without a Message-ID has a way")
	}
}

package repl

import (
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// readKeys reads all that a keyboard hands on, one string a Read.
func readKeys(t *testing.T, k *keyboard) []string {
	t.Helper()
	var keys []string
	buffer := make([]byte, 4096)
	for {
		n, err := k.Read(buffer)
		if n > 0 {
			keys = append(keys, string(buffer[:n]))
		}
		if err == io.EOF {
			return keys
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestKeyboardHandsOnOneLineAtATime(t *testing.T) {
	k := &keyboard{device: strings.NewReader("Get-Date\rRead-Host\nx\x03y\x1az")}
	got := readKeys(t, k)
	if want := []string{"Get-Date\r", "Read-Host\n", "x\x03", "yz"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestKeyboardTakesPastesApart(t *testing.T) {
	const input = "a" + pasteBegin + "one\r\n\ttwo\x1b[A\rthree\nend" + pasteEnd + "b\r"
	for name, device := range map[string]io.Reader{
		"at once":      strings.NewReader(input),
		"byte by byte": iotest.OneByteReader(strings.NewReader(input)),
	} {
		k := &keyboard{device: device}
		buffer := make([]byte, 4096)
		typed := ""
		for !strings.HasSuffix(typed, "\r") {
			n, err := k.Read(buffer)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			typed += string(buffer[:n])
		}
		if typed != "aone\r" || !k.inPaste {
			t.Errorf("%s: the first line is %q", name, typed)
		}
		for _, want := range []string{"\ttwo[A", "three"} {
			if next, _ := k.peekPasted(); next != want {
				t.Errorf("%s: the next line is %q, want %q", name, next, want)
			}
			if next, ok := k.nextPasted(); !ok || next != want {
				t.Errorf("%s: the line is %q, want %q", name, next, want)
			}
		}
		if next, ok := k.peekPasted(); !ok || next != "end" {
			t.Errorf("%s: the unfinished line is %q", name, next)
		}
		if _, ok := k.nextPasted(); ok {
			t.Errorf("%s: the unfinished line is taken for a whole one", name)
		}
		k.enterTail()
		if got := strings.Join(readKeys(t, k), ""); got != "endb\r" {
			t.Errorf("%s: behind the paste: %q", name, got)
		}
	}
}

func TestKeyboardPasteOfOneLineWaitsForEnter(t *testing.T) {
	k := &keyboard{device: strings.NewReader(pasteBegin + "Get-Date" + pasteEnd)}
	if got := readKeys(t, k); !slices.Equal(got, []string{"Get-Date"}) || !k.inPaste {
		t.Errorf("%q", got)
	}
}

func FuzzKeyboard(f *testing.F) {
	f.Add(pasteBegin + "a\nb" + pasteEnd + "\r")
	f.Add("\x1b[200")
	f.Add("\x1b[201~\x1a\x04")
	f.Fuzz(func(t *testing.T, input string) {
		k := &keyboard{device: iotest.HalfReader(strings.NewReader(input))}
		buffer := make([]byte, 64)
		for range 2 * len(input) {
			if n, err := k.Read(buffer); err != nil {
				return
			} else if n == 0 {
				t.Fatal("nothing was read, and no error")
			}
			if _, ok := k.nextPasted(); !ok {
				k.enterTail()
			}
		}
	})
}

package spool

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/engine/mail"
)

func TestBodiesAreReadableAgainAndLeaveNothing(t *testing.T) {
	for _, size := range []int64{0, 1, 8, 9, 100_000} {
		s := Spool{Dir: t.TempDir(), InMemory: 8}
		want := bytes.Repeat([]byte("x"), int(size))
		src := io.MultiReader(bytes.NewReader(want), strings.NewReader("rest"))
		body, err := s.Read(src, size)
		if err != nil {
			t.Fatal(err)
		}
		if InMemory(body) != (size <= 8) {
			t.Errorf("%d octets: in memory is %v", size, InMemory(body))
		}
		for range 2 {
			r, err := body.Open()
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := io.ReadAll(r); !bytes.Equal(got, want) || body.Size() != size {
				t.Errorf("%d octets came back as %d", size, len(got))
			}
			r.Close()
		}
		if rest, _ := io.ReadAll(src); string(rest) != "rest" {
			t.Errorf("%d octets: read on to %q", size, rest)
		}
		if err := body.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := os.ReadDir(s.Dir); len(left) != 0 {
			t.Errorf("%d octets: left %v", size, left)
		}
	}
}

func TestBoundsAndFailures(t *testing.T) {
	if _, err := (Spool{Max: 10}).Read(strings.NewReader(""), 11); !errors.Is(err, ErrTooLarge) {
		t.Errorf("over the bound: %v", err)
	}
	if _, err := (Spool{InMemory: 1, Dir: t.TempDir()}).Read(strings.NewReader("abc"), 5); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a source that ends early: %v", err)
	}
	var disk *DiskError
	if _, err := (Spool{InMemory: 1, Dir: filepath.Join(t.TempDir(), "gone")}).Read(strings.NewReader("abc"), 3); !errors.As(err, &disk) {
		t.Errorf("no folder for the spool: %v", err)
	}
}

func TestBodiesInMemoryShareNothing(t *testing.T) {
	text := func(n int, of byte) []byte { return bytes.Repeat([]byte{of}, n) }
	for _, n := range []int{1, 1023, 1024, 1025, 65_536, 65_537, 300_000} {
		first, err := Spool{}.Read(bytes.NewReader(text(n, 'a')), int64(n))
		if err != nil {
			t.Fatal(err)
		}
		r, _ := first.Open()
		first.Close()
		first.Close() // twice gives nothing back twice
		second, _ := Spool{}.Read(bytes.NewReader(text(n, 'b')), int64(n))
		third, _ := Spool{}.Read(bytes.NewReader(text(n, 'c')), int64(n))
		for of, body := range map[byte]mail.Body{'b': second, 'c': third} {
			var whole bytes.Buffer
			again, _ := body.Open()
			if _, err := again.(io.WriterTo).WriteTo(&whole); err != nil || !bytes.Equal(whole.Bytes(), text(n, of)) {
				t.Errorf("%d octets of %c: %d came back, %v", n, of, whole.Len(), err)
			}
		}
		if _, err := r.Read(make([]byte, 10)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("reading what was given back: %v", err)
		}
		if _, err := r.(io.WriterTo).WriteTo(io.Discard); !errors.Is(err, os.ErrClosed) {
			t.Errorf("writing what was given back: %v", err)
		}
		if first.Size() != int64(n) {
			t.Errorf("the size is %d after the end", first.Size())
		}
	}
	if _, err := (Spool{}).Read(strings.NewReader("abc"), 5); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a source that ends early: %v", err)
	}
}

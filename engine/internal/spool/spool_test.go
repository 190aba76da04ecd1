package spool

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
		if _, inMemory := Bytes(body); inMemory != (size <= 8) {
			t.Errorf("%d octets: in memory is %v", size, inMemory)
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
	if _, err := (Spool{InMemory: 1, Dir: t.TempDir()}).Read(strings.NewReader("abc"), 5); !errors.Is(err, io.EOF) {
		t.Errorf("a source that ends early: %v", err)
	}
	var disk *DiskError
	if _, err := (Spool{InMemory: 1, Dir: filepath.Join(t.TempDir(), "gone")}).Read(strings.NewReader("abc"), 3); !errors.As(err, &disk) {
		t.Errorf("no folder for the spool: %v", err)
	}
}

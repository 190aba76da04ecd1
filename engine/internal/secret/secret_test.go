package secret

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

func TestSealedOpensOnlyForItsOwner(t *testing.T) {
	k := NewEphemeral()
	s := k.Seal("user a", "P@ssw0rd")
	if bytes.Contains(s, []byte("P@ssw0rd")) {
		t.Fatal("the secret is in the clear")
	}
	if got, err := k.Open("user a", s); err != nil || got != "P@ssw0rd" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := k.Open("user b", s); !errors.Is(err, ErrForged) {
		t.Fatalf("another owner opened it: %v", err)
	}
	if _, err := NewEphemeral().Open("user a", s); !errors.Is(err, ErrForged) {
		t.Fatalf("another key opened it: %v", err)
	}
}

func TestEveryAlteredByteIsNoticed(t *testing.T) {
	k := NewEphemeral()
	s := k.Seal("u", "secret")
	for i := range s {
		forged := bytes.Clone(s)
		forged[i] ^= 1
		if _, err := k.Open("u", forged); err == nil {
			t.Errorf("byte %d altered, and it opened", i)
		}
	}
	for i := range s {
		if _, err := k.Open("u", s[:i]); err == nil && i > 0 {
			t.Errorf("cut to %d bytes, and it opened", i)
		}
	}
}

func TestManyProcessesAgreeOnOneKeyFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "data.key")
	rings := make([]*Keyring, 8)
	var wg sync.WaitGroup
	for i := range rings {
		wg.Go(func() {
			k, err := Load(file)
			if err != nil {
				t.Error(err)
			}
			rings[i] = k
		})
	}
	wg.Wait()
	s := rings[0].Seal("u", "x")
	for _, k := range rings {
		if got, err := k.Open("u", s); err != nil || got != "x" {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v", info.Mode())
	}
	left, _ := os.ReadDir(filepath.Dir(file))
	if len(left) != 1 {
		t.Fatalf("left behind: %v", left)
	}
}

func TestOldKeysStillOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "data.key")
	k, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s := k.Seal("u", "old")
	text, _ := os.ReadFile(file)
	os.WriteFile(file, append(text, "2 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"...), 0o600)
	rotated, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := rotated.Open("u", s); err != nil || got != "old" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := k.Open("u", rotated.Seal("u", "new")); !errors.Is(err, ErrNoKey) {
		t.Fatalf("got %v", err)
	}
}

func TestBrokenKeyFileIsAnError(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "1\n", "x y\n", "1 !!!\n", "1 AAAA\n"} {
		file := filepath.Join(t.TempDir(), "k")
		os.WriteFile(file, []byte(text), 0o600)
		if _, err := Load(file); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

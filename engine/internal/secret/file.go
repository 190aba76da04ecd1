package secret

import (
	"bufio"
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Load reads the key file, making one with a fresh key where there is none.
// Several processes may do so at the same time: one file wins.
func Load(file string) (*Keyring, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err = create(file); err != nil {
			return nil, fmt.Errorf("make key file: %w", err)
		}
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	return parse(file, text)
}

// create writes the file beside its place and links it there, so that nobody
// ever reads half a key and the first of several wins.
func create(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".key-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = fmt.Fprintf(tmp, "# The key that opens the secrets in the state. Keep it apart from backups of the state.\n1 %s\n",
		base64.StdEncoding.EncodeToString(randomKey()))
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	err = os.Link(tmp.Name(), file)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(tmp.Name(), file) // a file system without links
}

// Rotate adds a fresh key to the file, which seals from now on. Once everything is sealed anew, Retire takes
// the old ones out.
func Rotate(file string) (*Keyring, error) {
	old, err := Load(file)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	line := fmt.Sprintf("%d %s\n", old.current+1, base64.StdEncoding.EncodeToString(randomKey()))
	if err := replace(file, append(text, line...)); err != nil {
		return nil, fmt.Errorf("write key file: %w", err)
	}
	return Load(file)
}

// Retire leaves only the newest key in the file.
func Retire(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read key file: %w", err)
	}
	k, err := parse(file, text)
	if err != nil {
		return err
	}
	current := fmt.Appendf(nil, "%d ", k.current)
	var kept []byte
	for line := range bytes.Lines(text) {
		if line[0] == '#' || bytes.HasPrefix(line, current) {
			kept = append(kept, line...)
		}
	}
	return replace(file, kept)
}

// replace writes a file anew, in one step.
func replace(file string, text []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".key-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

// parse reads lines of "id base64-key"; the highest id seals.
func parse(file string, text []byte) (*Keyring, error) {
	k := &Keyring{keys: map[uint32]cipher.AEAD{}}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		var id uint32
		var encoded string
		if _, err := fmt.Sscanf(string(line), "%d %s", &id, &encoded); err != nil {
			return nil, fmt.Errorf("key file %s: a line is not \"id key\"", file)
		}
		key, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, fmt.Errorf("key file %s: key %d is not base64", file, id)
		}
		if err := k.add(id, key); err != nil {
			return nil, fmt.Errorf("key file %s: %w", file, err)
		}
	}
	if len(k.keys) == 0 {
		return nil, fmt.Errorf("key file %s: no key in it", file)
	}
	return k, nil
}

package mailcheck

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// ReadMaildir reads a Maildir++ tree as Dovecot keeps it: a folder "A/B" is the
// directory ".A.B", names are in modified UTF-7, keywords are letters that the
// folder's dovecot-keywords explains, and a file's time is the INTERNALDATE.
// unescape, where not nil, undoes what the writer did to the characters a name
// may not have on disk. UIDs and roles are not read.
func ReadMaildir(root string, unescape func(level string) string) (Account, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return Account{}, fmt.Errorf("read Maildir: %w", err)
	}
	subscribed, err := readSubscriptions(filepath.Join(root, "subscriptions"))
	if err != nil {
		return Account{}, fmt.Errorf("read Maildir: %w", err)
	}
	dirs := map[string]string{"INBOX": root}
	for _, entry := range entries {
		if name, ok := strings.CutPrefix(entry.Name(), "."); ok && entry.IsDir() && name != "" {
			dirs[name] = filepath.Join(root, entry.Name())
		}
	}
	var account Account
	for name, dir := range dirs {
		f := Folder{Subscribed: subscribed[name]}
		for _, level := range strings.Split(name, ".") {
			level = decodeName(level)
			if unescape != nil {
				level = unescape(level)
			}
			f.Name = append(f.Name, level)
		}
		if f.Messages, err = readMaildirFolder(dir); err != nil {
			return Account{}, fmt.Errorf("read Maildir: %s: %w", f.Name, err)
		}
		account.Folders = append(account.Folders, f)
	}
	return account, nil
}

// readSubscriptions reads Dovecot's list, in its first form (a name a line,
// levels apart by ".") or its second (after a line "V\t2", levels by tabs).
func readSubscriptions(file string) (map[string]bool, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	all := make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && line != "V\t2" {
			all[strings.ReplaceAll(line, "\t", ".")] = true
		}
	}
	return all, err
}

func readMaildirFolder(dir string) ([]Message, error) {
	keywords, err := readKeywords(filepath.Join(dir, "dovecot-keywords"))
	if err != nil {
		return nil, err
	}
	var messages []Message
	for _, sub := range []string{"new", "cur"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			m, err := readMaildirMessage(filepath.Join(dir, sub, entry.Name()), keywords)
			if err != nil {
				return nil, err
			}
			messages = append(messages, m)
		}
	}
	return messages, nil
}

// readKeywords reads lines like "0 $Forwarded": the letter 'a' stands for it.
func readKeywords(file string) (map[rune]string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	letters := make(map[rune]string)
	for line := range strings.Lines(string(text)) {
		var number rune
		var keyword string
		if _, err := fmt.Sscanf(line, "%d %s", &number, &keyword); err == nil {
			letters['a'+number] = keyword
		}
	}
	return letters, err
}

var maildirFlags = map[rune]string{'D': `\Draft`, 'F': `\Flagged`, 'R': `\Answered`, 'S': `\Seen`, 'T': `\Deleted`}

func readMaildirMessage(file string, keywords map[rune]string) (Message, error) {
	f, err := os.Open(file)
	if err != nil {
		return Message{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Message{}, err
	}
	h := sha256.New()
	m := Message{Date: info.ModTime()}
	if m.Size, err = io.Copy(h, f); err != nil {
		return m, err
	}
	h.Sum(m.SHA256[:0])
	_, letters, _ := strings.Cut(filepath.Base(file), ":2,")
	var flags []string
	for _, letter := range letters {
		flag := maildirFlags[letter]
		if flag == "" {
			flag = keywords[letter]
		}
		if flag == "" {
			return m, fmt.Errorf("%s: the flag %q means nothing", filepath.Base(file), letter)
		}
		flags = append(flags, flag)
	}
	m.Flags = cleanFlags(flags)
	return m, nil
}

// decodeName decodes modified UTF-7 (RFC 3501 5.1.3); what is not that stays.
func decodeName(s string) string {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(s, "&")
		b.WriteString(plain)
		if !found {
			return b.String()
		}
		coded, after, closed := strings.Cut(rest, "-")
		if !closed {
			b.WriteString("&" + rest)
			return b.String()
		}
		b.WriteString(decodeShift(coded))
		s = after
	}
}

// modified is base64 with a comma for the slash, without padding.
var modified = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)

func decodeShift(coded string) string {
	if coded == "" {
		return "&"
	}
	octets, err := modified.DecodeString(coded)
	if err != nil || len(octets)%2 != 0 {
		return "&" + coded + "-"
	}
	units := make([]uint16, len(octets)/2)
	for i := range units {
		units[i] = uint16(octets[2*i])<<8 | uint16(octets[2*i+1])
	}
	return string(utf16.Decode(units))
}

package maildir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"stagecoach/engine/mail"
)

// maxKeywords is how many a folder can number: the letters a to z.
const maxKeywords = 26

// readKeywords reads dovecot-keywords: "0 $Forwarded" and so on. The result's index is
// the number; a number without a name is "".
func readKeywords(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseKeywords(string(text)), nil
}

func parseKeywords(text string) (out []string) {
	for _, line := range strings.Split(text, "\n") {
		number, name, found := strings.Cut(line, " ")
		n, err := strconv.Atoi(number)
		if err != nil || !found || n < 0 || n >= maxKeywords {
			continue
		}
		for len(out) <= n {
			out = append(out, "")
		}
		out[n] = name
	}
	return out
}

// letters gives the letters of flags, numbering new keywords; keywords is the table so
// far, grown comes back longer where a new one was needed. What has no letter is refused.
func letters(flags mail.Flags, keywords []string) (out []byte, refused mail.Flags, grown []string) {
	for _, flag := range flags {
		c := systemLetter(flag)
		if c == 0 && flag != "" && flag[0] != '\\' {
			c, keywords = keywordLetter(flag, keywords)
		}
		if c == 0 {
			refused = append(refused, flag)
			continue
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, refused, keywords
}

func systemLetter(flag string) byte {
	for _, f := range systemFlags {
		if strings.EqualFold(f.name, flag) {
			return f.letter
		}
	}
	return 0
}

func keywordLetter(keyword string, keywords []string) (byte, []string) {
	for i, k := range keywords {
		if strings.EqualFold(k, keyword) {
			return byte('a' + i), keywords
		}
	}
	if strings.ContainsAny(keyword, " \r\n\x00") {
		return 0, keywords
	}
	for i, k := range keywords {
		if k == "" {
			keywords[i] = keyword
			return byte('a' + i), keywords
		}
	}
	if len(keywords) == maxKeywords {
		return 0, keywords
	}
	return byte('a' + len(keywords)), append(keywords, keyword)
}

// writeKeywords replaces dovecot-keywords. The caller holds the lock of dovecot-uidlist,
// which protects this file too.
func (t *Target) writeKeywords(path string, keywords []string) error {
	var text strings.Builder
	for i, k := range keywords {
		if k != "" {
			fmt.Fprintf(&text, "%d %s\n", i, k)
		}
	}
	var before time.Time
	if st, err := os.Stat(path); err == nil {
		before = st.ModTime()
	}
	if err := t.replace(path, text.String()); err != nil {
		return err
	}
	// Dovecot reads the file again when its time, in seconds, is another.
	if st, err := os.Stat(path); err == nil && st.ModTime().Unix() <= before.Unix() {
		later := time.Unix(before.Unix()+1, 0)
		return os.Chtimes(path, later, later)
	}
	return nil
}

// replace writes a file beside path and puts it in its place.
func (t *Target) replace(path, text string) error {
	tmp := fmt.Sprintf("%s.%d.tmp", path, os.Getpid())
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	t.own(tmp)
	_, err = f.WriteString(text)
	if err == nil {
		err = t.sync(f)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
	}
	return err
}

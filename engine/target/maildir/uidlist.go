package maildir

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"
)

// uidlist is what we know of dovecot-uidlist, version 3: a header line, then one line
// a message, "UID [fields] :base". Lines may be added at the end without touching
// the header, whose next UID is then out of date.
type uidlist struct {
	validity uint32
	next     uint32
	uids     map[string]uint32 // by base name
	read     fs.FileInfo       // as of the last read
	offset   int64             // how far it was read
}

var errUIDList = errors.New("dovecot-uidlist is not as it should be")

// refresh reads what was added since the last time, or all when the file was replaced.
func (u *uidlist) refresh(path string) error {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			*u = uidlist{uids: map[string]uint32{}}
			return nil
		}
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if u.read == nil || !os.SameFile(u.read, st) || st.Size() < u.offset {
		*u = uidlist{uids: map[string]uint32{}}
	}
	u.read = st
	if st.Size() == u.offset {
		return nil
	}
	if _, err := f.Seek(u.offset, io.SeekStart); err != nil {
		return err
	}
	return u.parse(f)
}

func (u *uidlist) parse(r io.Reader) error {
	br := bufio.NewReaderSize(r, 64<<10)
	for {
		line, err := br.ReadBytes('\n')
		if err == io.EOF {
			return nil // what has no end yet is read the next time
		}
		if err != nil {
			return err
		}
		u.offset += int64(len(line))
		if line = bytes.TrimRight(line, "\n"); u.validity == 0 {
			err = u.header(string(line))
		} else {
			err = u.line(line)
		}
		if err != nil {
			return err
		}
	}
}

func (u *uidlist) header(line string) error {
	fields := strings.Fields(line)
	if len(fields) == 3 && fields[0] == "1" {
		fields = []string{"3", "V" + fields[1], "N" + fields[2]}
	}
	if len(fields) == 0 || fields[0] != "3" {
		return fmt.Errorf("%w: header %.60q", errUIDList, line)
	}
	for _, f := range fields[1:] {
		n, err := strconv.ParseUint(f[1:], 10, 32)
		switch {
		case f[0] == 'V' && err == nil:
			u.validity = uint32(n)
		case f[0] == 'N' && err == nil:
			u.next = uint32(n)
		}
	}
	if u.validity == 0 || u.next == 0 {
		return fmt.Errorf("%w: header %.60q", errUIDList, line)
	}
	return nil
}

func (u *uidlist) line(line []byte) error {
	number, rest, _ := bytes.Cut(line, []byte(" "))
	uid, err := strconv.ParseUint(string(number), 10, 32)
	_, base, found := bytes.Cut(rest, []byte(":"))
	if !found && len(rest) > 0 { // version 1
		base, found = rest, true
	}
	if err != nil || uid == 0 || uid == 1<<32-1 || !found {
		return fmt.Errorf("%w: line %.60q", errUIDList, line)
	}
	name, _, _ := strings.Cut(string(base), ":")
	u.uids[name] = uint32(uid)
	u.next = max(u.next, uint32(uid)+1)
	return nil
}

// headerLine starts a new list.
func headerLine(now time.Time) string {
	var guid [16]byte
	rand.Read(guid[:])
	return fmt.Sprintf("3 V%d N1 G%x\n", uint32(now.Unix()), guid)
}

// add gives the next UIDs to bases and writes them down, durably unless noSync. The caller
// holds the lock and has refreshed. On an error the file is as it was.
func (u *uidlist) add(t *Target, path string, bases []string) ([]uint32, error) {
	var lines strings.Builder
	if u.validity == 0 {
		lines.WriteString(headerLine(time.Now()))
	}
	next := max(u.next, 1)
	uids := make([]uint32, len(bases))
	for i, base := range bases {
		if next == 1<<32-1 {
			return nil, fmt.Errorf("%w: no UID is left", errUIDList)
		}
		fmt.Fprintf(&lines, "%d :%s\n", next, base)
		uids[i] = next
		next++
	}
	if lines.Len() == 0 {
		return uids, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t.own(path)
	if _, err := f.WriteAt([]byte(lines.String()), u.offset); err != nil {
		f.Truncate(u.offset)
		return nil, err
	}
	if err := t.sync(f); err != nil {
		f.Truncate(u.offset)
		return nil, err
	}
	if u.read, err = f.Stat(); err != nil {
		return nil, err
	}
	if u.offset == 0 {
		return uids, u.refreshFrom(f)
	}
	u.offset += int64(lines.Len())
	u.next = next
	for i, base := range bases {
		u.uids[base] = uids[i]
	}
	return uids, nil
}

func (u *uidlist) refreshFrom(f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return u.parse(f)
}

package maildir

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// pending is a message that lies in tmp.
type pending struct {
	ticket int
	base   string
	flags  mail.Flags
}

// Add writes the message into tmp. An error leaves nothing of it there.
func (b *mailbox) Add(ctx context.Context, ticket int, m mail.Message) error {
	if err := ctx.Err(); err != nil {
		return classified("append", context.Cause(ctx))
	}
	now := time.Now()
	name := uniqueName(now)
	if spool.InMemory(m.Body) { // then the sizes are had before
		w := &countingWriter{w: io.Discard}
		if err := copyBody(w, m.Body); err != nil {
			return classified("append", err)
		}
		name += sizes(w.size, w.bare)
	}
	tmp := filepath.Join(b.dir, "tmp", name)
	size, bare, err := b.write(tmp, m.Body)
	if err == nil {
		date := m.InternalDate
		if date.IsZero() {
			date = now
		}
		err = os.Chtimes(tmp, date, date)
	}
	base := name
	if sizeField(name, ",S=") < 0 {
		base += sizes(size, bare)
		if err == nil {
			err = os.Rename(tmp, filepath.Join(b.dir, "tmp", base))
		}
	}
	if err != nil {
		os.Remove(tmp)
		return classified("append", err)
	}
	b.pending = append(b.pending, pending{ticket: ticket, base: base, flags: m.Flags})
	return nil
}

func sizes(size, bare int64) string {
	return ",S=" + strconv.FormatInt(size, 10) + ",W=" + strconv.FormatInt(size+bare, 10)
}

func bareLFs(p []byte) int64 {
	return int64(bytes.Count(p, []byte{'\n'}) - bytes.Count(p, []byte("\r\n")))
}

// write makes a file of the body. bare is how many line ends in it are LF without CR:
// a server shows each as CRLF, and the message so much larger (the W= of Maildir++).
func (b *mailbox) write(path string, m mail.Body) (size, bare int64, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, 0, err
	}
	b.target.own(path)
	w := &countingWriter{w: f}
	if spool.InMemory(m) { // counted before
		err = copyBody(f, m)
	} else {
		err = copyBody(w, m)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return w.size, w.bare, err
}

func copyBody(w io.Writer, m mail.Body) error {
	r, err := m.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	if pieces, ok := r.(io.WriterTo); ok {
		_, err = pieces.WriteTo(w)
	} else {
		_, err = io.CopyBuffer(struct{ io.Writer }{w}, r, make([]byte, 64<<10))
	}
	return err
}

// countingWriter counts octets and bare LFs.
type countingWriter struct {
	w          io.Writer
	size, bare int64
	afterCR    bool
}

func (c *countingWriter) Write(p []byte) (int, error) {
	c.size += int64(len(p))
	c.bare += bareLFs(p)
	if len(p) > 0 {
		if c.afterCR && p[0] == '\n' {
			c.bare--
		}
		c.afterCR = p[len(p)-1] == '\r'
	}
	return c.w.Write(p)
}

// Commit makes what was added durable and visible, all of it or, with an error, nothing.
func (b *mailbox) Commit(ctx context.Context) ([]mail.Landing, error) {
	if len(b.pending) == 0 {
		return nil, nil
	}
	landed, err := b.commit(ctx)
	if err != nil {
		b.discard()
		return nil, classified("append", err)
	}
	b.pending = b.pending[:0]
	return landed, nil
}

func (b *mailbox) discard() {
	for _, p := range b.pending {
		os.Remove(filepath.Join(b.dir, "tmp", p.base))
	}
	b.pending = b.pending[:0]
}

// commit: contents to disk, then under the lock the keywords, the files into cur and last
// their UIDs. A kill in between leaves messages in cur without UIDs, which get the
// next ones from whoever looks first.
func (b *mailbox) commit(ctx context.Context) ([]mail.Landing, error) {
	if err := b.syncPending(); err != nil {
		return nil, err
	}
	l, err := b.target.lock(ctx, b.uidlistPath())
	if err != nil {
		return nil, err
	}
	defer l.unlock()
	if err := b.list.refresh(b.uidlistPath()); err != nil {
		return nil, err
	}
	names, landed, err := b.flagged()
	if err != nil {
		return nil, err
	}
	if err := b.show(names); err != nil {
		return nil, err
	}
	bases := make([]string, len(b.pending))
	for i, p := range b.pending {
		bases[i] = p.base
	}
	uids, err := b.list.add(b.target, b.uidlistPath(), bases)
	if err != nil {
		b.hide(names)
		return nil, err
	}
	for i, uid := range uids {
		landed[i].UID = uid
	}
	return landed, nil
}

func (b *mailbox) syncPending() error {
	if b.target.opt.NoSync {
		return nil
	}
	files := make([]string, len(b.pending))
	for i, p := range b.pending {
		files[i] = filepath.Join(b.dir, "tmp", p.base)
	}
	return syncAll(filepath.Join(b.dir, "tmp"), files)
}

// flagged gives each pending message its final name, numbering new keywords.
func (b *mailbox) flagged() (names []string, landed []mail.Landing, err error) {
	known, err := readKeywords(b.keywordsPath())
	if err != nil {
		return nil, nil, err
	}
	grown := slices.Clone(known)
	for _, p := range b.pending {
		var set []byte
		var refused mail.Flags
		set, refused, grown = letters(p.flags, grown)
		names = append(names, withLetters(p.base, set))
		landed = append(landed, mail.Landing{Ticket: p.ticket, Refused: refused})
	}
	if !slices.Equal(grown, known) {
		err = b.target.writeKeywords(b.keywordsPath(), grown)
	}
	return names, landed, err
}

// show moves the files into cur, all or none.
func (b *mailbox) show(names []string) error {
	for i, name := range names {
		if err := os.Rename(filepath.Join(b.dir, "tmp", b.pending[i].base), filepath.Join(b.dir, "cur", name)); err != nil {
			b.hide(names[:i])
			return err
		}
	}
	if err := b.target.syncDir(filepath.Join(b.dir, "cur")); err != nil {
		b.hide(names)
		return err
	}
	return nil
}

// hide takes back what show did. The lock is held since before, so nobody gave UIDs.
func (b *mailbox) hide(names []string) {
	for i, name := range names {
		os.Rename(filepath.Join(b.dir, "cur", name), filepath.Join(b.dir, "tmp", b.pending[i].base))
	}
}

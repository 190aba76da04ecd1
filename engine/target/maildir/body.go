package maildir

import (
	"bufio"
	"io"
	"os"

	"stagecoach/engine/internal/imapwire"
)

// body is a message's file. raw: octet for octet; otherwise with each LF that has no CR before
// it as CRLF, as servers show files that were delivered with LF.
type body struct {
	file *os.File
	size int64
	raw  bool
}

func (b *body) Size() int64 { return b.size }

func (b *body) Open() (io.ReadCloser, error) {
	r := io.Reader(io.NewSectionReader(b.file, 0, 1<<62))
	if !b.raw {
		r = &crlfReader{r: bufio.NewReaderSize(r, 32<<10)}
	}
	return io.NopCloser(r), nil
}

func (b *body) Close() error { return b.file.Close() }

// crlfReader adds the missing CRs.
type crlfReader struct {
	r       *bufio.Reader
	afterCR bool
	owed    bool // the LF behind a CR that was added
}

func (c *crlfReader) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if c.owed {
			p[n], c.owed, c.afterCR = '\n', false, false
			n++
			continue
		}
		if n > 0 && c.r.Buffered() == 0 {
			return n, nil
		}
		b, err := c.r.ReadByte()
		if err != nil {
			return n, err
		}
		if b == '\n' && !c.afterCR {
			p[n], c.owed = '\r', true
		} else {
			p[n], c.afterCR = b, b == '\r'
		}
		n++
	}
	return n, nil
}

// servedSize is how many octets Fetch will give: for our own files what is there, for
// others with each line end as CRLF, which a W= in the name says or the content.
func servedSize(path, base string, onDisk int64) (int64, error) {
	if isOurs(base) {
		return onDisk, nil
	}
	if w := sizeField(base, ",W="); w >= 0 {
		return w, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	w := &countingWriter{w: io.Discard}
	_, err = io.CopyBuffer(struct{ io.Writer }{w}, f, make([]byte, 64<<10))
	return w.size + w.bare, err
}

// maxHeader bounds the search for a Message-ID.
const maxHeader = 256 << 10

func readMessageID(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 8<<10)
	n, err := io.ReadFull(f, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return imapwire.MessageID(head[:n]), nil
	}
	if err != nil {
		return "", err
	}
	if id := imapwire.MessageID(head); id != "" {
		return id, nil
	}
	rest, err := io.ReadAll(io.LimitReader(f, maxHeader))
	return imapwire.MessageID(append(head, rest...)), err
}

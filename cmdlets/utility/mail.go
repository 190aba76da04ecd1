package utility

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/dotnet"
)

// mailMessage is a message before it is written on the wire.
type mailMessage struct {
	from                 *dotnet.MailAddress
	to, cc, bcc, replyTo []*dotnet.MailAddress
	subject, body        string
	html                 bool
	encoding             textfile.Encoding
	priority             int      // 0 normal, 1 low, 2 high
	attachments          []string // files
}

// recipients are all the message goes to.
func (m *mailMessage) recipients() []string {
	var list []string
	for _, l := range [][]*dotnet.MailAddress{m.to, m.cc, m.bcc} {
		for _, a := range l {
			list = append(list, a.Address)
		}
	}
	return list
}

// checkAttachments finds out what cannot be read before the server is called.
func (m *mailMessage) checkAttachments() error {
	for _, path := range m.attachments {
		f, err := os.Open(path)
		if err != nil {
			return dotnet.FileError(err, path)
		}
		f.Close()
	}
	return nil
}

// write writes the message as RFC 5322 and MIME have it; attachments are read as they go out.
func (m *mailMessage) write(w io.Writer) error {
	if err := m.header(w); err != nil {
		return err
	}
	if len(m.attachments) == 0 {
		if _, err := fmt.Fprintf(w, "Content-Type: %s\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", m.contentType()); err != nil {
			return err
		}
		return m.text(w)
	}
	parts := multipart.NewWriter(w)
	if _, err := fmt.Fprintf(w, "Content-Type: multipart/mixed; boundary=%s\r\n\r\n", parts.Boundary()); err != nil {
		return err
	}
	part, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {m.contentType()}, "Content-Transfer-Encoding": {"quoted-printable"}})
	if err != nil {
		return err
	}
	if err := m.text(part); err != nil {
		return err
	}
	for _, path := range m.attachments {
		if err := attach(parts, path); err != nil {
			return err
		}
	}
	return parts.Close()
}

func (m *mailMessage) contentType() string {
	kind := "text/plain"
	if m.html {
		kind = "text/html"
	}
	return kind + "; charset=" + charset(m.encoding)
}

func (m *mailMessage) text(w io.Writer) error {
	q := quotedprintable.NewWriter(w)
	body := m.encoding.Encode(m.body)
	if !wide(m.encoding) {
		body = bytes.ReplaceAll(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	} else {
		q.Binary = true
	}
	if _, err := q.Write(body); err != nil {
		return err
	}
	return q.Close()
}

// priorities are the header's values: normal mail has none.
var priorities = [...][3]string{1: {"5", "non-urgent", "low"}, 2: {"1", "urgent", "high"}}

func (m *mailMessage) header(w io.Writer) error {
	var b bytes.Buffer
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	field("MIME-Version", "1.0")
	field("From", addresses([]*dotnet.MailAddress{m.from}))
	field("To", addresses(m.to))
	field("Cc", addresses(m.cc))
	field("Reply-To", addresses(m.replyTo))
	field("Date", time.Now().Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	_, domain, _ := strings.Cut(m.from.Address, "@")
	field("Message-ID", "<"+strings.ToLower(rand.Text())+"@"+domain+">")
	field("Subject", m.encodedSubject())
	if p := m.priority; p > 0 && p < len(priorities) {
		field("X-Priority", priorities[p][0])
		field("Priority", priorities[p][1])
		field("Importance", priorities[p][2])
	}
	_, err := w.Write(b.Bytes())
	return err
}

// encodedSubject is the subject in the encoding asked for, as RFC 2047 words where it is not
// plain. A line break would begin another field and becomes a blank.
func (m *mailMessage) encodedSubject() string {
	s := strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ").Replace(m.subject)
	plain := strings.IndexFunc(s, func(r rune) bool { return r > '~' || r < ' ' }) < 0
	switch {
	case plain:
		return s
	case charset(m.encoding) == "us-ascii":
		return string(m.encoding.Encode(s))
	}
	return mime.QEncoding.Encode("utf-8", s)
}

func addresses(list []*dotnet.MailAddress) string {
	var parts []string
	for _, a := range list {
		if a.Display == "" {
			parts = append(parts, a.Address)
			continue
		}
		name := mime.QEncoding.Encode("utf-8", a.Display)
		if name == a.Display {
			name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
		}
		parts = append(parts, name+" <"+a.Address+">")
	}
	return strings.Join(parts, ",\r\n ")
}

// attach adds a file in base64.
func attach(parts *multipart.Writer, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return dotnet.FileError(err, path)
	}
	defer in.Close()
	name := filepath.Base(path)
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {mime.FormatMediaType("application/octet-stream", map[string]string{"name": name})},
		"Content-Transfer-Encoding": {"base64"},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": name})},
	})
	if err != nil {
		return err
	}
	lines := &lineBreaker{w: part}
	e := base64.NewEncoder(base64.StdEncoding, lines)
	if _, err := io.Copy(e, in); err != nil {
		return err
	}
	return e.Close()
}

// lineBreaker ends a line every 76 bytes. RFC 2045 6.8
type lineBreaker struct {
	w io.Writer
	n int
}

// Write passes p on with its line ends.
func (l *lineBreaker) Write(p []byte) (int, error) {
	done := 0
	for len(p) > 0 {
		if l.n == 76 {
			if _, err := io.WriteString(l.w, "\r\n"); err != nil {
				return done, err
			}
			l.n = 0
		}
		k, err := l.w.Write(p[:min(len(p), 76-l.n)])
		done, l.n, p = done+k, l.n+k, p[k:]
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// charset is the name MIME has for an encoding.
func charset(e textfile.Encoding) string {
	switch name := strings.ToLower(e.Name); name {
	case "", "utf8", "utf8nobom", "utf8bom", "default", "65001", "utf-8":
		return "utf-8"
	case "ascii", "us-ascii", "20127":
		return "us-ascii"
	case "latin1", "28591", "iso-8859-1":
		return "iso-8859-1"
	case "unicode", "utf-16le", "1200":
		return "utf-16"
	case "bigendianunicode", "1201":
		return "utf-16be"
	case "utf32", "12000":
		return "utf-32"
	case "bigendianutf32", "12001":
		return "utf-32be"
	default:
		return name
	}
}

func wide(e textfile.Encoding) bool {
	c := charset(e)
	return strings.HasPrefix(c, "utf-16") || strings.HasPrefix(c, "utf-32")
}

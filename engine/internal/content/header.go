package content

import (
	"bytes"
	"io"
	"iter"
	"strings"

	"stagecoach/engine/mail"
)

// maxHeader bounds how much of a message is read for its header.
const maxHeader = 256 << 10

// Header reads up to the blank line that ends a message's header. scratch is a buffer to use
// again; what is returned lies in it.
func Header(b mail.Body, scratch *[]byte) ([]byte, error) {
	r, err := b.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buf := (*scratch)[:0]
	defer func() { *scratch = buf }()
	for len(buf) < maxHeader {
		if cap(buf)-len(buf) < 2048 {
			buf = append(make([]byte, 0, 2*cap(buf)+8192), buf...)
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		from := max(len(buf)-4, 0)
		buf = buf[:len(buf)+n]
		if end := headerEnd(buf[from:]); end >= 0 {
			return buf[:from+end], nil
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return buf, nil
}

func headerEnd(b []byte) int {
	crlf, lf := bytes.Index(b, []byte("\r\n\r\n")), bytes.Index(b, []byte("\n\n"))
	if crlf < 0 || lf >= 0 && lf < crlf {
		return lf
	}
	return crlf
}

// Field is the value of the header's first field of that (lower-case) name, unfolded; "" when there is none.
func Field(header []byte, name string) string {
	for value := range Fields(header, name) {
		return value
	}
	return ""
}

// Fields are the values of all fields of that (lower-case) name, unfolded.
func Fields(header []byte, name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(header) > 0 {
			line := header
			for end := 0; ; {
				i := bytes.IndexByte(header[end:], '\n')
				if i < 0 {
					header = nil
					break
				}
				end += i + 1
				if end >= len(header) || header[end] != ' ' && header[end] != '\t' { // RFC 5322 2.2.3: folded lines go on with a blank
					line, header = header[:end], header[end:]
					break
				}
			}
			if len(line) > len(name) && line[0]|0x20 == name[0] && strings.EqualFold(string(line[:len(name)]), name) {
				if rest := bytes.TrimLeft(line[len(name):], " \t"); len(rest) > 0 && rest[0] == ':' {
					if !yield(unfold(bytes.TrimSpace(rest[1:]))) {
						return
					}
				}
			}
		}
	}
}

func unfold(value []byte) string {
	if !bytes.ContainsAny(value, "\r\n") {
		return string(value)
	}
	return strings.TrimSpace(unfolding.Replace(string(value)))
}

var unfolding = strings.NewReplacer("\r", "", "\n", "")

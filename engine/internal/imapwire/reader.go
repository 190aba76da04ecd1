// Package imapwire reads what IMAP servers write, the broken ones included:
// answers of any kind, message bodies streamed into a spool, everything else
// bounded. It takes what it can make sense of and leaves the rest; it never
// loses track of where an answer ends without saying so (ErrFraming).
//
// It knows the grammar and nothing of sessions: who sent which command, and
// what an answer means for it, is engine/internal/imapconn's.
package imapwire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// What one answer may take in memory beside its body.
const (
	maxLine    = 1 << 20
	maxLiteral = 1 << 20
	maxAnswer  = 4 << 20
	maxSkip    = 64 << 20 // of a literal that is not kept; more is not worth the wait
)

// ErrFraming says that the server's octets do not fit together: a literal
// longer or shorter than stated, or a line without end. What follows on the
// connection cannot be trusted.
var ErrFraming = errors.New("the server's answer is out of step with the lengths it states")

// LiteralError is a failure in the middle of a literal, with the message it
// belongs to (0: not known).
type LiteralError struct {
	UID uint32
	Err error
}

func (e *LiteralError) Error() string { return fmt.Sprintf("in a literal: %v", e.Err) }

// Unwrap gives the connection's or the disk's own error.
func (e *LiteralError) Unwrap() error { return e.Err }

// Reader reads one connection's answers. It is used by one goroutine at a time.
type Reader struct {
	br       *bufio.Reader
	small    *bufio.Reader // below br, with what it had read before that was put above it; may be nil
	Spool    spool.Spool
	response Response
}

// What is read from a connection at a time: most bring little but short answers.
const (
	buffer      = 4 << 10
	largeBuffer = 32 << 10
)

// NewReader reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{br: bufio.NewReaderSize(r, buffer)} }

// ExpectMuch has more read at a time from now on. Nothing that was read before gets lost.
func (r *Reader) ExpectMuch() {
	if r.br.Size() < largeBuffer {
		r.small, r.br = r.br, bufio.NewReaderSize(r.br, largeBuffer)
	}
}

// Buffered is how many octets were received and not yet read.
func (r *Reader) Buffered() int {
	n := r.br.Buffered()
	if r.small != nil {
		n += r.small.Buffered()
	}
	return n
}

// Response is one answer of the server: a line, or several with literals
// between them. It is valid until the next one is read; Body is the caller's.
type Response struct {
	Tag      string // "*" untagged, "+" continuation, else the command's
	segments [][]byte
	literals [][]byte  // nil where the literal was the body or too large to keep
	body     mail.Body // of the literal at bodyAt
	bodyAt   int
	bodyErr  error // why the body at bodyAt could not be kept; it has been skipped
	used     int
	room     []byte // what the lines are in
}

// mostRoom is how much room is used again for the next answer.
const mostRoom = 64 << 10

// Next reads one answer.
func (r *Reader) Next() (*Response, error) {
	res := &r.response
	*res = Response{segments: res.segments[:0], literals: res.literals[:0], bodyAt: -1, room: res.room[:0]}
	if cap(res.room) > mostRoom {
		res.room = nil
	}
	for {
		line, err := r.line(res)
		if err != nil {
			res.drop()
			return nil, err
		}
		size, is := int64(0), false
		if len(res.segments) > 0 || !isStatusLine(line) {
			line, size, is = cutLiteral(line)
		}
		res.segments = append(res.segments, line)
		if !is {
			break
		}
		if err := r.literal(res, line, size); err != nil {
			res.drop()
			return nil, &LiteralError{UID: res.uidSoFar(), Err: err}
		}
	}
	res.Tag = res.cutTag()
	return res, nil
}

func (res *Response) drop() {
	if res.body != nil {
		res.body.Close()
		res.body = nil
	}
}

// line reads up to LF, without the line end. The octets are the Response's own.
func (r *Reader) line(res *Response) ([]byte, error) {
	start := len(res.room)
	for {
		part, err := r.br.ReadSlice('\n')
		length := len(res.room) - start + len(part)
		if res.used += len(part); length > maxLine || res.used > maxAnswer {
			return nil, fmt.Errorf("%w: a line of more than %d octets", ErrFraming, length-1)
		}
		res.room = append(res.room, part...)
		if err == nil {
			return bytes.TrimRight(res.room[start:len(res.room):len(res.room)], "\r\n"), nil
		}
		if err != bufio.ErrBufferFull {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
}

// isStatusLine tells answers that end in free text, in which braces mean nothing.
func isStatusLine(line []byte) bool {
	_, rest, _ := bytes.Cut(line, []byte(" "))
	word, _, _ := bytes.Cut(bytes.TrimLeft(rest, " "), []byte(" "))
	switch upper(word) {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return true
	}
	return len(line) > 0 && line[0] == '+'
}

// cutLiteral splits "... {123}", "{123+}" and "~{123}" off the end of a line.
func cutLiteral(line []byte) (rest []byte, size int64, is bool) {
	if len(line) < 3 || line[len(line)-1] != '}' {
		return line, 0, false
	}
	open := bytes.LastIndexByte(line, '{')
	digits := bytes.TrimRight(line[open+1:len(line)-1], "+-")
	if open < 0 || len(digits) == 0 || len(digits) > 18 {
		return line, 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return line, 0, false
		}
		size = size*10 + int64(c-'0')
	}
	rest = line[:open]
	if open > 0 && rest[open-1] == '~' { // literal8, RFC 9051 4.3
		rest = rest[:open-1]
	}
	return rest, size, true
}

// literal reads one literal: a body into the spool, anything else into memory.
func (r *Reader) literal(res *Response, before []byte, size int64) error {
	if res.bodyAt < 0 && isBodyAttribute(before) {
		return r.bodyLiteral(res, size)
	}
	if res.used += int(min(size, maxAnswer)); size > maxLiteral || res.used > maxAnswer {
		res.literals = append(res.literals, nil)
		return r.skip(size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(r.br, data); err != nil {
		return unexpected(err)
	}
	res.literals = append(res.literals, data)
	return nil
}

func (r *Reader) bodyLiteral(res *Response, size int64) error {
	res.bodyAt = len(res.literals)
	res.literals = append(res.literals, nil)
	body, err := r.Spool.Read(r.br, size)
	if errors.Is(err, spool.ErrTooLarge) {
		res.bodyErr = err
		return r.skip(size)
	}
	if err != nil {
		return unexpected(err)
	}
	res.body = body
	return nil
}

// skip passes over a literal, where the end of it can be awaited.
func (r *Reader) skip(size int64) error {
	if size > maxSkip {
		return fmt.Errorf("%w: a literal of %d octets", ErrFraming, size)
	}
	_, err := io.CopyN(io.Discard, r.br, size)
	return unexpected(err)
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// isBodyAttribute tells whether the literal after this text is a whole message.
func isBodyAttribute(before []byte) bool {
	before = bytes.TrimRight(before, " ")
	for _, name := range [...]string{"BODY[]", "BINARY[]", "RFC822"} {
		if n := len(before) - len(name); n >= 0 && bytes.EqualFold(before[n:], []byte(name)) {
			return true
		}
	}
	return false
}

// cutTag takes the first word off the answer.
func (res *Response) cutTag() string {
	first := bytes.TrimLeft(res.segments[0], " ")
	if len(first) > 0 && (first[0] == '*' || first[0] == '+') {
		res.segments[0] = first[1:]
		return string(first[:1])
	}
	tag, rest, _ := bytes.Cut(first, []byte(" "))
	res.segments[0] = rest
	return string(tag)
}

// Text is the answer's first line after the tag.
func (res *Response) Text() string { return string(bytes.TrimSpace(res.segments[0])) }

// Kind is the answer's first word in capitals, or its second where the first is a
// number ("* 12 EXISTS"), with that number.
func (res *Response) Kind() (kind string, number uint32) {
	word, rest := nextWord(res.segments[0])
	if len(word) > 0 && word[0] >= '0' && word[0] <= '9' {
		n, ok := parseNumber(word)
		if ok && n <= 1<<32-1 {
			word, _ = nextWord(rest)
			return upper(word), uint32(n)
		}
	}
	return upper(word), 0
}

func nextWord(line []byte) (word, rest []byte) {
	line = bytes.TrimLeft(line, " ")
	word, rest, _ = bytes.Cut(line, []byte(" "))
	return word, rest
}

// common are the words that come with every message.
var common = [...]string{"FETCH", "OK", "UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "MODSEQ", "BODY[]"}

func upper(word []byte) string {
	for _, w := range common { // without an allocation
		if string(word) == w {
			return w
		}
	}
	if len(word) > 0 && word[0] >= '0' && word[0] <= '9' { // a message's number
		return string(word)
	}
	return string(bytes.ToUpper(word))
}

func parseNumber(digits []byte) (uint64, bool) {
	if len(digits) == 0 || len(digits) > 19 {
		return 0, false
	}
	var n uint64
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, true
}

// uidSoFar finds the UID in an answer that broke off.
func (res *Response) uidSoFar() uint32 {
	for _, segment := range res.segments {
		_, after, found := bytes.Cut(segment, []byte("UID "))
		if word, _ := nextWord(after); found {
			if n, ok := parseNumber(bytes.TrimRight(word, ")")); ok && n <= 1<<32-1 {
				return uint32(n)
			}
		}
	}
	return 0
}

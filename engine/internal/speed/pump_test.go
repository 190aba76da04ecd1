package speed

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"stagecoach/engine/internal/servertest"
)

// wire is a connection of the pump: no more of IMAP than Dovecot speaks.
type wire struct {
	net.Conn
	r    *bufio.Reader
	w    *bufio.Writer
	tags int
}

func dialWire(port int, user string) (*wire, error) {
	c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, err
	}
	k := &wire{Conn: c, r: bufio.NewReaderSize(c, 256<<10), w: bufio.NewWriterSize(c, 256<<10)}
	if _, err := k.r.ReadString('\n'); err != nil {
		return nil, err
	}
	return k, k.do(nil, "LOGIN %s*%s %s", user, servertest.Master, servertest.MasterPassword)
}

func (k *wire) send(format string, args ...any) (string, error) {
	k.tags++
	tag := "P" + strconv.Itoa(k.tags)
	fmt.Fprintf(k.w, tag+" "+format+"\r\n", args...)
	return tag, k.w.Flush()
}

func (k *wire) do(take func(line []byte, literal int64) error, format string, args ...any) error {
	tag, err := k.send(format, args...)
	if err != nil {
		return err
	}
	return k.until(tag, take)
}

// until hands each line to take, which reads the literal that follows it (-1: none).
func (k *wire) until(tag string, take func(line []byte, literal int64) error) error {
	for {
		line, err := k.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if rest, ok := bytes.CutPrefix(line, []byte(tag+" ")); ok {
			if !bytes.HasPrefix(rest, []byte("OK")) {
				return fmt.Errorf("pump: %s", rest)
			}
			return nil
		}
		literal := int64(-1)
		if end := bytes.TrimRight(line, "\r\n"); bytes.HasSuffix(end, []byte("}")) {
			literal, _ = strconv.ParseInt(string(end[bytes.LastIndexByte(end, '{')+1:len(end)-1]), 10, 64)
		}
		switch {
		case take != nil:
			err = take(line, literal)
		case literal >= 0:
			_, err = io.CopyN(io.Discard, k.r, literal)
		}
		if err != nil {
			return err
		}
	}
}

// stretch is a part of a folder, by sequence numbers.
type stretch struct {
	source, target string
	folder         string
	from, to       int
}

// pump copies accounts from source to target, each to the account of the same
// place in targets, with the messages of batch in one APPEND.
func pump(source, target int, sources, targets []string, batch int) (time.Duration, error) {
	began := time.Now()
	work := make(chan stretch, 1<<16)
	for i := range sources {
		if err := stretches(source, target, sources[i], targets[i], work); err != nil {
			return 0, err
		}
	}
	close(work)
	var wg sync.WaitGroup
	errs := make(chan error, 2)
	for range 2 {
		wg.Go(func() { errs <- pumpAll(source, target, work, batch) })
	}
	wg.Wait()
	for range 2 {
		if err := <-errs; err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

func stretches(source, target int, from, to string, out chan<- stretch) error {
	src, err := dialWire(source, from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := dialWire(target, to)
	if err != nil {
		return err
	}
	defer dst.Close()
	var names []string
	err = src.do(func(line []byte, literal int64) error {
		rest, ok := strings.CutPrefix(string(line), "* STATUS ")
		if !ok {
			return nil
		}
		name, count, _ := strings.Cut(rest, " (MESSAGES ")
		n, err := strconv.Atoi(strings.TrimRight(count, ")\r\n"))
		if err != nil {
			return err
		}
		names = append(names, name)
		for i := 1; i <= n; i += 2500 {
			out <- stretch{from, to, name, i, min(i+2499, n)}
		}
		return nil
	}, `LIST "" "*" RETURN (STATUS (MESSAGES))`)
	for _, name := range names {
		if err == nil && name != "INBOX" {
			err = dst.do(nil, "CREATE %s", name)
		}
	}
	return err
}

// pumpAll is one pair of connections.
func pumpAll(source, target int, work <-chan stretch, batch int) (err error) {
	var src, dst *wire
	at := ""
	for s := range work {
		if at != s.source {
			if src != nil {
				src.Close()
				dst.Close()
			}
			if src, err = dialWire(source, s.source); err != nil {
				return err
			}
			if dst, err = dialWire(target, s.target); err != nil {
				return err
			}
			at = s.source
		}
		if err := src.do(nil, "EXAMINE %s", s.folder); err != nil {
			return err
		}
		if err := dst.do(nil, "SELECT %s", s.folder); err != nil {
			return err
		}
		if err := carry(src, dst, s, batch); err != nil {
			return err
		}
	}
	if src != nil {
		src.Close()
		dst.Close()
	}
	return nil
}

// carry writes APPENDs while their answers are read beside.
func carry(src, dst *wire, s stretch, batch int) error {
	tags := make(chan string, 1<<16)
	answered := make(chan error, 1)
	go func() {
		for tag := range tags {
			if err := dst.until(tag, nil); err != nil {
				answered <- err
				return
			}
		}
		answered <- nil
	}()
	inBatch := 0
	end := func() {
		if inBatch > 0 {
			dst.w.WriteString("\r\n")
			tags <- "P" + strconv.Itoa(dst.tags)
			inBatch = 0
		}
	}
	err := src.do(func(line []byte, literal int64) error {
		if literal < 0 {
			return nil
		}
		if inBatch == 0 {
			dst.tags++
			fmt.Fprintf(dst.w, "P%d APPEND %s", dst.tags, s.folder)
		}
		_, flags, _ := bytes.Cut(line, []byte("FLAGS "))
		flags = flags[:bytes.IndexByte(flags, ')')+1]
		_, date, _ := bytes.Cut(line, []byte(`INTERNALDATE "`))
		fmt.Fprintf(dst.w, " %s \"%s\" {%d+}\r\n", bytes.ReplaceAll(flags, []byte(`\Recent`), nil), date[:26], literal)
		if _, err := io.CopyN(dst.w, src.r, literal); err != nil {
			return err
		}
		if inBatch++; inBatch == batch {
			end()
		}
		return nil
	}, "FETCH %d:%d (FLAGS INTERNALDATE BODY.PEEK[])", s.from, s.to)
	end()
	if err == nil {
		err = dst.w.Flush()
	}
	close(tags)
	if err != nil {
		return err
	}
	return <-answered
}

package speed

import (
	"bytes"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// line is a port that forwards to another, with half of a round trip each way and
// all the bandwidth there is. It counts the lines that clients send.
type line struct {
	port  int
	lines atomic.Int64
}

// piece is what came at once, and when it goes on.
type piece struct {
	due  time.Time
	data []byte
}

func newLine(t testing.TB, to int, roundTrip time.Duration) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	l := &line{port: listener.Addr().(*net.TCPAddr).Port}
	var mu sync.Mutex
	var open []net.Conn
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", to))
			if err != nil {
				client.Close()
				continue
			}
			mu.Lock()
			open = append(open, client, server)
			mu.Unlock()
			wg.Go(func() { l.forward(client, server, roundTrip/2, true) })
			wg.Go(func() { l.forward(server, client, roundTrip/2, false) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return l
}

func (l *line) forward(from, to net.Conn, wait time.Duration, fromClient bool) {
	pieces := make(chan piece, 4096)
	go func() {
		defer close(pieces)
		for {
			data := make([]byte, 64<<10)
			n, err := from.Read(data)
			if n > 0 {
				if fromClient {
					l.lines.Add(int64(bytes.Count(data[:n], []byte("\n"))))
				}
				pieces <- piece{time.Now().Add(wait), data[:n]}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range pieces {
		time.Sleep(time.Until(p.due)) // the line is this long
		if _, err := to.Write(p.data); err != nil {
			break
		}
	}
	to.Close()
	from.Close()
	for range pieces { // so that its reader ends
		continue
	}
}

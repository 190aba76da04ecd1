package lab

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

func TestKindsAddUpToAHundred(t *testing.T) {
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	if total != 100 {
		t.Errorf("the weights add up to %d", total)
	}
}

func TestEveryKindHasAHeaderAndEndsItsLines(t *testing.T) {
	for i, k := range kinds {
		d := draft{r: rand.New(rand.NewPCG(1, uint64(i))), owner: people[0], date: time.Unix(1e9, 0), id: "x"}
		k.write(&d)
		head, _ := splitMessage(d.out.Bytes())
		if !bytes.Contains(head, []byte("From: ")) || !bytes.HasSuffix(head, []byte("\r\n\r\n")) {
			t.Errorf("%s: header %q", k.name, head)
		}
	}
}

func TestPipeCarriesEverythingThenEnds(t *testing.T) {
	client, server := newPipe(address{}, address{}, 0)
	sent := make([]byte, 5*pipeRoom+17)
	for i := range sent {
		sent[i] = byte(rand.Uint32())
	}
	go func() {
		client.Write(sent)
		client.Close()
	}()
	got, err := io.ReadAll(server)
	if err != nil || sha256.Sum256(got) != sha256.Sum256(sent) {
		t.Errorf("%d bytes of %d, %v", len(got), len(sent), err)
	}
}

func TestPipeKeepsDeadlines(t *testing.T) {
	client, server := newPipe(address{}, address{}, 0)
	defer server.Close()
	client.SetDeadline(time.Now().Add(10 * time.Millisecond))
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read: %v", err)
	}
	if n, err := client.Write(make([]byte, 2*pipeRoom)); !errors.Is(err, os.ErrDeadlineExceeded) || n != 0 {
		t.Errorf("write past the deadline: %d, %v", n, err)
	}
	client.SetDeadline(time.Now().Add(10 * time.Millisecond))
	if n, err := client.Write(make([]byte, 2*pipeRoom)); !errors.Is(err, os.ErrDeadlineExceeded) || n != pipeRoom {
		t.Errorf("write that fills the room: %d, %v", n, err)
	}
	client.SetDeadline(time.Time{})
	if _, err := io.ReadFull(server, make([]byte, pipeRoom)); err != nil {
		t.Error(err)
	}
	if _, err := client.Write([]byte("x")); err != nil {
		t.Errorf("after the deadline was taken away: %v", err)
	}
}

func TestPipeBreaks(t *testing.T) {
	client, server := newPipe(address{}, address{}, 0)
	told := 0
	server.afterPeerCloses(func() { told++ })
	client.Close()
	client.Close()
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	if _, err := server.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("read after the peer closed: %v", err)
	}
	if _, err := server.Write([]byte("x")); err == nil {
		t.Error("write after the peer closed: no error")
	}
	if _, err := client.Read(make([]byte, 1)); err == nil {
		t.Error("read after closing: no error")
	}
}

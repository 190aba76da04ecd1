package speed

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/servertest"
)

// share is a folder, in Maildir++'s form, and its part of an account's messages.
type share struct {
	folder string
	part   int
}

var mixed = []share{{"", 5}, {".Sent", 2}, {".Archive.2021", 2}, {".Projects", 1}}

// profile makes the size of a message's body, in octets.
type profile func(r *rand.Rand) int

// smallSizes are of 1.5 to 3.5 kB.
func smallSizes(r *rand.Rand) int { return 1500 + r.IntN(2000) }

func tinySizes(*rand.Rand) int { return 200 }

// realSizes have their median near 8 kB, and attachments of up to 5 MB in a quarter of them.
func realSizes(r *rand.Rand) int {
	size := min(60_000, math.Exp(8.55+0.8*r.NormFloat64()))
	if r.IntN(100) < 28 {
		size += min(5e6, math.Exp(11.3+1.35*r.NormFloat64()))
	}
	return int(size)
}

// fill writes n messages into a user's Maildir++; the same seed makes the same
// mailbox. It returns the octets, as IMAP counts them.
func fill(t testing.TB, s *servertest.Server, user string, n int, shares []share, size profile, seed uint64) int64 {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	root := filepath.Join(s.Mail, user, "Maildir")
	total, parts := int64(0), 0
	for _, sh := range shares {
		parts += sh.part
	}
	var subscriptions strings.Builder
	subscriptions.WriteString("V\t2\n\n")
	serial := 0
	for _, sh := range shares {
		dir := filepath.Join(root, sh.folder)
		for _, sub := range []string{"cur", "new", "tmp"} {
			must(t, os.MkdirAll(filepath.Join(dir, sub), 0o755))
		}
		if sh.folder != "" {
			subscriptions.WriteString(strings.ReplaceAll(sh.folder[1:], ".", "\t") + "\n")
		}
		must(t, os.WriteFile(filepath.Join(dir, "dovecot-keywords"), []byte("0 $Forwarded\n1 Work\n"), 0o644))
		for range n * sh.part / parts {
			serial++
			when := time.Unix(1_609_459_200+int64(serial)*1801, 0)
			text := message(r, user, serial, size(r), when)
			lines := bytes.Count(text, []byte("\n"))
			info := []string{"", "S", "S", "S", "RS", "FS", "Sa", "Sb"}[r.IntN(8)]
			name := filepath.Join(dir, "cur", fmt.Sprintf("%d.M%d.speed,S=%d,W=%d:2,%s", when.Unix(), serial, len(text), len(text)+lines, info))
			must(t, os.WriteFile(name, text, 0o644))
			must(t, os.Chtimes(name, when, when))
			total += int64(len(text) + lines)
		}
	}
	must(t, os.WriteFile(filepath.Join(root, "subscriptions"), []byte(subscriptions.String()), 0o644))
	if os.Getuid() == 0 {
		must(t, filepath.Walk(filepath.Join(s.Mail, user), func(path string, _ os.FileInfo, err error) error {
			if err != nil {
				return err
			}
			return os.Lchown(path, s.UID, s.GID)
		}))
	}
	return total
}

const letters = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789"

func message(r *rand.Rand, user string, serial, size int, when time.Time) []byte {
	b := make([]byte, 0, size+600)
	b = fmt.Appendf(b, "Received: from mx%d.example.org by mail.example.com with ESMTPS id %012x;\n\t%s\n", serial%5, r.Uint64(), when.UTC().Format(time.RFC1123Z))
	b = fmt.Appendf(b, "Message-ID: <%s.%d.%016x@example.org>\nDate: %s\n", user, serial, r.Uint64(), when.UTC().Format(time.RFC1123Z))
	b = fmt.Appendf(b, "From: Sender %d <s%d@example.org>\nTo: %s@example.com\nSubject: Report %d\nMIME-Version: 1.0\nContent-Type: text/plain\n\n", serial%97, serial%97, user, serial)
	for end := len(b) + size; len(b) < end; {
		word := r.Uint64()
		for range 10 {
			b = append(b, letters[word%64])
			word >>= 6
		}
		if len(b)%77 < 10 {
			b = append(b, '\n')
		}
	}
	return append(b, '\n')
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Package content hashes messages, exactly and as servers may alter them in storing: the one
// rule by which a message at the target is known to be the source's.
package content

import (
	"crypto/sha256"
	"io"
	"sync"

	"stagecoach/engine/mail"
)

// Sum is a SHA-256.
type Sum = [sha256.Size]byte

// Digest is a message's hashes.
type Digest struct {
	Exact  Sum  // of its octets
	Stored Sum  // of what no server alters; see Stored
	NUL    bool // it holds a NUL octet
}

// Stored hashes a message as servers may alter it in storing: line ends
// are one thing whatever they are made of, NUL is the 0x80 that Dovecot makes of it, and
// blank lines at the very end do not count.
func Stored(b mail.Body) (Sum, error) {
	d, err := Read(b)
	return d.Stored, err
}

// room is what a reading works in; it is used again, messages being many and small.
type room struct {
	in  [32 << 10]byte
	out []byte
}

var rooms = sync.Pool{New: func() any { return &room{} }}

// Read hashes a body both ways, in one reading.
func Read(b mail.Body) (d Digest, err error) {
	r, err := b.Open()
	if err != nil {
		return d, err
	}
	defer r.Close()
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	exact, stored := sha256.New(), sha256.New()
	buf, out := room.in[:], room.out
	ends := 0 // line ends held back
	for {
		n, err := r.Read(buf)
		exact.Write(buf[:n])
		out = out[:0]
		for _, x := range buf[:n] {
			switch x {
			case '\r':
				continue
			case '\n':
				ends++
				continue
			case 0:
				d.NUL, x = true, 0x80
			}
			for ; ends > 0; ends-- {
				out = append(out, '\n')
			}
			out = append(out, x)
		}
		stored.Write(out)
		room.out = out
		if err == io.EOF {
			break
		}
		if err != nil {
			return d, err
		}
	}
	exact.Sum(d.Exact[:0])
	stored.Sum(d.Stored[:0])
	return d, nil
}

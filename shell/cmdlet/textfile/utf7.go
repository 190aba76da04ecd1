package textfile

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// utf7 is UTF-7 (RFC 2152) as .NET writes and reads it: obsolete, but scripts that were written for
// files of unknown encodings still ask for it.
type utf7 struct{}

func (utf7) NewDecoder() *encoding.Decoder { return &encoding.Decoder{Transformer: &utf7Decoder{}} }
func (utf7) NewEncoder() *encoding.Encoder { return &encoding.Encoder{Transformer: utf7Encoder{}} }

// Warn tells that an encoding is obsolete, as every cmdlet does that is given one. A cmdlet.Runtime is to.
func (e Encoding) Warn(to interface{ WriteWarning(text string) error }) error {
	if _, obsolete := e.codec.(utf7); !obsolete {
		return nil
	}
	return to.WriteWarning("Encoding 'UTF-7' is obsolete, please use UTF-8.")
}

// utf7Encoder encodes whole texts only.
type utf7Encoder struct{ transform.NopResetter }

func (utf7Encoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if !atEOF {
		return 0, 0, transform.ErrShortSrc
	}
	b := dotnet.UTF7.Encode(string(src))
	if len(b) > len(dst) {
		return 0, 0, transform.ErrShortDst
	}
	return copy(dst, b), len(src), nil
}

// utf7Decoder remembers, between the pieces of a file, the bits of a run that are no character yet.
type utf7Decoder struct {
	run, empty  bool
	bits, count int
	high        uint16 // a surrogate that waits for its other half
}

// Reset starts a new text.
func (d *utf7Decoder) Reset() { *d = utf7Decoder{} }

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// Transform decodes; a byte gives at most one unit, which takes at most three bytes (a pair four).
func (d *utf7Decoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, c := range src {
		if len(dst)-nDst < 8 {
			return nDst, nSrc, transform.ErrShortDst
		}
		nSrc++
		if unit, ok := d.next(c); ok {
			nDst += d.put(dst[nDst:], unit)
		}
	}
	return nDst, nSrc, nil
}

func (d *utf7Decoder) next(c byte) (unit uint16, ok bool) {
	v := strings.IndexByte(base64Digits, c)
	switch {
	case d.run && v >= 0:
		d.empty = false
		d.bits, d.count = d.bits<<6|v, d.count+6
		if d.count < 16 {
			return 0, false
		}
		d.count -= 16
		unit = uint16(d.bits >> d.count)
		d.bits &= 1<<d.count - 1
		return unit, true
	case d.run:
		d.run = false
		if c == '-' {
			return '+', d.empty
		}
	case c == '+':
		d.run, d.empty, d.bits, d.count = true, true, 0, 0
		return 0, false
	}
	return uint16(c), true
}

func (d *utf7Decoder) put(dst []byte, unit uint16) int {
	units := []uint16{unit}
	if d.high != 0 {
		units = []uint16{d.high, unit}
		d.high = 0
	} else if unit >= 0xD800 && unit < 0xDC00 {
		d.high = unit
		return 0
	}
	return copy(dst, object.FromUnits(units))
}

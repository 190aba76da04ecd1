package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// UTF-7, RFC 2152, as .NET writes it: what is not of set D, or white space, goes into runs
// of modified Base64 between + and -.

const (
	utf7Direct   = "\t\n\r '(),-./0123456789:?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	utf7Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)

func encodeUTF7(text string) []byte {
	var out []byte
	bits, count := 0, -1 // count: bits that wait, -1 outside a run
	end := func() {
		if count > 0 {
			out = append(out, utf7Alphabet[bits<<(6-count)&0x3F])
		}
		count = -1
	}
	for _, c := range object.Units(text) {
		switch {
		case c < 0x80 && strings.IndexByte(utf7Direct, byte(c)) >= 0:
			if count >= 0 {
				end()
				if c == '-' || strings.IndexByte(utf7Alphabet, byte(c)) >= 0 {
					out = append(out, '-')
				}
			}
			out = append(out, byte(c))
		case count < 0 && c == '+':
			out = append(out, '+', '-')
		default:
			if count < 0 {
				out, bits, count = append(out, '+'), 0, 0
			}
			bits, count = bits<<16|int(c), count+16
			for ; count >= 6; count -= 6 {
				out = append(out, utf7Alphabet[bits>>(count-6)&0x3F])
			}
			bits &= 1<<count - 1
		}
	}
	if count >= 0 {
		end()
		out = append(out, '-')
	}
	return out
}

func decodeUTF7(b []byte) string {
	var units []uint16
	bits, count, run, empty := 0, 0, false, false
	for _, c := range b {
		v := strings.IndexByte(utf7Alphabet, c)
		switch {
		case run && v >= 0:
			empty = false
			bits, count = bits<<6|v, count+6
			if count >= 16 {
				count -= 16
				units = append(units, uint16(bits>>count))
				bits &= 1<<count - 1
			}
		case run:
			run = false
			switch {
			case c == '-' && empty:
				units = append(units, '+')
			case c != '-':
				units = append(units, uint16(c))
			}
		case c == '+':
			run, empty, bits, count = true, true, 0, 0
		default:
			units = append(units, uint16(c))
		}
	}
	return object.FromUnits(units)
}

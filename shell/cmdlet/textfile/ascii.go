package textfile

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// asciiEncoding is 7-bit ASCII as .NET has it: what does not fit is a question mark.
type asciiEncoding struct{}

func (asciiEncoding) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: asciiDecoder{}}
}

func (asciiEncoding) NewEncoder() *encoding.Encoder {
	return &encoding.Encoder{Transformer: asciiEncoder{}}
}

type asciiDecoder struct{ transform.NopResetter }

func (asciiDecoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, c := range src {
		if nDst >= len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if c >= utf8.RuneSelf {
			c = '?'
		}
		dst[nDst] = c
		nDst++
		nSrc++
	}
	return nDst, nSrc, nil
}

type asciiEncoder struct{ transform.NopResetter }

func (asciiEncoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		n := 1
		if r > 0xFFFF {
			n = 2 // a pair of surrogates, each unknown
		}
		if nDst+n > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		for i := range n {
			dst[nDst+i] = '?'
		}
		if r < utf8.RuneSelf {
			dst[nDst] = byte(r)
		}
		nDst += n
		nSrc += size
	}
	return nDst, nSrc, nil
}

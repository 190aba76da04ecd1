package object

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// CompareText orders two strings as the invariant culture does: by letters
// first, then by accents, then lower case before upper; punctuation sorts before
// digits and digits before letters.
func CompareText(a, b string, ignoreCase bool) int {
	if a == b {
		return 0
	}
	if r, ok := compareASCII(a, b, ignoreCase); ok {
		return r
	}
	return compareUnicode(a, b, ignoreCase)
}

// order gives each printable ASCII character its place in the root collation of
// CLDR: blanks, punctuation, symbols, digits, letters. Case is decided later.
var order = func() (o [utf8.RuneSelf]uint8) {
	const punctuation = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
	for i := 0; i < len(punctuation); i++ {
		o[punctuation[i]] = uint8(i + 8)
	}
	o['\t'], o['\n'], o['\v'], o['\f'], o['\r'] = 2, 3, 4, 5, 6
	for c := '0'; c <= '9'; c++ {
		o[c] = uint8(60 + c - '0')
	}
	for c := 'a'; c <= 'z'; c++ {
		o[c], o[c-32] = uint8(80+c-'a'), uint8(80+c-'a')
	}
	return o
}()

func compareASCII(a, b string, ignoreCase bool) (int, bool) {
	n := min(len(a), len(b))
	result, tie := 0, 0
	for i := 0; i < n; i++ {
		x, y := a[i], b[i]
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			return 0, false
		}
		if x == y {
			if order[x] == 0 {
				return 0, false
			}
			continue
		}
		ox, oy := order[x], order[y]
		if ox == 0 || oy == 0 {
			return 0, false
		}
		switch {
		case result != 0:
		case ox < oy:
			result = -1
		case ox > oy:
			result = 1
		case tie == 0 && x > y: // lower case first
			tie = -1
		case tie == 0:
			tie = 1
		}
	}
	if !ASCII(a[n:]) || !ASCII(b[n:]) {
		return 0, false
	}
	switch {
	case result != 0:
		return result, true
	case len(a) != len(b):
		if strings.IndexFunc(a[n:]+b[n:], func(r rune) bool { return order[r] == 0 }) >= 0 {
			return 0, false
		}
		if len(a) < len(b) {
			return -1, true
		}
		return 1, true
	case ignoreCase:
		return 0, true
	}
	return tie, true
}

// collators are not safe for use by several goroutines; a pool for each culture, with and without
// case, keeps them.
var collators sync.Map // collation -> *sync.Pool

type collation struct {
	culture    string // "" is the invariant one
	ignoreCase bool
}

func compareUnicode(a, b string, ignoreCase bool) int {
	return CompareTextIn("", a, b, ignoreCase)
}

// CompareTextIn orders two strings by the rules of a culture (sv-SE), "" for the invariant one.
func CompareTextIn(culture, a, b string, ignoreCase bool) int {
	how := collation{culture, ignoreCase}
	found, ok := collators.Load(how)
	if !ok {
		tag := language.Make(culture)
		found, _ = collators.LoadOrStore(how, &sync.Pool{New: func() any {
			if ignoreCase {
				return collate.New(tag, collate.IgnoreCase)
			}
			return collate.New(tag)
		}})
	}
	pool := found.(*sync.Pool)
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)
	return c.CompareString(a, b)
}

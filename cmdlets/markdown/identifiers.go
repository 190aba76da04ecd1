package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// identifiers makes the ids of headings as Markdig does: letters in lower case and without what is
// above and below them, digits behind the first letter, - for spaces, and _ - . as they are.
type identifiers struct{ used map[string]bool }

// name gives the headings that have no id one.
func (i *identifiers) name(source []byte, tree ast.Node) {
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			if _, given := h.AttributeString("id"); !given {
				h.SetAttributeString("id", []byte(i.unused(identifier(plainText(source, h)))))
			}
		} else if n.Type() == ast.TypeBlock {
			i.name(source, n)
		}
	}
}

// unused is an id that no heading before has.
func (i *identifiers) unused(base string) string {
	if base == "" {
		base = "section"
	}
	id := base
	for n := 1; i.used[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	i.used[id] = true
	return id
}

// germanic are the letters that have no marks to leave out, and are spelled out.
var germanic = map[rune]string{'ß': "ss", 'æ': "ae", 'Æ': "Ae", 'ø': "oe", 'Ø': "Oe", 'þ': "th", 'Þ': "Th", 'ð': "d", 'Ð': "D"}

func identifier(heading string) string {
	var out []rune
	letters, space := false, false
	put := func(c rune) { out, space = append(out, c), false }
	for _, c := range spell(heading) {
		switch {
		case unicode.IsLetter(c):
			if c < 127 {
				put(unicode.ToLower(c))
				letters = true
			}
		case !letters:
		case strings.ContainsRune("_-.", c):
			if space {
				out = out[:len(out)-1]
			}
			if len(out) == 0 || out[len(out)-1] != c {
				out = append(out, c)
			}
			space = false
		case c >= '0' && c <= '9':
			put(c)
		case unicode.IsSpace(c) && !space:
			if !strings.ContainsRune("_-.", out[len(out)-1]) {
				out = append(out, '-')
			}
			space = true
		}
	}
	return strings.TrimRight(string(out), "_-.")
}

// spell takes letters apart and leaves out their marks.
func spell(s string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(s) {
		if spelled, ok := germanic[c]; ok {
			b.WriteString(spelled)
		} else if !unicode.Is(unicode.Mn, c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

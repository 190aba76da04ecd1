package dotnet

import (
	"strings"
	"unicode"

	"stagecoach/shell/object"
)

// .NET changes case character by character (Unicode's simple case mappings): a text keeps its
// length, and ß has no upper case. Turkish and Azeri keep the dot of the i.

// upperRune is the simple upper case.
func upperRune(r rune) rune {
	if r == 'ß' {
		return r
	}
	return unicode.ToUpper(r)
}

// lowerRune is the simple lower case; İ has none of one character but in Turkish.
func lowerRune(r rune) rune {
	if r == 'İ' {
		return r
	}
	return unicode.ToLower(r)
}

func upperText(s string) string {
	if object.ASCII(s) {
		return strings.ToUpper(s)
	}
	return strings.Map(upperRune, s)
}

func lowerText(s string) string {
	if object.ASCII(s) {
		return strings.ToLower(s)
	}
	return strings.Map(lowerRune, s)
}

// dotted tells the cultures whose i keeps its dot.
func dotted(c *object.Culture) bool {
	if c == nil {
		return false
	}
	language, _, _ := strings.Cut(c.Name, "-")
	return language == "tr" || language == "az"
}

func upperIn(s string, c *object.Culture) string {
	if !dotted(c) {
		return upperText(s)
	}
	return strings.Map(func(r rune) rune {
		if r == 'i' {
			return 'İ'
		}
		return upperRune(r)
	}, s)
}

func lowerIn(s string, c *object.Culture) string {
	if !dotted(c) {
		return lowerText(s)
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case 'I':
			return 'ı'
		case 'İ':
			return 'i'
		}
		return lowerRune(r)
	}, s)
}

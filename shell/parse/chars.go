package parse

import "unicode"

// charTrait is a property of a character that decides where tokens end.
type charTrait uint16

const (
	traitIdentStart charTrait = 1 << iota
	traitDigit
	traitHex
	traitSpace       // white space; a line end is none
	traitVarStart    // may follow `$`
	traitEndsToken   // ends a bare word
	traitEndsSpec    // ends a part of an assembly name
	traitEndsNumber  // ends a number in an expression
	traitMultiplier  // first letter of kb, mb ...
	traitSuffix      // type suffix of a number
	traitVarFollow   // may go on in a variable's name
	traitIdentFollow // may go on in an identifier
)

// traits holds the traits of the ASCII characters.
var traits = asciiTraits()

func asciiTraits() (t [128]charTrait) {
	set := func(chars string, trait charTrait) {
		for i := 0; i < len(chars); i++ {
			t[chars[i]] |= trait
		}
	}
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	const digits = "0123456789"
	set(letters+"_", traitIdentStart|traitVarStart|traitVarFollow|traitIdentFollow)
	set(digits, traitDigit|traitHex|traitVarStart|traitVarFollow|traitIdentFollow)
	set("abcdefABCDEF", traitHex)
	set("$:?^", traitVarStart)
	set("?", traitVarFollow)
	set(" \t\v\f", traitSpace|traitEndsToken|traitEndsSpec)
	set("\x00\r\n", traitEndsToken|traitEndsSpec)
	set("&(),;{|}", traitEndsToken)
	set(",=]", traitEndsSpec)
	set("!#%*+-./<=>]", traitEndsNumber)
	set("kKmMgGtTpP", traitMultiplier)
	set("dDlLnNsSuUyY", traitSuffix)
	return t
}

func has(c rune, trait charTrait) bool { return c < 128 && traits[c]&trait != 0 }

const (
	noBreakSpace = '\u00a0'
	nextLine     = '\u0085'
)

func isSpace(c rune) bool {
	switch {
	case c < 128:
		return traits[c]&traitSpace != 0
	case c <= 256:
		return c == noBreakSpace || c == nextLine
	}
	return inPlane(c) && unicode.In(c, unicode.Z)
}

// inPlane reports whether .NET sees the character as one UTF-16 unit; what it
// sees as two surrogates has no properties for it.
func inPlane(c rune) bool { return c < 0x10000 }

func isLetter(c rune) bool {
	if c < 128 {
		return c != '_' && traits[c]&traitIdentStart != 0
	}
	return inPlane(c) && unicode.IsLetter(c)
}

func isDigit(c rune) bool {
	if c < 128 {
		return traits[c]&traitDigit != 0
	}
	return inPlane(c) && unicode.IsDigit(c)
}

func isLetterOrDigit(c rune) bool { return isLetter(c) || isDigit(c) }

// isNetSpace is .NET's Char.IsWhiteSpace, which includes line ends.
func isNetSpace(c rune) bool { return inPlane(c) && unicode.IsSpace(c) }

func isDash(c rune) bool {
	return c == '-' || c >= '\u2013' && c <= '\u2015'
}

func isSingleQuote(c rune) bool {
	return c == '\'' || c >= '\u2018' && c <= '\u201b'
}

func isDoubleQuote(c rune) bool {
	return c == '"' || c >= '\u201c' && c <= '\u201e'
}

func isVariableStart(c rune) bool {
	if c < 128 {
		return traits[c]&traitVarStart != 0
	}
	return isLetterOrDigit(c)
}

func isIdentifierStart(c rune) bool {
	if c < 128 {
		return traits[c]&traitIdentStart != 0
	}
	return isLetter(c)
}

func isIdentifierFollow(c rune) bool {
	if c < 128 {
		return traits[c]&traitIdentFollow != 0
	}
	return isLetterOrDigit(c)
}

func isDecimalDigit(c rune) bool { return c >= '0' && c <= '9' }

func isHexDigit(c rune) bool { return has(c, traitHex) }

// endsToken reports whether the character cannot be part of a bare word.
func endsToken(c rune) bool {
	if c < 128 {
		return traits[c]&traitEndsToken != 0
	}
	return isSpace(c)
}

// endsNumber reports whether a number in an expression ends before c; ternary
// says that `?` and `:` end it too.
func endsNumber(c rune, ternary bool) bool {
	if c < 128 {
		return traits[c]&traitEndsNumber != 0 || ternary && (c == '?' || c == ':')
	}
	return isDash(c)
}

func endsAssemblySpec(c rune) bool {
	if c < 128 {
		return traits[c]&traitEndsSpec != 0
	}
	return isSpace(c)
}

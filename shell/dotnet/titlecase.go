package dotnet

import (
	"strings"
	"unicode"
)

// titleCase capitalizes each word; words all in capitals are taken for acronyms
// and stay.
func titleCase(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if !unicode.IsLetter(runes[i]) {
			b.WriteRune(runes[i])
			i++
			continue
		}
		j := i
		for j < len(runes) && (unicode.IsLetter(runes[j]) || runes[j] == '\'' || unicode.IsMark(runes[j])) {
			j++
		}
		word := string(runes[i:j])
		if len(runes[i:j]) > 1 && word == strings.ToUpper(word) {
			b.WriteString(word)
		} else {
			b.WriteRune(unicode.ToTitle(runes[i]))
			b.WriteString(strings.ToLower(string(runes[i+1 : j])))
		}
		i = j
	}
	return b.String()
}

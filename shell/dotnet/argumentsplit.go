package dotnet

import "strings"

// SplitArguments takes a command line apart as .NET does outside Windows: blanks
// part, quotes join, a doubled quote inside quotes and \" are one quote.
func SplitArguments(line string) (list []string) {
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		var word string
		word, i = nextArgument(line, i)
		list = append(list, word)
	}
	return list
}

func nextArgument(line string, i int) (string, int) {
	var b strings.Builder
	quoted := false
	for i < len(line) {
		slashes := 0
		for i < len(line) && line[i] == '\\' {
			slashes++
			i++
		}
		if slashes > 0 {
			if i >= len(line) || line[i] != '"' {
				b.WriteString(strings.Repeat(`\`, slashes))
				continue
			}
			b.WriteString(strings.Repeat(`\`, slashes/2))
			if slashes%2 == 1 {
				b.WriteByte('"')
				i++
			}
			continue
		}
		switch ch := line[i]; {
		case ch == '"' && quoted && i+1 < len(line) && line[i+1] == '"':
			b.WriteByte('"')
			i++
		case ch == '"':
			quoted = !quoted
		case (ch == ' ' || ch == '\t') && !quoted:
			return b.String(), i
		default:
			b.WriteByte(ch)
		}
		i++
	}
	return b.String(), i
}

package parse

import "strings"

// signatureStart is the first line of a signature block without white space.
// PowerShell refuses code after a line that merely looks like it, so that nothing
// can hide below a fake signature.
const signatureStart = "sig#beginsignatureblock\n"

// signatureDistance is how many edits away a line must be not to look like it.
const signatureDistance = 10

// looksLikeSignature compares a comment, without its `#`, with the first line of
// a signature block. after is the text from the comment's line end on.
func looksLikeSignature(comment, after string) bool {
	if len(comment) < len(signatureStart)-signatureDistance-1 {
		return false
	}
	line := strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, comment)
	if after != "" {
		line += after[:1]
	} else {
		line += "\x00"
	}
	units := []rune(strings.ToLower(line))
	if len(units) > len(signatureStart)+signatureDistance || len(units) < len(signatureStart)-signatureDistance {
		return false
	}
	return editDistance(units, []rune(signatureStart)) < signatureDistance
}

// editDistance is Levenshtein's distance.
func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

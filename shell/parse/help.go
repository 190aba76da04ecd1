package parse

import (
	"strings"
	"unicode"

	"stagecoach/shell/ast"
)

// Help returns the comment-based help of a function or of a whole script (the root
// of its tree), nil when it has none. It reads the tokens of the text again, so
// parsing costs nothing for help that nobody asks for.
func Help(n ast.Node) *ast.CommentHelpInfo {
	source := n.Extent().Source
	if source == nil {
		return nil
	}
	tokens, _ := Tokenize(source.Text)
	h := helpFinder{tokens: tokens, script: n}
	block, from := h.comments()
	if block == nil {
		return nil
	}
	info, _ := readHelp(block)
	h.describeParameters(info, from)
	return info
}

// helpProximity is how many lines down from help the thing may start that it
// belongs to.
const helpProximity = 2

// helpFinder looks for the comments that are a node's help.
type helpFinder struct {
	tokens []Token
	script ast.Node
}

// startLine and endLine return the lines of a token.
func startLine(t *Token) int { return t.Extent.Start().Line }
func endLine(t *Token) int   { return t.Extent.End().Line }

// firstIn returns the index of the first token that does not end before ext.
func (h *helpFinder) firstIn(ext *ast.Extent, from int) int {
	for from < len(h.tokens) && h.tokens[from].Extent.Before(ext) && h.tokens[from].Kind != ast.EndOfInput {
		from++
	}
	return from
}

// lastIn returns the index of the last token that starts before ext ends.
func (h *helpFinder) lastIn(ext *ast.Extent, from int) int {
	for from < len(h.tokens) && h.tokens[from].Extent.StartByte() < ext.EndByte() {
		from++
	}
	return from - 1
}

// blockAt returns the comments from an index on that stand together, and the index
// behind them.
func (h *helpFinder) blockAt(i int) (block []*Token, next int) {
	last := int(^uint(0) >> 1)
	for ; i < len(h.tokens); i++ {
		t := &h.tokens[i]
		if startLine(t) > last {
			return block, i
		}
		if t.Kind == ast.Comment {
			block = append(block, t)
			last = endLine(t) + 1
		} else if t.Kind != ast.NewLine {
			return block, i
		}
	}
	return block, i
}

// blockBefore returns the comments that stand together before an index, at most
// distance lines away.
func (h *helpFinder) blockBefore(i, distance int) []*Token {
	if i >= len(h.tokens) {
		return nil
	}
	var block []*Token
	first := startLine(&h.tokens[i]) - distance
	for i--; i >= 0; i-- {
		t := &h.tokens[i]
		if endLine(t) < first {
			break
		}
		if t.Kind == ast.Comment {
			block = append([]*Token{t}, block...)
			first = startLine(t) - 1
		} else if t.Kind != ast.NewLine {
			break
		}
	}
	return block
}

// comments returns the comments that are help, and the index of the node's first
// token.
func (h *helpFinder) comments() (block []*Token, from int) {
	first, last := 0, len(h.tokens)-1
	function, isFunction := h.script.(*ast.FunctionDefinitionAst)
	if isFunction {
		from = h.firstIn(function.Extent(), 0)
		if block := h.blockBefore(from, helpProximity); isHelp(block) {
			return block, from
		}
		first = h.firstIn(function.Body.Extent(), 0) + 1
		last = h.lastIn(function.Extent(), from)
	}
	for {
		start := first
		block, first = h.blockAt(start)
		if len(block) == 0 {
			break
		}
		if !isHelp(block) {
			if first == start {
				break
			}
			continue
		}
		if !isFunction && h.belongsToFunction(block) {
			break
		}
		return block, from
	}
	if last < 0 {
		return nil, 0
	}
	if block := h.blockBefore(last, startLine(&h.tokens[last])); isHelp(block) {
		return block, from
	}
	return nil, 0
}

// belongsToFunction reports whether help at the top of a script is that of the
// function that the script starts with.
func (h *helpFinder) belongsToFunction(block []*Token) bool {
	script, ok := h.script.(*ast.ScriptBlockAst)
	if !ok || script.EndBlock() == nil || !script.EndBlock().Unnamed() || script.EndBlock().Statements().Len() == 0 {
		return false
	}
	function, ok := script.EndBlock().Statements().At(0).(*ast.FunctionDefinitionAst)
	return ok && function.Ext.StartLineNumber()-endLine(block[len(block)-1]) <= helpProximity
}

// describeParameters adds what comments beside parameters say about those that the
// help does not describe.
func (h *helpFinder) describeParameters(info *ast.CommentHelpInfo, from int) {
	for _, p := range Parameters(h.script) {
		name := p.Name.VariablePath.Name()
		if info.Parameter(name) != "" {
			continue
		}
		first := h.firstIn(p.Extent(), from)
		comments := h.blockBefore(first, helpProximity)
		last := h.lastIn(p.Extent(), first)
		for i := first; i < last; i++ {
			if h.tokens[i].Kind == ast.Comment {
				comments = append(comments, &h.tokens[i])
			}
		}
		behind, _ := h.blockAt(last + 1)
		comments = append(comments, behind...)
		lines := commentLines(comments)
		if text, _ := helpSection(lines, -1); text != "" {
			info.Parameters = append(info.Parameters, ast.HelpParameter{Name: name, Text: text})
		}
	}
}

// Parameters are those that a function or script declares.
func Parameters(n ast.Node) []*ast.ParameterAst {
	body, ok := n.(*ast.ScriptBlockAst)
	if function, isFunction := n.(*ast.FunctionDefinitionAst); isFunction {
		if len(function.Parameters) > 0 {
			return function.Parameters
		}
		body, ok = function.Body, true
	}
	if !ok || body.ParamBlock() == nil {
		return nil
	}
	return body.ParamBlock().Parameters
}

// commentLines returns the lines of comments without their signs.
func commentLines(comments []*Token) []string {
	var lines []string
	for _, c := range comments {
		text := c.Text()
		if inner, ok := strings.CutPrefix(text, "<#"); ok {
			inner = strings.TrimSuffix(inner, "#>")
			inner = strings.ReplaceAll(strings.ReplaceAll(inner, "\r\n", "\n"), "\r", "\n")
			lines = append(lines, strings.Split(inner, "\n")...)
		} else {
			lines = append(lines, strings.TrimLeft(text, "#"))
		}
	}
	return lines
}

// directive splits a line `.WORD rest`; ok: it is one.
func directive(line string) (word, rest string, ok bool) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, ".") {
		return "", "", false
	}
	end := strings.IndexFunc(line[1:], func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if end < 0 {
		return line[1:], "", len(line) > 1
	}
	word, rest = line[1:end+1], line[end+1:]
	trimmed := strings.TrimSpace(rest)
	return word, trimmed, word != "" && len(trimmed) < len(rest)
}

// isHelp reports whether comments are help: nothing but known directives.
func isHelp(block []*Token) bool {
	if len(block) == 0 {
		return false
	}
	_, ok := readHelp(block)
	return ok
}

// readHelp reads help from comments; ok: they are help.
func readHelp(block []*Token) (info *ast.CommentHelpInfo, ok bool) {
	info = &ast.CommentHelpInfo{}
	lines := commentLines(block)
	for i := 0; i < len(lines); i++ {
		word, rest, isDirective := directive(lines[i])
		if !isDirective {
			if strings.TrimSpace(lines[i]) != "" {
				return info, false
			}
			continue
		}
		ok = true
		next, known := readDirective(info, strings.ToUpper(word), rest, lines, i)
		if !known {
			return info, false
		}
		i = next
	}
	return info, ok
}

// readDirective adds what the directive in line i says, and returns the last line
// that belongs to it.
func readDirective(info *ast.CommentHelpInfo, word, rest string, lines []string, i int) (last int, known bool) {
	if rest != "" {
		switch word {
		case "PARAMETER":
			text, last := helpSection(lines, i)
			if info.Parameter(rest) == "" {
				info.Parameters = append(info.Parameters, ast.HelpParameter{Name: rest, Text: text})
			}
			return last, true
		case "FORWARDHELPTARGETNAME":
			info.ForwardHelpTargetName = rest
		case "FORWARDHELPCATEGORY":
			info.ForwardHelpCategory = rest
		case "REMOTEHELPRUNSPACE":
			info.RemoteHelpRunspace = rest
		case "EXTERNALHELP":
			info.ExternalHelp = rest
		default:
			return i, false
		}
		return i, true
	}
	text, last := helpSection(lines, i)
	switch word {
	case "SYNOPSIS":
		info.Synopsis = text
	case "DESCRIPTION":
		info.Description = text
	case "NOTES":
		info.Notes = text
	case "LINK":
		info.Links = append(info.Links, strings.TrimSpace(text))
	case "EXAMPLE":
		info.Examples = append(info.Examples, text)
	case "INPUTS":
		info.Inputs = append(info.Inputs, text)
	case "OUTPUTS":
		info.Outputs = append(info.Outputs, text)
	case "COMPONENT":
		info.Component = strings.TrimSpace(text)
	case "ROLE":
		info.Role = strings.TrimSpace(text)
	case "FUNCTIONALITY":
		info.Functionality = strings.TrimSpace(text)
	default:
		return i, false
	}
	return last, true
}

// helpSection returns the text below line i up to the next directive, and the
// last line of it. The indent of its first line is taken off all lines.
func helpSection(lines []string, i int) (text string, last int) {
	var b strings.Builder
	indent := -1
	for i++; i < len(lines); i++ {
		line := lines[i]
		if indent < 0 && strings.TrimSpace(line) == "" {
			continue
		}
		if _, _, ok := directive(line); ok {
			break
		}
		blanks := len(line) - len(strings.TrimLeft(line, " \t\u00a0"))
		if indent < 0 {
			indent = blanks
		}
		b.WriteString(line[min(indent, blanks):])
		b.WriteByte('\n')
	}
	return b.String(), i - 1
}

package repl

import (
	"regexp"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// What is copied from a web page is often not what its author ran. This file
// recognizes the usual ways in which it breaks.

// wrappedBehind tells whether the input ends in a parameter that needs a value, and
// the next pasted line starts with one. It returns the parameter's whole name.
func (l *Loop) wrappedBehind(tree *ast.ScriptBlockAst, next string) (parameter string, ok bool) {
	command, last := lastParameter(tree)
	if last == nil {
		return "", false
	}
	full, needs := l.o.Session.ParameterNeedsValue(command.CommandName(), last.ParameterName)
	if !needs || !l.startsWithValue(next) {
		return "", false
	}
	return full, true
}

// lastParameter is the parameter that the last command of the input ends in.
func lastParameter(tree *ast.ScriptBlockAst) (*ast.CommandAst, *ast.CommandParameterAst) {
	if tree.EndBlock() == nil || tree.EndBlock().Statements().Len() == 0 {
		return nil, nil
	}
	statements := tree.EndBlock().Statements()
	pipeline, ok := statements.Last().(*ast.PipelineAst)
	if !ok || pipeline.PipelineElements().Len() == 0 {
		return nil, nil
	}
	command, ok := pipeline.PipelineElements().Last().(*ast.CommandAst)
	if !ok || command.CommandName() == "" || len(command.Redirections()) > 0 {
		return nil, nil
	}
	last, ok := command.CommandElements().Last().(*ast.CommandParameterAst)
	if !ok || last.Argument() != nil {
		return nil, nil
	}
	return command, last
}

// startsWithValue tells whether a line can only be the rest of a command: it starts with a
// number, a quote, a variable or a parenthesis, or with a word that is no command.
func (l *Loop) startsWithValue(line string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if word == "" || strings.ContainsRune("-#|;&}", rune(word[0])) {
		return false
	}
	if strings.ContainsRune("0123456789\"'$(@{[<", rune(word[0])) {
		return true
	}
	_, isCommand := l.o.Session.Commands().Find(word)
	return !isCommand && !isKeyword(word)
}

func isKeyword(word string) bool {
	return regexp.MustCompile(`(?i)^(if|for|foreach|while|do|switch|try|trap|function|filter|class|enum|param|begin|process|end|return|throw|exit|break|continue|using|data)\b`).MatchString(word)
}

// continuesStatement tells whether the next pasted line is a clause of the statement that
// the input ends in: at a prompt that statement would have been run without it.
func continuesStatement(text, next string) bool {
	if !regexp.MustCompile(`(?i)^\s*(else|elseif|catch|finally)\b`).MatchString(next) {
		return false
	}
	alone, _ := parse.Parse(text, "")
	together := parse.ParseWith(text+"\n"+next, parse.Options{})
	return (together.Incomplete() || together.Errors.Len() == 0) && statements(alone) == statements(together.Tree)
}

func statements(tree *ast.ScriptBlockAst) int {
	if tree.EndBlock() == nil {
		return 0
	}
	return tree.EndBlock().Statements().Len()
}

// strayQuote finds a quote at the very end of a line that is not complete because of it.
func strayQuote(text string, result *parse.Result) (quote string, ok bool) {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) < 2 || result.Errors.Len() == 0 || !strings.HasPrefix(result.Errors.At(0).ID, "TerminatorExpectedAtEndOfString") {
		return "", false
	}
	last, before := runes[len(runes)-1], runes[len(runes)-2]
	if !strings.ContainsRune("\"'“”„‘’‚‛", last) || before == ' ' {
		return "", false
	}
	return string(last), true
}

var placeholder = regexp.MustCompile(`<[\p{L}][^<>|]*>`)

// hintFor says in one line how an error can be mended, "" where nothing is known. input is
// what was entered.
func hintFor(r *object.ErrorRecord, input string) string {
	if r.Hint != "" {
		return r.Hint
	}
	message := r.Error()
	switch id, _, _ := strings.Cut(r.ID, ","); {
	case id == "RedirectionNotSupported":
		if found := placeholder.FindString(input); found != "" {
			return found + " is a placeholder: put the value itself there, without the angle brackets."
		}
	case id == "MissingArgument" && r.Category == object.InvalidArgument:
		if parameter, ok := quoted(message); ok {
			return "The command seems to go on in the next line: put the value of -" + parameter + " behind it, or end the line with a grave accent (`)."
		}
	case (id == "UnexpectedToken" || id == "ExpectedValueExpression") && regexp.MustCompile(`^\s*\S+\s+-[A-Za-z]`).MatchString(input):
		return "This line seems to be the rest of the one before it: enter the two as one line."
	case strings.Contains(message, "Could not find") && driveInPath.MatchString(input):
		drive := strings.ToUpper(driveInPath.FindStringSubmatch(input)[1])
		return "There is no such file on drive " + drive + ": set drives." + drive + " in stagecoach.toml, or put the file into the current folder."
	}
	return ""
}

var driveInPath = regexp.MustCompile(`["'\s(]([A-Za-z]):\\`)

// quoted is the first name between quotes in a message.
func quoted(message string) (string, bool) {
	_, rest, _ := strings.Cut(message, "'")
	name, _, ok := strings.Cut(rest, "'")
	return name, ok && name != ""
}

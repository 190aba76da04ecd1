// Package parse turns PowerShell text into a tree of package ast.
//
// It keeps PowerShell's rules to the letter: the same tree, the same errors with
// the same ids and messages at the same places, several in one text, and the same
// tree after an error. It must not run anything, and knows no command and no
// variable; of .NET it knows the names of types and no more.
//
// # How a text is read
//
//   - grammar.go: the participle grammar of what can be parsed. Its alternatives
//     are hand-written productions.
//   - scanner.go, scanwords.go, scanstrings.go, number.go: the scanner makes tokens
//     on demand, in the mode that the production has set: an argument, an
//     expression, a type's name or the head of a class. It can be sent back.
//   - parser.go: the state of a parse, one token of lookahead, errors, recovery.
//     scripts.go, statements.go, switch.go, classes.go, usings.go,
//     configuration.go, pipelines.go, commands.go, expressions.go and types.go are
//     its productions.
//   - requires.go, symbols.go, checks.go, flow.go, restricted.go, constants.go,
//     attributes.go and dscresource.go: what is checked once the tree is there, in
//     this order; a tree with errors in it is checked too.
//   - help.go finds comment-based help when someone asks for it.
//
// # Limits
//
// Time grows linearly with the text. What nests too deep, makes too long a row of
// operators, or has to be read again and again ends in the error
// ScriptTooComplicated, never in a crash or a hang.
//
// The entry points are [Parse] and [ParseWith], [Tokenize], [ParseTypeName],
// [ParseExpandable] and [Help].
package parse

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
//     this order; a tree with errors in it is checked too. modules.go reads the classes
//     that `using module` brings; nettypes.go and generics.go know .NET's types by name.
//   - errors.go keeps the errors, 16 bytes each, and says them when someone looks.
//   - help.go finds comment-based help when someone asks for it.
//
// # What participle does, and why not more
//
// The three things that can be parsed, a script, a type's name and the inside of a
// string, are one participle grammar: it picks the alternative, hands the text over and
// takes the result. The statements and expressions inside are not written as participle
// structs, because participle lexes first and parses then, and PowerShell's language
// cannot be lexed first: `-join`, `a.b`, `1kb` or `[int]` are other tokens as an argument
// than in an expression, only the production knows which it is, and after an error that
// depends on how PowerShell's parser recovers. Trees and errors equal to PowerShell's
// need its way: one token of lookahead that can be sent back and read in another mode.
// A grammar of structs could neither do that nor keep the broken parts that PowerShell
// keeps in error nodes.
//
// # Limits
//
// Time and memory grow linearly with the text: what dense code is parsed to takes less
// than 70 times the text, what is nothing but errors less than 90 times, and the
// densest such text that is known, `,>` again and again, 135 times. What nests too deep, makes too long a row of
// operators, or has to be read again and again ends in the error
// ScriptTooComplicated, never in a crash or a hang.
//
// The entry points are [Parse] and [ParseWith], [Tokenize], [ParseTypeName],
// [ParseExpandable] and [Help].
package parse

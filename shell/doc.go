// Package shell is a PowerShell language and host. It knows nothing of mail or
// migration: whoever starts a session gives it the cmdlets. There is no code
// here: this file walks through the packages below it, and the references under
// each step are compiled, so that the walk cannot lead to a name that is gone.
//
// # The walk of one command
//
//	Get-MigrationBatch -Identity B1 | Format-List Status
//
// The text is typed at a prompt (package repl), or comes from a file.
//
// Package parse reads it, mode by mode as PowerShell does, into a tree of package
// ast. A text that is not complete says so, which is how the prompt knows that it
// goes on in another line; a text with errors has a tree all the same.
//
// Package eval compiles the tree, once, into closures whose variables are slots.
// It resolves the two command names: an alias, a function, a cmdlet, a program.
//
// Package bind puts the arguments into the cmdlet's struct, or a function's
// parameters. All it knows of a command is a cmdlet.Info; help and completion read
// the same one.
//
// Package cmdlet is the seam. A cmdlet is a struct with tags; it sees the
// pipeline and the session through cmdlet.Runtime and nothing else of the shell.
// WriteObject runs the next command before it returns: order, $_, and stopping
// upstream all follow from that.
//
// Package object is what values are: types, members, conversion, comparison.
// Package dotnet adds the [type] names that scripts use, with their members.
// Package language shows a syntax tree, tokens and parse errors to scripts.
//
// Package format chooses a view and draws it; Format-List makes packets that
// the end of the pipeline draws. The session hands what nobody took to its
// eval.Sink, which at a terminal is the repl's Console.
//
// Package builtin has the cmdlets that are bound to the language itself.
//
// # Which way arrows run
//
//	object <- dotnet <- cmdlet <- bind <- eval <- format, help, complete <- builtin <- repl
//	ast <- parse <- language <- eval
//
// No arrow runs back, and none leads out of shell; a test in cmd/stagecoach reads
// all imports and says so. Package shelltest compares all of it with what real
// PowerShell answered.
package shell

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
	"stagecoach/shell/repl"
)

// Text becomes a tree, with the errors that PowerShell finds in it.
var (
	_ = parse.ParseWith
	_ ast.Node
	_ *ast.ScriptBlockAst
	_ *parse.ParseError
)

// A session runs it.
var (
	_ = eval.New
	_ = (*eval.Session).RunText
	_ eval.Sink
	_ eval.Paths
)

// A command is declared once, and sees a running pipeline.
var (
	_ = cmdlet.Define
	_ *cmdlet.Info
	_ cmdlet.Runtime
	_ cmdlet.Host
	_ *object.ErrorRecord
)

// Values have types, and are drawn.
var (
	_ = object.TypeOf
	_ = object.Convert
	_ *object.Type
	_ = (*format.System).NewOutput
)

// The host asks and shows.
var (
	_ repl.LineReader
	_             = repl.NewLoop
	_             = repl.NewConsole
	_ cmdlet.Host = (*repl.Host)(nil)
	_ eval.Sink   = (*repl.Console)(nil)
)

// Package eval runs PowerShell. A script block is compiled once into Go
// closures; variables are resolved to slots of their scope; a pipeline pushes
// each object through its commands by calling them, on one goroutine.
//
//	text -> parse.Parse -> ast.ScriptBlockAst -> ScriptBlock (compiled when first run)
//	Session.RunText -> frame -> statements -> pipelines -> stages -> Sink
//
// The main types: Session is one runspace: scopes, functions, modules, $Error.
// ScriptBlock is code with the session state that it belongs to. scope holds the
// variables, functions and aliases of one level. frame is one activation of
// compiled code. Stage is a command inside a running pipeline. Running is what a
// cmdlet sees of it (cmdlet.Runtime). Sink takes what nobody in the pipeline
// took: objects for Out-Default and the records of the other streams.
//
// This package must not format an object, print, or know any cmdlet by name
// beside those that the language itself needs (Out-Default, Write-Output and the
// like are package builtin's).
package eval

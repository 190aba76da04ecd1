// Package repl is the host: the terminal and what is typed at it. It asks for
// commands at a prompt, knows when one is not complete, takes a paste apart
// into commands, keeps the history, shows what the session puts out and asks
// the user what a cmdlet wants to know.
//
//	keyboard -> LineReader -> Loop -> parse -> eval.Session
//	eval.Session -> Host (questions, text) -> Screen -> terminal
//
// The main types: Loop is the prompt. LineReader is how it reads a line; Editor
// is the one on a terminal, Lines the one over a pipe. Host implements what
// cmdlets ask of a host. Screen is where all output goes; it knows in which
// column it stands. Terminal is the device and its modes.
//
// It must not know a cmdlet, and runs nothing but what was entered.
package repl

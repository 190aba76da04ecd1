// Package app puts the program together: it reads the command line and the
// configuration, makes the engine, the cmdlets and the shell session from them
// when they are first needed, and turns the way a run ended into an exit code.
//
// It is wiring: no rule of the language and none of a migration belongs here.
package app

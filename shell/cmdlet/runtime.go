package cmdlet

import (
	"context"
	"io"

	"stagecoach/shell/object"
)

// Runtime is a running command's way to its pipeline, its streams and its
// session. Write methods call the next command before they return; an error
// from one of them (the pipeline was stopped, -ErrorAction Stop) is returned
// to the caller at once.
type Runtime interface {
	object.Invoker

	// WriteObject sends one object down the pipeline, as it is.
	WriteObject(v any) error
	// WriteAll sends each element of a collection.
	WriteAll(v any) error
	// WriteError writes a non-terminating error; the result is not nil when the error
	// action made it terminating.
	WriteError(r *ErrorRecord) error
	WriteWarning(text string) error
	WriteVerbose(text string) error
	WriteDebug(text string) error
	WriteInformation(data any, tags ...string) error
	WriteProgress(p Progress) error

	// ShouldProcess asks -WhatIf and -Confirm whether to act.
	ShouldProcess(target, action string) (bool, error)
	// ShouldContinue asks whatever the preferences are.
	ShouldContinue(query, caption string) (bool, error)
	// ShouldContinueAll asks so too, with Yes to All and No to All; all remembers either.
	ShouldContinueAll(query, caption string, all *Confirmation) (bool, error)

	// Input is the current pipeline object, object.Null when there is none.
	Input() any
	// Bound are the parameters given, by their full names ($PSBoundParameters).
	Bound() object.Dictionary
	ParameterSet() string
	// CommandName is the name errors are reported under.
	CommandName() string

	Host() Host
	Session() Session
}

// Confirmation remembers Yes to All and No to All of ShouldContinueAll.
type Confirmation struct{ YesAll, NoAll bool }

// Session is what cmdlets may ask of the session beside the pipeline.
type Session interface {
	// Variable and SetVariable read and write by name with an optional scope prefix.
	Variable(name string) (any, bool)
	SetVariable(name string, value any) error
	// ScriptPath is the running script's file, empty at the prompt.
	ScriptPath() string
	// Location is the current location of the file system.
	Location() string
	SetLocation(path string) error
	// Drives lists the drives that the current scope sees, or those of the scope named.
	Drives(scope string) ([]*Drive, error)
	// FindDrive finds one by name; nil: there is none.
	FindDrive(name string) *Drive
	// CurrentDrive is the drive of the current location.
	CurrentDrive() *Drive
	Providers() []*ProviderInfo
	// NewDrive and RemoveDrive work in a scope; empty: the current one, or the one that has it.
	NewDrive(name, root string, provider *ProviderInfo, scope string) (*Drive, error)
	RemoveDrive(d *Drive, scope string) (bool, error)
	// Locate finds the place that a path means, there or not.
	Locate(path string, reading bool) (*PathInfo, error)
	// Here is the current location in whatever drive; GoTo changes it.
	Here() *PathInfo
	GoTo(d *Drive, at string)
	// Commands lists or finds commands for Get-Command and Get-Help.
	Commands() CommandTable
	// AtEnd registers work the session does before it ends (waiting for batches).
	AtEnd(f func(ctx context.Context) error)
	// Own is what somebody keeps for this session alone, made when it is first asked for.
	Own(key any, make func() any) any
	// Interactive tells whether a person is at the prompt.
	Interactive() bool
}

// CommandTable finds commands by name.
type CommandTable interface {
	// Find resolves a name as a call would: alias, function, cmdlet, script, application.
	Find(name string) (CommandInfo, bool)
	// All yields every command, in no order.
	All() []CommandInfo
}

// CommandInfo is a command as Get-Command shows it.
type CommandInfo struct {
	Kind       string // Alias, Function, Filter, Cmdlet, ExternalScript, Application
	Name       string
	Module     string
	Version    string
	Definition string // of an alias: its target; of a function: its text; of a script or application: its path
	Info       *Info  // nil for applications
	Value      any    // the CommandInfo object the language sees
}

// Host is the terminal, or what stands in for it.
type Host interface {
	// Width is the number of columns output may use.
	Width() int
	Height() int
	// Write prints text; colours are console colours, -1 for none. No newline is added.
	Write(text string, foreground, background int) error
	// ReadLine reads a line of input; secure hides it.
	ReadLine(prompt string, secure bool) (string, error)
	// Choose asks for one of choices ("&Yes" marks the hot key), def the one Enter takes.
	Choose(caption, message string, choices []Choice, def int) (int, error)
	// ChooseMany asks for any number of choices, Enter ends; none chosen are the defaults. The
	// result are their indices in the order in which they were chosen.
	ChooseMany(caption, message string, choices []Choice, defaults []int) ([]int, error)
	// Prompt is the PSHostUserInterface.Prompt of mandatory parameters.
	Prompt(caption, message string, fields []Field) ([]any, error)
	Interactive() bool
	// Colour tells whether escape sequences may be written.
	Colour() bool
	Out() io.Writer
}

// A KeyReader is a Host whose keys can be read one by one.
type KeyReader interface {
	// ReadKey waits for a key that stands for a character, which is not shown.
	ReadKey() (rune, error)
}

// Choice is one answer of Host.Choose.
type Choice struct{ Label, Help string }

// Field is one value Host.Prompt asks for.
type Field struct {
	Name   string
	Label  string
	Help   string
	Type   *object.Type
	Secure bool
	// Commands: an answer that starts with ! is a command, such as !? for help.
	Commands bool
}

// Progress is one record of the progress stream.
type Progress struct {
	ID, ParentID     int
	Activity         string
	Status           string
	CurrentOperation string
	Percent          int // -1: none
	SecondsRemaining int // -1: none
	Completed        bool
}

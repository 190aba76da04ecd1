package app

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/parse"
)

// CommandLine is what the words behind the program's name ask for. Its zero
// value is a prompt with everything at its default.
type CommandLine struct {
	Verb     string   // "check", "serve" or "state"; empty: a shell
	VerbArgs []string // what stood behind the verb

	Command    string // the text of -Command or -EncodedCommand
	HasCommand bool
	File       string     // the script's full path
	FileAs     string     // the script's path as written
	Args       []Argument // of the script, or of -CommandWithArgs

	Stdin    bool // the commands come from standard input: "-" was given
	NoPrompt bool // and without prompts: -Command -

	Help, Version, NoLogo               bool
	NoExit, NoProfile, NonInteractive   bool
	Interactive, Login, Detach, Lab     bool
	WorkingDirectory, ConfigurationName string
	SettingsFile, ExecutionPolicy       string
}

// An Argument is one word for a script. With a Name ("-Count") it is a named
// parameter, and Value what stood behind its colon: a string, or a bool when
// that said true or false. A name without a value has a nil Value.
type Argument struct {
	Name  string
	Value any
}

// A CommandLineError is a command line that cannot be run. The program says
// Message on the error stream and, if Usage, how it is called on the other.
type CommandLineError struct {
	Message string
	Usage   bool
}

func (e *CommandLineError) Error() string { return e.Message }

// verbs are our own first words; each wins over a file of that name.
var verbs = map[string]bool{"check": true, "serve": true, "state": true}

// ParseCommandLine reads the words as PowerShell reads them. folder is the current
// folder, stdinTerminal whether standard input is one.
func ParseCommandLine(words []string, folder string, stdinTerminal bool) (*CommandLine, error) {
	p := &commandLineParser{words: words, folder: folder, stdinTerminal: stdinTerminal}
	if err := p.parse(); err != nil {
		return nil, err
	}
	return &p.line, nil
}

// commandLineParser walks over the words once.
type commandLineParser struct {
	words         []string
	next          int // the first word not yet read
	folder        string
	stdinTerminal bool
	line          CommandLine
}

// An option is one parameter of the program. Any beginning of name that is at
// least as long as shortest means it; read takes the words behind it.
type option struct {
	name, shortest string
	read           func(*commandLineParser) error
}

// flag is an option without a value.
func flag(name, shortest string, set func(*CommandLine)) option {
	return option{name, shortest, func(p *commandLineParser) error {
		set(&p.line)
		return nil
	}}
}

// options in the order in which PowerShell tries them: the first that fits wins.
var options = []option{
	{"version", "v", (*commandLineParser).readVersion},
	flag("help", "h", func(l *CommandLine) { l.Help = true }),
	flag("?", "?", func(l *CommandLine) { l.Help = true }),
	flag("lab", "lab", func(l *CommandLine) { l.Lab = true }),
	flag("login", "l", func(l *CommandLine) { l.Login = true }),
	flag("noexit", "noe", func(l *CommandLine) { l.NoExit = true }),
	flag("noprofile", "nop", func(l *CommandLine) { l.NoProfile = true }),
	flag("nologo", "nol", func(l *CommandLine) { l.NoLogo = true }),
	flag("noninteractive", "noni", func(l *CommandLine) { l.NonInteractive = true }),
	flag("noprofileloadtime", "noprofileloadtime", func(*CommandLine) {}),
	flag("detach", "det", func(l *CommandLine) { l.Detach = true }),
	flag("interactive", "i", func(l *CommandLine) { l.Interactive, l.NonInteractive = true, false }),
	value("configurationname", "config", missingConfigurationName, func(l *CommandLine) *string { return &l.ConfigurationName }),
	value("custompipename", "cus", missingCustomPipeName, func(*CommandLine) *string { return new(string) }),
	{"commandwithargs", "commandwithargs", (*commandLineParser).readCommandWithArgs},
	{"cwa", "cwa", (*commandLineParser).readCommandWithArgs},
	{"command", "c", (*commandLineParser).readCommand},
	{"windowstyle", "w", refuse("Parameter -WindowStyle is not implemented on this platform.")},
	{"file", "f", (*commandLineParser).readFile},
	{"outputformat", "o", readFormat(missingOutputFormat)},
	{"of", "o", readFormat(missingOutputFormat)},
	{"inputformat", "inp", readFormat(missingInputFormat)},
	{"if", "if", readFormat(missingInputFormat)},
	{"executionpolicy", "ex", (*commandLineParser).readExecutionPolicy},
	{"ep", "ep", (*commandLineParser).readExecutionPolicy},
	{"encodedcommand", "e", (*commandLineParser).readEncodedCommand},
	{"ec", "e", (*commandLineParser).readEncodedCommand},
	{"settingsfile", "settings", (*commandLineParser).readSettingsFile},
	{"sta", "sta", refuse("Parameter -STA is not supported on this platform.")},
	{"mta", "mta", refuse("Parameter -MTA is not supported on this platform.")},
	value("workingdirectory", "wo", missingWorkingDirectory, func(l *CommandLine) *string { return &l.WorkingDirectory }),
	value("wd", "wd", missingWorkingDirectory, func(l *CommandLine) *string { return &l.WorkingDirectory }),
}

// suggested are the names PowerShell lists when a word that is no file looks
// like a part of one of them.
var suggested = []string{"sta", "mta", "command", "commandwithargs", "configurationname", "custompipename",
	"encodedcommand", "executionpolicy", "file", "help", "inputformat", "login", "noexit", "nologo",
	"noninteractive", "noprofile", "noprofileloadtime", "outputformat", "removeworkingdirectorytrailingcharacter",
	"settingsfile", "version", "windowstyle", "workingdirectory"}

const (
	missingConfigurationName = "Cannot process the command because -ConfigurationName requires an argument that is a remote endpoint configuration name. Specify this argument and try again."
	missingCustomPipeName    = "Cannot process the command because -CustomPipeName requires an argument that is a name of the pipe you want to use. Specify this argument and try again."
	missingWorkingDirectory  = "Cannot process the command because -WorkingDirectory requires an argument that is a directory path."
	missingFile              = "The command cannot be run because the File parameter requires a file path. Supply a path for the File parameter and then try the command again."
	missingSettingsFile      = "Cannot process the command because -SettingsFile requires an argument that is a file path."
	missingCommand           = "Cannot process the command because of a missing parameter. A command must follow -Command."
	missingExecutionPolicy   = "Cannot process the execution policy because of a missing policy name. A policy name must follow -ExecutionPolicy."
	commandAlreadyGiven      = "Cannot process command because a command is already specified with -Command, -CommandWithArgs, or -EncodedCommand."
	notBase64                = "Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The value must be Base64 encoded."
	moreBehindDash           = "'-' was specified with the -Command parameter; no other arguments to -Command are permitted."
	stdinNotRedirected       = "'-' was specified as the argument to -Command but standard input has not been redirected for this process."
	missingOutputFormat      = "The command cannot be run because no argument has been supplied for the OutputFormat parameter.\nSpecify one of the following formats for this parameter:\n"
	missingInputFormat       = "Cannot process the command because the -InputFormat parameter requires an argument. Specify a valid format argument for this parameter.\nValid formats are:\n"
	formats                  = "Text\nXML\nNone\n"
)

func (p *commandLineParser) parse() error {
	for p.next < len(p.words) {
		if err := p.readWord(); err != nil {
			return err
		}
	}
	return nil
}

// readWord reads one option with what belongs to it, or the script and all behind it.
func (p *commandLineParser) readWord() error {
	word := strings.TrimSpace(p.words[p.next])
	key, isSwitch := switchKey(word)
	if isSwitch {
		for _, o := range options {
			if matches(key, o) {
				p.next++
				return o.read(p)
			}
		}
	}
	if verbs[word] && !p.line.HasCommand {
		p.line.Verb, p.line.VerbArgs, p.next = word, p.words[p.next+1:], len(p.words)
		return nil
	}
	return p.readFile() // the first word that is none of the options begins the script's call
}

// switchKey cuts the dash, the two dashes or the slash from a word.
func switchKey(word string) (key string, ok bool) {
	runes := []rune(word)
	if len(runes) == 0 || !isDash(runes[0]) && runes[0] != '/' {
		return "", false
	}
	rest := runes[1:]
	if len(rest) > 0 && isDash(runes[0]) && rest[0] == runes[0] {
		rest = rest[1:]
	}
	return string(rest), true
}

// isDash knows the dashes that PowerShell takes for one.
func isDash(r rune) bool {
	return r == '-' || r == '\u2013' || r == '\u2014' || r == '\u2015'
}

func matches(key string, o option) bool {
	return len(key) >= len(o.shortest) && len(key) <= len(o.name) && strings.EqualFold(key, o.name[:len(key)])
}

// word takes the next word, if there is one.
func (p *commandLineParser) word() (string, bool) {
	if p.next >= len(p.words) {
		return "", false
	}
	p.next++
	return p.words[p.next-1], true
}

// rest takes all words that are left.
func (p *commandLineParser) rest() []string {
	rest := p.words[p.next:]
	p.next = len(p.words)
	return rest
}

func (p *commandLineParser) fullPath(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(p.folder, path)
}

// value is an option followed by one word.
func value(name, shortest, missing string, field func(*CommandLine) *string) option {
	return option{name, shortest, func(p *commandLineParser) error {
		word, ok := p.word()
		if !ok {
			return &CommandLineError{Message: missing}
		}
		*field(&p.line) = word
		return nil
	}}
}

func refuse(message string) func(*commandLineParser) error {
	return func(*commandLineParser) error { return &CommandLineError{Message: message} }
}

// readVersion ends the reading: nothing behind -Version is looked at.
func (p *commandLineParser) readVersion() error {
	p.line.Version = true
	p.rest()
	return nil
}

func readFormat(missing string) func(*commandLineParser) error {
	return func(p *commandLineParser) error {
		word, ok := p.word()
		if !ok {
			return &CommandLineError{missing + formats, true}
		}
		switch strings.ToLower(word) {
		case "text", "none", "0", "2":
			return nil
		case "xml", "1":
			return &CommandLineError{Message: "The XML format is not supported: Stagecoach reads and writes text."}
		}
		const bad = "Cannot process the command because of an incorrect parameter value. \"%s\" is not a valid format.\nValid formats are:\n%s"
		return &CommandLineError{fmt.Sprintf(bad, word, formats), true}
	}
}

func (p *commandLineParser) readExecutionPolicy() error {
	word, ok := p.word()
	if !ok {
		return &CommandLineError{missingExecutionPolicy, true}
	}
	switch strings.ToLower(word) {
	case "default", "remotesigned", "bypass", "allsigned", "restricted", "unrestricted", "undefined":
		p.line.ExecutionPolicy = word
		return nil
	}
	return &CommandLineError{fmt.Sprintf("Invalid ExecutionPolicy value '%s'.", word), true}
}

func (p *commandLineParser) readSettingsFile() error {
	word, ok := p.word()
	if !ok {
		return &CommandLineError{Message: missingSettingsFile}
	}
	path := p.fullPath(strings.ReplaceAll(word, `\`, string(filepath.Separator))) // as pwsh does, also where \ may be part of a name
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		const missing = "The argument '%s' passed to the -SettingsFile does not exist. Provide the path to an existing json file as an argument to the -SettingsFile parameter."
		return &CommandLineError{Message: fmt.Sprintf(missing, path)}
	}
	p.line.SettingsFile = path
	return nil
}

// readCommand takes all that is left as one text.
func (p *commandLineParser) readCommand() error {
	word, err := p.commandWord()
	if err != nil {
		return err
	}
	rest := p.rest()
	if word != "-" {
		p.line.Command = strings.Join(append([]string{word}, rest...), " ")
		return nil
	}
	p.line.HasCommand, p.line.Stdin, p.line.NoPrompt = false, true, true
	switch {
	case len(rest) > 0:
		return &CommandLineError{moreBehindDash, true}
	case p.stdinTerminal:
		return &CommandLineError{stdinNotRedirected, true}
	}
	return nil
}

// readCommandWithArgs takes one word as the text and the others as its $args.
func (p *commandLineParser) readCommandWithArgs() error {
	word, err := p.commandWord()
	if err != nil {
		return err
	}
	p.line.Command, p.line.Args = word, scriptArguments(p.rest())
	return nil
}

// readEncodedCommand takes one word: the text in UTF-16LE, in base 64.
func (p *commandLineParser) readEncodedCommand() error {
	word, err := p.commandWord()
	if err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(word), ""))
	if err != nil || len(raw) == 0 {
		return &CommandLineError{notBase64, true}
	}
	p.line.Command = parse.DecodeScript(append([]byte{0xff, 0xfe}, raw...))
	return nil
}

// commandWord takes the word behind -Command and its kin; there may be one of them only.
func (p *commandLineParser) commandWord() (string, error) {
	if p.line.HasCommand {
		return "", &CommandLineError{commandAlreadyGiven, true}
	}
	word, ok := p.word()
	if !ok {
		return "", &CommandLineError{missingCommand, true}
	}
	p.line.HasCommand, p.line.NoLogo = true, true
	return word, nil
}

// readFile takes the script and its arguments; "-" stands for standard input, read as at a prompt.
func (p *commandLineParser) readFile() error {
	word, ok := p.word()
	if !ok {
		return &CommandLineError{missingFile, true}
	}
	p.line.NoLogo = p.line.NoLogo || !p.line.NoExit
	if word == "-" {
		p.line.Stdin = true
		return nil
	}
	if word == "" {
		return &CommandLineError{Message: "Processing -File '' failed: The path is empty. (Parameter 'path') Specify a valid path for the -File parameter."}
	}
	path := p.fullPath(strings.ReplaceAll(word, `\`, string(filepath.Separator))) // as pwsh does, also where \ may be part of a name
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return noSuchScript(word)
	}
	p.line.File, p.line.FileAs, p.line.Args = path, word, scriptArguments(p.rest())
	return nil
}

// noSuchScript says which option may have been meant, or that there is no such file.
func noSuchScript(word string) error {
	if len(word) > 1 && word[0] == '-' {
		var similar strings.Builder
		for _, name := range suggested {
			if strings.Contains(name, strings.ToLower(word[1:])) {
				similar.WriteString("\n  -" + name)
			}
		}
		if similar.Len() > 0 {
			return &CommandLineError{Message: fmt.Sprintf("Invalid argument '%s', did you mean:\n%s", word, similar.String())}
		}
	}
	const missing = "The argument '%s' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again."
	return &CommandLineError{fmt.Sprintf(missing, word), true}
}

// scriptArguments sorts a script's words into named and positional ones.
func scriptArguments(words []string) []Argument {
	var args []Argument
	for i := 0; i < len(words); i++ {
		word := words[i]
		name, after, colon := strings.Cut(word, ":")
		switch first := []rune(word + " ")[0]; {
		case !isDash(first) || len([]rune(word)) == 1:
			args = append(args, Argument{Value: word})
		case !colon:
			args = append(args, Argument{Name: word})
		case after != "":
			args = append(args, Argument{Name: name, Value: boolIfPossible(after)})
		case i+1 < len(words): // "-Name:" and its value as two words
			i++
			args = append(args, Argument{Name: name, Value: words[i]})
		}
	}
	return args
}

// boolIfPossible reads true, $true, false and $false in any case.
func boolIfPossible(word string) any {
	switch strings.ToLower(strings.TrimSpace(strings.TrimPrefix(word, "$"))) {
	case "true":
		return true
	case "false":
		return false
	}
	return word
}

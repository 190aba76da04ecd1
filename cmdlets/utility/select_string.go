package utility

import (
	"context"
	"os"
	"strings"
	"unicode"
	"unicode/utf16"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type selectString struct {
	Culture       string            `ps:"" help:"The culture of -SimpleMatch."`
	InputObject   any               `ps:"set=Object,mandatory,pipeline;set=ObjectRaw,mandatory,pipeline,allownull,allowempty" help:"The texts to search."`
	Pattern       []string          `ps:"mandatory,position=0" help:"What to look for: regular expressions."`
	Path          []string          `ps:"set=File,mandatory,position=1,byname;set=FileRaw,mandatory,position=1,byname" help:"The files to search."`
	LiteralPath   []string          `ps:"set=LiteralFile,mandatory,byname,alias=PSPath|LP;set=LiteralFileRaw,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
	Raw           cmdlet.Switch     `ps:"set=ObjectRaw,mandatory;set=FileRaw,mandatory;set=LiteralFileRaw,mandatory" help:"Writes the lines as strings."`
	SimpleMatch   cmdlet.Switch     `ps:"" help:"The patterns are texts."`
	CaseSensitive cmdlet.Switch     `ps:"" help:"Case matters."`
	Quiet         cmdlet.Switch     `ps:"set=Object;set=File;set=LiteralFile" help:"Only whether there is a match."`
	List          cmdlet.Switch     `ps:"" help:"The first match of each file only."`
	NoEmphasis    cmdlet.Switch     `ps:"" help:"Does not mark what matched."`
	Include       []string          `ps:"" notempty:"true" help:"Patterns, one of which file names must fit."`
	Exclude       []string          `ps:"" notempty:"true" help:"Patterns file names must not fit."`
	NotMatch      cmdlet.Switch     `ps:"" help:"The lines that do not match."`
	AllMatches    cmdlet.Switch     `ps:"" help:"Every match of a line."`
	Encoding      textfile.Encoding `ps:"" default:"utf8NoBOM" type:"Encoding" help:"How the files are encoded."`
	Context       []int32           `ps:"" notempty:"true" count:"1..2" range:"0..2147483647" help:"How many lines around a match."`

	patterns []*dotnet.Regex
	seen     uint64 // objects of the pipeline
	done     bool
	stream   contextTracker // of the pipeline
}

func selectStringCmdlet() *cmdlet.Definition {
	return define("Select-String", func() cmdlet.Cmdlet { return &selectString{} }, cmdlet.Options{
		DefaultParameterSet: "File", Aliases: []string{"sls"}, Synopsis: "Finds text in strings and files.",
		Outputs: []string{"Microsoft.PowerShell.Commands.MatchInfo", "System.Boolean", "System.String"}})
}

// Begin compiles the patterns.
func (c *selectString) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.Encoding.Warn(rt); err != nil {
		return err
	}
	if c.Culture != "" && !bool(c.SimpleMatch) {
		e := &object.Exception{Type: object.InvalidOperationType, Message: "You must specify -Culture parameter only with -SimpleMatch parameter."}
		return record(e, "CannotSpecifyCultureWithoutSimpleMatch", object.InvalidData, nil)
	}
	for _, p := range c.Pattern {
		text := p
		if c.SimpleMatch {
			text = dotnet.EscapeRegex(c.folded(p))
		}
		r, err := dotnet.CompileRegex(text, !bool(c.CaseSensitive))
		if err != nil {
			e := object.Throw(object.ArgumentExceptionType, "The string %s is not a valid regular expression: %s", p, object.FromGo(err).Message)
			return record(e, "InvalidRegex", object.InvalidArgument, nil)
		}
		r.Pattern = p
		c.patterns = append(c.patterns, r)
	}
	c.stream = c.tracker()
	return nil
}

// folded is a text for a search in a culture that keeps the dot of the i: small letters by its rules.
func (c *selectString) folded(text string) string {
	language, _, _ := strings.Cut(strings.ToLower(c.Culture), "-")
	if bool(c.CaseSensitive) || language != "tr" && language != "az" {
		return text
	}
	return strings.ToLowerSpecial(unicode.TurkishCase, text)
}

// tracker starts the way through a file, or through the pipeline.
func (c *selectString) tracker() contextTracker {
	if len(c.Context) == 0 {
		return contextTracker{}
	}
	return contextTracker{before: int(c.Context[0]), after: int(c.Context[len(c.Context)-1])}
}

// Process searches an object of the pipeline, or files.
func (c *selectString) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.done {
		return nil
	}
	list, literal := c.Path, false
	switch {
	case len(c.LiteralPath) > 0:
		list, literal = c.LiteralPath, true
	case len(list) == 0:
		if f, ok := object.Unwrap(c.InputObject).(*dotnet.FileInfo); ok && !f.IsDir {
			return c.files(ctx, rt, []string{f.Path}, false)
		}
		return c.object(ctx, rt)
	}
	var found []string
	for _, p := range list {
		more, err := c.expand(rt, p, literal)
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	return c.files(ctx, rt, found, true)
}

// expand are the files that a path means. One that leads nowhere ends the command, unless it is
// taken literally: then it cannot be read.
func (c *selectString) expand(rt cmdlet.Runtime, path string, literal bool) ([]string, error) {
	at, err := rt.Session().Locate(path, true)
	if err != nil {
		return nil, err
	}
	if !at.Drive.Files() {
		e := object.Throw(object.ArgumentExceptionType, "Cannot open the file because the current provider (%s) cannot open files.", at.Drive.Information)
		return nil, rt.WriteError(record(e, "ProcessingFile", object.InvalidArgument, nil))
	}
	if literal {
		return []string{at.At}, nil
	}
	found, err := paths.Expand(rt, strings.TrimPrefix(path, `Microsoft.PowerShell.Core\FileSystem::`), false, false)
	if err == nil && !object.HasWildcard(path) && len(found) == 1 && !paths.Exists(found[0]) {
		return nil, paths.NotFound(found[0])
	}
	return found, err
}

// files searches files; with Quiet it tells once whether there was a match.
func (c *selectString) files(ctx context.Context, rt cmdlet.Runtime, list []string, expanded bool) error {
	for _, path := range list {
		if info, err := os.Stat(path); expanded && err == nil && info.IsDir() {
			continue
		}
		found, err := c.file(ctx, rt, path)
		if err != nil || found && bool(c.Quiet) {
			return err
		}
	}
	switch {
	case !bool(c.Quiet):
		return nil
	case bool(c.List):
		return rt.WriteObject(nil)
	}
	return rt.WriteObject(false)
}

// object searches a text of the pipeline, or filters what another Select-String found.
func (c *selectString) object(ctx context.Context, rt cmdlet.Runtime) error {
	c.seen++
	earlier, filtering := object.Unwrap(c.InputObject).(*matchInfo)
	var line string
	if filtering {
		line = earlier.line
		if c.stream.on() {
			c.stream, c.Context = contextTracker{}, nil
			if err := rt.WriteWarning(`The option "Context" is not valid when searching results that are piped from Select-String output.`); err != nil {
				return err
			}
		}
	} else {
		line = cmdlet.DisplayText(rt, c.InputObject)
	}
	m, err := c.match(ctx, line)
	if err != nil {
		return err
	}
	if m != nil && filtering {
		m = earlier.alone()
	} else if m != nil {
		m.path, m.number = inputStream, c.seen
	}
	c.stream.track(line, m)
	wrote, err := c.flush(rt, &c.stream)
	c.done = wrote && bool(c.Quiet)
	return err
}

func (c *selectString) file(ctx context.Context, rt cmdlet.Runtime, path string) (found bool, err error) {
	if len(c.Include) > 0 && !fitsAny(c.Include, path) || fitsAny(c.Exclude, path) {
		return false, nil
	}
	in, err := textfile.Open(path, c.Encoding)
	if err != nil {
		e := object.Throw(object.ArgumentExceptionType, "The file %s cannot be read: %s", path, object.FromGo(err).Message)
		return false, rt.WriteError(record(e, "ProcessingFile", object.InvalidArgument, nil))
	}
	defer in.Close()
	t := c.tracker()
	for number := uint64(1); ; number++ {
		line, ok, err := in.ReadLine()
		if err != nil {
			return false, err
		}
		if !ok {
			break
		}
		m, err := c.match(ctx, line)
		if err != nil {
			return false, err
		}
		if m != nil {
			m.path, m.number = path, number
		}
		t.track(line, m)
		if len(t.ready) == 0 {
			continue
		}
		found = true
		if bool(c.Quiet) || bool(c.List) { // the first match of a file is enough
			break
		}
		if _, err := c.flush(rt, &t); err != nil {
			return true, err
		}
	}
	in.Close() // whoever gets the match may change the file
	t.end()
	wrote, err := c.flush(rt, &t)
	return found || wrote, err
}

func fitsAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if w, err := object.CompileWildcard(p, true); err == nil && w.Match(name) {
			return true
		}
	}
	return false
}

// End writes what waits for lines after it.
func (c *selectString) End(_ context.Context, rt cmdlet.Runtime) error {
	c.stream.end()
	if c.done {
		return nil
	}
	_, err := c.flush(rt, &c.stream)
	return err
}

// flush writes the matches that are ready; wrote tells whether there were any.
func (c *selectString) flush(rt cmdlet.Runtime, t *contextTracker) (wrote bool, err error) {
	ready := t.ready
	t.ready = nil
	switch {
	case len(ready) == 0:
		return false, nil
	case bool(c.Raw):
		for _, m := range ready {
			if err := rt.WriteObject(m.line); err != nil {
				return true, err
			}
		}
		return true, nil
	case bool(c.Quiet) && !bool(c.List):
		return true, rt.WriteObject(true)
	case bool(c.List):
		ready = ready[:1]
	}
	for _, m := range ready {
		if err := rt.WriteObject(m); err != nil {
			return true, err
		}
	}
	return true, nil
}

// match tries the patterns in turn; nil: the line is none to write.
func (c *selectString) match(ctx context.Context, line string) (*matchInfo, error) {
	m := &matchInfo{ignoreCase: !bool(c.CaseSensitive), line: line}
	text := line
	if c.SimpleMatch {
		text = c.folded(line)
	}
	var all []*dotnet.Match
	found := 0
	for i, r := range c.patterns {
		found = i
		if bool(c.AllMatches) && !bool(c.NotMatch) && !bool(c.SimpleMatch) {
			list, err := r.Matches(ctx, text)
			if err != nil {
				return nil, err
			}
			all = list
		} else {
			x, err := r.Match(ctx, text)
			if err != nil {
				return nil, err
			}
			if x != nil && x.Success {
				all = []*dotnet.Match{x}
			}
		}
		if len(all) > 0 {
			break
		}
	}
	if len(all) > 0 == bool(c.NotMatch) {
		return nil, nil
	}
	if c.NotMatch {
		found = 0
	}
	m.pattern = c.patterns[found].Pattern
	if t := c.tracker(); t.on() {
		m.context = &matchContext{}
	}
	m.take(all, bool(c.SimpleMatch), bool(c.NoEmphasis))
	return m, nil
}

func (m *matchInfo) take(all []*dotnet.Match, simple, plain bool) {
	if !simple {
		m.matches = all
	}
	if plain {
		return
	}
	for _, x := range all {
		from := byteOffset(m.line, x.Index)
		m.marks = append(m.marks, [2]int{from, from + len(x.Value)})
	}
}

// byteOffset is where a UTF-16 index of a text is in its bytes.
func byteOffset(text string, index int) int {
	n := 0
	for i, r := range text {
		if n >= index {
			return i
		}
		n += utf16.RuneLen(r)
	}
	return len(text)
}

package utility

import (
	"context"
	"os"
	"path/filepath"
	"strings"
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
	seen     int64 // objects of the pipeline
	matched  bool
	done     bool
	stream   *searching
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
			text = dotnet.EscapeRegex(p)
		}
		r, err := dotnet.CompileRegex(text, !bool(c.CaseSensitive))
		if err != nil {
			e := object.Throw(object.ArgumentExceptionType, "The string %s is not a valid regular expression: %s", p, object.FromGo(err).Message)
			return record(e, "InvalidRegex", object.InvalidArgument, p)
		}
		r.Pattern = p
		c.patterns = append(c.patterns, r)
	}
	c.stream = c.search(rt, inputStream)
	return nil
}

// Process searches an object of the pipeline, or the files.
func (c *selectString) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.done {
		return nil
	}
	list, literal := c.Path, false
	switch {
	case len(c.LiteralPath) > 0:
		list, literal = c.LiteralPath, true
	case len(list) == 0:
		return c.object(ctx, rt)
	}
	for _, p := range list {
		found, err := paths.Expand(rt, strings.TrimPrefix(p, `Microsoft.PowerShell.Core\FileSystem::`), literal, false)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := c.file(ctx, rt, f); err != nil || c.done {
				return err
			}
		}
	}
	return nil
}

// object searches what came down the pipeline: a file, or a text.
func (c *selectString) object(ctx context.Context, rt cmdlet.Runtime) error {
	v := c.InputObject
	if f, ok := object.Unwrap(v).(*dotnet.FileInfo); ok && !f.IsDir {
		return c.file(ctx, rt, f.Path)
	}
	if m, ok := object.Unwrap(v).(*matchInfo); ok {
		v = m.line
	}
	c.seen++
	return c.stream.line(ctx, cmdlet.DisplayText(rt, v))
}

func (c *selectString) file(ctx context.Context, rt cmdlet.Runtime, path string) error {
	name := filepath.Base(path)
	if len(c.Include) > 0 && !fitsAny(c.Include, name) || fitsAny(c.Exclude, name) {
		return nil
	}
	if !paths.Exists(path) {
		return rt.WriteError(paths.NotFound(path))
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	in, err := textfile.Open(path, c.Encoding)
	if err != nil {
		e := object.Throw(object.ArgumentExceptionType, "The file %s cannot be read: %s", path, object.FromGo(err).Message)
		return rt.WriteError(record(e, "ProcessingFile", object.NotSpecified, path))
	}
	defer in.Close()
	s := c.search(rt, path)
	for !s.ended && !c.done {
		line, ok, err := in.ReadLine()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := s.line(ctx, line); err != nil {
			return err
		}
	}
	return s.flush()
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
	if err := c.stream.flush(); err != nil {
		return err
	}
	if bool(c.Quiet) && !c.done {
		return rt.WriteObject(false)
	}
	return nil
}

// searching is the way through one file, or through the pipeline.
type searching struct {
	c             *selectString
	rt            cmdlet.Runtime
	path          string
	number        int64
	before, after int
	lines         []string     // the last ones before this line
	waiting       []*matchInfo // that still get lines after them
	ended         bool
}

func (c *selectString) search(rt cmdlet.Runtime, path string) *searching {
	s := &searching{c: c, rt: rt, path: path}
	if len(c.Context) > 0 {
		s.before, s.after = int(c.Context[0]), int(c.Context[len(c.Context)-1])
	}
	return s
}

func (s *searching) line(ctx context.Context, line string) error {
	if s.ended || s.c.done {
		return nil
	}
	s.number++
	if err := s.feed(line); err != nil {
		return err
	}
	m, err := s.match(ctx, line)
	if err != nil {
		return err
	}
	if m != nil {
		if err := s.found(m); err != nil {
			return err
		}
	}
	if s.before > 0 {
		s.lines = append(s.lines, line)
		if len(s.lines) > s.before {
			s.lines = s.lines[1:]
		}
	}
	return nil
}

// feed gives a line to the matches before it.
func (s *searching) feed(line string) error {
	for _, m := range s.waiting {
		m.context.after = append(m.context.after, line)
	}
	for len(s.waiting) > 0 && len(s.waiting[0].context.after) >= s.after {
		if err := s.write(s.waiting[0]); err != nil {
			return err
		}
		s.waiting = s.waiting[1:]
	}
	return nil
}

func (s *searching) flush() error {
	for _, m := range s.waiting {
		if err := s.write(m); err != nil {
			return err
		}
	}
	s.waiting = nil
	return nil
}

// match tries the patterns in turn.
func (s *searching) match(ctx context.Context, line string) (*matchInfo, error) {
	m := &matchInfo{ignoreCase: !bool(s.c.CaseSensitive), line: line, number: s.number, path: s.path}
	for _, r := range s.c.patterns {
		var all []*dotnet.Match
		if bool(s.c.AllMatches) && !bool(s.c.NotMatch) {
			list, err := r.Matches(ctx, line)
			if err != nil {
				return nil, err
			}
			all = list
		} else {
			x, err := r.Match(ctx, line)
			if err != nil {
				return nil, err
			}
			if x != nil && x.Success {
				all = append(all, x)
			}
		}
		if len(all) > 0 != bool(s.c.NotMatch) {
			m.pattern = r.Pattern
			m.take(all, bool(s.c.SimpleMatch), bool(s.c.NoEmphasis))
			return m, nil
		}
		if s.c.NotMatch && len(all) > 0 {
			return nil, nil
		}
	}
	return nil, nil
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

func (s *searching) found(m *matchInfo) error {
	c := s.c
	if c.Quiet {
		c.done = true
		return s.rt.WriteObject(true)
	}
	if c.List {
		s.ended = true
	}
	if s.before > 0 || s.after > 0 {
		m.context = &matchContext{before: append([]string(nil), s.lines...)}
		if s.after > 0 {
			s.waiting = append(s.waiting, m)
			return nil
		}
	}
	return s.write(m)
}

func (s *searching) write(m *matchInfo) error {
	if s.c.Raw {
		return s.rt.WriteObject(m.line)
	}
	return s.rt.WriteObject(m)
}

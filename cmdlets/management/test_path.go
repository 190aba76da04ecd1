package management

import (
	"context"
	"os"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

type testPath struct {
	Path        []string      `ps:"set=Path,position=0,mandatory,pipeline,byname,allownull,allowempty" help:"The paths."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP,allownull,allowempty" help:"The paths; no character is a wildcard."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
	PathType    string        `ps:"alias=Type" set:"Any|Container|Leaf" default:"Any" help:"What must be there: a folder, a file, or either."`
	IsValid     cmdlet.Switch `ps:"" help:"Asks only whether the path could be one."`
	OlderThan   any           `ps:"" type:"datetime" help:"The file was written before this time."`
	NewerThan   any           `ps:"" type:"datetime" help:"The file was written after this time."`
	credentialed
}

func testPathCmdlet() *cmdlet.Definition {
	return define("Test-Path", func() cmdlet.Cmdlet { return &testPath{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Synopsis: "Tells whether there is something at a path.", Outputs: []string{"System.Boolean"}})
}

// Process writes true or false for each path.
func (c *testPath) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if c.LiteralPath != nil {
		list, literal = c.LiteralPath, true
	}
	if len(list) == 0 {
		e := object.ThrowArgument(object.ArgumentNullExceptionType, "path", "The provided Path argument was null or an empty collection.")
		return rt.WriteError(failed(e, "NullPathNotPermitted", object.InvalidArgument, nil))
	}
	for _, p := range list {
		ok, err := c.test(rt, p, literal)
		if r, refusal := err.(*object.ErrorRecord); refusal {
			if err := rt.WriteError(r); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if err := rt.WriteObject(ok); err != nil {
			return err
		}
	}
	return nil
}

func (c *testPath) test(rt cmdlet.Runtime, path string, literal bool) (bool, error) {
	if path == "" || isBlank(path) {
		return false, nil
	}
	if c.IsValid {
		return validPath(rt, path), nil
	}
	at, err := rt.Session().Locate(path, true)
	if err != nil {
		return false, nil
	}
	if r := refused(rt, at.Drive.Information); r != nil {
		return false, r
	}
	if !at.Drive.Files() {
		if (c.PathType == "Container") != (at.At == "") && c.PathType != "Any" {
			return false, nil
		}
		names, err := namesAt(at, literal && at.At != "")
		return at.At == "" || len(names) > 0, err
	}
	found, err := paths.Expand(rt, path, literal, true)
	if err != nil {
		return false, nil
	}
	f := filters{Filter: c.Filter, Include: c.Include, Exclude: c.Exclude}
	for _, p := range found {
		ok, err := f.keeps(p)
		if err != nil {
			return false, err
		}
		if ok && c.fits(rt, p) {
			return true, nil
		}
	}
	return false, nil
}

// validPath tells whether a path could be one: its drive is there, and no
// character is one that no file's name may have.
func validPath(rt cmdlet.Runtime, path string) bool {
	_, err := rt.Session().Locate(path, false)
	return err == nil && !strings.ContainsRune(path, 0)
}

func isBlank(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '\t' {
			return false
		}
	}
	return true
}

func (c *testPath) fits(rt cmdlet.Runtime, path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return c.PathType != "Container" && paths.Exists(path)
	}
	switch {
	case c.PathType == "Container" && !info.IsDir(), c.PathType == "Leaf" && info.IsDir():
		return false
	}
	if t, ok := timeOf(rt, c.OlderThan); ok && !info.ModTime().Before(t) {
		return false
	}
	if t, ok := timeOf(rt, c.NewerThan); ok && !info.ModTime().After(t) {
		return false
	}
	return true
}

// timeOf is a date parameter's point of time.
func timeOf(rt cmdlet.Runtime, v any) (time.Time, bool) {
	if v == nil {
		return time.Time{}, false
	}
	t, err := rt.FindType("datetime")
	if err != nil || t == nil {
		return time.Time{}, false
	}
	d, err := object.Convert(rt, v, t)
	if err != nil {
		return time.Time{}, false
	}
	x, ok := d.(interface{ Time() time.Time })
	if !ok {
		return time.Time{}, false
	}
	return x.Time(), true
}

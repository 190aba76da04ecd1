package markdown

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type convertFromMarkdown struct {
	Path                 []string      `ps:"set=PathParamSet,mandatory,position=0" notempty:"true" help:"The files."`
	LiteralPath          []string      `ps:"set=LiteralParamSet,mandatory,alias=PSPath|LP" notempty:"true" help:"The files; no character is a wildcard."`
	InputObject          any           `ps:"set=InputObjParamSet,mandatory,pipeline" notempty:"true" help:"The text, or a file."`
	AsVT100EncodedString cmdlet.Switch `ps:"" help:"For a terminal instead of HTML."`

	conversion
}

// conversion is how a text becomes an Info.
type conversion struct {
	terminal bool
	options  *Options
}

func convertFromMarkdownCmdlet() *cmdlet.Definition {
	return cmdlet.Define("ConvertFrom-Markdown", func() cmdlet.Cmdlet { return &convertFromMarkdown{} }, cmdlet.Options{Module: module, DefaultParameterSet: "PathParamSet",
		Synopsis: "Makes HTML, or text for a terminal, of Markdown.", Outputs: []string{"Microsoft.PowerShell.MarkdownRender.MarkdownInfo"}})
}

// newConversion takes the session's options; a terminal that knows no escape sequences turns them off.
func newConversion(rt cmdlet.Runtime, terminal bool) conversion {
	o := optionsOf(rt)
	if !supportsEscapes(rt) {
		o.enabled = false
	}
	return conversion{terminal: terminal, options: o}
}

// Begin takes the session's options.
func (c *convertFromMarkdown) Begin(_ context.Context, rt cmdlet.Runtime) error {
	c.conversion = newConversion(rt, bool(c.AsVT100EncodedString))
	return nil
}

// Process converts each file, or the text.
func (c *convertFromMarkdown) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() == "InputObjParamSet" {
		return c.value(rt, c.InputObject, rt.WriteObject)
	}
	list, literal := c.Path, false
	if rt.ParameterSet() == "LiteralParamSet" {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		if err := c.path(rt, p, literal, rt.WriteObject); err != nil {
			return err
		}
	}
	return nil
}

const fileSystemPathsOnly = "Only FileSystem Provider paths are supported. The file path is not supported: '%s'."

// path converts the files that a path means.
func (c conversion) path(rt cmdlet.Runtime, path string, literal bool, write func(any) error) error {
	found, err := paths.Expand(rt, path, literal, true)
	var r *object.ErrorRecord
	switch {
	case paths.OtherProvider(err):
		// What follows is PowerShell's own: having written the error it goes over a list that is not there.
		if err := rt.WriteError(c.fault(&object.Exception{Type: object.ArgumentExceptionType, Message: "Value does not fall within the expected range."},
			"OnlyFileSystemPathsSupported", object.InvalidArgument, path)); err != nil {
			return err
		}
		return &object.Exception{Type: object.NullReferenceExceptionType, Message: "Object reference not set to an instance of an object."}
	case errors.As(err, &r):
		r = &object.ErrorRecord{Exception: r.Exception, ID: "FileNotFound", Category: object.ResourceUnavailable, Target: path}
		return rt.WriteError(r)
	case err != nil:
		return err
	}
	for _, f := range found {
		if !literal && !paths.Exists(f) {
			r := paths.NotFound(f)
			r.ID, r.Category, r.Target = "FileNotFound", object.ResourceUnavailable, path
			if err := rt.WriteError(r); err != nil {
				return err
			}
			continue
		}
		if err := c.file(rt, f, write); err != nil {
			return err
		}
	}
	return nil
}

func (conversion) fault(e *object.Exception, id string, category object.Category, target any) *object.ErrorRecord {
	return &object.ErrorRecord{Exception: e, ID: id, Category: category, Target: target}
}

// file converts one file. One that cannot be read is an error, and that there is no text then
// ends the cmdlet.
func (c conversion) file(rt cmdlet.Runtime, path string, write func(any) error) error {
	b, err := os.ReadFile(path)
	if err == nil {
		return c.text(dotnet.DecodeText(b, nil), write)
	}
	id, category := "FileUnauthorizedAccess", object.SecurityError
	if errors.Is(err, fs.ErrNotExist) {
		id, category = "FileNotFound", object.ResourceUnavailable
	} else {
		err = fs.ErrPermission
	}
	if err := rt.WriteError(c.fault(object.FromGo(dotnet.FileError(err, path)), id, category, path)); err != nil {
		return err
	}
	return &object.Exception{Type: object.ArgumentNullExceptionType, Message: "Value cannot be null. (Parameter 'markdown')"}
}

// value converts a text, or the file that a FileInfo means.
func (c conversion) value(rt cmdlet.Runtime, v any, write func(any) error) error {
	switch x := object.Unwrap(v).(type) {
	case string:
		return c.text(x, write)
	case *dotnet.FileInfo:
		return c.file(rt, x.Path, write)
	default:
		e := &object.Exception{Type: invalidData(), Message: fmt.Sprintf("The type of the input object '%s' is invalid.", object.TypeOf(x).FullName())}
		return rt.WriteError(c.fault(e, "InvalidInputObject", object.InvalidData, v))
	}
}

func (c conversion) text(text string, write func(any) error) error {
	info := &Info{}
	if c.terminal {
		tree := readPlain(text)
		drawn := drawTerminal(tree, c.options)
		info.Tokens, info.VT100 = tree, &drawn
	} else {
		tree, html := readAdvanced(text)
		info.Tokens, info.HTML = tree, &html
	}
	return write(info)
}

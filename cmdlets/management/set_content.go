package management

import (
	"context"
	"os"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
)

// writeContent is Set-Content and Add-Content.
type writeContent struct {
	Value    []any         `ps:"position=1,mandatory,pipeline,byname,allownull,allowempty" help:"What is written, a line for each."`
	PassThru cmdlet.Switch `ps:"" help:"Writes the content to the pipeline too."`
	Path     []string      `ps:"set=Path,position=0,mandatory,byname" help:"The files."`

	LiteralPath []string `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
	filters
	NoNewline    cmdlet.Switch     `ps:"" help:"Leaves the line ends out."`
	Encoding     textfile.Encoding `ps:"" default:"utf8NoBOM" type:"Encoding" help:"How the file is encoded."`
	AsByteStream cmdlet.Switch     `ps:"" help:"The values are bytes."`

	add   bool
	files []*textfile.Writer
	items []*written
}

// written is an item that is no file and the values it gets at the end.
type written struct {
	at     *place
	values []any
}

// end gives the item its values: one as it is, several as an array.
func (w *written) end(rt cmdlet.Runtime, force bool) error {
	if len(w.values) == 1 {
		return setValue(rt, w.at, w.values[0], force)
	}
	return setValue(rt, w.at, object.NewArray(w.values), force)
}

func (w *written) add(v any) {
	if items, ok := object.Elements(v); ok {
		w.values = append(w.values, items...)
		return
	}
	w.values = append(w.values, v)
}

func setContentCmdlet() *cmdlet.Definition {
	return define("Set-Content", func() cmdlet.Cmdlet { return &writeContent{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Synopsis: "Writes a file."})
}

// Process writes values; the files are opened with the first ones.
func (c *writeContent) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.files == nil {
		if err := c.Encoding.Warn(rt); err != nil {
			return err
		}
		if err := c.open(rt); err != nil {
			return err
		}
	}
	for _, v := range c.Value {
		for _, w := range c.items {
			w.add(v)
		}
		for _, f := range c.files {
			if err := c.write(rt, f, v); err != nil {
				if err := rt.WriteError(contentFailure("Write", "writer", f.Path(), err)); err != nil {
					return err
				}
			}
		}
		if c.PassThru {
			if err := rt.WriteObject(v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *writeContent) open(rt cmdlet.Runtime) error {
	c.files = []*textfile.Writer{}
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		at, ok, err := locate(rt, p, false)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !at.Drive.Files() {
			if err := c.openItem(rt, at, literal); err != nil {
				return err
			}
			continue
		}
		found := []string{at.At}
		if !literal && object.HasWildcard(p) {
			if found, err = c.matching(rt, p); err != nil {
				return err
			}
			if len(found) == 0 {
				if err := rt.WriteError(filteredOut(list)); err != nil {
					return err
				}
			}
		}
		for _, path := range found {
			if err := c.openOne(rt, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// openItem takes an item that is no file as one to be written; Add-Content
// begins with the content it has.
func (c *writeContent) openItem(rt cmdlet.Runtime, at *place, literal bool) error {
	action := "Set Content"
	if c.add {
		action = "Add Content"
	}
	return eachName(at, literal, &filters{}, func(at *place) error {
		if ok, err := rt.ShouldProcess("Path: "+at.At, action); err != nil || !ok {
			return err
		}
		w := &written{at: at}
		if old, ok := at.Drive.Information.Provider.Value(at.At); ok && c.add && old != nil {
			w.add(old)
		}
		c.items = append(c.items, w)
		return nil
	})
}

// matching are the files that fit a pattern; there may be none.
func (c *writeContent) matching(rt cmdlet.Runtime, path string) ([]string, error) {
	found, err := c.find(rt, path, false)
	list := make([]string, len(found))
	for i, at := range found {
		list[i] = at.At
	}
	return list, err
}

func (c *writeContent) openOne(rt cmdlet.Runtime, path string) error {
	action := "Set Content"
	if c.add {
		action = "Add Content"
	}
	if ok, err := rt.ShouldProcess("Path: "+path, action); err != nil || !ok {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		e := object.Throw(object.InvalidOperationType, "Unable to write content because it is a directory: '%s'.", path)
		return rt.WriteError(failed(e, "WriteContainerContentException", object.InvalidOperation, nil))
	}
	f, err := textfile.Create(path, c.Encoding, textfile.Mode{Append: c.add, Force: bool(c.Force)})
	if err != nil {
		return rt.WriteError(contentError(err, "Writer", object.WriteError, path))
	}
	c.files = append(c.files, f)
	return nil
}

func (c *writeContent) write(rt cmdlet.Runtime, f *textfile.Writer, v any) error {
	if v == nil {
		return nil
	}
	if items, ok := object.Elements(v); ok {
		for _, x := range items {
			if err := c.write(rt, f, x); err != nil {
				return err
			}
		}
		return nil
	}
	if c.AsByteStream {
		b, ok := object.Unwrap(v).(byte)
		if !ok {
			e := object.ThrowArgument(object.PSArgumentType, "content", "Cannot proceed with byte encoding. When using byte encoding the content must be of type byte.")
			return failed(e, "Argument", object.InvalidArgument, nil)
		}
		return f.WriteBytes([]byte{b})
	}
	text := cmdlet.DisplayText(rt, v)
	if !c.NoNewline {
		text += "\n"
	}
	return f.WriteString(text)
}

// contentFailure is what the provider's reader or writer did not manage, as the content
// cmdlets report it: with the id of the error's own record where it has one.
func contentFailure(verb, what, path string, err error) *object.ErrorRecord {
	r := &object.ErrorRecord{ID: "ProviderContent" + verb + "Error", Category: object.InvalidOperation}
	if own, ok := err.(*object.ErrorRecord); ok {
		r.ID, r.Category, r.Target = own.ID, own.Category, own.Target
	}
	inner := object.FromGo(err)
	r.Exception = thrown("System.Management.Automation.ProviderInvocationException",
		"The invocation of %s on the 'FileSystem' provider's content %s failed for path '%s'. %s", verb, what, path, inner.Message)
	r.Exception.Inner = inner
	return r
}

// End closes the files and gives other items their values.
func (c *writeContent) End(_ context.Context, rt cmdlet.Runtime) error {
	for _, w := range c.items {
		if err := w.end(rt, bool(c.Force)); err != nil {
			return err
		}
	}
	for _, f := range c.files {
		if err := f.Close(); err != nil {
			if err := rt.WriteError(contentFailure("Close", "reader or writer", f.Path(), err)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Clean closes the files, whatever happened.
func (c *writeContent) Clean(cmdlet.Runtime) {
	for _, f := range c.files {
		_ = f.Close()
	}
}

package output

import (
	"bytes"
	"context"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

type updateFormatData struct {
	system *format.System

	AppendPath  []string `ps:"position=0,pipeline,byname,alias=PSPath|Path" help:"Files whose views come after all others."`
	PrependPath []string `ps:"" help:"Files whose views come before all others."`
}

// Process reads the files; without any it reads those again that were read before.
func (c *updateFormatData) Process(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.AppendPath) == 0 && len(c.PrependPath) == 0 {
		for _, path := range c.system.For(rt).ViewFiles() {
			if err := c.load(rt, path, false); err != nil {
				return err
			}
		}
		return nil
	}
	for _, list := range []struct {
		given   []string
		prepend bool
	}{{c.PrependPath, true}, {c.AppendPath, false}} {
		for _, given := range list.given {
			if err := c.file(rt, given, list.prepend); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *updateFormatData) file(rt cmdlet.Runtime, given string, prepend bool) error {
	found, err := paths.Expand(rt, given, false, true)
	if err != nil {
		return rt.WriteError(&object.ErrorRecord{Exception: object.FromGo(err), ID: "FormatXmlUpdateException", Category: object.InvalidOperation, Target: given})
	}
	for _, path := range found {
		if _, err := os.Stat(path); os.IsNotExist(err) {
			e := object.Throw(object.ItemNotFoundType, "Cannot find path '%s' because it does not exist.", path)
			if err := rt.WriteError(&object.ErrorRecord{Exception: e, ID: "FormatXmlUpdateException", Category: object.InvalidOperation, Target: given}); err != nil {
				return err
			}
			continue
		}
		if !strings.HasSuffix(strings.ToLower(path), ".ps1xml") {
			e := object.Throw(object.InvalidOperationType, "Cannot read the file \"%s\"  because it does not have the file name extension \"%s\".", path, "ps1xml")
			if err := rt.WriteError(&object.ErrorRecord{Exception: e, ID: "WrongExtension", Category: object.InvalidArgument}); err != nil {
				return err
			}
			continue
		}
		if ok, err := rt.ShouldProcess("FileName: "+path, "Update FormatData"); err != nil || !ok {
			return err
		}
		if err := c.load(rt, path, prepend); err != nil {
			return err
		}
	}
	return nil
}

// load reads the views of a file; a file that is faulty changes nothing.
func (c *updateFormatData) load(rt cmdlet.Runtime, path string, prepend bool) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return rt.WriteError(&object.ErrorRecord{Exception: object.FromGo(dotnet.FileError(err, path)), ID: "FormatXmlUpdateException", Category: object.InvalidOperation})
	}
	views, err := format.ReadViews(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))), func(script string) (object.ScriptBlock, error) {
		return compile(rt, script)
	})
	if err != nil {
		e := object.Throw(object.RuntimeExceptionType, "There was an error in loading the format data file: \n%s, , Error in XML: %s", path, err.Error())
		return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "FormatXmlUpdateException", Category: object.InvalidOperation})
	}
	c.system.For(rt).AddViews(path, prepend, views)
	return nil
}

// compile makes a script block of a view's script.
func compile(rt cmdlet.Runtime, script string) (object.ScriptBlock, error) {
	v, err := object.InvokeStatic(rt, object.ScriptBlockTyp, "Create", []any{script})
	if err != nil {
		return nil, err
	}
	return v.(object.ScriptBlock), nil
}

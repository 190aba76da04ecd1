package management

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

type copyItem struct {
	targets
	Destination string        `ps:"position=1,byname" help:"Where to."`
	Container   cmdlet.Switch `ps:"" default:"true" help:"Keeps the folders."`
	Recurse     cmdlet.Switch `ps:"" help:"Folders with what is in them."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes what was made."`
}

func copyItemCmdlet() *cmdlet.Definition {
	return define("Copy-Item", func() cmdlet.Cmdlet { return &copyItem{Container: true} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"cpi", "cp", "copy"}, Synopsis: "Copies files and folders."})
}

// Process copies what the paths name.
func (c *copyItem) Process(ctx context.Context, rt cmdlet.Runtime) error {
	to, err := destination(rt, c.Destination)
	if err != nil {
		return err
	}
	return c.each(rt, func(path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return rt.WriteError(ioFailed(err, "CopyError", object.WriteError, path))
		}
		into := within(to, path)
		if info.IsDir() {
			return c.folder(ctx, rt, path, into, true)
		}
		return c.file(rt, path, into, true)
	})
}

func destination(rt cmdlet.Runtime, path string) (string, error) {
	if path == "" {
		path = "."
	}
	return oneTarget(rt, path)
}

// within is the destination itself, or the place in it when it is a folder.
func within(to, from string) string {
	if s, err := os.Stat(to); err == nil && s.IsDir() {
		return filepath.Join(to, filepath.Base(from))
	}
	return to
}

func (c *copyItem) folder(ctx context.Context, rt cmdlet.Runtime, from, to string, top bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if top {
		if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, "Copy Directory"); err != nil || !ok {
			return err
		}
	}
	if err := os.MkdirAll(to, 0o777); err != nil {
		return rt.WriteError(ioFailed(err, "CopyError", object.WriteError, to))
	}
	if c.PassThru {
		if err := rt.WriteObject(item(to)); err != nil {
			return err
		}
	}
	if !c.Recurse {
		return nil
	}
	names, err := paths.Names(from)
	if err != nil {
		return rt.WriteError(ioFailed(err, "CopyError", object.ReadError, from))
	}
	for _, n := range names {
		f, t := filepath.Join(from, n), filepath.Join(to, n)
		info, err := os.Stat(f)
		if err != nil {
			continue
		}
		if info.IsDir() {
			err = c.folder(ctx, rt, f, t, false)
		} else {
			err = c.file(rt, f, t, false)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *copyItem) file(rt cmdlet.Runtime, from, to string, top bool) error {
	if top {
		if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, "Copy File"); err != nil || !ok {
			return err
		}
	}
	if a, err := os.Stat(from); err == nil {
		if b, err := os.Stat(to); err == nil && os.SameFile(a, b) {
			e := thrown("System.IO.IOException", "Cannot overwrite the item %s with itself.", from)
			return rt.WriteError(failed(e, "CopyError", object.WriteError, from))
		}
	}
	if err := copyFile(from, to, bool(c.Force)); err != nil {
		return rt.WriteError(ioFailed(err, "CopyFileInfoItemIOError", object.WriteError, to))
	}
	if c.PassThru {
		return rt.WriteObject(item(to))
	}
	return nil
}

func copyFile(from, to string, force bool) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, info.Mode().Perm())
	if os.IsPermission(err) && force {
		os.Remove(to)
		out, err = os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, info.Mode().Perm())
	}
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}

type moveItem struct {
	targets
	Destination string        `ps:"position=1,byname" help:"Where to."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes what was moved."`
}

func moveItemCmdlet() *cmdlet.Definition {
	return define("Move-Item", func() cmdlet.Cmdlet { return &moveItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"mi", "mv", "move"}, Synopsis: "Moves files and folders."})
}

// Process moves what the paths name.
func (c *moveItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	to, err := destination(rt, c.Destination)
	if err != nil {
		return err
	}
	return c.each(rt, func(path string) error { return c.move(rt, path, within(to, path)) })
}

func (c *moveItem) move(rt cmdlet.Runtime, from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return rt.WriteError(ioFailed(err, "MoveFileInfoItemIOError", object.WriteError, from))
	}
	what := "File"
	if info.IsDir() {
		what = "Directory"
	}
	if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, "Move "+what); err != nil || !ok {
		return err
	}
	if there, err := os.Lstat(to); err == nil && !(bool(c.Force) && !there.IsDir()) {
		e := thrown("System.IO.IOException", "Cannot create a file when that file already exists.")
		return rt.WriteError(failed(e, "Move"+what+"InfoItemIOError", object.WriteError, from))
	}
	if err := rename(from, to, info.IsDir()); err != nil {
		return rt.WriteError(ioFailed(err, "Move"+what+"InfoItemIOError", object.WriteError, from))
	}
	if c.PassThru {
		return rt.WriteObject(item(to))
	}
	return nil
}

// rename moves, over the border of a file system too for files.
func rename(from, to string, folder bool) error {
	err := os.Rename(from, to)
	if err == nil || folder || os.IsNotExist(err) || os.IsPermission(err) {
		return err
	}
	if err := copyFile(from, to, true); err != nil {
		return err
	}
	return os.Remove(from)
}

type renameItem struct {
	Path        string        `ps:"set=ByPath,position=0,mandatory,pipeline,byname" help:"The file."`
	LiteralPath string        `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The file; no character is a wildcard."`
	NewName     string        `ps:"position=1,mandatory,byname" help:"Its new name."`
	Force       cmdlet.Switch `ps:"" help:"Writes over a file."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes the file under its new name."`
}

func renameItemCmdlet() *cmdlet.Definition {
	return define("Rename-Item", func() cmdlet.Cmdlet { return &renameItem{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, Aliases: []string{"rni", "ren"}, Synopsis: "Gives a file another name."})
}

// Process renames the file.
func (c *renameItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	given, literal := c.Path, false
	if c.LiteralPath != "" {
		given, literal = c.LiteralPath, true
	}
	list, err := paths.Expand(rt, withoutProvider(given), literal, bool(c.Force))
	if err != nil {
		return err
	}
	if len(list) != 1 || !paths.Exists(list[0]) {
		e := object.Throw(object.InvalidOperationType, "Cannot rename because item at '%s' does not exist.", given)
		return rt.WriteError(failed(e, "InvalidOperation", object.InvalidOperation, given))
	}
	from := list[0]
	if filepath.Base(c.NewName) != c.NewName && filepath.Clean(filepath.Join(filepath.Dir(from), filepath.Base(c.NewName))) != filepath.Clean(c.NewName) {
		e := thrown("System.Management.Automation.PSArgumentException", "Cannot rename the specified target, because it represents a path or device name.")
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, c.NewName))
	}
	return c.rename(rt, from, filepath.Join(filepath.Dir(from), filepath.Base(c.NewName)))
}

func (c *renameItem) rename(rt cmdlet.Runtime, from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return rt.WriteError(ioFailed(err, "RenameItemIOError", object.WriteError, from))
	}
	action := "Rename File"
	if info.IsDir() {
		action = "Rename Directory"
	}
	if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, action); err != nil || !ok {
		return err
	}
	if other, err := os.Lstat(to); err == nil && !os.SameFile(info, other) && !bool(c.Force) {
		e := thrown("System.IO.IOException", "Cannot create a file when that file already exists.")
		return rt.WriteError(failed(e, "RenameItemIOError", object.WriteError, from))
	}
	if err := os.Rename(from, to); err != nil {
		return rt.WriteError(ioFailed(err, "RenameItemIOError", object.WriteError, from))
	}
	if c.PassThru {
		return rt.WriteObject(item(to))
	}
	return nil
}

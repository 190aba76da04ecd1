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
	to, ok, err := destination(rt, c.Destination)
	if err != nil || !ok {
		return err
	}
	return c.each(rt, func(at *place) error {
		switch {
		case at.Drive.Information != to.Drive.Information:
			e := object.ThrowArgument(object.PSArgumentType, "path", "Source and destination path did not resolve to the same provider.")
			return rt.WriteError(failed(e, "CopyItemSourceAndDestinationNotSameProvider", object.InvalidArgument, at.At))
		case !at.Drive.Files():
			return c.entry(rt, at, to)
		}
		return c.top(ctx, rt, at.At, to.At)
	})
}

// destination is where Copy-Item and Move-Item go: the current folder when nothing is said.
func destination(rt cmdlet.Runtime, path string) (*place, bool, error) {
	if path == "" {
		path = "."
	}
	return locate(rt, path, false)
}

// entry copies an item of a drive without files under another name.
func (c *copyItem) entry(rt cmdlet.Runtime, at, to *place) error {
	if ok, err := rt.ShouldProcess("Item: "+at.At+" Destination: "+to.At, "Copy Item"); err != nil || !ok {
		return err
	}
	item, ok := at.Drive.Information.Provider.Item(at.At)
	if !ok {
		return nil
	}
	if e, ok := item.(*object.DictionaryEntry); ok {
		item = e.Value
	} else if v, ok := at.Drive.Information.Provider.Value(at.At); ok {
		item = v
	}
	if err := setValue(rt, to, item, bool(c.Force)); err != nil {
		return err
	}
	if c.PassThru {
		return writeItem(rt, to)
	}
	return nil
}

// top copies what a path names.
func (c *copyItem) top(ctx context.Context, rt cmdlet.Runtime, from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return rt.WriteError(ioFailed(err, "CopyFileInfoItem", object.WriteError, from, from))
	}
	there, err := os.Stat(to)
	switch {
	case err == nil && os.SameFile(info, there):
		return rt.WriteError(failed(ioError("Cannot overwrite the item %s with itself.", from), "CopyError", object.WriteError, from))
	case !info.IsDir():
		return c.file(rt, from, within(to, from))
	case err == nil && !there.IsDir():
		e := object.ThrowArgument(object.PSArgumentType, "path", "Container cannot be copied onto existing leaf item.")
		return rt.WriteError(failed(e, "CopyContainerItemToLeafError", object.InvalidArgument, from))
	case err == nil && !bool(c.Container) && !bool(c.Recurse):
		e := object.ThrowArgument(object.PSArgumentType, "path", "Container cannot be copied to another container. The -Recurse or -Container parameter is not specified.")
		return rt.WriteError(failed(e, "CopyContainerToContainerWithoutRecurseOrContainer", object.InvalidArgument, from))
	case err == nil && !bool(c.Container):
		return c.flat(ctx, rt, from, to)
	}
	return c.folder(ctx, rt, from, within(to, from))
}

// within is the destination itself, or the place in it when it is a folder.
func within(to, from string) string {
	if s, err := os.Stat(to); err == nil && s.IsDir() {
		return filepath.Join(to, filepath.Base(from))
	}
	return to
}

// flat copies all files below a folder into one.
func (c *copyItem) flat(ctx context.Context, rt cmdlet.Runtime, from, to string) error {
	return c.children(ctx, rt, from, func(path string, folder bool) error {
		if folder {
			return c.flat(ctx, rt, path, to)
		}
		return c.file(rt, path, filepath.Join(to, filepath.Base(path)))
	})
}

// children calls do for the files in a folder, then for the folders.
func (c *copyItem) children(ctx context.Context, rt cmdlet.Runtime, folder string, do func(path string, folder bool) error) error {
	names, err := paths.Names(folder)
	if err != nil {
		return rt.WriteError(ioFailed(err, "CopyDirectoryInfoItem", object.WriteError, folder, fileInfo(folder)))
	}
	for _, folders := range []bool{false, true} {
		for _, n := range names {
			if err := ctx.Err(); err != nil {
				return err
			}
			p := filepath.Join(folder, n)
			info, err := os.Stat(p)
			if err != nil || info.IsDir() != folders {
				continue
			}
			if drop, err := fitsAny(c.Exclude, n); err != nil {
				return err
			} else if drop {
				continue
			}
			if err := do(p, folders); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *copyItem) folder(ctx context.Context, rt cmdlet.Runtime, from, to string) error {
	if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, "Copy Directory"); err != nil || !ok {
		return err
	}
	if info, err := os.Stat(to); err == nil {
		if !bool(c.Force) || !info.IsDir() {
			if err := rt.WriteError(exists("DirectoryExist", to)); err != nil {
				return err
			}
		}
	} else if err := os.MkdirAll(to, 0o777); err != nil {
		return rt.WriteError(ioFailed(err, "CreateDirectory", object.WriteError, to, to))
	}
	if c.PassThru {
		if err := writeFile(rt, to); err != nil {
			return err
		}
	}
	if !c.Recurse {
		return nil
	}
	return c.children(ctx, rt, from, func(path string, folder bool) error {
		into := filepath.Join(to, filepath.Base(path))
		if folder {
			return c.folder(ctx, rt, path, into)
		}
		return c.file(rt, path, into)
	})
}

func (c *copyItem) file(rt cmdlet.Runtime, from, to string) error {
	if a, err := os.Stat(from); err == nil {
		if b, err := os.Stat(to); err == nil && os.SameFile(a, b) {
			return rt.WriteError(failed(ioError("Cannot overwrite the item %s with itself.", to), "CopyError", object.WriteError, to))
		}
	}
	if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, "Copy File"); err != nil || !ok {
		return err
	}
	if err := copyFile(from, to, bool(c.Force)); err != nil {
		at := to
		if os.IsPermission(err) {
			if f, e := os.Open(from); e != nil {
				at = from
			} else {
				f.Close()
			}
		}
		return rt.WriteError(ioFailed(err, "CopyFileInfoItem", object.WriteError, at, fileInfo(from)))
	}
	if c.PassThru {
		return writeFile(rt, to)
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
		if err := os.Remove(to); err != nil {
			return err
		}
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

package management

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

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
	to, ok, err := destination(rt, c.Destination)
	if err != nil || !ok {
		return err
	}
	return c.each(rt, func(at *place) error {
		switch {
		case at.Drive.Information != to.Drive.Information:
			e := object.ThrowArgument(object.PSArgumentType, "path", "Cannot move the item because the source and destination paths did not resolve to the same provider.")
			return rt.WriteError(failed(e, "MoveItemSourceAndDestinationNotSameProvider", object.InvalidArgument, at.At))
		case !at.Drive.Files():
			return rt.WriteError(notSupported())
		}
		return c.move(rt, at.At, within(to.At, at.At))
	})
}

func (c *moveItem) move(rt cmdlet.Runtime, from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		info, err = os.Lstat(from) // a link to nowhere is moved as a file
	}
	if err != nil {
		return rt.WriteError(ioFailed(err, "MoveFileInfoItem", object.WriteError, from, fileInfo(from)))
	}
	action, what := "Move File", "MoveFileInfoItem"
	if info.IsDir() {
		action, what = "Move Directory", "MoveDirectoryItem"
		if inUse(rt, from) {
			return rt.WriteError(invalid("Cannot move item because the item at '%s' is in use.", from))
		}
		own := trimSeparator(from)
		if strings.HasPrefix(to, own+string(filepath.Separator)) || strings.EqualFold(to, own) {
			e := ioError("Destination path cannot be a subdirectory of the source or the source itself: %s.", to)
			return rt.WriteError(failed(e, "MoveItemArgumentError", object.InvalidArgument, to))
		}
	}
	if ok, err := rt.ShouldProcess("Item: "+from+" Destination: "+to, action); err != nil || !ok {
		return err
	}
	own, err := os.Lstat(from)
	if err == nil {
		err = moveTo(from, to, own, bool(c.Force))
	}
	if err != nil && info.IsDir() && acrossDevices(err) {
		return c.copyAway(rt, from, to)
	}
	if err != nil {
		at := from
		if _, gone := os.Lstat(filepath.Dir(to)); os.IsExist(err) || gone != nil {
			at = to
		}
		return rt.WriteError(ioFailed(err, what, object.WriteError, at, fileInfo(from)))
	}
	if c.PassThru {
		return writeFile(rt, to)
	}
	return nil
}

// trimSeparator leaves out a separator at the end, but for a root's.
func trimSeparator(path string) string {
	if len(path) > 1 && os.IsPathSeparator(path[len(path)-1]) {
		return path[:len(path)-1]
	}
	return path
}

// copyAway moves a folder to another file system: its files one after another, then its folders;
// what is empty then is removed.
func (c *moveItem) copyAway(rt cmdlet.Runtime, from, to string) error {
	there, err := os.Stat(to)
	switch {
	case err != nil:
		if err := os.MkdirAll(to, 0o777); err != nil {
			return rt.WriteError(ioFailed(err, "CreateDirectory", object.WriteError, to, to))
		}
	case !there.IsDir():
		e := ioError("An item with the specified name %s already exists.", to)
		return rt.WriteError(failed(e, "DirectoryExist", object.ResourceExists, to))
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return rt.WriteError(ioFailed(err, "MoveDirectoryItem", object.WriteError, from, fileInfo(from)))
	}
	for _, folders := range []bool{false, true} {
		for _, e := range entries {
			if e.IsDir() != folders {
				continue
			}
			p, into := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
			if folders {
				err = c.copyAway(rt, p, into)
			} else if info, e := os.Lstat(p); e == nil {
				if e := moveTo(p, into, info, bool(c.Force)); e != nil {
					err = rt.WriteError(ioFailed(e, "MoveFileInfoItem", object.WriteError, into, fileInfo(p)))
				}
			}
			if err != nil {
				return err
			}
		}
	}
	if left, err := os.ReadDir(from); err != nil || len(left) > 0 {
		return nil
	}
	if err := os.Remove(from); err != nil {
		return rt.WriteError(ioFailed(err, "RemoveFileSystemItem", object.WriteError, from, fileInfo(from)))
	}
	return nil
}

// moveTo moves; what is at the new place already is an error, or with force a file is replaced.
func moveTo(from, to string, info os.FileInfo, force bool) error {
	if there, err := os.Lstat(to); err == nil && !os.SameFile(info, there) {
		switch {
		case info.IsDir():
			return ioError("Cannot create '%s' because a file or directory with the same name already exists.", to)
		case !force || there.IsDir():
			return ioError("The file '%s' already exists.", to)
		}
	}
	return rename(from, to, info.IsDir())
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

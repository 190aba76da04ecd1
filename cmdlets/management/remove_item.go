package management

import (
	"context"
	"os"
	"path/filepath"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type removeItem struct {
	targets
	Recurse cmdlet.Switch `ps:"" help:"Folders with what is in them."`

	all cmdlet.Confirmation
}

func removeItemCmdlet() *cmdlet.Definition {
	return define("Remove-Item", func() cmdlet.Cmdlet { return &removeItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"ri", "rm", "rmdir", "del", "erase", "rd"}, Synopsis: "Deletes files and folders."})
}

// Process deletes what the paths name.
func (c *removeItem) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.Recurse && (len(c.Include) > 0 || len(c.Exclude) > 0 || c.Filter != "") {
		return c.chosen(ctx, rt)
	}
	return c.each(rt, func(at *place) error {
		if at.Drive.Files() {
			return c.top(ctx, rt, at.At)
		}
		if ok, err := rt.ShouldProcess("Item: "+at.At, "Remove Item"); err != nil || !ok {
			return err
		}
		if err := at.Drive.Information.Provider.Remove(at.At, bool(c.Force)); err != nil {
			return rt.WriteError(object.AsRecord(err))
		}
		return nil
	})
}

// chosen removes what fits the filters below the paths, deepest first.
func (c *removeItem) chosen(ctx context.Context, rt cmdlet.Runtime) error {
	list, literal := c.given()
	for _, p := range list {
		found, err := expand(rt, p, literal, bool(c.Force))
		if err != nil {
			return err
		}
		for _, at := range found {
			if !at.Drive.Files() {
				return rt.WriteError(notSupported())
			}
			if err := c.chosenBelow(ctx, rt, at.At, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *removeItem) chosenBelow(ctx context.Context, rt cmdlet.Runtime, path string, below bool) error {
	info, err := os.Lstat(path)
	if err != nil {
		return nil // gone with a folder above it
	}
	keep, err := c.keeps(path)
	if err != nil {
		return err
	}
	if keep && (below || !info.IsDir()) {
		return c.top(ctx, rt, path)
	}
	if !info.IsDir() {
		return nil
	}
	names, err := paths.Names(path)
	if err != nil {
		return rt.WriteError(ioFailed(err, "RemoveItem", object.WriteError, path, path))
	}
	for _, n := range names {
		if isHidden(n) && !bool(c.Force) {
			continue
		}
		if err := c.chosenBelow(ctx, rt, filepath.Join(path, n), true); err != nil {
			return err
		}
	}
	return nil
}

// top removes what a path names: a folder's content only when that was asked for.
func (c *removeItem) top(ctx context.Context, rt cmdlet.Runtime, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return rt.WriteError(ioFailed(err, "RemoveItem", object.WriteError, path, path))
	}
	if !info.IsDir() {
		return c.file(rt, path, true)
	}
	if inUse(rt, path) {
		return rt.WriteError(invalid("Cannot remove the item at '%s' because it is in use.", path))
	}
	recurse := bool(c.Recurse)
	if names, err := paths.Names(path); err == nil && len(names) > 0 && !recurse {
		ok, err := rt.ShouldContinueAll("The item at "+path+" has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item. Are you sure you want to continue?", "Confirm", &c.all)
		if err != nil || !ok {
			return err
		}
	}
	return c.folder(ctx, rt, path, recurse, true)
}

// folder removes a folder and what is in it. With -Recurse each item is asked for.
func (c *removeItem) folder(ctx context.Context, rt cmdlet.Runtime, path string, recurse, top bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if top || recurse {
		if ok, err := rt.ShouldProcess(path, "Remove Directory"); err != nil || !ok {
			return err
		}
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return rt.WriteError(ioFailed(err, "RemoveItem", object.WriteError, path, path))
	}
	for _, folders := range []bool{true, false} {
		for _, e := range entries {
			if e.IsDir() != folders {
				continue
			}
			p := filepath.Join(path, e.Name())
			if folders {
				err = c.folder(ctx, rt, p, recurse, false)
			} else {
				err = c.file(rt, p, recurse)
			}
			if err != nil {
				return err
			}
		}
	}
	if left, err := os.ReadDir(path); err == nil && len(left) > 0 {
		return rt.WriteError(failed(ioError("Directory %s cannot be removed because it is not empty.", path), "DirectoryNotEmpty", object.WriteError, fileInfo(path)))
	}
	return c.delete(rt, path, true)
}

func (c *removeItem) file(rt cmdlet.Runtime, path string, ask bool) error {
	if ask {
		if ok, err := rt.ShouldProcess(path, "Remove File"); err != nil || !ok {
			return err
		}
	}
	return c.delete(rt, path, false)
}

// delete takes one file or empty folder away; what is hidden or read-only goes with -Force only.
func (c *removeItem) delete(rt cmdlet.Runtime, path string, folder bool) error {
	info, err := os.Lstat(path)
	if err == nil && !bool(c.Force) && (isHidden(path) || info.Mode()&os.ModeSymlink == 0 && info.Mode().Perm()&0o222 == 0) {
		e := ioError("You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only.")
		return c.cannot(rt, e, "RemoveFileSystemItemUnAuthorizedAccess", object.PermissionDenied, path, folder)
	}
	if err := os.Remove(path); err != nil {
		e := object.FromGo(dotnet.FileError(err, path))
		if e.PSType().Name == "UnauthorizedAccessException" {
			return c.cannot(rt, e, "RemoveFileSystemItemUnAuthorizedAccess", object.PermissionDenied, path, folder)
		}
		return c.cannot(rt, e, "RemoveFileSystemItemIOError", object.WriteError, path, folder)
	}
	return nil
}

func (c *removeItem) cannot(rt cmdlet.Runtime, e *object.Exception, id string, category object.Category, path string, folder bool) error {
	r := failed(e, id, category, dotnet.NewFileInfo(path, folder))
	r.Details = "Cannot remove item " + path + ": " + e.Message
	return rt.WriteError(r)
}

package management

import (
	"context"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

type removeItem struct {
	targets
	Recurse cmdlet.Switch `ps:"" help:"Folders with what is in them."`
}

func removeItemCmdlet() *cmdlet.Definition {
	return define("Remove-Item", func() cmdlet.Cmdlet { return &removeItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"ri", "rm", "rmdir", "del", "erase", "rd"}, Synopsis: "Deletes files and folders."})
}

// Process deletes what the paths name.
func (c *removeItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.given()
	for _, p := range list {
		if at, ok := drivePath(rt, p); ok {
			if err := c.entry(rt, at, literal); err != nil {
				return err
			}
			continue
		}
		found, err := c.expand(rt, p, literal)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := c.remove(rt, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *removeItem) entry(rt cmdlet.Runtime, at place, literal bool) error {
	return at.each(rt, literal, &c.filters, func(name string) error {
		if ok, err := rt.ShouldProcess("Item: "+name, "Remove Item"); err != nil || !ok {
			return err
		}
		if err := at.drive.Provider.Remove(name, bool(c.Force)); err != nil {
			return rt.WriteError(object.AsRecord(err))
		}
		return nil
	})
}

func (c *removeItem) remove(rt cmdlet.Runtime, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return rt.WriteError(ioFailed(err, "RemoveItemIOError", object.WriteError, path))
	}
	action := "Remove File"
	if info.IsDir() {
		action = "Remove Directory"
		if ok, err := c.mayRemove(rt, path); err != nil || !ok {
			return err
		}
	}
	if ok, err := rt.ShouldProcess(path, action); err != nil || !ok {
		return err
	}
	if !bool(c.Force) && !info.IsDir() && (info.Mode().Perm()&0o222 == 0 || paths.Hidden(info.Name())) {
		e := thrown("System.IO.IOException", "You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only.")
		return rt.WriteError(failed(e, "RemoveFileSystemItemUnAuthorizedAccess", object.PermissionDenied, path))
	}
	if err := os.RemoveAll(path); err != nil {
		return rt.WriteError(ioFailed(err, "RemoveFileSystemItemIOError", object.WriteError, path))
	}
	return nil
}

// mayRemove asks before a folder goes with what is in it.
func (c *removeItem) mayRemove(rt cmdlet.Runtime, path string) (bool, error) {
	if location, err := rt.ResolvePath(".", true); err == nil && (location == path || strings.HasPrefix(location, path+"/")) {
		e := object.Throw(object.InvalidOperationType, "Cannot remove the item at '%s' because it is in use.", path)
		return false, rt.WriteError(failed(e, "InvalidOperation", object.InvalidOperation, path))
	}
	names, err := paths.Names(path)
	if err != nil || len(names) == 0 || bool(c.Recurse) {
		return true, nil
	}
	return rt.ShouldContinue("The item at "+path+" has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item. Are you sure you want to continue?", "Confirm")
}

package management

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

type newItem struct {
	Path     []string      `ps:"set=pathSet,position=0,mandatory,byname;set=nameSet,position=0,byname" help:"Where it is made."`
	Name     string        `ps:"set=nameSet,mandatory,byname,allownull,allowempty" help:"What it is called."`
	ItemType string        `ps:"byname,alias=Type" help:"File, Directory or SymbolicLink."`
	Value    any           `ps:"pipeline,byname,alias=Target" help:"The content of a file, the target of a link."`
	Force    cmdlet.Switch `ps:"" help:"Writes over a file, makes missing folders."`
}

func newItemCmdlet() *cmdlet.Definition {
	return define("New-Item", func() cmdlet.Cmdlet { return &newItem{} }, cmdlet.Options{
		DefaultParameterSet: "pathSet", SupportsShouldProcess: true, Aliases: []string{"ni"}, Synopsis: "Makes a file or a folder."})
}

// Process makes the items.
func (c *newItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	list := c.Path
	if len(list) == 0 {
		list = []string{"."}
	}
	for _, p := range list {
		if c.Name != "" {
			p = join(p, c.Name)
		}
		if at, ok := drivePath(rt, p); ok {
			if err := c.entry(rt, at); err != nil {
				return err
			}
			continue
		}
		path, err := oneTarget(rt, p)
		if err != nil {
			return err
		}
		if err := c.make(rt, path); err != nil {
			return err
		}
	}
	return nil
}

func (c *newItem) make(rt cmdlet.Runtime, path string) error {
	kind := strings.ToLower(c.ItemType)
	switch {
	case kind == "" || strings.HasPrefix("file", kind):
		return c.file(rt, path)
	case strings.HasPrefix("directory", kind) || kind == "container":
		return c.folder(rt, path)
	case strings.HasPrefix("symboliclink", kind):
		return c.link(rt, path, "Create Symbolic Link", os.Symlink)
	case strings.HasPrefix("hardlink", kind):
		return c.link(rt, path, "Create Hard Link", os.Link)
	}
	e := object.ThrowArgument(object.ArgumentExceptionType, "type", "The type is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified.")
	return failed(e, "Argument", object.InvalidArgument, path)
}

// entry makes an item of a drive that holds no files.
func (c *newItem) entry(rt cmdlet.Runtime, at place) error {
	if ok, err := rt.ShouldProcess("Item: "+at.name+" Type: "+c.ItemType+" Value: "+cmdlet.DisplayText(rt, c.Value), "New Item"); err != nil || !ok {
		return err
	}
	if _, there := at.drive.Provider.Value(at.name); there && !bool(c.Force) {
		e := thrown("System.Management.Automation.PSArgumentException", "The item at path '%s' already exists.", at.name)
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, at.name))
	}
	if err := at.drive.Provider.Set(at.name, c.Value, bool(c.Force)); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	return at.writeItem(rt, at.name)
}

func (c *newItem) folder(rt cmdlet.Runtime, path string) error {
	if ok, err := rt.ShouldProcess("Destination: "+path, "Create Directory"); err != nil || !ok {
		return err
	}
	if paths.Exists(path) && !bool(c.Force) {
		return rt.WriteError(exists("DirectoryExist", path))
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return rt.WriteError(ioFailed(err, "CreateDirectoryIOError", object.WriteError, path))
	}
	return rt.WriteObject(item(path))
}

func exists(id, path string) *object.ErrorRecord {
	return failed(thrown("System.IO.IOException", "An item with the specified name %s already exists.", path), id, object.ResourceExists, path)
}

func (c *newItem) file(rt cmdlet.Runtime, path string) error {
	if ok, err := rt.ShouldProcess("Destination: "+path, "Create File"); err != nil || !ok {
		return err
	}
	how := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if c.Force {
		how = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return rt.WriteError(ioFailed(err, "CreateIntermediateDirectoriesIOError", object.WriteError, path))
		}
	}
	f, err := os.OpenFile(path, how, 0o666)
	if err != nil {
		if os.IsPermission(err) {
			return rt.WriteError(ioFailed(err, "NewItemUnauthorizedAccessError", object.PermissionDenied, path))
		}
		return rt.WriteError(ioFailed(err, "NewItemIOError", object.WriteError, path))
	}
	if c.Value != nil {
		_, err = f.WriteString(cmdlet.DisplayText(rt, c.Value))
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return rt.WriteError(ioFailed(err, "NewItemIOError", object.WriteError, path))
	}
	return rt.WriteObject(item(path))
}

func (c *newItem) link(rt cmdlet.Runtime, path, action string, make func(target, link string) error) error {
	target := cmdlet.DisplayText(rt, c.Value)
	if ok, err := rt.ShouldProcess("Destination: "+path, action); err != nil || !ok {
		return err
	}
	if paths.Exists(path) {
		if !c.Force {
			return rt.WriteError(failed(thrown("System.IO.IOException", "An item with the specified name %s already exists.", path), "SymLinkExists", object.ResourceExists, path))
		}
		if err := os.Remove(path); err != nil {
			return rt.WriteError(ioFailed(err, "NewItemIOError", object.WriteError, path))
		}
	}
	if err := make(target, path); err != nil {
		return rt.WriteError(ioFailed(err, "NewItemIOError", object.WriteError, path))
	}
	return rt.WriteObject(item(path))
}

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
	ItemType string        `ps:"byname,alias=Type" help:"File, Directory, SymbolicLink, HardLink or Junction."`
	Value    any           `ps:"pipeline,byname,alias=Target" help:"The content of a file, the target of a link."`
	Force    cmdlet.Switch `ps:"" help:"Writes over a file, makes missing folders."`
	itemOptions
	credentialed
}

func newItemCmdlet() *cmdlet.Definition {
	return define("New-Item", func() cmdlet.Cmdlet { return &newItem{} }, cmdlet.Options{
		DefaultParameterSet: "pathSet", SupportsShouldProcess: true, Aliases: []string{"ni"}, Synopsis: "Makes a file or a folder."})
}

// Process makes the items.
func (c *newItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	list := c.Path
	if len(list) == 0 {
		list = []string{""}
	}
	for _, p := range list {
		switch {
		case c.Name != "" && strings.HasSuffix(p, ":"):
			p += c.Name // below where the user was last in that drive
		case c.Name != "" && p != "":
			p = join(p, c.Name)
		case c.Name != "":
			p = c.Name
		}
		at, ok, err := locate(rt, p, false)
		switch {
		case err != nil:
			return err
		case !ok:
			continue
		case at.Drive.Files():
			err = c.make(rt, at)
		default:
			err = c.entry(rt, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *newItem) make(rt cmdlet.Runtime, at *place) error {
	kind := strings.ToLower(c.ItemType)
	if c.Force {
		if err := os.MkdirAll(filepath.Dir(at.At), 0o777); err != nil {
			return rt.WriteError(ioFailed(err, "CreateIntermediateDirectories", object.WriteError, at.At, at.At))
		}
	}
	switch {
	case kind == "" || strings.HasPrefix("file", kind):
		return c.file(rt, at)
	case strings.HasPrefix("directory", kind), strings.HasPrefix("container", kind):
		return c.folder(rt, at)
	case strings.HasPrefix("symboliclink", kind), strings.HasPrefix("junction", kind):
		return c.link(rt, at, "Create Symbolic Link", false)
	case strings.HasPrefix("hardlink", kind):
		return c.link(rt, at, "Create Hard Link", true)
	}
	e := object.ThrowArgument(object.PSArgumentType, "type", "The type is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified.")
	return failed(e, "Argument", object.InvalidArgument, nil)
}

// entry makes an item of a drive that holds no files.
func (c *newItem) entry(rt cmdlet.Runtime, at *place) error {
	if ok, err := rt.ShouldProcess("Item: "+at.At+" Type: "+c.ItemType+" Value: "+cmdlet.DisplayText(rt, c.Value), "New Item"); err != nil || !ok {
		return err
	}
	if _, there := at.Drive.Information.Provider.Value(at.At); there && !bool(c.Force) {
		e := object.Throw(object.PSArgumentType, "The item at path '%s' already exists.", at.At)
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, at.At))
	}
	if err := at.Drive.Information.Provider.Set(at.At, c.Value, bool(c.Force)); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if err := c.apply(rt, at, bool(c.Force)); err != nil {
		return err
	}
	return writeItem(rt, at)
}

func (c *newItem) folder(rt cmdlet.Runtime, at *place) error {
	if ok, err := rt.ShouldProcess("Destination: "+at.At, "Create Directory"); err != nil || !ok {
		return err
	}
	if paths.Exists(at.At) && !bool(c.Force) {
		return rt.WriteError(exists("DirectoryExist", at.At))
	}
	if err := os.MkdirAll(at.At, 0o777); err != nil {
		return rt.WriteError(ioFailed(err, "CreateDirectory", object.WriteError, at.At, at.At))
	}
	return writeItem(rt, at)
}

func exists(id, path string) *object.ErrorRecord {
	return failed(ioError("An item with the specified name %s already exists.", path), id, object.ResourceExists, path)
}

func (c *newItem) file(rt cmdlet.Runtime, at *place) error {
	if ok, err := rt.ShouldProcess("Destination: "+at.At, "Create File"); err != nil || !ok {
		return err
	}
	how := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if c.Force {
		how = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	if info, err := os.Stat(at.At); err == nil && info.IsDir() {
		return rt.WriteError(ioFailed(os.ErrPermission, "NewItem", object.WriteError, at.At, at.At))
	}
	f, err := os.OpenFile(at.At, how, 0o666)
	if err != nil {
		return rt.WriteError(ioFailed(err, "NewItem", object.WriteError, at.At, at.At))
	}
	if c.Value != nil {
		_, err = f.WriteString(cmdlet.DisplayText(rt, c.Value))
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return rt.WriteError(ioFailed(err, "NewItem", object.WriteError, at.At, at.At))
	}
	return writeItem(rt, at)
}

// link makes a symbolic or a hard link; a symbolic one may lead nowhere.
func (c *newItem) link(rt cmdlet.Runtime, at *place, action string, hard bool) error {
	if ok, err := rt.ShouldProcess("Destination: "+at.At, action); err != nil || !ok {
		return err
	}
	target := cmdlet.DisplayText(rt, c.Value)
	if target == "" {
		e := thrown("System.Management.Automation.PSArgumentNullException", "Cannot process argument because the value of argument \"value\" is null. Change the value of argument \"value\" to a non-null value.")
		return failed(e, "ArgumentNull", object.InvalidArgument, nil)
	}
	target = slashes(target)
	make := os.Symlink
	if hard {
		make = os.Link
		to, err := rt.ResolvePath(target, false)
		if err != nil {
			return err
		}
		target = to
		info, err := os.Stat(target)
		switch {
		case err != nil:
			e := thrown("System.Management.Automation.ItemNotFoundException", "Could not find item %s.", target)
			return rt.WriteError(failed(e, "ItemNotFound", object.ObjectNotFound, target))
		case info.IsDir():
			e := object.Throw(object.InvalidOperationType, "A file is required for the operation. The item '%s' is not a file.", target)
			return rt.WriteError(failed(e, "ItemNotFile", object.InvalidOperation, target))
		case bool(c.Force) && strings.EqualFold(at.At, target):
			e := object.Throw(object.InvalidOperationType, "The target and path cannot be the same.")
			return rt.WriteError(failed(e, "TargetIsSameAsLink", object.InvalidOperation, at.At))
		}
	}
	if paths.Exists(at.At) {
		if !c.Force {
			return rt.WriteError(failed(ioError("Cannot create link because the path already exists: %s.", at.At), "SymLinkExists", object.ResourceExists, at.At))
		}
		if err := os.Remove(at.At); err != nil {
			return rt.WriteError(ioFailed(err, "NewItemDelete", object.WriteError, at.At, at.At))
		}
	}
	if err := make(target, at.At); err != nil {
		return rt.WriteError(ioFailed(err, "NewItem", object.WriteError, at.At, at.At))
	}
	return writeItem(rt, at)
}

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

type renameItem struct {
	Path        string        `ps:"set=ByPath,position=0,mandatory,pipeline,byname" help:"The file."`
	LiteralPath string        `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The file; no character is a wildcard."`
	NewName     string        `ps:"position=1,mandatory,byname" help:"Its new name."`
	Force       cmdlet.Switch `ps:"" help:"What is read-only too."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes the file under its new name."`
	credentialed
}

func renameItemCmdlet() *cmdlet.Definition {
	return define("Rename-Item", func() cmdlet.Cmdlet { return &renameItem{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, Aliases: []string{"rni", "ren"}, Synopsis: "Gives a file another name."})
}

// Process renames the item.
func (c *renameItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	given, literal := c.Path, false
	if c.LiteralPath != "" {
		given, literal = c.LiteralPath, true
	}
	at, ok, err := c.one(rt, given, literal)
	switch {
	case err != nil || !ok:
		return err
	case at == nil:
		return rt.WriteError(invalid("Cannot rename because item at '%s' does not exist.", given))
	case !at.Drive.Files():
		return c.entry(rt, at)
	case inUse(rt, at.At):
		return rt.WriteError(invalid("Cannot rename the item at '%s' because it is in use.", at.At))
	}
	name, ok := newName(at.At, c.NewName)
	if !ok {
		e := object.Throw(object.PSArgumentType, "Cannot rename the specified target, because it represents a path or device name.")
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, nil))
	}
	return c.rename(rt, at, filepath.Join(filepath.Dir(at.At), name))
}

// one is the only item that a path names; nil: there is none, or several.
func (c *renameItem) one(rt cmdlet.Runtime, path string, literal bool) (*place, bool, error) {
	at, ok, err := locate(rt, path, true)
	if err != nil || !ok {
		return nil, false, err
	}
	if !at.Drive.Files() {
		names, err := namesAt(at, literal)
		if err == nil && len(names) == 0 && !literal && !object.HasWildcard(at.At) {
			return nil, false, rt.WriteError(paths.NotFound(at.Drive.Path(at.At)))
		}
		if err != nil || len(names) != 1 {
			return nil, true, err
		}
		return &place{Drive: at.Drive, At: names[0]}, true, nil
	}
	if !literal && !object.HasWildcard(path) && !paths.Exists(at.At) {
		return nil, false, rt.WriteError(paths.NotFound(at.Drive.Path(at.At)))
	}
	list, err := paths.Expand(rt, path, literal, bool(c.Force))
	if err != nil || len(list) != 1 || !paths.Exists(list[0]) {
		return nil, true, err
	}
	return &place{Drive: at.Drive, At: list[0]}, true, nil
}

// newName takes a path into the same folder for a name; other paths are refused.
func newName(path, name string) (string, bool) {
	name = slashes(name)
	if rest, ok := strings.CutPrefix(name, "."+string(filepath.Separator)); ok {
		name = rest
	} else if filepath.IsAbs(name) && filepath.Dir(name) == filepath.Dir(path) {
		name = filepath.Base(name)
	}
	return name, filepath.Base(name) == name
}

func (c *renameItem) rename(rt cmdlet.Runtime, at *place, to string) error {
	info, err := os.Lstat(at.At)
	if err != nil {
		return rt.WriteError(ioFailed(err, "RenameItem", object.WriteError, at.At, at.At))
	}
	action := "Rename File"
	if info.IsDir() {
		action = "Rename Directory"
	}
	if ok, err := rt.ShouldProcess("Item: "+at.At+" Destination: "+to, action); err != nil || !ok {
		return err
	}
	if err := moveTo(at.At, to, info, false); err != nil {
		return rt.WriteError(ioFailed(err, "RenameItem", object.WriteError, at.At, at.At))
	}
	if c.PassThru {
		return writeItem(rt, &place{Drive: at.Drive, At: to})
	}
	return nil
}

// entry renames an item of a drive without files.
func (c *renameItem) entry(rt cmdlet.Runtime, at *place) error {
	if ok, err := rt.ShouldProcess("Item: "+at.At+" NewName: "+c.NewName, "Rename Item"); err != nil || !ok {
		return err
	}
	p := at.Drive.Information.Provider
	to := &place{Drive: at.Drive, At: c.NewName}
	if _, there := p.Value(c.NewName); there && !bool(c.Force) {
		e := object.ThrowArgument(object.PSArgumentType, "newName", "The item at path '%s' already exists.", c.NewName)
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, c.NewName))
	}
	if o, ok := p.(cmdlet.OptionProvider); ok {
		if err := o.MayRename(at.At, bool(c.Force)); err != nil {
			return rt.WriteError(object.AsRecord(err))
		}
	}
	v, _ := p.Value(at.At)
	if err := p.Set(c.NewName, v, bool(c.Force)); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if err := p.Remove(at.At, bool(c.Force)); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if c.PassThru {
		return writeItem(rt, to)
	}
	return nil
}

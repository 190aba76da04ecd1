package management

import (
	"context"
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getItem struct {
	targets
}

func getItemCmdlet() *cmdlet.Definition {
	return define("Get-Item", func() cmdlet.Cmdlet { return &getItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"gi"}, Synopsis: "Gets a file, a folder or what else has a path.",
		Outputs: []string{"System.IO.FileInfo", "System.IO.DirectoryInfo"}})
}

// Process writes what is at the paths.
func (c *getItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.given()
	for _, p := range list {
		if d, name, ok := drivePath(p); ok {
			if err := writeEntries(rt, d, name); err != nil {
				return err
			}
			continue
		}
		found, err := c.expand(rt, p, literal)
		if err != nil {
			return err
		}
		if err := writeItems(rt, found); err != nil {
			return err
		}
	}
	return nil
}

// writeEntries writes entries of a drive that holds no files.
func writeEntries(rt cmdlet.Runtime, d drive, name string) error {
	if name == "" {
		name = "*"
	}
	if !object.HasWildcard(name) {
		v, ok := d.get(rt, name)
		if !ok {
			return rt.WriteError(object.NewError(itemNotFoundType(), "PathNotFound", object.ObjectNotFound, name, "Cannot find path '%s' because it does not exist.", name))
		}
		return rt.WriteObject(driveEntry(d, name, v))
	}
	w, err := object.CompileWildcard(name, true)
	if err != nil {
		return err
	}
	names := d.names(rt)
	sort.Slice(names, func(i, j int) bool { return object.CompareText(names[i], names[j], true) < 0 })
	for _, n := range names {
		if v, ok := d.get(rt, n); ok && w.Match(n) {
			if err := rt.WriteObject(driveEntry(d, n, v)); err != nil {
				return err
			}
		}
	}
	return nil
}

func itemNotFoundType() *object.Type {
	t, _ := dotnet.Find("System.Management.Automation.ItemNotFoundException")
	return t
}

// driveEntry is an entry as an object: name and value of an environment variable
// or a variable, else the command itself.
func driveEntry(d drive, name string, v any) any {
	if strings.EqualFold(d.label(), "Environment") || strings.EqualFold(d.label(), "Variable") {
		return &object.DictionaryEntry{Key: name, Value: v}
	}
	return v
}

package management

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getChildItem struct {
	Path        []string           `ps:"set=Items,position=0,pipeline,byname" help:"The folders."`
	LiteralPath []string           `ps:"set=LiteralItems,mandatory,byname,alias=PSPath|LP" help:"The folders; no character is a wildcard."`
	Filter      string             `ps:"position=1" help:"A pattern names must fit."`
	Include     []string           `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string           `ps:"" help:"Patterns names must not fit."`
	Recurse     cmdlet.Switch      `ps:"alias=s|r" help:"The folders below too."`
	Depth       cmdlet.Opt[uint32] `ps:"" help:"How deep; implies -Recurse."`
	Force       cmdlet.Switch      `ps:"" help:"Hidden files too."`
	Name        cmdlet.Switch      `ps:"" help:"Writes names instead of files."`
	Attributes  fileAttributes     `ps:"" help:"The attributes files must have."`
	FollowLink  cmdlet.Switch      `ps:"name=FollowSymlink" help:"Goes into folders that are links."`
	Directory   cmdlet.Switch      `ps:"alias=ad" help:"Folders only."`
	File        cmdlet.Switch      `ps:"alias=af" help:"Files only."`
	Hidden      cmdlet.Switch      `ps:"alias=ah|h" help:"Hidden files only."`
	ReadOnly    cmdlet.Switch      `ps:"alias=ar" help:"Read-only files only."`
	System      cmdlet.Switch      `ps:"alias=as" help:"System files only."`
}

func getChildItemCmdlet() *cmdlet.Definition {
	return define("Get-ChildItem", func() cmdlet.Cmdlet { return &getChildItem{} }, cmdlet.Options{
		DefaultParameterSet: "Items", Aliases: []string{"gci", "dir"}, Synopsis: "Lists what is in a folder.",
		Outputs: []string{"System.IO.FileInfo", "System.IO.DirectoryInfo"}})
}

// Process lists the folders.
func (c *getChildItem) Process(ctx context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	if len(list) == 0 {
		list = []string{"."}
	}
	for _, p := range list {
		at, ok, err := locate(rt, p, true)
		switch {
		case err != nil:
			return err
		case !ok:
			continue
		case !at.Drive.Files():
			err = c.entries(rt, at, literal)
		default:
			err = c.one(ctx, rt, at.Drive, p, literal)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// entries lists a drive that holds no files, or with -Name its names.
func (c *getChildItem) entries(rt cmdlet.Runtime, at *place, literal bool) error {
	names, err := namesAt(at, literal && at.At != "")
	if err != nil {
		return err
	}
	if len(names) == 0 && at.At != "" && !object.HasWildcard(at.At) {
		return rt.WriteError(paths.NotFound(at.At))
	}
	f := &filters{Filter: c.Filter, Include: c.Include, Exclude: c.Exclude}
	for _, n := range names {
		if ok, err := f.keeps(n); err != nil {
			return err
		} else if !ok {
			continue
		}
		if c.Name {
			err = rt.WriteObject(n)
		} else {
			err = writeItem(rt, &place{Drive: at.Drive, At: n})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *getChildItem) one(ctx context.Context, rt cmdlet.Runtime, drive *cmdlet.Drive, path string, literal bool) error {
	pattern := !literal && object.HasWildcard(path)
	deep := bool(c.Recurse) || c.Depth.Given
	found, err := c.start(rt, path, literal, deep)
	if err != nil {
		return err
	}
	w := &listing{c: c, rt: rt, ctx: ctx, drive: drive}
	if err := w.compile(); err != nil {
		return err
	}
	for _, at := range found {
		w.root = at.At
		info, err := os.Stat(at.At)
		folder := err == nil && info.IsDir()
		switch {
		case pattern && !deep && len(found) > 1 || !folder:
			// What a pattern names is listed itself, a folder that it names alone is opened.
			err = w.write(at.At, folder)
		case len(c.Include) > 0 && !pattern && !deep:
			err = w.write(at.At, folder)
		default:
			w.visited = nil
			if bool(c.FollowLink) {
				w.visit(at.At)
			}
			err = w.list(at.At, 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// start are the folders to list. With -Recurse a path that is no folder is a
// name or pattern to be looked for in its parent and below.
func (c *getChildItem) start(rt cmdlet.Runtime, path string, literal, deep bool) ([]*place, error) {
	if !deep || literal {
		return expand(rt, path, literal, bool(c.Force))
	}
	name := leaf(slashes(path))
	above := path[:len(path)-len(name)]
	if strings.HasSuffix(path, "/") || strings.HasSuffix(path, `\`) {
		return expand(rt, path, false, bool(c.Force))
	}
	if above == "" {
		above = "."
	}
	switch {
	case name == "*" && (bool(c.File) || bool(c.Directory)):
		return expand(rt, above, false, bool(c.Force))
	case name == "*" || name == "." || name == ".." || name == "~" || len(c.Include) > 0:
		return expand(rt, path, false, bool(c.Force))
	}
	at, ok, err := locate(rt, path, true)
	if err != nil || !ok {
		return nil, err
	}
	if info, err := os.Stat(at.At); err == nil && info.IsDir() {
		return expand(rt, path, false, bool(c.Force))
	}
	found, err := expand(rt, above, false, bool(c.Force))
	if len(found) > 0 {
		c.Include = []string{name}
	}
	return found, err
}

// listing is one walk through a folder.
type listing struct {
	c       *getChildItem
	rt      cmdlet.Runtime
	ctx     context.Context
	drive   *cmdlet.Drive
	root    string
	filter  *object.Wildcard
	include []*object.Wildcard
	exclude []*object.Wildcard
	visited []os.FileInfo // with -FollowSymlink: the folders the walk was in
}

func (w *listing) compile() error {
	one := func(p string) (*object.Wildcard, error) { return object.CompileWildcard(p, true) }
	var err error
	if w.c.Filter != "" {
		if w.filter, err = one(strings.TrimSuffix(w.c.Filter, ".")); err != nil {
			return err
		}
	}
	each := func(patterns []string, out *[]*object.Wildcard) {
		for _, p := range patterns {
			x, e := one(p)
			if e != nil {
				err = e
				return
			}
			*out = append(*out, x)
		}
	}
	each(w.c.Include, &w.include)
	each(w.c.Exclude, &w.exclude)
	return err
}

// list writes a folder's entries, then goes into the folders among them.
func (w *listing) list(folder string, depth uint32) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	names, err := paths.Names(folder)
	if err != nil {
		e := object.FromGo(dotnet.FileError(err, folder))
		return w.rt.WriteError(failed(e, "DirUnauthorizedAccessError", object.PermissionDenied, folder))
	}
	var below, files []string
	for _, n := range names {
		if paths.Hidden(n) && !bool(w.c.Force) && !bool(w.c.Hidden) && !w.c.Attributes.names("Hidden") {
			continue
		}
		p := filepath.Join(folder, n)
		own, err := os.Lstat(p)
		if err != nil {
			continue
		}
		isFolder := own.IsDir()
		if own.Mode()&os.ModeSymlink != 0 {
			if target, err := os.Stat(p); err == nil {
				isFolder = target.IsDir()
			}
		}
		if !isFolder {
			files = append(files, p)
			continue
		}
		if own.IsDir() || bool(w.c.FollowLink) {
			below = append(below, p)
		}
		if err := w.write(p, true); err != nil {
			return err
		}
	}
	for _, p := range files {
		if err := w.write(p, false); err != nil {
			return err
		}
	}
	if !bool(w.c.Recurse) && !w.c.Depth.Given || w.c.Depth.Given && depth >= w.c.Depth.Value {
		return nil
	}
	for _, p := range below {
		if bool(w.c.FollowLink) && !w.visit(p) {
			if err := w.rt.WriteWarning("Skip already-visited directory " + p + "."); err != nil {
				return err
			}
			continue
		}
		if err := w.list(p, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// visit notes the folder behind a path; it tells whether the walk was not there before.
func (w *listing) visit(path string) bool {
	info, err := os.Stat(path)
	if err != nil || slices.ContainsFunc(w.visited, func(x os.FileInfo) bool { return os.SameFile(x, info) }) {
		return false
	}
	w.visited = append(w.visited, info)
	return true
}

func (w *listing) write(path string, folder bool) error {
	name := filepath.Base(path)
	if w.filter != nil && !w.matchesFilter(name) || len(w.include) > 0 && !matches(w.include, name) || matches(w.exclude, name) {
		return nil
	}
	if !w.fits(path, folder) {
		return nil
	}
	if w.c.Name {
		if rel, err := filepath.Rel(w.root, path); err == nil && rel != "." {
			name = rel
		}
		return w.rt.WriteObject(name)
	}
	return w.rt.WriteObject(fileAt(w.drive, path))
}

// matchesFilter goes by the file system's rules, which are DOS's: "*." wants names
// without a dot, and the dot of ".*" may be missing at a name's end.
func (w *listing) matchesFilter(name string) bool {
	switch f := w.c.Filter; {
	case strings.HasSuffix(f, "*."):
		return !strings.Contains(name, ".") && w.filter.Match(name)
	case strings.Contains(f, ".*") || strings.Contains(f, ".?"):
		return w.filter.Match(name) || w.filter.Match(name+".")
	}
	return w.filter.Match(name)
}

func matches(patterns []*object.Wildcard, name string) bool {
	for _, p := range patterns {
		if p.Match(name) {
			return true
		}
	}
	return false
}

// fits looks at the attributes asked for.
func (w *listing) fits(path string, folder bool) bool {
	c := w.c
	if bool(c.Directory) && !bool(c.File) && !folder || bool(c.File) && !bool(c.Directory) && folder {
		return false
	}
	if bool(c.Hidden) && !paths.Hidden(filepath.Base(path)) || bool(c.System) {
		return false
	}
	if c.ReadOnly {
		if s, err := os.Stat(path); err != nil || s.Mode()&0o222 != 0 {
			return false
		}
	}
	return c.Attributes.fit(path, folder)
}

package archive

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type compressArchive struct {
	Path             []string      `ps:"set=Path,mandatory,position=0,pipeline,byname;set=PathWithForce,mandatory,position=0,pipeline,byname;set=PathWithUpdate,mandatory,position=0,pipeline,byname" notempty:"true" help:"The files and folders."`
	LiteralPath      []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath;set=LiteralPathWithForce,mandatory,byname;set=LiteralPathWithUpdate,mandatory,byname" notempty:"true" help:"The files and folders; no character is a wildcard."`
	DestinationPath  string        `ps:"mandatory,position=1" notempty:"true" help:"The archive; without an extension it gets .zip."`
	CompressionLevel string        `ps:"" set:"Optimal|NoCompression|Fastest" default:"Optimal" help:"How hard to compress."`
	PassThru         cmdlet.Switch `ps:"" help:"Writes the archive's file."`
	Update           cmdlet.Switch `ps:"set=PathWithUpdate,mandatory;set=LiteralPathWithUpdate,mandatory" help:"Adds to an archive, in place of entries of the same names."`
	Force            cmdlet.Switch `ps:"set=PathWithForce,mandatory;set=LiteralPathWithForce,mandatory" help:"Overwrites an archive."`

	archive string
	inputs  []string
}

func compressArchiveCmdlet() *cmdlet.Definition {
	return define("Compress-Archive", func() cmdlet.Cmdlet { return &compressArchive{CompressionLevel: "Optimal"} }, cmdlet.Options{
		DefaultParameterSet: "Path", Synopsis: "Puts files and folders into a ZIP archive.", Outputs: []string{"System.IO.FileInfo"}})
}

// Begin finds out what the archive is called, and whether it may be written.
func (c *compressArchive) Begin(_ context.Context, rt cmdlet.Runtime) error {
	path, err := rt.ResolvePath(c.DestinationPath, false)
	if err != nil {
		return err
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return notFound(filepath.Dir(path))
	}
	if filepath.Ext(path) == "" {
		text := "The archive file path '" + path + "' supplied to the DestinationPath parameter does not include .zip extension. Hence .zip is appended to the supplied DestinationPath path and the archive file would be created at '" + path + ".zip'."
		if err := rt.WriteVerbose(text); err != nil {
			return err
		}
		path += ".zip"
	}
	c.archive = path
	info, err := os.Stat(path)
	switch {
	case err != nil || info.IsDir():
		return nil
	case !bool(c.Update) && !bool(c.Force):
		return refuse("ArchiveFileExists", "The archive file "+path+" already exists. Use the -Update parameter to update the existing archive file or use the -Force parameter to overwrite the existing archive file.", path)
	case bool(c.Update) && info.Mode().Perm()&0o222 == 0:
		e := &object.Exception{Type: object.ArgumentExceptionType, Message: "The attributes of the archive file " + path + " is set to 'ReadOnly' hence it cannot be updated. If you intend to update the existing archive file, remove the 'ReadOnly' attribute on the archive file else use -Force parameter to override and create a new archive file."}
		return &object.ErrorRecord{Exception: e, ID: "ArchiveFileIsReadOnly", Category: object.InvalidOperation, Target: path}
	}
	return nil
}

// Process gathers the paths.
func (c *compressArchive) Process(context.Context, cmdlet.Runtime) error {
	c.inputs = append(append(c.inputs, c.Path...), c.LiteralPath...)
	return nil
}

// End writes the archive.
func (c *compressArchive) End(ctx context.Context, rt cmdlet.Runtime) error {
	sources, err := c.sources(rt)
	if err != nil || len(sources) == 0 {
		return err
	}
	if ok, err := rt.ShouldProcess(strings.Join(sources, ", "), "Compress-Archive"); !ok {
		return err
	}
	n, err := c.write(ctx, rt, sources)
	if err != nil || n == 0 || !bool(c.PassThru) {
		return err
	}
	return rt.WriteObject(dotnet.NewFileInfo(c.archive, false))
}

// sources are the paths given, found and each given once; folders stand first.
func (c *compressArchive) sources(rt cmdlet.Runtime) ([]string, error) {
	literal := len(c.LiteralPath) > 0
	seen := map[string]bool{}
	var folders, files []string
	for _, given := range c.inputs {
		if seen[strings.ToUpper(given)] {
			set := rt.ParameterSet()
			return nil, refuse("DuplicatePathFound", "The input to "+set+" parameter contains a duplicate path '"+given+"'. Provide a unique set of paths as input to "+set+" parameter.", given)
		}
		seen[strings.ToUpper(given)] = true
		found, err := paths.Expand(rt, given, literal, false)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			switch info, err := os.Stat(f); {
			case err != nil:
				return nil, notFound(given)
			case info.IsDir():
				folders = append(folders, f)
			default:
				files = append(files, f)
			}
		}
	}
	return append(folders, files...), nil
}

// item is a file that becomes an entry; a folder without files is one too.
type item struct{ path, name string }

func items(source string) ([]item, error) {
	info, err := os.Stat(source)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []item{{source, filepath.Base(source)}}, nil
	}
	var list []item
	base := filepath.Dir(filepath.Clean(source))
	err = filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path != source && paths.Hidden(d.Name()) { // Get-ChildItem, which the module lists with, shows none
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		name, err := filepath.Rel(base, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if !d.IsDir() {
			list = append(list, item{path, name})
			return nil
		}
		if entries, err := os.ReadDir(path); err != nil || len(entries) > 0 || path == source {
			return err
		}
		list = append(list, item{path, name + "/"})
		return nil
	})
	return list, err
}

// write makes the archive beside its place and puts it there when it is whole.
func (c *compressArchive) write(ctx context.Context, rt cmdlet.Runtime, sources []string) (n int, err error) {
	out, err := os.CreateTemp(filepath.Dir(c.archive), ".archive-*")
	if err != nil {
		return 0, fileError(err, c.archive)
	}
	defer func() {
		_ = out.Close()
		_ = os.Remove(out.Name())
	}()
	w := zip.NewWriter(out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, c.level()) })
	var list []item
	for _, s := range sources {
		more, err := items(s)
		if err != nil {
			return 0, fileError(err, s)
		}
		for _, i := range more {
			if i.path != c.archive && i.path != out.Name() {
				list = append(list, i)
			}
		}
	}
	if c.Update {
		kept, err := c.keep(w, list)
		if err != nil {
			return 0, err
		}
		n += kept
	}
	defer func() {
		if done := rt.WriteProgress(cmdlet.Progress{ID: 0, ParentID: -1, Activity: "Compress-Archive", Completed: true, Percent: -1, SecondsRemaining: -1}); err == nil {
			err = done
		}
	}()
	for i, it := range list {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if err := c.add(w, it); err != nil {
			return 0, fileError(err, it.path)
		}
		if err := rt.WriteVerbose("Adding '" + it.path + "'."); err != nil {
			return 0, err
		}
		n++
		if err := rt.WriteProgress(cmdlet.Progress{ParentID: -1, Activity: "Compress-Archive", Status: "The archive file '" + c.archive + "' creation is in progress...", Percent: (i + 1) * 100 / len(list), SecondsRemaining: -1}); err != nil {
			return 0, err
		}
	}
	if n == 0 {
		return 0, rt.WriteVerbose("The partially created archive file '" + c.archive + "' is deleted as it is not usable.")
	}
	err = errors.Join(w.Close(), out.Chmod(0o644), out.Close())
	if err == nil {
		err = os.Rename(out.Name(), c.archive)
	}
	if err != nil {
		return 0, fileError(err, c.archive)
	}
	return n, nil
}

func (c *compressArchive) level() int {
	if strings.EqualFold(c.CompressionLevel, "Fastest") {
		return flate.BestSpeed
	}
	return flate.DefaultCompression
}

// keep copies the entries of the old archive that are not replaced.
func (c *compressArchive) keep(w *zip.Writer, list []item) (n int, err error) {
	old, err := zip.OpenReader(c.archive)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return 0, invalidArchive(err, c.archive)
	}
	defer old.Close()
	replaced := map[string]bool{}
	for _, it := range list {
		replaced[it.name] = true
	}
	for _, f := range old.File {
		if replaced[f.Name] {
			continue
		}
		if err := w.Copy(f); err != nil {
			return 0, invalidArchive(err, c.archive)
		}
		n++
	}
	return n, nil
}

// earliest is the first date that an entry of an archive can have.
var earliest = time.Date(1980, 1, 1, 0, 0, 0, 0, time.Local)

func (c *compressArchive) add(w *zip.Writer, it item) error {
	header := &zip.FileHeader{Name: it.name, Method: zip.Deflate}
	if strings.EqualFold(c.CompressionLevel, "NoCompression") {
		header.Method = zip.Store
	}
	if strings.HasSuffix(it.name, "/") {
		header.Method = zip.Store
		header.SetMode(fs.ModeDir | 0o755)
		_, err := w.CreateHeader(header)
		return err
	}
	in, err := os.Open(it.path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	header.Modified = info.ModTime()
	if header.Modified.Before(earliest) {
		header.Modified = earliest
	}
	header.SetMode(info.Mode().Perm())
	to, err := w.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, in)
	return err
}

// invalidArchive is the error for a file that is no ZIP archive, or a broken one.
func invalidArchive(err error, path string) error {
	if !errors.Is(err, zip.ErrFormat) && !errors.Is(err, zip.ErrChecksum) && !errors.Is(err, zip.ErrAlgorithm) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fileError(err, path)
	}
	t, found := dotnet.Find("System.IO.FileFormatException")
	if found != nil {
		t = object.FormatExceptionType
	}
	return object.AsRecord(&object.Exception{Type: t, Message: "File '" + path + "' does not appear to be a valid zip archive."})
}

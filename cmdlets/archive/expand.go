package archive

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type expandArchive struct {
	Path            string        `ps:"set=Path,mandatory,position=0,pipeline,byname" notempty:"true" help:"The archive."`
	LiteralPath     string        `ps:"set=LiteralPath,mandatory,byname,alias=PSPath" notempty:"true" help:"The archive; no character is a wildcard."`
	DestinationPath string        `ps:"position=1" notempty:"true" help:"The folder; otherwise one of the archive's name."`
	Force           cmdlet.Switch `ps:"" help:"Overwrites files."`
	PassThru        cmdlet.Switch `ps:"" help:"Writes what was made."`
}

func expandArchiveCmdlet() *cmdlet.Definition {
	return define("Expand-Archive", func() cmdlet.Cmdlet { return &expandArchive{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Synopsis: "Takes the files out of a ZIP archive.", Outputs: []string{"System.IO.FileInfo", "System.IO.DirectoryInfo"}})
}

// Process expands one archive.
func (c *expandArchive) Process(ctx context.Context, rt cmdlet.Runtime) error {
	archive, err := c.source(rt)
	if err != nil {
		return err
	}
	if ok, err := rt.ShouldProcess(archive, "Expand-Archive"); !ok {
		return err
	}
	folder, err := c.folder(rt, archive)
	if err != nil {
		return err
	}
	made, err := c.expand(ctx, rt, archive, folder)
	if err != nil {
		return err
	}
	if !c.PassThru {
		return nil
	}
	for _, path := range made {
		info, err := os.Stat(path)
		if err != nil {
			return fileError(err, path)
		}
		if err := rt.WriteObject(dotnet.NewFileInfo(path, info.IsDir())); err != nil {
			return err
		}
	}
	return nil
}

func (c *expandArchive) source(rt cmdlet.Runtime) (string, error) {
	given, literal := c.Path, false
	if c.LiteralPath != "" {
		given, literal = c.LiteralPath, true
	}
	found, err := paths.Expand(rt, given, literal, false)
	switch {
	case err != nil:
		return "", err
	case len(found) > 1:
		set := rt.ParameterSet()
		return "", refuse("InvalidArchiveFilePath", "The archive file path '"+given+"' specified as input to the "+set+" parameter is resolving to multiple file system paths. Provide a unique path to the "+set+" parameter where the archive file has to be created.", given)
	case len(found) == 0 || !paths.Exists(found[0]):
		return "", notFound(given)
	}
	if info, err := os.Stat(found[0]); err != nil || info.IsDir() {
		return "", refuse("PathNotFound", "The path '"+found[0]+"' either does not exist or is not a valid file system path.", found[0])
	}
	return found[0], nil
}

// folder is where the files go; it is made when it is not there.
func (c *expandArchive) folder(rt cmdlet.Runtime, archive string) (string, error) {
	folder := c.DestinationPath
	if folder == "" {
		name := filepath.Base(archive)
		folder = filepath.Join(rt.Session().Location(), strings.TrimSuffix(name, filepath.Ext(name)))
	}
	path, err := rt.ResolvePath(folder, false)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return "", fileError(err, path)
	}
	return path, nil
}

// expand writes the entries; os.Root keeps every one of them inside the folder,
// also where a link in it leads out.
func (c *expandArchive) expand(ctx context.Context, rt cmdlet.Runtime, archive, folder string) (made []string, err error) {
	in, err := zip.OpenReader(archive)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, invalidArchive(err, archive)
	}
	defer in.Close()
	if len(in.File) == 0 {
		return nil, rt.WriteVerbose("The archive file " + archive + " is empty.")
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fileError(err, folder)
	}
	defer root.Close()
	defer func() {
		if done := rt.WriteProgress(cmdlet.Progress{ParentID: -1, Activity: "Expand-Archive", Completed: true, Percent: -1, SecondsRemaining: -1}); err == nil {
			err = done
		}
		if err != nil { // a half-expanded archive leaves nothing behind
			for _, path := range made {
				_ = os.RemoveAll(path)
			}
		}
	}()
	for i, f := range in.File {
		if err := ctx.Err(); err != nil {
			return made, err
		}
		more, err := c.entry(rt, root, f, archive)
		made = append(made, more...)
		if err != nil {
			return made, err
		}
		if err := rt.WriteProgress(cmdlet.Progress{ParentID: -1, Activity: "Expand-Archive", Status: "The archive file '" + archive + "' expansion is in progress...", Percent: (i + 1) * 100 / len(in.File), SecondsRemaining: -1}); err != nil {
			return made, err
		}
	}
	return made, nil
}

// entry writes one entry and gives the paths it made.
func (c *expandArchive) entry(rt cmdlet.Runtime, root *os.Root, f *zip.File, archive string) (made []string, err error) {
	name, ok := localName(f.Name)
	if !ok {
		return nil, badEntry(rt, f.Name)
	}
	path := filepath.Join(root.Name(), name)
	folder := filepath.Dir(name)
	if strings.HasSuffix(f.Name, "/") {
		folder = name
	}
	if _, err := root.Stat(folder); err != nil {
		if err := root.MkdirAll(folder, 0o755); err != nil {
			return nil, c.outside(rt, err, f.Name, path)
		}
		made = append(made, filepath.Join(root.Name(), folder))
		if folder == name {
			return made, rt.WriteVerbose("Adding '" + path + "'.")
		}
	}
	if folder == name {
		return nil, nil
	}
	if info, err := root.Lstat(name); err == nil {
		if !bool(c.Force) || info.IsDir() {
			e := &object.Exception{Type: textIOException(), Message: "Failed to create file '" + path + "' while expanding the archive file '" + archive + "' contents as the file '" + path + "' already exists. Use the -Force parameter if you want to overwrite the existing directory '" + path + "' contents when expanding the archive file."}
			return made, rt.WriteError(&object.ErrorRecord{Exception: e, ID: "ExpandArchiveFileExists", Category: object.InvalidOperation, Target: path})
		}
		if err := root.Remove(name); err != nil {
			return made, c.outside(rt, err, f.Name, path)
		}
	}
	if err := extract(root, name, f); err != nil {
		return made, c.outside(rt, err, f.Name, path)
	}
	return append(made, path), rt.WriteVerbose("Created '" + path + "'.")
}

// localName is an entry's name as a path below the folder; false: it leads out.
func localName(name string) (string, bool) {
	parts := strings.Split(strings.ReplaceAll(name, `\`, "/"), "/")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	local := filepath.Clean(filepath.FromSlash(strings.Trim(strings.Join(parts, "/"), "/")))
	return local, filepath.IsLocal(local)
}

func badEntry(rt cmdlet.Runtime, name string) error {
	e := &object.Exception{Type: object.ExceptionType, Message: "Can not process invalid archive entry '" + name + "'."}
	if t, err := dotnet.Find("Microsoft.PowerShell.Commands.WriteErrorException"); err == nil {
		e.Type = t
	}
	return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "Microsoft.PowerShell.Commands.WriteErrorException", Category: object.NotSpecified})
}

// outside tells an entry that a link led out of the folder from a failure.
func (c *expandArchive) outside(rt cmdlet.Runtime, err error, name, path string) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) && strings.Contains(pathError.Err.Error(), "escapes") {
		return badEntry(rt, name)
	}
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, io.ErrUnexpectedEOF) {
		return invalidArchive(err, path)
	}
	return fileError(err, path)
}

func extract(root *os.Root, name string, f *zip.File) (err error) {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	mode := f.Mode().Perm()
	if mode == 0 {
		mode = 0o644
	}
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Chtimes(name, f.Modified, f.Modified)
	}
	if err != nil {
		_ = root.Remove(name)
	}
	return err
}

func textIOException() *object.Type {
	if t, err := dotnet.Find("System.IO.IOException"); err == nil {
		return t
	}
	return object.SystemExceptionType
}

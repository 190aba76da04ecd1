package app

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Paths maps a path as a script writes it to one of the operating system.
//
// A path on a drive ("C:\Users\...") goes to the folder configured for that
// drive. Without one it is, as PowerShell has it outside Windows, a file name
// in the current folder. A file on a drive that is to be read and is not there is
// looked for by its name beside the script and in the current folder; Notice
// then says what is read instead. A file that is written goes where the drive
// maps and nowhere else. On Windows drives are drives.
type Paths struct {
	// Drives are the folders by upper-case drive name.
	Drives map[string]string
	// ScriptFolder is the folder of the running script, "" at the prompt.
	ScriptFolder func() string
	// Notice tells the user that a file of the same name was taken.
	Notice func(text string)

	windows bool
}

// NewPaths makes a resolver for this platform. Its other fields are to be set
// before the first path is resolved.
func NewPaths(drives map[string]string) *Paths {
	return &Paths{Drives: drives, windows: runtime.GOOS == "windows"}
}

// An AmbiguousPathError is a path for which two files may have been meant.
type AmbiguousPathError struct {
	Path       string
	Candidates []string
}

func (e *AmbiguousPathError) Error() string {
	return fmt.Sprintf("The path '%s' may mean '%s': give the one that is meant.", e.Path, strings.Join(e.Candidates, "' or '"))
}

// Roots are the folders by drive name, which the session shows as drives.
func (p *Paths) Roots() map[string]string { return p.Drives }

// Resolve is called for every path that a cmdlet or a .NET method takes.
// location is the current folder, reading whether the file will only be read.
func (p *Paths) Resolve(path, location string, reading bool) (string, error) {
	drive, rest, onDrive := splitDrive(path)
	if !onDrive && !(p.windows && filepath.IsAbs(path)) {
		return absolute(path, location), nil
	}
	mapped, err := p.onDrive(path, drive, rest, location)
	if err != nil || !reading || exists(mapped) {
		return mapped, err
	}
	return p.sameName(path, rest, mapped, location)
}

// onDrive is where the drive says the path is.
func (p *Paths) onDrive(path, drive, rest, location string) (string, error) {
	if p.windows {
		return filepath.Clean(path), nil
	}
	root, ok := p.Drives[strings.ToUpper(drive)]
	if !ok {
		return absolute(path, location), nil
	}
	return foldedPath(path, root, rest)
}

// splitDrive takes "C:\a\b" apart. More than a letter names a drive only with a
// separator behind its colon, so that "http://" and "Env:x" are none.
func splitDrive(path string) (drive, rest string, ok bool) {
	drive, rest, ok = strings.Cut(path, ":")
	if !ok || !isDriveName(drive) || rest == "" || rest[0] != '\\' && rest[0] != '/' || strings.HasPrefix(rest, "//") {
		return "", "", false
	}
	return drive, strings.ReplaceAll(rest, `\`, "/"), true
}

// foldedPath walks from root along rest; a name that is not there in its own
// case is taken in another, if there is one such name only: drives come from
// a world that does not tell cases apart.
func foldedPath(path, root, rest string) (string, error) {
	at := root
	for _, name := range strings.Split(strings.Trim(filepath.ToSlash(filepath.Clean("/"+rest)), "/"), "/") {
		next := filepath.Join(at, name)
		if name != "" && !exists(next) {
			similar := sameFold(at, name)
			if len(similar) > 1 {
				return "", &AmbiguousPathError{path, similar}
			}
			if len(similar) == 1 {
				next = similar[0]
			}
		}
		at = next
	}
	return at, nil
}

// sameFold lists what in folder has the name but for its case.
func sameFold(folder, name string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // a folder that is not there holds nothing; the caller's own error will say so
	}
	var found []string
	for _, entry := range entries {
		if strings.EqualFold(entry.Name(), name) {
			found = append(found, filepath.Join(folder, entry.Name()))
		}
	}
	return found
}

// sameName looks for a file of the same name where a script's files are.
func (p *Paths) sameName(path, rest, mapped, location string) (string, error) {
	name := filepath.Base(filepath.FromSlash(rest))
	var found []string
	for _, folder := range p.fallBackFolders(location) {
		candidate := filepath.Join(folder, name)
		if info, err := os.Stat(candidate); err == nil && info.Mode().IsRegular() && !sameFileIn(found, info) {
			found = append(found, candidate)
		}
	}
	switch len(found) {
	case 0:
		return mapped, nil
	case 1:
		if p.Notice != nil {
			p.Notice(fmt.Sprintf("'%s' is not there; '%s' is read instead.", path, found[0]))
		}
		return found[0], nil
	}
	return "", &AmbiguousPathError{path, found}
}

func (p *Paths) fallBackFolders(location string) []string {
	folders := []string{location}
	if p.ScriptFolder != nil {
		if folder := p.ScriptFolder(); folder != "" {
			folders = []string{folder, location}
		}
	}
	return folders
}

func sameFileIn(found []string, info os.FileInfo) bool {
	for _, other := range found {
		if otherInfo, err := os.Stat(other); err == nil && os.SameFile(info, otherInfo) {
			return true
		}
	}
	return false
}

func absolute(path, location string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == '\\') {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, filepath.FromSlash(strings.ReplaceAll(rest, `\`, "/")))
		}
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(location, path)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

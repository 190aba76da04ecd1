package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// ResolvePath maps a path of files as a cmdlet takes it to one of the operating system.
func (s *Session) ResolvePath(path string, reading bool) (string, error) {
	at, err := s.Locate(path, reading)
	if err != nil {
		return "", err
	}
	if !at.Drive.Files() {
		r := object.NewError(object.PSInvalidOperationType, "ReadWriteFileNotFileSystemProvider", object.InvalidArgument, nil, "Operation is not valid due to the current state of the object.")
		r.Details = fmt.Sprintf("Cannot open file because the current provider (%s) cannot open a file.", at.Drive.Information)
		return "", r
	}
	return at.At, nil
}

// NativePath maps a path as a .NET call takes it: no drives but the
// configuration's, no provider, no home.
func (s *Session) NativePath(path string, reading bool) (string, error) {
	from := s.location
	if s.native != "" {
		from = s.native
	}
	if s.options.Paths != nil {
		return s.options.Paths.Resolve(path, from, reading)
	}
	return absolute(path, from), nil
}

// SetNativeLocation makes a folder the one that .NET calls take relative paths
// from; until then that is the session's location.
func (s *Session) SetNativeLocation(folder string) {
	s.native = folder
	if folder == s.location {
		s.native = ""
	}
}

// absolute cleans a path; the separator at its end stays.
func absolute(path, location string) string {
	out := filepath.Clean(path)
	if !filepath.IsAbs(path) {
		out = filepath.Join(location, path)
	}
	if n := len(path); n > 1 && os.IsPathSeparator(path[n-1]) && !os.IsPathSeparator(out[len(out)-1]) && filepath.IsAbs(path) {
		out += string(filepath.Separator)
	}
	return out
}

func systemSeparators(path string) string {
	if runtime.GOOS == "windows" {
		return strings.ReplaceAll(path, "/", `\`)
	}
	return strings.ReplaceAll(path, `\`, "/")
}

// Locate finds what a path of PowerShell means, there or not: a provider's own
// path ("FileSystem::/x"), one of a drive, one below the current location. A
// drive or provider that is not there is an error.
func (s *Session) Locate(path string, reading bool) (*cmdlet.PathInfo, error) {
	if name, rest, ok := strings.Cut(path, "::"); ok && !strings.ContainsAny(name, `/:`) && name != "" {
		return s.locateProvider(path, name, rest)
	}
	switch {
	case path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`):
		return s.locateHome(path[1:])
	case strings.HasPrefix(path, "./"), strings.HasPrefix(path, `.\`):
	case runtime.GOOS != "windows" && path != "" && (path[0] == '/' || path[0] == '\\'):
		return s.file(s.systemDrive("/"), absolute(systemSeparators(path), s.location)), nil
	default:
		if name, rest, ok := driveName(path); ok {
			return s.locateDrive(path, name, rest, reading)
		}
	}
	d := s.drives.current
	if d.Files() {
		if d.Root != "" && !d.Mapped && path != "" && os.IsPathSeparator(path[0]) {
			return s.file(d, within(d, path)), nil
		}
		return s.file(d, absolute(systemSeparators(path), s.location)), nil
	}
	return &cmdlet.PathInfo{Drive: d, At: below(d.Location, path)}, nil
}

// below is a name of a flat drive: dots stay at the root.
func below(_, path string) string {
	path = strings.TrimPrefix(strings.TrimPrefix(path, "./"), `.\`)
	path = strings.Trim(path, `/\`)
	if path == "." || path == ".." {
		return ""
	}
	return path
}

func (s *Session) file(d *cmdlet.Drive, path string) *cmdlet.PathInfo {
	return &cmdlet.PathInfo{Drive: d, At: path}
}

// driveName takes the name before a colon off; a separator before the colon makes it part of a file's name.
func driveName(path string) (name, rest string, ok bool) {
	i := strings.IndexByte(path, ':')
	if i <= 0 || strings.ContainsAny(path[:i], `/\`) {
		return "", "", false
	}
	return path[:i], path[i+1:], true
}

func (s *Session) locateProvider(path, name, rest string) (*cmdlet.PathInfo, error) {
	for _, p := range s.drives.providers {
		if !p.Named(name) {
			continue
		}
		if p.Provider != nil {
			for _, d := range s.drives.store {
				if d.Information == p {
					return &cmdlet.PathInfo{Drive: d, At: strings.Trim(rest, `/\`), Qualified: path}, nil
				}
			}
		}
		full := absolute(systemSeparators(rest), s.location)
		return &cmdlet.PathInfo{Drive: s.systemDrive(full), At: full, Qualified: path}, nil
	}
	return nil, ProviderNotFound(name)
}

// ProviderNotFound is the error for the name of a provider that is not there.
func ProviderNotFound(name string) error {
	t, err := dotnet.Find("System.Management.Automation.ProviderNotFoundException")
	if err != nil {
		return err
	}
	return object.NewError(t, "ProviderNotFound", object.ObjectNotFound, name, "Cannot find a provider with the name '%s'.", name)
}

func (s *Session) locateHome(rest string) (*cmdlet.PathInfo, error) {
	p := s.drives.current.Information
	if p.Home == "" {
		return nil, object.NewError(object.InvalidOperationType, "InvalidOperation", object.InvalidOperation, nil,
			"Home location for this provider is not set. To set the home location, call \"(get-psprovider '%s').Home = 'path'\".", p.Name)
	}
	full := filepath.Join(p.Home, systemSeparators(rest))
	return s.file(s.systemDrive(full), full), nil
}

// locateDrive finds a path of a drive: of the session, or of the configuration.
func (s *Session) locateDrive(path, name, rest string, reading bool) (*cmdlet.PathInfo, error) {
	d := s.FindDrive(name)
	switch {
	case d == nil:
		return s.strayDrive(path, name, reading)
	case !d.Files():
		return &cmdlet.PathInfo{Drive: d, At: below("", rest)}, nil
	case rest == "":
		if d.Location != "" {
			return s.file(d, d.Location), nil
		}
		return s.file(d, filepath.Clean(d.Root)), nil
	case d.Mapped:
		full, err := s.options.Paths.Resolve(path, s.location, reading)
		if err == nil && full == filepath.Join(s.location, path) {
			full = within(d, rest)
		}
		return s.file(d, full), err
	}
	return s.file(d, within(d, rest)), nil
}

// within puts what follows a drive's colon below its root, or below where the
// user was last in it when there is no separator.
func within(d *cmdlet.Drive, rest string) string {
	rest = systemSeparators(rest)
	if rest != "" && !os.IsPathSeparator(rest[0]) && d.Location != "" {
		return filepath.Join(d.Location, rest)
	}
	full := filepath.Join(d.Root, filepath.Clean(string(filepath.Separator)+rest))
	return full
}

// strayDrive is for a drive that the session lacks: the configuration may know
// it, or a file of the same name.
func (s *Session) strayDrive(path, name string, reading bool) (*cmdlet.PathInfo, error) {
	if s.options.Paths != nil {
		full, err := s.options.Paths.Resolve(path, s.location, reading)
		if err != nil {
			return nil, err
		}
		if full != filepath.Join(s.location, path) {
			return s.file(s.systemDrive(full), full), nil
		}
	}
	return nil, object.NewError(object.DriveNotFoundType, "DriveNotFound", object.ObjectNotFound, name, "Cannot find drive. A drive with the name '%s' does not exist.", name)
}

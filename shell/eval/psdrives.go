package eval

import (
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// sessionDrives are a session's providers, the drives it was born with, and the
// drive the user is in.
type sessionDrives struct {
	providers []*cmdlet.ProviderInfo // by name
	files     *cmdlet.ProviderInfo
	store     map[string]*cmdlet.Drive // drives of no files, by lower-case name: $env:x asks here
	current   *cmdlet.Drive
}

// initDrives makes the providers, and their drives in the global scope.
func (s *Session) initDrives() {
	t := &s.drives
	t.store = map[string]*cmdlet.Drive{}
	add := func(provider, drive, description string, p cmdlet.Provider) {
		info := &cmdlet.ProviderInfo{Name: provider, Capabilities: cmdlet.CanShould, ImplementingType: provider + "Provider", Provider: p}
		t.providers = append(t.providers, info)
		if p == nil {
			info.Capabilities |= cmdlet.CanFilter | cmdlet.CanCredentials
			info.Home, _ = homeFolder().(string)
			t.files = info
		} else {
			d := &cmdlet.Drive{Name: drive, Description: description, Information: info}
			t.store[lower(drive)] = d
			s.global.addDrive(d)
		}
		info.Drives = func() []*cmdlet.Drive { return s.drivesOf(info) }
	}
	add("Alias", "Alias", "Drive that contains a view of the aliases stored in a session state", &aliasProvider{s})
	add("Environment", "Env", "Drive that contains a view of the environment variables for the process", &environmentProvider{s})
	add("FileSystem", "", "", nil)
	add("Function", "Function", "Drive that contains a view of the functions stored in a session state", &functionProvider{s})
	add("Variable", "Variable", "Drive that contains a view of those variables stored in a session state", &variableProvider{s})
	s.initFileDrives()
}

// initFileDrives makes the drives of files: the system's own, Temp: and those of the configuration.
func (s *Session) initFileDrives() {
	if runtime.GOOS == "windows" {
		for c := 'A'; c <= 'Z'; c++ {
			if root := string(c) + `:\`; isFolder(root) {
				s.global.addDrive(s.fileDrive(string(c), root))
			}
		}
	} else {
		s.global.addDrive(s.fileDrive("/", "/"))
	}
	temp := s.fileDrive("Temp", strings.TrimRight(os.TempDir(), string(filepath.Separator))+string(filepath.Separator))
	temp.Description = "Drive that maps to the temporary directory path for the current user"
	s.global.addDrive(temp)
	if configured, ok := s.options.Paths.(interface{ Roots() map[string]string }); ok {
		for name, root := range configured.Roots() {
			d := s.fileDrive(name, root)
			d.Mapped = true
			s.global.addDrive(d)
		}
	}
	s.drives.current = s.systemDrive(s.location)
	s.drives.current.Location = s.location
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// fileDrive describes a drive of files.
func (s *Session) fileDrive(name, root string) *cmdlet.Drive {
	d := &cmdlet.Drive{Name: name, Root: root, Information: s.drives.files}
	space := func(i int) func() any {
		return func() any {
			total, free, ok := dotnet.DiskSpace(root)
			if !ok {
				return nil
			}
			return [2]any{int64(total - free), int64(free)}[i]
		}
	}
	d.Used, d.Free = space(0), space(1)
	return d
}

// systemDrive is the operating system's drive a path is on.
func (s *Session) systemDrive(path string) *cmdlet.Drive {
	name := "/"
	if v := strings.TrimSuffix(filepath.VolumeName(path), ":"); v != "" {
		name = v
	}
	if d := s.global.drives[lower(name)]; d != nil {
		return d
	}
	return s.fileDrive(name, filepath.VolumeName(path)+string(filepath.Separator))
}

func (sc *scope) addDrive(d *cmdlet.Drive) {
	if sc.drives == nil {
		sc.drives = map[string]*cmdlet.Drive{}
	}
	sc.drives[lower(d.Name)] = d
}

// drive finds a drive that holds no files.
func (s *Session) drive(name string) *cmdlet.Drive {
	d := s.FindDrive(name)
	if d != nil && d.Files() {
		return nil
	}
	return d
}

// FindDrive finds a drive from the current scope outwards; nil: there is none.
func (s *Session) FindDrive(name string) *cmdlet.Drive {
	key := lower(name)
	for sc := s.state.current; sc != nil; sc = sc.parent {
		if d := sc.drives[key]; d != nil {
			return d
		}
	}
	return s.global.drives[key]
}

// Drives lists the drives that the current scope sees, by name; those of a
// scope alone when it is named.
func (s *Session) Drives(where string) ([]*cmdlet.Drive, error) {
	seen := map[string]*cmdlet.Drive{}
	take := func(sc *scope) {
		for key, d := range sc.drives {
			if seen[key] == nil {
				seen[key] = d
			}
		}
	}
	if where != "" {
		sc := s.state.scopeNamed(where)
		if sc == nil {
			return nil, scopeNotFound(where)
		}
		take(sc)
	} else {
		for sc := s.state.current; sc != nil; sc = sc.parent {
			take(sc)
		}
		take(s.global)
	}
	list := make([]*cmdlet.Drive, 0, len(seen))
	for _, d := range seen {
		list = append(list, d)
	}
	sort.Slice(list, func(i, j int) bool { return object.CompareText(list[i].Name, list[j].Name, true) < 0 })
	return list, nil
}

func (s *Session) drivesOf(info *cmdlet.ProviderInfo) []*cmdlet.Drive {
	all, _ := s.Drives("")
	var list []*cmdlet.Drive
	for _, d := range all {
		if d.Information == info {
			list = append(list, d)
		}
	}
	return list
}

// Providers lists the providers, by name.
func (s *Session) Providers() []*cmdlet.ProviderInfo { return s.drives.providers }

// NewDrive makes a drive in a scope; one of the name may not be there.
func (s *Session) NewDrive(name, root string, provider *cmdlet.ProviderInfo, where string) (*cmdlet.Drive, error) {
	sc := s.state.current
	if where != "" {
		if sc = s.state.scopeNamed(where); sc == nil {
			return nil, scopeNotFound(where)
		}
	}
	if sc.drives[lower(name)] != nil {
		return nil, object.NewError(object.SessionStateExceptionType, "DriveAlreadyExists", object.ResourceExists, name, "A drive with the name '%s' already exists.", name)
	}
	d := &cmdlet.Drive{Name: name, Root: root, Information: provider}
	if provider == s.drives.files {
		d = s.fileDrive(name, root)
	}
	sc.addDrive(d)
	return d, nil
}

// RemoveDrive takes a drive out of a scope, or out of the one that has it;
// false: it is not there.
func (s *Session) RemoveDrive(d *cmdlet.Drive, where string) (bool, error) {
	if where != "" {
		sc := s.state.scopeNamed(where)
		if sc == nil {
			return false, scopeNotFound(where)
		}
		if sc.drives[lower(d.Name)] != d {
			return false, nil
		}
		delete(sc.drives, lower(d.Name))
		return true, nil
	}
	for sc := s.state.current; sc != nil; sc = sc.parent {
		if sc.drives[lower(d.Name)] == d {
			delete(sc.drives, lower(d.Name))
			return true, nil
		}
	}
	if s.global.drives[lower(d.Name)] == d {
		delete(s.global.drives, lower(d.Name))
		return true, nil
	}
	return false, nil
}

// CurrentDrive is the drive the user is in.
func (s *Session) CurrentDrive() *cmdlet.Drive { return s.drives.current }

// GoTo makes a place the current location.
func (s *Session) GoTo(d *cmdlet.Drive, at string) {
	d.Location, s.drives.current = at, d
	if d.Files() {
		s.location = at
	}
}

// Here is $PWD.
func (s *Session) Here() *cmdlet.PathInfo {
	d := s.drives.current
	at := d.Location
	if d.Files() {
		at = s.location
	}
	return &cmdlet.PathInfo{Drive: d, At: at}
}

// locationValue is $PWD: a PathInfo.
func (s *Session) locationValue() any { return s.Here() }

package dotnet

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// LocalTimeZone is TimeZoneInfo.Local.
func LocalTimeZone() any { return localZone() }

// FindTimeZone finds a time zone by its IANA or Windows name.
func FindTimeZone(id string) (any, error) {
	z, err := findZone(id)
	if err != nil {
		return nil, err
	}
	return z, nil
}

// zoneFolders are where systems keep the IANA database.
var zoneFolders = []string{"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo", "/var/db/timezone/zoneinfo"}

// TimeZoneNames lists the time zones the system knows, by name; those that have
// a Windows name where the system keeps no list.
func TimeZoneNames() []string {
	var names []string
	for _, folder := range zoneFolders {
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // what cannot be read is no zone
			}
			name, _ := strings.CutPrefix(path, folder+"/")
			if d.IsDir() {
				if name == "posix" || name == "right" {
					return filepath.SkipDir
				}
				return nil
			}
			if isZoneFile(path) {
				names = append(names, filepath.ToSlash(name))
			}
			return nil
		})
		if len(names) > 0 {
			break
		}
	}
	if len(names) == 0 {
		for _, name := range windowsZones {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isZoneFile tells by its first octets (RFC 8536, 3.1) whether a file is a time zone.
func isZoneFile(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [4]byte
	n, _ := f.Read(magic[:])
	return n == 4 && string(magic[:]) == "TZif"
}

package dotnet

import (
	"io/fs"
	"os"
	"path/filepath"

	"stagecoach/shell/object"
)

// openZip opens an archive in a file.
func openZip(inv object.Invoker, path any, mode int64) (*zipArchive, error) {
	how := map[int64][2]int64{zipRead: {3, accessRead}, zipCreate: {1, accessWrite}, zipUpdate: {4, accessRead | accessWrite}}[mode]
	s, err := openStream(inv, path, how[0], how[1])
	if err != nil {
		return nil, err
	}
	a, err := newZipArchive(s.(*Stream), mode, false)
	if err != nil {
		s.(*Stream).close()
		return nil, err
	}
	return a, nil
}

// zipFolder puts a folder's files, and its empty folders, into a new archive.
func zipFolder(inv object.Invoker, from, to any, level int64, withBase bool) error {
	folder, err := fullPath(inv, from)
	if err != nil {
		return err
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return object.Throw(directoryNotFoundType, "Could not find a part of the path '%s'.", folder)
	}
	a, err := openZip(inv, to, zipCreate)
	if err != nil {
		return err
	}
	base := folder
	if withBase {
		base = filepath.Dir(folder)
	}
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return FileError(err, path)
		}
		name, err := filepath.Rel(base, path)
		if err != nil || path == a.stream.Name {
			return err
		}
		name = filepath.ToSlash(name)
		if !d.IsDir() {
			_, err = a.addFile(path, name, level)
			return err
		}
		if inside, err := os.ReadDir(path); err != nil || len(inside) > 0 || name == "." {
			return FileError(err, path)
		}
		_, err = a.create(name+"/", level)
		return err
	})
	if closeErr := a.close(); err == nil {
		err = closeErr
	}
	return err
}

func zipFileMembers(m members) {
	level := func(a []any) int64 {
		if len(a) > 2 {
			return a[2].(object.Enum).Value
		}
		return 0
	}
	pack := func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, zipFolder(inv, a[0], a[1], level(a), len(a) > 3 && a[3].(bool))
	}
	const from = "void CreateFromDirectory(string sourceDirectoryName, string destinationArchiveFileName"
	m.static(from+")", pack)
	m.static(from+", System.IO.Compression.CompressionLevel compressionLevel, bool includeBaseDirectory)", pack)
	unpack := func(inv object.Invoker, _ any, a []any) (any, error) {
		archive, err := openZip(inv, a[0], zipRead)
		if err != nil {
			return nil, err
		}
		folder, err := fullPath(inv, a[1])
		if err == nil {
			err = archive.extractAll(folder, len(a) > 2 && a[2].(bool))
		}
		if closeErr := archive.close(); err == nil {
			err = closeErr
		}
		return nil, err
	}
	const extract = "void ExtractToDirectory(string sourceArchiveFileName, string destinationDirectoryName"
	m.static(extract+")", unpack)
	m.static(extract+", bool overwriteFiles)", unpack)
	m.static("System.IO.Compression.ZipArchive Open(string archiveFileName, System.IO.Compression.ZipArchiveMode mode)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return openZip(inv, a[0], a[1].(object.Enum).Value)
	})
	m.static("System.IO.Compression.ZipArchive OpenRead(string archiveFileName)", func(inv object.Invoker, _ any, a []any) (any, error) { return openZip(inv, a[0], zipRead) })
}

func zipExtensionMembers(m members) {
	add := func(inv object.Invoker, _ any, a []any) (any, error) {
		path, err := resolve(inv, a[1], true)
		if err != nil {
			return nil, err
		}
		level := int64(0)
		if len(a) > 3 {
			level = a[3].(object.Enum).Value
		}
		return a[0].(*zipArchive).addFile(path, str(a[2]), level)
	}
	const file = "System.IO.Compression.ZipArchiveEntry CreateEntryFromFile(System.IO.Compression.ZipArchive destination, string sourceFileName, string entryName"
	m.static(file+")", add)
	m.static(file+", System.IO.Compression.CompressionLevel compressionLevel)", add)
	one := func(inv object.Invoker, _ any, a []any) (any, error) {
		path, err := fullPath(inv, a[1])
		if err != nil {
			return nil, err
		}
		return nil, a[0].(*zipEntry).extract(path, len(a) > 2 && a[2].(bool))
	}
	m.static("void ExtractToFile(System.IO.Compression.ZipArchiveEntry source, string destinationFileName)", one)
	m.static("void ExtractToFile(System.IO.Compression.ZipArchiveEntry source, string destinationFileName, bool overwrite)", one)
	all := func(inv object.Invoker, _ any, a []any) (any, error) {
		path, err := fullPath(inv, a[1])
		if err != nil {
			return nil, err
		}
		return nil, a[0].(*zipArchive).extractAll(path, len(a) > 2 && a[2].(bool))
	}
	m.static("void ExtractToDirectory(System.IO.Compression.ZipArchive source, string destinationDirectoryName)", all)
	m.static("void ExtractToDirectory(System.IO.Compression.ZipArchive source, string destinationDirectoryName, bool overwriteFiles)", all)
}

func zipEntries() []entry {
	return []entry{{zipArchiveType, zipArchiveMembers, ""}, {zipEntryType, zipEntryMembers, ""}, {zipFileType, zipFileMembers, ""}, {zipExtensions, zipExtensionMembers, ""}, {zipMode, nil, ""}}
}

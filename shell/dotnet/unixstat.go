package dotnet

import (
	"io/fs"
	"os"
	"time"

	"stagecoach/shell/object"
)

// UnixStat is Platform+Unix+CommonStat: what the file system's provider notes on
// its items on Unix, of a link the link's own.
type UnixStat struct {
	object.Instance
	file *FileInfo
	info fs.FileInfo
}

var (
	unixStatType = &object.Type{Name: "Platform+Unix+CommonStat", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation"}
	unixItemType = object.NewEnum("System.Management.Automation", "Platform+Unix+ItemType", []string{"Directory", "File", "SymbolicLink", "BlockDevice", "CharacterDevice", "NamedPipe", "Socket"})
)

// PSType is Platform+Unix+CommonStat.
func (*UnixStat) PSType() *object.Type { return unixStatType }

// String is the type's name.
func (*UnixStat) String() string { return unixStatType.FullName() }

// UnixStatType is the type of the note, nil where files have none (Windows).
func UnixStatType() *object.Type {
	if os.PathSeparator != '/' {
		return nil
	}
	return unixStatType
}

// UnixStatOf is the metadata of a path, nil when there is nothing at it.
func UnixStatOf(path string) any {
	f := &FileInfo{Path: path}
	if s := f.linkStat(); s != nil {
		return &UnixStat{file: f, info: s}
	}
	return nil
}

func itemTypeOf(m fs.FileMode) int64 {
	for i, bit := range []fs.FileMode{fs.ModeDir, 0, fs.ModeSymlink, fs.ModeDevice, fs.ModeCharDevice, fs.ModeNamedPipe, fs.ModeSocket} {
		if bit == fs.ModeDevice && m&fs.ModeCharDevice != 0 {
			continue
		}
		if m&bit != 0 {
			return int64(i)
		}
	}
	return 1
}

func unixStatMembers(m members) {
	raw := func(name string, get func(n statNumbers) int64) {
		t, _ := lastWord(name)
		m.prop(name, getter(func(v any) any {
			x := get(numbersOf(v.(*UnixStat).info))
			if t == "int" {
				return object.Int(int32(x))
			}
			return x
		}))
	}
	raw("long Inode", func(n statNumbers) int64 { return n.inode })
	raw("int Mode", func(n statNumbers) int64 { return n.mode })
	raw("int UserId", func(n statNumbers) int64 { return n.user })
	raw("int GroupId", func(n statNumbers) int64 { return n.group })
	raw("int HardlinkCount", func(n statNumbers) int64 { return n.links })
	m.prop("long Size", getter(func(v any) any { return v.(*UnixStat).info.Size() }))
	when := func(name string, of func(fs.FileInfo) time.Time) {
		m.prop("datetime "+name, getter(func(v any) any { return FromTime(of(v.(*UnixStat).info).Local()) }))
	}
	when("AccessTime", func(info fs.FileInfo) time.Time { return timesOf(info).LastAccess })
	when("ModifiedTime", fs.FileInfo.ModTime)
	when("StatusChangeTime", statusChange)
	raw("long BlockSize", func(n statNumbers) int64 { return n.blockSize })
	raw("int DeviceId", func(n statNumbers) int64 { return n.device })
	raw("int NumberOfBlocks", func(n statNumbers) int64 { return n.blocks })
	m.Add(&object.Member{Name: "ItemType", Kind: object.Property, Type: unixItemType,
		Get: getter(func(v any) any {
			return object.Enum{Type: unixItemType, Value: itemTypeOf(v.(*UnixStat).info.Mode())}
		})})
	for _, b := range []struct {
		name string
		bit  fs.FileMode
	}{{"IsSetUid", fs.ModeSetuid}, {"IsSetGid", fs.ModeSetgid}, {"IsSticky", fs.ModeSticky}} {
		m.prop("bool "+b.name, getter(func(v any) any { return v.(*UnixStat).info.Mode()&b.bit != 0 }))
	}
	m.method("string GetModeString()", plain(func(v any, _ []any) (any, error) { return unixModeText(v.(*UnixStat).file), nil }))
	m.method("string GetUserName()", plain(func(v any, _ []any) (any, error) { u, _ := owners(v.(*UnixStat).info); return u, nil }))
	m.method("string GetGroupName()", plain(func(v any, _ []any) (any, error) { _, g := owners(v.(*UnixStat).info); return g, nil }))
}

// statNumbers are the parts of a stat that fs.FileInfo has no words for.
type statNumbers struct{ inode, mode, user, group, links, blockSize, device, blocks int64 }

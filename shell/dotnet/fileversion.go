package dotnet

import (
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/object"
)

// FileVersion is System.Diagnostics.FileVersionInfo of a file that is no .NET
// assembly: outside Windows nothing but its name is known.
type FileVersion struct {
	object.Instance
	FileName string
}

// FileVersionType is System.Diagnostics.FileVersionInfo.
var FileVersionType = &object.Type{Name: "FileVersionInfo", Namespace: "System.Diagnostics", Base: object.ObjectType, Assembly: "System.Diagnostics.FileVersionInfo"}

// PSType is FileVersionInfo.
func (*FileVersion) PSType() *object.Type { return FileVersionType }

// String lists what is known, a line each.
func (v *FileVersion) String() string {
	var b strings.Builder
	for _, line := range [][2]string{{"File", v.FileName}, {"InternalName"}, {"OriginalFilename"}, {"FileVersion"}, {"FileDescription"}, {"Product"}, {"ProductVersion"},
		{"Debug", "False"}, {"Patched", "False"}, {"PreRelease", "False"}, {"PrivateBuild", "False"}, {"SpecialBuild", "False"}, {"Language"}} {
		label := line[0] + ":"
		b.WriteString(label + strings.Repeat(" ", 18-len(label)) + line[1] + "\n")
	}
	return b.String()
}

const versionRawScript = `New-Object System.Version -ArgumentList @(
            $this.%sMajorPart
            $this.%[1]sMinorPart
            $this.%[1]sBuildPart
            $this.%[1]sPrivatePart)`

func fileVersionMembers(m members) {
	for _, name := range []string{"Comments", "CompanyName"} {
		m.prop("string "+name, constantly(nil))
	}
	m.prop("int FileBuildPart", constantly(object.Int(0)))
	m.prop("string FileDescription", constantly(nil))
	for _, name := range []string{"FileMajorPart", "FileMinorPart"} {
		m.prop("int "+name, constantly(object.Int(0)))
	}
	m.prop("string FileName", getter(func(v any) any { return v.(*FileVersion).FileName }))
	m.prop("int FilePrivatePart", constantly(object.Int(0)))
	for _, name := range []string{"FileVersion", "InternalName"} {
		m.prop("string "+name, constantly(nil))
	}
	for _, name := range []string{"IsDebug", "IsPatched", "IsPrivateBuild", "IsPreRelease", "IsSpecialBuild"} {
		m.prop("bool "+name, constantly(false))
	}
	for _, name := range []string{"Language", "LegalCopyright", "LegalTrademarks", "OriginalFilename", "PrivateBuild"} {
		m.prop("string "+name, constantly(nil))
	}
	for _, name := range []string{"ProductBuildPart", "ProductMajorPart", "ProductMinorPart"} {
		m.prop("int "+name, constantly(object.Int(0)))
	}
	m.prop("string ProductName", constantly(nil))
	m.prop("int ProductPrivatePart", constantly(object.Int(0)))
	for _, name := range []string{"ProductVersion", "SpecialBuild"} {
		m.prop("string "+name, constantly(nil))
	}
	for _, part := range []string{"File", "Product"} {
		m.computed(part+"VersionRaw", strings.ReplaceAll(strings.ReplaceAll(versionRawScript, "%[1]s", part), "%s", part),
			func(object.Invoker, any) (any, error) { return Version{}, nil })
	}
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(*FileVersion).String(), nil }))
	m.static("System.Diagnostics.FileVersionInfo GetVersionInfo(string fileName)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(p); err != nil {
			return nil, object.Throw(fileNotFoundType, "%s", filepath.Clean(p))
		}
		return &FileVersion{FileName: p}, nil
	})
}

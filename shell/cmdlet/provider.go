package cmdlet

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"stagecoach/shell/object"
)

// Provider is what keeps the items of a drive that holds no files: environment
// variables, variables, functions, aliases. Names are compared as the provider
// compares them; items are without the notes of their path.
type Provider interface {
	// Names are the items' names, in no order.
	Names() []string
	// Item is the item as Get-Item writes it, the caller's to extend.
	Item(name string) (item any, ok bool)
	// Value is the item's content: of a function its block, of an alias its command.
	Value(name string) (value any, ok bool)
	// Set makes or changes an item; the empty value removes an environment variable.
	Set(name string, value any, force bool) error
	// Remove takes an item away that is there.
	Remove(name string, force bool) error
}

// OptionProvider is a Provider whose items have ScopedItemOptions: functions,
// aliases and variables.
type OptionProvider interface {
	Provider
	// SetOptions changes the options of an item that is there.
	SetOptions(name string, options ItemOptions, force bool) error
	// MayRename refuses, with the provider's error, what is read-only or constant.
	MayRename(name string, force bool) error
}

// ItemOptions are the options of a function, an alias or a variable; the bits are
// those of System.Management.Automation.ScopedItemOptions.
type ItemOptions int64

// ItemOptionsType is System.Management.Automation.ScopedItemOptions.
var ItemOptionsType = func() *object.Type {
	t := object.NewFlags("System.Management.Automation", "ScopedItemOptions", []string{"None", "ReadOnly", "Constant", "Private", "AllScope", "Unspecified"}, 0, 1, 2, 4, 8, 16)
	t.Assembly = "System.Management.Automation"
	return t
}()

// BindType is System.Management.Automation.ScopedItemOptions.
func (*ItemOptions) BindType() *object.Type { return ItemOptionsType }

// BindValue takes the flags.
func (o *ItemOptions) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*o = ItemOptions(e.Value)
	}
}

// ProviderInfo is System.Management.Automation.ProviderInfo.
type ProviderInfo struct {
	object.Instance
	Name         string
	Capabilities ProviderCapabilities
	// ImplementingType is the name of the class, in Microsoft.PowerShell.Commands.
	ImplementingType string
	Home             string
	// Provider keeps the items; nil for files.
	Provider Provider
	// Drives lists the provider's drives now.
	Drives func() []*Drive
}

// ProviderCapabilities are the flags of System.Management.Automation.Provider.ProviderCapabilities.
type ProviderCapabilities int64

// What a provider can do.
const (
	CanFilter      ProviderCapabilities = 4
	CanShould      ProviderCapabilities = 16
	CanCredentials ProviderCapabilities = 32
)

// ProviderCapabilitiesType is the enumeration of ProviderCapabilities.
var ProviderCapabilitiesType = object.NewFlags("System.Management.Automation.Provider", "ProviderCapabilities",
	[]string{"None", "Include", "Exclude", "Filter", "ExpandWildcards", "ShouldProcess", "Credentials", "Transactions"}, 0, 1, 2, 4, 8, 16, 32, 64)

// providerModule is where PowerShell's providers of the session are.
const providerModule = "Microsoft.PowerShell.Core"

// PSType is System.Management.Automation.ProviderInfo.
func (*ProviderInfo) PSType() *object.Type { return ProviderInfoType }

// String is the provider's name with its module's, as paths have it before "::".
func (p *ProviderInfo) String() string { return providerModule + `\` + p.Name }

// Named tells whether a name is the provider's, with or without its module.
func (p *ProviderInfo) Named(name string) bool {
	return strings.EqualFold(name, p.Name) || strings.EqualFold(name, p.String())
}

// Drive is System.Management.Automation.PSDriveInfo.
type Drive struct {
	object.Instance
	Name        string
	Root        string
	Description string
	Credential  any // a PSCredential; nil: the empty one
	Information *ProviderInfo
	// Location is where in the drive the user was last: of files a path of the operating
	// system, else an item's name. Empty: at the root.
	Location string
	// Mapped drives are resolved by the configuration, not by putting Root before the path.
	Mapped bool
	// Used and Free are the bytes of the file system the root is in; nil on other drives.
	Used, Free func() any
}

// PSType is System.Management.Automation.PSDriveInfo.
func (*Drive) PSType() *object.Type { return DriveType }

// String is the drive's name.
func (d *Drive) String() string { return d.Name }

// Files tells whether the drive holds files.
func (d *Drive) Files() bool { return d.Information.Provider == nil }

// native tells whether the drive is one of the operating system's own, whose
// paths are written as the system writes them.
func (d *Drive) native() bool {
	return d.Name == "/" || runtime.GOOS == "windows" && strings.EqualFold(filepath.VolumeName(d.Root), d.Name+":")
}

// Path writes a place of the drive as PowerShell does: "/home/ann", "Temp:/x", "Env:/PATH".
func (d *Drive) Path(at string) string {
	if d.Files() {
		if d.native() {
			return at
		}
		if rel, err := filepath.Rel(d.Root, at); err == nil && rel != "." {
			at = rel
		} else {
			at = ""
		}
	}
	return d.Name + ":" + string(os.PathSeparator) + at
}

// relative is CurrentLocation: the place below the root.
func (d *Drive) relative() string {
	if !d.Files() || d.Location == "" {
		return d.Location
	}
	rel, err := filepath.Rel(d.Root, d.Location)
	if err != nil || rel == "." {
		return ""
	}
	return rel
}

// PathInfo is System.Management.Automation.PathInfo: a place in a drive.
type PathInfo struct {
	object.Instance
	Drive *Drive
	At    string
	// Qualified is a path that names its provider, "FileSystem::/x"; empty: drive and place make it.
	Qualified string
}

// PSType is System.Management.Automation.PathInfo.
func (*PathInfo) PSType() *object.Type { return PathInfoType }

// String is the path.
func (p *PathInfo) String() string {
	if p.Qualified != "" {
		return p.Qualified
	}
	return p.Drive.Path(p.At)
}

func property[T any](set *object.MemberSet, name string, t *object.Type, get func(v T) any) {
	set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(object.Unwrap(self).(T)), nil }})
}

func size(get func() any) any {
	if get == nil {
		return nil
	}
	return get()
}

// The types of providers, drives and places.
var (
	ProviderInfoType = automationType("ProviderInfo", func(set *object.MemberSet) {
		property(set, "ImplementingType", object.RuntimeType, func(p *ProviderInfo) any { return ImplementingType(p.ImplementingType) })
		property(set, "HelpFile", object.StringType, func(*ProviderInfo) any { return "System.Management.Automation.dll-Help.xml" })
		property(set, "Name", object.StringType, func(p *ProviderInfo) any { return p.Name })
		property(set, "PSSnapIn", object.ObjectType, func(*ProviderInfo) any { return nil })
		property(set, "ModuleName", object.StringType, func(*ProviderInfo) any { return providerModule })
		property(set, "Module", object.ObjectType, func(*ProviderInfo) any { return nil })
		property(set, "Description", object.StringType, func(*ProviderInfo) any { return "" })
		property(set, "Capabilities", ProviderCapabilitiesType, func(p *ProviderInfo) any {
			return object.Enum{Type: ProviderCapabilitiesType, Value: int64(p.Capabilities)}
		})
		set.Add(&object.Member{Name: "Home", Kind: object.Property, Type: object.StringType,
			Get: func(_ object.Invoker, self any) (any, error) { return self.(*ProviderInfo).Home, nil },
			Set: func(_ object.Invoker, self, v any) error { self.(*ProviderInfo).Home = v.(string); return nil }})
		property(set, "Drives", object.ObjectType, func(p *ProviderInfo) any {
			var list []any
			for _, d := range p.Drives() {
				list = append(list, d)
			}
			return object.NewArray(list)
		})
		property(set, "VolumeSeparatedByColon", object.BooleanType, func(*ProviderInfo) any { return true })
		property(set, "ItemSeparator", object.CharType, func(*ProviderInfo) any { return object.Char(os.PathSeparator) })
		property(set, "AltItemSeparator", object.CharType, func(*ProviderInfo) any { return object.Char('/' + '\\' - os.PathSeparator) })
	})
	DriveType = automationType("PSDriveInfo", func(set *object.MemberSet) {
		property(set, "CurrentLocation", object.StringType, func(d *Drive) any { return d.relative() })
		property(set, "Name", object.StringType, func(d *Drive) any { return d.Name })
		property(set, "Provider", ProviderInfoType, func(d *Drive) any { return d.Information })
		property(set, "Root", object.StringType, func(d *Drive) any { return d.Root })
		set.Add(&object.Member{Name: "Description", Kind: object.Property, Type: object.StringType,
			Get: func(_ object.Invoker, self any) (any, error) { return self.(*Drive).Description, nil },
			Set: func(_ object.Invoker, self, v any) error { self.(*Drive).Description = v.(string); return nil }})
		property(set, "MaximumSize", object.ObjectType, func(*Drive) any { return nil })
		property(set, "Credential", object.ObjectType, func(d *Drive) any { return d.Credential })
		property(set, "DisplayRoot", object.StringType, func(*Drive) any { return nil })
		property(set, "VolumeSeparatedByColon", object.BooleanType, func(*Drive) any { return true })
		set.Add(object.ComputedProperty("Used", usedScript, func(_ object.Invoker, self any) (any, error) { return size(object.Unwrap(self).(*Drive).Used), nil }))
		set.Add(object.ComputedProperty("Free", freeScript, func(_ object.Invoker, self any) (any, error) { return size(object.Unwrap(self).(*Drive).Free), nil }))
	})
	PathInfoType = automationType("PathInfo", func(set *object.MemberSet) {
		property(set, "Drive", DriveType, func(p *PathInfo) any {
			if p.Qualified != "" {
				return nil
			}
			return p.Drive
		})
		property(set, "Provider", ProviderInfoType, func(p *PathInfo) any { return p.Drive.Information })
		property(set, "ProviderPath", object.StringType, func(p *PathInfo) any { return p.At })
		property(set, "Path", object.StringType, func(p *PathInfo) any { return p.String() })
		set.Add(&object.Member{Name: "ToString", Kind: object.Method, Overloads: []*object.Overload{{Return: object.StringType,
			Call: func(_ object.Invoker, self any, _ []any) (any, error) { return self.(*PathInfo).String(), nil }}}})
	})
)

// The getters that PowerShell's type data have for the space of a drive.
const (
	usedScript = `## Ensure that this is a FileSystem drive
          if($this.Provider.ImplementingType -eq
          [Microsoft.PowerShell.Commands.FileSystemProvider])
          {
          $driveInfo = [System.IO.DriveInfo]::New($this.Root)
          if ( $driveInfo.IsReady ) { $driveInfo.TotalSize - $driveInfo.AvailableFreeSpace }
          }`
	freeScript = `## Ensure that this is a FileSystem drive
          if($this.Provider.ImplementingType -eq
          [Microsoft.PowerShell.Commands.FileSystemProvider])
          {
          [System.IO.DriveInfo]::New($this.Root).AvailableFreeSpace
          }`
)

// ImplementingType is the class of a provider; there is one for each name.
func ImplementingType(name string) *object.Type { return implementing[name] }

var implementing = func() map[string]*object.Type {
	table := map[string]*object.Type{}
	for _, name := range []string{"AliasProvider", "EnvironmentProvider", "FileSystemProvider", "FunctionProvider", "VariableProvider"} {
		table[name] = &object.Type{Name: name, Namespace: "Microsoft.PowerShell.Commands", Base: object.ObjectType, Assembly: "System.Management.Automation"}
	}
	return table
}()

// ProviderTypes are the types a script may name.
func ProviderTypes() []*object.Type {
	list := []*object.Type{ProviderInfoType, DriveType, PathInfoType, ProviderCapabilitiesType}
	for _, t := range implementing {
		list = append(list, t)
	}
	return list
}

func automationType(name string, members func(set *object.MemberSet)) *object.Type {
	return &object.Type{Name: name, Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation", Members: members}
}

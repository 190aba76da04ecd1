package cmdlet

import "stagecoach/shell/object"

// Provider is what keeps the items of a drive that holds no files: environment
// variables, variables, functions, aliases. Names are compared as the provider
// compares them; items are without the notes of their path.
type Provider interface {
	// Info is the provider as Get-PSProvider shows it.
	Info() *ProviderInfo
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

// ProviderInfo is System.Management.Automation.ProviderInfo.
type ProviderInfo struct {
	object.Instance
	Name         string
	Capabilities string
	// Drives lists the provider's drives now.
	Drives func() []*Drive
}

// providerModule is where PowerShell's providers of the session are.
const providerModule = "Microsoft.PowerShell.Core"

// PSType is System.Management.Automation.ProviderInfo.
func (*ProviderInfo) PSType() *object.Type { return providerInfoType }

// String is the provider's name with its module's, as paths have it before "::".
func (p *ProviderInfo) String() string { return providerModule + `\` + p.Name }

// Drive is System.Management.Automation.PSDriveInfo. Provider is nil and
// Information alone set for drives of files, whose Root is a folder.
type Drive struct {
	object.Instance
	Name        string
	Root        string
	Description string
	Provider    Provider
	Information *ProviderInfo
	// Used and Free are the bytes of the file system the root is in; nil on other drives.
	Used, Free func() any
}

// PSType is System.Management.Automation.PSDriveInfo.
func (*Drive) PSType() *object.Type { return driveType }

// String is the drive's name.
func (d *Drive) String() string { return d.Name }

var (
	providerInfoType = automationType("ProviderInfo", func(set *object.MemberSet) {
		provider := func(name string, t *object.Type, get func(p *ProviderInfo) any) {
			set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(self.(*ProviderInfo)), nil }})
		}
		provider("Name", object.StringType, func(p *ProviderInfo) any { return p.Name })
		provider("ModuleName", object.StringType, func(*ProviderInfo) any { return providerModule })
		provider("Capabilities", object.StringType, func(p *ProviderInfo) any { return p.Capabilities })
		provider("Home", object.StringType, func(*ProviderInfo) any { return "" })
		provider("Description", object.StringType, func(*ProviderInfo) any { return "" })
		provider("Drives", object.ObjectType, func(p *ProviderInfo) any {
			var list []any
			for _, d := range p.Drives() {
				list = append(list, d)
			}
			return object.NewArray(list)
		})
	})
	driveType = automationType("PSDriveInfo", func(set *object.MemberSet) {
		drive := func(name string, t *object.Type, get func(d *Drive) any) {
			set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(self.(*Drive)), nil }})
		}
		drive("Name", object.StringType, func(d *Drive) any { return d.Name })
		drive("Provider", providerInfoType, func(d *Drive) any { return d.Information })
		drive("Root", object.StringType, func(d *Drive) any { return d.Root })
		drive("Description", object.StringType, func(d *Drive) any { return d.Description })
		drive("CurrentLocation", object.StringType, func(*Drive) any { return "" })
		drive("DisplayRoot", object.StringType, func(*Drive) any { return nil })
		size := func(get func() any) any {
			if get == nil {
				return nil
			}
			return get()
		}
		drive("Used", object.ObjectType, func(d *Drive) any { return size(d.Used) })
		drive("Free", object.ObjectType, func(d *Drive) any { return size(d.Free) })
	})
)

func automationType(name string, members func(set *object.MemberSet)) *object.Type {
	return &object.Type{Name: name, Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation", Members: members}
}

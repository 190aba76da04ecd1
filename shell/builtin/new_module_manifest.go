package builtin

import (
	"context"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type newModuleManifest struct {
	Path                       string        `ps:"mandatory,position=0" help:"The .psd1 file."`
	NestedModules              []any         `ps:"" help:"Modules inside of it."`
	GUID                       string        `ps:"name=Guid" type:"guid" help:"Its identity."`
	Author                     string        `ps:"" help:"Who wrote it."`
	CompanyName                string        `ps:"" help:"Whose it is."`
	Copyright                  string        `ps:"" help:"The copyright."`
	RootModule                 string        `ps:"alias=ModuleToProcess" help:"The script module."`
	ModuleVersion              string        `ps:"" type:"version" help:"Its version."`
	Description                string        `ps:"" help:"What it does."`
	ProcessorArchitecture      string        `ps:"" help:"The processor it needs."`
	PowerShellVersion          string        `ps:"" type:"version" help:"The version it needs."`
	CLRVersion                 string        `ps:"name=ClrVersion" help:"The runtime it needs."`
	DotNetFrameworkVersion     string        `ps:"" help:"The framework it needs."`
	PowerShellHostName         string        `ps:"" help:"The host it needs."`
	PowerShellHostVersion      string        `ps:"" help:"The host's version."`
	RequiredModules            []any         `ps:"" help:"Modules it needs."`
	TypesToProcess             []string      `ps:"" help:"Type files."`
	FormatsToProcess           []string      `ps:"" help:"Format files."`
	ScriptsToProcess           []string      `ps:"" help:"Scripts that run first."`
	RequiredAssemblies         []string      `ps:"" help:"Assemblies."`
	FileList                   []string      `ps:"" help:"Its files."`
	ModuleList                 []any         `ps:"" help:"Its modules."`
	FunctionsToExport          []string      `ps:"" help:"Functions it shows."`
	AliasesToExport            []string      `ps:"" help:"Aliases it shows."`
	VariablesToExport          []string      `ps:"" help:"Variables it shows."`
	CmdletsToExport            []string      `ps:"" help:"Cmdlets it shows."`
	DscResourcesToExport       []string      `ps:"" help:"Resources it shows."`
	CompatiblePSEditions       []string      `ps:"" set:"Desktop|Core" help:"Editions it runs in."`
	PrivateData                any           `ps:"" help:"Data for the module."`
	Tags                       []string      `ps:"" help:"Tags."`
	ProjectURI                 string        `ps:"name=ProjectUri" help:"Its page."`
	LicenseURI                 string        `ps:"name=LicenseUri" help:"Its license."`
	IconURI                    string        `ps:"name=IconUri" help:"Its icon."`
	ReleaseNotes               string        `ps:"" help:"What is new."`
	Prerelease                 string        `ps:"" help:"The name of a version before the release."`
	RequireLicenseAcceptance   cmdlet.Switch `ps:"" help:"The license has to be accepted."`
	ExternalModuleDependencies []string      `ps:"" help:"Modules from elsewhere."`
	HelpInfoURI                string        `ps:"name=HelpInfoUri" help:"Its help."`
	PassThru                   cmdlet.Switch `ps:"" help:"Writes the text."`
	DefaultCommandPrefix       string        `ps:"" help:"Before the nouns of its commands."`
}

func newModuleManifestCmdlet() *cmdlet.Definition {
	return define(core, "New-ModuleManifest", func() cmdlet.Cmdlet { return &newModuleManifest{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Outputs: []string{"System.String"}, Synopsis: "Creates a new module manifest."})
}

// Process writes the manifest.
func (c *newModuleManifest) Process(_ context.Context, rt cmdlet.Runtime) error {
	file, err := rt.ResolvePath(c.Path, false)
	if err != nil {
		return err
	}
	if !strings.EqualFold(filepath.Ext(file), ".psd1") {
		return object.NewError(object.InvalidOperationType, "Modules_InvalidModuleManifestPath", object.InvalidArgument, c.Path, "The module manifest path '%s' is not valid. The value of the Path argument must resolve to a single file that has a '.psd1' extension. Change the value of the Path argument to point to a valid psd1 file, and then try again.", c.Path)
	}
	ok, err := rt.ShouldProcess(file, "Creating the '"+file+"' module manifest file.")
	if err != nil || !ok {
		return err
	}
	c.fill()
	text := c.text(eval.RunningOf(rt).Session, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		return dotnet.FileError(err, file)
	}
	if c.PassThru {
		return rt.WriteObject(text)
	}
	return nil
}

// fill sets what was not given.
func (c *newModuleManifest) fill() {
	if c.RootModule != "" || c.NestedModules != nil || c.RequiredModules != nil {
		for _, list := range []*[]string{&c.AliasesToExport, &c.CmdletsToExport, &c.FunctionsToExport} {
			if *list == nil {
				*list = []string{"*"}
			}
		}
	}
	or := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	name := "user"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	or(&c.Author, name)
	or(&c.CompanyName, "Unknown")
	or(&c.Copyright, "(c) "+c.Author+". All rights reserved.")
	or(&c.ModuleVersion, "0.0.1")
	or(&c.GUID, dotnet.NewGuid().String())
}

// manifestEntry is a key of the manifest with what the comment above it says.
type manifestEntry struct {
	key, comment, value string
	given               bool
}

func (c *newModuleManifest) text(inv object.Invoker, name string) string {
	var b strings.Builder
	comment := func(text string) {
		if text != "" {
			text = " " + text
		}
		b.WriteString("#" + text + "\n")
	}
	comment("")
	comment("Module manifest for module '" + name + "'")
	comment("")
	comment("Generated by: " + c.Author)
	comment("")
	comment("Generated on: " + today(inv))
	comment("")
	b.WriteString("\n@{\n\n")
	write := func(indent string, list []manifestEntry) {
		for _, e := range list {
			mark := "# "
			if e.given {
				mark = ""
			}
			fmt.Fprintf(&b, "%s# %s\n%s%s%s = %s\n\n", indent, e.comment, indent, mark, e.key, e.value)
		}
	}
	write("", c.entries(inv))
	comment("Private data to pass to the module specified in RootModule/ModuleToProcess. This may also contain a PSData hashtable with additional module metadata used by PowerShell.")
	b.WriteString("PrivateData = @{\n\n    PSData = @{\n\n")
	write("        ", c.galleryEntries())
	b.WriteString("    } # End of PSData hashtable\n")
	if d, ok := object.Unwrap(c.PrivateData).(object.Dictionary); ok {
		b.WriteByte('\n')
		for k, v := range d.All() {
			key := object.Text(inv, k)
			fmt.Fprintf(&b, "    # %s\n    %s = %s\n\n", key, key, quoted(object.Text(inv, v)))
		}
	}
	b.WriteString("\n} # End of PrivateData hashtable\n\n")
	write("", []manifestEntry{
		{"HelpInfoURI", "HelpInfo URI of this module", quoted(c.HelpInfoURI), c.HelpInfoURI != ""},
		{"DefaultCommandPrefix", "Default prefix for commands exported from this module. Override the default prefix using Import-Module -Prefix.", quoted(c.DefaultCommandPrefix), c.DefaultCommandPrefix != ""},
	})
	b.WriteString("}\n\n")
	return b.String()
}

func (c *newModuleManifest) entries(inv object.Invoker) []manifestEntry {
	const desktop = " This prerequisite is valid for the PowerShell Desktop edition only."
	const best = " to export from this module, for best performance, do not use wildcards and do not delete the entry, use an empty array if there are no "
	text := func(key, comment, value string) manifestEntry {
		return manifestEntry{key, comment, quoted(value), value != ""}
	}
	names := func(key, comment string, list []string) manifestEntry {
		return manifestEntry{key, comment, quotedList(list), len(list) > 0}
	}
	modules := func(key, comment string, list []any) manifestEntry {
		return manifestEntry{key, comment, moduleSpecs(inv, list), len(list) > 0}
	}
	exported := func(key, comment string, list []string) manifestEntry {
		e := names(key, comment, list)
		e.given = true
		return e
	}
	return []manifestEntry{
		text("RootModule", "Script module or binary module file associated with this manifest.", c.RootModule),
		text("ModuleVersion", "Version number of this module.", c.ModuleVersion),
		names("CompatiblePSEditions", "Supported PSEditions", c.CompatiblePSEditions),
		text("GUID", "ID used to uniquely identify this module", c.GUID),
		text("Author", "Author of this module", c.Author),
		text("CompanyName", "Company or vendor of this module", c.CompanyName),
		text("Copyright", "Copyright statement for this module", c.Copyright),
		text("Description", "Description of the functionality provided by this module", c.Description),
		text("PowerShellVersion", "Minimum version of the PowerShell engine required by this module", c.PowerShellVersion),
		text("PowerShellHostName", "Name of the PowerShell host required by this module", c.PowerShellHostName),
		text("PowerShellHostVersion", "Minimum version of the PowerShell host required by this module", c.PowerShellHostVersion),
		text("DotNetFrameworkVersion", "Minimum version of Microsoft .NET Framework required by this module."+desktop, c.DotNetFrameworkVersion),
		text("ClrVersion", "Minimum version of the common language runtime (CLR) required by this module."+desktop, c.CLRVersion),
		text("ProcessorArchitecture", "Processor architecture (None, X86, Amd64) required by this module", c.ProcessorArchitecture),
		modules("RequiredModules", "Modules that must be imported into the global environment prior to importing this module", c.RequiredModules),
		names("RequiredAssemblies", "Assemblies that must be loaded prior to importing this module", c.RequiredAssemblies),
		names("ScriptsToProcess", "Script files (.ps1) that are run in the caller's environment prior to importing this module.", c.ScriptsToProcess),
		names("TypesToProcess", "Type files (.ps1xml) to be loaded when importing this module", c.TypesToProcess),
		names("FormatsToProcess", "Format files (.ps1xml) to be loaded when importing this module", c.FormatsToProcess),
		modules("NestedModules", "Modules to import as nested modules of the module specified in RootModule/ModuleToProcess", c.NestedModules),
		exported("FunctionsToExport", "Functions"+best+"functions to export.", c.FunctionsToExport),
		exported("CmdletsToExport", "Cmdlets"+best+"cmdlets to export.", c.CmdletsToExport),
		names("VariablesToExport", "Variables to export from this module", c.VariablesToExport),
		exported("AliasesToExport", "Aliases"+best+"aliases to export.", c.AliasesToExport),
		names("DscResourcesToExport", "DSC resources to export from this module", c.DscResourcesToExport),
		modules("ModuleList", "List of all modules packaged with this module", c.ModuleList),
		names("FileList", "List of all files packaged with this module", c.FileList),
	}
}

// galleryEntries are those of PrivateData's PSData.
func (c *newModuleManifest) galleryEntries() []manifestEntry {
	accept := "$false"
	if c.RequireLicenseAcceptance {
		accept = "$true"
	}
	return []manifestEntry{
		{"Tags", "Tags applied to this module. These help with module discovery in online galleries.", quotedList(c.Tags), len(c.Tags) > 0},
		{"LicenseUri", "A URL to the license for this module.", quoted(c.LicenseURI), c.LicenseURI != ""},
		{"ProjectUri", "A URL to the main website for this project.", quoted(c.ProjectURI), c.ProjectURI != ""},
		{"IconUri", "A URL to an icon representing this module.", quoted(c.IconURI), c.IconURI != ""},
		{"ReleaseNotes", "ReleaseNotes of this module", quoted(c.ReleaseNotes), c.ReleaseNotes != ""},
		{"Prerelease", "Prerelease string of this module", quoted(c.Prerelease), c.Prerelease != ""},
		{"RequireLicenseAcceptance", "Flag to indicate whether the module requires explicit user acceptance for install/update/save", accept, bool(c.RequireLicenseAcceptance)},
		{"ExternalModuleDependencies", "External dependent modules of this module", quotedList(c.ExternalModuleDependencies), len(c.ExternalModuleDependencies) > 0},
	}
}

// today is the date in the culture's short form.
func today(inv object.Invoker) string {
	if v, err := object.InvokeMethod(inv, dotnet.Now(), "ToString", []any{"d"}); err == nil {
		return object.Text(inv, v)
	}
	return ""
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func quotedList(list []string) string {
	if len(list) == 0 {
		return "@()"
	}
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = quoted(s)
	}
	return strings.Join(texts, ", ")
}

// moduleSpecs are names, or tables of name and version.
func moduleSpecs(inv object.Invoker, list []any) string {
	if len(list) == 0 {
		return "@()"
	}
	texts := make([]string, len(list))
	for i, v := range list {
		d, ok := object.Unwrap(v).(object.Dictionary)
		if !ok {
			texts[i] = quoted(object.Text(inv, v))
			continue
		}
		var parts []string
		for k, x := range d.All() {
			parts = append(parts, object.Text(inv, k)+" = "+quoted(object.Text(inv, x)))
		}
		texts[i] = "@{" + strings.Join(parts, "; ") + "; }"
	}
	return "@(" + strings.Join(texts, ", \n               ") + ")"
}

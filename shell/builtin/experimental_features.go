package builtin

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// experimentalFeature is a System.Management.Automation.ExperimentalFeature.
type experimentalFeature struct {
	object.Instance
	Name, Description, Source string
	Enabled                   bool
	Attributes                []string
}

var experimentalFeatureType = presentation("System.Management.Automation", "ExperimentalFeature", experimentalFeature{})

// PSType is System.Management.Automation.ExperimentalFeature.
func (*experimentalFeature) PSType() *object.Type { return experimentalFeatureType }

// String is the type's name.
func (*experimentalFeature) String() string { return experimentalFeatureType.FullName() }

// features are the experimental features of PowerShell 7.6, in order of name. None changes what
// commands here do: they are kept on record as PowerShell keeps them.
var features = [][2]string{
	{"PSLoadAssemblyFromNativeCode", "Expose an API to allow assembly loading from native code"},
	{"PSProfileDSCResource", "DSC v3 resources for managing PowerShell profile."},
	{"PSSerializeJSONLongEnumAsNumber", "Serialize enums based on long or ulong as an numeric value rather than the string representation when using ConvertTo-Json."},
}

const configFile = "powershell.config.json"

// userConfig is the user's configuration, beside the profile; allConfig everybody's, beside the program.
func userConfig(rt cmdlet.Runtime) string {
	v, _ := rt.Session().Variable("PROFILE")
	return filepath.Join(filepath.Dir(object.Text(rt, v)), configFile)
}

func allConfig(rt cmdlet.Runtime) string {
	v, _ := rt.Session().Variable("PSHOME")
	return filepath.Join(object.Text(rt, v), configFile)
}

const featuresKey = "ExperimentalFeatures"

// readConfig reads a configuration with all its keys; one that is not there is empty.
func readConfig(path string) (map[string]any, []string, error) {
	table := map[string]any{}
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return table, nil, nil
	case err != nil:
		return nil, nil, err
	}
	if err := json.Unmarshal(b, &table); err != nil {
		return nil, nil, err
	}
	var names []string
	list, _ := table[featuresKey].([]any)
	for _, v := range list {
		if s, ok := v.(string); ok {
			names = append(names, s)
		}
	}
	return table, names, nil
}

// setFeature turns a feature on or off in a configuration.
func setFeature(path, name string, on bool) error {
	table, names, err := readConfig(path)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	switch {
	case on == (at >= 0):
		return nil
	case on:
		names = append(names, name)
	default:
		names = slices.Delete(names, at, at+1)
	}
	table[featuresKey] = append([]string{}, names...)
	b, err := json.MarshalIndent(table, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o600)
}

type featuresKept struct{}

// featuresOf are the session's features, as the configuration was when they were first asked for.
func featuresOf(rt cmdlet.Runtime) []*experimentalFeature {
	return rt.Session().Own(featuresKept{}, func() any {
		on := map[string]bool{}
		for _, path := range []string{allConfig(rt), userConfig(rt)} {
			_, names, _ := readConfig(path) // as PowerShell does: a configuration that cannot be read turns nothing on
			for _, n := range names {
				on[strings.ToLower(n)] = true
			}
		}
		var list []*experimentalFeature
		for _, f := range features {
			list = append(list, &experimentalFeature{Name: f[0], Description: f[1], Source: "PSEngine", Enabled: on[strings.ToLower(f[0])]})
		}
		return list
	}).([]*experimentalFeature)
}

// featureChoice are the parameters of Enable- and Disable-ExperimentalFeature.
type featureChoice struct {
	Name  []string `ps:"mandatory,position=0,byname" help:"Names or patterns."`
	Scope string   `ps:"" set:"AllUsers|CurrentUser" default:"CurrentUser" help:"For whom."`
}

// change turns features on or off for sessions to come.
func (c *featureChoice) change(rt cmdlet.Runtime, on bool) error {
	path, found := userConfig(rt), false
	if strings.EqualFold(c.Scope, "AllUsers") {
		path = allConfig(rt)
	}
	for _, f := range featuresOf(rt) {
		if !matches(f.Name, c.Name) {
			continue
		}
		found = true
		if ok, err := rt.ShouldProcess(f.Name, ""); err != nil || !ok {
			return err
		}
		if err := setFeature(path, f.Name, on); err != nil {
			return object.FromGo(dotnet.FileError(err, path))
		}
	}
	if found {
		return nil
	}
	// The name in PowerShell's text is the array's, formatted: its first element.
	e := object.Throw(object.ItemNotFoundType, "No experimental feature was found that matched the name '%s'.", c.Name[0])
	return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "ItemNotFoundException", Category: object.ObjectNotFound, Target: stringArray(c.Name)})
}

const featurePending = "Enabling and disabling experimental features do not take effect until next start of PowerShell."

func stringArray(list []string) any {
	items := make([]any, len(list))
	for i, s := range list {
		items[i] = s
	}
	return object.NewArrayOf(object.ArrayOf(object.StringType), items)
}

// presentation is a type of PowerShell's whose properties are a struct's fields.
func presentation(namespace, name string, sample any) *object.Type {
	t := object.Presentation(namespace, sample)
	t.Name = name
	return t
}

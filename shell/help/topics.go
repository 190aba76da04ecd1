package help

import (
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/object"
)

// Topic is a text about something that is no command: an about_ file of a module, or what
// Get-Help says when nothing is asked.
type Topic struct{ Name, Text string }

// suffix is what the names of topics' files end with.
const suffix = ".help.txt"

// Topics are those in the culture's folder below each of some folders.
func Topics(folders []string, culture string) []Topic {
	var list []Topic
	seen := map[string]bool{}
	for _, folder := range folders {
		for _, c := range []string{culture, "en-US"} {
			files, _ := filepath.Glob(filepath.Join(folder, c, "about_*"+suffix)) // the pattern is a good one
			for _, file := range files {
				name := strings.TrimSuffix(filepath.Base(file), suffix)
				text, err := os.ReadFile(file)
				if err != nil || seen[strings.ToLower(name)] {
					continue
				}
				seen[strings.ToLower(name)] = true
				list = append(list, Topic{Name: name, Text: strings.TrimPrefix(string(text), "\ufeff")})
			}
		}
	}
	return list
}

// Default is the topic of Get-Help itself.
func Default() Topic { return Topic{Name: "default", Text: defaultText} }

const defaultText = `TOPIC
    Help


SHORT DESCRIPTION
    Shows help about commands, functions and scripts.

LONG DESCRIPTION
    Get-Help tells what a command does, how it is called, and what its parameters are.

    Get-Help Get-Item               the command in short
    Get-Help Get-Item -Detailed     with its parameters and examples
    Get-Help Get-Item -Full         all there is
    Get-Help Get-Item -Examples     the examples
    Get-Help Get-Item -Parameter *  the parameters
    Get-Help *item*                 what has item in its name
    Get-Item -?                     the same as Get-Help Get-Item
    Get-Command -Module NAME        the commands of a module

    What stands in the comments of a function or script is its help:
    .SYNOPSIS, .DESCRIPTION, .PARAMETER, .EXAMPLE, .INPUTS, .OUTPUTS, .NOTES, .LINK.
`

// Page is the topic as Get-Help writes it: its text, with the properties that all pages have.
func (t Topic) Page() any {
	o := &object.PSObject{Base: t.Text}
	synopsis := ""
	if lines := strings.Split(t.Text, "\n"); len(lines) >= 5 {
		synopsis = strings.TrimSpace(lines[4])
	}
	for _, p := range []struct {
		name  string
		value any
	}{{"Name", t.Name}, {"Category", "HelpFile"}, {"Synopsis", synopsis}, {"Component", nil}, {"Role", nil}, {"Functionality", nil}} {
		addNote(o, p.name, p.value)
	}
	return o
}

// Alias is what a list says of an alias.
func Alias(name, target string) *object.Custom {
	o := typed([]string{"AliasHelpInfo", "HelpInfo"}, "Name", name)
	addCommon(o, name, "Alias", target, nil, nil, nil)
	return o
}

// Listed is one line of the table that Get-Help writes when several pages fit.
func Listed(name, category, module, synopsis string, page *object.Custom) *object.Custom {
	o := object.NewCustom(8)
	if page != nil {
		for n, v := range page.All() {
			o.Set(n, v)
		}
	}
	for _, p := range [][2]string{{"Name", name}, {"Category", category}, {"Synopsis", synopsis}, {"ModuleName", module}} {
		o.Set(p[0], p[1])
	}
	object.SetTypeNames(o, []string{"HelpInfoShort"})
	return o
}

// InView is a page for one of the views: "DetailedView", "FullView", "ExamplesView". The page itself stays as it is.
func InView(page *object.Custom, view string) *object.Custom {
	o := object.NewCustom(8)
	for n, v := range page.All() {
		o.Set(n, v)
	}
	var names []string
	for _, n := range object.TypeNames(page) {
		names = append(names, n+"#"+view)
	}
	object.SetTypeNames(o, append(names, object.TypeNames(page)...))
	return o
}

// Parameters are a page's parameters that fit one of the patterns.
func Parameters(inv object.Invoker, page *object.Custom, fits func(name string) bool) []any {
	list, _ := page.Get("parameters")
	all := read(inv, list, "parameter")
	elements, ok := object.Elements(all)
	if !ok && all != nil {
		elements = []any{all}
	}
	var out []any
	for _, p := range elements {
		if fits(object.Text(inv, read(inv, p, "name"))) {
			out = append(out, p)
		}
	}
	return out
}

// OnlineAddress is the address among a page's related links; empty: there is none.
func OnlineAddress(inv object.Invoker, page *object.Custom) string {
	links, _ := page.Get("relatedLinks")
	all := read(inv, links, "navigationLink")
	elements, ok := object.Elements(all)
	if !ok && all != nil {
		elements = []any{all}
	}
	for _, l := range elements {
		if uri := object.Text(inv, read(inv, l, "uri")); uri != "" {
			return uri
		}
	}
	return ""
}

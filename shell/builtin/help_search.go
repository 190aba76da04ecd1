package builtin

import (
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/help"
	"stagecoach/shell/object"
)

// foundHelp is one thing that there is help for.
type foundHelp struct {
	name, category, module string
	page                   *object.Custom // nil: text is the page
	text                   any
}

func (f foundHelp) listed() any {
	synopsis := object.Text(nil, propertyOf(f, "Synopsis"))
	return help.Listed(f.name, f.category, f.module, synopsis, f.page)
}

func propertyOf(f foundHelp, name string) any {
	if f.page != nil {
		v, _ := f.page.Get(name)
		return v
	}
	if o, ok := f.text.(*object.PSObject); ok {
		if m := o.Extension(true).Members.Find(name, false); m != nil {
			v, _ := m.Get(nil, o)
			return v
		}
	}
	return nil
}

// helpSearch looks for help.
type helpSearch struct {
	rt         cmdlet.Runtime
	categories []string
	aliases    map[string][]string // by what they mean, in lower case
}

// wanted tells whether help of a category is asked for.
func (h *helpSearch) wanted(category string) bool {
	return len(h.categories) == 0 || matches(category, h.categories) || matches("All", h.categories) ||
		matches("ScriptCommand", h.categories) && matches(category, []string{"Function", "Filter", "ExternalScript"})
}

// find finds what has the name; else what fits it as a pattern, or as a part of a name, or speaks of it.
func (h *helpSearch) find(name string) ([]foundHelp, error) {
	table := h.rt.Session().Commands()
	if !object.HasWildcard(name) {
		if info, ok := table.Find(name); ok {
			found, err := h.exact(info, 0)
			if found != nil || err != nil {
				return found, err
			}
		}
	}
	topics := help.Topics(h.folders(), h.rt.Culture().Name)
	if !object.HasWildcard(name) {
		for _, t := range topics {
			if strings.EqualFold(t.Name, name) && h.wanted("HelpFile") {
				return []foundHelp{topicHelp(t)}, nil
			}
		}
	}
	pattern := name
	if !object.HasWildcard(name) {
		pattern = "*" + name + "*"
	}
	fits := func(text string) bool { return matches(text, []string{pattern}) }
	found, err := h.search(topics, func(info cmdlet.CommandInfo) bool { return fits(info.Name) }, func(t help.Topic) bool { return fits(t.Name) })
	if len(found) > 0 || err != nil || object.HasWildcard(name) {
		return found, err
	}
	return h.search(topics, func(info cmdlet.CommandInfo) bool { return fits(h.said(info)) }, func(t help.Topic) bool { return fits(t.Text) })
}

// deepestForward ends help that sends from one command to the next.
const deepestForward = 10

// exact is the help of one command.
func (h *helpSearch) exact(info cmdlet.CommandInfo, depth int) ([]foundHelp, error) {
	if info.Kind == "Alias" {
		target, ok := h.rt.Session().Commands().Find(info.Definition)
		if !ok || depth > deepestForward {
			return nil, nil
		}
		if len(h.categories) > 0 && matches("Alias", h.categories) {
			return []foundHelp{h.alias(info)}, nil
		}
		return h.exact(target, depth+1)
	}
	if !h.wanted(info.Kind) {
		return nil, nil
	}
	f, forward, err := h.command(info)
	if err != nil || f == nil {
		return nil, err
	}
	if forward != "" && depth <= deepestForward {
		if target, ok := h.rt.Session().Commands().Find(forward); ok {
			return h.exact(target, depth+1)
		}
	}
	return []foundHelp{*f}, nil
}

// command is a command's help; forward names the command whose help it says to show instead.
func (h *helpSearch) command(info cmdlet.CommandInfo) (f *foundHelp, forward string, err error) {
	if info.Info == nil || info.Kind == "Application" {
		return nil, "", nil
	}
	r := eval.RunningOf(h.rt)
	name := info.Name
	if info.Kind == "ExternalScript" {
		name = info.Definition
	}
	c := help.Command{Name: name, Category: info.Kind, Module: info.Module, Info: info.Info, Aliases: h.aliasesOf(info.Name)}
	c.Comment, c.Default = r.Comments(info)
	f = &foundHelp{name: name, category: info.Kind, module: info.Module}
	if c.Comment != nil {
		if target := c.Comment.ForwardHelpTargetName; target != "" {
			if strings.EqualFold(target, info.Name) {
				return nil, "", object.Throw(object.PSInvalidOperationType, "ForwardHelpTargetName cannot refer to the function itself.")
			}
			forward = target
		}
		if f.page, err = fromFile(c, c.Comment.ExternalHelp, commentFolder(h.rt, info)); f.page != nil || err != nil {
			return f, forward, err
		}
	}
	if f.page = c.Page(); f.page != nil {
		return f, forward, nil
	}
	if m := r.ModuleOf(info); m != nil && m.Path != "" {
		for _, file := range []string{m.Name + "-Help.xml", filepath.Base(m.CodePath()) + "-Help.xml"} {
			if f.page, err = fromFile(c, file, filepath.Dir(m.Path)); f.page != nil || err != nil {
				return f, forward, err
			}
		}
	}
	if info.Kind == "ExternalScript" {
		f.text = c.Syntax()
		return f, forward, nil
	}
	f.page = c.Bare()
	return f, forward, nil
}

// commentFolder is where the file of a command is, which its comments' paths start from.
func commentFolder(rt cmdlet.Runtime, info cmdlet.CommandInfo) string {
	if info.Kind == "ExternalScript" {
		return filepath.Dir(info.Definition)
	}
	if m := eval.RunningOf(rt).ModuleOf(info); m != nil && m.Path != "" {
		return filepath.Dir(m.Path)
	}
	return rt.Session().Location()
}

// fromFile is the page that a MAML file has for a command: the file beside the command's own, or in a culture's folder there.
func fromFile(c help.Command, name, folder string) (*object.Custom, error) {
	if name == "" {
		return nil, nil
	}
	candidates := []string{name}
	if !filepath.IsAbs(name) {
		candidates = []string{filepath.Join(folder, "en-US", name), filepath.Join(folder, name)}
	}
	for _, path := range candidates {
		file, err := os.Open(path)
		if err != nil {
			continue
		}
		page, err := c.FromFile(file)
		file.Close()
		if err != nil {
			e := object.Throw(object.RuntimeExceptionType, "The Help file \"%s\" is not a valid xml document. Details: %s.", path, err.Error())
			return nil, &object.ErrorRecord{Exception: e, ID: "HelpFileNotValid", Category: object.InvalidData}
		}
		return page, nil
	}
	return nil, nil
}

func (h *helpSearch) aliasesOf(command string) []string {
	if h.aliases == nil {
		h.aliases = map[string][]string{}
		for _, a := range eval.RunningOf(h.rt).Session.Aliases() {
			key := strings.ToLower(a.Target)
			h.aliases[key] = append(h.aliases[key], a.Name)
		}
	}
	return h.aliases[strings.ToLower(command)]
}

func (h *helpSearch) alias(info cmdlet.CommandInfo) foundHelp {
	return foundHelp{name: info.Name, category: "Alias", module: info.Module, page: help.Alias(info.Name, info.Definition)}
}

func topicHelp(t help.Topic) foundHelp {
	return foundHelp{name: t.Name, category: "HelpFile", text: t.Page()}
}

// folders are those that may have topics: modules'.
func (h *helpSearch) folders() []string {
	var folders []string
	for _, m := range eval.RunningOf(h.rt).AvailableModules() {
		folders = append(folders, filepath.Dir(m.Path))
	}
	return folders
}

// search lists all help that fits: aliases, functions and scripts, cmdlets, topics.
func (h *helpSearch) search(topics []help.Topic, fits func(cmdlet.CommandInfo) bool, fitting func(help.Topic) bool) ([]foundHelp, error) {
	var found []foundHelp
	all := h.rt.Session().Commands().All()
	for _, kinds := range [][]string{{"Alias"}, {"Function", "Filter", "ExternalScript"}, {"Cmdlet"}} {
		for _, info := range all {
			if !matches(info.Kind, kinds) || !h.wanted(info.Kind) || !fits(info) {
				continue
			}
			if info.Kind == "Alias" {
				found = append(found, h.alias(info))
				continue
			}
			f, _, err := h.command(info)
			if err != nil {
				return nil, err
			}
			if f != nil {
				found = append(found, *f)
			}
		}
	}
	for _, t := range topics {
		if h.wanted("HelpFile") && fitting(t) {
			found = append(found, topicHelp(t))
		}
	}
	return found, nil
}

// said is what somebody wrote of a command in short and at length.
func (h *helpSearch) said(info cmdlet.CommandInfo) string {
	switch info.Kind {
	case "Function", "Filter", "ExternalScript":
		if c, _ := eval.RunningOf(h.rt).Comments(info); c != nil {
			return c.Synopsis + "\n" + c.Description
		}
	case "Cmdlet":
		return info.Info.Options.Synopsis + "\n" + info.Info.Options.Description
	}
	return ""
}

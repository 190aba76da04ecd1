package builtin

import (
	"context"
	"os/exec"
	"runtime"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/help"
	"stagecoach/shell/object"
)

type getHelp struct {
	Name          string        `ps:"position=0,byname" notempty:"true" help:"The command or topic."`
	Path          string        `ps:"" help:"Where a provider's own help of a command would be for; there is none."`
	Category      []string      `ps:"" set:"Alias|Cmdlet|Provider|General|FAQ|Glossary|HelpFile|ScriptCommand|Function|Filter|ExternalScript|All|DefaultHelp|DscResource|Class|Configuration" help:"Only help for these."`
	Full          cmdlet.Switch `ps:"set=AllUsersView" help:"All there is."`
	Detailed      cmdlet.Switch `ps:"set=DetailedView,mandatory" help:"With the parameters and examples."`
	Examples      cmdlet.Switch `ps:"set=Examples,mandatory" help:"The examples."`
	Parameter     []string      `ps:"set=Parameters,mandatory" help:"Only these parameters."`
	Component     []string      `ps:"" help:"Only what is of one of these components."`
	Functionality []string      `ps:"" help:"Only what has one of these functionalities."`
	Role          []string      `ps:"" help:"Only what is for one of these roles."`
	Online        cmdlet.Switch `ps:"set=Online,mandatory" help:"Opens the address of the help in a browser."`
}

func getHelpCmdlet() *cmdlet.Definition {
	return define(core, "Get-Help", func() cmdlet.Cmdlet { return &getHelp{} }, cmdlet.Options{DefaultParameterSet: "AllUsersView",
		Synopsis: "Displays information about PowerShell commands and concepts."})
}

// Process writes the page of what is asked for, or a list where several fit.
func (c *getHelp) Process(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.Name == "" {
		return rt.WriteObject(help.Default().Page())
	}
	search := &helpSearch{rt: rt, categories: c.Category}
	found, err := search.find(c.Name)
	if err != nil {
		return err
	}
	var fitting []foundHelp
	for _, f := range found {
		if c.fits(rt, f) {
			fitting = append(fitting, f)
		}
	}
	switch {
	case len(fitting) == 1:
		return c.write(rt, fitting[0])
	case len(fitting) == 0 && object.HasWildcard(c.Name):
		return nil
	case len(fitting) == 0:
		e := object.Throw(helpNotFoundType, "Get-Help could not find %s in a help file in this session. To download updated help topics type: \"Update-Help\". To get help online, search for the help topic in the TechNet library at https://go.microsoft.com/fwlink/?LinkID=107116.", c.Name)
		return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "HelpNotFound", Category: object.ResourceUnavailable})
	case bool(c.Online):
		return object.Throw(object.PSInvalidOperationType, "Multiple Help topics were found. Use only one Help topic with the -%s option.", "Online")
	}
	for _, f := range fitting {
		if c.Parameter != nil && (f.page == nil || len(help.Parameters(rt, f.page, c.wants)) == 0) {
			continue
		}
		if err := rt.WriteObject(f.listed()); err != nil {
			return err
		}
	}
	return nil
}

var helpNotFoundType = &object.Type{Name: "HelpNotFoundException", Namespace: "Microsoft.PowerShell.Commands", Assembly: "System.Management.Automation", Base: object.SystemExceptionType}

// aboutCommands are the categories whose help has parameters, components, roles and functionalities.
var aboutCommands = []string{"Alias", "Cmdlet", "ExternalScript", "Filter", "Function", "ScriptCommand", "All"}

// check refuses what the categories asked for do not have.
func (c *getHelp) check() error {
	for _, category := range c.Category {
		if matches(category, aboutCommands) {
			return nil
		}
	}
	for _, given := range []struct {
		name string
		is   bool
	}{{"Parameter", c.Parameter != nil}, {"Component", c.Component != nil}, {"Role", c.Role != nil}, {"Functionality", c.Functionality != nil}} {
		if given.is && len(c.Category) > 0 {
			return object.ThrowArgument(object.PSArgumentType, given.name, "%s is not supported by the requested Help category.", "-"+given.name)
		}
	}
	return nil
}

// fits applies -Component, -Role and -Functionality.
func (c *getHelp) fits(inv object.Invoker, f foundHelp) bool {
	for _, filter := range []struct {
		name     string
		patterns []string
	}{{"Component", c.Component}, {"Role", c.Role}, {"Functionality", c.Functionality}} {
		if filter.patterns == nil {
			continue
		}
		if f.page == nil {
			return false
		}
		v, _ := f.page.Get(filter.name)
		if v == nil || !matches(object.Text(inv, v), filter.patterns) {
			return false
		}
	}
	return true
}

func (c *getHelp) wants(name string) bool { return matches(name, c.Parameter) }

// write writes the one page there is, as it was asked for.
func (c *getHelp) write(rt cmdlet.Runtime, f foundHelp) error {
	switch {
	case bool(c.Online):
		return c.open(rt, f)
	case c.Parameter != nil:
		return c.parameters(rt, f)
	case f.page == nil:
		return rt.WriteObject(f.text)
	case bool(c.Full):
		return rt.WriteObject(help.InView(f.page, "FullView"))
	case bool(c.Detailed):
		return rt.WriteObject(help.InView(f.page, "DetailedView"))
	case bool(c.Examples):
		return rt.WriteObject(help.InView(f.page, "ExamplesView"))
	}
	return rt.WriteObject(f.page)
}

func (c *getHelp) parameters(rt cmdlet.Runtime, f foundHelp) error {
	var list []any
	if f.page != nil {
		for _, pattern := range c.Parameter {
			list = append(list, help.Parameters(rt, f.page, func(name string) bool { return matches(name, []string{pattern}) })...)
		}
	}
	if list == nil {
		e := object.ThrowArgument(object.PSArgumentType, "Parameter", "No parameter matches criteria %s.", strings.Join(c.Parameter, " "))
		return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "NoParmsFound", Category: object.InvalidArgument, Target: f.name})
	}
	for _, p := range list {
		if err := rt.WriteObject(p); err != nil {
			return err
		}
	}
	return nil
}

// open shows the page's address in a browser.
func (c *getHelp) open(rt cmdlet.Runtime, f foundHelp) error {
	address := ""
	if f.page != nil {
		address = help.OnlineAddress(rt, f.page)
	}
	if address == "" {
		return object.Throw(object.PSInvalidOperationType, "The online version of this Help topic cannot be displayed because the Internet address (URI) of the Help topic is not specified in the command code or in the help file for the command.")
	}
	scheme, _, _ := strings.Cut(address, ":")
	if !matches(scheme, []string{"http", "https"}) {
		return object.Throw(object.PSInvalidOperationType, "The protocol specified in the Uri \"%s\" is not supported. Only \"%s\" and \"%s\" protocols are supported.", address, "http", "https")
	}
	if err := rt.WriteVerbose("Help URI: " + address); err != nil {
		return err
	}
	opener := map[string]string{"darwin": "open", "windows": "explorer"}[runtime.GOOS]
	if opener == "" {
		opener = "xdg-open"
	}
	if err := exec.Command(opener, address).Start(); err != nil {
		return object.Throw(object.PSInvalidOperationType, "Starting a browser to display online Help failed. No program or browser is associated to open the URI %s.", address)
	}
	return nil
}

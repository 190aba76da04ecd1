package management

import (
	"context"
	"os"
	"strings"
	"sync"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

// here is the current location as an object.
func here(rt cmdlet.Runtime) any {
	if v, ok := rt.Session().Variable("PWD"); ok {
		return v
	}
	return rt.Session().Location()
}

type getLocation struct {
	PSProvider []string      `ps:"set=Location,byname" help:"Of these providers."`
	PSDrive    []string      `ps:"set=Location,byname" help:"Of these drives."`
	Stack      cmdlet.Switch `ps:"set=Stack" help:"The locations pushed."`
	StackName  []string      `ps:"set=Stack,byname" help:"The names of the stacks."`

	stacks *locationStacks
}

func getLocationCmdlet(s *locationStacks) *cmdlet.Definition {
	return define("Get-Location", func() cmdlet.Cmdlet { return &getLocation{stacks: s} }, cmdlet.Options{
		DefaultParameterSet: "Location", Aliases: []string{"gl", "pwd"}, Synopsis: "Gets the current location.", Outputs: []string{"System.Management.Automation.PathInfo"}})
}

// Process writes the location.
func (c *getLocation) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() != "Stack" {
		return rt.WriteObject(here(rt))
	}
	names := c.StackName
	if len(names) == 0 {
		names = []string{""}
	}
	for _, n := range names {
		for _, v := range c.stacks.list(n) {
			if err := rt.WriteObject(v.shown); err != nil {
				return err
			}
		}
	}
	return nil
}

// locationStacks are the locations that were pushed.
type locationStacks struct {
	lock   sync.Mutex
	byName map[string][]pushed
}

type pushed struct {
	path  string
	shown any
}

func (s *locationStacks) push(name string, p pushed) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.byName == nil {
		s.byName = map[string][]pushed{}
	}
	key := strings.ToLower(name)
	s.byName[key] = append(s.byName[key], p)
}

func (s *locationStacks) pop(name string) (p pushed, ok bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	key := strings.ToLower(name)
	list := s.byName[key]
	if len(list) == 0 {
		return p, false
	}
	s.byName[key] = list[:len(list)-1]
	return list[len(list)-1], true
}

// list is a stack, the last pushed first.
func (s *locationStacks) list(name string) []pushed {
	s.lock.Lock()
	defer s.lock.Unlock()
	list := s.byName[strings.ToLower(name)]
	out := make([]pushed, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		out = append(out, list[i])
	}
	return out
}

// goTo changes the location to a folder that a path names.
func goTo(rt cmdlet.Runtime, path string, literal bool) error {
	path = withoutProvider(path)
	found, err := paths.Expand(rt, path, literal, true)
	if err != nil {
		return err
	}
	switch {
	case len(found) == 0:
		e := thrown("System.Management.Automation.ItemNotFoundException", "Cannot find path '%s' because it does not exist.", path)
		return rt.WriteError(failed(e, "PathNotFound", object.ObjectNotFound, path))
	case len(found) > 1:
		e := object.ThrowArgument(object.ArgumentExceptionType, "path", "Cannot process argument because the path '%s' resolved to more than one container. Only one location can be set at a time.", path)
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, path))
	case !paths.Exists(found[0]):
		if literal {
			found[0] = path
		}
		return rt.WriteError(paths.NotFound(found[0]))
	}
	if s, err := os.Stat(found[0]); err == nil && !s.IsDir() {
		e := object.ThrowArgument(object.ArgumentExceptionType, "path", "Cannot find path '%s' because it does not exist.", found[0])
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, found[0]))
	}
	return rt.Session().SetLocation(found[0])
}

type setLocation struct {
	Path        cmdlet.Opt[string] `ps:"set=Path,position=0,pipeline,byname" help:"The folder."`
	LiteralPath cmdlet.Opt[string] `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The folder; no character is a wildcard."`
	PassThru    cmdlet.Switch      `ps:"" help:"Writes the new location."`
	StackName   string             `ps:"set=Stack,byname" help:"Makes this stack the current one."`

	trail *trail
}

// trail is where Set-Location has been: - goes back, + forward again.
type trail struct {
	lock          sync.Mutex
	back, forward []string
}

// maxTrail is how many places are remembered.
const maxTrail = 20

func (t *trail) step(rt cmdlet.Runtime, from, to *[]string) (string, bool) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if len(*from) == 0 {
		return "", false
	}
	p := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, rt.Session().Location())
	return p, true
}

func (t *trail) left(location string) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.back, t.forward = append(t.back, location), nil
	if len(t.back) > maxTrail {
		t.back = t.back[1:]
	}
}

func setLocationCmdlet(t *trail) *cmdlet.Definition {
	return define("Set-Location", func() cmdlet.Cmdlet { return &setLocation{trail: t} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"sl", "cd", "chdir"}, Synopsis: "Changes the current location."})
}

// Process changes the location.
func (c *setLocation) Process(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.change(rt); err != nil || !bool(c.PassThru) {
		return err
	}
	return rt.WriteObject(here(rt))
}

func (c *setLocation) change(rt cmdlet.Runtime) error {
	if c.LiteralPath.Given {
		return c.remember(rt, func() error { return goTo(rt, c.LiteralPath.Value, true) })
	}
	path := c.Path.Value
	switch {
	case !c.Path.Given || path == "":
		if rt.ParameterSet() == "Stack" {
			return nil
		}
		path = "~"
	case path == "-", path == "+":
		from, to, why := &c.trail.back, &c.trail.forward, "There is no location history left to navigate backwards."
		if path == "+" {
			from, to, why = to, from, "There is no location history left to navigate forwards."
		}
		p, ok := c.trail.step(rt, from, to)
		if !ok {
			return rt.WriteError(failed(object.Throw(object.InvalidOperationType, "%s", why), "InvalidOperation", object.InvalidOperation, nil))
		}
		return rt.Session().SetLocation(p)
	}
	return c.remember(rt, func() error { return goTo(rt, path, false) })
}

func (c *setLocation) remember(rt cmdlet.Runtime, change func() error) error {
	before := rt.Session().Location()
	if err := change(); err != nil {
		return err
	}
	if rt.Session().Location() != before {
		c.trail.left(before)
	}
	return nil
}

type pushLocation struct {
	Path        cmdlet.Opt[string] `ps:"set=Path,position=0,pipeline,byname" help:"The folder to go to."`
	LiteralPath cmdlet.Opt[string] `ps:"set=LiteralPath,byname,alias=PSPath|LP" help:"The folder to go to; no character is a wildcard."`
	PassThru    cmdlet.Switch      `ps:"" help:"Writes the new location."`
	StackName   string             `ps:"byname" help:"The stack."`

	stacks *locationStacks
}

func pushLocationCmdlet(s *locationStacks) *cmdlet.Definition {
	return define("Push-Location", func() cmdlet.Cmdlet { return &pushLocation{stacks: s} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"pushd"}, Synopsis: "Remembers the current location and goes to another."})
}

// Process pushes the location.
func (c *pushLocation) Process(_ context.Context, rt cmdlet.Runtime) error {
	before := pushed{rt.Session().Location(), here(rt)}
	path, literal := c.Path, false
	if c.LiteralPath.Given {
		path, literal = c.LiteralPath, true
	}
	if path.Given {
		if err := goTo(rt, path.Value, literal); err != nil {
			return err
		}
	}
	c.stacks.push(c.StackName, before)
	if c.PassThru {
		return rt.WriteObject(here(rt))
	}
	return nil
}

type popLocation struct {
	PassThru  cmdlet.Switch `ps:"" help:"Writes the new location."`
	StackName string        `ps:"byname" help:"The stack."`

	stacks *locationStacks
}

func popLocationCmdlet(s *locationStacks) *cmdlet.Definition {
	return define("Pop-Location", func() cmdlet.Cmdlet { return &popLocation{stacks: s} }, cmdlet.Options{
		Aliases: []string{"popd"}, Synopsis: "Goes back to the location pushed last."})
}

// Process pops a location.
func (c *popLocation) Process(_ context.Context, rt cmdlet.Runtime) error {
	p, ok := c.stacks.pop(c.StackName)
	if !ok {
		if c.StackName == "" {
			return nil
		}
		e := object.ThrowArgument(object.ArgumentExceptionType, "stackName", "Cannot find location stack '%s'. It does not exist or it is not a container.", c.StackName)
		return rt.WriteError(failed(e, "Argument", object.InvalidArgument, c.StackName))
	}
	if err := rt.Session().SetLocation(p.path); err != nil {
		return err
	}
	if c.PassThru {
		return rt.WriteObject(here(rt))
	}
	return nil
}

package management

import (
	"cmp"
	"context"
	"os"
	"strings"
	"sync"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

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
	switch {
	case rt.ParameterSet() == "Stack":
		return c.pushed(rt)
	case len(c.PSDrive) > 0:
		for _, name := range c.PSDrive {
			if err := c.ofDrive(rt, name); err != nil {
				return err
			}
		}
		return nil
	case len(c.PSProvider) > 0:
		for _, name := range c.PSProvider {
			if err := c.ofProvider(rt, name); err != nil {
				return err
			}
		}
		return nil
	}
	return rt.WriteObject(rt.Session().Here())
}

func (c *getLocation) pushed(rt cmdlet.Runtime) error {
	names := c.StackName
	if len(names) == 0 {
		names = []string{""}
	}
	for _, n := range names {
		v, ok := c.stacks.shown(rt, n)
		if !ok {
			if err := rt.WriteError(noStack(n)); err != nil {
				return err
			}
			continue
		}
		if err := rt.WriteObject(v); err != nil {
			return err
		}
	}
	return nil
}

func noStack(name string) *object.ErrorRecord {
	e := object.ThrowArgument(object.PSArgumentType, "stackName", "Cannot find location stack '%s'. It does not exist or it is not a container.", name)
	return failed(e, "Argument", object.InvalidArgument, nil)
}

func (c *getLocation) ofDrive(rt cmdlet.Runtime, name string) error {
	found, err := drivesNamed(rt, name, c.PSProvider, "")
	if err != nil {
		return err
	}
	if len(found) == 0 && !object.HasWildcard(name) {
		return rt.WriteError(failed(driveNotFound(name), "GetLocationNoMatchingDrive", object.ObjectNotFound, name))
	}
	for _, d := range found {
		if err := rt.WriteObject(&cmdlet.PathInfo{Drive: d, At: whereIn(d)}); err != nil {
			return err
		}
	}
	return nil
}

// whereIn is where the user was last in a drive.
func whereIn(d *cmdlet.Drive) string {
	if d.Location == "" {
		return d.Root
	}
	return d.Location
}

func (c *getLocation) ofProvider(rt cmdlet.Runtime, name string) error {
	matched := false
	for _, p := range rt.Session().Providers() {
		if ok, err := providerFits(p, name); err != nil {
			return err
		} else if !ok {
			continue
		}
		matched = true
		at := rt.Session().Here()
		if at.Drive.Information != p {
			at = nil
			if p.Provider == nil {
				at, _ = rt.Session().Locate("FileSystem::"+rt.Session().Location(), true)
				at.Qualified = ""
			} else if drives := p.Drives(); len(drives) > 0 {
				at = &cmdlet.PathInfo{Drive: drives[0], At: whereIn(drives[0])}
			}
		}
		if at == nil {
			continue
		}
		if err := rt.WriteObject(at); err != nil {
			return err
		}
	}
	if !matched && !object.HasWildcard(name) {
		return rt.WriteError(failed(providerNotFound(name), "GetLocationNoMatchingProvider", object.ObjectNotFound, name))
	}
	return nil
}

// locationStacks are the locations that were pushed; current is the stack that
// is meant when none is named.
type locationStacks struct {
	lock    sync.Mutex
	byName  map[string][]*cmdlet.PathInfo
	current string
}

func (s *locationStacks) key(name string) string {
	if name == "" {
		name = s.current
	}
	return strings.ToLower(name)
}

// use makes a stack the current one; one that does not exist is refused.
func (s *locationStacks) use(name string) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	if name == "" || strings.EqualFold(name, "default") {
		s.current = ""
		return true
	}
	if len(s.byName[strings.ToLower(name)]) == 0 {
		return false
	}
	s.current = name
	return true
}

func (s *locationStacks) push(name string, p *cmdlet.PathInfo) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.byName == nil {
		s.byName = map[string][]*cmdlet.PathInfo{}
	}
	key := s.key(name)
	s.byName[key] = append(s.byName[key], p)
}

func (s *locationStacks) pop(name string) (p *cmdlet.PathInfo, ok bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	key := s.key(name)
	list := s.byName[key]
	if len(list) == 0 {
		return p, false
	}
	s.byName[key] = list[:len(list)-1]
	return list[len(list)-1], true
}

// pathInfoStackType is a System.Collections.Generic.Stack of PathInfo with a name.
func pathInfoStackType(rt cmdlet.Runtime) *object.Type {
	base, err := rt.FindType("System.Collections.Generic.Stack[System.Management.Automation.PathInfo]")
	if err != nil {
		base = object.ObjectType
	}
	return &object.Type{Name: "PathInfoStack", Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: base}
}

// shown is a copy of a stack, the last pushed first; the default stack is there even when
// nothing was pushed.
func (s *locationStacks) shown(rt cmdlet.Runtime, name string) (any, bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	list := s.byName[s.key(name)]
	if len(list) == 0 && name != "" && !strings.EqualFold(name, "default") {
		return nil, false
	}
	out := &dotnet.List{Type: pathInfoStackType(rt), Elem: cmdlet.PathInfoType}
	if name == "" {
		name = cmp.Or(s.current, "default")
	}
	note(&out.Instance.Extension(true).Members, "Name", object.StringType, name)
	for i := len(list) - 1; i >= 0; i-- {
		out.Items = append(out.Items, list[i])
	}
	return out, true
}

// goTo changes the location to the container that a path names.
func goTo(rt cmdlet.Runtime, path string, literal bool) error {
	at, ok, err := locate(rt, path, true)
	if err != nil || !ok {
		return err
	}
	if !at.Drive.Files() {
		if at.At != "" {
			return rt.WriteError(paths.NotFound(at.Drive.Path(at.At)))
		}
		rt.Session().GoTo(at.Drive, "")
		return nil
	}
	if !literal && object.HasWildcard(path) {
		found, err := paths.Expand(rt, path, false, true)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return rt.WriteError(paths.NotFound(path))
		case len(found) > 1:
			e := object.ThrowArgument(object.PSArgumentType, "path", "Cannot set the location because path '%s' resolved to multiple containers. You can only set the location to a single container at a time.", path)
			return rt.WriteError(failed(e, "Argument", object.InvalidArgument, nil))
		}
		at.At = found[0]
	}
	switch info, err := os.Stat(at.At); {
	case err != nil && literal:
		return rt.WriteError(paths.NotFound(path))
	case err != nil:
		return rt.WriteError(paths.NotFound(at.Drive.Path(at.At)))
	case !info.IsDir():
		return rt.WriteError(paths.NotFound(path))
	}
	rt.Session().GoTo(at.Drive, at.At)
	return nil
}

type setLocation struct {
	Path        cmdlet.Opt[string] `ps:"set=Path,position=0,pipeline,byname" help:"The folder."`
	LiteralPath cmdlet.Opt[string] `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The folder; no character is a wildcard."`
	PassThru    cmdlet.Switch      `ps:"" help:"Writes the new location."`
	StackName   string             `ps:"set=Stack,byname" help:"Makes this stack the current one."`

	trail  *trail
	stacks *locationStacks
}

// trail is where Set-Location has been: - goes back, + forward again.
type trail struct {
	lock          sync.Mutex
	back, forward []*cmdlet.PathInfo
}

// maxTrail is how many places are remembered.
const maxTrail = 20

func (t *trail) step(rt cmdlet.Runtime, from, to *[]*cmdlet.PathInfo) (*cmdlet.PathInfo, bool) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if len(*from) == 0 {
		return nil, false
	}
	p := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, rt.Session().Here())
	return p, true
}

func (t *trail) left(location *cmdlet.PathInfo) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.back, t.forward = append(t.back, location), nil
	if len(t.back) > maxTrail {
		t.back = t.back[1:]
	}
}

func setLocationCmdlet(t *trail, s *locationStacks) *cmdlet.Definition {
	return define("Set-Location", func() cmdlet.Cmdlet { return &setLocation{trail: t, stacks: s} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"sl", "cd", "chdir"}, Synopsis: "Changes the current location."})
}

// Process changes the location.
func (c *setLocation) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() == "Stack" {
		if !c.stacks.use(c.StackName) {
			e := thrown("System.Management.Automation.ItemNotFoundException", "Cannot find path '%s' because it does not exist.", c.StackName)
			return rt.WriteError(failed(e, "StackNotFound", object.ObjectNotFound, c.StackName))
		}
		if c.PassThru {
			v, _ := c.stacks.shown(rt, "")
			return rt.WriteObject(v)
		}
		return nil
	}
	if err := c.change(rt); err != nil || !bool(c.PassThru) {
		return err
	}
	return rt.WriteObject(rt.Session().Here())
}

func (c *setLocation) change(rt cmdlet.Runtime) error {
	if c.LiteralPath.Given {
		return c.remember(rt, func() error { return goTo(rt, c.LiteralPath.Value, true) })
	}
	path := c.Path.Value
	switch {
	case !c.Path.Given || path == "":
		path = homePath(rt)
	case path == "-", path == "+":
		from, to, why := &c.trail.back, &c.trail.forward, "There is no location history left to navigate backwards."
		if path == "+" {
			from, to, why = to, from, "There is no location history left to navigate forwards."
		}
		p, ok := c.trail.step(rt, from, to)
		if !ok {
			return object.Throw(object.InvalidOperationType, "%s", why)
		}
		rt.Session().GoTo(p.Drive, p.At)
		return nil
	}
	return c.remember(rt, func() error { return goTo(rt, path, false) })
}

// homePath is where Set-Location goes without a path: the file system's home, from every drive.
func homePath(rt cmdlet.Runtime) string {
	for _, p := range rt.Session().Providers() {
		if p.Provider == nil && p.Home != "" {
			return p.Home
		}
	}
	return "~"
}

// remember keeps where the user was, also when there is no way on.
func (c *setLocation) remember(rt cmdlet.Runtime, change func() error) error {
	c.trail.left(rt.Session().Here())
	return change()
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
	before := rt.Session().Here()
	path, literal := c.Path, false
	if c.LiteralPath.Given {
		path, literal = c.LiteralPath, true
	}
	c.stacks.push(c.StackName, before)
	if path.Given {
		if err := goTo(rt, path.Value, literal); err != nil {
			return err
		}
	}
	if c.PassThru {
		return rt.WriteObject(rt.Session().Here())
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
		return rt.WriteError(noStack(c.StackName))
	}
	rt.Session().GoTo(p.Drive, p.At)
	if c.PassThru {
		return rt.WriteObject(rt.Session().Here())
	}
	return nil
}

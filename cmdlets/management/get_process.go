package management

import (
	"context"
	"errors"
	"strconv"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getProcess struct {
	Name            []string          `ps:"set=Name,position=0,byname,alias=ProcessName;set=NameWithUserName,position=0,byname" notempty:"true" help:"The names; wildcards are allowed."`
	Id              []int32           `ps:"set=Id,mandatory,byname,alias=PID;set=IdWithUserName,mandatory,byname" help:"The numbers."`
	InputObject     []*dotnet.Process `ps:"set=InputObject,mandatory,pipeline;set=InputObjectWithUserName,mandatory,pipeline" help:"Processes, looked at anew."`
	Module          cmdlet.Switch     `ps:"set=Name;set=Id;set=InputObject" help:"The files that the processes run code of."`
	FileVersionInfo cmdlet.Switch     `ps:"set=Name;set=Id;set=InputObject,alias=FV|FVI" help:"What the programs' files say of their version."`
	IncludeUserName cmdlet.Switch     `ps:"set=NameWithUserName,mandatory;set=IdWithUserName,mandatory;set=InputObjectWithUserName,mandatory" help:"Tells whose the processes are."`
}

func getProcessCmdlet() *cmdlet.Definition {
	return define("Get-Process", func() cmdlet.Cmdlet { return &getProcess{} }, cmdlet.Options{
		DefaultParameterSet: "Name", Aliases: []string{"gps"}, Synopsis: "Lists what runs on this machine.", Outputs: []string{"System.Diagnostics.Process"}})
}

// Process writes the processes.
func (c *getProcess) Process(_ context.Context, rt cmdlet.Runtime) error {
	return eachProcess(rt, c.Name, c.Id, c.InputObject, func(p *dotnet.Process) error {
		if c.IncludeUserName {
			p.User = p.Owner()
		}
		if c.Module || c.FileVersionInfo {
			return c.files(rt, p)
		}
		return rt.WriteObject(p)
	})
}

// files writes the files that a process runs code of, or what is known of their version; of the
// latter alone the program's only.
func (c *getProcess) files(rt cmdlet.Runtime, p *dotnet.Process) error {
	list, err := p.Modules()
	if err != nil {
		what, id := "modules", "CouldNotEnumerateModules"
		switch {
		case bool(c.Module && c.FileVersionInfo):
			what, id = "modules and the file version information", "CouldNotEnumerateModuleFileVer"
		case bool(c.FileVersionInfo):
			what, id = "file version information", "CouldNotEnumerateFileVer"
		}
		e := object.Throw(processExceptionType, `Cannot enumerate the %s of the "%s" process.`, what, p.Name)
		return rt.WriteError(failed(e, id, object.PermissionDenied, p))
	}
	if !c.Module && len(list) > 1 {
		list = list[:1]
	}
	for _, m := range list {
		var v any = m
		if c.FileVersionInfo {
			v = m.Version()
		}
		if err := rt.WriteObject(v); err != nil {
			return err
		}
	}
	return nil
}

// eachProcess calls do for the processes named, once each; none means all. What
// is not found is an error that does not end the cmdlet.
func eachProcess(rt cmdlet.Runtime, names []string, ids []int32, given []*dotnet.Process, do func(p *dotnet.Process) error) error {
	switch {
	case len(given) > 0:
		for _, p := range given {
			if err := do(p); err != nil {
				return err
			}
		}
		return nil
	case len(ids) > 0:
		return eachID(rt, ids, do)
	}
	all, err := dotnet.Processes()
	if err != nil {
		return unsupported(err)
	}
	if len(names) == 0 {
		names = []string{"*"}
	}
	var chosen []*dotnet.Process
	seen := map[int]bool{}
	for _, name := range names {
		w, err := object.CompileWildcard(name, true)
		if err != nil {
			return err
		}
		found := false
		for _, p := range all {
			if !w.Match(p.Name) {
				continue
			}
			if found = true; !seen[p.ID] {
				seen[p.ID] = true
				chosen = append(chosen, p)
			}
		}
		if !found && !object.HasWildcard(name) {
			if err := rt.WriteError(noSuchName(name)); err != nil {
				return err
			}
		}
	}
	dotnet.SortProcesses(chosen)
	for _, p := range chosen {
		if err := do(p); err != nil {
			return err
		}
	}
	return nil
}

func eachID(rt cmdlet.Runtime, ids []int32, do func(p *dotnet.Process) error) error {
	for _, id := range ids {
		p, err := dotnet.ProcessByID(int(id))
		if errors.Is(err, dotnet.ErrNoProcesses) {
			return unsupported(err)
		}
		if err != nil {
			e := object.Throw(processExceptionType, "Cannot find a process with the process identifier %d.", id)
			if err := rt.WriteError(failed(e, "NoProcessFoundForGivenId", object.ObjectNotFound, object.Int(id))); err != nil {
				return err
			}
			continue
		}
		if err := do(p); err != nil {
			return err
		}
	}
	return nil
}

func noSuchName(name string) *object.ErrorRecord {
	if _, err := strconv.Atoi(name); err == nil {
		return failed(object.Throw(processExceptionType, `Cannot find a process with the name "%s". Try running with -Id to search by Id of processes.`, name),
			"RecommendIdTagForGivenName", object.ObjectNotFound, name)
	}
	return failed(object.Throw(processExceptionType, `Cannot find a process with the name "%s". Verify the process name and call the cmdlet again.`, name),
		"NoProcessFoundForGivenName", object.ObjectNotFound, name)
}

func unsupported(err error) error {
	return failed(object.FromGo(err), "NotSupportedException", object.NotImplemented, nil)
}

var processExceptionType = &object.Type{Name: "ProcessCommandException", Namespace: "Microsoft.PowerShell.Commands", Assembly: "Microsoft.PowerShell.Commands.Management", Base: object.SystemExceptionType}

package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/trace"
)

type setTraceSource struct {
	Name               []string      `ps:"mandatory,position=0,pipeline,byname" help:"Names or patterns."`
	Option             sourceOptions `ps:"set=optionsSet,position=1,byname" help:"What the sources tell."`
	ListenerOption     lineOptions   `ps:"set=optionsSet" help:"What stands below each line."`
	FilePath           string        `ps:"set=optionsSet,alias=PSPath|Path" help:"The file that lines are added to."`
	Force              cmdlet.Switch `ps:"set=optionsSet" help:"A file that is read-only, too."`
	Debugger           cmdlet.Switch `ps:"set=optionsSet" help:"Lines go to a debugger of processes."`
	PSHost             cmdlet.Switch `ps:"set=optionsSet,name=PSHost" help:"Lines are shown."`
	RemoveListener     []string      `ps:"set=removeAllListenersSet" notempty:"true" help:"Patterns: the listeners whose names fit are no longer told."`
	RemoveFileListener []string      `ps:"set=removeFileListenersSet" notempty:"true" help:"Patterns: the files whose names fit are no longer written."`
	PassThru           cmdlet.Switch `ps:"set=optionsSet" help:"Write the sources, too."`

	listening
}

func setTraceSourceCmdlet() *cmdlet.Definition {
	return define(utility, "Set-TraceSource", func() cmdlet.Cmdlet { return &setTraceSource{} }, cmdlet.Options{DefaultParameterSet: "optionsSet",
		Synopsis: "Turns tracing on and off.", Outputs: []string{"System.Management.Automation.PSTraceSource"}})
}

// Process sets what the sources tell, and to whom.
func (c *setTraceSource) Process(_ context.Context, rt cmdlet.Runtime) error {
	found, missing, err := sourcesNamed(rt, c.Name)
	if err != nil {
		return err
	}
	switch rt.ParameterSet() {
	case "removeAllListenersSet":
		return c.remove(rt, found, missing, c.RemoveListener, false)
	case "removeFileListenersSet":
		return c.remove(rt, found, missing, c.RemoveFileListener, true)
	}
	c.path, c.force, c.debugger, c.host = c.FilePath, bool(c.Force), bool(c.Debugger), bool(c.PSHost)
	if c.ListenerOption.given {
		c.listener = &c.ListenerOption.value
	}
	if err := c.open(rt); err != nil {
		return err
	}
	for _, s := range found {
		options := s.Options
		if c.Option.given {
			options = c.Option.value
		}
		s.Set(options, append(append([]trace.Listener(nil), s.Listeners...), c.listeners...))
		if c.PassThru {
			if err := rt.WriteObject(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *setTraceSource) remove(rt cmdlet.Runtime, found []*trace.Source, missing, patterns []string, filesOnly bool) error {
	if err := noSource(rt, missing); err != nil {
		return err
	}
	for _, s := range found {
		var kept []trace.Listener
		for _, l := range s.Listeners {
			if _, file := l.(*textListener); filesOnly && !file || !matches(l.Name(), patterns) {
				kept = append(kept, l)
			} else {
				l.Close()
			}
		}
		s.Set(s.Options, kept)
	}
	return nil
}

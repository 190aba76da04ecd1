package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type startJob struct {
	ScriptBlock          object.ScriptBlock `ps:"set=ComputerName,mandatory,position=0,alias=Command" help:"What to run."`
	FilePath             string             `ps:"set=FilePathComputerName,mandatory" help:"A script."`
	LiteralPath          string             `ps:"set=LiteralFilePathComputerName,mandatory,alias=PSPath|LP" help:"A script; no character is a wildcard."`
	InitializationScript object.ScriptBlock `ps:"" help:"Runs first."`
	InputObject          any                `ps:"pipeline" help:"Objects for $input."`
	ArgumentList         []any              `ps:"alias=Args" help:"Arguments."`
	Name                 string             `ps:"byname" help:"The job's name."`
	WorkingDirectory     string             `ps:"" help:"The folder to start in."`

	input []any
}

func startJobCmdlet() *cmdlet.Definition {
	return define(core, "Start-Job", func() cmdlet.Cmdlet { return &startJob{} }, cmdlet.Options{DefaultParameterSet: "ComputerName", Synopsis: "Starts a PowerShell background job."})
}

// Process gathers the input.
func (c *startJob) Process(context.Context, cmdlet.Runtime) error {
	if c.InputObject != nil {
		c.input = append(c.input, c.InputObject)
	}
	return nil
}

// End starts the job.
func (c *startJob) End(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	block := blockOf(c.ScriptBlock)
	if c.LiteralPath != "" {
		c.FilePath = c.LiteralPath
	}
	if c.FilePath != "" {
		b, err := r.ScriptOf(c.FilePath)
		if err != nil {
			return err
		}
		block = b
	}
	folder := ""
	if c.WorkingDirectory != "" {
		at, err := r.ResolvePath(c.WorkingDirectory, true)
		if err != nil {
			return err
		}
		folder = at
	}
	j, err := r.StartJob(eval.JobSpec{Name: c.Name, Kind: eval.BackgroundJob, Block: block, Init: blockOf(c.InitializationScript),
		Args: c.ArgumentList, Input: c.input, Location: folder})
	if err != nil {
		return err
	}
	return rt.WriteObject(j)
}

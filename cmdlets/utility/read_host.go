package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type readHost struct {
	Prompt         cmdlet.Opt[any] `ps:"position=0" help:"The question."`
	AsSecureString cmdlet.Switch   `ps:"set=AsSecureString" help:"Hides the answer and writes it as a secure string."`
	MaskInput      cmdlet.Switch   `ps:"set=AsString" help:"Hides the answer."`
}

func readHostCmdlet() *cmdlet.Definition {
	return define("Read-Host", func() cmdlet.Cmdlet { return &readHost{} }, cmdlet.Options{
		DefaultParameterSet: "AsString", Synopsis: "Reads a line from the terminal.", Outputs: []string{"System.String", "System.Security.SecureString"}})
}

// Process asks and writes the answer.
func (c *readHost) Process(_ context.Context, rt cmdlet.Runtime) error {
	host := rt.Host()
	if !host.Interactive() {
		e := &object.Exception{Type: object.PSInvalidOperationType, Message: "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available."}
		return record(e, "InvalidOperation", object.InvalidOperation, nil)
	}
	prompt := ""
	if c.Prompt.Given {
		prompt = object.Text(rt, c.Prompt.Value) + ": "
	}
	hidden := bool(c.AsSecureString) || bool(c.MaskInput)
	line, err := host.ReadLine(prompt, hidden)
	if err != nil {
		return err
	}
	if !c.AsSecureString {
		return rt.WriteObject(line)
	}
	s, err := secure(rt, line)
	if err != nil {
		return err
	}
	return rt.WriteObject(s)
}

package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getCredential struct {
	Credential any    `ps:"set=CredentialSet,position=0" help:"A user name, or a credential that is handed on."`
	Message    string `ps:"set=MessageSet" notempty:"true" help:"What is said above the questions."`
	UserName   string `ps:"set=MessageSet,position=0" notempty:"true" help:"The user name."`
	Title      string `ps:"set=MessageSet" notempty:"true" help:"The caption."`
}

func getCredentialCmdlet() *cmdlet.Definition {
	return inSecurity("Get-Credential", func() cmdlet.Cmdlet { return &getCredential{} }, cmdlet.Options{
		DefaultParameterSet: "CredentialSet", Synopsis: "Asks for a user name and a password.", Outputs: []string{"System.Management.Automation.PSCredential"}})
}

// Process asks and writes the credential.
func (c *getCredential) Process(_ context.Context, rt cmdlet.Runtime) error {
	if t := object.TypeOf(object.Unwrap(c.Credential)); t != nil && t.Name == "PSCredential" {
		return rt.WriteObject(c.Credential)
	}
	user := c.UserName
	if c.Credential != nil {
		user = object.Text(rt, c.Credential)
	}
	host := rt.Host()
	if !host.Interactive() {
		e := &object.Exception{Type: object.PSInvalidOperationType, Message: "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available."}
		return record(e, "InvalidOperation", object.InvalidOperation, nil)
	}
	title, message := c.Title, c.Message
	if title == "" {
		title = "PowerShell credential request"
	}
	if message == "" {
		message = "Enter your credentials."
	}
	if err := host.Write("\n"+title+"\n"+message+"\n", -1, -1); err != nil {
		return err
	}
	return c.ask(rt, user)
}

func (c *getCredential) ask(rt cmdlet.Runtime, user string) error {
	host := rt.Host()
	for user == "" {
		answer, err := host.ReadLine("User: ", false)
		if err != nil {
			return err
		}
		user = answer
	}
	password, err := host.ReadLine("Password for user "+user+": ", true)
	if err != nil {
		return err
	}
	if err := host.Write("\n", -1, -1); err != nil {
		return err
	}
	s, err := secure(rt, password)
	if err != nil {
		return err
	}
	v, err := credential(rt, user, s)
	if err != nil {
		return err
	}
	return rt.WriteObject(v)
}

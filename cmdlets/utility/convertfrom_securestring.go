package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertFromSecureString struct {
	SecureString any           `ps:"position=0,mandatory,pipeline" type:"securestring" help:"The secure string."`
	AsPlainText  cmdlet.Switch `ps:"set=AsPlainText" help:"Writes the text itself."`
	SecureKey    any           `ps:"set=Secure,position=1" type:"securestring" help:"The key to encrypt with."`
	Key          []byte        `ps:"set=Open" help:"The key to encrypt with: 16, 24 or 32 bytes."`
}

func convertFromSecureStringCmdlet() *cmdlet.Definition {
	return inSecurity("ConvertFrom-SecureString", func() cmdlet.Cmdlet { return &convertFromSecureString{} }, cmdlet.Options{
		DefaultParameterSet: "Secure", Synopsis: "Writes a secure string as text.", Outputs: []string{"System.String"}})
}

// Process writes the text, encrypted when there is a key.
func (c *convertFromSecureString) Process(_ context.Context, rt cmdlet.Runtime) error {
	text, err := plain(rt, c.SecureString)
	if err != nil {
		return err
	}
	if c.AsPlainText {
		return rt.WriteObject(text)
	}
	key, err := keyBytes(rt, c.Key, c.SecureKey)
	if err != nil {
		return err
	}
	sealed, err := seal(text, key)
	if err != nil {
		return record(psArgument(err.Error()), "Argument", object.InvalidArgument, nil)
	}
	return rt.WriteObject(sealed)
}

package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertToSecureString struct {
	String      string        `ps:"set=Secure,position=0,mandatory,pipeline;set=PlainText,position=0,mandatory,pipeline;set=Open,position=0,mandatory,pipeline" help:"The text, or an encrypted one."`
	AsPlainText cmdlet.Switch `ps:"set=PlainText,position=1,mandatory" help:"The string is the text itself."`
	Force       cmdlet.Switch `ps:"set=PlainText,position=2" help:"Taken for the sake of older scripts."`
	SecureKey   any           `ps:"set=Secure,position=1" type:"securestring" help:"The key the string was encrypted with."`
	Key         []byte        `ps:"set=Open" help:"The key the string was encrypted with: 16, 24 or 32 bytes."`
}

func convertToSecureStringCmdlet() *cmdlet.Definition {
	return inSecurity("ConvertTo-SecureString", func() cmdlet.Cmdlet { return &convertToSecureString{} }, cmdlet.Options{
		DefaultParameterSet: "Secure", Synopsis: "Makes a secure string.", Outputs: []string{"System.Security.SecureString"}})
}

// Process writes a secure string.
func (c *convertToSecureString) Process(_ context.Context, rt cmdlet.Runtime) error {
	text := c.String
	if !c.AsPlainText {
		key, err := keyBytes(rt, c.Key, c.SecureKey)
		if err != nil {
			return err
		}
		if text, err = unseal(c.String, key); err != nil {
			e := psArgument("The input string was not in a correct format, or was not encrypted with this key.")
			return record(e, "ImportSecureString_InvalidArgument", object.InvalidArgument, nil)
		}
	}
	s, err := secure(rt, text)
	if err != nil {
		return err
	}
	return rt.WriteObject(s)
}

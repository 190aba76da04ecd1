package utility

import (
	"context"
	"errors"
	"os"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getPfxCertificate struct {
	FilePath            []string      `ps:"set=ByPath,mandatory,position=0,pipeline,byname" help:"The files."`
	LiteralPath         []string      `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
	Password            any           `ps:"" type:"securestring" help:"The files' password."`
	NoPromptForPassword cmdlet.Switch `ps:"" help:"Nobody is asked for a password."`
}

func getPfxCertificateCmdlet() *cmdlet.Definition {
	return inSecurity("Get-PfxCertificate", func() cmdlet.Cmdlet { return &getPfxCertificate{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", Synopsis: "Reads certificates from files.", Outputs: []string{"System.Security.Cryptography.X509Certificates.X509Certificate2"}})
}

// Process writes the certificate of each file.
func (c *getPfxCertificate) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.FilePath, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		found, err := paths.Expand(rt, p, literal, true)
		if err != nil || len(found) == 0 || !paths.Exists(found[0]) {
			e := exceptionOf("System.IO.FileNotFoundException", "The following file could not be found: "+p+".")
			if err := rt.WriteError(record(e, "GetPfxCertCommandFileNotFound", object.ObjectNotFound, nil)); err != nil {
				return err
			}
			continue
		}
		for _, file := range found {
			if err := c.file(rt, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// file writes a file's certificate; a password is asked for where the file needs one.
func (c *getPfxCertificate) file(rt cmdlet.Runtime, path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return rt.WriteError(record(object.FromGo(dotnet.FileError(err, path)), "GetPfxCertificateUnknownCryptoError", object.NotSpecified, nil))
	}
	password, _ := object.Unwrap(c.Password).(*dotnet.SecureString)
	x, err := dotnet.LoadCertificate(b, password.Plain())
	if err != nil && password == nil && !bool(c.NoPromptForPassword) {
		asked, askErr := rt.Host().ReadLine("Enter password: ", true)
		if askErr != nil {
			return askErr
		}
		c.Password = dotnet.NewSecureString(asked)
		x, err = dotnet.LoadCertificate(b, asked)
	}
	if err != nil {
		var e *object.Exception
		if !errors.As(err, &e) {
			e = object.FromGo(err)
		}
		return rt.WriteError(record(e, "GetPfxCertificateUnknownCryptoError", object.NotSpecified, nil))
	}
	return rt.WriteObject(x)
}

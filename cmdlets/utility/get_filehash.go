package utility

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"io"
	"io/fs"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getFileHash struct {
	Path        []string       `ps:"set=Path,mandatory,position=0,pipeline,byname" help:"The files."`
	LiteralPath []string       `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
	InputStream *dotnet.Stream `ps:"set=Stream,position=0,mandatory" help:"The octets, as a stream."`
	Algorithm   string         `ps:"position=1" set:"SHA1|SHA256|SHA384|SHA512|MD5" default:"SHA256" help:"How the hash is made."`
}

func getFileHashCmdlet() *cmdlet.Definition {
	return define("Get-FileHash", func() cmdlet.Cmdlet { return &getFileHash{Algorithm: "SHA256"} }, cmdlet.Options{
		DefaultParameterSet: "Path", Synopsis: "Gives the hash of a file.", Outputs: []string{"Microsoft.PowerShell.Commands.FileHashInfo"}})
}

var hashes = map[string]func() hash.Hash{"SHA1": sha1.New, "SHA256": sha256.New, "SHA384": sha512.New384, "SHA512": sha512.New, "MD5": md5.New}

// Process writes a hash for each file.
func (c *getFileHash) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.InputStream != nil {
		return c.stream(rt)
	}
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		found, err := paths.Expand(rt, strings.TrimPrefix(p, `Microsoft.PowerShell.Core\FileSystem::`), literal, true)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := c.file(rt, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *getFileHash) file(rt cmdlet.Runtime, path string) error {
	if !paths.Exists(path) {
		r := paths.NotFound(path)
		r.ID = "FileNotFound"
		return rt.WriteError(r)
	}
	if s, err := os.Stat(path); err == nil && s.IsDir() {
		e := object.FromGo(dotnet.FileError(fs.ErrPermission, path))
		return rt.WriteError(record(e, "UnauthorizedAccessError", object.InvalidData, path))
	}
	name := strings.ToUpper(c.Algorithm)
	sum := hashes[name]()
	in, err := os.Open(path)
	if err == nil {
		_, err = io.Copy(sum, in)
		in.Close()
	}
	if err != nil {
		e := object.FromGo(dotnet.FileError(err, path))
		return rt.WriteError(record(e, "FileReadError", object.ReadError, path))
	}
	return rt.WriteObject(fileHash(name, sum, path))
}

// stream writes the hash of what a stream has from where it stands.
func (c *getFileHash) stream(rt cmdlet.Runtime) error {
	name := strings.ToUpper(c.Algorithm)
	sum := hashes[name]()
	if _, err := io.Copy(sum, c.InputStream.Reader()); err != nil {
		return object.FromGo(err)
	}
	return rt.WriteObject(fileHash(name, sum, nil))
}

// fileHash is Microsoft.PowerShell.Commands.FileHashInfo.
func fileHash(algorithm string, sum hash.Hash, path any) any {
	o := object.NewCustom(3)
	o.Set("Algorithm", algorithm)
	o.Set("Hash", strings.ToUpper(hex.EncodeToString(sum.Sum(nil))))
	o.Set("Path", path)
	object.SetTypeNames(o, []string{"Microsoft.PowerShell.Commands.FileHashInfo", "System.Object"})
	return o
}

package utility

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// secure makes a SecureString of a text.
func secure(rt cmdlet.Runtime, text string) (any, error) {
	t, err := rt.FindType("securestring")
	if err != nil {
		return nil, err
	}
	s, err := object.New(rt, t, nil)
	if err != nil {
		return nil, err
	}
	for _, u := range object.Units(text) {
		if _, err := object.InvokeMethod(rt, s, "AppendChar", []any{object.Char(u)}); err != nil {
			return nil, err
		}
	}
	_, err = object.InvokeMethod(rt, s, "MakeReadOnly", nil)
	return s, err
}

// plain is the text of a SecureString.
func plain(rt cmdlet.Runtime, s any) (string, error) {
	t, err := rt.FindType("System.Net.NetworkCredential")
	if err != nil {
		return "", err
	}
	c, err := object.New(rt, t, []any{"", s})
	if err != nil {
		return "", err
	}
	v, _, err := object.GetProperty(rt, c, "Password")
	return object.Text(rt, v), err
}

// credential makes a PSCredential.
func credential(rt cmdlet.Runtime, user string, password any) (any, error) {
	t, err := rt.FindType("pscredential")
	if err != nil {
		return nil, err
	}
	return object.New(rt, t, []any{user, password})
}

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

func inSecurity(name string, new func() cmdlet.Cmdlet, o cmdlet.Options) *cmdlet.Definition {
	o.Module = "Microsoft.PowerShell.Security"
	return cmdlet.Define(name, new, o)
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

func keyBytes(rt cmdlet.Runtime, key []byte, secureKey any) ([]byte, error) {
	if secureKey == nil {
		return key, nil
	}
	text, err := plain(rt, secureKey)
	var out []byte
	for _, u := range object.Units(text) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out, err
}

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

// sealHeader begins every text encrypted with a key.
const sealHeader = "76492d1116743f0423413b16050a5345"

// seal encrypts as PowerShell does: AES in CBC mode over UTF-16, the parts in
// base64 of "2|iv|hex". Without a key, outside Windows, the text is only spelled in hexadecimal.
func seal(text string, key []byte) (string, error) {
	data := make([]byte, 0, 2*len(text))
	for _, u := range object.Units(text) {
		data = append(data, byte(u), byte(u>>8))
	}
	if key == nil {
		return hex.EncodeToString(data), nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	n := aes.BlockSize - len(data)%aes.BlockSize
	for range n {
		data = append(data, byte(n))
	}
	iv := make([]byte, aes.BlockSize)
	if _, err := rand.Read(iv); err != nil {
		return "", err
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)
	var wide []byte
	for _, c := range []byte("2|" + base64.StdEncoding.EncodeToString(iv) + "|" + hex.EncodeToString(data)) {
		wide = append(wide, c, 0)
	}
	return sealHeader + base64.StdEncoding.EncodeToString(wide), nil
}

func unseal(text string, key []byte) (string, error) {
	rest, sealed := strings.CutPrefix(text, sealHeader)
	if !sealed || key == nil {
		data, err := hex.DecodeString(text)
		return fromWide(data), err
	}
	wide, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		return "", err
	}
	parts := strings.Split(fromWide(wide), "|")
	if len(parts) != 3 {
		return "", errSealed
	}
	iv, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil {
		return "", err
	}
	data, err := hex.DecodeString(parts[2])
	if err != nil || len(data) == 0 || len(data)%aes.BlockSize != 0 || len(iv) != aes.BlockSize {
		return "", errSealed
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(data, data)
	n := int(data[len(data)-1])
	if n == 0 || n > aes.BlockSize || n > len(data) {
		return "", errSealed
	}
	return fromWide(data[:len(data)-n]), nil
}

var errSealed = psArgument("the text was not encrypted with this key")

func fromWide(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return object.FromUnits(units)
}

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

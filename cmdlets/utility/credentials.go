package utility

import (
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

func inSecurity(name string, new func() cmdlet.Cmdlet, o cmdlet.Options) *cmdlet.Definition {
	o.Module = "Microsoft.PowerShell.Security"
	return cmdlet.Define(name, new, o)
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
	if n == 0 || n > aes.BlockSize || n > len(data) || n%2 != 0 {
		return "", errSealed
	}
	for _, b := range data[len(data)-n:] { // PKCS #7: each byte tells how many there are
		if int(b) != n {
			return "", errSealed
		}
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

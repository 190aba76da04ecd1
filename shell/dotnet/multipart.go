package dotnet

import (
	"bytes"
	"encoding/hex"
	"maps"
	"slices"
)

// multipart is a body of several parts.
type multipart struct {
	boundary string
	parts    bytes.Buffer
}

// newMultipart makes a boundary of its own after the prefix.
func newMultipart(prefix string) *multipart {
	return &multipart{boundary: prefix + hex.EncodeToString(randomBytes(8))}
}

func (p *multipart) add(headers map[string]string, content []byte) {
	p.parts.WriteString("--" + p.boundary + "\r\n")
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		p.parts.WriteString(name + ": " + headers[name] + "\r\n")
	}
	p.parts.WriteString("\r\n")
	p.parts.Write(content)
	p.parts.WriteString("\r\n")
}

// bytes is the whole body.
func (p *multipart) bytes() []byte {
	return append(bytes.Clone(p.parts.Bytes()), "--"+p.boundary+"--\r\n"...)
}

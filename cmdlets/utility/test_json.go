package utility

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type testJson struct {
	Json        string   `ps:"set=JsonString,mandatory,position=0,pipeline;set=JsonStringWithSchemaString,mandatory,position=0,pipeline;set=JsonStringWithSchemaFile,mandatory,position=0,pipeline" help:"The text."`
	Path        string   `ps:"set=JsonPath,mandatory,position=0,byname;set=JsonPathWithSchemaString,mandatory,position=0,byname;set=JsonPathWithSchemaFile,mandatory,position=0,byname" help:"The file."`
	LiteralPath string   `ps:"set=JsonLiteralPath,mandatory,position=0,byname,alias=PSPath|LP;set=JsonLiteralPathWithSchemaString,mandatory,position=0,byname;set=JsonLiteralPathWithSchemaFile,mandatory,position=0,byname" help:"The file; no character is a wildcard."`
	Schema      string   `ps:"set=JsonStringWithSchemaString,mandatory,position=1;set=JsonPathWithSchemaString,mandatory,position=1;set=JsonLiteralPathWithSchemaString,mandatory,position=1" notempty:"true" help:"The JSON schema."`
	SchemaFile  string   `ps:"set=JsonStringWithSchemaFile,mandatory,position=1;set=JsonPathWithSchemaFile,mandatory,position=1;set=JsonLiteralPathWithSchemaFile,mandatory,position=1" notempty:"true" help:"The file with the JSON schema."`
	Options     []string `ps:"" notempty:"true" set:"IgnoreComments|AllowTrailingCommas" help:"What is allowed beyond the standard."`

	schema     *jsonschema.Schema
	unresolved bool // the schema refers to what cannot be read
}

func testJsonCmdlet() *cmdlet.Definition {
	return define("Test-Json", func() cmdlet.Cmdlet { return &testJson{} }, cmdlet.Options{
		DefaultParameterSet: "JsonString", Synopsis: "Tells whether a text is JSON, and keeps to a schema.", Outputs: []string{"System.Boolean"}})
}

var jsonReaderException = &object.Type{Name: "JsonReaderException", Namespace: "System.Text.Json", Assembly: "System.Text.Json", Base: object.SystemExceptionType}

func jsonFault(id, text string, target any, inner error) *object.ErrorRecord {
	e := &object.Exception{Type: object.ExceptionType, Message: text}
	var bad strictError
	switch {
	case errors.As(inner, &bad):
		e.Inner = &object.Exception{Type: jsonReaderException, Message: bad.text}
	case inner != nil:
		e.Inner = object.FromGo(inner)
	}
	return record(e, id, object.InvalidData, target)
}

// Begin compiles the schema. References to other documents are not fetched.
func (c *testJson) Begin(_ context.Context, rt cmdlet.Runtime) error {
	text, where, target := c.Schema, "schema.json", any(c.Schema)
	if c.SchemaFile != "" {
		path, err := rt.ResolvePath(c.SchemaFile, true)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			r := jsonFault("JsonSchemaFileOpenFailure", "Can not open JSON schema file: "+path, path, dotnet.FileError(err, path))
			r.Category = object.OpenError
			return r
		}
		text, where, target = dotnet.DecodeText(b, nil), "file://"+filepath.ToSlash(path), c.SchemaFile
	}
	if text == "" {
		return nil
	}
	doc, err := parseStrictJSON(text, nil)
	if err == nil {
		compiler := jsonschema.NewCompiler()
		compiler.UseLoader(noLoader{})
		if err = compiler.AddResource(where, doc); err == nil {
			c.schema, err = compiler.Compile(where)
		}
	}
	var bad strictError
	var load *jsonschema.LoadURLError
	switch {
	case errors.As(err, &load):
		c.unresolved = true
	case errors.As(err, &bad):
		return rt.WriteError(jsonFault("InvalidJsonSchema", "Cannot parse the JSON schema.", target, err))
	case err != nil:
		return rt.WriteError(jsonFault("InvalidJsonSchema", "Cannot parse the JSON schema.", target, nil))
	}
	return nil
}

// noLoader reads other files of a schema beside it, and nothing from the network.
type noLoader struct{}

// Load reads a file.
func (noLoader) Load(url string) (any, error) {
	path, ok := strings.CutPrefix(url, "file://")
	if !ok {
		return nil, fmt.Errorf("%s is not fetched", url)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseStrictJSON(dotnet.DecodeText(b, nil), nil)
}

// given is what an error is about: the text of -Json.
func (c *testJson) given() any {
	if c.Path != "" || c.LiteralPath != "" {
		return nil
	}
	return c.Json
}

// Process writes whether the text is valid.
func (c *testJson) Process(_ context.Context, rt cmdlet.Runtime) error {
	text := c.Json
	if given, literal := c.Path, c.LiteralPath != ""; given != "" || literal {
		if literal {
			given = c.LiteralPath
		}
		found, err := paths.File(rt, given, literal)
		if err != nil {
			return err
		}
		if info, err := os.Stat(found); err != nil || info.IsDir() {
			return paths.NotFound(given)
		}
		b, err := os.ReadFile(found)
		if err != nil {
			return dotnet.FileError(err, found)
		}
		text = dotnet.DecodeText(b, nil)
	}
	doc, err := parseStrictJSON(text, c.Options)
	if err != nil {
		if err := rt.WriteError(jsonFault("InvalidJson", "Cannot parse the JSON.", c.given(), err)); err != nil {
			return err
		}
		return rt.WriteObject(false)
	}
	if c.unresolved {
		r := jsonFault("InvalidJsonSchema", "Cannot parse the JSON schema.", nil, nil)
		r.TargetName, r.TargetType = "Json.Schema.JsonSchema", "JsonSchema"
		if err := rt.WriteError(r); err != nil {
			return err
		}
		return rt.WriteObject(false)
	}
	if c.schema == nil {
		return rt.WriteObject(true)
	}
	err = c.schema.Validate(doc)
	var invalid *jsonschema.ValidationError
	if errors.As(err, &invalid) {
		if err := (&schemaFaults{rt, doc}).report(invalid); err != nil {
			return err
		}
	}
	return rt.WriteObject(err == nil)
}

// parseStrictJSON reads JSON as RFC 8259 has it, with what options allow beyond.
func parseStrictJSON(text string, options []string) (any, error) {
	has := func(name string) bool {
		return slices.ContainsFunc(options, func(o string) bool { return strings.EqualFold(o, name) })
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if len(options) > 0 {
		text = relaxJSON(text, has("IgnoreComments"), has("AllowTrailingCommas"))
	}
	if err := (&strictJSON{text: text}).check(); err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(strings.NewReader(text))
}

// relaxJSON blanks out comments and commas before a closing bracket.
func relaxJSON(text string, comments, commas bool) string {
	out := []byte(text)
	comma := -1
	for i := 0; i < len(out); i++ {
		switch {
		case out[i] == '"':
			for i++; i < len(out) && out[i] != '"'; i++ {
				if out[i] == '\\' {
					i++
				}
			}
			comma = -1
		case comments && out[i] == '/' && i+1 < len(out) && (out[i+1] == '/' || out[i+1] == '*'):
			i = blankComment(out, i)
		case out[i] == ',':
			comma = i
		case (out[i] == ']' || out[i] == '}') && comma >= 0 && commas:
			out[comma] = ' '
			comma = -1
		case out[i] > ' ':
			comma = -1
		}
	}
	return string(out)
}

// blankComment overwrites the comment at i and gives its last octet's place.
func blankComment(out []byte, i int) int {
	end := len(out)
	if out[i+1] == '/' {
		if n := strings.IndexByte(string(out[i:]), '\n'); n >= 0 {
			end = i + n
		}
	} else if n := strings.Index(string(out[i+2:]), "*/"); n >= 0 {
		end = i + 2 + n + 2
	}
	for j := i; j < end; j++ {
		out[j] = ' '
	}
	return end - 1
}

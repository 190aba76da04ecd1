package utility

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type testJson struct {
	Json        string   `ps:"set=JsonString,mandatory,position=0,pipeline,allowempty;set=JsonStringWithSchemaString,mandatory,position=0,pipeline;set=JsonStringWithSchemaFile,mandatory,position=0,pipeline" help:"The text."`
	Path        string   `ps:"set=JsonPath,mandatory,position=0,byname;set=JsonPathWithSchemaString,mandatory,position=0,byname;set=JsonPathWithSchemaFile,mandatory,position=0,byname" help:"The file."`
	LiteralPath string   `ps:"set=JsonLiteralPath,mandatory,position=0,byname,alias=PSPath|LP;set=JsonLiteralPathWithSchemaString,mandatory,position=0,byname;set=JsonLiteralPathWithSchemaFile,mandatory,position=0,byname" help:"The file; no character is a wildcard."`
	Schema      string   `ps:"set=JsonStringWithSchemaString,mandatory,position=1;set=JsonPathWithSchemaString,mandatory,position=1;set=JsonLiteralPathWithSchemaString,mandatory,position=1" notempty:"true" help:"The JSON schema."`
	SchemaFile  string   `ps:"set=JsonStringWithSchemaFile,mandatory,position=1;set=JsonPathWithSchemaFile,mandatory,position=1;set=JsonLiteralPathWithSchemaFile,mandatory,position=1" notempty:"true" help:"The file with the JSON schema."`
	Options     []string `ps:"" notempty:"true" set:"IgnoreComments|AllowTrailingCommas" help:"What is allowed beyond the standard."`

	schema *jsonschema.Schema
}

func testJsonCmdlet() *cmdlet.Definition {
	return define("Test-Json", func() cmdlet.Cmdlet { return &testJson{} }, cmdlet.Options{
		DefaultParameterSet: "JsonString", Synopsis: "Tells whether a text is JSON, and keeps to a schema.", Outputs: []string{"System.Boolean"}})
}

func jsonFault(id, text string, target any, inner error) *object.ErrorRecord {
	e := &object.Exception{Type: object.ExceptionType, Message: text}
	if inner != nil {
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
	if err != nil {
		return rt.WriteError(jsonFault("InvalidJsonSchema", "Cannot parse the JSON schema.", target, err))
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

// Process writes whether the text is valid.
func (c *testJson) Process(_ context.Context, rt cmdlet.Runtime) error {
	text := c.Json
	if given, literal := c.Path, c.LiteralPath != ""; given != "" || literal {
		if literal {
			given = c.LiteralPath
		}
		found, err := paths.Expand(rt, given, literal, false)
		if err != nil {
			return err
		}
		if len(found) != 1 || !paths.Exists(found[0]) {
			return paths.NotFound(given)
		}
		b, err := os.ReadFile(found[0])
		if err != nil {
			return dotnet.FileError(err, found[0])
		}
		text = dotnet.DecodeText(b, nil)
	}
	doc, err := parseStrictJSON(text, c.Options)
	if err != nil {
		if err := rt.WriteError(jsonFault("InvalidJson", "Cannot parse the JSON.", c.Json, err)); err != nil {
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
		if err := reportJSONErrors(rt, invalid); err != nil {
			return err
		}
	}
	return rt.WriteObject(err == nil)
}

// reportJSONErrors writes an error for each keyword that was not kept to.
func reportJSONErrors(rt cmdlet.Runtime, e *jsonschema.ValidationError) error {
	if text := jsonErrorText(e.ErrorKind); text != "" {
		at := ""
		for _, part := range e.InstanceLocation {
			at += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(part)
		}
		r := jsonFault("InvalidJsonAgainstSchemaDetailed", fmt.Sprintf("The JSON is not valid with the schema: %s at '%s'", text, at), nil, nil)
		if err := rt.WriteError(r); err != nil {
			return err
		}
	}
	for _, cause := range e.Causes {
		if err := reportJSONErrors(rt, cause); err != nil {
			return err
		}
	}
	return nil
}

// jsonErrorText is what PowerShell's validator says of a keyword; empty for
// those that only hold others.
func jsonErrorText(k jsonschema.ErrorKind) string {
	number := func(r *big.Rat) string { f, _ := r.Float64(); return object.FormatFloat(f) }
	switch k := k.(type) {
	case *kind.Type:
		want := `"` + strings.Join(k.Want, `","`) + `"`
		if len(k.Want) > 1 {
			want = "[" + want + "]"
		}
		return fmt.Sprintf("Value is %q but should be %s", k.Got, want)
	case *kind.Required:
		slices.Sort(k.Missing)
		return `Required properties ["` + strings.Join(k.Missing, `","`) + `"] are not present`
	case *kind.Minimum:
		return number(k.Got) + " should be at least " + number(k.Want)
	case *kind.Maximum:
		return number(k.Got) + " should be at most " + number(k.Want)
	case *kind.ExclusiveMinimum:
		return number(k.Got) + " should be greater than " + number(k.Want)
	case *kind.ExclusiveMaximum:
		return number(k.Got) + " should be less than " + number(k.Want)
	case *kind.MultipleOf:
		return number(k.Got) + " should be a multiple of " + number(k.Want)
	case *kind.MinLength:
		return fmt.Sprintf("Value should be at least %d characters", k.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("Value should be at most %d characters", k.Want)
	case *kind.Pattern:
		return "The string value is not a match for the indicated regular expression"
	case *kind.Enum:
		return "Value should match one of the values specified by the enum"
	case *kind.Const:
		b, _ := json.Marshal(k.Want)
		return "Expected " + string(b)
	case *kind.MinItems:
		return fmt.Sprintf("Value has less than %d items", k.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("Value has more than %d items", k.Want)
	case *kind.UniqueItems:
		return fmt.Sprintf("Items at positions %d and %d are duplicates", k.Duplicates[0], k.Duplicates[1])
	case *kind.MinProperties:
		return fmt.Sprintf("Value has fewer than %d properties", k.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("Value has more than %d properties", k.Want)
	case *kind.FalseSchema, *kind.AdditionalProperties, *kind.AdditionalItems:
		return "All values fail against the false schema"
	case *kind.Format:
		return fmt.Sprintf("Value does not match format %q", k.Want)
	case *kind.Schema, *kind.Group, *kind.AllOf, *kind.AnyOf, *kind.OneOf, *kind.Reference:
		return ""
	}
	return "The value does not keep to the keyword"
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
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("the text is empty")
	}
	return doc, err
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

package language

import (
	"os"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// parserType is System.Management.Automation.Language.Parser.
var parserType = withMembers("Parser", func(set *object.MemberSet) {
	out := func(name string) object.Parameter {
		return object.Parameter{Name: name, Type: object.ObjectType, ByRef: true}
	}
	static := func(name string, params []object.Parameter, call func(inv object.Invoker, args []any) (any, error)) {
		set.Add(&object.Member{Name: name, Kind: object.Method, Static: true, Overloads: []*object.Overload{{Params: params, Return: object.ObjectType,
			Call: func(inv object.Invoker, _ any, args []any) (any, error) { return call(inv, args) }}}})
	}
	static("ParseInput", []object.Parameter{{Name: "input", Type: object.StringType}, out("tokens"), out("errors")},
		func(_ object.Invoker, args []any) (any, error) {
			return parseInto(args[0].(string), "", &args[1], &args[2]), nil
		})
	static("ParseInput", []object.Parameter{{Name: "input", Type: object.StringType}, {Name: "fileName", Type: object.StringType}, out("tokens"), out("errors")},
		func(_ object.Invoker, args []any) (any, error) {
			file, _ := args[1].(string)
			return parseInto(args[0].(string), file, &args[2], &args[3]), nil
		})
	static("ParseFile", []object.Parameter{{Name: "fileName", Type: object.StringType}, out("tokens"), out("errors")},
		func(inv object.Invoker, args []any) (any, error) {
			name, _ := args[0].(string)
			path, err := inv.NativePath(name, true)
			if err != nil {
				return nil, err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return nil, dotnet.FileError(err, path)
			}
			return parseInto(parse.DecodeScript(data), path, &args[1], &args[2]), nil
		})
})

// parseInto parses a text and sets the references to its tokens and errors.
func parseInto(text, file string, tokens, errs *any) any {
	result := parse.ParseWith(text, parse.Options{File: file, KeepTokens: true})
	*tokens = tokenArray(result.Tokens)
	list := make([]any, result.Errors.Len())
	for i, e := range result.Errors.All() {
		list[i] = &Error{e}
	}
	*errs = object.NewArrayOf(object.ArrayOf(ErrorType), list)
	return Wrap(result.Tree)
}

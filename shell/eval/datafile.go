package eval

import (
	"slices"
	"strings"

	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// manifestCommands are what a module's manifest may call.
var manifestCommands = []string{"Import-LocalizedData", "ConvertFrom-StringData", "Write-Host", "Out-Host", "Join-Path"}

// ReadDataFile reads a .psd1: a hashtable literal in restricted language, which may call the commands.
func (s *Session) ReadDataFile(path string, commands []string) (object.Dictionary, error) {
	text, err := readScript(path)
	if err != nil {
		return nil, err
	}
	tree, errs := s.Parse(text, path)
	if len(errs) == 0 {
		errs = s.unrestricted(text, path, commands)
	}
	if len(errs) > 0 {
		return nil, parseRecord(errs)
	}
	var c collector
	code := s.newCode(tree)
	code.ready()
	f := &frame{s: s, scope: newScope(s.global, code.layout, s.top), out: &c, pipes: noPipes, block: code, pos: tree.Extent()}
	f.scope.inv = &invocation{s: s, file: path}
	s.propagate++
	err = code.end.run(f)
	s.propagate--
	if err != nil {
		return nil, err
	}
	d, ok := object.Unwrap(c.value()).(object.Dictionary)
	if !ok {
		return nil, object.RuntimeError("InvalidData", object.InvalidData, path, "The data file '%s' could not be imported because it does not hold a hashtable.", path)
	}
	return d, nil
}

// unrestricted tells what in a data file is not of the restricted language: what a data section that may
// call the commands would refuse, but for the variables that files have.
func (s *Session) unrestricted(text, path string, commands []string) []*parse.ParseError {
	var head strings.Builder
	for i, c := range commands {
		if i > 0 {
			head.WriteByte(',')
		}
		head.WriteString("'" + strings.ReplaceAll(c, "'", "''") + "'")
	}
	_, errs := s.Parse("data -SupportedCommand "+head.String()+" { "+strings.TrimPrefix(text, "\ufeff")+"\n}", path)
	return slices.DeleteFunc(errs, func(e *parse.ParseError) bool {
		return e.ID == "VariableReferenceNotSupportedInDataSection" && fileVariables[lower(e.Extent.Text())]
	})
}

// fileVariables are what a data file may read beside what a data section may.
var fileVariables = map[string]bool{"$psscriptroot": true, "$psedition": true, "$enabledexperimentalfeatures": true}

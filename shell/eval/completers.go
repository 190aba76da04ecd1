package eval

import "strings"

// completers are the script blocks of Register-ArgumentCompleter, by lower-case key.
type completers struct {
	parameters map[string]*ScriptBlock // "parameter" or "command:parameter"
	native     map[string]*ScriptBlock // by program; the empty one is for those without one
}

func put(table *map[string]*ScriptBlock, key string, b *ScriptBlock) {
	key = strings.ToLower(key)
	if b == nil {
		delete(*table, key)
		return
	}
	if *table == nil {
		*table = map[string]*ScriptBlock{}
	}
	(*table)[key] = b
}

// CompleteParameter makes a block complete a parameter's values, of one command or, when command is
// empty, of all; a nil block ends that.
func (s *Session) CompleteParameter(command, parameter string, b *ScriptBlock) {
	if command != "" {
		parameter = command + ":" + parameter
	}
	put(&s.completers.parameters, parameter, b)
}

// CompleteProgram makes a block complete the arguments of a program; an empty name stands for the
// programs that have none of their own. A nil block ends that.
func (s *Session) CompleteProgram(name string, b *ScriptBlock) { put(&s.completers.native, name, b) }

// ParameterCompleter is the block that completes a command's parameter: its own, or that of all
// commands; nil without one.
func (s *Session) ParameterCompleter(command, parameter string) *ScriptBlock {
	key := strings.ToLower(parameter)
	if b := s.completers.parameters[strings.ToLower(command)+":"+key]; b != nil {
		return b
	}
	return s.completers.parameters[key]
}

// ProgramCompleter is the block that completes a program's arguments: by its name as it was called, by
// the name without folder and extension, or that for all others; nil without one.
func (s *Session) ProgramCompleter(name string) *ScriptBlock {
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	bare := base
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		bare = base[:i]
	}
	for _, key := range []string{name, base, bare, ""} {
		if b := s.completers.native[strings.ToLower(key)]; b != nil {
			return b
		}
	}
	return nil
}

package eval

import (
	"os"
	"strings"

	"stagecoach/shell/object"
)

// driveGet reads $drive:name.
func (s *Session) driveGet(f *frame, drive, name string) (any, error) {
	if equalFold(drive, "using") {
		drive = "variable"
	}
	if d := s.drive(drive); d != nil {
		v, _ := d.Information.Provider.Value(name)
		return v, nil
	}
	if s.options.Paths != nil || len(drive) == 1 {
		path, err := s.ResolvePath(drive+":"+name, true)
		if err == nil {
			if b, err := os.ReadFile(path); err == nil {
				return linesOf(string(b)), nil
			}
		}
	}
	return nil, nil
}

// linesOf is a file's content as ${drive:path} gives it.
func linesOf(text string) any {
	text = strings.TrimSuffix(text, "\n")
	parts := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(parts) == 1 {
		return parts[0]
	}
	items := make([]any, len(parts))
	for i, p := range parts {
		items[i] = p
	}
	return object.NewArray(items)
}

// driveSet writes $drive:name.
func (s *Session) driveSet(f *frame, drive, name string, v any) error {
	v = plainValue(v)
	if d := s.drive(drive); d != nil {
		return d.Information.Provider.Set(name, v, false)
	}
	if len(drive) == 1 || s.options.Paths != nil {
		path, err := s.ResolvePath(drive+":"+name, false)
		if err != nil {
			return err
		}
		var b strings.Builder
		items, ok := object.Elements(v)
		if !ok {
			items = []any{v}
		}
		for _, x := range items {
			b.WriteString(object.Text(s, x) + "\n")
		}
		return os.WriteFile(path, []byte(b.String()), 0o600)
	}
	return object.NewError(object.DriveNotFoundType, "DriveNotFound", object.ObjectNotFound, drive, "Cannot find drive. A drive with the name '%s' does not exist.", drive)
}

func (s *Session) setFunctionDrive(f *frame, name string, v any) error {
	p := name
	sc := f.scope
	if rest, ok := cutPrefixFold(name, "global:"); ok {
		p, sc = rest, s.global
	} else if rest, ok := cutPrefixFold(name, "script:"); ok {
		p, sc = rest, sc.script
	}
	switch x := object.Unwrap(v).(type) {
	case nil:
		delete(sc.functions, lower(p))
		s.commandsChanged()
		return nil
	case *ScriptBlock:
		sc.setFunction(&Function{Name: p, Block: x, Module: x.state.module, Visible: true})
		return nil
	case *Function:
		sc.setFunction(&Function{Name: p, Block: x.Block, Filter: x.Filter, Module: x.Module, Visible: true})
		return nil
	}
	b, err := s.NewScriptBlock(object.Text(s, v))
	if err != nil {
		return err
	}
	sc.setFunction(&Function{Name: p, Block: b, Visible: true})
	return nil
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && equalFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

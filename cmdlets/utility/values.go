package utility

import "stagecoach/shell/object"

// isNothing tells whether an input object is none.
func isNothing(v any) bool { return v == nil || v == any(object.Null) }

// record makes the record of an error that does not end the cmdlet.
func record(e *object.Exception, id string, category object.Category, target any) *object.ErrorRecord {
	return &object.ErrorRecord{Exception: e, ID: id, Category: category, Target: target}
}

// psArgument is a PSArgumentException, which PowerShell's engine raises for bad arguments.
func psArgument(text string) *object.Exception {
	return &object.Exception{Type: psArgumentType, Message: text}
}

func automationException(name string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: base}
}

var psArgumentType = automationException("PSArgumentException", object.ArgumentExceptionType)

// excluded are patterns of names to leave out.
type excluded []*object.Wildcard

func exclude(patterns []string) (excluded, error) {
	var out excluded
	for _, p := range patterns {
		w, err := object.CompileWildcard(p, true)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func (x excluded) has(name string) bool {
	for _, w := range x {
		if w.Match(name) {
			return true
		}
	}
	return false
}

// withMembers is a value that members can be added to: a custom object itself,
// anything else in a wrapper of its own, so that the value stays as it is.
func withMembers(v any) any {
	switch x := v.(type) {
	case *object.Custom, *object.PSObject:
		return x
	}
	return &object.PSObject{Base: v}
}

// addNote adds a note property to what withMembers gave.
func addNote(v any, name string, value any) {
	if c, ok := v.(*object.Custom); ok {
		c.Set(name, value)
		return
	}
	v.(object.Extensible).Extension(true).Members.Add(&object.Member{Name: name, Kind: object.NoteProperty, Detail: value})
}

// presentation is a type of PowerShell's whose properties are a struct's fields.
func presentation(namespace, name string, sample any) *object.Type {
	t := object.Presentation(namespace, sample)
	t.Name = name
	return t
}

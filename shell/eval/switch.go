package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// switchStatement compiles switch: each object of the condition goes through
// the clauses in order; a clause's test is a script block, or a value whose text
// is compared with the object's.
func (c *compiler) switchStatement(n *ast.SwitchStatementAst) stmt {
	values := c.statementValue(n.Condition)
	clauses := make([]switchClause, len(n.Clauses))
	for i, k := range n.Clauses {
		clauses[i] = c.switchClause(k, n.Flags)
	}
	otherwise := c.block(n.Default).asStmt()
	label, at, flags, telling := n.Label, n.Condition.Extent(), n.Flags, c.telling
	return func(f *frame) (err error) {
		f.pos = at
		v, err := values(f)
		if err != nil {
			return err
		}
		f.s.ok = true
		it, err := f.switchInput(v, flags)
		if err != nil {
			return err
		}
		defer it.stop()
		if telling {
			if err := f.wrote(symSwitch, "switch", it); err != nil {
				return err
			}
			defer func() {
				if terr := f.wrote(symSwitch, "switch", nil); err == nil {
					err = terr
				}
			}()
		}
		outer, had := f.scope.swapOwn(symSwitch, it)
		defer f.scope.restoreOwn(symSwitch, outer, had)
		saved, hadUnder := f.scope.swapOwn(symUnderscore, nil)
		defer f.scope.restoreOwn(symUnderscore, saved, hadUnder)
		for {
			if f.s.between() {
				return errStopped
			}
			if telling {
				if err := f.reach(at); err != nil {
					return err
				}
			}
			item, more, err := it.next()
			if err != nil || !more {
				return err
			}
			if done, err := f.switchOne(item, clauses, otherwise, label); done || err != nil {
				return err
			}
		}
	}
}

// switchOne runs the clauses for one object; done ends the switch.
func (f *frame) switchOne(item any, clauses []switchClause, otherwise stmt, label string) (done bool, err error) {
	matched := false
	f.scope.put(symUnderscore, item)
	for i := range clauses {
		// A clause that assigned $_ changed what the next ones see.
		if at := clauses[i].at; at != nil {
			if err := f.reach(at); err != nil {
				return true, err
			}
		}
		ok, err := clauses[i].test(f, f.scope.own(symUnderscore).value())
		if err != nil {
			return true, err
		}
		if !ok {
			continue
		}
		matched = true
		if err := clauses[i].body(f); err != nil {
			return switchControl(err, label)
		}
	}
	if !matched {
		if err := otherwise(f); err != nil {
			return switchControl(err, label)
		}
	}
	return false, nil
}

func switchControl(err error, label string) (bool, error) {
	done, err := loopControl(err, label)
	return done, err
}

type switchClause struct {
	test func(f *frame, item any) (bool, error)
	body stmt
	at   *ast.Extent // nil: the debugger is not told
}

func (c *compiler) switchClause(k ast.SwitchClause, flags ast.SwitchFlags) switchClause {
	clause := switchClause{body: c.block(k.Body).asStmt()}
	if c.telling {
		clause.at = k.Condition.Extent()
	}
	ignoreCase := flags&ast.SwitchCaseSensitive == 0
	if sb, ok := k.Condition.(*ast.ScriptBlockExpressionAst); ok {
		block := c.scriptBlock(sb)
		clause.test = func(f *frame, item any) (bool, error) {
			v, err := block(f)
			if err != nil {
				return false, err
			}
			out, err := f.s.callIn(f, v.(*ScriptBlock), item)
			if err != nil {
				return false, err
			}
			return object.IsTrue(object.Collapse(out)), nil
		}
		return clause
	}
	pattern := c.operand(k.Condition)
	clause.test = func(f *frame, item any) (bool, error) {
		p, err := pattern(f)
		if err != nil {
			return false, err
		}
		if sb, ok := object.Unwrap(p).(*ScriptBlock); ok {
			out, err := f.s.callIn(f, sb, item)
			return object.IsTrue(object.Collapse(out)), err
		}
		return f.switchMatch(item, p, flags, ignoreCase)
	}
	return clause
}

func (f *frame) switchMatch(item, p any, flags ast.SwitchFlags, ignoreCase bool) (bool, error) {
	if object.IsNull(p) {
		return object.IsNull(item), nil
	}
	_, isRegex := object.Unwrap(p).(*dotnet.Regex)
	switch {
	case flags&ast.SwitchRegex != 0 || isRegex:
		re, err := f.regex(p, ignoreCase)
		if err != nil {
			return false, err
		}
		m, err := re.Match(f.s.ctx, object.Text(f.s, item))
		if err != nil || m == nil {
			return false, err
		}
		f.setMatches(m)
		return true, nil
	case flags&ast.SwitchWildcard != 0:
		w, err := object.CompileWildcard(object.Text(f.s, p), ignoreCase)
		if err != nil {
			return false, err
		}
		return w.Match(object.Text(f.s, item)), nil
	}
	return object.Equal(f.s, object.Text(f.s, p), object.Text(f.s, item), ignoreCase), nil
}

func (f *frame) switchInput(v any, flags ast.SwitchFlags) (enumerator, error) {
	if flags&ast.SwitchFile != 0 {
		path, err := f.switchFile(v)
		if err != nil {
			return nil, err
		}
		return openLines(path)
	}
	if v == object.Null {
		return &sliceEnumerator{}, nil
	}
	if it, ok := newEnumerator(v); ok {
		return it, nil
	}
	return &sliceEnumerator{items: []any{v}}, nil
}

// lineEnumerator reads a file line by line.
type lineEnumerator struct {
	file *textfile.Reader
	line any
}

// switchFile finds the one file that an argument of -File means.
func (f *frame) switchFile(v any) (string, error) {
	fail := func(target any, id, format string, args ...any) error {
		return object.NewError(object.RuntimeExceptionType, id, object.InvalidOperation, target, format, args...)
	}
	path := object.Text(f.s, v)
	if info, ok := object.Unwrap(v).(*dotnet.FileInfo); ok {
		path = info.Path
	}
	if path == "" {
		return "", fail(path, "InvalidFilenameOption", "The file name argument to -file in the switch statement is not valid.")
	}
	plain := path
	pattern := object.HasWildcard(path)
	if !pattern {
		plain = object.UnescapeWildcard(path)
	}
	at, err := f.s.Locate(plain, true)
	if err != nil {
		return "", err
	}
	if !at.Drive.Files() {
		return "", fail(path, "FileOpenError", "The current provider (%s) cannot open a file.", at.Drive.Information)
	}
	if !pattern {
		if !paths.Exists(at.At) {
			return "", paths.NotFound(at.Drive.Path(at.At))
		}
		return at.At, nil
	}
	found, err := paths.Expand(f.s, path, false, false)
	switch {
	case err != nil:
		return "", err
	case len(found) == 0:
		return "", fail(path, "FileNotFound", "No files matching '%s' were found.", path)
	case len(found) > 1:
		return "", fail(object.FromGoValue(found), "AmbiguousPath", "The path cannot be processed because it resolved to more than one file; only one file at a time can be processed.")
	}
	return found[0], nil
}

func openLines(path string) (enumerator, error) {
	file, err := textfile.Open(path, textfile.Encoding{})
	if err != nil {
		return nil, err
	}
	return &lineEnumerator{file: file}, nil
}

func (l *lineEnumerator) next() (any, bool, error) {
	line, ok, err := l.file.ReadLine()
	if !ok || err != nil {
		return nil, false, err
	}
	l.line = line
	return l.line, true, nil
}

func (l *lineEnumerator) stop()              { _ = l.file.Close() }
func (l *lineEnumerator) current() any       { return l.line }
func (*lineEnumerator) PSType() *object.Type { return object.IEnumeratorType }

package eval

import (
	"slices"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// redirector applies redirections: the output and streams with them in force,
// and what closes their files.
type redirector func(f *frame, out output, p *pipes) (output, *pipes, func() error, error)

func (c *compiler) redirections(list []ast.RedirectionBase) redirector {
	type file struct {
		from   ast.RedirectionStream
		append bool
		target expr
		at     *ast.Extent
	}
	var files []file
	var merges []ast.RedirectionStream
	for _, r := range list {
		switch x := r.(type) {
		case *ast.FileRedirectionAst:
			files = append(files, file{x.FromStream, x.Append, c.operand(x.Location), x.Extent()})
		case *ast.MergingRedirectionAst:
			if x.ToStream == ast.StreamOutput {
				merges = append(merges, x.FromStream)
			}
		}
	}
	return func(f *frame, out output, p *pipes) (output, *pipes, func() error, error) {
		next := pipes{}
		if p != nil {
			next = *p
		}
		var open []*fileOutput
		done := func() error {
			var first error
			for _, o := range open {
				if err := o.close(); err != nil && first == nil {
					first = err
				}
			}
			return first
		}
		for _, r := range files {
			if r.from != ast.StreamOutput && r.from != ast.StreamAll {
				continue
			}
			o, err := f.openRedirection(r.target, r.append, r.at)
			if err != nil {
				return nil, nil, nil, err
			}
			open = appendFile(open, o)
			out = o
			if r.from == ast.StreamAll {
				next.setAll(o)
			}
		}
		for _, from := range merges {
			next.set(from, out)
		}
		for _, r := range files {
			if r.from == ast.StreamOutput || r.from == ast.StreamAll {
				continue
			}
			o, err := f.openRedirection(r.target, r.append, r.at)
			if err != nil {
				_ = done()
				return nil, nil, nil, err
			}
			open = appendFile(open, o)
			next.set(r.from, o)
		}
		return out, &next, done, nil
	}
}

func appendFile(list []*fileOutput, o output) []*fileOutput {
	if x, ok := o.(*fileOutput); ok {
		return append(list, x)
	}
	return list
}

func (p *pipes) set(from ast.RedirectionStream, o output) {
	switch from {
	case ast.StreamAll:
		p.setAll(o)
	case ast.StreamError:
		p.err = o
	case ast.StreamWarning:
		p.warning = o
	case ast.StreamVerbose:
		p.verbose = o
	case ast.StreamDebug:
		p.debug = o
	case ast.StreamInformation:
		p.info = o
	}
}

func (p *pipes) setAll(o output) {
	p.err, p.warning, p.verbose, p.debug, p.info = o, o, o, o, o
}

// fileOutput writes through Out-File.
type fileOutput struct{ stage Stage }

func (o *fileOutput) write(v any) error { return o.stage.process(v) }

func (o *fileOutput) close() error {
	err := o.stage.end()
	if cerr := o.stage.clean(); err == nil {
		err = cerr
	}
	return err
}

// openRedirection opens the target of > or >>: $null, or a name of blanks, takes all
// and keeps nothing; a variable is set, all else is Out-File's, wildcards included.
func (f *frame) openRedirection(target expr, appendTo bool, at *ast.Extent) (output, error) {
	v, err := target(f)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nowhere{}, nil
	}
	name := object.Text(f.s, v)
	if strings.TrimSpace(name) == "" {
		return nowhere{}, nil
	}
	cmd, ok := f.s.cmdlets["out-file"]
	if !ok {
		return nil, commandNotFound("Out-File")
	}
	args := []bind.Arg{{Name: "FilePath", Value: name, HasValue: true}}
	if d, rest, isDrive := cutDrive(name); isDrive && equalFold(d, "variable") {
		o := &driveOutput{f: f, drive: d, name: rest}
		if old, _ := f.scope.lookup(intern(rest)); old != nil && appendTo {
			o.items = VariableItems(old.value())
		}
		return o, nil
	}
	if appendTo {
		args = append(args, bind.Arg{Name: "Append", Value: true, HasValue: true})
	}
	st, err := cmd.newStage(&call{f: f, name: "out-file", args: args, out: nowhere{}, pipes: f.pipes, at: at, state: f.scope.state})
	if err != nil {
		return nil, err
	}
	if err := st.prepare(true); err != nil {
		return nil, err
	}
	if err := st.begin(); err != nil {
		_ = st.clean()
		return nil, err
	}
	return &fileOutput{st}, nil
}

func cutDrive(path string) (drive, rest string, ok bool) {
	for i := 0; i < len(path); i++ {
		if path[i] == ':' && i > 1 {
			return path[:i], path[i+1:], true
		}
		if path[i] == '/' || path[i] == '\\' {
			break
		}
	}
	return "", "", false
}

// VariableItems are what a variable holds, to be added to: the elements of a list, or its one value.
func VariableItems(v any) []any {
	if list, ok := object.Unwrap(v).(object.List); ok {
		items, _ := object.Elements(list)
		return slices.Clone(items)
	}
	return []any{v}
}

// driveOutput collects for a variable: drive path.
type driveOutput struct {
	f           *frame
	drive, name string
	items       []any
}

func (o *driveOutput) write(v any) error {
	o.items = append(o.items, v)
	return o.f.s.driveSet(o.f, o.drive, o.name, (&collector{o.items}).value())
}

package builtin

import (
	"errors"
	"io/fs"
	"os"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// listening are the parameters of Trace-Command and Set-TraceSource that say where lines go.
type listening struct {
	options   int64
	listener  *int64 // the options of listeners, where they are given
	path      string
	force     bool
	debugger  bool
	host      bool
	listeners []trace.Listener
	made      bool
}

// sourceOptions are PSTraceSourceOptions as a parameter's value, lineOptions TraceOptions.
type (
	sourceOptions struct {
		given bool
		value int64
	}
	lineOptions struct {
		given bool
		value int64
	}
)

// BindType is PSTraceSourceOptions.
func (*sourceOptions) BindType() *object.Type { return trace.Options }

// BindValue takes the flags.
func (o *sourceOptions) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		o.given, o.value = true, e.Value
	}
}

// BindType is TraceOptions.
func (*lineOptions) BindType() *object.Type { return trace.ListenerOptions }

// BindValue takes the flags.
func (o *lineOptions) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		o.given, o.value = true, e.Value
	}
}

// open makes the listeners, once. A file that cannot be written is an error, and no listener.
func (l *listening) open(rt cmdlet.Runtime) error {
	if l.made {
		return nil
	}
	l.made = true
	if l.debugger {
		l.listeners = append(l.listeners, &debugListener{})
	}
	if l.host {
		l.listeners = append(l.listeners, &hostListener{running: eval.RunningOf(rt)})
	}
	if l.path != "" {
		f, err := l.openFile(rt)
		if err != nil {
			return rt.WriteError(err)
		}
		l.listeners = append(l.listeners, &textListener{name: l.path, file: f})
	}
	if l.listener != nil {
		for _, x := range l.listeners {
			if o, ok := x.(interface{ setOptions(int64) }); ok {
				o.setOptions(*l.listener)
			}
		}
	}
	return nil
}

// notSupported is System.Management.Automation.PSNotSupportedException.
func notSupported() *object.Type {
	t, err := dotnet.Find("System.Management.Automation.PSNotSupportedException")
	if err != nil {
		return object.NotSupportedExceptionType
	}
	return t
}

const pathFailure = "FileListenerPathResolutionFailed"

func (l *listening) openFile(rt cmdlet.Runtime) (*os.File, *object.ErrorRecord) {
	refuse := func(text string) *object.ErrorRecord {
		return &object.ErrorRecord{Exception: &object.Exception{Type: notSupported(), Message: text}, ID: pathFailure, Category: object.InvalidArgument, Target: l.path}
	}
	if at, err := rt.Session().Locate(l.path, false); err == nil && at.Drive != nil && !at.Drive.Files() {
		return nil, refuse("Trace output can only be written to the file system. The path '" + l.path + "' referred to a '" + at.Drive.Information.String() + "' provider path.")
	}
	found, err := paths.Expand(rt, l.path, false, true)
	if err != nil || len(found) == 0 {
		found, err = paths.Expand(rt, l.path, true, true)
	}
	switch {
	case err != nil:
		return nil, &object.ErrorRecord{Exception: object.FromGo(err), ID: pathFailure, Category: object.InvalidArgument, Target: l.path}
	case len(found) > 1:
		return nil, refuse("Trace output can only be written to a single file. The path '" + l.path + "' resolved to more than one file.")
	}
	path := found[0]
	if s, err := os.Stat(path); err == nil && l.force && s.Mode().Perm()&0o200 == 0 {
		err = os.Chmod(path, s.Mode().Perm()|0o200)
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return nil, l.unopened(err, path)
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, l.unopened(err, path)
	}
	return f, nil
}

func (*listening) unopened(err error, path string) *object.ErrorRecord {
	return &object.ErrorRecord{Exception: object.FromGo(dotnet.FileError(err, path)), ID: pathFailure, Category: object.OpenError, Target: path}
}

// sourcesNamed are the sources that patterns fit, and the patterns that fit none.
func sourcesNamed(rt cmdlet.Runtime, patterns []string) (found []*trace.Source, missing []string, err error) {
	all := eval.RunningOf(rt).Traces().Sources
	for _, p := range patterns {
		w, err := object.CompileWildcard(p, true)
		if err != nil {
			return nil, nil, err
		}
		before := len(found)
		for _, s := range all {
			if w.Match(s.Name) {
				found = append(found, s)
			}
		}
		if len(found) == before {
			missing = append(missing, p)
		}
	}
	return found, missing, nil
}

// noSource is the error of a name, without wildcards, that no source has.
func noSource(rt cmdlet.Runtime, missing []string) error {
	for _, name := range missing {
		if name == "" || object.HasWildcard(name) {
			continue
		}
		r := &object.ErrorRecord{Exception: &object.Exception{Type: object.ItemNotFoundType, Message: "Cannot find a trace source with the name '" + name + "'."},
			ID: "TraceSourceNotFound", Category: object.ObjectNotFound, Target: name}
		if err := rt.WriteError(r); err != nil {
			return err
		}
	}
	return nil
}

// traceViews are the views of trace sources.
func traceViews() []*cmdlet.View {
	property := func(name string) cmdlet.Value { return cmdlet.Value{Property: name} }
	names := []string{trace.SourceType.FullName()}
	var items []cmdlet.ListItem
	for _, name := range []string{"Name", "Description", "Options", "Listeners", "Attributes", "Switch"} {
		items = append(items, cmdlet.ListItem{Label: name, Value: property(name)})
	}
	return []*cmdlet.View{
		{Name: names[0], TypeNames: names, Table: &cmdlet.TableView{Columns: []cmdlet.Column{
			{Label: "Options", Width: 8, Value: property("Options")}, {Label: "Name", Width: 20, Value: property("Name")},
			{Label: "Listeners", Width: 20, Value: property("Listeners")}, {Label: "Description", Value: property("Description")}}}},
		{Name: names[0], TypeNames: names, List: &cmdlet.ListView{Items: items}},
	}
}

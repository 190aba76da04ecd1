package dotnet

import (
	"os"
	"path/filepath"
	"time"

	"stagecoach/shell/object"
)

// watchedFolder refuses a path that is no folder, as the watcher's constructor does.
func watchedFolder(inv object.Invoker, v any) (string, error) {
	path := str(v)
	if path == "" {
		return "", object.ThrowArgument(object.ArgumentExceptionType, "path", "The directory name '%s' is invalid.", path)
	}
	full, err := fullPath(inv, path)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(full); err != nil || !info.IsDir() {
		return "", object.ThrowArgument(object.ArgumentExceptionType, "path", "The directory name '%s' does not exist.", path)
	}
	return path, nil
}

func watcherMembers(m members) {
	self := func(v any) *watcher { return v.(*watcher) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return newWatcher("", ""), nil })
	create := func(inv object.Invoker, a []any) (any, error) {
		path, err := watchedFolder(inv, a[0])
		if err != nil {
			return nil, err
		}
		filter := ""
		if len(a) > 1 {
			filter = str(a[1])
		}
		return newWatcher(path, filter), nil
	}
	m.ctor("string path", create)
	m.ctor("string path, string filter", create)
	setting := func(declaration string, get func(w *watcher) any, set func(inv object.Invoker, w *watcher, x any) error) {
		m.writable(declaration, func(_ object.Invoker, v any) (any, error) {
			w := self(v)
			w.mu.Lock()
			defer w.mu.Unlock()
			return get(w), nil
		}, func(inv object.Invoker, v, x any) error { return set(inv, self(v), x) })
	}
	// change sets a field; a watcher that is at work begins anew.
	change := func(inv object.Invoker, w *watcher, do func()) error {
		w.mu.Lock()
		do()
		w.mu.Unlock()
		return w.restart(inv)
	}
	setting("string Path", func(w *watcher) any { return w.path }, func(inv object.Invoker, w *watcher, x any) error {
		path := str(x)
		if path != w.path {
			if _, err := watchedFolder(inv, path); path != "" && err != nil {
				return object.ThrowArgument(object.ArgumentExceptionType, "Path", "The directory name '%s' does not exist.", path)
			}
		}
		return change(inv, w, func() { w.path = path })
	})
	setting("string Filter", func(w *watcher) any {
		if len(w.patterns.Items) == 0 {
			return "*"
		}
		return w.patterns.Items[0]
	}, func(inv object.Invoker, w *watcher, x any) error {
		return change(inv, w, func() {
			if w.patterns.Items = []any{str(x)}; str(x) == "" || str(x) == "*.*" {
				w.patterns.Items = []any{"*"}
			}
		})
	})
	m.prop("System.Collections.ObjectModel.Collection[string] Filters", func(_ object.Invoker, v any) (any, error) { return self(v).patterns, nil })
	setting("bool IncludeSubdirectories", func(w *watcher) any { return w.deep }, func(inv object.Invoker, w *watcher, x any) error {
		return change(inv, w, func() { w.deep = x.(bool) })
	})
	setting("bool EnableRaisingEvents", func(w *watcher) any { return w.running != nil }, func(inv object.Invoker, w *watcher, x any) error {
		return w.enable(inv, x.(bool))
	})
	setting("int InternalBufferSize", func(w *watcher) any { return w.buffer }, func(_ object.Invoker, w *watcher, x any) error {
		w.buffer = max(int32(intArg(x)), 4096)
		return nil
	})
	setting("System.IO.NotifyFilters NotifyFilter", func(w *watcher) any { return object.Enum{Type: notifyFilters, Value: w.filter} }, func(inv object.Invoker, w *watcher, x any) error {
		return change(inv, w, func() { w.filter = x.(object.Enum).Value })
	})
	siteOf(m)
	m.Order("NotifyFilter", "Filters", "EnableRaisingEvents", "Filter", "IncludeSubdirectories", "InternalBufferSize", "Path", "Site", "SynchronizingObject", "Container")
	wait := func(inv object.Invoker, v any, kinds any, limit time.Duration) (any, error) {
		a, err := self(v).waitForChanged(inv, kinds.(object.Enum).Value, limit)
		if err != nil {
			return nil, err
		}
		return changeResult(a), nil
	}
	m.method("System.Object WaitForChanged(System.IO.WatcherChangeTypes changeType)", func(inv object.Invoker, v any, a []any) (any, error) { return wait(inv, v, a[0], -1) })
	m.method("System.Object WaitForChanged(System.IO.WatcherChangeTypes changeType, int timeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return wait(inv, v, a[0], time.Duration(intArg(a[1]))*time.Millisecond)
	})
	m.method("System.Object WaitForChanged(System.IO.WatcherChangeTypes changeType, timespan timeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return wait(inv, v, a[0], time.Duration(span(a[1]))*100)
	})
	m.method("void Dispose()", func(inv object.Invoker, v any, _ []any) (any, error) {
		err := self(v).enable(inv, false)
		self(v).events.Raise("Disposed", v, NoEventArgs)
		return nil, err
	})
	for _, name := range []string{"Created", "Deleted", "Changed"} {
		m.Add(object.NewEvent(name, fileHandlerType, object.ObjectType, fileEventArgsType))
	}
	m.Add(object.NewEvent("Renamed", renamedHandlerType, object.ObjectType, renamedArgsType))
	m.Add(object.NewEvent("Error", watchErrorHandlerType, object.ObjectType, watchErrorType))
	m.Add(disposedEvent())
}

// changeResult is System.IO.WaitForChangedResult; nil: the time was over.
func changeResult(a *fileEventArgs) any {
	o := object.NewCustom(4)
	o.Set("ChangeType", object.Enum{Type: watcherChangeTypes})
	for _, name := range []string{"Name", "OldName"} {
		o.Set(name, nil)
	}
	if a != nil {
		o.Set("ChangeType", object.Enum{Type: watcherChangeTypes, Value: a.kind})
		if o.Set("Name", a.name); a.oldName != "" {
			o.Set("OldName", a.oldName)
		}
	}
	o.Set("TimedOut", a == nil)
	object.SetTypeNames(o, []string{"System.IO.WaitForChangedResult", "System.ValueType", "System.Object"})
	return o
}

// changeOf makes the arguments of an event, as the constructors of their types do.
func changeOf(inv object.Invoker, a []any) (any, error) {
	e := &fileEventArgs{kind: a[0].(object.Enum).Value, name: str(a[2])}
	folder, err := fullPath(inv, a[1])
	if err != nil {
		return nil, err
	}
	if e.full = filepath.Join(folder, e.name); len(a) > 3 {
		e.renamed, e.oldName = true, str(a[3])
		e.oldFull = filepath.Join(folder, e.oldName)
	}
	return e, nil
}

func fileEventMembers(m members) {
	m.ctor("System.IO.WatcherChangeTypes changeType, string directory, string name", changeOf)
	m.prop("System.IO.WatcherChangeTypes ChangeType", func(_ object.Invoker, v any) (any, error) {
		return object.Enum{Type: watcherChangeTypes, Value: v.(*fileEventArgs).kind}, nil
	})
	text(m, "FullPath", func(a *fileEventArgs) string { return a.full })
	text(m, "Name", func(a *fileEventArgs) string { return a.name })
}

func renamedMembers(m members) {
	m.ctor("System.IO.WatcherChangeTypes changeType, string directory, string name, string oldName", changeOf)
	text(m, "OldFullPath", func(a *fileEventArgs) string { return a.oldFull })
	text(m, "OldName", func(a *fileEventArgs) string { return a.oldName })
}

func text(m members, name string, get func(a *fileEventArgs) string) {
	m.prop("string "+name, func(_ object.Invoker, v any) (any, error) { return get(v.(*fileEventArgs)), nil })
}

func watchErrorMembers(m members) {
	m.ctor("System.Exception exception", func(_ object.Invoker, a []any) (any, error) {
		x, _ := a[0].(*object.Exception)
		return &watchError{err: x}, nil
	})
	m.method("System.Exception GetException()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return v.(*watchError).err, nil
	})
}

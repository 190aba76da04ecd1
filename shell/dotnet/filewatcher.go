package dotnet

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"stagecoach/shell/object"
)

const watcherAssembly = "System.IO.FileSystem.Watcher"

var (
	watcherType           = &object.Type{Name: "FileSystemWatcher", Namespace: "System.IO", Assembly: watcherAssembly, Base: componentType}
	fileEventArgsType     = &object.Type{Name: "FileSystemEventArgs", Namespace: "System.IO", Assembly: watcherAssembly, Base: EventArgsType}
	renamedArgsType       = &object.Type{Name: "RenamedEventArgs", Namespace: "System.IO", Assembly: watcherAssembly, Base: fileEventArgsType}
	watchErrorType        = &object.Type{Name: "ErrorEventArgs", Namespace: "System.IO", Assembly: watcherAssembly, Base: EventArgsType}
	fileHandlerType       = handlerType("System.IO", "FileSystemEventHandler")
	renamedHandlerType    = handlerType("System.IO", "RenamedEventHandler")
	watchErrorHandlerType = handlerType("System.IO", "ErrorEventHandler")

	watcherChangeTypes = object.NewFlags("System.IO", "WatcherChangeTypes", []string{"Created", "Deleted", "Changed", "Renamed", "All"}, 1, 2, 4, 8, 15)
	notifyFilters      = object.NewFlags("System.IO", "NotifyFilters", []string{"FileName", "DirectoryName", "Attributes", "Size", "LastWrite", "LastAccess", "CreationTime", "Security"}, 1, 2, 4, 8, 16, 32, 64, 256)
)

// The kinds of change, as WatcherChangeTypes numbers them, and the filters that they go by.
const (
	changeCreated, changeDeleted, changeChanged, changeRenamed = 1, 2, 4, 8

	filterFileName, filterDirectoryName = 1, 2
	filtersOfWriting                    = 16 | 32 | 256 | 8         // LastWrite, LastAccess, Security, Size
	filtersOfAttributes                 = filtersOfWriting | 4 | 64 // and Attributes, CreationTime
)

// watcher is System.IO.FileSystemWatcher. Its events are raised on a goroutine of its own.
type watcher struct {
	object.Instance
	events object.Events

	mu       sync.Mutex
	path     string // as given
	patterns *List
	filter   int64
	deep     bool
	buffer   int32
	running  *watch
	results  []chan *fileEventArgs // who waits in WaitForChanged
}

// watch is the time between EnableRaisingEvents = $true and $false.
type watch struct {
	w      *watcher
	notify *fsnotify.Watcher
	root   string
	// patterns are the filters as they were at the start; none: all.
	patterns []*object.Wildcard
}

// PSType is System.IO.FileSystemWatcher.
func (*watcher) PSType() *object.Type { return watcherType }

// Handlers is who listens.
func (w *watcher) Handlers() *object.Events { return &w.events }

func newWatcher(path, filter string) *watcher {
	w := &watcher{path: path, filter: 1 | 2 | 16, buffer: 8192, patterns: NewList(object.StringType, nil)}
	if filter != "" && filter != "*" {
		w.patterns.Items = []any{filter}
	}
	return w
}

// fileEventArgs is FileSystemEventArgs, and with an old name RenamedEventArgs.
type fileEventArgs struct {
	object.Instance
	kind                         int64
	renamed                      bool
	full, name, oldFull, oldName string
}

// PSType is the kind's.
func (a *fileEventArgs) PSType() *object.Type {
	if a.renamed {
		return renamedArgsType
	}
	return fileEventArgsType
}

// watchError is System.IO.ErrorEventArgs.
type watchError struct {
	object.Instance
	err *object.Exception
}

// PSType is System.IO.ErrorEventArgs.
func (*watchError) PSType() *object.Type { return watchErrorType }

// enable starts or stops watching.
func (w *watcher) enable(inv object.Invoker, on bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on == (w.running != nil) {
		return nil
	}
	if !on {
		run := w.running
		w.running = nil
		return run.notify.Close()
	}
	root, err := fullPath(inv, w.path)
	if err != nil {
		return err
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return object.Throw(ioExceptionType, "%s", err.Error())
	}
	run := &watch{w: w, notify: notify, root: filepath.Clean(root)}
	for _, p := range w.patterns.Items {
		if pattern, err := filePattern(str(p)); err == nil {
			run.patterns = append(run.patterns, pattern)
		}
	}
	if err := run.add(run.root, w.deep); err != nil {
		_ = notify.Close()
		return FileError(err, root)
	}
	w.running = run
	go run.listen()
	return nil
}

// restart begins anew with changed settings.
func (w *watcher) restart(inv object.Invoker) error {
	w.mu.Lock()
	on := w.running != nil
	w.mu.Unlock()
	if !on {
		return nil
	}
	if err := w.enable(inv, false); err != nil {
		return err
	}
	return w.enable(inv, true)
}

// add watches a folder, and those below it when deep.
func (run *watch) add(folder string, deep bool) error {
	if err := run.notify.Add(folder); err != nil || !deep {
		return err
	}
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != folder {
			_ = run.notify.Add(path) // one that went away meanwhile is not watched
		}
		return nil
	})
}

// pairWait is how long the second half of a renaming is waited for.
const pairWait = 50 * time.Millisecond

// listen turns what the system tells into events. A renaming comes as two: the old name, then
// the new one, which knows the old.
func (run *watch) listen() {
	var left string // an old name without the new one yet
	var late <-chan time.Time
	gone := func() {
		if left != "" {
			run.tell(&fileEventArgs{kind: changeDeleted, full: left})
			left, late = "", nil
		}
	}
	for {
		select {
		case <-late:
			gone()
		case err, ok := <-run.notify.Errors:
			if ok {
				run.w.events.Raise("Error", run.w, &watchError{err: object.FromGo(err)})
			}
		case e, ok := <-run.notify.Events:
			if !ok {
				return
			}
			switch {
			case e.Has(fsnotify.Create):
				// The old name is told nowhere but in the event's text.
				if left != "" && strings.HasSuffix(e.String(), " ← "+strconv.Quote(left)) {
					run.tell(&fileEventArgs{kind: changeRenamed, renamed: true, full: e.Name, oldFull: left})
					left, late = "", nil
				} else {
					gone()
					run.tell(&fileEventArgs{kind: changeCreated, full: e.Name})
				}
				run.follow(e.Name)
			case e.Has(fsnotify.Rename):
				gone()
				left, late = e.Name, time.After(pairWait)
			case e.Has(fsnotify.Remove):
				gone()
				run.tell(&fileEventArgs{kind: changeDeleted, full: e.Name})
			case e.Has(fsnotify.Write):
				run.changed(e.Name, filtersOfWriting)
			case e.Has(fsnotify.Chmod):
				run.changed(e.Name, filtersOfAttributes)
			}
		}
	}
}

// follow watches a folder that is new.
func (run *watch) follow(path string) {
	run.w.mu.Lock()
	deep := run.w.deep
	run.w.mu.Unlock()
	if info, err := os.Lstat(path); deep && err == nil && info.IsDir() {
		_ = run.add(path, true) // one that went away meanwhile is not watched
	}
}

func (run *watch) changed(path string, by int64) {
	run.w.mu.Lock()
	wanted := run.w.filter&by != 0
	run.w.mu.Unlock()
	if wanted {
		run.tell(&fileEventArgs{kind: changeChanged, full: path})
	}
}

// tell raises the event of a change that the filters let through.
func (run *watch) tell(a *fileEventArgs) {
	w := run.w
	relative := func(full string) string {
		name, err := filepath.Rel(run.root, full)
		if err != nil {
			return full
		}
		return name
	}
	a.name = relative(a.full)
	if a.oldFull != "" {
		a.oldName = relative(a.oldFull)
	}
	if a.name == "." || a.name == ".." { // the folder itself
		return
	}
	w.mu.Lock()
	wanted := w.fits(a.name) || a.oldName != "" && w.fits(a.oldName)
	if a.kind != changeChanged && w.filter&(filterFileName|filterDirectoryName) != filterFileName|filterDirectoryName {
		info, err := os.Lstat(a.full)
		folder := err == nil && info.IsDir()
		wanted = wanted && (folder && w.filter&filterDirectoryName != 0 || !folder && w.filter&filterFileName != 0)
	}
	waiting := w.results
	w.mu.Unlock()
	if !wanted {
		return
	}
	for _, c := range waiting {
		select {
		case c <- a:
		default: // it has one already
		}
	}
	name := map[int64]string{changeCreated: "Created", changeDeleted: "Deleted", changeChanged: "Changed", changeRenamed: "Renamed"}[a.kind]
	w.events.Raise(name, w, a)
}

// fits tells whether a name fits one of the filters; w.mu is held.
func (w *watcher) fits(name string) bool {
	if w.running == nil || len(w.running.patterns) == 0 {
		return w.running != nil
	}
	for _, p := range w.running.patterns {
		if p.Match(filepath.Base(name)) {
			return true
		}
	}
	return false
}

// waitForChanged waits for the first change of one of the kinds; nil: the time was over.
func (w *watcher) waitForChanged(inv object.Invoker, kinds int64, limit time.Duration) (*fileEventArgs, error) {
	c := make(chan *fileEventArgs, 64)
	w.mu.Lock()
	w.results = append(w.results, c)
	was := w.running != nil
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for i, x := range w.results {
			if x == c {
				w.results = append(w.results[:i:i], w.results[i+1:]...)
				return
			}
		}
	}()
	if !was {
		if err := w.enable(inv, true); err != nil {
			return nil, err
		}
		defer func() { _ = w.enable(inv, false) }() // closing has nothing to tell
	}
	ctx := inv.Context()
	if limit >= 0 {
		limited, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ctx = limited
	}
	var got *fileEventArgs
	wait := func() {
		for got == nil {
			select {
			case a := <-c:
				if a.kind&kinds != 0 {
					got = a
				}
			case <-ctx.Done():
				return
			}
		}
	}
	if s, ok := inv.(interface{ WhileWaiting(wait func()) }); ok {
		s.WhileWaiting(wait)
	} else {
		wait()
	}
	return got, inv.Context().Err()
}

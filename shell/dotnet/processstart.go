package dotnet

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"stagecoach/shell/object"
)

// startInfo is System.Diagnostics.ProcessStartInfo.
type startInfo struct {
	object.Instance
	fileName, arguments, folder string
	verb, userName              string
	list                        *List // ArgumentList
	environment                 *Dictionary
	redirect                    [3]bool // standard input, output, error
	encoding                    [3]any  // *Encoding or nil
	shell, noWindow, dialog     bool
	style                       object.Enum
}

var startInfoType = &object.Type{Name: "ProcessStartInfo", Namespace: "System.Diagnostics", Assembly: "System.Diagnostics.Process", Base: object.ObjectType}

// PSType is System.Diagnostics.ProcessStartInfo.
func (*startInfo) PSType() *object.Type { return startInfoType }

func newStartInfo(file, arguments string) *startInfo {
	return &startInfo{fileName: file, arguments: arguments, list: NewList(object.StringType, nil), style: object.Enum{Type: windowStyle}}
}

// variables are the program's environment; it starts as this process' own.
func (i *startInfo) variables() *Dictionary {
	if i.environment == nil {
		i.environment = NewStringMap(object.StringType)
		i.environment.store, i.environment.by = object.NewSlots(true), nil // names differ by case outside Windows
		for _, e := range os.Environ() {
			name, value, _ := strings.Cut(e, "=")
			_ = i.environment.Set(name, value) // texts
		}
	}
	return i.environment
}

func (i *startInfo) settings() []string {
	if i.environment == nil {
		return nil
	}
	list := []string{}
	for k, v := range i.environment.All() {
		if v != nil {
			list = append(list, str(k)+"="+str(v))
		}
	}
	return list
}

// words are the arguments, of either form.
func (i *startInfo) words(inv object.Invoker) []string {
	if len(i.list.Items) > 0 {
		return texts(inv, i.list.Items)
	}
	return SplitArguments(i.arguments)
}

func startInfoMembers(m members) {
	self := func(v any) *startInfo { return v.(*startInfo) }
	text := func(name string, at func(i *startInfo) *string) {
		m.writable("string "+name, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error { *at(self(v)) = str(x); return nil })
	}
	flag := func(name string, at func(i *startInfo) *bool) {
		m.writable("bool "+name, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error { *at(self(v)) = x.(bool); return nil })
	}
	m.prop("System.Collections.Generic.List[string] ArgumentList", getter(func(v any) any { return self(v).list }))
	text("Arguments", func(i *startInfo) *string { return &i.arguments })
	flag("CreateNoWindow", func(i *startInfo) *bool { return &i.noWindow })
	m.prop("System.Collections.IDictionary Environment", getter(func(v any) any { return self(v).variables() }))
	m.prop("System.Collections.IDictionary EnvironmentVariables", getter(func(v any) any { return self(v).variables() }))
	flag("ErrorDialog", func(i *startInfo) *bool { return &i.dialog })
	text("FileName", func(i *startInfo) *string { return &i.fileName })
	for n, name := range []string{"Input", "Output", "Error"} {
		flag("RedirectStandard"+name, func(i *startInfo) *bool { return &i.redirect[n] })
		m.writable("System.Text.Encoding Standard"+name+"Encoding", getter(func(v any) any { return self(v).encoding[n] }), func(_ object.Invoker, v, x any) error { self(v).encoding[n] = x; return nil })
	}
	text("UserName", func(i *startInfo) *string { return &i.userName })
	flag("UseShellExecute", func(i *startInfo) *bool { return &i.shell })
	text("Verb", func(i *startInfo) *string { return &i.verb })
	m.writable("System.Diagnostics.ProcessWindowStyle WindowStyle", getter(func(v any) any { return self(v).style }), func(_ object.Invoker, v, x any) error {
		self(v).style = x.(object.Enum)
		return nil
	})
	text("WorkingDirectory", func(i *startInfo) *string { return &i.folder })
	m.ctor("", func(object.Invoker, []any) (any, error) { return newStartInfo("", ""), nil })
	m.ctor("string fileName", func(_ object.Invoker, a []any) (any, error) { return newStartInfo(str(a[0]), ""), nil })
	m.ctor("string fileName, string arguments", func(_ object.Invoker, a []any) (any, error) { return newStartInfo(str(a[0]), str(a[1])), nil })
}

// pipes are our ends of a process' redirected streams; nil: not redirected.
type pipes struct {
	stdin  *writer
	output [2]*reader // standard output and error
	turns  [2]*turnReader
}

// findProgram is .NET's search outside Windows: a path as it is, a name in the current
// folder and then in PATH.
func findProgram(name, folder string) (string, error) {
	if strings.ContainsRune(name, filepath.Separator) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(folder, name)
		}
		return name, nil
	}
	if here := filepath.Join(folder, name); executableFile(here) {
		return here, nil
	}
	path, err := exec.LookPath(name)
	if errors.Is(err, exec.ErrNotFound) {
		return name, syscall.ENOENT
	}
	return path, err
}

func executableFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// start runs what the information describes.
func (p *Process) start(inv object.Invoker, i *startInfo) error {
	if i == nil || i.fileName == "" {
		return object.Throw(object.InvalidOperationType, "Cannot start process because a file name has not been provided.")
	}
	if len(i.list.Items) > 0 && i.arguments != "" {
		return object.Throw(object.InvalidOperationType, "Only one of Arguments or ArgumentList may be used.")
	}
	if i.shell && (i.redirect[0] || i.redirect[1] || i.redirect[2]) {
		return object.Throw(object.InvalidOperationType, "The Process object must have the UseShellExecute property set to false in order to redirect IO streams.")
	}
	current, err := fullPath(inv, ".")
	if err != nil {
		return err
	}
	folder := current
	if i.folder != "" {
		if folder, err = fullPath(inv, i.folder); err != nil {
			return err
		}
	}
	path, err := findProgram(i.fileName, current)
	if err == nil {
		err = p.run(&exec.Cmd{Path: path, Args: append([]string{i.fileName}, i.words(inv)...), Dir: folder, Env: i.settings()}, i)
	}
	if err != nil {
		return object.Throw(exceptionNamed("System.ComponentModel.Win32Exception"), "An error occurred trying to start process '%s' with working directory '%s'. %s", i.fileName, folder, SystemText(err))
	}
	return nil
}

// run starts the command with the pipes that were asked for.
func (p *Process) run(cmd *exec.Cmd, i *startInfo) error {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var ours, theirs [3]*os.File
	for n := range i.redirect {
		if !i.redirect[n] {
			continue
		}
		r, w, err := os.Pipe()
		if err != nil {
			closeFiles(ours[:])
			closeFiles(theirs[:])
			return err
		}
		if ours[n], theirs[n] = r, w; n == 0 {
			ours[n], theirs[n] = w, r
		}
	}
	if theirs[0] != nil {
		cmd.Stdin = theirs[0]
	}
	if theirs[1] != nil {
		cmd.Stdout = theirs[1]
	}
	if theirs[2] != nil {
		cmd.Stderr = theirs[2]
	}
	err := cmd.Start()
	closeFiles(theirs[:])
	if err != nil {
		closeFiles(ours[:])
		return err
	}
	p.Name = filepath.Base(cmd.Path)
	p.pipes = pipes{}
	p.follows.Store(false)
	if ours[0] != nil {
		base := &Stream{file: ours[0], access: accessWrite, oneWay: true}
		p.stdin = &writer{t: streamWriterType, out: bufio.NewWriter(ours[0]), file: closeFunc(ours[0].Close), encoding: encodingOr(i.encoding[0]), newLine: "\n", autoFlush: true, base: base}
	}
	for n, f := range ours[1:] {
		if f != nil {
			p.turns[n] = &turnReader{from: f}
			p.output[n] = pipeReader(f, p.turns[n], encodingOr(i.encoding[1+n]))
		}
	}
	p.watch(cmd, func() {})
	return nil
}

func closeFiles(list []*os.File) {
	for _, f := range list {
		if f != nil {
			f.Close()
		}
	}
}

// encodingOr is an encoding that was given, else UTF-8.
func encodingOr(v any) *Encoding {
	if e, ok := v.(*Encoding); ok && e != nil {
		return e
	}
	return UTF8NoBOM
}

// pipeReader reads a redirected stream; it looks at nothing before it is asked to.
func pipeReader(f *os.File, in io.Reader, e *Encoding) *reader {
	if e.CodePage != 65001 {
		in = &decodedReader{from: in, by: e}
	}
	return &reader{t: streamReaderType, in: bufio.NewReader(in), closer: f, encoding: e, base: &Stream{file: f, access: accessRead, oneWay: true}}
}

// decodedReader gives a stream of another encoding as UTF-8, once the stream has ended.
type decodedReader struct {
	from io.Reader
	by   *Encoding
	text *strings.Reader
}

// Read is io.Reader's.
func (d *decodedReader) Read(p []byte) (int, error) {
	if d.text == nil {
		all, err := io.ReadAll(d.from)
		if err != nil {
			return 0, err
		}
		d.text = strings.NewReader(d.by.Decode(all))
	}
	return d.text.Read(p)
}

func processStarting(m members) {
	self := func(v any) *Process { return v.(*Process) }
	start := func(inv object.Invoker, i *startInfo) (any, error) {
		p := &Process{info: i}
		return p, p.start(inv, i)
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return &Process{info: newStartInfo("", "")}, nil })
	m.writable("System.Diagnostics.ProcessStartInfo StartInfo", func(_ object.Invoker, v any) (any, error) {
		if self(v).info == nil {
			return nil, object.Throw(object.InvalidOperationType, "Process was not started by this object, so requested information cannot be determined.")
		}
		return self(v).info, nil
	}, func(_ object.Invoker, v, x any) error {
		i, ok := x.(*startInfo)
		if !ok {
			return object.ThrowArgument(object.ArgumentNullExceptionType, "value", "Value cannot be null.")
		}
		self(v).info = i
		return nil
	})
	m.method("bool Start()", func(inv object.Invoker, v any, _ []any) (any, error) {
		err := self(v).start(inv, self(v).info)
		return err == nil, err
	})
	m.static("System.Diagnostics.Process Start(System.Diagnostics.ProcessStartInfo startInfo)", func(inv object.Invoker, _ any, a []any) (any, error) {
		i, ok := a[0].(*startInfo)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "startInfo", "Value cannot be null.")
		}
		return start(inv, i)
	})
	m.static("System.Diagnostics.Process Start(string fileName)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return start(inv, newStartInfo(str(a[0]), ""))
	})
	m.static("System.Diagnostics.Process Start(string fileName, string arguments)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return start(inv, newStartInfo(str(a[0]), str(a[1])))
	})
	m.static("System.Diagnostics.Process Start(string fileName, string[] arguments)", func(inv object.Invoker, _ any, a []any) (any, error) {
		i := newStartInfo(str(a[0]), "")
		i.list.Items = copyItems(a[1])
		return start(inv, i)
	})
	processEventMembers(m)
	m.prop("System.IO.StreamWriter StandardInput", func(_ object.Invoker, v any) (any, error) {
		if self(v).stdin == nil {
			return nil, object.Throw(object.InvalidOperationType, "StandardIn has not been redirected.")
		}
		return self(v).stdin, nil
	})
	for n, x := range [][2]string{{"StandardOutput", "StandardOut"}, {"StandardError", "StandardError"}} {
		m.prop("System.IO.StreamReader "+x[0], func(inv object.Invoker, v any) (any, error) {
			p := self(v)
			if p.output[n] == nil {
				return nil, object.Throw(object.InvalidOperationType, "%s has not been redirected or the process hasn't started yet.", x[1])
			}
			p.turns[n].inv = inv
			return p.output[n], nil
		})
	}
}

func processEntries() []entry {
	return []entry{{ProcessType, processMembers, ""}, {startInfoType, startInfoMembers, ""}, {processPriority, nil, ""}, {windowStyle, nil, ""}}
}

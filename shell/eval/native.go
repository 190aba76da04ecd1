package eval

import (
	"bufio"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"stagecoach/shell/object"
)

// Application is a program of the operating system as a command.
type Application struct {
	object.Instance
	Path    string
	session *Session
}

func (x *Application) commandName() string { return filepath.Base(x.Path) }

func (x *Application) newStage(c *call) (Stage, error) {
	return &nativeStage{app: x, call: c}, nil
}

// nativeStage runs a program. Its input is what the pipeline sends, as lines;
// its output becomes lines, or goes straight to the terminal when nobody takes it.
type nativeStage struct {
	app    *Application
	call   *call
	cmd    *exec.Cmd
	input  io.WriteCloser
	expect bool
	lines  chan nativeLine
	wait   sync.WaitGroup
	code   int
	ended  bool
	// complained: a line of the program's error output came; the first has an id of its own.
	complained bool
	// takeBack ends the loan of the terminal; nil when it was not lent.
	takeBack func()
}

// terminalLender is a host whose terminal is set for its own needs while no program uses it.
type terminalLender interface {
	LendTerminal() (takeBack func())
}

func (st *nativeStage) giveBack() {
	if st.takeBack != nil {
		st.takeBack()
		st.takeBack = nil
	}
}

// nativeLine is a line of a program's output or error output.
type nativeLine struct {
	text  string
	isErr bool
}

func (st *nativeStage) prepare(expectInput bool) error {
	st.expect = expectInput
	return nil
}

func (st *nativeStage) begin() error {
	source := st.call.f.s.traces.Source(parameterBinding)
	if source != nil {
		nativeTrace(source, st.app.Path, nativeArgs(st.call.f.s, st.call.args))
	}
	defer calling(source, "BeginProcessing")()
	return st.start()
}

// start runs the program: its streams are the terminal's where nobody in the
// pipeline takes them.
func (st *nativeStage) start() error {
	s := st.call.f.s
	st.cmd = exec.CommandContext(s.ctx, st.app.Path, nativeArgs(s, st.call.args)...)
	st.cmd.Dir = s.location
	_, toSink := st.call.out.(sinkOutput)
	direct := toSink && s.options.Stdout != nil
	errDirect := (st.call.pipes == nil || st.call.pipes.err == nil) && s.options.Stderr != nil
	if direct {
		if err := s.sink.Flush(); err != nil {
			return err
		}
		st.cmd.Stdout = s.options.Stdout
	}
	if errDirect {
		st.cmd.Stderr = s.options.Stderr
	}
	if st.expect {
		in, err := st.cmd.StdinPipe()
		if err != nil {
			return st.failedToRun(err)
		}
		st.input = in
	} else {
		st.cmd.Stdin = s.options.Stdin
	}
	st.lines = make(chan nativeLine, 64)
	if !direct {
		if err := st.read(st.cmd.StdoutPipe, false); err != nil {
			return st.failedToRun(err)
		}
	}
	if !errDirect {
		if err := st.read(st.cmd.StderrPipe, true); err != nil {
			return st.failedToRun(err)
		}
	}
	if lender, ok := s.options.Host.(terminalLender); ok && (direct || errDirect) {
		st.takeBack = lender.LendTerminal()
	}
	if err := st.cmd.Start(); err != nil {
		st.giveBack()
		return st.failedToRun(err)
	}
	go func() {
		st.wait.Wait()
		close(st.lines)
	}()
	return nil
}

// read starts a goroutine that sends a stream's lines; it ends with the stream.
func (st *nativeStage) read(pipe func() (io.ReadCloser, error), isErr bool) error {
	r, err := pipe()
	if err != nil {
		return err
	}
	st.wait.Add(1)
	go func() {
		defer st.wait.Done()
		b := bufio.NewReader(r)
		for {
			line, err := b.ReadString('\n')
			if line != "" {
				st.lines <- nativeLine{strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"), isErr}
			}
			if err != nil {
				return
			}
		}
	}()
	return nil
}

func (st *nativeStage) failedToRun(err error) error {
	name := filepath.Base(st.app.Path)
	r := object.NewError(object.ApplicationFailedType, "NativeCommandFailed", object.ResourceUnavailable, nil, "Program '%s' failed to run: %s", name, err)
	st.call.f.stamp(r, st.call.at)
	return r
}

func (st *nativeStage) process(v any) error {
	if v == object.Null || st.input == nil {
		return nil
	}
	var text string
	if b, ok := object.Unwrap(v).(*object.Bytes); ok {
		text = string(b.B)
	} else {
		text = object.Text(st.call.f.s, v) + "\n"
	}
	var err error
	st.call.f.s.WhileWaiting(func() { _, err = io.WriteString(st.input, text) })
	if err != nil {
		return nil // the program reads no more; that is its affair
	}
	return st.drain(false)
}

// drain passes on the lines that are there; all of them when the program has ended.
func (st *nativeStage) drain(all bool) error {
	for {
		if all {
			var l nativeLine
			ok := false
			st.call.f.s.WhileWaiting(func() { l, ok = <-st.lines })
			if !ok {
				return nil
			}
			if err := st.pass(l); err != nil {
				return err
			}
			continue
		}
		select {
		case l, ok := <-st.lines:
			if !ok {
				return nil
			}
			if err := st.pass(l); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

func (st *nativeStage) pass(l nativeLine) error {
	if !l.isErr {
		return st.call.out.write(l.text)
	}
	id := "NativeCommandErrorMessage"
	if !st.complained {
		id, st.complained = "NativeCommandError", true
	}
	r := object.NewError(object.RuntimeExceptionType, id, object.NotSpecified, l.text, "%s", l.text)
	r.Exception.Type = remoteExceptionType
	if p := st.call.pipes; p != nil && p.err != nil {
		return p.err.write(r)
	}
	return st.call.f.s.sink.Error(r)
}

var remoteExceptionType = automationType("RemoteException", object.RuntimeExceptionType)

func (st *nativeStage) end() error {
	if st.cmd == nil || st.ended {
		return nil
	}
	st.ended = true
	if st.input != nil {
		_ = st.input.Close()
	}
	derr := st.drain(true)
	if derr != nil {
		_ = st.cmd.Process.Kill()
		for range st.lines {
		}
	}
	var err error
	st.call.f.s.WhileWaiting(func() { err = st.cmd.Wait() })
	st.giveBack()
	st.code = st.cmd.ProcessState.ExitCode()
	if st.code < 0 {
		st.code = signalCode(st.cmd.ProcessState)
	}
	s := st.call.f.s
	s.setLastExit(st.code)
	if derr != nil {
		return derr
	}
	if s.ctx.Err() != nil {
		return errStopped
	}
	if err != nil && st.code != 0 && object.IsTrue(s.state.current.get(symNativeErrors)) {
		return st.exitError()
	}
	return nil
}

// exitError is what $PSNativeCommandUseErrorActionPreference makes of an exit code.
func (st *nativeStage) exitError() error {
	name := filepath.Base(st.app.Path)
	r := object.NewError(nativeExitType, "ProgramExitedWithNonZeroCode", object.NotSpecified, name, "Program %q ended with non-zero exit code: %d (0x%08X).", name, st.code, uint32(st.code))
	run := &Running{Session: st.call.f.s, frame: st.call.f, call: st.call, name: name, id: "", pipes: st.call.pipes}
	st.call.f.stamp(r, st.call.at)
	return run.WriteError(r)
}

var nativeExitType = automationType("NativeCommandExitException", object.RuntimeExceptionType)

func (st *nativeStage) clean() error {
	if st.cmd == nil || st.ended || st.cmd.Process == nil {
		return nil
	}
	st.ended = true
	if st.input != nil {
		_ = st.input.Close()
	}
	_ = st.cmd.Process.Kill()
	for range st.lines {
	}
	_ = st.cmd.Wait()
	st.giveBack()
	return nil
}

func (st *nativeStage) failed() bool { return st.code != 0 }

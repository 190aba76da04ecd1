package dotnet

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sort"
	"strings"
	"syscall"
	"time"

	"stagecoach/shell/object"
)

// Process is System.Diagnostics.Process: one that runs on this machine, one that did, or
// one that is yet to be started.
type Process struct {
	object.Instance
	ID   int    // 0: not started
	Name string // the program's, without its folder
	User string // with Get-Process -IncludeUserName
	own  *ownProcess
	info *startInfo // of one that the script made

	processEvents
	pipes
}

// ownProcess is what is known of a process that this session started.
type ownProcess struct {
	done  chan struct{} // closed at the end
	code  int           // after done
	ended time.Time     // after done
}

// ProcessType is System.Diagnostics.Process.
var ProcessType = &object.Type{Name: "Process", Namespace: "System.Diagnostics", Assembly: "System.Diagnostics.Process", Base: object.ObjectType}

// PSType is System.Diagnostics.Process.
func (*Process) PSType() *object.Type { return ProcessType }

// String is what ToString() gives.
func (p *Process) String() string {
	if p.ID == 0 {
		return "System.Diagnostics.Process"
	}
	return "System.Diagnostics.Process (" + p.Name + ")"
}

// usage is what the system tells of a process: sizes in bytes.
type usage struct {
	processor, user   time.Duration
	started           time.Time
	resident, virtual int64
	swapped, data     int64
	session, parent   int
	threads, handles  int
	nice              int
	path              string
	arguments         []string
	owner             string
}

// ErrNoProcesses is why processes are not listed elsewhere than on Linux.
var ErrNoProcesses = object.Throw(object.NotSupportedExceptionType, "Processes are listed on Linux only.")

// Owner is the account that a process runs as; empty when it is not known.
func (p *Process) Owner() string {
	u, err := usageOf(p.ID)
	if err != nil {
		return ""
	}
	return u.owner
}

// Exited tells whether the process has ended.
func (p *Process) Exited() bool {
	if p.own == nil {
		return !alive(p.ID)
	}
	select {
	case <-p.own.done:
		return true
	default:
		return false
	}
}

// watchInterval is how often a process that is not our child is looked at.
const watchInterval = 50 * time.Millisecond

// Wait returns when the process has ended, or with the context's error.
func (p *Process) Wait(ctx context.Context) error {
	if p.own != nil {
		select {
		case <-p.own.done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for alive(p.ID) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Kill ends the process; one that has ended is no error.
func (p *Process) Kill() error {
	if p.Exited() {
		return nil
	}
	it, err := os.FindProcess(p.ID)
	if err != nil {
		return err
	}
	if err := it.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// watch remembers how a started command ends.
func (p *Process) watch(cmd *exec.Cmd, after func()) {
	own := &ownProcess{done: make(chan struct{})}
	p.ID, p.own = cmd.Process.Pid, own
	go func() {
		_ = cmd.Wait() // the exit code tells
		after()
		own.code, own.ended = cmd.ProcessState.ExitCode(), time.Now()
		if own.code < 0 {
			own.code = signalled(cmd.ProcessState)
		}
		close(own.done)
	}()
	p.raiseEvents(p.raises.Load())
}

// WatchProcess is the process of a started command; after is called when it has ended.
func WatchProcess(cmd *exec.Cmd, name string, after func()) *Process {
	p := &Process{Name: name}
	p.watch(cmd, after)
	return p
}

// SortProcesses puts processes in the order PowerShell lists them.
func SortProcesses(list []*Process) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := strings.ToLower(list[i].Name), strings.ToLower(list[j].Name)
		return a < b || a == b && list[i].ID < list[j].ID
	})
}

// SystemText is what the system says of an error, as .NET writes it.
func SystemText(err error) string {
	var number syscall.Errno
	if errors.As(err, &number) {
		err = number
	}
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

package dotnet

import (
	"bytes"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clockTicks is what the kernel counts processor time in: USER_HZ, the same
// on every architecture Go runs on. See proc(5).
const clockTicks = 100

// processes lists what runs.
func Processes() ([]*Process, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var list []*Process
	for _, e := range entries {
		id, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if p, err := ProcessByID(id); err == nil { // it may have ended meanwhile
			list = append(list, p)
		}
	}
	SortProcesses(list)
	return list, nil
}

// ProcessByID finds one process.
func ProcessByID(id int) (*Process, error) {
	name, _, err := readStat(id)
	if err != nil {
		return nil, err
	}
	return &Process{ID: id, Name: longName(id, name)}, nil
}

// alive tells whether a process runs; one that waits for its parent to ask does not.
func alive(id int) bool {
	_, fields, err := readStat(id)
	return err == nil && fields[0] != "Z" && fields[0] != "X"
}

// readStat reads /proc/ID/stat: the name, and the fields from the state on.
func readStat(id int) (name string, fields []string, err error) {
	b, err := os.ReadFile(procPath(id, "stat"))
	if err != nil {
		return "", nil, err
	}
	open, end := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if open < 0 || end < open {
		return "", nil, os.ErrInvalid
	}
	if fields = strings.Fields(string(b[end+1:])); len(fields) < 22 {
		return "", nil, os.ErrInvalid
	}
	return string(b[open+1 : end]), fields, nil
}

func procPath(id int, file string) string { return filepath.Join("/proc", strconv.Itoa(id), file) }

// longName undoes the kernel's cut after 15 bytes where the command line has the whole name.
func longName(id int, name string) string {
	if len(name) < 15 {
		return name
	}
	for _, a := range arguments(id)[:min(2, len(arguments(id)))] {
		if base := filepath.Base(a); strings.HasPrefix(base, name) {
			return base
		}
	}
	return name
}

func arguments(id int) []string {
	b, err := os.ReadFile(procPath(id, "cmdline"))
	if err != nil || len(b) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(b), "\x00"), "\x00")
}

// usageOf reads what a process uses.
func usageOf(id int) (*usage, error) {
	_, fields, err := readStat(id)
	if err != nil {
		return nil, err
	}
	number := func(i int) int64 { n, _ := strconv.ParseInt(fields[i], 10, 64); return n } // the kernel writes numbers
	u := &usage{
		parent: int(number(1)), session: int(number(3)),
		processor: time.Duration(number(11)+number(12)) * time.Second / clockTicks,
		user:      time.Duration(number(11)) * time.Second / clockTicks,
		threads:   int(number(17)), nice: int(number(16)),
		virtual: number(20), resident: number(21) * int64(os.Getpagesize()),
		arguments: arguments(id),
	}
	u.started = bootTime().Add(time.Duration(number(19)) * time.Second / clockTicks)
	u.path, _ = os.Readlink(procPath(id, "exe")) // not ours to read: empty
	if open, err := os.ReadDir(procPath(id, "fd")); err == nil {
		u.handles = len(open)
	}
	u.readStatus(id)
	return u, nil
}

// readStatus reads the sizes and the owner of /proc/ID/status.
func (u *usage) readStatus(id int) {
	b, err := os.ReadFile(procPath(id, "status"))
	if err != nil {
		return
	}
	for line := range strings.Lines(string(b)) {
		key, rest, _ := strings.Cut(line, ":")
		values := strings.Fields(rest)
		if len(values) == 0 {
			continue
		}
		switch key {
		case "VmSwap":
			u.swapped = kilobytes(values[0])
		case "VmData":
			u.data = kilobytes(values[0])
		case "Uid":
			u.owner = values[0]
			if who, err := user.LookupId(values[0]); err == nil {
				u.owner = who.Username
			}
		}
	}
}

func kilobytes(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n * 1024
}

// bootTime is when the system started.
func bootTime() time.Time {
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return time.Time{}
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "btime "); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
			return time.Unix(n, 0)
		}
	}
	return time.Time{}
}

// signalled is the exit code of a process a signal ended, as .NET has it.
func signalled(state *os.ProcessState) int {
	if s, ok := state.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return 128 + int(s.Signal())
	}
	return state.ExitCode()
}

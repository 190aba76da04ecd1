package speed

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// used is what a command took.
type used struct {
	wall, cpu time.Duration
	peak      int64 // octets, of the process and its children at one time
	curve     []resident
	out       string
}

// resident is the memory of the process alone at one moment: what it allocated, and what of its own file is mapped
// (which is not counted as a file where that lies in memory).
type resident struct{ allocated, file int64 }

// sampleEvery is how often memory is looked at. What a process had at most is kept by
// the system; only the sum over several is a matter of the moment.
const sampleEvery = 20 * time.Millisecond

// measure runs a command to its end.
func measure(cmd *exec.Cmd) (used, error) {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return used{}, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	var u used
	for {
		select {
		case err := <-ended:
			u.wall = time.Since(began)
			u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			u.out = out.String()
			if err != nil {
				err = fmt.Errorf("%s: %w:\n%s", filepath.Base(cmd.Path), err, u.out)
			}
			return u, err
		case <-tick.C:
			u.peak = max(u.peak, memory(cmd.Process.Pid))
			all, own := status(cmd.Process.Pid, "VmRSS:"), status(cmd.Process.Pid, "RssAnon:")
			if now := (resident{own, all - own}); now.file > 0 {
				u.curve = append(u.curve, now)
			}
		}
	}
}

// memory is the resident memory of a process and all below it: the most that the
// process itself ever had, and what its children have now.
func memory(root int) int64 {
	total := status(root, "VmHWM:")
	for _, child := range children(root) {
		total += status(child, "VmRSS:")
	}
	return total
}

// children are the processes below one, as the system lists them for each thread: to read all processes'
// states instead, for each sample, would take a tenth of a core from who is measured.
func children(root int) []int {
	var all []int
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/[0-9]*/children", root))
	for _, name := range lists {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it ended
		}
		for _, field := range strings.Fields(string(text)) {
			pid, _ := strconv.Atoi(field)
			all = append(append(all, pid), children(pid)...)
		}
	}
	return all
}

func status(pid int, key string) int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, found := strings.Cut(string(text), key)
	if !found {
		return 0
	}
	n, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	return n << 10
}

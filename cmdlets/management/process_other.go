//go:build !linux

package management

import "os"

func processes() ([]*process, error) { return nil, errNoProcesses }

func processByID(int) (*process, error) { return nil, errNoProcesses }

func usageOf(int) (*usage, error) { return nil, errNoProcesses }

// alive asks the system with a signal that does nothing.
func alive(id int) bool {
	p, err := os.FindProcess(id)
	if err != nil {
		return false
	}
	defer p.Release()
	return signalable(p)
}

func signalled(state *os.ProcessState) int { return state.ExitCode() }

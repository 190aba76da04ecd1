//go:build !linux

package dotnet

import "os"

func Processes() ([]*Process, error) { return nil, ErrNoProcesses }

func ProcessByID(int) (*Process, error) { return nil, ErrNoProcesses }

func usageOf(int) (*usage, error) { return nil, ErrNoProcesses }

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

//go:build !linux

package dotnet

func modulesOf(int) ([]*ProcessModule, error) { return nil, ErrNoProcesses }

//go:build !linux

package queue

// forgetStartup is for systems that say how: see startup_linux.go.
func forgetStartup() {}

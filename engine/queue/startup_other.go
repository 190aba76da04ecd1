//go:build !linux

package queue

// These are for systems that say what is in memory: see startup_linux.go.
func forgetStart()   {}
func forgetScript()  {}
func forgetListing() {}
func forgetOpening() {}
func forgetPass()    {}

package dotnet

import "os"

// signalable: a process that is found on Windows has a handle, so it runs.
func signalable(*os.Process) bool { return true }

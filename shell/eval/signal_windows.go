package eval

import "os"

// signalCode is the exit code of a program that was ended from outside.
func signalCode(*os.ProcessState) int { return 1 }

package servertest

import "os/exec"

// ownGroup has nothing to do: there are no such servers here.
func ownGroup(*exec.Cmd) {}

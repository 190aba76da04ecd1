package lab

import "golang.org/x/sys/windows"

// errRefused is what the machine's own network says of a port nobody listens on.
var errRefused error = windows.WSAECONNREFUSED

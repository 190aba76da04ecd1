package dotnet

import "golang.org/x/sys/unix"

const waitingBytesRequest = unix.TIOCINQ

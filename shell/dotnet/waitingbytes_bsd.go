//go:build unix && !linux

package dotnet

// waitingBytesRequest is FIONREAD.
const waitingBytesRequest = 0x4004667f

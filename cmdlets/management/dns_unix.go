//go:build !windows

package management

// nameServers are the system's.
func nameServers() []string { return fileServers(resolverFile) }

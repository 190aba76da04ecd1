// Package paths expands the -Path parameters of cmdlets that work on files:
// wildcards, the errors for what is not there. Which folder a drive or a
// relative path means, Runtime.ResolvePath says.
package paths

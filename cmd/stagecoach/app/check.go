package app

import (
	"fmt"
	"strings"

	"stagecoach/shell/check"
)

// check parses files and runs nothing.
func (p Process) check(args []string) int {
	var o check.Options
	var files []string
	for _, arg := range args {
		if strings.EqualFold(arg, "-Json") || strings.EqualFold(arg, "--json") {
			o.JSON = true
			continue
		}
		files = append(files, arg)
	}
	if len(files) == 0 {
		fmt.Fprintln(p.stderr(), "Usage: stagecoach check [-Json] <filePath>...")
		return exitBadCommandLine
	}
	ok, err := check.Files(files, o, p.Stdout, p.stderr())
	if err != nil {
		return p.fail(exitFailed, err)
	}
	if !ok {
		return exitFailed
	}
	return 0
}

// Command surface writes SURFACE.md beside it: which of PowerShell's documented
// cmdlets, parameters and .NET members work here and which are missing; and
// untested.txt: what works and no test, recorded case or example uses. What works is read from the definitions that the binder, help and
// completion read; what is documented is in documented_cmdlets.txt (the cmdlets and
// parameters of PowerShell 7.6's reference) and documented_types.txt (the public
// members of the .NET types that scripts use most; "::" marks static ones). It is
// run by go generate; tests say when the page is not current, and when something
// works that no test uses and that is not in the list, which is to become shorter.
package main

import (
	"fmt"
	"os"
	"strings"
)

//go:generate go run .

const (
	pageFile     = "SURFACE.md"
	untestedFile = "untested.txt"
)

func main() {
	page, untested, err := makePage("../../..")
	if err == nil {
		err = os.WriteFile(pageFile, []byte(page), 0o644)
	}
	if err == nil {
		err = os.WriteFile(untestedFile, []byte(strings.Join(untested, "\n")+"\n"), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "surface:", err)
		os.Exit(1)
	}
}

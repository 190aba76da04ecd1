// Command surface writes SURFACE.md beside it: which of PowerShell's documented
// cmdlets, parameters and .NET members work here and which are missing. What works is read
// from the definitions that the binder, help and completion read; what is documented is in
// documented_cmdlets.txt (the cmdlets and parameters of PowerShell 7.6's reference) and
// documented_types.txt (the public members of the .NET types that scripts use most; "::"
// marks static ones). It is run by go generate; tests fail when the page is not current, and
// when something works that no test, recorded case or example uses.
package main

import (
	"fmt"
	"os"
)

//go:generate go run .

const pageFile = "SURFACE.md"

func main() {
	page, _, err := makePage("../../..")
	if err == nil {
		err = os.WriteFile(pageFile, []byte(page), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "surface:", err)
		os.Exit(1)
	}
}

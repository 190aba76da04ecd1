package parse

import (
	"testing"

	"stagecoach/shell/ast"
)

func TestHelp(t *testing.T) {
	const script = `<#
.SYNOPSIS
Of the script.
.LINK
https://example.com
#>
param(
    # What it is.
    $Name
)

# .SYNOPSIS
#   Before a function.
#     Indented.
# .PARAMETER A
#   The first.
function before($A, $B <# the second #>) { }

function inside {
    <#
    .DESCRIPTION
        Inside.
    .EXAMPLE
        PS> inside
    .EXAMPLE
        PS> inside 2
    #>
    1
}

function none {
    # just a comment
}

function atEnd {
    1
    # .NOTES
    # Below.
}
`
	tree, errors := Parse(script, "")
	if len(errors) > 0 {
		t.Fatal(errors[0])
	}
	info := Help(tree)
	if info == nil || info.Synopsis != "Of the script.\n" || info.Links[0] != "https://example.com" || info.Parameter("name") != "What it is.\n" {
		t.Errorf("script: %+v", info)
	}
	function := func(name string) *ast.CommentHelpInfo {
		return Help(ast.Find(tree, func(n ast.Node) bool {
			f, ok := n.(*ast.FunctionDefinitionAst)
			return ok && f.Name == name
		}))
	}
	if info := function("before"); info == nil || info.Synopsis != "Before a function.\n  Indented.\n" ||
		info.Parameter("A") != "The first.\n" || info.Parameter("B") != "the second \n" {
		t.Errorf("before: %+v", info)
	}
	if info := function("inside"); info == nil || info.Description != "Inside.\n" || len(info.Examples) != 2 || info.Examples[1] != "PS> inside 2\n\n" {
		t.Errorf("inside: %+v", info)
	}
	if info := function("none"); info != nil {
		t.Errorf("none: %+v", info)
	}
	if info := function("atEnd"); info == nil || info.Notes != "Below.\n" {
		t.Errorf("atEnd: %+v", info)
	}
}

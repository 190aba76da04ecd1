package eval

import (
	"strings"
	"sync"
)

// A symbol is a variable's name, interned without regard to case, so that
// scopes compare numbers and not texts.
type symbol int32

var symbols struct {
	sync.RWMutex
	ids   map[string]symbol // exact and lower-case spellings
	names []string          // as first seen
}

// intern returns the symbol of a name.
func intern(name string) symbol {
	symbols.RLock()
	y, ok := symbols.ids[name]
	symbols.RUnlock()
	if ok {
		return y
	}
	lower := strings.ToLower(name)
	symbols.Lock()
	defer symbols.Unlock()
	if symbols.ids == nil {
		symbols.ids = map[string]symbol{}
	}
	y, ok = symbols.ids[lower]
	if !ok {
		y = symbol(len(symbols.names))
		symbols.names = append(symbols.names, name)
		symbols.ids[lower] = y
	}
	if name != lower && len(symbols.ids) < 1<<16 {
		symbols.ids[name] = y
	}
	return y
}

// String is the name as it was first seen.
func (y symbol) String() string {
	symbols.RLock()
	defer symbols.RUnlock()
	return symbols.names[y]
}

// Symbols the evaluator itself uses.
var (
	symUnderscore    = intern("_")
	symPSItem        = intern("PSItem")
	symThis          = intern("this")
	symArgs          = intern("args")
	symInput         = intern("input")
	symMyInvocation  = intern("MyInvocation")
	symBound         = intern("PSBoundParameters")
	symPSCmdlet      = intern("PSCmdlet")
	symScriptRoot    = intern("PSScriptRoot")
	symCommandPath   = intern("PSCommandPath")
	symQuestion      = intern("?")
	symError         = intern("Error")
	symMatches       = intern("Matches")
	symLastExit      = intern("LASTEXITCODE")
	symFirstToken    = intern("^")
	symLastToken     = intern("$")
	symNestedLevel   = intern("NestedPromptLevel")
	symForeach       = intern("foreach")
	symSwitch        = intern("switch")
	symOFS           = intern("OFS")
	symErrorAction   = intern("ErrorActionPreference")
	symWarningPref   = intern("WarningPreference")
	symVerbosePref   = intern("VerbosePreference")
	symDebugPref     = intern("DebugPreference")
	symInfoPref      = intern("InformationPreference")
	symProgressPref  = intern("ProgressPreference")
	symWhatIfPref    = intern("WhatIfPreference")
	symConfirmPref   = intern("ConfirmPreference")
	symDefaultParams = intern("PSDefaultParameterValues")
)

// automatic are the variables that every activation of a function or script
// has; they are made when first read.
func (y symbol) automatic() bool {
	return y >= symArgs && y <= symCommandPath
}

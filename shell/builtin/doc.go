// Package builtin holds the cmdlets that are part of the language: those that
// run script blocks, look at commands, variables, modules and jobs, or write to
// the streams. Unlike ordinary cmdlets they know the evaluator (eval.RunningOf).
// They print nothing; what formats for the screen is in builtin/output.
package builtin

import (
	"stagecoach/shell/builtin/output"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/help"
	"stagecoach/shell/object"
)

const (
	core    = "Microsoft.PowerShell.Core"
	utility = "Microsoft.PowerShell.Utility"
)

func define(module, name string, new func() cmdlet.Cmdlet, o cmdlet.Options) *cmdlet.Definition {
	o.Module = module
	return cmdlet.Define(name, new, o)
}

// Cmdlets lists the cmdlets of this package and those that format with f.
func Cmdlets(f *format.System) []*cmdlet.Definition {
	f.Include(help.Views)
	f.Include(traceViews)
	f.Include(featureViews)
	shown := &transcripts{folder: homeOfTranscripts}
	return append(output.Cmdlets(f),
		startTranscriptCmdlet(shown), stopTranscriptCmdlet(shown),
		forEachObjectCmdlet(), whereObjectCmdlet(), measureCommandCmdlet(),
		getCommandCmdlet(), getHelpCmdlet(),
		importModuleCmdlet(), getModuleCmdlet(), newModuleCmdlet(), exportModuleMemberCmdlet(), removeModuleCmdlet(), newModuleManifestCmdlet(), testModuleManifestCmdlet(),
		getVariableCmdlet(), setVariableCmdlet(), newVariableCmdlet(), removeVariableCmdlet(), clearVariableCmdlet(),
		getAliasCmdlet(), setAliasCmdlet(), newAliasCmdlet(), removeAliasCmdlet(),
		invokeCommandCmdlet(), invokeExpressionCmdlet(), getHistoryCmdlet(), addHistoryCmdlet(), invokeHistoryCmdlet(), clearHistoryCmdlet(),
		setStrictModeCmdlet(), setPSDebugCmdlet(), getPSCallStackCmdlet(), getHostCmdlet(),
		writeOutputCmdlet(), writeErrorCmdlet(), writeWarningCmdlet(), writeVerboseCmdlet(), writeDebugCmdlet(),
		writeInformationCmdlet(), writeHostCmdlet(), writeProgressCmdlet(),
		startJobCmdlet(), startThreadJobCmdlet(), getJobCmdlet(), receiveJobCmdlet(), waitJobCmdlet(), removeJobCmdlet(), stopJobCmdlet(),
		updateTypeDataCmdlet(), removeTypeDataCmdlet(), getTypeDataCmdlet(), importPowerShellDataFileCmdlet(), importLocalizedDataCmdlet(),
		exportAliasCmdlet(), importAliasCmdlet(),
		setPSBreakpointCmdlet(), getPSBreakpointCmdlet(), enablePSBreakpointCmdlet(), disablePSBreakpointCmdlet(), removePSBreakpointCmdlet(),
		registerArgumentCompleterCmdlet(), getRunspaceCmdlet(), traceCommandCmdlet(), getTraceSourceCmdlet(), setTraceSourceCmdlet(),
		getExperimentalFeatureCmdlet(), enableExperimentalFeatureCmdlet(), disableExperimentalFeatureCmdlet(), getPSSubsystemCmdlet(),
		registerObjectEventCmdlet(), registerEngineEventCmdlet(), newEventCmdlet(), getEventCmdlet(), waitEventCmdlet(), removeEventCmdlet(), getEventSubscriberCmdlet(), unregisterEventCmdlet(),
		newPSSessionCmdlet(), getPSSessionCmdlet(), removePSSessionCmdlet(), enterPSSessionCmdlet(), exitPSSessionCmdlet(), importPSSessionCmdlet(), newPSSessionOptionCmdlet(),
	)
}

// blockOf is a script block parameter as eval's own.
func blockOf(b object.ScriptBlock) *eval.ScriptBlock {
	x, _ := b.(*eval.ScriptBlock)
	return x
}

func texts(inv object.Invoker, v any) []string {
	items, ok := object.Elements(v)
	if !ok {
		if v == nil {
			return nil
		}
		return []string{object.Text(inv, v)}
	}
	list := make([]string, len(items))
	for i, x := range items {
		list[i] = object.Text(inv, x)
	}
	return list
}

// matches tells whether a name fits one of the patterns; no patterns fit all.
func matches(name string, patterns []string) bool {
	if len(patterns) == 0 {
		return true
	}
	for _, p := range patterns {
		if w, err := object.CompileWildcard(p, true); err == nil && w.Match(name) {
			return true
		}
	}
	return false
}

package builtin_test

import (
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/shelltest"
)

// TestExperimentalFeatures keeps them in a configuration of the test's own.
func TestExperimentalFeatures(t *testing.T) {
	const config = `$PROFILE = "$pwd/conf/profile.ps1"; function conf { (Get-Content conf/powershell.config.json -Raw) -replace '\s' }; `
	for script, want := range map[string]string{
		`(Get-ExperimentalFeature).Name; (Get-ExperimentalFeature *Native*).Source; 'PSProfile*' | Get-ExperimentalFeature | ForEach-Object Enabled`: "PSLoadAssemblyFromNativeCode|PSProfileDSCResource|PSSerializeJSONLongEnumAsNumber|PSEngine|False",
		config + `Enable-ExperimentalFeature PS*Json*, *DSC* 3>$null; conf; (Get-ExperimentalFeature *DSC*).Enabled; Disable-ExperimentalFeature *dsc* -Scope CurrentUser 3>&1 | ForEach-Object Message; conf; Enable-ExperimentalFeature *Json* -Scope CurrentUser 3>$null; conf`: `{"ExperimentalFeatures":["PSProfileDSCResource","PSSerializeJSONLongEnumAsNumber"]}|False|` +
			"Enabling and disabling experimental features do not take effect until next start of PowerShell." + `|{"ExperimentalFeatures":["PSSerializeJSONLongEnumAsNumber"]}|{"ExperimentalFeatures":["PSSerializeJSONLongEnumAsNumber"]}`,
		config + `$null = New-Item conf -ItemType Directory; Set-Content conf/powershell.config.json '{"a":1,"ExperimentalFeatures":["psprofiledscresource"]}'; (Get-ExperimentalFeature | Where-Object Enabled).Name; Disable-ExperimentalFeature PSProfileDSCResource 3>$null; conf`: `PSProfileDSCResource|{"ExperimentalFeatures":[],"a":1}`,
		config + `Enable-ExperimentalFeature nope 3>$null; Enable-ExperimentalFeature PSProfileDSCResource -WhatIf 3>$null; Test-Path conf`:                                                                                                                                            "!ItemNotFoundException|False",
		config + `$null = New-Item conf -ItemType Directory; Set-Content conf/powershell.config.json '{'; @(Get-ExperimentalFeature | Where-Object Enabled).Count`:                                                                                                                     "0",
		`(Get-PSSubsystem).Kind; (Get-PSSubsystem -Kind FeedbackProvider).SubsystemType.Name; ('CrossPlatformDsc' | Get-PSSubsystem).IsRegistered; Get-PSSubsystem -SubsystemType ([int])`:                                                                                             "CommandPredictor|CrossPlatformDsc|FeedbackProvider|IFeedbackProvider|False|!System.ArgumentException",
		`(Get-PSSubsystem -SubsystemType (Get-PSSubsystem)[0].SubsystemType).Kind; (Get-PSSubsystem)[1].AllowMultipleRegistration; @((Get-PSSubsystem)[0].Implementations).Count`:                                                                                                      "CommandPredictor|False|0",
	} {
		if got := strings.Join(shelltest.Here(t, script, []func() []*cmdlet.View{management.Views}, management.Cmdlets()...), "|"); got != want {
			t.Errorf("%s\n got %q\nwant %q", script, got, want)
		}
	}
}

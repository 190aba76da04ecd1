package builtin_test

import "testing"

// Other machines are out of reach, as on any Linux without a WSMan library; the parameters bind.
func TestRemoting(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`New-PSSession -ComputerName x -Credential ([pscredential]::Empty) -Name n -Port 5 -UseSSL -ApplicationName a -ConfigurationName c -EnableNetworkAccess -ThrottleLimit 2 -CertificateThumbprint t; try { New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri https://outlook.office365.com/powershell-liveid/ -Authentication Basic -AllowRedirection -SessionOption (New-PSSessionOption) } catch { $_.Exception.Message; $_.CategoryInfo.Category }; 'on'`,
			`!System.Management.Automation.Remoting.PSRemotingDataStructureException|This parameter set requires WSMan, and no supported WSMan client library was found. WSMan is either not installed or unavailable for this system.|ResourceUnavailable|on`},
		{`Get-PSSession; Get-PSSession -Name x; Get-PSSession | Remove-PSSession; Get-PSSession -Id 1; Get-PSSession -InstanceId ([guid]::Empty); Get-PSSession -ComputerName x -State Opened -Authentication Basic -Credential ([pscredential]::Empty) -ConfigurationName c; Get-PSSession -ConnectionUri http://x`,
			`!RemoteRunspaceNotAvailableForSpecifiedSessionId|!RemoteRunspaceNotAvailableForSpecifiedRunspaceId|!System.Management.Automation.Remoting.PSRemotingDataStructureException|!System.Management.Automation.Remoting.PSRemotingDataStructureException`},
		{`Remove-PSSession 1; Remove-PSSession -Name x; Remove-PSSession -ComputerName x; Remove-PSSession -InstanceId ([guid]::Empty); Remove-PSSession $null; Remove-PSSession -Session 'x'; Exit-PSSession; 'on'`,
			`!RemoteRunspaceNotAvailableForSpecifiedSessionId|!RemoteRunspaceNotAvailableForSpecifiedRunspaceId|!ParameterArgumentValidationErrorNullNotAllowed|!CannotConvertArgumentNoMessage|on`},
		{`Enter-PSSession x -Credential ([pscredential]::Empty) -Port 5 -UseSSL -ApplicationName a -ConfigurationName c -EnableNetworkAccess -ThrottleLimit 2 -CertificateThumbprint t -Authentication Basic -SessionOption 1; Enter-PSSession -ConnectionUri http://x -AllowRedirection`,
			`!System.Management.Automation.Remoting.PSRemotingDataStructureException|!System.Management.Automation.Remoting.PSRemotingDataStructureException`},
		{`Import-PSSession $null; Import-PSSession 'x' -CommandName Get-* -FormatTypeName * -Prefix P -DisableNameChecking -AllowClobber -ArgumentList 1 -CommandType All -Module M; Import-PSSession (New-PSSession -ConnectionUri http://x) -AllowClobber; 'on'`,
			`!ParameterArgumentValidationErrorNullNotAllowed|!CannotConvertArgumentNoMessage|!System.Management.Automation.Remoting.PSRemotingDataStructureException|on`},
		{`$o = New-PSSessionOption -SkipCACheck -SkipCNCheck -SkipRevocationCheck -NoEncryption -UseUTF16 -NoCompression -NoMachineProfile -IncludePortInSPN; "$($o.SkipCACheck)$($o.SkipCNCheck)$($o.SkipRevocationCheck)$($o.NoEncryption)$($o.UseUTF16)$($o.NoCompression)$($o.NoMachineProfile)$($o.IncludePortInSPN)"; "$($o.OpenTimeout) $($o.IdleTimeout) $($o.MaximumReceivedObjectSize) $($o.PSTypeNames[0])"`,
			`TrueTrueTrueTrueTrueTrueTrueTrue|00:03:00 -00:00:00.0010000 209715200 System.Management.Automation.Remoting.PSSessionOption`},
		{`$o = New-PSSessionOption -OpenTimeout 1000 -CancelTimeout 2000 -IdleTimeout 3000 -OperationTimeout 4000 -MaximumRedirection 1 -MaximumReceivedDataSizePerCommand 2 -MaximumReceivedObjectSize 3 -MaxConnectionRetryCount 4 -Culture de-DE -UICulture fr-FR -ApplicationArguments @{ a = 1 } -OutputBufferingMode Drop -ProxyAccessType IEConfig -ProxyAuthentication Basic -ProxyCredential ([pscredential]::Empty); "$($o.OpenTimeout) $($o.CancelTimeout) $($o.IdleTimeout) $($o.OperationTimeout)"; "$($o.MaximumConnectionRedirectionCount) $($o.MaximumReceivedDataSizePerCommand) $($o.MaximumReceivedObjectSize) $($o.MaxConnectionRetryCount) $($o.Culture) $($o.UICulture) $($o.ApplicationArguments.a) $($o.OutputBufferingMode) $($o.ProxyAccessType) $($o.ProxyAuthentication)"; $null -ne $o.ProxyCredential`,
			`00:00:01 00:00:02 00:00:03 00:00:04|1 2 3 4 de-DE fr-FR 1 Drop IEConfig Basic|True`},
		{`Invoke-Command -ComputerName localhost { 1 } -Credential ([pscredential]::Empty) -Port 5 -UseSSL -ApplicationName a -ConfigurationName c -ThrottleLimit 2 -Authentication Basic -SessionOption 1 -AsJob -JobName j -HideComputerName; Invoke-Command -ConnectionUri http://x { 1 } -AllowRedirection; Invoke-Command -ComputerName x -FilePath y.ps1; Invoke-Command -Session $null { 1 }`,
			`!System.Management.Automation.Remoting.PSRemotingDataStructureException|!System.Management.Automation.Remoting.PSRemotingDataStructureException|!System.Management.Automation.Remoting.PSRemotingDataStructureException|!ParameterArgumentValidationError`},
		{`function f { Invoke-Command { $x = 2 } -NoNewScope; $x; Invoke-Command { $x = 3 }; $x }; f; Invoke-Command { $input | % { "<$_>" } } -InputObject 1, 2; 5 | Invoke-Command { "$input" }; Invoke-Command { "$args" } -ArgumentList 1, 2`,
			`2|2|<1 2>|5|1 2`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

function Wait-Batch { while ("$((Get-MigrationBatch B1).Status)" -in 'Starting', 'Syncing', 'Completing', 'Validating', 'IncrementalSyncing') { Start-Sleep -Milliseconds 20 } "$((Get-MigrationBatch B1).Status)" }
function Show-Plan { $r = Test-MigrationBatch -Identity B1 -ListFolders -User terrya@contoso.edu | Where-Object FolderName -in INBOX, 'Sent Items', Archive; ($r | ForEach-Object { "$($_.FolderName)>$($_.TargetFolderName) $($_.FilteredItemCount)" }) -join '; ' }
'# endpoints'
Test-MigrationServerAvailability -IMAP -RemoteServer imap.contoso.com -Port 993 -Security Ssl -Authentication Basic -AcceptUntrustedCertificates | ForEach-Object { "$($_.Result)" }
$e = New-MigrationEndpoint -IMAP -Name E1 -RemoteServer imap.contoso.com -Port 993 -Security Ssl -Authentication Basic -AcceptUntrustedCertificates -SkipVerification
"$($e.Identity) $($e.Authentication) $($e.AcceptUntrustedCertificates)"
Test-MigrationServerAvailability -Endpoint E1 | ForEach-Object { "$($_.Result)" }
Set-MigrationEndpoint -Identity E1 -MaxConcurrentMigrations 17 -MaxConcurrentIncrementalSyncs 3
Get-MigrationEndpoint E1 | ForEach-Object { "$($_.MaxConcurrentMigrations) $($_.MaxConcurrentIncrementalSyncs)" }
Set-MigrationEndpoint E1 -RemoteServer imap.contoso.com -Port 143 -Security Tls -Authentication Basic -AcceptUntrustedCertificates:$false -SkipVerification
Get-MigrationEndpoint E1 | ForEach-Object { "$($_.Port) $($_.Security) $($_.AcceptUntrustedCertificates)" }
Set-MigrationEndpoint E1 -Port 993 -Security Ssl
'# mailboxes'
$secret = ConvertTo-SecureString pw -AsPlainText -Force
New-Mailbox -Name zoe -PrimarySmtpAddress zoe@contoso.edu -Alias zo -DisplayName 'Zoe Z' -FirstName Zoe -LastName Z -MicrosoftOnlineServicesID zoe@contoso.edu -ResetPasswordOnNextLogon $false -Password $secret | ForEach-Object { "$($_.Name) $($_.Alias) $($_.DisplayName) $($_.PrimarySmtpAddress)" }
New-Mailbox -Name yan -UserPrincipalName yan@contoso.edu -Password $secret | ForEach-Object { "$($_.PrimarySmtpAddress)" }
Set-Mailbox -Identity zoe -DisplayName 'New Name' -Alias zz -EmailAddresses SMTP:zoe@contoso.edu, z2@contoso.edu -Password $secret
Get-Mailbox -Identity z2@contoso.edu | ForEach-Object { "$($_.DisplayName) $($_.Alias)" }
(Get-Mailbox -Anr ya).Name
@(Get-Mailbox -ResultSize 2 -WarningAction SilentlyContinue).Count
Remove-Mailbox zoe -Force -Confirm:$false
Get-Mailbox -Identity zoe -ErrorAction SilentlyContinue
(Get-AcceptedDomain -Identity contoso.edu).DomainName
'# configuration'
Set-MigrationConfig -MaxConcurrentMigrations 50 -MaxNumberOfBatches 9
Get-MigrationConfig | ForEach-Object { "$($_.MaxConcurrentMigrations.Value) $($_.MaxNumberOfBatches)" }
'# a batch and its rules'
$bytes = [IO.File]::ReadAllBytes('C:\Users\Administrator\Desktop\IMAPmigration_1.csv')
$b = New-MigrationBatch -Name B1 -SourceEndpoint E1 -CSVData $bytes -AllowIncrementalSyncs $true -AutoComplete:$false -AutoRetryCount 2 -Automap $true -ExcludeFolders '/Archive' -IncludeFolders '/INBOX', '/Sent Items', '/Archive' -ExcludeFolderPattern '^Arc' -IncludeFolderPattern '.' -MaxAge 36500 -MinAge 0 -MaxSize 10000000 -MinSize 1 -Search ALL -TargetFolderPrefix Moved/ -TargetSubfolder In -FolderRewrite 's/Sent/Posted/'
"$($b.Status) $($b.AllowIncrementalSyncs) $($b.ExcludedFolders)"
Show-Plan
Set-MigrationBatch B1 -Automap $false -ExcludeFolderPattern ^Sent -IncludeFolderPattern '^INBOX$' -TargetFolderPrefix P/ -TargetSubfolder S -FolderRewrite 's/INBOX/Box/'
Show-Plan
Set-MigrationBatch B1 -Automap $true -ExcludeFolderPattern @() -IncludeFolderPattern @() -TargetFolderPrefix '' -TargetSubfolder '' -FolderRewrite @() -MaxSize 1000000000 -MinSize 100000000
Show-Plan
Set-MigrationBatch B1 -MinSize 1 -MaxSize 2
Show-Plan
Set-MigrationBatch B1 -MaxSize 100000000 -MinAge 36500
Show-Plan
Set-MigrationBatch B1 -MinAge 0 -MaxAge 1
Show-Plan
Set-MigrationBatch B1 -MaxAge 36500 -Search 'SUBJECT "no such subject"'
Show-Plan
Set-MigrationBatch B1 -Search ALL
Show-Plan
'# settings'
Set-MigrationBatch B1 -AllowIncrementalSyncs $false -AllowUnknownColumnsInCsv $true -ApproveSkippedItems -ReportInterval 2:00:00 -StartAfter 2001-01-01 -CompleteAfter 2099-01-01 -NotificationEmails a@contoso.com -BadItemLimit 5 -LargeItemLimit 6 -Update
Get-MigrationBatch B1 | ForEach-Object { "$($_.AllowIncrementalSyncs) $($_.ReportInterval) $($_.StartAfter.Year) $($_.CompleteAfter.Year) $($_.NotificationEmails) $($_.BadItemLimit) $($_.LargeItemLimit)" }
Set-MigrationBatch B1 -AllowIncrementalSyncs $true -SkipReports $true
Get-MigrationBatch B1 | ForEach-Object { "$($_.AllowIncrementalSyncs) $($_.ReportInterval)" }
'# the run'
Start-MigrationBatch -Identity B1 -Validate
Wait-Batch
(Get-MigrationBatch B1 -IncludeReport -DiagnosticInfo x).Report -ne $null
@(Get-MigrationBatch -ResultSize 1).Count
"$((Get-MigrationBatch -Endpoint E1).Identity)"
@(Get-MigrationUser -ResultSize 2 -WarningAction SilentlyContinue).Count
@(Get-MigrationUser -StatusSummary Synced).Count
$u = Get-MigrationUser -EmailAddress terrya@contoso.edu
(Get-MigrationUser -MailboxGuid $u.MailboxGuid).Identity.ToString()
$s = Get-MigrationUserStatistics -Identity terrya@contoso.edu -IncludeReport -IncludeSkippedItems -LimitSkippedItemsTo 1 -SkipSubscription -DiagnosticInfo x
"$($s.Status) $($s.SkippedItemCount) $([bool]$s.Report)"
$s.SyncedItemCount -eq (Get-MailboxStatistics -Identity terrya).ItemCount
(Get-MailboxFolderStatistics -Identity terrya).Name -join ', '
Get-MigrationStatistics -DiagnosticInfo x | ForEach-Object { "$($_.TotalCount) $($_.SyncedCount)" }
Set-MigrationBatch B1 -SyncNow
Wait-Batch
Stop-MigrationUser -Identity annb@contoso.edu -Confirm:$false
while ("$((Get-MigrationUser annb@contoso.edu).Status)" -eq 'Stopping') { Start-Sleep -Milliseconds 20 }
Start-MigrationUser -Identity annb@contoso.edu
while ("$((Get-MigrationUser annb@contoso.edu).Status)" -notin 'Synced', 'Failed') { Start-Sleep -Milliseconds 20 }
Stop-MigrationUser paulc@contoso.edu -Confirm:$false
while ("$((Get-MigrationUser paulc@contoso.edu).Status)" -eq 'Stopping') { Start-Sleep -Milliseconds 20 }
Remove-MigrationUser -Identity paulc@contoso.edu -Force -Confirm:$false
while (Get-MigrationUser paulc@contoso.edu -ErrorAction SilentlyContinue) { Start-Sleep -Milliseconds 20 }
@(Get-MigrationUser).Count
Test-MigrationBatch B1 -User terrya@contoso.edu | ForEach-Object { "$($_.DataConsistencyScore) $($_.MissingItemCount)" }
Complete-MigrationBatch -Identity B1 -NotificationEmails b@contoso.com -SyncAndComplete -Confirm:$false
Wait-Batch
Remove-MigrationBatch B1 -Force -Confirm:$false
while (Get-MigrationBatch B1 -ErrorAction SilentlyContinue) { Start-Sleep -Milliseconds 20 }
Remove-MigrationEndpoint -Identity E1 -Confirm:$false
@(Get-MigrationEndpoint).Count
'# connections'
Connect-ExchangeOnline -ConnectionUri https://outlook.office365.com/powershell-liveid/ -UserPrincipalName admin@contoso.com -DelegatedOrganization partner.example -Prefix Ex -Organization contoso.example -AppId 1 -CertificateThumbprint t -Device -DisableWAM -InlineCredential -ManagedIdentity -PageSize 500 -ShowBanner:$false -ShowProgress $true -SkipLoadingFormatData -UseRPSSession
Connect-ExchangeOnline -Credential ([pscredential]::new('boss@contoso.com', $secret)) -ShowBanner:$false
Get-ConnectionInformation | ForEach-Object { "$($_.Name) $($_.UserPrincipalName) $($_.DelegatedOrganization) $($_.ModulePrefix) $($_.PageSize) $($_.State)" }
$c = Get-ConnectionInformation -ModulePrefix Ex
(Get-ConnectionInformation -ConnectionId $c.ConnectionId).AppId
Disconnect-ExchangeOnline -ConnectionId $c.ConnectionId -Confirm:$false
(Get-ConnectionInformation).Name
Connect-ExchangeOnline -Prefix Two
Disconnect-ExchangeOnline -ModulePrefix Two -Confirm:$false
Disconnect-ExchangeOnline -Confirm:$false
@(Get-ConnectionInformation).Count

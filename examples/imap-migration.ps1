<#
.SYNOPSIS
    Moves IMAP mailboxes in one migration batch, from the look at the server to the removal of the batch.

.DESCRIPTION
    The commands of Microsoft's article "Use PowerShell to perform an IMAP migration to Microsoft 365", in its
    order, as a script that nobody has to watch. The defaults are those of the built-in practice servers; try it
    there first:

        stagecoach -Lab examples/imap-migration.ps1

    The target mailboxes must exist, or the configuration must say that they are made.

.PARAMETER RemoteServer
    The IMAP server that the mail is on.

.PARAMETER SslPort
    Its port for TLS from the first byte.

.PARAMETER TlsPort
    Its port for STARTTLS.

.PARAMETER CsvPath
    The file with the columns EmailAddress, UserName and Password, and UserRoot where it is needed.

.PARAMETER Security
    Which of the two endpoints the batch uses: Ssl or Tls.

.PARAMETER PollSeconds
    How long to wait between two looks at the batch.

.EXAMPLE
    stagecoach examples/imap-migration.ps1 -RemoteServer mail.example.com -CsvPath ./users.csv -PollSeconds 30
#>
[CmdletBinding()]
param(
    [string] $RemoteServer = 'imap.contoso.com',
    [int] $SslPort = 993,
    [int] $TlsPort = 143,
    [string] $CsvPath = 'C:\Users\Administrator\Desktop\IMAPmigration_1.csv',
    [ValidateSet('Ssl', 'Tls')]
    [string] $Security = 'Ssl',
    [int] $PollSeconds = 1
)

$ErrorActionPreference = 'Stop'

# Step 1: verify that the server can be reached.
Test-MigrationServerAvailability -IMAP -RemoteServer $RemoteServer -Port $SslPort -Security Ssl

# Step 2 is the CSV file.

# Step 3: create the endpoints, one for each port.
New-MigrationEndpoint -IMAP -Name IMAPEndpoint -RemoteServer $RemoteServer -Port $SslPort -Security Ssl
New-MigrationEndpoint -IMAP -Name IMAPEndpointTls -RemoteServer $RemoteServer -Port $TlsPort -Security Tls -MaxConcurrentMigrations 50 -MaxConcurrentIncrementalSyncs 25

Get-MigrationEndpoint IMAPEndpoint | Format-List EndpointType,RemoteServer,Port,Security,Max*
Get-MigrationEndpoint IMAPEndpointTls | Format-List EndpointType,RemoteServer,Port,Security,Max*

# Step 4: create the batch and start it.
$endpoint = if ($Security -eq 'Tls') { 'IMAPEndpointTls' } else { 'IMAPEndpoint' }
New-MigrationBatch -Name IMAPBatch1 -SourceEndpoint $endpoint -CSVData ([System.IO.File]::ReadAllBytes($CsvPath)) -AutoStart

Get-MigrationBatch -Identity IMAPBatch1 | Format-List
Get-MigrationBatch -Identity IMAPBatch1 | Format-List Status

while ((Get-MigrationBatch -Identity IMAPBatch1).Status -in 'Created', 'Waiting', 'Starting', 'Syncing') {
    Start-Sleep -Seconds $PollSeconds
}

Get-MigrationUser -BatchId IMAPBatch1 | Get-MigrationUserStatistics | Format-Table Identity,Status,SyncedItemCount,SkippedItemCount

$status = (Get-MigrationBatch -Identity IMAPBatch1).Status
if ($status -ne 'Synced') {
    Get-MigrationUser -BatchId IMAPBatch1 | Where-Object Status -eq 'Failed' | Format-List Identity,ErrorSummary
    Write-Error "IMAPBatch1 is $status. It stays as it is, for a look at it."
}

# Step 5: route the mail to the new mailboxes. Nobody but you can change the MX record; wait 72 hours after it.

# Step 6: delete the batch. The mail stays where it is now.
Remove-MigrationBatch -Identity IMAPBatch1 -Confirm:$false

while (Get-MigrationBatch IMAPBatch1 -ErrorAction SilentlyContinue) {
    Start-Sleep -Seconds $PollSeconds
}
Write-Output 'IMAPBatch1 is removed.'

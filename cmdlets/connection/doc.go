// Package connection has the cmdlets with which a script connects before it
// does anything: Connect-ExchangeOnline, Disconnect-ExchangeOnline and
// Get-ConnectionInformation. A connection here chooses the target of the
// session's batches; there is no server to stay connected to.
package connection

// Package recipient has the cmdlets for the organization's recipients: the
// mailboxes mail is migrated into, and the accepted domains of their addresses.
//
// A cmdlet here turns parameters into one business verb of package engine and
// the engine's nouns into presentation objects (objects.go) with their views
// (views.go).
package recipient

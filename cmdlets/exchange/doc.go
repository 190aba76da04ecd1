// Package exchange has the value types that Exchange's cmdlets share: sizes,
// limits, identities. They are what properties hold and parameters bind to.
//
// It knows no engine verb and no cmdlet.
package exchange

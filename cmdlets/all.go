// Package cmdlets is the explicit list of every cmdlet outside the language
// itself, and of the views of what they write. Nothing registers itself: what
// is not in All does not exist.
package cmdlets

import (
	"slices"

	"stagecoach/cmdlets/archive"
	"stagecoach/cmdlets/connection"
	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/markdown"
	"stagecoach/cmdlets/migration"
	"stagecoach/cmdlets/recipient"
	"stagecoach/cmdlets/utility"
	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// All lists the cmdlets of one session. open gives the engine when a command
// first needs it.
func All(open func() (*engine.Engine, error)) []*cmdlet.Definition {
	return slices.Concat(
		utility.Cmdlets(),
		management.Cmdlets(),
		archive.Cmdlets(),
		markdown.Cmdlets(),
		connection.Cmdlets(open),
		migration.Cmdlets(open),
		recipient.Cmdlets(open),
	)
}

// Types lists the types of the packages' objects that scripts may name.
func Types() []*object.Type { return append(utility.Types(), markdown.Types()...) }

// Views lists the views of the packages' objects.
func Views() []*cmdlet.View {
	return slices.Concat(migration.Views(), recipient.Views(), utility.Views(), management.Views(), markdown.Views())
}

package migration

import (
	"time"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

// ruleParameters are the parameters of New- and Set-MigrationBatch that say what of a mailbox is copied and how folders
// are called at the target. Microsoft has none of them.
type ruleParameters struct {
	FolderRewrite        []string           `ps:"" help:"Our own: rewrites of target folder paths, in order, as Perl and imapsync's --regextrans2 write them: s/pattern/replacement/, with the flags g, i, m and s."`
	TargetFolderPrefix   cmdlet.Opt[string] `ps:"" help:"Our own: text in front of every target folder's path but the inbox's (--prefix2); a trailing / makes it a level."`
	TargetSubfolder      cmdlet.Opt[string] `ps:"" help:"Our own: the target folder that everything lands in, the inbox too (--subfolder2)."`
	Automap              cmdlet.Opt[bool]   `ps:"" help:"Our own: map folders by their role, so that a Gesendet lands in the target's Sent; $true unless the configuration says otherwise."`
	IncludeFolderPattern []string           `ps:"" help:"Our own: regular expressions; only folders whose path one of them fits are copied (--include)."`
	ExcludeFolderPattern []string           `ps:"" help:"Our own: regular expressions; folders whose path one of them fits are left out (--exclude)."`
	MaxAge               cmdlet.Opt[int32]  `ps:"" help:"Our own: leave out messages that were older than so many days when the batch was made (--maxage)."`
	MinAge               cmdlet.Opt[int32]  `ps:"" help:"Our own: leave out messages that were younger than so many days when the batch was made, and all that came since (--minage)."`
	MaxSize              cmdlet.Opt[int64]  `ps:"" help:"Our own: leave out messages of more than so many bytes, without counting them as skipped (--maxsize)."`
	MinSize              cmdlet.Opt[int64]  `ps:"" help:"Our own: leave out messages of fewer than so many bytes (--minsize)."`
	Search               cmdlet.Opt[string] `ps:"" help:"Our own: copy only messages that fit these IMAP SEARCH criteria at the source (--search)."`
}

// rules is what was given of the rules on folders and messages.
func (c *ruleParameters) rules() (s engine.SelectionChange) {
	if c.FolderRewrite != nil {
		s.Rewrites = &c.FolderRewrite
	}
	if c.IncludeFolderPattern != nil {
		s.IncludePatterns = &c.IncludeFolderPattern
	}
	if c.ExcludeFolderPattern != nil {
		s.ExcludePatterns = &c.ExcludeFolderPattern
	}
	s.Prefix, s.Subfolder, s.Automap = given(c.TargetFolderPrefix), given(c.TargetSubfolder), given(c.Automap)
	s.MaxAge, s.MinAge = days(c.MaxAge), days(c.MinAge)
	s.MaxSize, s.MinSize, s.Search = given(c.MaxSize), given(c.MinSize), given(c.Search)
	return s
}

// given is an optional parameter as the engine takes it: nil where it was not given.
func given[T any](o cmdlet.Opt[T]) *T {
	if !o.Given {
		return nil
	}
	return &o.Value
}

func days(o cmdlet.Opt[int32]) *time.Duration {
	if !o.Given {
		return nil
	}
	d := time.Duration(o.Value) * 24 * time.Hour
	return &d
}

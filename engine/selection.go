package engine

import (
	"errors"
	"time"

	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/selection"
)

// SelectionChange is what a batch says of its selection; nil leaves what there was: the configuration's, for a new batch.
type SelectionChange struct {
	Rewrites                         *[]string
	Prefix, Subfolder                *string
	Automap                          *bool
	IncludePatterns, ExcludePatterns *[]string
	MaxAge, MinAge                   *time.Duration
	MaxSize, MinSize                 *int64
	Search                           *string
}

// on is the selection after the change, checked; ages count from since. Errors: *InvalidError.
func (c SelectionChange) on(s migration.Selection, since time.Time) (migration.Selection, error) {
	set(&s.Rewrites, c.Rewrites)
	set(&s.Prefix, c.Prefix)
	set(&s.Subfolder, c.Subfolder)
	set(&s.IncludePatterns, c.IncludePatterns)
	set(&s.ExcludePatterns, c.ExcludePatterns)
	set(&s.MaxAge, c.MaxAge)
	set(&s.MinAge, c.MinAge)
	set(&s.MaxSize, c.MaxSize)
	set(&s.MinSize, c.MinSize)
	set(&s.Search, c.Search)
	if c.Automap != nil {
		s.NoAutomap = !*c.Automap
	}
	s.Since = since.UTC()
	_, err := compile(s)
	return s, err
}

// otherMessages tells whether two selections may take different messages of a folder.
func otherMessages(a, b migration.Selection) bool {
	return a.MaxAge != b.MaxAge || a.MinAge != b.MinAge || a.MaxSize != b.MaxSize || a.MinSize != b.MinSize || a.Search != b.Search
}

// parameterOf are the names that people know the rules by.
var parameterOf = map[string]string{"Rewrites": "FolderRewrite", "IncludePatterns": "IncludeFolderPattern", "ExcludePatterns": "ExcludeFolderPattern"}

func compile(s migration.Selection) (*selection.Selection, error) {
	c, err := selection.Compile(s)
	var bad *selection.Error
	if errors.As(err, &bad) {
		field := bad.Field
		if name, ok := parameterOf[field]; ok {
			field = name
		}
		return nil, &InvalidError{Field: field, Value: bad.Value, Reason: bad.Reason}
	}
	return c, err
}

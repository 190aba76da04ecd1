// Package selection applies a batch's [migration.Selection]: which folders and messages are copied, and how
// a folder is called at the target. It is pure: names in, names out; whether a name is taken is the
// caller's to know. Passes, the rehearsal and the audit ask the same [Selection].
//
// The rules are those that imapsync's users know: --regextrans2, --prefix2, --subfolder2, --automap, --include,
// --exclude, --maxage, --minage, --maxsize, --minsize and --search. Paths have "/" between levels whatever the
// servers use; a "/" that stands inside a level's name is none of these and is never split at.
package selection

import (
	"fmt"
	"regexp"
	"strings"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// Selection is a compiled migration.Selection. A nil *Selection takes everything as it is.
type Selection struct {
	given            migration.Selection
	rewrites         []rewrite
	include, exclude []*regexp.Regexp
}

// Error is a rule that cannot be used.
type Error struct {
	Field  string // of migration.Selection
	Value  string
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("%s %q: %s", e.Field, e.Value, e.Reason) }

// Compile checks every rule. Errors: *Error.
func Compile(s migration.Selection) (*Selection, error) {
	c := &Selection{given: s}
	for _, text := range s.Rewrites {
		r, err := parseRewrite(text)
		if err != nil {
			return nil, &Error{"Rewrites", text, err.Error()}
		}
		c.rewrites = append(c.rewrites, r)
	}
	var err error
	if c.include, err = patterns("IncludePatterns", s.IncludePatterns); err != nil {
		return nil, err
	}
	if c.exclude, err = patterns("ExcludePatterns", s.ExcludePatterns); err != nil {
		return nil, err
	}
	if err := checkBounds(s); err != nil {
		return nil, err
	}
	if err := checkSearch(s.Search); err != nil {
		return nil, &Error{"Search", s.Search, err.Error()}
	}
	return c, nil
}

func patterns(field string, texts []string) (out []*regexp.Regexp, err error) {
	for _, text := range texts {
		re, err := regexp.Compile(text)
		if err != nil {
			return nil, &Error{field, text, explain(err)}
		}
		out = append(out, re)
	}
	return out, nil
}

func checkBounds(s migration.Selection) error {
	for _, b := range []struct {
		field    string
		value    any
		negative bool
	}{{"MaxAge", s.MaxAge, s.MaxAge < 0}, {"MinAge", s.MinAge, s.MinAge < 0}, {"MaxSize", s.MaxSize, s.MaxSize < 0}, {"MinSize", s.MinSize, s.MinSize < 0}} {
		if b.negative {
			return &Error{b.field, fmt.Sprint(b.value), "it is negative"}
		}
	}
	if s.MaxSize > 0 && s.MinSize > s.MaxSize {
		return &Error{"MinSize", fmt.Sprint(s.MinSize), "it is over MaxSize, so no message would be copied"}
	}
	if s.MaxAge > 0 && s.MinAge > s.MaxAge {
		return &Error{"MinAge", fmt.Sprint(s.MinAge), "it is over MaxAge, so no message would be copied"}
	}
	return nil
}

// Folder tells whether a folder is to be copied: one of IncludePatterns fits its path, where there are any, and none
// of ExcludePatterns does. Case counts, as imapsync has it.
func (s *Selection) Folder(name mail.Name) bool {
	if s == nil {
		return true
	}
	path := name.String()
	for _, re := range s.exclude {
		if re.MatchString(path) {
			return false
		}
	}
	for _, re := range s.include {
		if re.MatchString(path) {
			return true
		}
	}
	return len(s.include) == 0
}

// Automap tells whether roles are mapped (a "Gesendet" lands in the target's Sent).
func (s *Selection) Automap() bool { return s == nil || !s.given.NoAutomap }

// Message tells whether a message is to be copied, by what a listing says of it. What is not
// known of it (size -1, no date) leaves nothing out.
func (s *Selection) Message(m mail.Meta) bool {
	if s == nil {
		return true
	}
	g := s.given
	switch {
	case g.MaxSize > 0 && m.Size > g.MaxSize, m.Size >= 0 && m.Size < g.MinSize:
		return false
	case m.InternalDate.IsZero():
		return true
	case g.MaxAge > 0 && m.InternalDate.Before(g.Since.Add(-g.MaxAge)):
		return false
	case g.MinAge > 0 && m.InternalDate.After(g.Since.Add(-g.MinAge)):
		return false
	}
	return true
}

// Search is the criteria of an IMAP SEARCH that a message must fit too; "": none.
func (s *Selection) Search() string {
	if s == nil {
		return ""
	}
	return s.given.Search
}

// inLevel stands for a "/" inside a level's name while the name is a path; no Unicode text has it.
const inLevel = "\U0010FFFF"

// Place is what the rules make of a folder's name: the prefix first (not for the inbox), then the subfolder, then
// the rewrites in their order. ruled is false where they leave it as it is. A result without any
// name in it is none: the folder keeps its own.
func (s *Selection) Place(name mail.Name) (placed mail.Name, ruled bool) {
	if s == nil {
		return name, false
	}
	levels := make([]string, len(name))
	for i, level := range name {
		levels[i] = strings.ReplaceAll(level, "/", inLevel)
	}
	own := strings.Join(levels, "/")
	path := own
	if s.given.Prefix != "" && !name.IsInbox() {
		path = s.given.Prefix + path
	}
	if s.given.Subfolder != "" {
		path = s.given.Subfolder + "/" + path
	}
	for _, r := range s.rewrites {
		path = r.apply(path)
	}
	if path == own {
		return name, false
	}
	for level := range strings.SplitSeq(path, "/") {
		if level != "" {
			placed = append(placed, strings.ReplaceAll(strings.ReplaceAll(level, inLevel, "/"), "\x00", ""))
		}
	}
	if len(placed) == 0 {
		return name, false
	}
	if len(placed) == 1 && strings.EqualFold(placed[0], "INBOX") {
		placed = mail.Inbox
	}
	return placed, !placed.Equal(name)
}

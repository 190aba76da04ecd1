package transfer

import (
	"slices"
	"strings"

	"stagecoach/engine/mail"
)

// folder is a source mailbox to be copied.
type folder struct{ mail.Mailbox }

// plan picks the folders to copy, the inbox first, otherwise in the source's order.
func (o Options) plan(all []mail.Mailbox) []folder {
	var out []folder
	for _, m := range all {
		if o.wanted(m.Name, m.Use) {
			out = append(out, folder{m})
		}
	}
	slices.SortStableFunc(out, func(a, b folder) int {
		switch {
		case a.Name.IsInbox() == b.Name.IsInbox():
			return 0
		case a.Name.IsInbox():
			return -1
		}
		return 1
	})
	return out
}

// Wanted tells whether a pass copies the mailbox.
func (o Options) Wanted(m mail.Mailbox) bool { return o.wanted(m.Name, m.Use) }

// wanted applies -IncludeFolders and -ExcludeFolders and the selection's patterns; an exclusion wins.
func (o Options) wanted(own mail.Name, use mail.SpecialUse) bool {
	if matchesAny(o.Exclude, own, use) || !o.Selection.Folder(own) {
		return false
	}
	return len(o.Include) == 0 || matchesAny(o.Include, own, use)
}

func matchesAny(patterns []string, own mail.Name, use mail.SpecialUse) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, own, use) })
}

// wellKnown are the names that may stand between # signs.
var wellKnown = map[string]mail.SpecialUse{
	"inbox": mail.RoleInbox, "sentitems": mail.RoleSent, "deleteditems": mail.RoleTrash, "drafts": mail.RoleDrafts,
	"junkemail": mail.RoleJunk, "archive": mail.RoleArchive, "allitems": mail.RoleAll,
}

// matches compares one pattern: a path with "/" between levels, case-insensitive, its first level perhaps a #WellKnown#
// folder; with "/*" at its end the folder and all below it, otherwise that folder alone.
func matches(pattern string, own mail.Name, use mail.SpecialUse) bool {
	pattern, subtree := strings.CutSuffix(strings.Trim(strings.TrimSpace(pattern), "/"), "/*")
	if pattern == "*" {
		return true
	}
	first, rest, nested := strings.Cut(pattern, "/")
	path := own.String()
	if name, ok := hashed(first); ok {
		if name == "root" {
			return subtree && !nested || !nested && len(own) == 0
		}
		role := wellKnown[name]
		if role == "" {
			return false
		}
		if !nested && roleOf(own, use) == role {
			return true
		}
		if top := own[:1]; roleOf(top, "") != role {
			return false
		}
		_, path, _ = strings.Cut(path, "/")
		pattern = rest
		if !nested {
			return subtree
		}
	}
	pattern = strings.ReplaceAll(pattern, `\#`, "#")
	if strings.EqualFold(path, pattern) {
		return true
	}
	return subtree && len(path) > len(pattern) && path[len(pattern)] == '/' && strings.EqualFold(path[:len(pattern)], pattern)
}

func hashed(level string) (string, bool) {
	if len(level) > 2 && level[0] == '#' && level[len(level)-1] == '#' {
		return strings.ToLower(level[1 : len(level)-1]), true
	}
	return "", false
}

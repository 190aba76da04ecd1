package transfer

import (
	"slices"
	"strings"

	"stagecoach/engine/mail"
)

// folder is a source mailbox with the name it has in the user's own tree: the
// same, unless the mail lies below a root.
type folder struct {
	mail.Mailbox           // as the source has it
	Own          mail.Name // within the user's tree
}

// plan picks the folders to copy, the inbox first, otherwise in the source's order.
func (o Options) plan(all []mail.Mailbox) []folder {
	var out []folder
	for _, m := range all {
		own, ok := below(m, o.Root)
		if !ok || !o.wanted(own, m.Use) {
			continue
		}
		out = append(out, folder{m, own})
	}
	slices.SortStableFunc(out, func(a, b folder) int {
		switch {
		case a.Own.IsInbox() == b.Own.IsInbox():
			return 0
		case a.Own.IsInbox():
			return -1
		}
		return 1
	})
	return dropTwins(out)
}

// dropTwins keeps one of the folders that would be the same in the user's
// tree (a root that is itself a mailbox, with an INBOX below it): the first that can be selected.
func dropTwins(folders []folder) []folder {
	at := map[string]int{}
	out := folders[:0]
	for _, f := range folders {
		i, twin := at[f.Own.Key()]
		if !twin {
			at[f.Own.Key()] = len(out)
			out = append(out, f)
		} else if out[i].NoSelect && !f.NoSelect {
			out[i] = f
		}
	}
	return out
}

// below maps a mailbox under root ("/users/terry.adams", Courier's virtual
// shared folders) into the user's tree: the root itself is the inbox. The
// root may be written with the server's delimiter or with "/".
func below(m mail.Mailbox, root string) (mail.Name, bool) {
	want := levels(root)
	if len(want) == 0 {
		return m.Name, true
	}
	for i, element := range m.Name {
		for _, level := range levels(element) {
			if len(want) == 0 || !strings.EqualFold(level, want[0]) {
				return nil, false
			}
			want = want[1:]
		}
		if len(want) == 0 {
			rest := m.Name[i+1:]
			if len(rest) == 0 || len(rest) == 1 && strings.EqualFold(rest[0], "INBOX") {
				return mail.Inbox, true
			}
			return slices.Clone(rest), true
		}
	}
	return nil, false
}

func levels(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '.' })
}

// wanted applies -IncludeFolders and -ExcludeFolders; an exclusion wins.
func (o Options) wanted(own mail.Name, use mail.SpecialUse) bool {
	if matchesAny(o.Exclude, own, use) {
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

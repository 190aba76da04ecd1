package mailcheck

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"stagecoach/engine/mail"
)

// Options say what may differ.
type Options struct {
	// Place says under which name a source folder is expected, where the target
	// cannot have the source's. nil: under its own.
	Place func(mail.Name) mail.Name
	// NoSubscriptions leaves subscriptions out, NoFlags flags and keywords.
	NoSubscriptions, NoFlags bool
}

// Compare says how target differs from source: one line a difference, none
// when every message arrived exactly once with its flags and date. Folders
// are paired by role where both sides have it, otherwise by name; a target
// may have empty folders of its own.
func Compare(source, target Account, o Options) []string {
	var found []string
	paired := make(map[string]bool)
	for _, want := range source.Folders {
		if want.LevelOnly {
			continue
		}
		name := want.Name
		if o.Place != nil {
			name = o.Place(name)
		}
		got, ok := target.used(want.Use)
		if !ok {
			got, ok = target.named(name)
		}
		if !ok {
			found = append(found, fmt.Sprintf("%s: the folder is missing, with %d messages", want.Name, len(want.Messages)))
			continue
		}
		paired[got.Name.Key()] = true
		found = append(found, compareFolders(want, got, o)...)
	}
	for _, extra := range target.Folders {
		if !paired[extra.Name.Key()] && len(extra.Messages) > 0 {
			found = append(found, fmt.Sprintf("%s: %d messages in a folder that the source does not have", extra.Name, len(extra.Messages)))
		}
	}
	return found
}

func compareFolders(want, got Folder, o Options) []string {
	var found []string
	if want.Subscribed && !got.Subscribed && !o.NoSubscriptions {
		found = append(found, fmt.Sprintf("%s: not subscribed", want.Name))
	}
	sources, targets := byContent(want.Messages), byContent(got.Messages)
	for content, ms := range sources {
		for _, line := range compareEqual(ms, targets[content], o) {
			found = append(found, fmt.Sprintf("%s: %s", want.Name, line))
		}
	}
	for content, ms := range targets {
		if len(sources[content]) == 0 {
			for _, m := range ms {
				found = append(found, fmt.Sprintf("%s: not of the source: %s", want.Name, m))
			}
		}
	}
	slices.Sort(found)
	return found
}

func byContent(messages []Message) map[[sha256.Size]byte][]Message {
	groups := make(map[[sha256.Size]byte][]Message)
	for _, m := range messages {
		groups[m.SHA256] = append(groups[m.SHA256], m)
	}
	for _, g := range groups {
		slices.SortFunc(g, order)
	}
	return groups
}

// compareEqual compares messages of the same content. As many as there are at
// the source must have arrived.
func compareEqual(source, target []Message, o Options) []string {
	var found []string
	for i := len(target); i < len(source); i++ {
		found = append(found, fmt.Sprintf("lost (%d of %d arrived): %s", len(target), len(source), source[i]))
	}
	for i := len(source); i < len(target); i++ {
		found = append(found, fmt.Sprintf("doubled (%d instead of %d): %s", len(target), len(source), target[i]))
	}
	if found != nil {
		return found
	}
	for i, s := range source {
		t := target[i]
		if s.Date.Unix() != t.Date.Unix() {
			found = append(found, fmt.Sprintf("date %s instead of %s: %s", t.Date.UTC(), s.Date.UTC(), s))
		}
		if !slices.Equal(s.Flags, t.Flags) && !o.NoFlags {
			found = append(found, fmt.Sprintf("flags %v instead of %v: %s", t.Flags, s.Flags, s))
		}
	}
	return found
}

// Foreign says which messages of target are not the source's: those it does
// not have, those that are cut short, and those that are there too often. What
// is missing yet is no difference.
func Foreign(source, target Account) []string {
	have := make(map[[sha256.Size]byte]int)
	for _, f := range source.Folders {
		for _, m := range f.Messages {
			have[m.SHA256]++
		}
	}
	var found []string
	for _, f := range target.Folders {
		for _, m := range f.Messages {
			if have[m.SHA256]--; have[m.SHA256] < 0 {
				found = append(found, fmt.Sprintf("%s: not of the source: %s", f.Name, m))
			}
		}
	}
	return found
}

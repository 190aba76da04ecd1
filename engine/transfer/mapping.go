package transfer

import (
	"context"
	"fmt"
	"slices"

	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// targetBoxes is the target's tree as listed, and which source folder has
// which of its mailboxes: no two share one, or identical messages could be
// taken for each other.
type targetBoxes struct {
	byKey map[string]mail.Mailbox
	byUse map[mail.SpecialUse]mail.Mailbox
	taken map[string]string // target key -> source key
}

func newTargetBoxes(headers map[string]*journal.Header) *targetBoxes {
	b := &targetBoxes{map[string]mail.Mailbox{}, map[mail.SpecialUse]mail.Mailbox{}, map[string]string{}}
	for source, h := range headers {
		if len(h.Target) > 0 {
			b.taken[h.Target.Key()] = source
		}
	}
	return b
}

func (b *targetBoxes) list(ctx context.Context, t mail.Target) error {
	for m, err := range t.Mailboxes(ctx) {
		if err != nil {
			return err
		}
		b.add(m)
	}
	return nil
}

func (b *targetBoxes) add(m mail.Mailbox) {
	b.byKey[m.Name.Key()] = m
	if m.Use != "" {
		if _, ok := b.byUse[m.Use]; !ok {
			b.byUse[m.Use] = m
		}
	}
}

func (b *targetBoxes) remove(n mail.Name) {
	m := b.byKey[n.Key()]
	delete(b.byKey, n.Key())
	if b.byUse[m.Use].Name.Equal(n) {
		delete(b.byUse, m.Use)
	}
}

func (b *targetBoxes) free(n mail.Name, source string) bool {
	by, ok := b.taken[n.Key()]
	return !ok || by == source
}

// mapName chooses where a folder without a journal lands, in this order: where the
// selection's rules put it; the same name where the target has it; the target's mailbox of the same role; the
// same name, to be made. Names follow the parent's mapping.
func (r *runner) mapName(f folder) mail.Name {
	b, source := r.boxes, f.Name.Key()
	placed, ruled := r.opt.Selection.Place(f.Name)
	if f.Name.IsInbox() && !ruled {
		return mail.Inbox
	}
	wish := slices.Clone(placed)
	if !ruled {
		wish = append(r.parentTarget(f), f.Name[len(f.Name)-1])
	}
	if _, there := b.byKey[wish.Key()]; there && b.free(wish, source) {
		return wish
	}
	if m, ok := b.byUse[r.role(f)]; ok && !ruled && r.opt.Selection.Automap() && b.free(m.Name, source) {
		return m.Name
	}
	last := wish[len(wish)-1]
	for i := 2; !b.free(wish, source) || wish.IsInbox() && r.hasInbox(); i++ {
		wish[len(wish)-1] = fmt.Sprintf("%s (%d)", last, i)
	}
	return wish
}

// role is the folder's, but a name alone makes none when another folder
// of the source has the role by attribute or by an earlier name: never two Sents.
func (r *runner) role(f folder) mail.SpecialUse {
	role := roleOf(f.Name, f.Use)
	if f.Use != "" || role == "" {
		return role
	}
	for _, o := range r.folders {
		if o.Use == role {
			return ""
		}
	}
	for _, o := range r.folders {
		if roleOf(o.Name, o.Use) == role {
			if o.Name.Equal(f.Name) {
				return role
			}
			return ""
		}
	}
	return ""
}

// hasInbox tells whether the source's inbox is copied to the target's, so that no other folder may be.
func (r *runner) hasInbox() bool {
	_, ruled := r.opt.Selection.Place(mail.Inbox)
	return !ruled && slices.ContainsFunc(r.folders, func(f folder) bool { return f.Name.IsInbox() })
}

// parentTarget is where the folder's parent landed, or would.
func (r *runner) parentTarget(f folder) mail.Name {
	if len(f.Name) < 2 {
		return mail.Name{}
	}
	parent := f.Name[:len(f.Name)-1]
	if _, ruled := r.opt.Selection.Place(parent); ruled { // a rule is for the folders it fits alone
		return slices.Clone(parent)
	}
	for _, o := range r.folders {
		if !o.Name.Equal(parent) {
			continue
		}
		if h := r.headers[o.Name.Key()]; h != nil && len(h.Target) > 0 {
			return slices.Clone(h.Target)
		}
		if place, known := r.places[o.Name.Key()]; known {
			return slices.Clone(place)
		}
		if o.NoSelect {
			return append(r.parentTarget(o), parent[len(parent)-1])
		}
		return slices.Clone(r.mapName(o))
	}
	return slices.Clone(parent)
}

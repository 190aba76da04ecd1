package transfer

import (
	"context"
	"slices"

	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/selection"
)

// rules say which messages of one mailbox are wanted. A nil *rules wants all.
type rules struct {
	selection *selection.Selection
	searched  bool
	found     []uint32 // by the search, ascending
}

// rules asks the source's search, where the selection has one, for UIDs from the given one on.
func (o Options) rules(ctx context.Context, m mail.SourceMailbox, from uint32) (*rules, error) {
	criteria := o.Selection.Search()
	out := &rules{selection: o.Selection, searched: criteria != ""}
	if criteria == "" {
		return out, nil
	}
	s, ok := m.(mail.Searcher)
	if !ok {
		return nil, &mail.Error{Class: mail.Protocol, Op: "search", Text: "the source can't search"}
	}
	var err error
	out.found, err = s.Search(ctx, criteria, from)
	slices.Sort(out.found)
	return out, err
}

func (r *rules) takes(m mail.Meta) bool {
	if r == nil {
		return true
	}
	if _, found := slices.BinarySearch(r.found, m.UID); r.searched && !found {
		return false
	}
	return r.selection.Message(m)
}

// Filter tells which messages of a mailbox of the source the passes take, by the selection; it is for those who count or
// check, without copying.
func (o Options) Filter(ctx context.Context, m mail.SourceMailbox) (func(mail.Meta) bool, error) {
	r, err := o.rules(ctx, m, 1)
	return r.takes, err
}

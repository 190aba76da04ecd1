package audit

import (
	"context"
	"errors"

	"stagecoach/engine/internal/content"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer"
	"stagecoach/engine/transfer/journal"
)

// settle looks for what does not lie where the journal says among everything at the target that no
// journal accounts for, by date and content. Each message there answers for one of the source, so
// that of k identical ones as many are missed as are.
func (x *auditor) settle(ctx context.Context) error {
	if len(x.absent) == 0 {
		return nil
	}
	bySecond := map[int64]bool{}
	byHash := map[content.Sum][]int{}
	anyDate := false
	for i, a := range x.absent {
		s := journal.Second(a.finding.Date)
		bySecond[s], anyDate = true, anyDate || s == 0
		byHash[a.known] = append(byHash[a.known], i)
	}
	for _, m := range x.boxes {
		if m.NoSelect {
			continue
		}
		if err := x.search(ctx, m, byHash, func(meta mail.Meta) bool {
			return anyDate || bySecond[journal.Second(meta.InternalDate)]
		}); err != nil {
			return err
		}
	}
	defer func() {
		if x.last != nil {
			x.last.Close()
		}
	}()
	for _, a := range x.absent {
		if a.found {
			continue
		}
		if err := x.describeSource(ctx, &a.finding); err != nil {
			return err
		}
		if err := x.found(a.finding); err != nil {
			return err
		}
	}
	return nil
}

// search goes over one mailbox of the target.
func (x *auditor) search(ctx context.Context, m mail.Mailbox, byHash map[content.Sum][]int, may func(mail.Meta) bool) error {
	tm, err := x.Target.Open(ctx, m)
	if err != nil {
		if c := mail.ClassOf(err); c == mail.Denied || c == mail.NotFound {
			return nil
		}
		return err
	}
	defer tm.Close()
	var known map[uint32]bool
	if j := x.claimed[m.Name.Key()]; j != nil {
		known = j.Targets(1)
	}
	var uids []uint32
	for meta, err := range tm.List(ctx, 1, 0, mail.ListMeta) {
		if err != nil {
			return err
		}
		if !known[meta.UID] && may(meta) {
			uids = append(uids, meta.UID)
		}
	}
	if len(uids) == 0 {
		return nil
	}
	for msg, err := range tm.Fetch(ctx, uids) {
		var bad *mail.BadMessage
		if errors.As(err, &bad) {
			continue
		}
		if err != nil {
			return err
		}
		var got checked
		if got.digest, err = content.Read(msg.Body); err == nil && x.rebuilds {
			got.way, err = content.Way(msg.Body, &x.scratch)
		}
		if err == nil {
			err = x.claim(m, msg, x.known(&got), byHash)
		}
		if err = errors.Join(err, msg.Body.Close()); err != nil {
			return err
		}
	}
	return nil
}

// claim gives a message of the target to one that is missed.
func (x *auditor) claim(m mail.Mailbox, msg mail.Message, known content.Sum, byHash map[content.Sum][]int) error {
	waiting := byHash[known]
	if len(waiting) == 0 {
		return nil
	}
	a := &x.absent[waiting[0]]
	byHash[known] = waiting[1:]
	a.found = true
	if a.finding.Target == m.Name.String() {
		return nil // in its folder, under a UID that is not on record
	}
	a.finding.Kind, a.finding.TargetUID = Moved, msg.UID
	a.finding.Reason = "It was moved at the target from " + a.finding.Target + " to " + m.Name.String() + "."
	a.finding.Target = m.Name.String()
	a.finding.describe(msg.Body)
	return x.found(a.finding)
}

// describeSource fills in what the source's header says of a message.
func (x *auditor) describeSource(ctx context.Context, f *Finding) error {
	if x.last == nil || x.lastName != f.Folder {
		sm, err := x.Source.Open(ctx, x.sources[f.Folder])
		if err != nil {
			return err
		}
		if x.last != nil {
			x.last.Close()
		}
		x.last, x.lastName = sm, f.Folder
	}
	for msg, err := range x.last.Fetch(ctx, []uint32{f.UID}) {
		var bad *mail.BadMessage
		if errors.As(err, &bad) {
			return nil // it is named all the same
		}
		if err != nil {
			return err
		}
		f.describe(msg.Body)
		if err := msg.Body.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (f *Finding) describe(b mail.Body) {
	id, subject, err := transfer.Describe(b)
	if err == nil {
		f.MessageID, f.Subject = id, subject
	}
}

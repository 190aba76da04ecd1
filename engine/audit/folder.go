package audit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"stagecoach/engine/internal/content"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// auditor is an audit under way.
type auditor struct {
	*Audit
	result  Result
	headers map[string]journal.Header  // by source name
	claimed map[string]*journal.Folder // by target name: what of it the journals know
	boxes   map[string]mail.Mailbox    // the target's, by name
	absent  []absent                   // not where the journal says; looked for at the end

	sources  map[string]mail.Mailbox // by name for people
	last     mail.SourceMailbox      // open for describing; nil: none
	lastName string

	rebuilds bool // the target stores messages in a form of its own: content.Way is what it keeps
	scratch  []byte
}

// absent is a message of the source that does not lie where the journal says.
type absent struct {
	finding Finding
	known   content.Sum // what it would be known by at the target
	found   bool
}

// checked is a message of the source in the present stretch.
type checked struct {
	meta   mail.Meta
	entry  journal.Entry
	digest content.Digest
	way    content.Sum // where the target rebuilds messages
	read   bool
}

// known is what the message is known by at the target, wherever it lies there.
func (x *auditor) known(c *checked) content.Sum {
	if x.rebuilds && c.way != (content.Sum{}) {
		return c.way
	}
	return c.digest.Stored
}

func (x *auditor) run(ctx context.Context) error {
	folders, err := collect(x.Source.Mailboxes(ctx))
	if err != nil {
		return err
	}
	target, err := collect(x.Target.Mailboxes(ctx))
	if err != nil {
		return err
	}
	x.boxes = make(map[string]mail.Mailbox, len(target))
	for _, m := range target {
		x.boxes[m.Name.Key()] = m
	}
	x.sources = make(map[string]mail.Mailbox, len(folders))
	for _, m := range folders {
		x.sources[m.Name.String()] = m
		if m.NoSelect || !x.Options.Wanted(m) {
			continue
		}
		if err := x.folder(ctx, m); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return x.settle(ctx)
}

func collect[T any](list func(func(T, error) bool)) ([]T, error) {
	var out []T
	for v, err := range list {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// folder audits one mailbox of the source.
func (x *auditor) folder(ctx context.Context, m mail.Mailbox) error {
	sm, err := x.Source.Open(ctx, m)
	if err != nil {
		switch mail.ClassOf(err) {
		case mail.NotFound, mail.Denied:
			return x.found(Finding{Kind: Unreadable, Folder: m.Name.String(), Reason: "The folder can't be opened at the source: " + err.Error()})
		}
		return err
	}
	defer sm.Close()
	x.result.Folders++
	h, known := x.headers[m.Name.Key()]
	if known && h.Landed > 0 && h.SourceValidity != sm.Status().UIDValidity {
		return x.found(Finding{Kind: Unreadable, Folder: m.Name.String(),
			Reason: "The folder's messages were numbered anew at the source since the last synchronization; synchronize it first."})
	}
	f := &folder{auditor: x, name: m.Name.String(), sm: sm, h: h, j: &journal.Folder{Header: h}}
	wanted, err := x.Options.Filter(ctx, sm)
	if err != nil {
		return err
	}
	f.wanted = wanted
	if known {
		if err := f.load(ctx); err != nil {
			return err
		}
	}
	if f.tm != nil {
		defer f.tm.Close()
	}
	return f.stretches(ctx)
}

// folder is a mailbox being audited.
type folder struct {
	*auditor
	name  string
	sm    mail.SourceMailbox
	tm    mail.TargetMailbox // nil: it is not there
	h     journal.Header
	j     *journal.Folder
	aside map[uint32]bool

	wanted func(mail.Meta) bool // by the batch's selection
}

// load reads what is on record and opens the target's mailbox.
func (f *folder) load(ctx context.Context) error {
	for segment, err := range f.Ledger.Segments(ctx, f.h.Source) {
		if err == nil {
			err = f.j.Add(segment)
		}
		if err != nil {
			return err
		}
	}
	if err := f.j.Sort(); err != nil {
		return err
	}
	uids, err := f.Ledger.Skipped(ctx, f.h.Source)
	if err != nil {
		return err
	}
	f.aside = make(map[uint32]bool, len(uids))
	for _, uid := range uids {
		f.aside[uid] = true
	}
	m, there := f.boxes[f.h.Target.Key()]
	if !there {
		return nil
	}
	tm, err := f.Target.Open(ctx, m)
	if err != nil {
		return err
	}
	f.tm = tm
	f.rebuilds = f.rebuilds || mail.Rebuilds(tm)
	if v := tm.Status().UIDValidity; f.h.TargetValidity == v || f.h.TargetValidity == 0 {
		f.claimed[f.h.Target.Key()] = f.j
		return nil
	}
	f.tm = nil // numbered anew: every message is looked for by its content
	return tm.Close()
}

// stretches goes over the mailbox in ranges of UIDs, wider where they are sparse.
func (f *folder) stretches(ctx context.Context) error {
	end := uint64(f.sm.Status().UIDNext)
	if end == 0 {
		end = math.MaxUint32
	}
	span := uint64(stretch)
	if uint64(f.sm.Status().Messages) <= stretch {
		span = end
	}
	for at := uint64(1); at < end; {
		to := min(at+span, end)
		metas, err := collect(f.sm.List(ctx, uint32(at), uint32(to-1), mail.ListMeta))
		if err != nil {
			return err
		}
		at = to
		if len(metas) < stretch/4 {
			span *= 2
		} else if len(metas) > stretch && span > stretch {
			span = stretch
		}
		for part := range slices.Chunk(metas, stretch) {
			if err := f.stretch(ctx, part); err != nil {
				return err
			}
		}
	}
	return nil
}

// stretch audits the messages listed.
func (f *folder) stretch(ctx context.Context, metas []mail.Meta) error {
	list := make(map[uint32]*checked, len(metas))
	uids := make([]uint32, 0, len(metas))
	for _, m := range metas {
		e, landed := f.j.Lookup(m.UID)
		switch {
		case !landed && f.aside[m.UID]:
			f.result.Checked++
			if err := f.found(f.finding(Skipped, m, "It was set aside when it was synchronized.")); err != nil {
				return err
			}
			continue
		case !landed && !f.wanted(m):
			f.result.Filtered++
			continue
		case !landed && m.UID >= f.h.Next:
			f.result.New++
			continue
		}
		f.result.Checked++
		f.result.Bytes += max(m.Size, 0)
		list[m.UID] = &checked{meta: m, entry: e}
		uids = append(uids, m.UID)
	}
	if err := f.readSource(ctx, list, uids); err != nil {
		return err
	}
	return f.readTarget(ctx, list, uids)
}

func (f *folder) finding(k Kind, m mail.Meta, reason string) Finding {
	return Finding{Kind: k, Folder: f.name, UID: m.UID, Date: m.InternalDate, Size: m.Size, Reason: reason, Target: f.h.Target.String()}
}

func (f *folder) readSource(ctx context.Context, list map[uint32]*checked, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	for m, err := range f.sm.Fetch(ctx, uids) {
		var bad *mail.BadMessage
		if errors.As(err, &bad) {
			if c := list[bad.UID]; c != nil {
				delete(list, bad.UID)
				if err := f.found(f.finding(Unreadable, c.meta, "The source doesn't serve it: "+bad.Reason)); err != nil {
					return err
				}
			}
			continue
		}
		if err != nil {
			return err
		}
		c := list[m.UID]
		if c == nil {
			m.Body.Close()
			continue
		}
		if c.digest, err = content.Read(m.Body); err == nil && f.rebuilds {
			c.way, err = content.Way(m.Body, &f.scratch)
		}
		c.read = true
		if err = errors.Join(err, m.Body.Close()); err != nil {
			return err
		}
	}
	for uid, c := range list {
		if !c.read { // expunged between the listing and now
			delete(list, uid)
			f.result.Checked--
		}
	}
	return nil
}

// readTarget compares the stretch with what lies at the places of the journal.
func (f *folder) readTarget(ctx context.Context, list map[uint32]*checked, uids []uint32) error {
	places := make(map[uint32]*checked, len(list))
	for _, uid := range uids {
		if c := list[uid]; c != nil && c.entry.Target != 0 && f.tm != nil {
			places[c.entry.Target] = c
		}
	}
	at := make([]uint32, 0, len(places))
	for uid := range places {
		at = append(at, uid)
	}
	slices.Sort(at)
	seen := make(map[uint32]bool, len(at))
	if len(at) > 0 {
		if err := f.compare(ctx, places, at, seen); err != nil {
			return err
		}
	}
	for _, uid := range uids {
		c := list[uid]
		if c == nil || c.entry.Target != 0 && seen[c.entry.Target] {
			continue
		}
		kind, reason := Missing, "Nothing is on record of its having landed, and it isn't at the target."
		if c.entry.Target != 0 {
			kind, reason = Deleted, fmt.Sprintf("It landed in %s with UID %d and isn't there any more.", f.h.Target, c.entry.Target)
		} else if c.entry.Source != 0 {
			kind, reason = Deleted, fmt.Sprintf("It landed in %s and isn't there any more.", f.h.Target)
		}
		f.absent = append(f.absent, absent{finding: f.finding(kind, c.meta, reason), known: f.known(c)})
	}
	return nil
}

// compare reads the target's messages at the places and holds each against its source.
func (f *folder) compare(ctx context.Context, places map[uint32]*checked, at []uint32, seen map[uint32]bool) error {
	metas := make(map[uint32]mail.Meta, len(at))
	for m, err := range f.tm.List(ctx, at[0], at[len(at)-1], mail.ListMeta) {
		if err != nil {
			return err
		}
		if places[m.UID] != nil {
			metas[m.UID] = m
		}
	}
	for m, err := range f.tm.Fetch(ctx, at) {
		var bad *mail.BadMessage
		if errors.As(err, &bad) {
			if c := places[bad.UID]; c != nil {
				seen[bad.UID] = true
				if err := f.found(f.finding(Unreadable, c.meta, "The target doesn't serve it: "+bad.Reason)); err != nil {
					return err
				}
			}
			continue
		}
		if err != nil {
			return err
		}
		c := places[m.UID]
		if c == nil || seen[m.UID] {
			m.Body.Close()
			continue
		}
		seen[m.UID] = true
		got := checked{meta: metas[m.UID]}
		if got.digest, err = content.Read(m.Body); err == nil && f.rebuilds {
			got.way, err = content.Way(m.Body, &f.scratch)
		}
		if err == nil {
			err = f.judge(c, got, m.Body)
		}
		if err = errors.Join(err, m.Body.Close()); err != nil {
			return err
		}
	}
	return nil
}

// judge names what is different, the worst only.
func (f *folder) judge(c *checked, there checked, body mail.Body) error {
	kind, reason := f.difference(c, there)
	if reason == "" {
		return nil
	}
	x := f.finding(kind, c.meta, reason)
	x.TargetUID = c.entry.Target
	x.describe(body)
	return f.found(x)
}

func (f *folder) difference(c *checked, at checked) (Kind, string) {
	want, got, there := c.digest, at.digest, at.meta
	switch {
	case got.Stored != want.Stored && c.way != (content.Sum{}) && c.way == at.way:
		return StoredChanged, "The target's server stores messages in a form of its own; this one's Message-ID, subject and Received lines are the same."
	case got.Stored != want.Stored:
		return Altered, "Its content at the target isn't what the source has."
	case got.Exact != want.Exact && want.NUL && !got.NUL:
		return StoredChanged, "The target's server replaced the NUL characters in it."
	case got.Exact != want.Exact:
		return StoredChanged, "The target's server changed line ends in it."
	case !c.meta.InternalDate.IsZero() && journal.Second(c.meta.InternalDate) != journal.Second(there.InternalDate):
		return DateDiffers, fmt.Sprintf("Its internal date is %s at the target and %s at the source.", there.InternalDate.UTC().Format(dateForm), c.meta.InternalDate.UTC().Format(dateForm))
	}
	have, now := journal.FlagSet(there.Flags), journal.FlagSet(c.meta.Flags)
	if have != now && (c.entry.Flags == journal.Unrecorded || have != c.entry.Flags) {
		return FlagsDiffer, fmt.Sprintf("Its flags are (%s) at the target and (%s) at the source.", have, now)
	}
	return 0, ""
}

const dateForm = "2006-01-02 15:04:05Z"

func (x *auditor) found(f Finding) error {
	x.result.Counts[f.Kind]++
	return x.Found(f)
}

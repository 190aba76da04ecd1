package transfer

import (
	"context"

	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// Planned is what a pass would do with one mailbox of the source.
type Planned struct {
	Source    mail.Name
	Target    mail.Name // where it lands; nil: it is left out
	Use       mail.SpecialUse
	Exists    bool   // the target has that mailbox
	Known     bool   // an earlier pass has decided where it lands
	Container bool   // it only holds other mailboxes
	Reason    string // why it is left out, or does not land under its own name
	Messages  int64  // at the source
	Filtered  int64  // left out by the selection's rules on messages
	Large     int64  // over the size limit: they would be set aside
}

// Map decides where the mailboxes of a source land at a target, from both listings and what earlier passes have
// recorded. It is the passes' own rule, without any I/O: the same every time, no two in one.
func Map(source, target []mail.Mailbox, records []journal.Header, o Options) []Planned {
	r := &runner{opt: o.withDefaults(), headers: map[string]*journal.Header{}}
	for _, h := range records {
		r.headers[h.Source.Key()] = &h
	}
	r.boxes = newTargetBoxes(r.headers)
	for _, m := range target {
		r.boxes.add(m)
	}
	r.folders = r.opt.plan(source)
	var out []Planned
	for _, f := range r.folders {
		out = append(out, r.planned(f))
	}
	for _, m := range source {
		if !o.Wanted(m) {
			out = append(out, Planned{Source: m.Name, Use: m.Use, Container: m.NoSelect, Reason: "the batch's filters leave it out"})
		}
	}
	return out
}

// planned decides on one folder and takes its place.
func (r *runner) planned(f folder) Planned {
	p := Planned{Source: f.Name, Use: f.Use, Container: f.NoSelect}
	if f.NoSelect {
		return p
	}
	if h := r.headers[f.Name.Key()]; h != nil && len(h.Target) > 0 {
		p.Target, p.Known = h.Target, true
		_, p.Exists = r.boxes.byKey[h.Target.Key()]
		return p
	}
	p.Target = r.mapName(f)
	m, there := r.boxes.byKey[p.Target.Key()]
	p.Exists = there
	wish, ruled := r.opt.Selection.Place(f.Name)
	switch {
	case p.Target.Equal(f.Name):
	case there && m.Use != "" && m.Use == r.role(f) && !ruled:
		p.Reason = "the target's folder of the same role"
	case ruled && p.Target.Equal(wish):
		p.Reason = "the batch's rules"
	case ruled || len(p.Target) == len(f.Name) && p.Target[:len(p.Target)-1].Equal(f.Name[:len(f.Name)-1]):
		p.Reason = "another folder has that name"
	default:
		p.Reason = "it follows its parent"
	}
	r.boxes.taken[p.Target.Key()] = f.Name.Key()
	if !there {
		r.boxes.add(mail.Mailbox{Name: p.Target, Use: f.Use})
	}
	h := journal.Header{Source: f.Name, Target: p.Target}
	r.headers[f.Name.Key()] = &h
	return p
}

// Rehearse says what a pass would do now, with counts. It reads both ends and writes nothing.
func Rehearse(ctx context.Context, src mail.Source, target []mail.Mailbox, records []journal.Header, o Options) ([]Planned, error) {
	o = o.withDefaults()
	var source []mail.Mailbox
	byKey := map[string]mail.Mailbox{}
	for m, err := range src.Mailboxes(ctx) {
		if err != nil {
			return nil, err
		}
		source = append(source, m)
		byKey[m.Name.Key()] = m
	}
	plan := Map(source, target, records, o)
	for i := range plan {
		p := &plan[i]
		if p.Container {
			continue
		}
		err := p.count(ctx, src, byKey[p.Source.Key()], o)
		if skippable(err) {
			p.Target, p.Reason = nil, err.Error()
			continue
		}
		if err != nil {
			return plan, err
		}
	}
	return plan, nil
}

func (p *Planned) count(ctx context.Context, src mail.Source, box mail.Mailbox, o Options) error {
	m, err := src.Open(ctx, box)
	if err != nil {
		return err
	}
	defer m.Close()
	p.Messages = int64(m.Status().Messages)
	if p.Target == nil {
		return nil
	}
	wanted, err := o.rules(ctx, m, 1)
	if err != nil {
		return err
	}
	for meta, err := range m.List(ctx, 1, 0, mail.ListMeta) {
		switch {
		case err != nil:
			return err
		case !wanted.takes(meta):
			p.Filtered++
		case meta.Size > o.MaxSize:
			p.Large++
		}
	}
	return nil
}

package transfer

import (
	"context"

	"stagecoach/engine/mail"
)

// fakeLanes is a target that is written over several connections, each with landings told as they come.
type fakeLanes struct {
	*fakeTarget
	open func() *fakeTarget
}

func (t *fakeLanes) Lane(context.Context) (mail.Target, error) {
	if err := t.pass("target lane"); err != nil {
		return nil, err
	}
	return t.open(), nil
}

// fakePipe answers what was added first, as far as it is asked to.
type fakePipe struct {
	*fakeTargetBox
	landed []mail.Landing
}

func (m *fakePipe) Landed(_ context.Context, messages int, _ int64) ([]mail.Landing, bool) {
	if !m.t.uidplus || m.t.refuse != nil {
		return nil, true
	}
	if m.t.pass("target answers") != nil {
		return nil, true
	}
	for len(m.sent) > min(messages, 1) { // one is always on its way
		s := m.sent[0]
		m.sent = m.sent[1:]
		m.landed = append(m.landed, mail.Landing{Ticket: s.ticket, UID: m.b.add(s.m)})
	}
	out := m.landed
	m.landed = nil
	return out, false
}

func (m *fakePipe) Commit(ctx context.Context) ([]mail.Landing, error) {
	before := m.landed
	m.landed = nil
	landed, err := m.fakeTargetBox.Commit(ctx)
	return append(before, landed...), err
}

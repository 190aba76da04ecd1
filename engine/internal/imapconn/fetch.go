package imapconn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// MetaRange yields what the open mailbox says of messages with UIDs in [from, to],
// without their bodies. changedSince, where not 0, leaves out what did not change.
func (c *Conn) MetaRange(ctx context.Context, from, to uint32, d mail.Detail, changedSince uint64, yield func(mail.Meta, error) bool) {
	if from == 0 {
		from = 1
	}
	if to < from {
		return
	}
	items := "(UID FLAGS"
	if c.Has("CONDSTORE") {
		items += " MODSEQ"
	}
	if d >= mail.ListMeta {
		items += " INTERNALDATE RFC822.SIZE"
	}
	if d >= mail.ListIDs {
		items += " BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
	}
	args := []any{"UID", "FETCH", strconv.FormatUint(uint64(from), 10) + ":" + strconv.FormatUint(uint64(to), 10), items + ")"}
	if changedSince != 0 {
		args = append(args, "(CHANGEDSINCE "+strconv.FormatUint(changedSince, 10)+")")
	}
	c.r.ExpectMuch()
	l := &metaList{from: from, to: to, detail: d, yield: yield}
	_, err := c.Exec(ctx, "list messages", l.take, args...)
	if err != nil && !l.stopped {
		yield(mail.Meta{}, err)
		return
	}
	l.finish()
}

// LookAgain makes the next command see what came into the open mailbox since the last one:
// servers may show that only after NOOP (RFC 9051 5.2). It goes out with the next command.
func (c *Conn) LookAgain() {
	if !c.broken {
		c.begin("NOOP")
		c.w.WriteString("\r\n")
	}
}

// metaList keeps a listing ascending, whatever the server's order, and each message in it once, however often the server
// tells of it.
type metaList struct {
	from, to uint32
	detail   mail.Detail
	last     uint32
	listed   []uidRun             // ascending
	late     map[uint32]mail.Meta // came after one with a higher UID
	yield    func(mail.Meta, error) bool
	stopped  bool
}

func (l *metaList) take(res *imapwire.Response) error {
	if kind, _ := res.Kind(); kind != "FETCH" || l.stopped {
		return nil
	}
	f, err := res.Fetch()
	if f.Body != nil {
		f.Body.Close()
	}
	if err != nil {
		return err
	}
	if !f.HasUID || f.UID < l.from || f.UID > l.to || l.isNews(f) {
		return nil
	}
	if f.UID <= l.last {
		if l.late == nil {
			l.late = map[uint32]mail.Meta{}
		}
		if !l.has(f.UID) {
			l.late[f.UID] = f.Meta
		}
		return nil
	}
	l.list(f.UID)
	l.stopped = !l.yield(f.Meta, nil)
	return nil
}

// uidRun is a stretch of UIDs, both ends included.
type uidRun struct{ first, last uint32 }

// list notes a message that was yielded, the highest so far.
func (l *metaList) list(uid uint32) {
	l.last = uid
	if n := len(l.listed); n > 0 && l.listed[n-1].last == uid-1 {
		l.listed[n-1].last = uid
		return
	}
	l.listed = append(l.listed, uidRun{uid, uid})
}

// has tells whether a message was yielded.
func (l *metaList) has(uid uint32) bool {
	_, found := slices.BinarySearchFunc(l.listed, uid, func(r uidRun, uid uint32) int {
		switch {
		case r.last < uid:
			return -1
		case r.first > uid:
			return 1
		}
		return 0
	})
	return found
}

// isNews tells an answer that nobody asked for: flags alone, of a message that has changed.
func (l *metaList) isNews(f imapwire.Fetched) bool {
	return f.UID <= l.last && (l.detail == mail.ListFlags || f.Size < 0 && f.InternalDate.IsZero())
}

// finish yields what came late: out of order rather than not at all.
func (l *metaList) finish() {
	uids := make([]uint32, 0, len(l.late))
	for uid := range l.late {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	for _, uid := range uids {
		if l.stopped {
			return
		}
		l.stopped = !l.yield(l.late[uid], nil)
	}
}

// How much is asked for at a time: few enough that an answer comes soon, enough
// that a slow line never waits for the next request.
const (
	chunkMessages = 250
	chunkOctets   = 7000 // of the command line; RFC 9051 has servers take 8000
	chunksAhead   = 3
)

const bodyItems = "(UID FLAGS INTERNALDATE BODY.PEEK[])"

// Bodies streams messages of the open mailbox, several requests ahead. yield owns
// each body. A message that the server will not deliver comes as *mail.BadMessage;
// any other error is the last. When yield wants no more, the connection is given up.
func (c *Conn) Bodies(ctx context.Context, uids []uint32, yield func(mail.Message, error) bool) {
	c.r.ExpectMuch()
	b := &bodies{c: c, owner: make(map[uint32]*chunk, chunkMessages*chunksAhead), yield: yield}
	stop := c.watch(ctx)
	err := b.run(ctx, uids)
	stop()
	if err == nil && !b.stopped {
		err = b.again(ctx)
	}
	b.drop()
	switch {
	case b.stopped:
		c.broken = true
	case err != nil:
		yield(mail.Message{}, err)
	}
}

// Undelivered is the error of a stream that lost step, with the message it
// happened at (0: not known).
type Undelivered struct {
	UID uint32
	Err error
}

func (e *Undelivered) Error() string {
	if e.UID == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("message %d: %v", e.UID, e.Err)
}

// Unwrap gives the classified error.
func (e *Undelivered) Unwrap() error { return e.Err }

type chunk struct {
	tag  string
	uids []uint32
}

// bodies is one stream: requests under way, and which message belongs to which,
// as servers mix the answers to several.
type bodies struct {
	c       *Conn
	ahead   []*chunk
	owner   map[uint32]*chunk // messages not delivered yet
	single  []uint32          // to be asked for again, one by one
	absent  []uint32          // of those, which the server was silent about
	yield   func(mail.Message, error) bool
	stopped bool
	at      uint32       // the message last seen
	held    mail.Message // its Body is nil where none is held
}

// release yields the message that was held back until the answer after it proved
// that its literal ended where it said.
func (b *bodies) release() {
	if m := b.held; m.Body != nil {
		b.held = mail.Message{}
		delete(b.owner, m.UID)
		b.stopped = !b.yield(m, nil)
	}
}

func (b *bodies) drop() {
	if b.held.Body != nil {
		b.held.Body.Close()
		b.held = mail.Message{}
	}
}

func (b *bodies) run(ctx context.Context, uids []uint32) error {
	for (len(uids) > 0 || len(b.ahead) > 0) && !b.stopped {
		for len(uids) > 0 && len(b.ahead) < chunksAhead {
			n, set := nextChunk(uids)
			if err := b.request(ctx, uids[:n], set); err != nil {
				return err
			}
			uids = uids[n:]
		}
		res, err := b.c.r.Next()
		if err == nil {
			err = b.take(res)
		}
		if err != nil {
			return b.failed(ctx, err)
		}
	}
	return nil
}

// failed classifies the end of the stream. Where the server's octets do not fit together, or
// end within a message, that message is named.
func (b *bodies) failed(ctx context.Context, err error) error {
	var classified *mail.Error
	if errors.As(err, &classified) {
		b.c.broken = true
		return err
	}
	var literal *imapwire.LiteralError
	var disk *spool.DiskError
	undelivered := &Undelivered{UID: b.at}
	switch {
	case errors.As(err, &disk) || ctx.Err() != nil:
		return b.c.fail(ctx, "fetch", err)
	case errors.As(err, &literal):
		undelivered.UID = literal.UID
	case !imapwire.IsFraming(err):
		return b.c.fail(ctx, "fetch", err)
	}
	undelivered.Err = b.c.fail(ctx, "fetch", err)
	return undelivered
}

// nextChunk is how many of uids to ask for with one command.
func nextChunk(uids []uint32) (n int, set string) {
	for n = min(len(uids), chunkMessages); ; n /= 2 {
		if set = imapwire.FormatUIDs(uids[:n]); len(set) <= chunkOctets || n == 1 {
			return n, set
		}
	}
}

func (b *bodies) request(ctx context.Context, uids []uint32, set string) error {
	tag, err := b.c.begin("UID", "FETCH", set, bodyItems)
	if err == nil {
		b.c.w.WriteString("\r\n")
		err = b.c.w.Flush()
	}
	if err != nil {
		return b.c.fail(ctx, "fetch", err)
	}
	ch := &chunk{tag: tag, uids: uids}
	b.ahead = append(b.ahead, ch)
	for _, uid := range uids {
		b.owner[uid] = ch
	}
	return nil
}

func (b *bodies) take(res *imapwire.Response) error {
	if res.Tag == "*" {
		if b.release(); b.stopped {
			return b.discard(res)
		}
		if kind, _ := res.Kind(); kind != "FETCH" {
			b.c.take(res)
			return nil
		}
		f, err := res.Fetch()
		return b.fetched(f, err)
	}
	for i, ch := range b.ahead {
		if ch.tag == res.Tag {
			b.release()
			b.ahead = slices.Delete(b.ahead, i, i+1)
			return b.ended(ch, res.Status())
		}
	}
	return fmt.Errorf("%w: %.20q", imapwire.ErrFraming, res.Tag)
}

// discard gives back what an answer holds that nobody wants any more.
func (b *bodies) discard(res *imapwire.Response) error {
	if f, _ := res.Fetch(); f.Body != nil {
		f.Body.Close()
	}
	return nil
}

func (b *bodies) fetched(f imapwire.Fetched, err error) error {
	if f.HasUID {
		b.at = f.UID
	}
	if err != nil {
		if f.Body != nil {
			f.Body.Close()
		}
		return err
	}
	_, wanted := b.owner[f.UID]
	switch {
	case !f.HasBody:
	case !f.HasUID || !wanted:
		if f.Body != nil {
			f.Body.Close()
		}
	case f.BodyErr != nil:
		delete(b.owner, f.UID)
		b.stopped = !b.yield(mail.Message{}, &mail.BadMessage{UID: f.UID, Reason: f.BodyErr.Error()})
	default:
		f.Size = f.Body.Size()
		b.held = mail.Message{Meta: f.Meta, Body: f.Body}
	}
	return nil
}

// ended takes a request's tagged answer. What a refused request did not bring is asked for
// one by one; so is what a good one left out, since it may have been NIL for a moment.
func (b *bodies) ended(ch *chunk, st imapwire.Status) error {
	if st.Kind != "OK" {
		if err := b.c.statusError("fetch", st); !isOfMessages(err.Class) {
			return err
		}
	}
	for _, uid := range ch.uids {
		if b.owner[uid] == ch {
			delete(b.owner, uid)
			b.single = append(b.single, uid)
		}
	}
	return nil
}

// isOfMessages tells refusals that may be due to the messages asked for.
func isOfMessages(class mail.Class) bool {
	switch class {
	case mail.Throttled, mail.Auth, mail.Lost:
		return false
	}
	return true
}

// again asks for messages one by one. One that is not there any more has vanished and is left out; one
// that is there all the same is bad.
func (b *bodies) again(ctx context.Context) error {
	if err := b.oneByOne(ctx); err != nil || b.stopped {
		return err
	}
	return b.confirm(ctx)
}

func (b *bodies) oneByOne(ctx context.Context) error {
	for _, uid := range b.single {
		exists := false
		b.owner[uid] = nil
		_, err := b.c.Exec(ctx, "fetch", func(res *imapwire.Response) error {
			b.release()
			if kind, _ := res.Kind(); kind != "FETCH" {
				return nil
			}
			f, err := res.Fetch()
			exists = exists || f.UID == uid
			return b.fetched(f, err)
		}, "UID", "FETCH", strconv.FormatUint(uint64(uid), 10), bodyItems)
		var literal *imapwire.LiteralError
		if errors.As(err, &literal) || imapwire.IsFraming(err) {
			return &Undelivered{UID: uid, Err: err}
		}
		b.release()
		_, missing := b.owner[uid]
		delete(b.owner, uid)
		if missing {
			err = b.judge(uid, exists, err)
		}
		if err != nil || b.stopped {
			return err
		}
	}
	return nil
}

// judge decides what the answer to a request for one message, which did not bring it, means.
func (b *bodies) judge(uid uint32, exists bool, err error) error {
	var refused *StatusError
	switch {
	case errors.As(err, &refused) && refused.Code == "EXPUNGEISSUED": // RFC 5530
		b.absent = append(b.absent, uid)
	case refused != nil && isOfMessages(mail.ClassOf(err)):
		b.bad(uid, refused.Text)
	case err != nil:
		return err
	case exists:
		b.bad(uid, "the server gives no content for it")
	default:
		b.absent = append(b.absent, uid)
	}
	return nil
}

func (b *bodies) bad(uid uint32, reason string) {
	if !b.stopped {
		b.stopped = !b.yield(mail.Message{}, &mail.BadMessage{UID: uid, Reason: reason})
	}
}

// confirm asks whether the messages of which the server said nothing are really gone: a server
// that fails to read one may say OK all the same.
func (b *bodies) confirm(ctx context.Context) error {
	slices.Sort(b.absent)
	for len(b.absent) > 0 {
		n, set := nextChunk(b.absent)
		there := map[uint32]bool{}
		b.c.LookAgain() // what others expunged has to be known first
		_, err := b.c.Exec(ctx, "fetch", func(res *imapwire.Response) error {
			if kind, _ := res.Kind(); kind != "FETCH" {
				return nil
			}
			f, err := res.Fetch()
			if f.Body != nil {
				f.Body.Close()
			}
			there[f.UID] = f.HasUID
			return err
		}, "UID", "FETCH", set, "(UID FLAGS)")
		if refused := (*StatusError)(nil); err != nil && (!errors.As(err, &refused) || !isOfMessages(mail.ClassOf(err))) {
			return err
		}
		for _, uid := range b.absent[:n] {
			if there[uid] {
				b.bad(uid, "the server lists it and does not send it")
			}
		}
		b.absent = b.absent[n:]
	}
	return nil
}

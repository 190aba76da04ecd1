package imapconn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/mail"
)

// Bounds of one MULTIAPPEND command. Of messages whose bodies are kept for the case that it is refused
// there may be less. What takes long to send is ended early: a connection that breaks takes all of it along.
const (
	batchMessages = 100
	batchOctets   = 4 << 20
	batchKept     = 1 << 19
	batchTime     = time.Second
)

// Appender sends messages to one mailbox: MULTIAPPEND batches (RFC 3502) or
// single APPENDs, many under way at a time where LITERAL+ allows that. What
// becomes of each is in the next Flush. One goroutine uses it; while anything
// is under way the connection is the Appender's.
type Appender struct {
	c           *Conn
	wire        string
	selected    Selected
	batching    bool
	plus, minus bool  // LITERAL+, LITERAL- (RFC 7888)
	limit       int64 // APPENDLIMIT (RFC 7889), 0: none stated
	open        *batch
	redo        []entry // of refused batches, to be sent one by one, as far as their bodies are kept
	mu          sync.Mutex
	answered    sync.Cond
	waiting     map[string]*batch // sent, or being sent, and not answered
	messages    int               // of those ...
	octets      int64             // ... and theirs
	few         int               // what await waits for: no more than so many messages ...
	small       int64             // ... and octets
	reading     bool
	continued   int // continuation requests not yet used
	err         error
	outcome     outcome
	watched     context.Context // whose end breaks the connection ...
	unwatch     func()          // ... until this is called
	spare       []entry         // of an answered command, to be used again
}

// watch breaks the connection when ctx ends, up to the next Flush: to begin and end that
// with each message costs more than all else that is done with a small one.
func (a *Appender) watch(ctx context.Context) {
	if a.watched == ctx {
		return
	}
	a.release()
	a.watched, a.unwatch = ctx, a.c.watch(ctx)
}

func (a *Appender) release() {
	if a.unwatch != nil {
		a.unwatch()
	}
	a.watched, a.unwatch = nil, nil
}

type entry struct {
	ticket  int
	message mail.Message
	flags   mail.Flags
	refused mail.Flags
	failed  bool // the server failed at it, and stored others afterwards
}

// kept is what of the entry outlives its being written.
func (e entry) kept() entry {
	if e.message.Once {
		e.message.Body = nil
	}
	return e
}

// withoutKeywords is the entry with the system's flags alone; without is false where it has no others.
func (e entry) withoutKeywords() (plain entry, without bool) {
	system, keywords := SplitKeywords(e.flags)
	if len(keywords) == 0 {
		return e, false
	}
	e.flags, e.refused = system, append(slices.Clone(e.refused), keywords...)
	return e, true
}

// SplitKeywords splits flags into the system's and keywords.
func SplitKeywords(flags mail.Flags) (system, keywords mail.Flags) {
	for _, f := range flags {
		if strings.HasPrefix(f, `\`) {
			system = append(system, f)
		} else {
			keywords = append(keywords, f)
		}
	}
	return system, keywords
}

type batch struct {
	tag     string
	began   time.Time
	entries []entry
	octets  int64
	single  bool // a refusal is final
	judged  int  // how many entries the answer was for; more may follow where it came early
	refused bool
}

type outcome struct {
	landed   []mail.Landing
	refused  map[int]string
	suspects map[int]suspect
	again    []int // tickets whose bodies are needed once more
	failed   []int // of those, the ones that the server failed at, and stored others afterwards
	fault    error // a refusal that is not about the message: the target is full, for instance
}

// suspect is a message refused by a server that has stored nothing since.
type suspect struct {
	entry
	text string
}

// NewAppender appends to the selected mailbox.
func (c *Conn) NewAppender(wire string, selected Selected) *Appender {
	c.writeMuch()
	a := &Appender{c: c, wire: wire, selected: selected, batching: c.Has("MULTIAPPEND"),
		plus: c.Has("LITERAL+"), minus: c.Has("LITERAL-"), waiting: map[string]*batch{}}
	a.answered.L = &a.mu
	for name := range c.caps {
		if n, found := strings.CutPrefix(name, "APPENDLIMIT="); found {
			a.limit, _ = strconv.ParseInt(n, 10, 64)
		}
	}
	return a
}

// Add sends a message. An error says that the connection is broken; whether this
// message is in doubt then, Flush says.
func (a *Appender) Add(ctx context.Context, ticket int, m mail.Message) error {
	kept, refused := a.selected.Keeps(m.Flags)
	e := entry{ticket: ticket, message: m, flags: kept, refused: refused}
	if a.limit > 0 && m.Body.Size() > a.limit {
		a.refuse(e, "the server takes messages of up to "+strconv.FormatInt(a.limit, 10)+" octets")
		return nil
	}
	a.watch(ctx)
	return a.add(ctx, e, !a.batching)
}

func (a *Appender) add(ctx context.Context, e entry, single bool) error {
	size := e.message.Body.Size()
	if a.open != nil && (single || a.open.octets+size > mostOctets(e.message)) {
		if err := a.end(ctx); err != nil {
			return err
		}
	}
	err := a.write(e, single)
	if err == nil && (single || len(a.open.entries) == batchMessages || time.Since(a.open.began) > batchTime) {
		return a.end(ctx)
	}
	return a.broke(ctx, err)
}

func mostOctets(m mail.Message) int64 {
	if m.Once {
		return batchOctets
	}
	return batchKept
}

// write sends a message as (a part of) an APPEND command.
func (a *Appender) write(e entry, single bool) error {
	if err := a.failed(); err != nil {
		return err
	}
	body, err := e.message.Body.Open()
	if err != nil {
		return err
	}
	defer body.Close()
	if a.open == nil {
		if err := a.begin(single); err != nil {
			return err
		}
	}
	size := e.message.Body.Size()
	a.mu.Lock()
	a.open.entries = append(a.open.entries, e.kept())
	a.open.octets += size
	if a.waiting[a.open.tag] != nil {
		a.messages++
		a.octets += size
	}
	a.mu.Unlock()
	w := a.c.w
	w.WriteString(" (")
	for i, f := range e.flags {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(f)
	}
	w.WriteString(") ")
	if !e.message.InternalDate.IsZero() {
		w.WriteByte('"')
		w.WriteString(imapwire.FormatDate(e.message.InternalDate))
		w.WriteString(`" `)
	}
	if err := a.literal(size); err != nil {
		return err
	}
	return copyBody(w, body, size)
}

// copyBody writes a literal, in the pieces in which it lies there.
func copyBody(w io.Writer, body io.Reader, size int64) error {
	pieces, ok := body.(io.WriterTo)
	if !ok {
		_, err := io.CopyN(w, body, size)
		return err
	}
	n, err := pieces.WriteTo(w)
	if err == nil && n != size {
		err = fmt.Errorf("a body of %d octets has %d", size, n)
	}
	return err
}

// begin starts a command and makes sure that somebody reads the answers.
func (a *Appender) begin(single bool) error {
	tag, err := a.c.begin("APPEND", String(a.wire))
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.open = &batch{tag: tag, began: time.Now(), single: single, entries: a.spare}
	a.spare = nil
	a.waiting[tag] = a.open
	start := !a.reading
	a.reading = true
	a.mu.Unlock()
	if start {
		go a.read()
	}
	return nil
}

// errRefusedEarly ends the writing of a command whose answer came before its end.
var errRefusedEarly = errors.New("answered before the literal")

// literal announces a literal and, where the server has to agree first, waits.
func (a *Appender) literal(size int64) error {
	w := a.c.w
	w.WriteByte('{')
	w.WriteString(strconv.FormatInt(size, 10))
	if a.plus || a.minus && size <= 4096 {
		_, err := w.WriteString("+}\r\n")
		return err
	}
	w.WriteString("}\r\n")
	if err := w.Flush(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.continued == 0 && a.err == nil && a.waiting[a.open.tag] != nil {
		a.answered.Wait()
	}
	if a.continued > 0 {
		a.continued--
		return nil
	}
	if a.err != nil {
		return a.err
	}
	return errRefusedEarly
}

// end finishes the open command and sends it off. What was written to it after it had
// been refused already is sent again with the rest.
func (a *Appender) end(ctx context.Context) error {
	a.mu.Lock()
	a.abandon()
	a.mu.Unlock()
	a.c.w.WriteString("\r\n")
	return a.broke(ctx, a.c.w.Flush())
}

// abandon ends the open command, with what was written to it after its answer. a.mu is held.
func (a *Appender) abandon() {
	if b := a.open; b.refused {
		a.resend(b.entries[b.judged:]...)
	}
	a.open = nil
}

// resend has messages sent once more, one by one. a.mu is held.
func (a *Appender) resend(entries ...entry) {
	for _, e := range entries {
		if e.message.Once {
			a.outcome.again = append(a.outcome.again, e.ticket)
		} else {
			a.redo = append(a.redo, e)
		}
	}
}

// broke turns a failed write into the connection's end. A command refused before
// its literal was sent is none: it is over, and the connection is as before.
func (a *Appender) broke(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, errRefusedEarly) {
		a.mu.Lock()
		a.abandon()
		a.mu.Unlock()
		return nil
	}
	a.c.net.lastWords(lastWordsTimeout)
	a.mu.Lock()
	for a.reading { // what the server said last is read to the end
		a.answered.Wait()
	}
	if a.err == nil {
		a.err = err
	}
	a.mu.Unlock()
	a.c.raw.Close()
	a.c.broken = true
	return a.c.brokenError(ctx, opAppend, a.err)
}

func (a *Appender) failed() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil && a.c.broken {
		return net.ErrClosed
	}
	return a.err
}

// read takes answers until none is owed any more.
func (a *Appender) read() {
	for {
		res, err := a.c.r.Next()
		a.mu.Lock()
		wake := false
		if err == nil {
			wake = a.take(res)
		} else {
			a.err = err
		}
		done := err != nil || len(a.waiting) == 0
		if done {
			a.reading = false
		}
		if done || wake {
			a.answered.Broadcast()
		}
		a.mu.Unlock()
		if done {
			return
		}
	}
}

// take takes an answer; wake is whether it may be what somebody waits for. a.mu is held.
func (a *Appender) take(res *imapwire.Response) (wake bool) {
	switch res.Tag {
	case "*":
		a.c.take(res)
		return false
	case "+":
		a.continued++
		return true
	}
	b := a.waiting[res.Tag]
	if b == nil {
		return false
	}
	delete(a.waiting, res.Tag)
	a.messages -= len(b.entries)
	a.octets -= b.octets
	a.judge(b, res.Status())
	if b == a.open {
		return true
	}
	clear(b.entries)
	a.spare = b.entries[:0]
	return a.eased()
}

// eased tells whether await is over: little enough is under way, or nothing but the command that is being
// written, which nobody answers before it is ended. a.mu is held.
func (a *Appender) eased() bool {
	return a.messages <= a.few && a.octets <= a.small || a.open != nil && len(a.waiting) == 1
}

// judge takes a command's answer. a.mu is held.
func (a *Appender) judge(b *batch, st imapwire.Status) {
	if st.Kind == "OK" {
		a.land(b, st)
		return
	}
	b.judged, b.refused = len(b.entries), true
	err := a.c.statusError(opAppend, st)
	if !b.single && err.Class != mail.Throttled { // all or nothing (RFC 3502 6.3.11): none of them landed
		a.resend(b.entries...)
		return
	}
	if plain, without := b.entries[0].withoutKeywords(); without && isOfMessages(err.Class) && st.Code != "NOPERM" {
		a.resend(plain) // the keywords may be what it does not take
		return
	}
	switch err.Class {
	case mail.BadItem, mail.Unknown, mail.Protocol:
		if st.Code == "SERVERBUG" || broken().MatchString(st.Text) {
			a.suspect(b.entries[0], st.Text)
			return
		}
		a.refuseLocked(b.entries[0], st.Text)
	default:
		if a.outcome.fault == nil {
			a.outcome.fault = err
		}
	}
}

// suspect notes a message at which the server failed. Whether the message is at fault or the server, which may have
// become unable to store anything, the next ones tell: one that lands clears the server, and the message is tried
// once more. a.mu is held.
func (a *Appender) suspect(e entry, text string) {
	if e.failed {
		a.refuseLocked(e, text)
		return
	}
	if a.outcome.suspects == nil {
		a.outcome.suspects = map[int]suspect{}
	}
	a.outcome.suspects[e.ticket] = suspect{e, text}
	if len(a.outcome.suspects) >= enoughSuspects && a.outcome.fault == nil {
		a.outcome.fault = a.failing(text)
	}
}

// enoughSuspects is how many failures in a row are the server's for sure.
const enoughSuspects = 3

// failing is the error of a server that stores nothing at the moment.
func (a *Appender) failing(text string) error {
	return &mail.Error{Class: mail.Lost, Op: opAppend, Host: a.c.config.Host, Text: text}
}

func (a *Appender) land(b *batch, st imapwire.Status) {
	for _, s := range a.outcome.suspects {
		if s.failed = true; s.message.Once {
			a.outcome.failed = append(a.outcome.failed, s.ticket)
		}
		a.resend(s.entry) // it may have been a bad moment
	}
	a.outcome.suspects = nil
	var uids []uint32
	if st.Code == "APPENDUID" { // RFC 4315 3
		validity, set, _ := strings.Cut(st.Args, " ")
		if n, err := strconv.ParseUint(validity, 10, 32); err == nil && uint32(n) == a.selected.UIDValidity {
			uids, _ = imapwire.ParseUIDs(strings.TrimSpace(set), len(b.entries))
		}
	}
	for i, e := range b.entries {
		l := mail.Landing{Ticket: e.ticket, Refused: e.refused}
		if uids != nil {
			l.UID = uids[i]
		}
		a.outcome.landed = append(a.outcome.landed, l)
	}
}

func (a *Appender) refuse(e entry, why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refuseLocked(e, why)
}

// refuseLocked notes a refusal, for which the caller wants the body: to say what the message was, and to keep it.
func (a *Appender) refuseLocked(e entry, why string) {
	if e.message.Once {
		a.resend(e)
		return
	}
	if a.outcome.refused == nil {
		a.outcome.refused = map[int]string{}
	}
	a.outcome.refused[e.ticket] = why
}

// Flush waits for all answers. Messages of a refused batch are sent again one by
// one, to find the one that the server would not take. The error is *mail.InDoubt
// when the connection broke, a classified one when the target takes no more
// (messages neither landed nor in doubt were not taken), else *mail.Refused, *mail.Suspects, or *mail.Again for what
// was sent Once.
func (a *Appender) Flush(ctx context.Context) ([]mail.Landing, error) {
	a.watch(ctx)
	defer a.release()
	var err error
	if a.open != nil {
		err = a.end(ctx)
	}
	if err == nil {
		err = a.settle(ctx)
	}
	for err == nil && len(a.redo) > 0 {
		again := a.redo
		a.redo = nil
		for i := 0; err == nil && i < len(again); i++ {
			if a.faulted() {
				break
			}
			err = a.add(ctx, again[i], true)
		}
		if err == nil {
			err = a.settle(ctx)
		}
	}
	return a.result(ctx, err)
}

// Landed gives what landed since it or Flush was last called, as soon as no more than so many messages and
// octets of them are without an answer. over: something was refused, or the connection broke, or the server does not
// say where messages lie (no UIDPLUS); Flush is to be called then.
func (a *Appender) Landed(ctx context.Context, messages int, octets int64) (landed []mail.Landing, over bool) {
	if !a.c.Has("UIDPLUS") {
		return nil, true
	}
	a.watch(ctx)
	for {
		n, size, only := a.unanswered()
		if n <= messages && size <= octets || a.failed() != nil {
			break
		}
		if only { // what nobody has finished nobody answers
			if a.end(ctx) != nil {
				break
			}
			continue
		}
		if !a.await(messages, octets) {
			break
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	landed, a.outcome.landed = a.outcome.landed, nil
	over = a.err != nil || len(a.redo) > 0 || a.outcome.fault != nil || len(a.outcome.refused)+len(a.outcome.suspects)+len(a.outcome.again) > 0
	for _, l := range landed {
		over = over || l.UID == 0
	}
	return landed, over
}

// unanswered counts the messages under way. only: all of them are of the command that is being written.
func (a *Appender) unanswered() (messages int, octets int64, only bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.messages, a.octets, a.open != nil && len(a.waiting) == 1
}

// await sends what is written and waits until it is eased; false: that will not be.
func (a *Appender) await(messages int, octets int64) bool {
	if a.open == nil && a.c.w.Flush() != nil {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.few, a.small = messages, octets; !a.eased(); {
		if a.err != nil || !a.reading {
			return false
		}
		a.answered.Wait()
	}
	return true
}

func (a *Appender) faulted() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.outcome.fault != nil
}

// settle waits until every command is answered or the connection is broken.
func (a *Appender) settle(ctx context.Context) error {
	if err := a.c.w.Flush(); err != nil {
		return a.broke(ctx, err)
	}
	a.mu.Lock()
	for a.reading {
		a.answered.Wait()
	}
	err := a.err
	a.mu.Unlock()
	return a.broke(ctx, err)
}

func (a *Appender) result(ctx context.Context, err error) ([]mail.Landing, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := a.outcome
	a.outcome = outcome{}
	suspects := map[int]string{}
	for _, s := range out.suspects {
		switch {
		case s.message.Once:
			out.again = append(out.again, s.ticket)
		case out.fault == nil:
			suspects[s.ticket] = s.text
		}
	}
	var doubt []int
	for _, b := range a.waiting {
		for _, e := range b.entries {
			doubt = append(doubt, e.ticket)
		}
	}
	clear(a.waiting)
	a.messages, a.octets = 0, 0
	slices.Sort(doubt)
	var errs []error
	switch {
	case len(doubt) > 0 || err != nil:
		errs = append(errs, &mail.InDoubt{Tickets: doubt, Err: err})
	case out.fault != nil:
		errs = append(errs, out.fault)
	}
	if len(out.refused) > 0 {
		errs = append(errs, &mail.Refused{Tickets: out.refused})
	}
	if len(out.again) > 0 {
		errs = append(errs, &mail.Again{Tickets: out.again, Failed: out.failed})
	}
	if len(suspects) > 0 {
		errs = append(errs, &mail.Suspects{Tickets: suspects})
	}
	if len(errs) == 1 {
		return out.landed, errs[0]
	}
	return out.landed, errors.Join(errs...)
}

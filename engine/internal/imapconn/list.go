package imapconn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/internal/mailboxrole"
	"stagecoach/engine/internal/mutf7"
	"stagecoach/engine/mail"
)

// ListOptions say what of an account's mailboxes is wanted.
type ListOptions struct {
	UserRoot   string // only what lies below this folder, levels separated by "/" or the server's delimiter
	Everything bool   // with Gmail's views of all other mailboxes
}

// Mailboxes lists the account's own mailboxes, parents before children, with
// roles, subscriptions and, where one command brings them, counters.
func (c *Conn) Mailboxes(ctx context.Context, opt ListOptions) ([]mail.Mailbox, Naming, error) {
	l := &lister{c: c, status: map[string]mail.Status{}, subscribed: map[string]bool{}}
	if c.Has("NAMESPACE") && !c.broken { // goes out with LIST, to save a round trip
		c.begin("NAMESPACE")
		c.w.WriteString("\r\n")
	}
	if err := l.list(ctx, "*"); err != nil {
		return nil, l.naming, err
	}
	l.guessNaming()
	if opt.UserRoot != "" {
		if err := l.findRoot(ctx, opt.UserRoot); err != nil {
			return nil, l.naming, err
		}
	}
	boxes := l.mailboxes(l.naming, opt)
	mailboxrole.Assign(boxes)
	return boxes, l.naming, nil
}

// takeNamespaces reads where the account's own mailboxes lie, and others'.
func (l *lister) takeNamespaces(res *imapwire.Response) {
	personal, others, shared := res.Namespaces()
	if len(personal) > 0 {
		l.naming.Prefix, l.naming.Delimiter = personal[0].Prefix, personal[0].Delimiter
	}
	for _, o := range append(others, shared...) {
		if o.Prefix != "" && o.Prefix != l.naming.Prefix {
			l.naming.Others = append(l.naming.Others, o.Prefix)
		}
	}
}

// lister collects the answers to NAMESPACE, LIST, LSUB and STATUS.
type lister struct {
	c          *Conn
	naming     Naming
	listed     []imapwire.Listed
	status     map[string]mail.Status
	subscribed map[string]bool
}

func (l *lister) take(res *imapwire.Response) error {
	switch kind, _ := res.Kind(); kind {
	case "NAMESPACE":
		l.takeNamespaces(res)
	case "LIST", "XLIST":
		if m, ok := res.List(); ok && !(m.Has(`\NonExistent`) && !m.Has(`\HasChildren`)) {
			l.listed = append(l.listed, m)
			if m.Has(`\Subscribed`) {
				l.subscribed[m.Name] = true
			}
		}
	case "LSUB":
		if m, ok := res.List(); ok && !m.Has(`\Noselect`) {
			l.subscribed[m.Name] = true
		}
	case "STATUS":
		if name, st, ok := res.StatusData(); ok {
			l.status[name] = st
		}
	}
	return nil
}

func (l *lister) list(ctx context.Context, pattern string) error {
	if done, err := l.listExtended(ctx, pattern); done || err != nil {
		return err
	}
	l.listed = nil
	if _, err := l.c.Exec(ctx, "list mailboxes", l.take, "LIST", `""`, String(pattern)); err != nil {
		return err
	}
	_, err := l.c.Exec(ctx, "list subscriptions", l.take, "LSUB", `""`, String(pattern))
	if refused := (*StatusError)(nil); errors.As(err, &refused) && mail.ClassOf(err) != mail.Throttled {
		return nil // a server without subscriptions
	}
	return err
}

// listExtended gets everything in one round trip (RFC 5258, 5819, 6154).
func (l *lister) listExtended(ctx context.Context, pattern string) (bool, error) {
	if !l.c.Has("LIST-EXTENDED") {
		return false, nil
	}
	returns := []string{"SUBSCRIBED"}
	if l.c.Has("SPECIAL-USE") {
		returns = append(returns, "SPECIAL-USE")
	}
	if l.c.Has("LIST-STATUS") {
		items := "MESSAGES UIDNEXT UIDVALIDITY"
		if l.c.Has("CONDSTORE") {
			items += " HIGHESTMODSEQ"
		}
		returns = append(returns, "STATUS ("+items+")")
	}
	_, err := l.c.Exec(ctx, "list mailboxes", l.take, "LIST", `""`, String(pattern), "RETURN", "("+strings.Join(returns, " ")+")")
	if refused := (*StatusError)(nil); errors.As(err, &refused) && mail.ClassOf(err) != mail.Throttled {
		return false, nil
	}
	return err == nil, err
}

// guessNaming fills in what a server without NAMESPACE does not say: where all
// mailboxes lie below INBOX, that is the prefix.
func (l *lister) guessNaming() {
	n := &l.naming
	below := 0
	for _, m := range l.listed {
		if n.Delimiter == 0 {
			n.Delimiter = m.Delimiter
		}
		if strings.EqualFold(m.Name, "INBOX") {
			continue
		}
		if _, ok := cutPrefixFold(m.Name, "INBOX"+string(m.Delimiter)); !ok || m.Delimiter == 0 {
			return
		}
		below++
	}
	if n.Prefix == "" && below > 0 && !l.c.Has("NAMESPACE") {
		n.Prefix = "INBOX" + string(n.Delimiter)
	}
}

// findRoot narrows the listing to a folder. It may be named without the prefix of the namespace of others' or shared
// mailboxes that it is in; such a namespace is not in what a server lists as all (Courier's is not).
func (l *lister) findRoot(ctx context.Context, root string) error {
	delimiter := string(l.naming.Delimiter)
	levels := strings.FieldsFunc(root, func(r rune) bool { return r == '/' || r == rune(l.naming.Delimiter) })
	for i := range levels {
		levels[i] = mutf7.Encode(levels[i])
	}
	wire := strings.Join(levels, delimiter)
	for _, prefix := range append([]string{""}, l.naming.Others...) {
		if l.narrow(prefix + wire) {
			return nil
		}
	}
	for _, prefix := range append([]string{""}, l.naming.Others...) {
		for _, pattern := range []string{prefix + wire, prefix + wire + delimiter + "*"} {
			all := l.listed
			l.listed = nil
			if err := l.list(ctx, pattern); err != nil {
				return err
			}
			l.listed = append(all, l.listed...)
		}
		if l.narrow(prefix + wire) {
			return nil
		}
	}
	return &mail.Error{Class: mail.NotFound, Op: "list mailboxes", Host: l.c.config.Host, Text: fmt.Sprintf("there is no folder %s (UserRoot)", root)}
}

// narrow leaves what is at and below a name, where there is something. The folder itself, where it holds mail,
// is the inbox; otherwise its child INBOX is.
func (l *lister) narrow(wire string) bool {
	out := Naming{Prefix: wire + string(l.naming.Delimiter), Delimiter: l.naming.Delimiter}
	var kept []imapwire.Listed
	for _, m := range l.listed {
		if m.Name == wire || strings.HasPrefix(m.Name, out.Prefix) {
			kept = append(kept, m)
		}
	}
	if len(kept) > 0 {
		l.listed, l.naming = kept, out
	}
	return len(kept) > 0
}

func (l *lister) mailboxes(n Naming, opt ListOptions) []mail.Mailbox {
	var out []mail.Mailbox
	gmail := l.c.Has("X-GM-EXT-1") && !opt.Everything
	for _, m := range l.listed {
		name, foreign := n.Split(m.Name)
		if opt.UserRoot != "" {
			name, foreign = l.rootedName(n, m, name)
		}
		if foreign || gmail && isView(m) {
			continue
		}
		st, has := l.status[m.Name]
		out = append(out, mail.Mailbox{Name: name, Wire: m.Name, Use: roleOf(m, name), Subscribed: l.subscribed[m.Name],
			NoSelect: m.Has(`\Noselect`) || m.Has(`\NonExistent`), HasStatus: has, Status: st})
	}
	out = append(out, impliedParents(out)...)
	slices.SortStableFunc(out, func(a, b mail.Mailbox) int { return slices.Compare(a.Name, b.Name) })
	return distinct(out)
}

func roleOf(m imapwire.Listed, name mail.Name) mail.SpecialUse {
	if name.IsInbox() {
		return mail.RoleInbox
	}
	return mailboxrole.Stated(m.Attributes)
}

// impliedParents are the levels that the server does not list.
func impliedParents(boxes []mail.Mailbox) (out []mail.Mailbox) {
	there := make(map[string]bool, len(boxes))
	for _, m := range boxes {
		there[m.Name.Key()] = true
	}
	for _, m := range boxes {
		for n := 1; n < len(m.Name); n++ {
			if parent := m.Name[:n:n]; !there[parent.Key()] {
				there[parent.Key()] = true
				out = append(out, mail.Mailbox{Name: parent, NoSelect: true})
			}
		}
	}
	return out
}

// rootedName names a mailbox below a user's root.
func (l *lister) rootedName(n Naming, m imapwire.Listed, name mail.Name) (mail.Name, bool) {
	if m.Name+string(n.Delimiter) == n.Prefix {
		return mail.Inbox, m.Has(`\Noselect`)
	}
	if len(name) > 0 && strings.EqualFold(name[0], "INBOX") && l.holdsNoMail(strings.TrimSuffix(n.Prefix, string(n.Delimiter))) {
		name = append(mail.Name{"INBOX"}, name[1:]...)
	}
	return name, false
}

func (l *lister) holdsNoMail(wire string) bool {
	for _, m := range l.listed {
		if m.Name == wire {
			return m.Has(`\Noselect`)
		}
	}
	return true
}

// isView tells Gmail's mailboxes that only show what lies in others.
func isView(m imapwire.Listed) bool {
	return m.Has(`\All`) || m.Has(`\AllMail`) || m.Has(`\Flagged`) || m.Has(`\Starred`) || m.Has(`\Important`)
}

// distinct keeps names apart that are different on the wire and the same when
// decoded; boxes is sorted.
func distinct(boxes []mail.Mailbox) []mail.Mailbox {
	taken := make(map[string]string, len(boxes))
	out := boxes[:0]
	for _, m := range boxes {
		if wire, found := taken[m.Name.Key()]; found {
			if wire == m.Wire {
				continue // listed twice
			}
			m.Name = slices.Clone(m.Name)
			last := len(m.Name) - 1
			for i := 2; taken[m.Name.Key()] != ""; i++ {
				m.Name[last] = fmt.Sprintf("%s (%d)", trimOrdinal(m.Name[last]), i)
			}
		}
		taken[m.Name.Key()] = m.Wire
		out = append(out, m)
	}
	return out
}

func trimOrdinal(s string) string {
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		return s[:i]
	}
	return s
}

// NeedStatus asks for the counters of mailboxes that the listing brought none for: one
// command each, all sent at once.
func (c *Conn) NeedStatus(ctx context.Context, boxes []mail.Mailbox) error {
	items := "(MESSAGES UIDNEXT UIDVALIDITY)"
	if c.Has("CONDSTORE") {
		items = "(MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)"
	}
	defer c.watch(ctx)()
	l := &lister{c: c, status: map[string]mail.Status{}}
	const ahead = 50
	var tags []string
	for i := range boxes {
		if m := &boxes[i]; !m.HasStatus && !m.NoSelect && !needsLiteral(m.Wire) {
			tag, err := c.begin("STATUS", String(m.Wire), items)
			if err != nil {
				return c.fail(ctx, opStatus, err)
			}
			c.w.WriteString("\r\n")
			tags = append(tags, tag)
		}
		if len(tags) == ahead || i == len(boxes)-1 {
			if err := c.w.Flush(); err != nil {
				return c.fail(ctx, opStatus, err)
			}
			for _, tag := range tags {
				if err := l.awaitStatus(ctx, tag); err != nil {
					return err
				}
			}
			tags = tags[:0]
		}
	}
	for i := range boxes {
		if st, found := l.status[boxes[i].Wire]; found && !boxes[i].HasStatus {
			boxes[i].Status, boxes[i].HasStatus = st, true
		}
	}
	return nil
}

const opStatus = "ask for counters"

// awaitStatus reads one answer; a mailbox that has none, or not for us, goes without.
func (l *lister) awaitStatus(ctx context.Context, tag string) error {
	_, err := l.c.until(ctx, opStatus, tag, l.take)
	if refused := (*StatusError)(nil); errors.As(err, &refused) && isOfMessages(mail.ClassOf(err)) {
		return nil
	}
	return err
}

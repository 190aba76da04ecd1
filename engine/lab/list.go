package lab

import (
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// listed is a mailbox under the name by which someone sees it, its owner or a
// session to which it is shared.
type listed struct {
	name string
	box  *mailbox // nil: only a level of the hierarchy
}

// visible returns what the session can see: its own mailboxes, then the others'.
func (s *session) visible() []listed {
	all := s.account.list()
	if !s.sharing {
		return all
	}
	delimiter := s.server.options.Delimiter
	all = append(all, listed{sharedRoot, nil})
	for _, a := range s.server.Accounts() {
		root := sharedRoot + delimiter + sharedName(a, delimiter)
		for _, l := range a.list() {
			if l.name == "INBOX" { // the inbox is the folder itself, as with Courier
				all = append(all, listed{root, l.box})
			} else {
				all = append(all, listed{root + delimiter + l.name, l.box})
			}
		}
	}
	return all
}

// List implements imapserver.Session (RFC 9051 6.3.9, and LSUB).
func (s *session) List(w *imapserver.ListWriter, ref string, patterns []string, options *imap.ListOptions) error {
	if err := s.before(OpList, s.account.name, "", 0); err != nil {
		return err
	}
	delimiter := []rune(s.server.options.Delimiter)[0]
	if len(patterns) == 0 { // asks for the delimiter only
		return w.WriteList(&imap.ListData{Attrs: []imap.MailboxAttr{imap.MailboxAttrNoSelect}, Delim: delimiter})
	}
	all := s.visible()
	for i, l := range all {
		if !matches(l.name, delimiter, ref, patterns) {
			continue
		}
		data := l.data(options)
		if data == nil {
			continue
		}
		data.Delim = delimiter
		if options.ReturnChildren {
			data.Attrs = append(data.Attrs, childAttr(all, i, s.server.options.Delimiter))
		}
		if err := w.WriteList(data); err != nil {
			return err
		}
	}
	return nil
}

func matches(name string, delimiter rune, ref string, patterns []string) bool {
	for _, p := range patterns {
		if strings.EqualFold(p, "INBOX") {
			p = "INBOX"
		}
		if imapserver.MatchList(name, delimiter, strings.TrimPrefix(ref, string(delimiter)), p) {
			return true
		}
	}
	return false
}

// data is l's line of the answer, or nil when the options leave it out.
func (l listed) data(options *imap.ListOptions) *imap.ListData {
	if l.box == nil {
		if options.SelectSubscribed || options.SelectSpecialUse {
			return nil
		}
		return &imap.ListData{Mailbox: l.name, Attrs: []imap.MailboxAttr{imap.MailboxAttrNoSelect}}
	}
	m := l.box
	if options.ReturnStatus != nil {
		m.lock() // counting needs the content
	} else {
		m.mu.Lock()
	}
	defer m.mu.Unlock()
	if options.SelectSubscribed && !m.subscribed || options.SelectSpecialUse && m.use == "" {
		return nil
	}
	data := &imap.ListData{Mailbox: l.name}
	if m.noSelect {
		data.Attrs = append(data.Attrs, imap.MailboxAttrNoSelect)
	}
	if m.use != "" {
		data.Attrs = append(data.Attrs, m.use)
	}
	if m.subscribed && (options.ReturnSubscribed || options.SelectSubscribed) {
		data.Attrs = append(data.Attrs, imap.MailboxAttrSubscribed)
	}
	if options.ReturnStatus != nil && !m.noSelect {
		data.Status = m.status(l.name)
	}
	return data
}

func childAttr(all []listed, i int, delimiter string) imap.MailboxAttr {
	for _, other := range all {
		if strings.HasPrefix(other.name, all[i].name+delimiter) {
			return imap.MailboxAttrHasChildren
		}
	}
	return imap.MailboxAttrHasNoChildren
}

package lab

import (
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"stagecoach/engine/mail"
)

// sharedRoot is the level below which an administrator sees everyone's mail,
// as Courier's virtual shared folders show it: the article's /users/terry.adams.
const sharedRoot = "users"

// session is one connection. Its methods are called by one goroutine, that of
// the connection; what it shares with others is in the account's mailboxes.
type session struct {
	server *Server
	conn   *imapserver.Conn
	number int

	account *Account // nil before the log-in
	sharing bool     // sees the others' mail below sharedRoot
	view    *view    // nil while nothing is selected
}

var (
	_ imapserver.SessionSASL      = (*session)(nil)
	_ imapserver.SessionNamespace = (*session)(nil)
	_ imapserver.SessionMove      = (*session)(nil)
)

// Close implements imapserver.Session.
func (s *session) Close() error {
	s.server.log.disconnect(s.number)
	s.server.running.Done()
	return nil
}

// place finds whose mailbox a wire name means, and its name there. A leading
// delimiter is allowed: the article writes /users/terry.adams.
func (s *session) place(name string) (*Account, string) {
	delimiter := s.server.options.Delimiter
	name = strings.TrimPrefix(name, delimiter)
	if !s.sharing {
		return s.account, name
	}
	rest, ok := strings.CutPrefix(name, sharedRoot+delimiter)
	if !ok {
		return s.account, name
	}
	user, folder, _ := strings.Cut(rest, delimiter)
	owner := s.server.sharedAccount(user, delimiter)
	if owner == nil {
		return s.account, name
	}
	if folder == "" {
		folder = "INBOX"
	}
	return owner, folder
}

// sharedName is how the account's user appears as a level of the hierarchy: a
// delimiter in it would be a level of its own.
func sharedName(a *Account, delimiter string) string {
	return strings.ReplaceAll(a.name, delimiter, "_")
}

func (s *Server) sharedAccount(level, delimiter string) *Account {
	for _, a := range s.Accounts() {
		if sharedName(a, delimiter) == level {
			return a
		}
	}
	return nil
}

// mailbox finds a mailbox by its wire name.
func (s *session) mailbox(name string) (*mailbox, error) {
	owner, own := s.place(name)
	m, err := owner.mailbox(own)
	if err != nil {
		return nil, answerNo(imap.ResponseCodeNonExistent, "Mailbox doesn't exist: "+name)
	}
	return m, nil
}

func answerNo(code imap.ResponseCode, text string) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: code, Text: text}
}

func (s *session) noteChange(mailbox string) {
	s.server.log.add(s.number, Changed, s.account.name, mailbox)
}

// Create implements imapserver.Session.
func (s *session) Create(name string, options *imap.CreateOptions) error {
	owner, own := s.place(name)
	own = strings.TrimSuffix(own, s.server.options.Delimiter)
	var use mail.SpecialUse
	if len(options.SpecialUse) > 0 {
		use = mail.SpecialUse(options.SpecialUse[0])
	}
	if err := owner.Create(own, use); err != nil {
		return answerNo(imap.ResponseCodeAlreadyExists, "Mailbox already exists")
	}
	s.noteChange(name)
	return nil
}

// Delete implements imapserver.Session.
func (s *session) Delete(name string) error {
	owner, own := s.place(name)
	if own == "INBOX" {
		return answerNo(imap.ResponseCodeCannot, "The inbox stays")
	}
	if err := owner.Delete(own); err != nil {
		return answerNo(imap.ResponseCodeNonExistent, "Mailbox doesn't exist: "+name)
	}
	s.noteChange(name)
	return nil
}

// Rename implements imapserver.Session.
func (s *session) Rename(name, newName string, _ *imap.RenameOptions) error {
	owner, from := s.place(name)
	newOwner, to := s.place(newName)
	if owner != newOwner || from == "INBOX" {
		return answerNo(imap.ResponseCodeCannot, "This mailbox can't be renamed")
	}
	if err := owner.Rename(from, strings.TrimSuffix(to, s.server.options.Delimiter)); err != nil {
		return answerNo("", err.Error())
	}
	s.noteChange(name)
	return nil
}

// Subscribe implements imapserver.Session.
func (s *session) Subscribe(name string) error { return s.subscribe(name, true) }

// Unsubscribe implements imapserver.Session.
func (s *session) Unsubscribe(name string) error { return s.subscribe(name, false) }

func (s *session) subscribe(name string, on bool) error {
	owner, own := s.place(name)
	if err := owner.Subscribe(own, on); err != nil {
		return answerNo(imap.ResponseCodeNonExistent, "Mailbox doesn't exist: "+name)
	}
	s.noteChange(name)
	return nil
}

// Status implements imapserver.Session.
func (s *session) Status(name string, _ *imap.StatusOptions) (*imap.StatusData, error) {
	m, err := s.mailbox(name)
	if err != nil {
		return nil, err
	}
	m.lock()
	defer m.mu.Unlock()
	return m.status(name), nil
}

// Append implements imapserver.Session.
func (s *session) Append(name string, r imap.LiteralReader, options *imap.AppendOptions) (*imap.AppendData, error) {
	m, err := s.mailbox(name)
	if err != nil || m.noSelect {
		return nil, answerNo("TRYCREATE", "Mailbox doesn't exist: "+name)
	}
	if err := s.before(OpAppend, s.account.name, name, 0); err != nil {
		return nil, err
	}
	raw, err := readLiteral(r)
	if err != nil {
		return nil, err
	}
	date := options.Time
	if date.IsZero() {
		date = now()
	}
	m.lock()
	uid, validity := m.add(Message{Raw: raw, Date: date, Flags: fromFlags(options.Flags)}).uid, m.validity
	m.mu.Unlock()
	s.noteChange(name)
	if err := s.before(OpAppended, s.account.name, name, uid); err != nil {
		return nil, err
	}
	if !s.server.has(imap.CapUIDPlus) {
		return nil, nil
	}
	return &imap.AppendData{UID: imap.UID(uid), UIDValidity: validity}, nil
}

// Namespace implements imapserver.SessionNamespace.
func (s *session) Namespace() (*imap.NamespaceData, error) {
	delimiter := []rune(s.server.options.Delimiter)[0]
	data := &imap.NamespaceData{Personal: []imap.NamespaceDescriptor{{Delim: delimiter}}}
	if s.sharing {
		data.Shared = []imap.NamespaceDescriptor{{Prefix: sharedRoot + string(delimiter), Delim: delimiter}}
	}
	return data, nil
}

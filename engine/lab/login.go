package lab

import (
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

// identity is who a user name stands for: whose mail, and whose password.
type identity struct {
	owner string // the account that is opened
	login string // the account whose password is asked for
}

// parseLogin understands the user names of the article: a user's own, plain or
// with the domain before or after it, and the administrators' forms.
func parseLogin(name string) identity {
	if owner, admin, ok := mirapointLogin(name); ok {
		return identity{owner, admin}
	}
	if owner, admin, ok := strings.Cut(name, "*"); ok { // Dovecot: user*admin
		return identity{bareName(owner), bareName(admin)}
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' })
	if len(parts) == 3 { // Exchange: domain/admin/user
		return identity{bareName(parts[2]), bareName(parts[1])}
	}
	own := bareName(name)
	return identity{own, own}
}

// mirapointLogin splits #user@domain#admin#.
func mirapointLogin(name string) (owner, admin string, ok bool) {
	parts := strings.Split(name, "#")
	if len(parts) != 4 || parts[0] != "" || parts[3] != "" {
		return "", "", false
	}
	return bareName(parts[1]), bareName(parts[2]), true
}

// bareName drops the domain of domain\user, domain/user and user@domain.
func bareName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name, _, _ = strings.Cut(name, "@")
	return strings.ToLower(name)
}

// authenticate returns the account that who may open with password. An
// account opens itself; an administrator opens any.
func (s *Server) authenticate(who identity, password string) (owner, login *Account, err error) {
	login, owner = s.Account(who.login), s.Account(who.owner)
	if login == nil || owner == nil || !login.checkPassword(password) {
		return nil, nil, imapserver.ErrAuthFailed
	}
	if owner != login && !s.isAdmin(login) {
		return nil, nil, &imap.Error{Type: imap.StatusResponseTypeNo,
			Code: imap.ResponseCodeAuthorizationFailed, Text: "Not allowed to act for this user"}
	}
	return owner, login, nil
}

// Login implements imapserver.Session.
func (s *session) Login(username, password string) error {
	return s.logIn(parseLogin(username), password)
}

// AuthenticateMechanisms implements imapserver.SessionSASL.
func (s *session) AuthenticateMechanisms() []string { return []string{sasl.Plain} }

// Authenticate implements imapserver.SessionSASL: PLAIN, where an
// administrator names the user as the authorization identity (RFC 4616).
func (s *session) Authenticate(mechanism string) (sasl.Server, error) {
	if mechanism != sasl.Plain {
		return nil, &imap.Error{Type: imap.StatusResponseTypeNo, Text: "Unsupported authentication mechanism"}
	}
	return sasl.NewPlainServer(func(authorize, username, password string) error {
		who := parseLogin(username)
		if authorize != "" {
			who.owner = bareName(authorize)
		}
		return s.logIn(who, password)
	}), nil
}

func (s *session) logIn(who identity, password string) error {
	if err := s.before(OpLogin, who.owner, "", 0); err != nil {
		s.server.log.add(s.number, RefusedLogin, who.owner, "")
		return err
	}
	owner, login, err := s.server.authenticate(who, password)
	if err != nil {
		s.server.log.add(s.number, RefusedLogin, who.owner, "")
		return err
	}
	s.account, s.sharing = owner, owner == login && s.server.isAdmin(login)
	s.server.log.add(s.number, LoggedIn, owner.name, "")
	return nil
}

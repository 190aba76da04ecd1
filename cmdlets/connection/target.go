package connection

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	nouns "stagecoach/engine/migration"
)

// builtin are the addresses Microsoft's scripts connect to; here they all mean the configured target.
var builtin = []string{"outlook.office365.com", "ps.outlook.com", "outlook.office.com", "ps.compliance.protection.outlook.com"}

// parseTarget reads -ConnectionUri. imaps://host[:port] is an IMAP server with
// SSL, imap://host[:port] one with STARTTLS, or without any with
// ?security=none; ?login={user}*{admin} is the form of the log-in names. nil
// is the configured target, which Microsoft's own addresses stand for.
func parseTarget(text, admin string) (*nouns.TargetSpec, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("it is not a URI; write imaps://host or imap://host for an IMAP server")
	}
	spec := &nouns.TargetSpec{Kind: nouns.TargetIMAP, Server: u.Hostname(), Admin: admin, Port: 993, Security: nouns.SecuritySSL}
	switch strings.ToLower(u.Scheme) {
	case "imaps":
	case "imap":
		spec.Port, spec.Security = 143, nouns.SecurityTLS
	case "http", "https":
		for _, host := range builtin {
			if strings.EqualFold(u.Hostname(), host) {
				return nil, nil
			}
		}
		return nil, fmt.Errorf("mail cannot be written to it; write imaps://host or imap://host for an IMAP server")
	default:
		return nil, fmt.Errorf("the scheme %s is not known; write imaps://host or imap://host for an IMAP server", u.Scheme)
	}
	if p := u.Port(); p != "" {
		if spec.Port, err = strconv.Atoi(p); err != nil || spec.Port < 1 || spec.Port > 65535 {
			return nil, fmt.Errorf("the port %s is not one from 1 to 65535", p)
		}
	}
	return spec, options(spec, u.Query())
}

// options reads what stands behind the ? of the URI.
func options(spec *nouns.TargetSpec, query url.Values) error {
	for key, values := range query {
		value := values[len(values)-1]
		switch strings.ToLower(key) {
		case "security":
			if !strings.EqualFold(value, "none") || spec.Security == nouns.SecuritySSL {
				return fmt.Errorf("security=%s is not known; imap://host?security=none is a connection without encryption", value)
			}
			spec.Security = nouns.SecurityNone
		case "login":
			spec.LoginForm = value
		case "untrusted":
			spec.AcceptUntrustedCertificates = strings.EqualFold(value, "accept")
		default:
			return fmt.Errorf("the option %s is not known; security, login and untrusted are", key)
		}
	}
	if spec.Admin != "" && spec.LoginForm == "" {
		spec.LoginForm = "{user}*{admin}"
	}
	return nil
}

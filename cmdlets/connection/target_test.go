package connection

import (
	"strings"
	"testing"

	nouns "stagecoach/engine/migration"
)

func TestConnectionURI(t *testing.T) {
	imap := func(server string, port int, s nouns.Security, form, admin string) *nouns.TargetSpec {
		return &nouns.TargetSpec{Kind: nouns.TargetIMAP, Server: server, Port: port, Security: s, LoginForm: form, Admin: admin}
	}
	for _, c := range []struct {
		uri, admin string
		want       *nouns.TargetSpec
		fails      string
	}{
		{uri: ""},
		{uri: "https://outlook.office365.com"},
		{uri: "https://PS.outlook.com/powershell-liveid/"},
		{uri: "imaps://mail.example.com", want: imap("mail.example.com", 993, nouns.SecuritySSL, "", "")},
		{uri: "imap://mail.example.com", want: imap("mail.example.com", 143, nouns.SecurityTLS, "", "")},
		{uri: "imap://mail.example.com:2143?security=none", want: imap("mail.example.com", 2143, nouns.SecurityNone, "", "")},
		{uri: "imaps://mail.example.com", admin: "mailadmin", want: imap("mail.example.com", 993, nouns.SecuritySSL, "{user}*{admin}", "mailadmin")},
		{uri: "imaps://m.example.com?login=%7Badmin%7D/%7Buser%7D", admin: "a", want: imap("m.example.com", 993, nouns.SecuritySSL, "{admin}/{user}", "a")},
		{uri: "mail.example.com", fails: "not a URI"},
		{uri: "ftp://mail.example.com", fails: "scheme ftp"},
		{uri: "https://example.com", fails: "mail cannot be written"},
		{uri: "imaps://mail.example.com:99999", fails: "port"},
		{uri: "imaps://mail.example.com?security=none", fails: "security=none"},
		{uri: "imaps://mail.example.com?colour=red", fails: "colour"},
	} {
		got, err := parseTarget(c.uri, c.admin)
		switch {
		case c.fails != "":
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s: error %v, want one with %q", c.uri, err, c.fails)
			}
		case err != nil:
			t.Errorf("%s: %v", c.uri, err)
		case (got == nil) != (c.want == nil) || got != nil && *got != *c.want:
			t.Errorf("%s: %+v, want %+v", c.uri, got, c.want)
		}
	}
}

package imapconn

import (
	"testing"

	"stagecoach/engine/mail"
)

func TestNamesOnTheWire(t *testing.T) {
	dots := Naming{Prefix: "INBOX.", Delimiter: '.', Others: []string{"shared."}}
	for _, c := range []struct {
		naming Naming
		wire   string
		name   mail.Name // nil: foreign
	}{
		{Naming{Delimiter: '/'}, "inbox", mail.Inbox},
		{Naming{Delimiter: '/'}, "Inbox/child", mail.Name{"INBOX", "child"}},
		{Naming{Delimiter: '/'}, "a//b/", mail.Name{"a", "b"}},
		{Naming{Delimiter: '/'}, "&ANw-ber/x", mail.Name{"Über", "x"}},
		{Naming{}, "a.b/c", mail.Name{"a.b/c"}},
		{dots, "INBOX", mail.Inbox},
		{dots, "INBOX.Sent", mail.Name{"Sent"}},
		{dots, "inbox.Sent.2021", mail.Name{"Sent", "2021"}},
		{dots, "outside", mail.Name{"outside"}},
		{dots, "shared.x", nil},
		{dots, "shared", nil},
		{dots, "sharedness", mail.Name{"sharedness"}},
	} {
		name, foreign := c.naming.Split(c.wire)
		if foreign != (c.name == nil) || !foreign && !name.Equal(c.name) {
			t.Errorf("%q is %q, foreign %v", c.wire, name, foreign)
		}
	}
}

func TestNamesWritten(t *testing.T) {
	naming := Naming{Delimiter: '/'}
	for _, c := range []struct {
		name    mail.Name
		care    Care
		written string
	}{
		{mail.Inbox, Strict, "INBOX"},
		{mail.Name{"a/b", "c"}, Plain, "a=2Fb/c"},
		{mail.Name{"100% *"}, Plain, "100=25 =2A"},
		{mail.Name{" x "}, Plain, "=20x=20"},
		{mail.Name{"v1.0"}, Plain, "v1.0"},
		{mail.Name{"v1.0"}, Strict, "v1=2E0"},
		{mail.Name{"x"}, Marked, ""},
	} {
		got := naming.Join(c.name, c.care)
		if c.care == Marked {
			if len(got) != len("x-")+8 || got[:2] != "x-" {
				t.Errorf("%q is written %q", c.name, got)
			}
			continue
		}
		if got != c.written {
			t.Errorf("%q is written %q, want %q", c.name, got, c.written)
		}
	}
}

// The exchange of RFC 7677 3.
func TestSCRAM(t *testing.T) {
	s := newSCRAM("SCRAM-SHA-256", "", "user", "pencil")
	s.nonce = "rOprNGfwEbeRWgbNEkqO"
	if _, first, _ := s.Start(); string(first) != "n,,n=user,r=rOprNGfwEbeRWgbNEkqO" {
		t.Fatalf("first %s", first)
	}
	final, err := s.Next([]byte("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
	if err != nil || string(final) != "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=" {
		t.Fatalf("final %s, %v", final, err)
	}
	if _, err := s.Next([]byte("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")); err != nil {
		t.Error(err)
	}
	if _, err := s.Next([]byte("v=AAAA")); err == nil {
		t.Error("any server's proof is believed")
	}
	for _, bad := range []string{"", "r=other,s=W22Z,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=99999999999", "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=1"} {
		s.step = 0
		if _, err := s.Next([]byte(bad)); err == nil {
			t.Errorf("%q was answered", bad)
		}
	}
}

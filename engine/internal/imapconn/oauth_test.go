package imapconn_test

import (
	"context"
	"testing"
	"time"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/oauth"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
)

// TestTokensOnDovecot logs in with access tokens that a real server validates.
func TestTokensOnDovecot(t *testing.T) {
	tokens := servertest.NewTokenServer(t)
	server := servertest.Dovecot(t, servertest.Options{Extra: tokens.Dovecot()})
	for _, mechanism := range []string{"", "XOAUTH2", "OAUTHBEARER"} {
		t.Run(mechanism, func(t *testing.T) {
			config := server.Config(t, "alice")
			refresher := oauth.New(config.Network, time.Now, oauth.Host{TokenURL: tokens.URL, ClientID: servertest.ClientID,
				ClientSecret: servertest.ClientSecret}, tokens.Refresh("alice"), nil)
			config.Login = imapconn.Login{User: "alice", Mechanism: mechanism, Token: refresher.Token}
			before := tokens.Exchanges()
			for range 2 {
				conn, err := imapconn.Open(t.Context(), config)
				if err != nil {
					t.Fatalf("%v\n%s", err, server.Said())
				}
				if _, _, err := conn.Mailboxes(t.Context(), imapconn.ListOptions{}); err != nil {
					t.Error(err)
				}
				conn.Close()
			}
			if n := tokens.Exchanges() - before; n != 1 {
				t.Errorf("%d exchanges for two connections", n)
			}
			tokens.GiveStale(1) // the server says no, and the next token is good
			if _, err := refresher.Token(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if err := imapconn.Test(t.Context(), config); err != nil || tokens.Exchanges()-before != 3 {
				t.Errorf("%v after %d exchanges", err, tokens.Exchanges()-before)
			}
			for what, token := range map[string]string{"signed by another": tokens.Other("alice"), "of another user": tokens.Access("bob"), "no token": "x"} {
				config.Login.Token = func(context.Context, bool) (string, error) { return token, nil }
				if err := imapconn.Test(t.Context(), config); mail.ClassOf(err) != mail.Auth {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

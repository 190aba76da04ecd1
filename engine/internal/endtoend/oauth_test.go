package endtoend

import (
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
)

// TestOAuthSource moves accounts from a Dovecot that takes nothing but tokens: the CSV's passwords are refresh
// tokens, each good for one exchange. A second process goes on with those that the first one was given.
func TestOAuthSource(t *testing.T) {
	tokens := servertest.NewTokenServer(t)
	source := servertest.Dovecot(t, servertest.Options{Users: []string{"alice", "bob"}, Extra: tokens.Dovecot()})
	source.Fill(t, "alice", servertest.Boxes())
	root, home := mailRoot(t), t.TempDir()
	config := engine.Config{Home: home, Network: trusting(t, source), Maildir: ownedByMail(),
		Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root},
		OAuth:  map[string]engine.OAuthHost{servertest.Host: {TokenURL: tokens.URL, ClientID: servertest.ClientID, ClientSecret: servertest.ClientSecret}}}
	spec := sourceEndpoint(source, migration.SecuritySSL)
	spec.Authentication = migration.AuthOAuth
	first, err := engine.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	began := tokens.Exchanges()
	migrate(t, first, spec, []traveller{{login: "alice", password: tokens.Refresh("alice"), address: "alice@contoso.edu"},
		{login: "bob", password: tokens.Refresh("bob"), address: "bob@contoso.edu"}})
	if n := tokens.Exchanges() - began; n != 4 {
		t.Errorf("%d tokens for two users, two of them the first ones", n)
	}
	must(t, first.Close())
	same(t, "alice", readDovecot(t, source, "alice"), readTree(t, root, "alice"), mailcheck.Options{})

	second := open(t, config)
	syncNow(t, second)
	if n := tokens.Exchanges() - began; n != 6 {
		t.Errorf("%d tokens after the second process", n)
	}
	if user := migrationUser(t, second, "alice@contoso.edu"); user.Status != migration.UserSynced || user.Error != "" {
		t.Errorf("alice is %v: %s", user.Status, user.Error)
	}
}

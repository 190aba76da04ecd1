package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/network"
)

func TestTokensAreRefreshed(t *testing.T) {
	n := 0
	now := time.Unix(1_800_000_000, 0)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		if r.FormValue("grant_type") != "refresh_token" || r.FormValue("client_id") != "id" || r.FormValue("client_secret") != "s" ||
			r.FormValue("refresh_token") != []string{"", "first", "second", "second"}[n] {
			t.Errorf("asked with %v", r.Form)
		}
		rotated := ""
		if n == 1 {
			rotated = `"refresh_token":"second",`
		}
		fmt.Fprintf(w, `{%s"access_token":"a%d","expires_in":3600}`, rotated, n)
	}))
	defer server.Close()
	r := New(&network.System{}, func() time.Time { return now }, Host{TokenURL: server.URL, ClientID: "id", ClientSecret: "s"}, "first", nil)
	for i, want := range []string{"a1", "a1", "a2", "a3"} {
		if i == 2 {
			now = now.Add(time.Hour)
		}
		got, err := r.Token(t.Context(), i == 3)
		if err != nil || got != want {
			t.Fatalf("%d: %q, %v, want %q", i, got, err, want)
		}
	}
}

func TestRefusalsAreClassified(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   mail.Class
	}{
		{400, `{"error":"invalid_grant","error_description":"expired"}`, mail.Auth},
		{200, `{}`, mail.Auth}, {200, `not JSON`, mail.Auth}, {404, ``, mail.Auth},
		{503, ``, mail.Connect}, {429, `{"error":"slow_down"}`, mail.Connect},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			w.Write([]byte(c.body))
		}))
		_, err := New(&network.System{}, time.Now, Host{TokenURL: server.URL}, "very secret", nil).Token(t.Context(), false)
		server.Close()
		if mail.ClassOf(err) != c.want || strings.Contains(err.Error(), "very secret") {
			t.Errorf("%d %s: %v", c.status, c.body, err)
		}
	}
	_, err := New(&network.System{}, time.Now, Host{TokenURL: "http://127.0.0.1:1/"}, "x", nil).Token(t.Context(), false)
	if mail.ClassOf(err) != mail.Connect {
		t.Errorf("nobody there: %v", err)
	}
}

// keeper keeps a token; while broken it takes none.
type keeper struct {
	token  string
	broken bool
	saves  int
}

func (k *keeper) Load(context.Context) (string, error) { return k.token, nil }

func (k *keeper) Save(ctx context.Context, token string) error {
	if k.broken || ctx.Err() != nil {
		return errors.Join(errors.New("disk full"), ctx.Err())
	}
	k.token = token
	k.saves++
	return nil
}

// rotating is a token server that takes each refresh token once.
type rotating struct {
	valid   string
	n       int
	refused int
	asked   func() // called in the middle of an exchange
}

func (s *rotating) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.asked != nil {
		s.asked()
	}
	if r.FormValue("refresh_token") != s.valid {
		s.refused++
		w.WriteHeader(400)
		fmt.Fprint(w, `{"error":"invalid_grant"}`)
		return
	}
	s.n++
	s.valid = fmt.Sprintf("r%d", s.n)
	fmt.Fprintf(w, `{"access_token":"a%d","refresh_token":"%s","expires_in":3600}`, s.n, s.valid)
}

func TestRotatedTokensAreKept(t *testing.T) {
	s := &rotating{valid: "r0"}
	server := httptest.NewServer(s)
	defer server.Close()
	k := &keeper{token: "r0"}
	fresh := func() *Refresher { return New(&network.System{}, time.Now, Host{TokenURL: server.URL}, k.token, k) }
	token := func(r *Refresher, want string) {
		t.Helper()
		if got, err := r.Token(t.Context(), true); err != nil || got != want || k.token != s.valid {
			t.Errorf("%q, %v, want %q; kept %q, valid %q", got, err, want, k.token, s.valid)
		}
	}
	one, other := fresh(), fresh() // two processes
	token(one, "a1")
	token(one, "a2")
	token(other, "a3") // refused with r0, goes on with what the first one was given
	token(one, "a4")
	if s.refused != 2 {
		t.Errorf("%d refused", s.refused)
	}
	k.broken = true
	if _, err := one.Token(t.Context(), true); mail.ClassOf(err) != mail.Storage || k.token != "r4" {
		t.Errorf("kept %q: %v", k.token, err)
	}
	k.broken = false
	if got, err := one.Token(t.Context(), false); err != nil || got != "a5" || k.token != "r5" || s.n != 5 {
		t.Errorf("%q, %v; kept %q after %d exchanges", got, err, k.token, s.n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s.asked = cancel // the pass is stopped while the server exchanges the token
	if _, err := one.Token(ctx, true); err != nil || k.token != "r6" || ctx.Err() == nil {
		t.Errorf("kept %q: %v", k.token, err)
	}
	s.asked, s.valid = nil, "withdrawn"
	if _, err := one.Token(t.Context(), true); mail.ClassOf(err) != mail.Auth {
		t.Error(err)
	}
}

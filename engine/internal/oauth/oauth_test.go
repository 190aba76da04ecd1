package oauth

import (
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
	r := New(&network.System{}, func() time.Time { return now }, Host{TokenURL: server.URL, ClientID: "id", ClientSecret: "s"}, "first")
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
		_, err := New(&network.System{}, time.Now, Host{TokenURL: server.URL}, "very secret").Token(t.Context(), false)
		server.Close()
		if mail.ClassOf(err) != c.want || strings.Contains(err.Error(), "very secret") {
			t.Errorf("%d %s: %v", c.status, c.body, err)
		}
	}
	_, err := New(&network.System{}, time.Now, Host{TokenURL: "http://127.0.0.1:1/"}, "x").Token(t.Context(), false)
	if mail.ClassOf(err) != mail.Connect {
		t.Errorf("nobody there: %v", err)
	}
}

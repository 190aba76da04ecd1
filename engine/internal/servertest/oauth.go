package servertest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// TokenServer gives out access tokens that a Dovecot with its configuration validates by itself
// (JWT, RFC 7519, signed with HS256). Each refresh token is good for one exchange, and another comes with the answer.
type TokenServer struct {
	URL string

	dir   string
	key   []byte
	mu    sync.Mutex
	users map[string]string // by refresh token
	n     int
	short int // how many tokens are still to be expired when they are given out
}

// The client that the token server knows.
const (
	ClientID     = "stagecoach"
	ClientSecret = "client-secret"
)

// NewTokenServer starts one on loopback that ends with the test.
func NewTokenServer(t testing.TB) *TokenServer {
	t.Helper()
	s := &TokenServer{dir: shortDir(t, "tokens-"), key: []byte(rand.Text()), users: map[string]string{}}
	keys := filepath.Join(s.dir, "keys/default/HS256")
	makeDirs(t, s.dir, "keys", "default", "HS256")
	writeFile(t, filepath.Join(keys, "default"), "%s", base64.StdEncoding.EncodeToString(s.key))
	writeFile(t, filepath.Join(s.dir, "oauth2.conf"), "introspection_mode = local\nusername_attribute = sub\nlocal_validation_key_dict = fs:posix:prefix=%s/keys/\n", s.dir)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Dovecot is the configuration (Options.Extra) with which Dovecot takes the server's tokens, over TLS as in plain text.
func (s *TokenServer) Dovecot() string {
	return "auth_mechanisms = plain login xoauth2 oauthbearer\npassdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = " +
		filepath.Join(s.dir, "oauth2.conf") + "\n}\n"
}

// Refresh is a new refresh token of user's.
func (s *TokenServer) Refresh(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.give(user)
}

// give is Refresh; s.mu is held.
func (s *TokenServer) give(user string) string {
	s.n++
	token := fmt.Sprintf("refresh-%d-%s", s.n, rand.Text())
	s.users[token] = user
	return token
}

// GiveStale makes the next n access tokens ones that have expired already, though the answer does not say so.
func (s *TokenServer) GiveStale(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.short = n
}

// Valid tells whose a refresh token is; "" when it is good no more.
func (s *TokenServer) Valid(refresh string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users[refresh]
}

// Exchanges counts the refresh tokens given out so far.
func (s *TokenServer) Exchanges() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

// ServeHTTP is the token endpoint (RFC 6749 section 6).
func (s *TokenServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	refresh := r.FormValue("refresh_token")
	user := s.users[refresh]
	w.Header().Set("Content-Type", "application/json")
	if user == "" || r.FormValue("grant_type") != "refresh_token" || r.FormValue("client_id") != ClientID || r.FormValue("client_secret") != ClientSecret {
		w.WriteHeader(http.StatusBadRequest)
		json.NewEncoder(w).Encode(map[string]any{"error": "invalid_grant"})
		return
	}
	delete(s.users, refresh)
	until := time.Now().Add(time.Hour)
	if s.short > 0 {
		s.short--
		until = time.Now().Add(-time.Hour)
	}
	json.NewEncoder(w).Encode(map[string]any{"access_token": s.sign(user, until), "refresh_token": s.give(user), "expires_in": 3600, "token_type": "Bearer"})
}

// sign makes a token for user.
func (s *TokenServer) sign(user string, until time.Time) string {
	part := func(v any) string {
		data, _ := json.Marshal(v) // maps of strings and numbers
		return base64.RawURLEncoding.EncodeToString(data)
	}
	text := part(map[string]string{"typ": "JWT", "alg": "HS256"}) + "." +
		part(map[string]any{"sub": user, "iat": until.Add(-2 * time.Hour).Unix(), "exp": until.Unix(), "jti": rand.Text()})
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Other is a token for user that somebody else signed.
func (s *TokenServer) Other(user string) string {
	return (&TokenServer{key: []byte("another key altogether, as long as it")}).sign(user, time.Now().Add(time.Hour))
}

// Access is an access token for user.
func (s *TokenServer) Access(user string) string { return s.sign(user, time.Now().Add(time.Hour)) }

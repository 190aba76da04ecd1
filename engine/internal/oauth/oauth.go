// Package oauth turns a user's refresh token into access tokens (RFC 6749
// section 6). It asks over the injected network, so that practice stays practice, and never
// logs a token or puts one into an error.
package oauth

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/network"
)

// Host is where and as whom tokens are asked for.
type Host struct {
	TokenURL     string
	ClientID     string
	ClientSecret string
	Scope        string
}

// Keeper is where an account's refresh token is kept beyond the process.
type Keeper interface {
	// Load reads the token kept now; another process may have written it.
	Load(ctx context.Context) (string, error)
	// Save keeps a token in place of the one before.
	Save(ctx context.Context, refreshToken string) error
}

// Refresher keeps one account's access token fresh. It is used by many goroutines; an account has one
// in a process, because a server may take a refresh token only once (RFC 6749 section 10.4).
//
// A token the server gave in exchange is kept before the access token that came with it is used. What a crash
// between the server's answer and Save leaves is the token before: many servers take that once more, and where
// one does not, the account's log-in fails as refused.
type Refresher struct {
	host    Host
	client  *http.Client
	now     func() time.Time
	keeper  Keeper
	mu      sync.Mutex
	refresh string
	kept    string // what the keeper is known to have; another than refresh: still to be saved
	access  string
	until   time.Time
}

// New makes a refresher for one refresh token. keeper may be nil: a token given in exchange is not kept.
func New(n network.Network, now func() time.Time, host Host, refreshToken string, keeper Keeper) *Refresher {
	transport := &http.Transport{DialContext: n.DialContext, TLSClientConfig: &tls.Config{RootCAs: n.RootCAs(), MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true} // it asks once an hour
	return &Refresher{host: host, refresh: refreshToken, kept: refreshToken, now: now, keeper: keeper,
		client: &http.Client{Transport: transport, Timeout: 30 * time.Second}}
}

// early is how long before its end a token is not used any more.
const early = time.Minute

// maxAnswer bounds what a token server may send.
const maxAnswer = 1 << 20

// Token is a valid access token; refused asks for another than the last. Errors are *mail.Error: Auth when
// the server refuses the refresh token, Connect when it cannot be asked.
func (r *Refresher) Token(ctx context.Context, refused bool) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ctx, cancel := unhurried(ctx)
	defer cancel()
	if !refused && r.access != "" && r.now().Before(r.until) {
		return r.access, r.save(ctx)
	}
	answer, err := r.ask(ctx)
	if mail.ClassOf(err) == mail.Auth && r.reload(ctx) {
		answer, err = r.ask(ctx)
	}
	if err != nil {
		return "", err
	}
	r.access, r.until = answer.AccessToken, r.now().Add(time.Duration(answer.ExpiresIn)*time.Second-early)
	if answer.RefreshToken != "" {
		r.refresh = answer.RefreshToken
	}
	return r.access, r.save(ctx)
}

// reload takes up the token that another process was given meanwhile; false: there is none.
func (r *Refresher) reload(ctx context.Context) bool {
	if r.keeper == nil {
		return false
	}
	kept, err := r.keeper.Load(ctx)
	if err != nil || kept == r.refresh || kept == r.kept {
		return false
	}
	r.refresh, r.kept = kept, kept
	return true
}

// save keeps a token given in exchange. After an error the next Token tries again.
func (r *Refresher) save(ctx context.Context) error {
	if r.keeper == nil || r.refresh == r.kept {
		return nil
	}
	if err := r.keeper.Save(ctx, r.refresh); err != nil {
		return r.fail(mail.Storage, "the new refresh token cannot be kept", err)
	}
	r.kept = r.refresh
	return nil
}

// grace is how long an exchange that was begun may go on after its caller was told to stop: a token that the
// server gives meanwhile would be lost.
const grace = 5 * time.Second

func unhurried(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return longer, func() { stop(); cancel() }
}

type answer struct {
	AccessToken      string `json:"access_token"`
	RefreshToken     string `json:"refresh_token"`
	ExpiresIn        int64  `json:"expires_in"`
	Error            string `json:"error"`
	ErrorDescription string `json:"error_description"`
}

func (r *Refresher) ask(ctx context.Context) (answer, error) {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {r.refresh}, "client_id": {r.host.ClientID}}
	if r.host.ClientSecret != "" {
		form.Set("client_secret", r.host.ClientSecret)
	}
	if r.host.Scope != "" {
		form.Set("scope", r.host.Scope)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.host.TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, r.fail(mail.Auth, "the token address is no address", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := r.client.Do(req)
	if err != nil {
		return answer{}, r.fail(mail.Connect, "", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return answer{}, r.fail(mail.Connect, "", err)
	}
	return r.read(res.StatusCode, body)
}

func (r *Refresher) read(status int, body []byte) (answer, error) {
	var a answer
	err := json.Unmarshal(body, &a)
	switch {
	case status >= 500 || status == http.StatusTooManyRequests:
		return a, r.fail(mail.Connect, fmt.Sprintf("the token server answered %d", status), nil)
	case a.Error != "":
		return a, r.fail(mail.Auth, strings.TrimSpace(a.Error+": "+a.ErrorDescription), nil)
	case err != nil || status != http.StatusOK || a.AccessToken == "":
		return a, r.fail(mail.Auth, fmt.Sprintf("the token server answered %d without a token", status), nil)
	}
	return a, nil
}

func (r *Refresher) fail(class mail.Class, text string, err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	host := r.host.TokenURL
	if parsed, e := url.Parse(host); e == nil {
		host = parsed.Hostname()
	}
	return &mail.Error{Class: class, Op: "refresh token", Host: host, Text: text, Err: err}
}

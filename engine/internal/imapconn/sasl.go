package imapconn

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-sasl"
)

// saslClient makes the client side of one exchange.
func saslClient(ctx context.Context, l Login, mechanism string, refused bool) (sasl.Client, error) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainClient(l.AuthorizationID, l.User, l.Password), nil
	case sasl.Login:
		return sasl.NewLoginClient(l.User, l.Password), nil
	case "CRAM-MD5":
		return &cramMD5{user: l.User, password: l.Password}, nil
	case "SCRAM-SHA-1", "SCRAM-SHA-256":
		return newSCRAM(mechanism, l.AuthorizationID, l.User, l.Password), nil
	case "XOAUTH2", sasl.OAuthBearer:
		return tokenClient(ctx, l, mechanism, refused)
	}
	return nil, fmt.Errorf("no such mechanism: %s", mechanism)
}

func tokenClient(ctx context.Context, l Login, mechanism string, refused bool) (sasl.Client, error) {
	if l.Token == nil {
		return nil, errors.New(mechanism + " needs an access token")
	}
	token, err := l.Token(ctx, refused)
	if err != nil {
		return nil, err
	}
	if mechanism == sasl.OAuthBearer {
		// RFC 7628 3.1; 3.2.3: a refusal's details are answered with a single ^A, then the server says NO.
		return bearer{mechanism, "n,a=" + gs2.Replace(l.User) + ",\x01auth=Bearer " + token + "\x01\x01", "\x01"}, nil
	}
	return bearer{mechanism, "user=" + l.User + "\x01auth=Bearer " + token + "\x01\x01", ""}, nil
}

// bearer is OAUTHBEARER, and XOAUTH2 as Google and Microsoft have it: one message, and an answer to the details
// of a refusal.
type bearer struct{ mechanism, message, toRefusal string }

func (b bearer) Start() (string, []byte, error)  { return b.mechanism, []byte(b.message), nil }
func (b bearer) Next([]byte) (r []byte, _ error) { return []byte(b.toRefusal), nil }

// gs2 escapes a name within a GS2 header (RFC 5801 4).
var gs2 = strings.NewReplacer("=", "=3D", ",", "=2C")

// cramMD5 is RFC 2195.
type cramMD5 struct{ user, password string }

func (c *cramMD5) Start() (string, []byte, error) { return "CRAM-MD5", nil, nil }

func (c *cramMD5) Next(challenge []byte) ([]byte, error) {
	mac := hmac.New(md5.New, []byte(c.password))
	mac.Write(challenge)
	return []byte(c.user + " " + hex.EncodeToString(mac.Sum(nil))), nil
}

package imapconn

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"

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
		return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: l.User, Token: token}), nil
	}
	return xoauth2("user=" + l.User + "\x01auth=Bearer " + token + "\x01\x01"), nil
}

// xoauth2 is Google's and Microsoft's mechanism: one message, and an empty
// answer to the details of an error.
type xoauth2 string

func (x xoauth2) Start() (string, []byte, error)    { return "XOAUTH2", []byte(x), nil }
func (x xoauth2) Next(_ []byte) (r []byte, _ error) { return []byte{}, nil }

// cramMD5 is RFC 2195.
type cramMD5 struct{ user, password string }

func (c *cramMD5) Start() (string, []byte, error) { return "CRAM-MD5", nil, nil }

func (c *cramMD5) Next(challenge []byte) ([]byte, error) {
	mac := hmac.New(md5.New, []byte(c.password))
	mac.Write(challenge)
	return []byte(c.user + " " + hex.EncodeToString(mac.Sum(nil))), nil
}

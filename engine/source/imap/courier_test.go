package imap

import (
	"testing"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/source/sourcetest"
)

func TestCourier(t *testing.T) {
	all, next := users(20), 0
	server := servertest.Courier(t, servertest.Options{Users: all})
	sourcetest.Run(t, func(t *testing.T) sourcetest.Account {
		next++
		a := account{Server: server, user: all[next]}
		a.config = func(t testing.TB) imapconn.Config { return server.PlainConfig(t, a.user) }
		return a
	})
}

package imap

import (
	"testing"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/target/targettest"
)

func TestCourier(t *testing.T) {
	all, next := users(20), 0
	server := servertest.Courier(t, servertest.Options{Users: all})
	targettest.Run(t, targettest.Options{EndsLines: true}, func(t *testing.T) targettest.Account {
		next++
		return account{Server: server, user: all[next], config: server.PlainConfig(t, all[next])}
	})
}

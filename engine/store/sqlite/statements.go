package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"
)

// Parsing a statement takes SQLite longer than most of ours take to run. Connections therefore keep those
// they have prepared: the same few texts come again with every checkpoint and every look at the state.

// mostStatements is how many a connection keeps; there are fewer texts than that.
const mostStatements = 64

// connector opens connections that keep their statements.
type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{inner: opened.(inner), kept: map[string]*statement{}}, nil
}

// inner is what the driver's connections can do, as far as it is used.
type inner interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is used by one goroutine at a time, as database/sql promises. It takes no queries itself, so
// that database/sql prepares each.
type conn struct {
	inner
	kept map[string]*statement
}

// statement is a prepared one. busy: it is in use, and a second use of the same text gets another.
type statement struct {
	prepared
	text string
	busy bool
	kept bool
}

type prepared interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// PrepareContext gives a kept statement, if there is a free one.
func (c *conn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	if s := c.kept[text]; s != nil && !s.busy {
		s.busy = true
		return s, nil
	}
	made, err := c.inner.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s := &statement{prepared: made.(prepared), text: text, busy: true}
	if c.kept[text] == nil && len(c.kept) < mostStatements && !strings.Contains(text, ";") {
		s.kept = true
		c.kept[text] = s
	}
	return s, nil
}

// Prepare is PrepareContext for callers of old.
func (c *conn) Prepare(text string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), text)
}

// Close ends the use, and what is not kept.
func (s *statement) Close() error {
	s.busy = false
	if s.kept {
		return nil
	}
	return s.prepared.Close()
}

// Close frees the statements before the connection.
func (c *conn) Close() error {
	for _, s := range c.kept {
		s.prepared.Close()
	}
	clear(c.kept)
	return c.inner.Close()
}

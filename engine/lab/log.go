package lab

import (
	"slices"
	"sync"
)

// Kind says what a Record is about.
type Kind int

// The kinds of record.
const (
	Connected    Kind = iota
	LoggedIn          // User
	RefusedLogin      // User
	Examined          // User, Mailbox
	Selected          // User, Mailbox
	Changed           // User, Mailbox: something was written, whatever it was
	Disconnected
)

// Record is one line of a server's log.
type Record struct {
	Kind    Kind
	Conn    int // counts connections from 1
	User    string
	Mailbox string
}

// journal is a server's log, in the order in which things happened.
type journal struct {
	mu      sync.Mutex
	records []Record
	gone    map[int]bool
}

func (j *journal) add(conn int, kind Kind, user, mailbox string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.records = append(j.records, Record{Kind: kind, Conn: conn, User: user, Mailbox: mailbox})
}

// disconnect notes the end of a connection once, whoever of the two sides
// reports it first.
func (j *journal) disconnect(conn int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.gone == nil {
		j.gone = make(map[int]bool)
	}
	if !j.gone[conn] {
		j.gone[conn] = true
		j.records = append(j.records, Record{Kind: Disconnected, Conn: conn})
	}
}

// Log returns what happened so far.
func (s *Server) Log() []Record {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.records)
}

// MostUsersAtOnce is MostUsersAtOnce of the whole log.
func (s *Server) MostUsersAtOnce() int { return MostUsersAtOnce(s.Log()) }

// MostUsersAtOnce counts the largest number of users that were logged in at
// the same time, as the records tell; several connections of one user count as
// one. A connection within the process ends when the client closes it, so the
// count is exact there.
func MostUsersAtOnce(records []Record) int {
	most := 0
	users := make(map[string]int) // user -> connections
	owner := make(map[int]string) // connection -> user
	for _, r := range records {
		switch r.Kind {
		case LoggedIn:
			owner[r.Conn] = r.User
			users[r.User]++
			most = max(most, len(users))
		case Disconnected:
			user, ok := owner[r.Conn]
			if !ok {
				continue
			}
			if users[user]--; users[user] == 0 {
				delete(users, user)
			}
		}
	}
	return most
}

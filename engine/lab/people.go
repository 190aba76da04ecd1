package lab

import "strings"

// person is a user of the lab: the log-in at the old server, and the new address.
type person struct {
	login, password string
	display         string
	address         string
	share           int // of the full outline of mail, in percent
}

// people are the article's three users at contoso.edu, and others at
// contoso.com, whose names and habits are less plain.
var people = []person{
	{"terry.adams", "1091990", "Terry Adams", "terrya@contoso.edu", 100},
	{"ann.beebe", "2111991", "Ann Beebe", "annb@contoso.edu", 80},
	{"paul.cannon", "3281986", "Paul Cannon", "paulc@contoso.edu", 60},
	{"pilar.pinilla", "Pa$$w0rd", "Pilar Pinilla", "pilarp@contoso.com", 40},
	{"toby.nixon", "Pa$$w0rd", "Toby Nixon", "tobyn@contoso.com", 30},
	{"brian.tran", "Pa$$w0rd", "Brian Trần", "briant@contoso.com", 30},
	{"soren.bak", "Blåbær & \"fløde\"", "Søren Bak", "sorenb@contoso.com", 20},
}

// The article's mail administrator.
const (
	adminName     = "mailadmin"
	adminPassword = "P@ssw0rd"
)

// oldAddress is the sender's address at the server to leave.
func (p person) oldAddress() string { return p.login + "@contoso.com" }

// alias is the local part of the new address.
func (p person) alias() string {
	alias, _, _ := strings.Cut(p.address, "@")
	return alias
}

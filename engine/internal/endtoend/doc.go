// Package endtoend holds the tests that run whole migrations through the
// engine's facade: on the lab, and on real Dovecot servers that the tests
// start on loopback. Every message is held against its source by SHA-256,
// flags, keywords and INTERNALDATE; what a kill -9 left is taken up and held
// against it as well.
//
// There is nothing but tests here. They need Debian's dovecot-imapd; the test
// of a full disk mounts a small tmpfs, for which it must be root.
package endtoend

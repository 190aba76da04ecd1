// Package lab is the practice ground: mail servers in this very process,
// with accounts and mail of their own, on which the runbook can be tried
// before it touches a real server.
//
// The lab has two servers. imap.contoso.com is the server to leave: the
// article's users live there, each with nested folders and a few hundred
// varied messages made from a seed. mail.contoso.edu is a server to move to:
// the same users' new accounts, still empty. Both speak IMAP, with a
// certificate that only the lab's own CA vouches for. A drive C: holds the
// article's CSV file.
//
// Names and ports resolve inside the process: a Lab is a network of its own,
// and a host that is not in it is "not in the lab". Nothing on the machine
// changes and no real connection is made; what the lab wrote to disk (its
// drive, if anyone asked for it) is gone after Close.
//
// A Server can also be used without a Lab, on a net.Listener of the caller's
// choice, with hooks that delay, refuse, throttle or hang up: tests of other
// packages are its second customer.
//
// The package must never be imported by the engine itself: practice does not
// reach production. It keeps no state beyond the process, and whatever it
// serves depends on the seed and on its callers alone, never on the time.
package lab

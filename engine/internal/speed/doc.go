// Package speed holds the benchmark that prints how fast a migration is, beside
// other programs and beside what the servers can do at most.
//
// There is nothing but that benchmark here, which .ci/bench runs after it has installed
// what it needs, and a test that memory stays flat. Two Dovecots on loopback are the source and the target, their mail
// lies below TMPDIR (a tmpfs, so that no disk levels all contenders), and
// everything shares the machine's cores. The contenders run in turn, in each
// round from another one on, and the best round of each counts:
//
//   - stagecoach: the program, with a script that makes a batch and waits for
//     it; its journal and its checks are on;
//   - mbsync, doveadm (backup over imapc, which writes the storage itself)
//     and, where it is installed, imapsync;
//   - the pump: two pairs of connections that carry octets from FETCH to
//     APPEND, with no state and no checks: what the two servers can do.
//
// After each run but the pump's the target is held against the source, message by
// message, and a difference fails the benchmark. Times are those of the pass
// itself, as the script sees it, and of the whole process; memory is the peak
// of the process and all its children. A second table shows memory in the course of a copy, for
// mailboxes of ten and a hundred times the messages, and for large messages.
package speed

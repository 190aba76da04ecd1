// Package speed holds the benchmark that prints how fast the shell is, beside python3 doing
// the same work and beside what PowerShell 7.6 took.
//
// There is nothing but that benchmark here; .ci/bench-shell runs it. It builds the program,
// runs each script of testdata several times as a process of its own (the best counts, the
// time of an empty script is taken off) and python3 on their counterparts. PowerShell is
// not needed: figures.tsv holds its seconds and python3's on one machine, so that
// ours / python3 here stands beside pwsh / python3 there. Where a script has no counterpart of its own,
// the sum of all counterparts is the measure of the machine.
package speed

// Package shelltest compares the shell with what real PowerShell answered: it
// reads the recorded cases, runs a program on a terminal of 120 columns and
// tells differences.
//
// The program under test is the test binary itself, started again (see Child):
// what runs is the product's own main, and the tests need nothing built before.
//
// It is for tests only and decides nothing about the language.
package shelltest

// Package format turns objects into text as PowerShell does: the choice between
// table, list, wide and custom view, the columns and their widths, groups, and
// the error views.
//
// It works in two halves with packets between them, as PowerShell's does. A
// Formatter (Format-Table, Format-List ... and the default one inside Output)
// turns objects into packets: StartData, GroupStartData, EntryData,
// GroupEndData, EndData. An Output (Out-Default, Out-String, Out-File ...)
// takes packets, and raw objects that it sends through the default Formatter
// first, and draws lines. Packets are values of the language: they can be kept
// in a variable and written later.
//
// Both halves stream. An Output holds back rows only while it sizes a table's
// columns: 300 milliseconds of a group's rows, or the whole group with
// -AutoSize.
//
// This package must not print, must not know a cmdlet, and must not run script
// code but through object.Invoker.
package format

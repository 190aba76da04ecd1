// Package viewdata has the objects that say how a type's objects are shown:
// ExtendedTypeDefinition, FormatViewDefinition and the controls below them, with
// the builders scripts make them with, and their form as a format.ps1xml file.
// They are what Get-FormatData writes and Export-FormatData takes. What they are
// called, what they hold and which elements they become are facts of PowerShell's
// displayDescriptionData.cs and FormatXMLWriter.cs.
//
// This package must not format anything, and knows no view of its own.
package viewdata

// Package textfile reads and writes the text files of cmdlets: encodings by
// PowerShell's names, byte order marks, the errors of the file system in .NET's
// words. Everything streams. It knows no paths but those of the operating
// system; Runtime.ResolvePath comes before it.
package textfile

// Package help makes the objects that Get-Help writes, and declares the views that
// show them. A command's help is what the comments of a function or script say, what a
// MAML file says, or what a cmdlet's definition says; where there is none of these, a
// bare page with the syntax is made of the command's parameters alone.
//
// What comments and definitions say is first put into the elements of a MAML document,
// and one walk makes objects of those, of a file's as of ours: that is how PowerShell
// does it (HelpCommentsParser.cs, MamlNode.cs, DefaultCommandHelpObjectBuilder.cs), and
// from there is what the objects and their properties are called.
//
// This package must not look for commands, nor write: builtin's Get-Help does.
package help

// Package dotnet is the part of .NET that scripts use: the types behind [name],
// their constructors, properties and methods, format strings, cultures and
// regular expressions, over the value model of package object.
//
// Find resolves a type name; Load ties the members to the types once. Members
// are filled in when a type is first asked for one. A member's signature is
// written as PowerShell shows it ("string Substring(int startIndex, int
// length)"), so the same line serves overload resolution, Get-Member and help.
//
// Nothing here knows the evaluator or a cmdlet. What needs the session (script
// blocks as delegates, paths, the culture) goes through object.Invoker.
package dotnet

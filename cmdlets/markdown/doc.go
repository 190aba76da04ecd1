// Package markdown has the cmdlets that read Markdown: ConvertFrom-Markdown, Show-Markdown and
// the options that both keep for a session.
//
// The text is read twice at most: once with extensions, for HTML, and once as plain CommonMark,
// for terminals. Both trees become nodes as the Markdig library of PowerShell has them
// (Markdig.Syntax.HeadingBlock ...): scripts see them as Tokens, and what a terminal shows is
// drawn from them. HTML follows Markdig's renderer with its "advanced extensions" where those
// are what pages use: tables, task lists, footnotes, definition lists, struck out, inserted,
// marked, raised and lowered text, identifiers of headings, attributes, links written bare.
package markdown

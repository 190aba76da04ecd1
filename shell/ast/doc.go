// Package ast is the syntax tree of PowerShell: one struct for each class of
// System.Management.Automation.Language, under that class's name and with its
// property names as fields, so that whoever knows PowerShell's tree knows this one.
//
// The tree is plain data. Package parse builds it; eval, help and complete read
// it. A tree is not changed once it has been handed out, and may then be read by
// several goroutines at once.
//
// This package must not know how text becomes a tree (that is parse) nor what a
// tree does when it runs (that is eval). It imports nothing of ours.
//
//   - [Node], [Statement], [Expression], [PipelineBase], [CommandBase] and
//     [CommandElement] are PowerShell's abstract classes, as interfaces.
//   - [Extent] is where a node stands in its [Source].
//   - [Walk] and [Inspect] visit nodes in PowerShell's order.
//   - [Tree] writes the one-line notation that the recorded trees use.
//   - [Print] writes source text that parses to the same tree.
package ast

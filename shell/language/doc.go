// Package language shows the syntax tree, the tokens and the errors of a text to scripts:
// the .NET namespace System.Management.Automation.Language over stagecoach/shell/ast and
// stagecoach/shell/parse.
//
//   - Wrap makes the value of a node. Its properties are those that PowerShell documents for
//     the node's class, and a node is the same value each time a script comes by it through
//     one tree, so Parent, Find and -eq work as scripts expect.
//   - Types lists the classes with their hierarchy, for [...FunctionDefinitionAst] and -is.
//   - [Parser]::ParseInput and ParseFile parse without running.
//
// The classes, their bases and their properties are facts from PowerShell's documentation of
// the namespace. It knows nothing of sessions: predicates are called through object.Invoker.
package language

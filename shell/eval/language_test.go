package eval

import (
	"context"
	"strings"
	"testing"
)

// Scripts walk a tree as build scripts and analysers do.
func TestScriptsSeeTrees(t *testing.T) {
	const source = "function Get-Foo { param([int]$a = 3, [string]$b)\n Write-Host \"hi $a\"; if ($b) { Get-ChildItem -Path C:\\ } else { throw } }\n$x = @{ a = 1; b = 'z', -2 }"
	parsed := "$t = $null; $e = $null; $ast = [System.Management.Automation.Language.Parser]::ParseInput($source, [ref]$t, [ref]$e); "
	for _, test := range []struct{ script, want string }{
		{"$ast.GetType().FullName; $e.Count; $t[0].Kind; $t[1].Text", "System.Management.Automation.Language.ScriptBlockAst 0 Function Get-Foo"},
		{"$ast.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true).Name", "Get-Foo"},
		{"$ast.FindAll({ param($n) $n -is [System.Management.Automation.Language.CommandAst] }, $true).ForEach({ $_.GetCommandName() })", "Write-Host Get-ChildItem"},
		{"$ast.FindAll({ param($n) $n -is [System.Management.Automation.Language.CommandAst] }, $false).Count", "0"},
		{"$ast.EndBlock.Statements[0].Body.ParamBlock.Parameters.Name.VariablePath.UserPath", "a b"},
		{"$ast.EndBlock.Statements[0].Body.ParamBlock.Parameters.StaticType.FullName", "System.Int32 System.String"},
		{"$i = $ast.Find({ $args[0] -is [System.Management.Automation.Language.IfStatementAst] }, $true); $i.Clauses[0].Item1.Extent.Text; $i.ElseClause.Statements[0].IsRethrow; $i.Clauses[0].Item2.Parent.Equals($i)", "$b False True"},
		{"$h = $ast.Find({ $args[0] -is [System.Management.Automation.Language.HashtableAst] }, $true).SafeGetValue(); $h.a; $h.b", "1 z -2"},
		{"try { $ast.EndBlock.Statements[0].SafeGetValue() } catch { $_.FullyQualifiedErrorId }", "InvalidOperationException"},
		{"$a = $ast.EndBlock.Statements[1]; $a.Operator; $a.Left.VariablePath.IsUnqualified; $a -is [System.Management.Automation.Language.PipelineBaseAst]; $a.Parent.Parent -eq $ast", "Equals True True True"},
		{"$x = $ast.EndBlock.Statements[1].Extent; $x.StartLineNumber; $x.StartScriptPosition.ColumnNumber; $x.EndScriptPosition.Offset -eq $source.Length", "3 1 True"},
		{"$null = [System.Management.Automation.Language.Parser]::ParseInput('if (', [ref]$null, [ref]$e); $e[0].ErrorId; $e[0].Extent.StartColumnNumber; $e[0].IncompleteInput", "IfStatementMissingCondition 5 True"},
		{". $ast.GetScriptBlock(); $x.a; & { 'in ' + $args[0] }.Ast.EndBlock.Parent.GetScriptBlock() 'it'", "1 in it"},
		{"try { [System.Management.Automation.Language.Parser]::ParseInput('if (', [ref]$null, [ref]$e).GetScriptBlock() } catch { $_.FullyQualifiedErrorId }", "PSInvalidOperationException"},
		{"$null = [System.Management.Automation.Language.Parser]::ParseInput('a -b:1kb $x:y >f 2>&1', [ref]$t, [ref]$e); $t.ForEach({ $_.GetType().Name }); $t[1].ParameterName; $t[1].UsedColon; $t[2].Value; $t[3].Name; $t[4].FromStream; $t[6].FromStream; $t[6].ToStream; $t[0] -is [System.Management.Automation.Language.StringToken]",
			"Token ParameterToken NumberToken VariableToken FileRedirectionToken Token MergingRedirectionToken Token b True 1024 y Output Error Output False"},
		{"$null = [System.Management.Automation.Language.Parser]::ParseInput('if ($a -ceq 1) { echo if b* \"c }', [ref]$t, [ref]$e); $t[0].TokenFlags; $t[3].TokenFlags -band 'BinaryOperator'; $t[7].TokenFlags; $t[8].Kind; $t[8].TokenFlags; $t[9].TokenFlags; $t[10].TokenFlags",
			"Keyword, StatementDoesntSupportAttributes BinaryOperator CommandName Generic StatementDoesntSupportAttributes None ParseModeInvariant, TokenInError"},
		{"$null = [System.Management.Automation.Language.Parser]::ParseInput('[Parameter(a=1)][int]$x.y; class C { if() {} }; function while {}', [ref]$t, [ref]$e); $t.Where({ $_.Kind -in 'Identifier', 'If', 'While' }).ForEach({ $_.Text + '=' + $_.TokenFlags })",
			"Parameter=TypeName, AttributeName a=MemberName int=TypeName y=MemberName C=TypeName if=None while=StatementDoesntSupportAttributes"},
		{"try { [System.Management.Automation.Language.Parser]::ParseFile('/no/such/file.ps1', [ref]$null, [ref]$e) } catch { $_.FullyQualifiedErrorId }", "DirectoryNotFoundException"},
		{"{ 1 + 2 }.Ast.EndBlock.Statements[0].PipelineElements[0].Expression.Operator; $s = { 1 }; $s.Ast -eq $s.Ast", "Plus True"},
		{"function q { <# .SYNOPSIS\n what it is for #> 1 }; $function:q.Ast.GetHelpContent().Synopsis.Trim()", "what it is for"},
	} {
		var out recorder
		New(Options{Out: &out}).RunText(context.Background(), "$source = '"+strings.ReplaceAll(source, "'", "''")+"'; "+parsed+test.script, RunOptions{})
		if got := strings.Join(out.lines, " "); got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.script, got, test.want)
		}
	}
}

package builtin

import (
	"fmt"
	"strings"
)

// program writes random PowerShell from the grammar. Every decision is one octet of
// choices; when they run out, each decision is its first, which ends, so that
// every input makes a finite text and a fuzzer that changes an octet changes the text
// in one place. Loops may run for ever: the run has a budget.
type program struct {
	choices []byte
	out     strings.Builder
	classes int
	// inClass, inLoop say what may be written here without an error of the parser.
	inClass, inLoop bool
}

// maxDepth is how deep statements and expressions lie inside each other.
const maxDepth = 7

func writeProgram(choices []byte) string {
	p := &program{choices: choices}
	if p.pick(4) == 3 {
		p.write("Set-StrictMode -Version %s; ", p.word("1.0", "3.0", "Latest"))
	}
	if p.pick(4) == 3 {
		p.write("$ErrorActionPreference = 'Stop'\n")
	}
	for n := 0; len(p.choices) > 0 && n < 40; n++ {
		p.statement(0)
	}
	return p.out.String()
}

// pick decides between n; 0 when the choices are used up.
func (p *program) pick(n int) int {
	if len(p.choices) == 0 {
		return 0
	}
	c := int(p.choices[0]) % n
	p.choices = p.choices[1:]
	return c
}

func (p *program) word(words ...string) string { return words[p.pick(len(words))] }

func (p *program) write(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

func (p *program) variable() string {
	return p.word("$a", "$b", "$c", "$_", "$i", "$h", "$script:a", "$global:b", "$args", "$input", "$null", "$Error", "$Matches", "$PSItem", "$?", "${c d}", "$local:c", "$env:fuzz_none")
}

// target is a variable that may be assigned to.
func (p *program) target() string {
	return p.word("$a", "$b", "$c", "$h", "$script:a", "$global:b", "${c d}", "[int]$i", "[string]$b", "$private:p")
}

func (p *program) function() string { return p.word("Get-F", "g", "Test-H") }

func (p *program) typeName() string {
	return p.word("int", "string", "double", "bool", "object[]", "datetime", "hashtable", "char", "byte", "long", "decimal", "switch", "regex", "scriptblock", "pscustomobject", "version", "bigint", "array", "xml", "int[]", "guid", "timespan", "uri", "type", "System.Collections.Generic.List[int]", "Nope", "K1", "E1", "nullable[int]", "ordered")
}

func (p *program) block(depth int) {
	p.write("{ ")
	for n := p.pick(3); n >= 0; n-- {
		p.statement(depth + 1)
	}
	p.write("}")
}

// loopBlock is a block that break and continue may leave.
func (p *program) loopBlock(depth int) {
	was := p.inLoop
	p.inLoop = true
	p.block(depth)
	p.inLoop = was
}

func (p *program) statement(depth int) {
	if depth >= maxDepth {
		p.write("%s\n", p.word("1", "$a", "'s'", "$b++"))
		return
	}
	kinds := []func(int){
		p.pipeline, p.assignment, p.assignment, p.pipeline, p.ifStatement, p.switchStatement, p.forStatement, p.forEach,
		p.while, p.try, p.trap, p.functionStatement, p.throw, p.leave, p.chain, p.pipeline, p.class, p.data, p.call,
	}
	kinds[p.pick(len(kinds))](depth)
	p.write("\n")
}

func (p *program) assignment(depth int) {
	switch p.pick(9) {
	case 0, 1, 2:
		p.write("%s = ", p.target())
		p.expression(depth + 1)
	case 3:
		p.write("$a, $b, $c = ")
		p.expression(depth + 1)
	case 4:
		p.write("%s %s ", p.target(), p.word("+=", "-=", "*=", "/=", "%=", "??="))
		p.expression(depth + 1)
	case 5:
		p.write("$h%s %s ", p.word("['k']", ".k", "[0]", ".k.l", "[1..2]", "[-1]"), p.word("=", "+=", "??="))
		p.expression(depth + 1)
	case 6:
		p.write("%s%s", p.word("$a", "$b", "$script:a"), p.word("++", "--"))
	case 7:
		p.write("$a = ")
		p.statementValue(depth + 1)
	default:
		p.write("[%s]$c = ", p.typeName())
		p.expression(depth + 1)
	}
}

// statementValue is a statement whose output is a value.
func (p *program) statementValue(depth int) {
	kinds := []func(int){p.ifStatement, p.forEach, p.switchStatement, p.try}
	kinds[p.pick(len(kinds))](depth)
}

func (p *program) ifStatement(depth int) {
	p.write("if (")
	p.expression(depth + 1)
	p.write(") ")
	p.block(depth)
	if p.pick(2) == 1 {
		p.write(" elseif (")
		p.expression(depth + 1)
		p.write(") ")
		p.block(depth)
	}
	if p.pick(2) == 1 {
		p.write(" else ")
		p.block(depth)
	}
}

func (p *program) switchStatement(depth int) {
	p.write("%sswitch %s(", p.word("", ":l "), p.word("", "-Wildcard ", "-Regex ", "-Exact ", "-CaseSensitive "))
	p.expression(depth + 1)
	p.write(") { ")
	for n := p.pick(3); n >= 0; n-- {
		p.write("%s ", p.word("1", "'a*'", "{ $_ -gt 1 }", "$null", "'^(.)'", "$a", "'['", "(1..2)"))
		p.loopBlock(depth)
		p.write(" ")
	}
	if p.pick(2) == 1 {
		p.write("default ")
		p.loopBlock(depth)
	}
	p.write(" }")
}

func (p *program) forStatement(depth int) {
	p.write("%sfor (%s; %s; %s) ", p.word("", ":l "), p.word("$i = 0", "", "$a = 1"), p.word("$i -lt 3", "$i -lt 1000", "", "$a"), p.word("$i++", "$i += 2", ""))
	p.loopBlock(depth)
}

func (p *program) forEach(depth int) {
	p.write("%sforeach (%s in ", p.word("", ":l "), p.word("$i", "$a", "$x"))
	p.expression(depth + 1)
	p.write(") ")
	p.loopBlock(depth)
}

func (p *program) while(depth int) {
	if p.pick(2) == 0 {
		p.write("while (")
		p.expression(depth + 1)
		p.write(") ")
		p.loopBlock(depth)
		return
	}
	p.write("do ")
	p.loopBlock(depth)
	p.write(" %s (", p.word("while", "until"))
	p.expression(depth + 1)
	p.write(")")
}

func (p *program) try(depth int) {
	p.write("try ")
	p.block(depth)
	if p.pick(2) == 1 {
		p.write(" catch [%s] ", p.word("System.DivideByZeroException", "System.Management.Automation.RuntimeException", "System.InvalidCastException", "Nope"))
		p.block(depth)
	}
	p.write(" catch ")
	p.block(depth)
	if p.pick(2) == 1 && !p.inClass {
		was := p.inLoop
		p.inLoop = false
		p.write(" finally { $a }")
		p.inLoop = was
	}
}

func (p *program) trap(depth int) {
	p.write("trap %s{ ", p.word("", "[System.Exception] ", "[System.DivideByZeroException] "))
	p.expression(depth + 1)
	p.write("; %s }", p.word("continue", "break", "$_"))
}

func (p *program) functionStatement(depth int) {
	if p.inClass {
		p.write("$a")
		return
	}
	p.write("%s %s { ", p.word("function", "function", "filter"), p.function())
	switch p.pick(6) {
	case 1:
		p.write("param([Parameter(Mandatory, ValueFromPipeline)][%s]$a, $b = ", p.typeName())
		p.expression(depth + 1)
		p.write(") ")
	case 2:
		p.write("[CmdletBinding(SupportsShouldProcess)] param([Parameter(Position = 0)]$a, [switch]$c, [ValidateRange(1, 5)][int]$i = 2) ")
	case 3:
		p.write("param($a, [ValidateSet('x', 'y')]$b, [Parameter(ValueFromRemainingArguments)]$c) ")
	case 4:
		p.write("param([ref]$a, [ValidateNotNullOrEmpty()][string[]]$b, [Alias('z')]$c) ")
	}
	if p.pick(3) == 2 {
		for _, part := range []string{"begin", "process", "end", "clean"} {
			if p.pick(2) == 1 {
				p.write("%s ", part)
				p.block(depth)
				p.write(" ")
			}
		}
		p.write("}")
		return
	}
	for n := p.pick(3); n >= 0; n-- {
		p.statement(depth + 1)
	}
	p.write("}")
}

func (p *program) throw(depth int) {
	p.write("%s ", p.word("throw", "Write-Error", "Write-Warning", "$null ="))
	p.operand(depth + 1)
}

// leave is a statement that leaves something.
func (p *program) leave(depth int) {
	words := []string{"$a", "return", "return $a", "exit 3"}
	if p.inLoop {
		words = append(words, "break", "continue", "break l", "continue l")
	}
	if p.inClass {
		words = []string{"return $null", "$this.n = 3"}
	}
	p.write("%s", p.word(words...))
}

func (p *program) chain(depth int) {
	p.pipeline(depth)
	p.write(" %s ", p.word("&&", "||"))
	p.call(depth)
}

func (p *program) class(depth int) {
	if depth > 0 || p.inClass {
		p.write("[K1]")
		return
	}
	p.classes++
	p.inClass = true
	was := p.inLoop
	p.inLoop = false
	if p.pick(4) == 3 {
		p.write("%senum E%d { a; b = 5; c }", p.word("", "[Flags()] "), p.classes)
	} else {
		p.write("class K%d%s { [%s]$n; static [int]$s = ", p.classes, p.word("", " : System.Exception", " : System.IComparable", " : System.Collections.ArrayList"), p.word("int", "string", "object", "object[]"))
		p.expression(depth + 3)
		p.write("; hidden $v; K%d() { ", p.classes)
		p.write("$this.n = ")
		p.expression(depth + 2)
		p.write(" } K%d([int]$q) { $this.v = $q } [object] M($x) { $y = ", p.classes)
		p.expression(depth + 2)
		p.write("; return $y } static [int] S() { return [K%d]::s } [string] ToString() { return ", p.classes)
		p.expression(depth + 2)
		p.write(" } [int] CompareTo($o) { return 1 } [bool] Equals($o) { return %s } }", p.word("$true", "$this.n -eq $o.n", "$this -eq $o"))
	}
	p.inClass, p.inLoop = false, was
}

func (p *program) data(depth int) {
	p.write("data { %s }", p.word("1, 2", "@{ k = 'v' }", "ConvertFrom-StringData 'a=b'", "'s'"))
}

func (p *program) call(depth int) {
	switch p.pick(6) {
	case 0, 1:
		p.write("%s ", p.function())
		for n := p.pick(3); n > 0; n-- {
			p.write("%s", p.word("", "-a ", "-b ", "-i ", "-c:", "-Nope ", "-ErrorAction ", "-OutVariable ", "-WhatIf:"))
			p.operand(depth + 1)
			p.write(" ")
		}
	case 2:
		p.write("%s { %s$a } ", p.word("&", "."), p.word("", "param($a, $b) ", "param([int]$a) ", "process { $_ } end { "))
		if strings.HasSuffix(p.out.String(), "end { $a } ") {
			p.write("} ")
		}
		p.operand(depth + 1)
	case 3:
		p.write("%s @%s", p.function(), p.word("a", "h", "args"))
	case 4:
		p.write("Invoke-Expression %s", p.word("'1 + 1'", "'$a'", "'if ('", "'Get-F'", "\"`$b = 1; `$b\""))
	default:
		p.write("%s", p.word("Get-Variable a*", "Set-Variable a 3", "Get-Command g", "Get-Alias %", "New-Module { function g { 7 } } | Import-Module", "Write-Host hi", "Write-Output 1 2", "Get-Nothing 1", "Start-Job { 1 } | Wait-Job | Receive-Job", "Remove-Variable b", "Write-Verbose v -Verbose", "Get-PSCallStack", "Set-Alias q g", "Update-TypeData -TypeName System.Int32 -MemberName Zz -MemberType ScriptProperty -Value { $this + 1 } -Force"))
	}
}

func (p *program) pipeline(depth int) {
	p.expression(depth + 1)
	for n := p.pick(3); n > 0; n-- {
		p.write(" | ")
		switch p.pick(7) {
		case 0, 1:
			p.write("ForEach-Object ")
			p.block(depth)
		case 2:
			p.write("Where-Object ")
			p.block(depth)
		case 3:
			p.write("%s", p.word("ForEach-Object Length", "Where-Object Length -gt 2", "ForEach-Object ToString", "Where-Object { $_ } -ErrorAction SilentlyContinue", "% -Begin { $a } -Process { $_ } -End { $b }"))
		case 4:
			p.call(depth)
		case 5:
			p.write("%s", p.word("Out-Null", "Format-Table", "Format-List *", "Format-Wide", "Out-String", "Format-Table -AutoSize | Out-String -Width 40"))
		default:
			p.write("& { process ")
			p.block(depth)
			p.write(" }")
		}
	}
	if p.pick(8) == 7 {
		p.write(" %s", p.word("2>&1", "> $null", "*>&1", "3>&1", "2> $null"))
	}
}

// operand is an expression that may be a command's argument.
func (p *program) operand(depth int) {
	if p.pick(3) == 0 {
		p.write("%s", p.word("1", "'x'", "$a", "$b", "-1", "$null", "{ $_ }", "@(1, 2)", "word"))
		return
	}
	p.write("(")
	p.expression(depth)
	p.write(")")
}

func (p *program) literal() {
	p.write("%s", p.word("1", "0", "-1", "2.5", "'abc'", "'12'", "''", "\"$a x $(1 + 1)\"", "$true", "$false", "$null", "1kb", "0x7fffffff", "9223372036854775807", "1e300", "3d", "200uy", "9999999999999999999n", "'2024-02-30'", "\"`0`u{1F600}\"", "'a*'", "'['", "@()", "@{}", "1..3", "10..1", "'a'..'c'", "@'\nhere\n'@"))
}

func (p *program) expression(depth int) {
	if depth >= maxDepth {
		p.write("%s", p.word("1", "'s'", "$null", "$a", "2.5"))
		return
	}
	switch p.pick(20) {
	case 0:
		p.literal()
	case 1, 2:
		p.write("%s", p.variable())
	case 3, 4, 5:
		p.write("(")
		p.expression(depth + 1)
		p.write(" %s ", p.word("+", "-", "*", "/", "%", "-eq", "-ne", "-lt", "-ge", "-and", "-or", "-xor", "-like", "-match", "-replace", "-split", "-join", "-contains", "-in", "-band", "-bor", "-shl", "-shr", "-is", "-as", "-f", "..", "??", ",", "-ceq", "-cmatch", "-inotlike", "-bxor"))
		p.expression(depth + 1)
		p.write(")")
	case 6:
		p.write("(%s (", p.word("-not", "!", "-", "+", "-bnot", "-split", "-join", ","))
		p.expression(depth + 1)
		p.write("))")
	case 7:
		p.write("([%s](", p.typeName())
		p.expression(depth + 1)
		p.write("))")
	case 8:
		p.write("@(")
		p.expression(depth + 1)
		p.write("; ")
		p.expression(depth + 1)
		p.write(")")
	case 9:
		p.write("%s@{ k = ", p.word("", "[ordered]", "[pscustomobject]"))
		p.expression(depth + 1)
		p.write("; 'l m' = ")
		p.expression(depth + 1)
		p.write(" }")
	case 10:
		p.write("$(")
		p.statement(depth + 1)
		p.write(")")
	case 11:
		p.block(depth + 1)
	case 12:
		p.write("(")
		p.expression(depth + 1)
		p.write(")%s", p.word(".Length", ".Count", ".ToString()", "[0]", "[-1]", "[0..1]", "[$a]", ".k", "?.k", "?[0]", ".GetType().Name", ".GetType()", ".Invoke()", ".Substring(1)", ".Split(',')", ".Keys", ".Add(1)", ".n", ".M(1)", ".PSObject.Properties", ".CompareTo(2)", ".Equals($a)", ".Clone()", ".Contains('a')", ".Message", ".Exception.Message", ".('Len' + 'gth')", ".ForEach({ $_ })", ".Where({ $_ }, 'First')", ".ForEach('ToString')", ".GetNewClosure()", ".Ast", ".ToString('X4')"))
	case 13:
		p.write("[%s]::%s", p.typeName(), p.word("new()", "MaxValue", "Parse('1')", "new(1)", "Empty", "Nope", "S()", "Join(',', 1, 2)", "Equals(1, 1)", "new"))
	case 14:
		p.write("([math]::%s(", p.word("Abs", "Sqrt", "Floor", "Round", "Sign"))
		p.expression(depth + 1)
		p.write("))")
	case 15:
		p.write("(")
		p.expression(depth + 1)
		p.write(" ? ")
		p.expression(depth + 1)
		p.write(" : ")
		p.expression(depth + 1)
		p.write(")")
	case 16:
		p.write("\"<$(")
		p.pipeline(depth + 1)
		p.write(")>%s\"", p.word("", " $a", " ${b}", " $($a.k)", "`n"))
	case 17:
		p.write("(")
		p.call(depth + 1)
		p.write(")")
	case 18:
		p.write("(")
		p.pipeline(depth + 1)
		p.write(")")
	default:
		p.write("%s", p.word("$a.k", "$h['k']", "$h.k.l", "$a[0]", "$a::b", "$Error[0]", "$_.Exception", "$a.b.c", "(++$a)", "($b--)", "[ref]$a", "$PSBoundParameters", "$MyInvocation.MyCommand", "$PSVersionTable.PSVersion", "$this", "$using:a", "${function:g}", "$ExecutionContext.SessionState"))
	}
}

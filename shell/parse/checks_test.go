package parse

import (
	"fmt"
	"strings"
	"testing"
)

// TestChecks has a text for each rule that the recorded scripts do not reach, with
// the errors as `id column`, in PowerShell's order.
func TestChecks(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		// assignment and increment
		{"1 = 2", "InvalidLeftHandSide 1"},
		{"($a, $b) = 1", ""},
		{"($a, 1) = 1", "InvalidLeftHandSide 6"},
		{"$a, $b += 1", "InvalidLeftHandSide 1"},
		{"(a) = 1", "InvalidLeftHandSide 2"},
		{"$a.b() = 1", ""},
		{"$a?.b = 1", ""}, // `?` belongs to the name
		{"${a}?.b = 1", "InvalidLeftHandSide 1"},
		{"${a}?[0] = 1", "InvalidLeftHandSide 1"},
		{"1++", "OperatorRequiresVariableOrProperty 1"},
		{"[void]$a = 1", "VoidTypeConstraintNotAllowed 1"},
		{"[ref][int]$a = 1", "ReferenceNeedsToBeByItselfInTypeConstraint 1"},
		{"[int]$args = 1", "AssignmentStatementToAutomaticNotSupported 1"},
		{"[int][ref]$a", "ReferenceNeedsToBeLastTypeInTypeConversion 6"},
		{"[ref][ref]$a", "ReferenceNeedsToBeByItselfInTypeSequence 6"},
		{"[ordered]1", "OrderedAttributeOnlyOnHashLiteralNode 1"},
		{"[a()]1", "UnexpectedAttribute 1"},
		{"[a()][int]$x", ""},
		{"class A { $x; f() { $x = 1 } }", "MissingThis 21"},
		{"class A { $x; f() { [int]$x, $y = 1 } }", "MissingThis 26"},
		{"class A { static $x; f() { $x += 1 } }", "MissingTypeInStaticPropertyAssignment 28"},
		{"class A { $x; f() { ($x) = 1 } }", ""}, // parentheses hide it
		{"class A { $x; f() { $y, ($z, $x) = 1 } }", ""},
		{"class A { $x; f() { & { $x = 1 } } }", ""},
		// types without their arguments
		{"class A { [System.Collections.Generic.List[int]]$x }", ""},
		{"class A { [System.Collections.Generic.List]$x }", "TypeNotFound 12"},
		{"class A { [System.Collections.Generic.List`1]$x }", "TypeNotAllowedForProperty 11"},
		{"using namespace System.Collections.Generic\nclass A { [Dictionary[string, [List[int]]]]$x; [hashset]$y }", "TypeNotFound 49"},
		{"class A { [Nullable[int]] $a; [Action] $b; [Func[int]] $c; [Func] $d }", "TypeNotFound 61"},
		{"class A { [Environment+SpecialFolder]$x; [System.IServiceProvider]$y }", ""},
		{"using namespace System.Management.Automation\nclass A { [CallStackFrame]$x; [PSTypeConverter]$y; [Nope]$z }", "TypeNotFound 53"},
		// #requires
		{"#requires -pssnapin a.b-c_1 -version 2", ""},
		{"#requires -pssnapin 'a b'", "InvalidPSSnapInName 21"},
		{"#requires -pssnapin ''", "InvalidPSSnapInName 21"},
		{"#requires -pssnapin a -pssnapin b", "ParameterAlreadyBound 23"},
		{"#requires -pssnapin a -pssnapin 1", "RequiresInvalidStringArgument 33"},
		{"#requires -pssnapin a -version 1 -version 1", "ParameterAlreadyBound 34"},
		{"#requires -shellid '' -shellid b", "ParameterAlreadyBound 23"},
		{"#requires -shellid 1", "RequiresInvalidStringArgument 20"},
		{"#requires -version 3\n#requires -version 3.0\n#requires -version 4", "ParameterAlreadyBound 11"},
		{"#requires -version 1.2.3.4.5", "RequiresVersionInvalid 20"},
		{"#requires -version -1", "RequiresVersionInvalid 20"},
		{"#requires -runasadministrator 1", "ParameterCannotHaveArgument 11"},
		{"#requires -modules $x", "RequiresArgumentMustBeConstant 20"},
		{"#requires -psedition core,core", "RequiresPSEditionValueIsAlreadySpecified 22"},
		{"#requires -psedition nano", "RequiresPSEditionInvalid 22"},
		{"#requires -assembly a,1", "RequiresInvalidStringArgument 21"},
		{"#requires -modules", "ParameterRequiresArgument 11"},
		{"#requires 1", "ScriptRequiresInvalidFormat 11"},
		{"#requiresx", "ScriptRequiresInvalidFormat 2"},
		{" #requires -nope 1", "ScriptRequiresInvalidFormat 12"},
		// parameters and attributes
		{"function f($a, $A) {}", "DuplicateFormalParameter 16"},
		{"function f($a) { param($b) }", "OnlyOneParameterListAllowed 18"},
		{"function f() { param($b) }", ""},
		{"param([void]$a)", "VoidTypeConstraintNotAllowed 7"},
		{"param([ordered]$a)", "OrderedAttributeOnlyOnHashLiteralNode 7"},
		{"[int]param($a)", "TypeNotAllowedBeforeParam 1"},
		{"param([Parameter(Mandatory, mandatory=1)]$a)", "DuplicateNamedArgument 29"},
		{"param([ValidateSet($x)]$a)", "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock 20"},
		{"param([ValidateRange(1kb, [int]::MaxValue)]$a)", ""},
		{"param([A([string]::Empty)]$a)", "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock 10"},
		{"param([A((1 + 2), -3, {4}, 'a', [int], (1, 2), $true)]$a)", ""},
		{"param([A(1 / $null)]$a)", "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock 10"},
		// jumps
		{"try{}finally{ break }", "ControlLeavingFinally 15"},
		{"try{}finally{ return 1 }", "ControlLeavingFinally 15"},
		{"try{}finally{ foreach($a in 1){ continue } }", ""},
		{":x foreach($a in 1){ try{}finally{ foreach($b in 1){ break x } } }", "ControlLeavingFinally 54"},
		{"try{}finally{ &{ break } }", ""},
		{"try{}catch{}catch{}", "EmptyCatchNotLast 12"},
		{"try{}catch [Exception]{}catch [IO.IOException]{}", "ExceptionTypeAlreadyCaught 31"},
		{"try{}catch [IO.IOException]{}catch [Exception]{}", ""},
		// variables, hashtables, using
		{"@a", "SplattingNotPermitted 1"},
		{"f 1,@a", "SplattingNotPermittedInArgumentList 5"},
		{"@{1=1; '1'=2}", "DuplicateKeyInHashLiteral 8"},
		{"$using:a.b[1].c", ""},
		{"$using:a.b()", "InvalidUsingExpression 1"},
		{"$using:a[$b]", "InvalidUsingExpression 10"},
		{"using namespace a.1b", "InvalidNamespaceValue 17"},
		{"using type a = b", "UsingStatementNotSupported 1"},
		{"using module a*", "WildCardModuleNameError 1"},
		{"using module @{ModuleName='a'}", "RequiresModuleInvalid 1"},
		{"1; using namespace a", "UsingMustBeAtStartOfScript 4"},
		// reserved
		{"foreach -parallel ($a in 1) {}", "KeywordParameterReservedForFutureUse 1"},
		{"switch -parallel (1) {default{}}", "KeywordParameterReservedForFutureUse 1"},
		{"workflow a {}", "WorkflowNotSupportedInPowerShellCore 1"},
		{"parallel {}", "UnexpectedKeyword 1"},
		// data sections
		{"data { 1 + 2; 'a'; @{a = $true}; ConvertFrom-StringData 'a' }", ""},
		{"data { $a }", "VariableReferenceNotSupportedInDataSection 8"},
		{"data { a.exe }", "CmdletNotInAllowedListForDataSection 8"},
		{"data -SupportedCommand a.exe { a.exe 1 }", ""},
		{"data { 'a' -f 1 }", "OperatorNotSupportedInDataSection 12"},
		{"data { [regex]'a' }", "TypeNotAllowedInDataSection 8"},
		{"data { $null.a() }", "MethodCallNotSupportedInDataSection 8"},
		{"data { while(1){ break } }", "ForWhileStatementNotSupportedInDataSection 8; FlowControlStatementNotSupportedInDataSection 18"},
		// #requires
		{"#requires -Version 5.1 -Modules a, @{ModuleName='b';ModuleVersion='1.0'} -RunAsAdministrator", ""},
		{"#requires -Modules @{ModuleName='b';ModuleVersion='1'}", "RequiresModuleInvalid 20"},
		{"#requires -Version x", "RequiresVersionInvalid 20"},
		{"#requires -Version", "ParameterRequiresArgument 11"},
		{"#requires -RunAsAdministrator 1", "ParameterCannotHaveArgument 11"},
		{"#requires -Modules $a", "RequiresArgumentMustBeConstant 20"},
		{"#requires -PSEdition Half", "RequiresPSEditionInvalid 22"},
		{"#requires a", "ScriptRequiresInvalidFormat 11"},
		// signatures
		{"1\n# SIG # Begin signature block\n2", "TokenAfterEndOfValidScriptText 1"},
	} {
		if got := errorColumns(test.src); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

// TestClassChecks has a text for each rule about classes and enums.
func TestClassChecks(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"class A {} class A {}", "MemberAlreadyDefined 12"},
		{"class A { [B]$b }", "TypeNotFound 12"},
		{"class A { [B]$b } class B {}", ""},
		{"class A { [Collections.Generic.List[C]]$b }", "TypeNotFound 37"},
		{"class A { [z()]$b }", "CustomAttributeTypeNotFound 12"},
		{"class A { [void]$b }", "TypeNotAllowedForProperty 11"},
		{"class A { [int][string]$b }", "TooManyTypes 16"},
		{"class A { static static $b }", "DuplicateQualifier 18"},
		{"class A { static }", "IncompleteMemberDefinition 17"},
		{"class A { $a $b }", "MissingPropertyTerminator 13"},
		{"class A { f }", "MissingMethodParameterList 12; MissingFunctionBody 12"},
		{"class A { f() { param($x) } }", "ParamBlockNotAllowedInMethod 17"},
		{"class A { f() { begin{} } }", "NamedBlockNotAllowedInMethod 17"},
		{"class A { [int]A() { return 1 } }", "ConstructorCantHaveReturnType 11"},
		{"class A { [int]f() {} }", "MethodHasCodePathNotReturn 16"},
		{"class A { [int]f() { if($true){ return 1 } } }", "MethodHasCodePathNotReturn 16"},
		{"class A { [int]f() { if($true){ return 1 } else { throw 2 } } }", ""},
		{"class A { [int]f() { while($true){ return 1 } } }", "MethodHasCodePathNotReturn 16"},
		{"class A { [int]f() { try{ return 1 }catch{ return 2 } } }", ""},
		{"class A { [int]f() { switch(1){ 1{ return 1 } default{ return 2 } } } }", "MethodHasCodePathNotReturn 16"},
		{"class A { f() { return 1 } }", "VoidMethodHasReturn 17"},
		{"class A { [int]f() { return } }", "NonVoidMethodMissingReturnValue 22"},
		{"class A { f() { { return 1 } } }", ""},
		{"class A { f() { $x } }", "VariableNotLocal 17"},
		{"class A { f() { $x = 1; $x } }", ""},
		{"class A { f() { if($true){ $x = 1 } $x } }", "VariableNotLocal 37"},
		{"class A { f($p) { $p; $this; $_; $true; $global:g; $env:e; $PSScriptRoot; $Matches } }", ""},
		{"class A { f() { $Host } }", "VariableNotLocal 17"},
		{"class A { f() { Set-Variable x 1; $x = 1; $x } }", ""},
		{"class A { f() { foreach($i in 1){ $i; $foreach } } }", ""},
		{"class A { static f() { $this } }", "NonStaticMemberAccessInStaticMember 24"},
		{"class A { $p; f() { $p = 1 } }", "MissingThis 21"},
		{"class A { static $p; f() { $p = 1 } }", "MissingTypeInStaticPropertyAssignment 28"},
		{"class A { f([int][string]$a) {} }", "MultipleTypeConstraintsOnMethodParam 18"},
		{"class A { f() { break x } }", "LabelNotFound 17"},
		{"class A { f() { :x while(1){ break x } } }", ""},
		{"class A { f([Parameter()]$a) {} }", "AttributeNotAllowedOnDeclaration 13"},
		{"class A { [ValidateSet(1, Nope=2)]$a }", "PropertyNotFoundForAttribute 27"},
		{"class A { [ValidateScript({1})]$a }", "ParameterAttributeArgumentNeedsToBeConstant 27"},
		{"class A : { }", "TypeNameExpected 10"},
		{"class A : B", "MissingTypeBody 12"},
		{"[DscResource()]class A { }", "DscResourceMissingSetMethod 1; DscResourceMissingGetMethod 1; DscResourceMissingTestMethod 1; DscResourceMissingKeyProperty 1"},
		{"enum E : string { a }", "InvalidUnderlyingType 10"},
		{"enum E : Nope { a }", "InvalidUnderlyingType 10; TypeNotFound 10"},
		{"enum E : double { a }", ""},
		{"enum E { a = }", "ExpectedValueExpression 13"},
		{"enum E { a b }", "MissingPropertyTerminator 11"},
		{"[int]enum E { a }", "TypeNotAllowedBeforeStatement 1"},
	} {
		if got := errorColumns(test.src); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

func errorColumns(src string) string {
	var list []string
	_, errors := Parse(src, "")
	for _, e := range errors {
		list = append(list, fmt.Sprint(e.ID, " ", e.Extent.StartColumnNumber()))
	}
	return strings.Join(list, "; ")
}

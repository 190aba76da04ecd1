package management_test

import (
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/utility"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/shelltest"
)

// runHere runs a script in a folder of its own; errors are their ids behind a mark.
func runHere(t *testing.T, script string) string {
	t.Helper()
	views := []func() []*cmdlet.View{management.Views, utility.Views}
	return strings.Join(shelltest.Here(t, script, views, append(utility.Cmdlets(), management.Cmdlets()...)...), "|")
}

// What each parameter of the item, content, path and location cmdlets changes.
func TestParameters(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{"Add-Content a.txt 1 -NoNewline; Add-Content -LiteralPath a.txt 2 -Encoding utf8 -PassThru; (Get-Content a.txt -Raw).Replace(\"`n\", '/')",
			`2|12/`},
		{`Set-Content a.txt x -NoNewline; Add-Content a.txt ([byte[]](65, 66)) -AsByteStream; Get-Content a.txt; Add-Content a.txt text -AsByteStream`,
			`xAB|!Argument`},
		{`Set-Content u.txt ä -Encoding utf8BOM; Add-Content u.txt ö -Encoding ascii; (Get-Content u.txt -AsByteStream) -join ' '`,
			`239 187 191 195 164 10 195 182 10`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; Add-Content * 2 -Filter *.txt; Add-Content *.* 3 -Include a* ; Add-Content *.* 4 -Exclude a*, c* -Force; Get-ChildItem | % { "$($_.Name): $((Get-Content $_) -join ',')" }`,
			`a.txt: 1,2,3|b.txt: 1,2,4|c.log: 1`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; Clear-Content * -Filter *.txt -Exclude b*; Clear-Content * -Include *.log -Force; Get-ChildItem | % { "$($_.Name) $($_.Length)" }`,
			`a.txt 0|b.txt 2|c.log 0`},
		{`Set-Content -LiteralPath 'a[1].txt' 1; Clear-Content 'a[1].txt'; (Get-Item -LiteralPath 'a[1].txt').Length; Clear-Content -LiteralPath 'a[1].txt'; (Get-Item -LiteralPath 'a[1].txt').Length`,
			`!ItemNotFound|2|0`},
		{`$a = 1; $ab = 2; $b = 3; Clear-Item variable:a* -Exclude ab; "$a/$ab/$b"; Clear-Item variable:* -Include ab; "$a/$ab/$b"; Clear-Item -LiteralPath variable:b -Force; "$a/$ab/$b"`,
			`/2/3|//3|//`},
		{`Clear-Item ./none; Clear-Item -LiteralPath .; Clear-Item variable:* -Filter x; Get-ChildItem env: -Filter x; Test-Path env:x -Filter y; Set-Item env:SC_A 5 -Filter x`,
			`!PathNotFound|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported`},
		{`Set-Content a.txt 1; Set-Content b.log 1; Get-ChildItem | Set-ItemProperty -Name IsReadOnly -Value $true; Clear-ItemProperty * Attributes -Filter *.txt -PassThru | % { "$($_.Attributes)" }; (Get-Item *).ForEach('IsReadOnly'); Clear-ItemProperty * Attributes -Include *.log -Exclude a* -Force; (Get-Item *).ForEach('IsReadOnly')`,
			`Normal|False|True|False|False`},
		{`Set-Content -LiteralPath 'a[1]' 1; Set-ItemProperty -LiteralPath 'a[1]' IsReadOnly $true; Clear-ItemProperty -LiteralPath 'a[1]' Attributes; (Get-Item -LiteralPath 'a[1]').IsReadOnly; Clear-ItemProperty none Attributes`,
			`False|!PathNotFound`},
		{`Convert-Path -LiteralPath .; Convert-Path none; Set-Content .hid 1; Convert-Path .h* -Force; Convert-Path .h*; Convert-Path -LiteralPath 'env:PATH'`,
			`HERE|!PathNotFound|HERE/.hid|PATH`},
		{`$null = New-Item d/e -ItemType Directory -Force; Set-Content d/a.txt 1; Set-Content d/e/b.txt 2; Copy-Item d x -Container -Recurse; (Get-ChildItem x -Recurse -Name) -join ' '; $null = New-Item y -ItemType Directory; Copy-Item d y -Recurse -Container:$false; (Get-ChildItem y -Recurse -Name) -join ' '`,
			`e a.txt e/b.txt|a.txt b.txt`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; $null = New-Item d -ItemType Directory; Copy-Item * d -Filter *.txt -Exclude b* -PassThru | % Name; Copy-Item * d -Include *.log -PassThru | % Name; (Get-ChildItem d -Name) -join ' '`,
			`a.txt|c.log|a.txt c.log`},
		{`Set-Content -LiteralPath 'a[1]' 1; Copy-Item 'a[1]' b; Test-Path b; Copy-Item -LiteralPath 'a[1]' b; Set-ItemProperty b IsReadOnly $true; Set-Content -LiteralPath 'a[1]' 2; Copy-Item -LiteralPath 'a[1]' b -Force; Get-Content b`,
			`False|2`},
		{`Copy-ItemProperty a.txt -Destination b.txt -Name x; Set-Content a.txt 1; Set-Content b.txt 1; Copy-ItemProperty a.txt b.txt -Name x; Copy-ItemProperty -LiteralPath a.txt b.txt x -PassThru -Force -Filter * -Include a* -Exclude b*`,
			`!PathNotFound|!NotSupported|!NotSupported`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Move-ItemProperty a.txt b.txt -Name x; Move-ItemProperty -LiteralPath a.txt b.txt x -PassThru -Force -Filter * -Include a* -Exclude b*`,
			`!NotSupported|!NotSupported`},
		{`Set-Content a.txt 1; New-ItemProperty a.txt x -PropertyType String -Value 3 -Force; New-ItemProperty -LiteralPath a.txt x -Filter * -Include a* -Exclude b*`,
			`!NotSupported|!NotSupported`},
		{`Set-Content a.txt 1; Remove-ItemProperty a.txt x; Remove-ItemProperty -LiteralPath a.txt x -Force -Filter * -Include a* -Exclude b*; Rename-ItemProperty a.txt x y; Rename-ItemProperty -LiteralPath a.txt x y -PassThru -Force -Filter * -Include a* -Exclude b*`,
			`!NotSupported|!NotSupported|!NotSupported|!NotSupported`},
		{`Set-Content f 1; $null = New-Item d -ItemType Directory; $null = New-Item l -ItemType SymbolicLink -Value d; Set-Content d/x 1; Get-ChildItem -Attributes Directory+!ReparsePoint -Name; Get-ChildItem -Attributes !D, Hidden -Name; Get-ChildItem -Attributes ReparsePoint -Name; Get-ChildItem -Recurse -FollowSymlink | % { $_.FullName.Replace("$pwd/", '') }; '-'; (Get-ChildItem -Recurse).Count; Get-ChildItem -ReadOnly -Name; Set-ItemProperty f IsReadOnly $true; Get-ChildItem -ReadOnly -Name; Get-ChildItem -System; Get-ChildItem -Attributes Wrong`,
			`d|f|l|d|l|f|d/x|-|4|f|!CannotConvertArgumentNoMessage`},
		{`Set-Content a 'one,two;three' -NoNewline; (Get-Content a -Delimiter ',') -join '|'; (Get-Content a -Delimiter ';' -ReadCount 2) -join '|'; Get-Content -LiteralPath a -Encoding utf8 -Force; Get-Content a -Delimiter ',' -Raw; Get-Content a -Encoding nope`,
			`one|two;three|one,two|three|one,two;three|!InvalidOperation|!ParameterArgumentTransformationError`},
		{`Set-Content a one, two; Get-Content a* -Exclude a*; Get-Content z*; Get-Content a -Raw -Tail 1; Get-Content a -Tail 1 -TotalCount 1; Get-Content a -AsByteStream -Delimiter x; (Get-Content a -AsByteStream -ReadCount 3 | % { $_.Count }) -join ' '; Get-Content a -AsByteStream -Encoding utf8 -TotalCount 1 -WarningVariable w 3>$null; "$w"; Get-Content env:PATH -Tail 1; Set-Content z* 1; Clear-Content z*`,
			`!ItemNotFound|!ItemNotFound|!InvalidOperation|!TailAndHeadCannotCoexist|!GetContentReaderArgumentError|3 3 2|111|Encoding not used when '-AsByteStream' specified.|!TailNotSupported|!ItemNotFound|!ItemNotFound`},
		{`Set-Content a ä -Encoding ([Text.Encoding]::UTF8); (Get-Content a -AsByteStream) -join ' '; Set-Content a ä -Encoding ([Text.Encoding]::GetEncoding(1252)); (Get-Content a -AsByteStream) -join ' '; Get-Content a -Encoding ([Text.Encoding]::Latin1); Set-Content a ä -Encoding utf-8 -NoNewline; (Get-Content a -AsByteStream) -join ' '; Set-Content a ä -Encoding string -NoNewline; (Get-Content a -AsByteStream) -join ' '; Set-Content a x -Encoding @{ a = 1 }`,
			`239 187 191 195 164 10|228 10|ä|239 187 191 195 164|255 254 228 0|!CannotConvertArgumentNoMessage`},
		{`Set-Content a 'aä+€b𝄞' -Encoding utf7 -NoNewline 3>$null; Get-Content a; Get-Content a -Encoding utf7 -WarningVariable w 3>$null; "$w"; 1..3000 | % { "$_ ä€𝄞" } | Set-Content b -Encoding utf7 3>$null; (Get-Content b -Encoding utf7 3>$null)[2999]`,
			`a+AOQAKyCs-b+2DTdHg-|aä+€b𝄞|Encoding 'UTF-7' is obsolete, please use UTF-8.|3000 ä€𝄞`},
		{`$null = New-Item d, d/e -ItemType Directory; Set-Content d/f 1; $null = New-Item d/e/up, d/l -ItemType SymbolicLink -Value "$pwd/d/e"; (Get-ChildItem d -Recurse -FollowSymlink -WarningVariable w 3>$null | % Name) -join ' '; $w.Count; Move-Item d d/e; Move-Item d d; Move-Item d g -PassThru | % Name; Test-Path g/e`,
			`e l f up|2|!MoveItemArgumentError|!MoveItemArgumentError|g|True`},
		{`1..5 | Set-Content a; Get-Content a -ReadCount 2 | % { $_ -join '+' }; Get-Content a -ReadCount 0 | % { $_.Count }; (Get-Content a -AsByteStream -TotalCount 3) -join ' '; (Get-Content a -AsByteStream -Tail 2) -join ' '; (Get-Content a -AsByteStream -Raw).GetType().Name`,
			`1+2|3+4|5|5|49 10 50|53 10|Byte[]`},
		{`Set-Content a.txt 1; Set-Content b.txt 2; Set-Content c.log 3; Get-Content * -Filter *.txt -Exclude b*; Get-Content * -Include *.log`,
			`1|3`},
		{`Set-Content a -Value ä -Encoding latin1; Get-Content a -Encoding latin1; (Get-Content a).Length`,
			`ä|1`},
		{`Set-Content a 1, 2; Get-Content a -Wait | % { if ($_ -eq 2) { Add-Content a 3 }; $_ } | Select-Object -First 3`,
			`1|2|3`},
		{`Set-Content a.txt 1; Set-Content b.txt 2; Set-Content c.log 3; Get-Item * -Filter *.txt -Exclude b* | % Name; Get-Item * -Include *.log | % Name`,
			`a.txt|c.log`},
		{`Set-Content -LiteralPath 'a[1]' 12; Set-Content b 1; Get-ItemProperty -LiteralPath 'a[1]' Length -Force | % Length; (Get-ItemProperty * Name -Filter b*).Name; (Get-ItemProperty * Name -Include a*, b* -Exclude b*).Name; Get-ItemPropertyValue -LiteralPath 'a[1]' Name -Force; Get-ItemPropertyValue * Name -Filter b*; Get-ItemPropertyValue * Name -Include a*, b* -Exclude b*`,
			`3|b|a[1]|a[1]|b|a[1]`},
		{`$null = New-Item a/b -ItemType Directory -Force; Push-Location a -StackName s; Push-Location b -StackName s -PassThru | % Path; (Get-Location -StackName s).ToArray().Path -join ' '; (Get-Location -StackName s).Name; Pop-Location -StackName s -PassThru | % Path; Push-Location -LiteralPath b; (Get-Location -Stack).Count; (Get-Location -Stack).Peek().Path; (Get-Location -Stack).GetType().FullName; Pop-Location; Pop-Location; Pop-Location -StackName none; Get-Location -StackName none`,
			`HERE/a/b|HERE/a HERE|s|HERE/a|1|HERE/a|System.Management.Automation.PathInfoStack|!Argument|!Argument`},
		{`$null = New-Item 'a[1]' -ItemType Directory; Set-Location -LiteralPath 'a[1]' -PassThru | % Path; Push-Location ..; Set-Location -StackName s; Pop-Location; "$pwd"; Push-Location -StackName s; Set-Location -StackName s -PassThru | % Name`,
			`HERE/a[1]|!StackNotFound|HERE/a[1]|s`},
		{`New-PSDrive -Name Q -PSProvider FileSystem -Root . -Description words -Scope Global | % Description; (Get-PSDrive Q -Scope Global).Root; Get-PSDrive Q -Scope 99; Get-PSDrive Q -Scope wrong; Remove-PSDrive Q -PSProvider Function -Force; Remove-PSDrive Q -PSProvider FileSystem -Scope Global -Force; Test-Path Q:/`,
			`words|HERE|!ArgumentOutOfRange|!Argument|!DriveNotFound|False`},
		{`$c = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force)); (New-PSDrive Q FileSystem . -Credential $c).Credential.UserName; Get-Item . -Credential $c; Get-Item env:PATH -Credential $c; Join-Path a b -Credential $c; Split-Path a/b -Credential $c; Test-Path . -Credential $c; New-Item x -Credential $c; Get-Item / -Credential ([pscredential]::Empty) | % Name; Remove-Item x -Credential $c; Set-Content x 1 -Credential $c; Rename-Item x y -Credential $c; Copy-Item x y -Credential $c; Set-ItemProperty x y z -Credential $c; Resolve-Path . -Credential $c`,
			`u|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|/|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported`},
		{`$c = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force)); Add-Content x 1 -Credential $c; Clear-Content . -Credential $c; Clear-Item . -Credential $c; Clear-ItemProperty . a -Credential $c; Copy-ItemProperty . x y -Credential $c; Get-Content . -Credential $c; Get-ItemProperty . -Credential $c; Get-ItemPropertyValue . Name -Credential $c; Invoke-Item . -Credential $c; Move-Item . x -Credential $c; Move-ItemProperty . x y -Credential $c; New-ItemProperty . x -Credential $c; Remove-ItemProperty . x -Credential $c; Rename-ItemProperty . x y -Credential $c; Set-Item . 1 -Credential $c`,
			`!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported|!NotSupported`},
		{`(Get-Process -InputObject (Get-Process -Id $PID)).Id -eq $PID; Get-Process -Id $PID -IncludeUserName | % { $_.UserName.Length -gt 0 }`,
			`True|True`},
		{`Set-Content a.txt 1; Invoke-Item none; Invoke-Item -LiteralPath a.txt -WhatIf; Invoke-Item * -Filter *.none; Invoke-Item * -Include x* -Exclude a*`,
			`!PathNotFound`},
		{`Set-Content a.txt 1; Join-Path . a.* -Resolve; Join-Path . none -Resolve; Join-Path a b -Extension .txt; Join-Path a b.log -Extension md; Join-Path a b.log -Extension ''`,
			`HERE/a.txt|!PathNotFound|a/b.txt|a/b.md|a/b`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; $null = New-Item d -ItemType Directory; Move-Item * d -Filter *.txt -Exclude b* -PassThru | % Name; Move-Item * d -Include *.log; (Get-ChildItem -Recurse -Name) -join ' '; Move-Item b.txt d/a.txt; Move-Item b.txt d/a.txt -Force; (Get-ChildItem -Recurse -Name) -join ' '`,
			`a.txt|d b.txt d/a.txt d/c.log|!MoveFileInfoItemIOError|d d/a.txt d/c.log`},
		{`New-Item alias:zz -Value Get-Date -Options ReadOnly | % { "$($_.Options)" }; New-Item function:ff -Value { 1 } -Options Constant, AllScope | % { "$($_.Options)" }`,
			`ReadOnly|Constant, AllScope`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; Set-Content -LiteralPath 'x[1]' 1; Remove-Item * -Filter *.txt -Exclude b*; (Get-ChildItem -Name) -join ' '; Remove-Item -LiteralPath 'x[1]'; (Get-ChildItem -Name) -join ' '`,
			`b.txt c.log x[1]|b.txt c.log`},
		{`Set-Content -LiteralPath 'x[1]' 1; Rename-Item 'x[1]' y; Rename-Item -LiteralPath 'x[1]' y; Get-ChildItem -Name`,
			`!InvalidOperation|y`},
		{`Set-Content -LiteralPath 'x[1]' 1; (Resolve-Path -LiteralPath 'x[1]').Path; $null = New-Item d -ItemType Directory; Set-Content .h 1; Set-Content d/y 1; Resolve-Path -Relative -RelativeBasePath d y*; Resolve-Path .h* | % Path; Resolve-Path .h* -Force | % Path; Resolve-Path none; Resolve-Path x* -Relative -RelativeBasePath none`,
			`HERE/x[1]|./y|HERE/.h|!PathNotFound|!PathNotFound`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; Set-Content * 2 -Filter *.txt -Exclude b*; Set-Content * 3 -Include *.log -Force; Get-ChildItem | % { Get-Content $_ }; Set-Content a.txt ([byte[]](65, 10)) -AsByteStream; Get-Content a.txt`,
			`2|1|3|A`},
		{`$env:SC_ITEM_A = 1; $env:SC_ITEM_B = 1; Set-Item env:SC_ITEM_* 2 -Exclude SC_ITEM_B -PassThru | % Name; Set-Item env:SC_ITEM_* 3 -Include *B; "$env:SC_ITEM_A$env:SC_ITEM_B"; Set-Item -LiteralPath env:SC_ITEM_A 4; $env:SC_ITEM_A; $env:SC_ITEM_A = $env:SC_ITEM_B = ''`,
			`SC_ITEM_A|23|4`},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Set-Content c.log 1; Set-ItemProperty * IsReadOnly $true -Filter *.txt -Exclude b* -PassThru | % IsReadOnly; Set-ItemProperty * IsReadOnly $true -Include *.log -Force; (Get-ChildItem).ForEach('IsReadOnly') -join ' '; Set-ItemProperty -LiteralPath b.txt -InputObject ([pscustomobject]@{ IsReadOnly = $true }); (Get-Item b.txt).IsReadOnly; Set-ItemProperty none IsReadOnly $true`,
			`True|True False True|True|!PathNotFound`},
		{`Split-Path -Qualifier C:/a/b; Split-Path -NoQualifier C:/a/b; Split-Path -Qualifier a/b; Split-Path env:x/y -Qualifier; Split-Path -LiteralPath a/b/c; Set-Content a.txt 1; Split-Path ./*.txt -Resolve -Leaf; Split-Path none/x -Resolve; Split-Path -LiteralPath 'a/[b]/c'`,
			`C:|/a/b|!ParsePathFormatError|env:|a/b|a.txt|!PathNotFound|a/[b]`},
		{"Set-Content a.txt 1; Set-Content b.log 1; Test-Path * -Include *.txt; Test-Path * -Exclude *.txt, *.log; Test-Path * -Filter *.x; Test-Path -LiteralPath 'a*'; Test-Path none:x -IsValid; Test-Path \"a`0b\" -IsValid; Test-Path a/b -IsValid; Test-Path a.txt -NewerThan 2000-01-01; Test-Path a.txt -OlderThan 2000-01-01; Test-Path a.txt -OlderThan 2999-01-01 -NewerThan 2000-01-01",
			`True|False|False|False|False|False|True|True|False|True`},
		{`Unblock-File -LiteralPath none; Unblock-File .`,
			`!FileNotFound|!LinuxNotSupported|!LinuxNotSupported`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

package utility_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// check runs scripts in a folder of their own and compares what they write.
func check(t *testing.T, cases map[string]string) {
	t.Helper()
	for script, want := range cases {
		if got := run(t.TempDir(), script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

func TestXPath(t *testing.T) {
	const doc = `$x = [xml] '<a><b id="1">x</b><b id="2"><c/></b><!--k--><d>7</d></a>'; `
	const spaces = `$x = [xml] '<r xmlns="urn:a" xmlns:p="urn:p"><i/><p:j k="v"/></r>'; `
	check(t, map[string]string{
		doc + `$x.SelectNodes('//b[@id="2"]').Count; $x.SelectSingleNode('/a/b[last()]').id; $x.SelectNodes('//b[contains(., "x")]').id`:                                                     "1\n2\n1",
		doc + `$x.SelectNodes('/a/d[. > 5 and not(@id)]').Count; $x.SelectNodes('//c/..').id; $x.SelectNodes('//comment()').Value`:                                                           "1\n2\nk",
		doc + `$x.SelectNodes('//b | //d').Count; $x.SelectNodes('/a/b/following-sibling::d').Count; $null -eq $x.SelectSingleNode('//z')`:                                                   "3\n1\nTrue",
		doc + `try { $x.SelectNodes('count(//b)') } catch { $_.Exception.InnerException.Message }`:                                                                                           "Expression must evaluate to a node-set.",
		doc + `try { $x.SelectNodes('//[') } catch { $_.Exception.InnerException.Message }`:                                                                                                  "'//[' has an invalid token.",
		doc + `$x.DocumentElement.GetElementsByTagName('b').Count`:                                                                                                                           "2",
		spaces + `$x.SelectNodes('//i').Count; $x.SelectNodes('//*[local-name()="i"]').Count; $x.SelectNodes('//*[name()="p:j"]').k`:                                                         "0\n1\nv",
		spaces + `$m = [System.Xml.XmlNamespaceManager]::new($x.NameTable); $m.AddNamespace('q', 'urn:a'); $x.SelectNodes('//q:i', $m).Count; $m.LookupNamespace('q'); $m.HasNamespace('z')`: "1\nurn:a\nFalse",
		spaces + `$x.DocumentElement.NamespaceURI; $x.DocumentElement.LastChild.Prefix; $x.DocumentElement.LastChild.LocalName`:                                                              "urn:a\np\nj",
	})
}

func TestSelectXml(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.xml"), []byte("<a><b>1</b><b>2</b></a>"), 0o600); err != nil {
		t.Fatal(err)
	}
	// An external entity leads to a file; it must be neither read nor known.
	entity := `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`
	if err := os.WriteFile(filepath.Join(folder, "entity.xml"), []byte(entity), 0o600); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{
		`Select-Xml -Path a.xml -XPath //b | % { $_.Node.InnerText; $_.Path; $_.Pattern }`:                                       "1\nFOLDER/a.xml\n//b\n2\nFOLDER/a.xml\n//b",
		`"$(Select-Xml -Path a.xml -XPath '//b[2]')"; "$('<a>5</a>' | Select-Xml /a)"`:                                           "2:FOLDER/a.xml\n5",
		`[xml] '<a i="v"/>' | Select-Xml /a/@i | % { $_.Node.Value; $_.Path }`:                                                   "v\nInputStream",
		`Select-Xml -Content '<r xmlns="urn:a"><i>1</i></r>' -XPath //z:i -Namespace @{ z = 'urn:a' } | % { $_.Node.InnerText }`: "1",
		`Select-Xml -Content '<a/>' -XPath /a -Namespace @{ z = $null } | % Pattern`:                                             "ERROR PrefixError,Microsoft.PowerShell.Commands.SelectXmlCommand InvalidOperation: This command cannot be run because the prefix value in the Namespace parameter is null. Provide a valid value for the prefix, and then run the command again.\n/a",
		`Select-Xml -LiteralPath none.xml -XPath /a`:                                                                             "ERROR ProcessingFile,Microsoft.PowerShell.Commands.SelectXmlCommand InvalidArgument: The file 'FOLDER/none.xml' cannot be read: Could not find file 'FOLDER/none.xml'.",
		`Select-Xml -Path none.xml -XPath /a`:                                                                                    "ERROR PathNotFound,Microsoft.PowerShell.Commands.SelectXmlCommand ObjectNotFound: Cannot find path 'FOLDER/none.xml' because it does not exist.",
	} {
		if got := run(folder, script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
	if got := run(folder, `Select-Xml -Path entity.xml -XPath /a | % { $_.Node.InnerText }`); strings.Contains(got, "root:") || !strings.HasPrefix(got, "ERROR ProcessingFile") {
		t.Errorf("an external entity gives %s", got)
	}
}

func TestConvertToXml(t *testing.T) {
	const start = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
	check(t, map[string]string{
		`1, 'a<b' | ConvertTo-Xml -As String`: start + "<Objects>\n  <Object Type=\"System.Int32\">1</Object>\n  <Object Type=\"System.String\">a&lt;b</Object>\n</Objects>",
		`[pscustomobject] @{ a = 1; c = $null; d = 1, 2; e = @{ k = 'v' } } | ConvertTo-Xml -As String -NoTypeInformation`: start + `<Objects>
  <Object>
    <Property Name="a">1</Property>
    <Property Name="c" />
    <Property Name="d">
      <Property>1</Property>
      <Property>2</Property>
    </Property>
    <Property Name="e">
      <Property Name="Key">k</Property>
      <Property Name="Value">v</Property>
    </Property>
  </Object>
</Objects>`,
		`[pscustomobject] @{ a = 1 } | ConvertTo-Xml -As Stream`:                                                                                         `<?xml version="1.0" encoding="utf-8"?>` + "\n<Objects>\n<Object Type=\"System.Management.Automation.PSCustomObject\">\n  <Property Name=\"a\" Type=\"System.Int32\">1</Property>\n</Object>\n</Objects>",
		`@() | ConvertTo-Xml -As String; (ConvertTo-Xml 1).Objects.Object.InnerText`:                                                                     start + "<Objects />\n1",
		`[datetime] '2024-01-31', $true | ConvertTo-Xml -NoTypeInformation | % { $_.Objects.Object }`:                                                    "1/31/2024 12:00:00 AM\nTrue",
		`[pscustomobject] @{ in = [pscustomobject] @{ x = 1 } } | ConvertTo-Xml -Depth 2 | % { $_.SelectSingleNode('//Property[@Name="x"]').InnerText }`: "1",
	})
}

func TestFormatHex(t *testing.T) {
	check(t, map[string]string{
		`'0123456789abcdefXY' | Out-File -NoNewline f; Format-Hex f | % { $_.HexOffset; $_.HexBytes; $_.Ascii }`:          "0000000000000000\n30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66\n0123456789abcdef\n0000000000000010\n58 59\nXY",
		`'0123456789' | Out-File -NoNewline f; Format-Hex f -Offset 2 -Count 3 | % { $_.HexBytes; $_.Path; $_.Offset64 }`: "32 33 34\nFOLDER/f\n2",
		`'ab', 'c' | Format-Hex | % HexBytes; 'é' | Format-Hex -Encoding utf8 | % HexBytes`:                               "61 62\n63\nC3 A9",
		`1, 2, 300 | Format-Hex | % HexBytes; 1L | Format-Hex | % HexBytes; [byte[]] (1, 0) | Format-Hex | % Ascii`:       "01 00 00 00 02 00 00 00 2C 01 00 00\n01 00 00 00 00 00 00 00\n\uFFFD ",
		`('x' | Format-Hex).Label -match '^String \(System.String\) <[0-9A-F]{8}>$'`:                                      "True",
		`@{} | Format-Hex; Format-Hex none`: "ERROR FormatHexTypeNotSupported,Microsoft.PowerShell.Commands.FormatHex InvalidArgument: Cannot convert input of type 'System.Collections.Hashtable' to hexadecimal. To view the hexadecimal formatting of its string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex.\n" +
			"ERROR FileNotFound,Microsoft.PowerShell.Commands.FormatHex ObjectNotFound: Cannot find path 'FOLDER/none' because it does not exist.",
		`'hello' | Format-Hex | Out-String | % { ($_ -split "\r?\n")[3..6] }`: "          Offset Bytes                                           Ascii\n                 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n          ------ ----------------------------------------------- -----\n0000000000000000 68 65 6C 6C 6F                                  hello",
	})
}

func TestTestJson(t *testing.T) {
	const schema = ` -Schema '{"type":"object","properties":{"a":{"type":"integer","minimum":3}},"required":["b"]}'`
	detailed := func(text string) string {
		return "ERROR InvalidJsonAgainstSchemaDetailed,Microsoft.PowerShell.Commands.TestJsonCommand InvalidData: The JSON is not valid with the schema: " + text
	}
	const broken = "ERROR InvalidJson,Microsoft.PowerShell.Commands.TestJsonCommand InvalidData: Cannot parse the JSON.\nFalse"
	check(t, map[string]string{
		`Test-Json '{"a":1}'; '"x"', 'null' | Test-Json`: "True\nTrue\nTrue",
		`Test-Json '{'`: broken,
		`[IO.File]::WriteAllText("$pwd/e", ''); Test-Json -Path e`: broken,
		`Test-Json ''`:        "ERROR ParameterArgumentValidationErrorEmptyStringNotAllowed,Microsoft.PowerShell.Commands.TestJsonCommand InvalidData: Cannot bind argument to parameter 'Json' because it is an empty string.",
		`Test-Json "{'a':1}"`: broken,
		`Test-Json '[1] 2'`:   broken,
		`Test-Json '[1,]'`:    broken,
		`Test-Json '[1,/* , */ ] // end' -Options IgnoreComments, AllowTrailingCommas; Test-Json '["// no", "a\",]"]' -Options IgnoreComments`: "True\nTrue",
		`Test-Json -Json '{"a":5,"b":1}'` + schema:                                                       "True",
		`Test-Json -Json '{"a":"x","b":1}'` + schema:                                                     detailed(`Value is "string" but should be "integer" at '/a'`) + "\nFalse",
		`Test-Json -Json '{"a":1}'` + schema:                                                             detailed(`Required properties ["b"] are not present at ''`) + "\n" + detailed(`1 should be at least 3 at '/a'`) + "\nFalse",
		`Test-Json -Json '{}' -Schema '{"type":5}'`:                                                      "ERROR InvalidJsonSchema,Microsoft.PowerShell.Commands.TestJsonCommand InvalidData: Cannot parse the JSON schema.\nTrue",
		`Test-Json -Json '{}' -Schema '{"$ref":"http://example.invalid/schema"}'`:                        "ERROR InvalidJsonSchema,Microsoft.PowerShell.Commands.TestJsonCommand InvalidData: Cannot parse the JSON schema.\nFalse",
		`'{"b":2}' > j; '{"required":["b"]}' > s; Test-Json -Path j -SchemaFile s; Test-Json -Path none`: "True\nERROR PathNotFound,Microsoft.PowerShell.Commands.TestJsonCommand ObjectNotFound: Cannot find path 'none' because it does not exist.",
		`Test-Json -Json '{}' -SchemaFile none`:                                                          "ERROR JsonSchemaFileOpenFailure,Microsoft.PowerShell.Commands.TestJsonCommand OpenError: Can not open JSON schema file: FOLDER/none",
	})
}

func TestSmallCmdlets(t *testing.T) {
	check(t, map[string]string{
		`(Get-Verb).Count; Get-Verb -Group Other | % { $_.Verb; $_.AliasPrefix; $_.Group }; Get-Verb ge*, se? | % Verb`: "100\nUse\nu\nOther\nGet\nSet",
		`(Get-Uptime).GetType().Name; (Get-Uptime).TotalSeconds -gt 0; (Get-Uptime -Since) -lt (Get-Date)`:              "TimeSpan\nTrue\nTrue",
		`$f = New-TemporaryFile; $f.Length; $f.Extension; $f.Name -like 'tmp*'; [IO.File]::Delete($f.FullName)`:         "0\n.tmp\nTrue",
		`New-TemporaryFile -WhatIf`:                      "",
		`Update-List -Add 1, 2 | % { $_.Add -join ',' }`: "1,2",
		`$o = [pscustomobject] @{ l = [Collections.ArrayList] (1, 2) }; ($o | Update-List l -Add 3 -Remove 1).l -join ','; ($o | Update-List l -Replace 9).l -join ','`: "2,3\n9",
		`[pscustomobject] @{ a = 1 } | Update-List b -Add 1`: "ERROR MemberDoesntExist,Microsoft.PowerShell.Commands.UpdateListCommand InvalidOperation: The property 'b' cannot be found on this object",
		`Update-List -Property b -Add 1`:                     "ERROR MissingInputObjectParameter,Microsoft.PowerShell.Commands.UpdateListCommand InvalidOperation: You must specify the InputObject parameter when the Property parameter is specified.",
		`Set-Date 2020-01-01 -DisplayHint date -WhatIf | % DisplayHint; Get-Date 2020-01-01 -DisplayHint time | % DisplayHint`: "Date\nTime",
	})
}

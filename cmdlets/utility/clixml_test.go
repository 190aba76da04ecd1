package utility_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestClixml(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"simple values", `1, 'a', $null, $true, [char]'x', 2.5, [long]7 | ConvertTo-CliXml`,
			"<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n  <I32>1</I32>\n  <S>a</S>\n  <Nil />\n  <B>true</B>\n  <C>120</C>\n  <Db>2.5</Db>\n  <I64>7</I64>\n</Objs>"},
		{"dates and spans", `foreach ($v in [datetime]'2024-01-02T03:04:05', [timespan]'1.02:03:04.5', [timespan]::Zero, [timespan]'-00:00:01') { ([regex]'<(DT|TS).*').Match((ConvertTo-CliXml $v)).Value; (ConvertTo-CliXml $v | ConvertFrom-CliXml) -eq $v }`,
			"<DT>2024-01-02T03:04:05</DT>\nTrue\n<TS>P1DT2H3M4.5S</TS>\nTrue\n<TS>PT0S</TS>\nTrue\n<TS>-PT1S</TS>\nTrue"},
		{"text with control characters", "$s = \"a`tb_x000A_<&>`u{1F600}\"; $x = ConvertTo-CliXml $s; $x.Contains('a_x0009_b_x005F_x000A_&lt;&amp;&gt;'); ($x | ConvertFrom-CliXml) -ceq $s", "True\nTrue"},
		{"objects come back as what they were made of", `$o = [pscustomobject]@{ A = 1; C = 1, 2; E = [DayOfWeek]::Friday } | ConvertTo-CliXml | ConvertFrom-CliXml; $o.A; $o.C.GetType().Name; "$($o.E)"; $o.PSObject.TypeNames[0]; $o.C.PSObject.TypeNames[0]; $o.E.PSObject.TypeNames[0]`,
			"1\nArrayList\nFriday\nDeserialized.System.Management.Automation.PSCustomObject\nDeserialized.System.Object[]\nDeserialized.System.DayOfWeek"},
		{"tables keep their order and case rule", `$o = [ordered]@{ z = 1; y = @{ K = 2 } } | ConvertTo-CliXml | ConvertFrom-CliXml; $o.GetType().Name; $o.Keys -join ','; $o.y.k`, "OrderedDictionary\nz,y\n2"},
		{"the same object is written once", `$i = [pscustomobject]@{ N = 1 }; $o = [pscustomobject]@{ A = $i; B = $i } | ConvertTo-CliXml | ConvertFrom-CliXml; [object]::ReferenceEquals($o.A, $o.B)`, "True"},
		{"an object in itself ends", `$o = [pscustomobject]@{ A = $null }; $o.A = $o; ([regex]::Matches((ConvertTo-CliXml $o), '<Ref ')).Count`, "1"},
		{"properties below the depth are text", `$o = [version]'1.2'; $x = Get-Date '2024-01-02' | Select-Object @{ n = 'E'; e = { [System.IO.FileInfo]'/a/b' } } | ConvertTo-CliXml -Depth 1 | ConvertFrom-CliXml; $x.E.PSObject.TypeNames[0]; $x.E.Directory.GetType().Name`, "Deserialized.System.IO.FileInfo\nString"},
		{"credentials", `$c = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force)); $r = $c | ConvertTo-CliXml | ConvertFrom-CliXml; $r.GetType().Name; $r.GetNetworkCredential().Password`, "PSCredential\np"},
		{"a file", `1, 2, 3 | Export-Clixml a.xml; Import-Clixml a.xml -Skip 1 -First 1; (Get-FileHash a.xml).Algorithm`, "2\nSHA256"},
		{"a file that is there", `1 | Export-Clixml b.xml; 1 | Export-Clixml b.xml -NoClobber`, "ERROR NoClobber,Microsoft.PowerShell.Commands.ExportClixmlCommand ResourceExists: The file 'FOLDER/b.xml' already exists."},
		{"a file that is not there", `Import-Clixml none.xml`, "ERROR FileOpenFailure,Microsoft.PowerShell.Commands.ImportClixmlCommand OpenError: Could not find file 'FOLDER/none.xml'."},
		{"a text that ends", `'<Objs Version="1.1.0.1"><S>a' | ConvertFrom-CliXml`, "ERROR System.Xml.XmlException,Microsoft.PowerShell.Commands.ConvertFromClixmlCommand NotSpecified: Unexpected end of file has occurred. The following elements are not closed: S, Objs. Line 1, position 29."},
		{"no XML", `'hello' | ConvertFrom-CliXml`, "ERROR System.Xml.XmlException,Microsoft.PowerShell.Commands.ConvertFromClixmlCommand NotSpecified: Data at the root level is invalid. Line 1, position 1."},
		{"entities are not followed", `'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Objs Version="1.1.0.1"><S>&e;</S></Objs>' | ConvertFrom-CliXml`, "ERROR System.Xml.XmlException,Microsoft.PowerShell.Commands.ConvertFromClixmlCommand NotSpecified: invalid character entity &e;. Line 1, position 85."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := run(t.TempDir(), c.script); got != c.want {
				t.Errorf("%s\n got %q\nwant %q", c.script, got, c.want)
			}
		})
	}
}

// TestClixmlEncoding writes and reads a file in another encoding.
func TestClixmlEncoding(t *testing.T) {
	folder := t.TempDir()
	if got := run(folder, `'é' | Export-Clixml u.xml -Encoding unicode; Import-Clixml u.xml`); got != "é" {
		t.Errorf("got %q", got)
	}
	if b, err := os.ReadFile(filepath.Join(folder, "u.xml")); err != nil || len(b) < 2 || b[0] != 0xff || b[1] != 0xfe {
		t.Errorf("no mark: %x %v", b[:min(len(b), 4)], err)
	}
}

func FuzzClixml(f *testing.F) {
	f.Add(`<Objs Version="1.1.0.1"><Obj RefId="0"><TN RefId="0"><T>a</T></TN><LST><Ref RefId="0" /></LST></Obj></Objs>`)
	f.Add(`<Objs><TS>P1D</TS><DCT></DCT></Objs>`)
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "f.xml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		first := run(filepath.Dir(file), `Import-Clixml f.xml | ConvertTo-CliXml`)
		if second := run(filepath.Dir(file), `Import-Clixml f.xml | ConvertTo-CliXml`); first != second {
			t.Errorf("%q reads as %q, then as %q", text, first, second)
		}
	})
}

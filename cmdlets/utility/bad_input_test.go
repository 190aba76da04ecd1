package utility_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Files that are not there, not files, not what they say or not to be written: the
// error and its id are PowerShell's, and a stream that can go on goes on.
func TestBadInput(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"cut.json": `{"a": [1, 2`, "long.csv": "a,b\n1,2,3,4\n5\n", "utf16.csv": "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00",
		"latin.csv": "n\xe4me,b\n1,2\n", "cut.xml": "<Objs", "empty.csv": "", "one.csv": "a\n", "lines.txt": "one\ntwo\n",
		"entity.xml": `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "dir"), 0o700); err != nil {
		t.Fatal(err)
	}
	ps := func(id, class, category, text string) string {
		return "ERROR " + id + ",Microsoft.PowerShell.Commands." + class + "Command " + category + ": " + text
	}
	cases := map[string]string{
		`Import-Csv none.csv`: ps("FileOpenFailure", "ImportCsv", "OpenError", "Could not find file 'FOLDER/none.csv'."),
		`Import-Csv dir`:      ps("FileOpenFailure", "ImportCsv", "OpenError", "Access to the path 'FOLDER/dir' is denied."),
		`Import-Csv long.csv | % { "$($_.a)-$($_.b)" }`:           "1-2\n5-",
		`Import-Csv utf16.csv | % { "$($_.a)-$($_.b)" }`:          "1-2",
		`Import-Csv latin.csv -Encoding latin1 | % { $_.'näme' }`: "1",
		`Import-Csv empty.csv; Import-Csv one.csv; 'on'`:          "on",
		`'a,a' , '1,2' | ConvertFrom-Csv`:                         ps("AlreadyPresentPSMemberInfoInternalCollectionAdd", "ConvertFromCsv", "NotSpecified", `The member "a" is already present.`),
		`Get-FileHash none; Get-FileHash dir; (Get-FileHash one.csv).Algorithm`: ps("FileNotFound", "GetFileHash", "ObjectNotFound", "Cannot find path 'FOLDER/none' because it does not exist.") + "\n" +
			ps("UnauthorizedAccessError", "GetFileHash", "InvalidData", "Access to the path 'FOLDER/dir' is denied.") + "\nSHA256",
		`Import-Clixml none.xml`:                                      ps("FileOpenFailure", "ImportClixml", "OpenError", "Could not find file 'FOLDER/none.xml'."),
		`Select-String one none.txt, lines.txt | % Line`:              ps("PathNotFound", "SelectString", "ObjectNotFound", "Cannot find path 'FOLDER/none.txt' because it does not exist."),
		`Select-String one -LiteralPath none.txt, lines.txt | % Line`: ps("ProcessingFile", "SelectString", "InvalidArgument", "The file FOLDER/none.txt cannot be read: Could not find file 'FOLDER/none.txt'.") + "\none",
		`1 | Export-Csv dir`:                                          ps("FileOpenFailure", "ExportCsv", "OpenError", "Access to the path 'FOLDER/dir' is denied."),
		`1 | Export-Csv no/x.csv`:                                     ps("FileOpenFailure", "ExportCsv", "OpenError", "Could not find a part of the path 'FOLDER/no/x.csv'."),
		`1 | Export-Clixml dir`:                                       ps("FileOpenFailure", "ExportClixml", "OpenError", "Access to the path 'FOLDER/dir' is denied."),
		`try { [xml] [IO.File]::ReadAllText("$pwd/entity.xml") } catch { $_.FullyQualifiedErrorId; $_.Exception.Message -replace '.*Error: ' }`: "InvalidCastToXmlDocument\n\"Reference to undeclared entity 'e'. Line 1, position 59.\"",
	}
	if runtime.GOOS == "linux" {
		full := "No space left on device : '/dev/full'"
		cases[`1..3 | Export-Csv /dev/full`] = ps("System.IO.IOException", "ExportCsv", "NotSpecified", full)
		cases[`1 | Export-Clixml /dev/full`] = ps("System.IO.IOException", "ExportClixml", "NotSpecified", full)
		cases[`1..3 | Out-File /dev/full`] = ps("System.IO.IOException", "OutFile", "NotSpecified", full)
	}
	for script, want := range cases {
		if got := run(folder, script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
	if got := run(folder, `[IO.File]::ReadAllText("$pwd/cut.json") | ConvertFrom-Json`); !strings.Contains(got, "Conversion from JSON failed with error: Unexpected end when deserializing object.") {
		t.Errorf("JSON that ends gives %s", got)
	}
}

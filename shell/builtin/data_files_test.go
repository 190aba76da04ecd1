package builtin_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

func runIn(folder, script string) string {
	out := shelltest.Texts{Fault: shelltest.Marked}
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: builtin.Cmdlets(format.New(format.Config{}))})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.ReplaceAll(strings.Join(out.Lines, "|"), folder, "FOLDER")
}

func TestDataFiles(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"good.psd1":           "# a comment\n@{ a = 1; b = 'x', 'y'; c = @{ d = $True }; n = $null }",
		"runs.psd1":           "@{ a = (Get-Date) }",
		"none.psd1":           "'no table'",
		"broken.psd1":         "@{ a = ",
		"en/texts.psd1":       "ConvertFrom-StringData 'hello=Hello'",
		"en-GB/texts.psd1":    "@{ hello = 'Hullo' }",
		"texts.psd1":          "@{ hello = 'all' }",
		"aliases.csv":         "# a comment\n\"a1\",\"Get-Date\",\"its text\",\"None\"\n",
		"bad_aliases.csv":     "a1,Get-Date\n",
		"bad_options.csv":     "a1,Get-Date,text,Nothing\n",
		"export/old.csv":      "",
		"quotes.csv":          `"q","Get-Item","a ""b"", c","ReadOnly"`,
		"de-DE/unrelated.txt": "",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for script, want := range map[string]string{
		`$d = Import-PowerShellDataFile good.psd1; $d.a; $d.b -join ','; $d.c.d; $d.ContainsKey('n')`:                                                                                             "1|x,y|True|True",
		`Import-PowerShellDataFile -LiteralPath good.psd1 -SkipLimitCheck | ForEach-Object a`:                                                                                                     "1",
		`try { Import-PowerShellDataFile runs.psd1 } catch { $_.Exception.Message -like 'Cannot generate a PowerShell object*' }`:                                                                 "True",
		`Import-PowerShellDataFile none.psd1; Import-PowerShellDataFile broken.psd1; Import-PowerShellDataFile no.psd1`:                                                                           "!CouldNotParseAsPowerShellDataFileNoHashtableRoot|!CouldNotParseAsPowerShellDataFile|!PathNotFound",
		`Import-LocalizedData t -FileName texts -BaseDirectory . -UICulture en-GB; $t.hello`:                                                                                                      "Hullo",
		`(Import-LocalizedData -FileName texts.psd1 -BaseDirectory . -UICulture de-DE).hello`:                                                                                                     "all",
		`Import-LocalizedData -FileName absent -BaseDirectory .; Import-LocalizedData -FileName x; Import-LocalizedData; Import-LocalizedData -FileName a/b`:                                      "!ImportLocalizedData|!ImportLocalizedData|!InvalidOperation|!InvalidOperation",
		`Import-Alias aliases.csv; $a = Get-Alias a1; $a.Definition; $a.Description; Import-Alias aliases.csv; Import-Alias aliases.csv -Force -PassThru | ForEach-Object Name`:                   "Get-Date|its text|!AliasAlreadyExists|a1",
		`Import-Alias quotes.csv; (Get-Alias q).Description; (Get-Alias q).Options`:                                                                                                               `a "b", c|ReadOnly`,
		`try { Import-Alias bad_aliases.csv } catch { $_.FullyQualifiedErrorId }; Import-Alias bad_options.csv`:                                                                                   "ImportAliasFileFormatError,Microsoft.PowerShell.Commands.ImportAliasCommand|!ImportAliasOptionsError",
		`try { Import-Alias none.csv } catch { $_.FullyQualifiedErrorId }`:                                                                                                                        "FileOpenFailure,Microsoft.PowerShell.Commands.ImportAliasCommand",
		`Set-Alias x1 Get-Date -Description 'a, "b"'; Export-Alias out.csv x1 -PassThru -Description me | ForEach-Object Name; Remove-Alias x1; Import-Alias out.csv; (Get-Alias x1).Description`: `x1|a, "b"`,
		`Export-Alias out.ps1 gci -As Script; ([IO.File]::ReadAllLines("$pwd/out.ps1") -match '^set-alias')`:                                                                                      `set-alias -Name:"gci" -Value:"Get-ChildItem" -Description:"" -Option:"AllScope"`,
		`Export-Alias out2.csv noSuchAlias; try { Export-Alias out2.csv gci -NoClobber } catch { 'kept' }`:                                                                                        "!ItemNotFoundException|kept",
		`(Get-Host).Name; (Get-Host).CurrentCulture.Name`:                                                                                                                                         "ConsoleHost|en-US",
	} {
		if got := runIn(folder, script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

package builtin_test

import "testing"

// Formats of a script's own: NumberFormatInfo, DateTimeFormatInfo and cultures are
// cloned, changed and given to whatever takes a provider.
func TestFormatsOfAScriptsOwn(t *testing.T) {
	const number = `$n = [Globalization.NumberFormatInfo]::InvariantInfo.Clone(); $n.NumberDecimalSeparator = ','; $n.NumberGroupSeparator = '.'; `
	for script, want := range map[string]string{
		number + `(1234.5).ToString('N2', $n); [decimal]::Parse('1.234,50', $n); $v = 0.0; [double]::TryParse('1.234,5', 'Number', $n, [ref] $v); $v`:                                                               "1.234,50|1234.50|True|1234.5",
		number + `[Globalization.NumberFormatInfo]::InvariantInfo.NumberDecimalSeparator; $n.IsReadOnly`:                                                                                                            ".|False",
		`try { [Globalization.NumberFormatInfo]::InvariantInfo.NegativeSign = '~' } catch { $_.Exception.InnerException.Message }`:                                                                                  "Instance is read-only.",
		`$n = [Globalization.NumberFormatInfo]::new(); $n.NumberGroupSizes = 3, 2; $n.NumberDecimalDigits = 0; (123456789).ToString('N', $n)`:                                                                       "12,34,56,789",
		`$n = [Globalization.NumberFormatInfo]::new(); $n.NumberGroupSeparator = ''; [int]::Parse('12', 'Number', $n); (1234).ToString('N0', $n)`:                                                                   "12|1234",
		`$n = [Globalization.NumberFormatInfo]::new(); $n.NegativeSign = '~'; (-5).ToString($n); (1e-10).ToString($n); [int]::Parse('~5', $n)`:                                                                      "~5|1E-10|-5",
		`$c = [cultureinfo]::new('de-DE'); $c.NumberFormat.CurrencySymbol = 'EUR'; (5.5).ToString('C', $c); (5.5).ToString('C', [cultureinfo] 'de-DE')`:                                                             "5,50 EUR|5,50 €",
		`$d = [Globalization.DateTimeFormatInfo]::InvariantInfo.Clone(); $d.MonthNames = 1..13 | ForEach-Object { "M$_" }; ([datetime] '2024-03-01').ToString('MMMM', $d)`:                                          "M3",
		`$d = [Globalization.DateTimeFormatInfo]::InvariantInfo; $d.GetMonthName(13) -eq ''; $d.MonthNames.Count; $d.GetDayName('Friday')`:                                                                          "True|13|Friday",
		`[double]::Parse('1 234,5', [cultureinfo] 'fr-FR'); (1234.5).ToString('N1', [cultureinfo] 'fr-FR'); ([cultureinfo] 'de-DE').TextInfo.ListSeparator; [cultureinfo]::InvariantCulture.TextInfo.ListSeparator`: "1234.5|1\u202f234,5|;|,",
		`[cultureinfo]::CurrentCulture = 'de-DE'; '{0:N1}' -f 1.5; $PSCulture; [Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'; '{0:N1}' -f 1.5`:                                                         "1,5|de-DE|1.5",
		`[decimal]::GetBits(-1.10d) -join ','; (1.10d).Scale; [decimal]::new(110, 0, 0, $true, 2); [decimal]::new([int[]] (110, 0, 0, 131072))`:                                                                     "110,0,0,-2147352576|2|-1.10|1.10",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

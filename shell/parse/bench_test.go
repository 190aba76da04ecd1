package parse

import (
	"fmt"
	"strings"
	"testing"
)

// benchScript makes a script of about n lines that uses what scripts use.
func benchScript(n int) string {
	const chunk = `function Get-Part%[1]d {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)][string]$Name, [int]$Count = %[1]d)
    $list = @()
    foreach ($item in 1..$Count) {
        if ($item %% 2 -eq 0 -and $Name -like "a*") {
            $list += [pscustomobject]@{ Name = "$Name-$item"; Size = $item * 1KB }
        } else {
            Write-Verbose -Message "skipped $($item + 1) of $Name" # odd
        }
    }
    $list | Where-Object { $_.Size -gt 100 } | Sort-Object -Property Size -Descending
}
`
	var b strings.Builder
	for i := 0; i < n/12; i++ {
		fmt.Fprintf(&b, chunk, i)
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	for _, lines := range []int{500, 5000, 50000} {
		src := benchScript(lines)
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, errors := Parse(src, ""); len(errors) > 0 {
					b.Fatal(errors[0])
				}
			}
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

func BenchmarkTokenize(b *testing.B) {
	src := benchScript(5000)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Tokenize(src)
	}
}

func BenchmarkLongExpression(b *testing.B) {
	for _, terms := range []int{1000, 10000} {
		src := "$x = 1" + strings.Repeat(" + $a", terms)
		b.Run(fmt.Sprint(terms), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(src, "")
			}
		})
	}
}

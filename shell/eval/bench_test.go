package eval

import (
	"context"
	"testing"
)

// run runs a text in a fresh session and fails the benchmark when it fails.
func runText(b *testing.B, text string) {
	b.Helper()
	for b.Loop() {
		if r := New(Options{}).RunText(context.Background(), text, RunOptions{}); r.Err != nil {
			b.Fatal(r.Err)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	runText(b, `$sum = 0; for ($i = 0; $i -lt 100000; $i++) { if ($i % 3 -eq 0) { $sum += $i } else { $sum -= 1 } }`)
}

func BenchmarkCall(b *testing.B) {
	runText(b, `function Add-One([int]$x) { return $x + 1 }; $n = 0; for ($i = 0; $i -lt 10000; $i++) { $n = Add-One $n }`)
}

func BenchmarkStrings(b *testing.B) {
	runText(b, `$out = [System.Collections.Generic.List[string]]::new()
foreach ($i in 1..10000) { $s = "user{0:D5}@contoso.com" -f $i; if ($s -match '^user(\d+)@') { $out.Add($Matches[1].TrimStart('0').ToUpper()) } }`)
}

func BenchmarkPipeline(b *testing.B) {
	runText(b, `filter Select-Even { if ($_ % 2 -eq 0) { $_ } } filter Add-One { $_ + 1 } $null = 1..10000 | Select-Even | Add-One`)
}

package object

import (
	"math"
	"math/big"
	"testing"
)

func dec(t *testing.T, s string) Decimal {
	t.Helper()
	d, err := ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestArithmeticPromotesAsDotNetDoes(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(Invoker, any, any) (any, error)
		a, b any
		want any
	}{
		{"int overflow", Add, int32(math.MaxInt32), int32(1), float64(2147483648)},
		{"long overflow", Add, int64(math.MaxInt64), int64(1), float64(9223372036854775808)},
		{"exact division", Divide, int32(6), int32(2), int32(3)},
		{"inexact division", Divide, int32(7), int32(2), 3.5},
		{"sign of a remainder", Remainder, int32(-7), int32(3), int32(-1)},
		{"real remainder", Remainder, 5.5, int32(2), 1.5},
		{"byte and int", Add, uint8(200), int32(100), int32(300)},
		{"uint and negative int", Add, uint32(1), int32(-2), int64(-1)},
		{"string on the right", Multiply, int32(5), "2", int32(10)},
		{"hexadecimal string", Add, int32(1), "0x10", int32(17)},
		{"real string", Subtract, int32(5), "2.5", 2.5},
		{"strings divided", Divide, "6", "2", int32(3)},
		{"string repeated", Multiply, "ab", int32(3), "ababab"},
		{"string and number", Add, "a", 1.5, "a1.5"},
		{"null and number", Add, nil, int32(5), int32(5)},
		{"bool counts", Add, true, int32(1), int32(2)},
		{"char is text", Add, Char('7'), int32(1), "71"},
	} {
		got, err := c.f(nil, c.a, c.b)
		if err != nil || got != c.want {
			t.Errorf("%s: got %v (%T), %v; want %v (%T)", c.name, got, got, err, c.want, c.want)
		}
	}
}

func TestArithmeticErrors(t *testing.T) {
	for _, c := range []struct {
		f    func(Invoker, any, any) (any, error)
		a, b any
		id   string
		text string
	}{
		{Divide, int32(1), int32(0), "RuntimeException", "Attempted to divide by zero."},
		{Multiply, false, int32(5), "NotADefinedOperationForType", "The operation '[System.Boolean] * [System.Int32]' is not defined."},
		{Subtract, NewHashtable(false), int32(1), "MethodNotFound", "Method invocation failed because [System.Collections.Hashtable] does not contain a method named 'op_Subtraction'."},
		{Add, NewCustom(0), int32(1), "MethodNotFound", "Method invocation failed because [System.Management.Automation.PSObject] does not contain a method named 'op_Addition'."},
		{Subtract, "abc", int32(1), "InvalidCastFromStringToInteger", `Cannot convert value "abc" to type "System.Int32". Error: "The input string 'abc' was not in a correct format."`},
	} {
		_, err := c.f(nil, c.a, c.b)
		if err == nil {
			t.Errorf("%v and %v: no error", c.a, c.b)
			continue
		}
		r := AsRecord(err)
		if r.ID != c.id || r.Exception.Message != c.text {
			t.Errorf("got  %s: %s\nwant %s: %s", r.ID, r.Exception.Message, c.id, c.text)
		}
	}
}

func TestDecimalKeepsItsScale(t *testing.T) {
	product, err := dec(t, "1.10").Mul(DecimalOf(1))
	if err != nil || product.String() != "1.10" {
		t.Errorf("1.10 * 1 is %v, %v", product, err)
	}
	third, err := DecimalOf(1).Div(DecimalOf(3))
	if err != nil || third.String() != "0.3333333333333333333333333333" {
		t.Errorf("1 / 3 is %v, %v", third, err)
	}
	if _, err := dec(t, "79228162514264337593543950335").Add(DecimalOf(1)); err == nil {
		t.Error("the largest decimal plus one does not overflow")
	}
	if got := dec(t, "2.5").Rescale(0, false).String(); got != "2" {
		t.Errorf("2.5 rounds to %s", got)
	}
}

func TestEqualConvertsToTheLeftType(t *testing.T) {
	for _, c := range []struct {
		a, b any
		want bool
	}{
		{"10", int32(10), true}, {int32(10), "10.0", true}, {"0x10", int32(16), false}, {int32(16), "0x10", true},
		{true, "x", true}, {int32(1), nil, false}, {Char('a'), "a", true}, {"a", "A", true}, {nil, nil, true},
		{"", int32(0), false}, {int32(0), "", true}, {int32(5), "abc", false}, {big.NewInt(3), int32(3), true}, {math.NaN(), math.NaN(), false},
	} {
		if got := Equal(nil, c.a, c.b, true); got != c.want {
			t.Errorf("%#v -eq %#v is %v", c.a, c.b, got)
		}
	}
}

func TestTextOfRealNumbers(t *testing.T) {
	for f, want := range map[float64]string{1.0 / 3: "0.333333333333333", 1e15: "1E+15", 1e14: "100000000000000", 0.0001: "0.0001", 0.00001: "1E-05",
		math.MaxFloat64: "1.79769313486232E+308", 1.5: "1.5", math.Copysign(0, -1): "-0"} {
		if got := Text(nil, f); got != want {
			t.Errorf("%g: got %s, want %s", f, got, want)
		}
	}
	if got := FormatFloat(1.0 / 3); got != "0.3333333333333333" {
		t.Errorf("ToString of 1/3 is %s", got)
	}
}

func TestCompareTextSortsAsTheInvariantCulture(t *testing.T) {
	for _, pair := range [][2]string{{"a", "B"}, {"a", "A"}, {"_a", "-a"}, {"9", "a"}, {"co-op", "coop"}, {"ä", "b"}, {"a", "ab"}, {"", "a"}} {
		if CompareText(pair[0], pair[1], false) >= 0 {
			t.Errorf("%q does not sort before %q", pair[0], pair[1])
		}
	}
	if CompareText("abc", "ABC", true) != 0 {
		t.Error("case counts although it is to be ignored")
	}
}

func TestWildcards(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"h*", "hello", true}, {"H?LLO", "hello", true}, {"ell", "hello", false}, {"*z*", "hello", false}, {"`*", "*", true}, {"a.b", "axb", false},
		{"[a-c]x", "bx", true}, {"[A-C]x", "bx", true}, {"*a*b*", "xxaxxbxx", true}, {"*ab", "aab", true}, {"", "", true}, {"?", "", false}, {"a[]]b", "a]b", true},
	} {
		w, err := CompileWildcard(c.pattern, true)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Match(c.text); got != c.want {
			t.Errorf("%q -like %q is %v", c.text, c.pattern, got)
		}
	}
	if _, err := CompileWildcard("[a", true); err == nil {
		t.Error("an open set is no error")
	}
}

func TestStringsAreUTF16(t *testing.T) {
	s := "a😀b"
	if Len16(s) != 4 {
		t.Errorf("length is %d", Len16(s))
	}
	if half := Slice16(s, 1, 2); Len16(half) != 1 || half+Slice16(s, 2, 3) == "" {
		t.Errorf("half of a pair is %q", half)
	}
	if got := FromUnits(Units(s)); got != s {
		t.Errorf("round trip gives %q", got)
	}
}

func TestMemberEnumerationTakesResultsApart(t *testing.T) {
	of := func(v any) *Custom { c := NewCustom(1); c.Set("a", v); return c }
	list := NewArray([]any{of(NewArray([]any{int32(1), int32(2)})), of(int32(3)), NewCustom(0), int32(4)})
	v, found, err := GetProperty(nil, list, "A")
	if a, ok := v.(*Array); err != nil || !found || !ok || a.Len() != 4 || a.At(3) != nil {
		t.Errorf("got %v, %v, %v", Text(nil, v), found, err)
	}
}

func FuzzScanNumber(f *testing.F) {
	for _, s := range []string{"1", "-0x1F", "1e3", "1.5d", "0b11", "10kb", "1_000", "", " 7 ", "99999999999999999999999999999999", "1ul", "0xFFFFFFFFFFFFFFFFF"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ScanNumber(s)
		if ok && v == nil {
			t.Errorf("%q is a number without value", s)
		}
		if ok && codeOf(v) == codeNone {
			if _, isBig := v.(*big.Int); !isBig {
				t.Errorf("%q became a %T", s, v)
			}
		}
	})
}

func FuzzWildcard(f *testing.F) {
	f.Add("a*b?[c-d]", "axxbyc")
	f.Add("[", "[")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		w, err := parseWildcard(pattern, true)
		if err == nil {
			w.Match(text)
		}
	})
}

func BenchmarkAddInt(b *testing.B) {
	var x any = int32(0)
	for b.Loop() {
		x, _ = Add(nil, x, smallInts[129])
		if x.(int32) > 1000 {
			x = int32(0)
		}
	}
}

func BenchmarkPropertyOfCustom(b *testing.B) {
	c := NewCustom(2)
	c.Set("Name", "x")
	c.Set("Size", int32(5))
	for b.Loop() {
		if _, _, err := GetProperty(nil, c, "Size"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEqualText(b *testing.B) {
	for b.Loop() {
		Equal(nil, "IMAPBatch1", "imapbatch1", true)
	}
}

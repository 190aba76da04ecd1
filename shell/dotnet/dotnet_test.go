package dotnet

import (
	"context"
	"testing"

	"stagecoach/shell/object"
)

// session is the least an Invoker can be.
type session struct{}

func (session) Context() context.Context                        { return context.Background() }
func (session) Culture() *object.Culture                        { return English() }
func (session) OFS() string                                     { return " " }
func (session) FindType(name string) (*object.Type, error)      { return Find(name) }
func (session) TypeMembers(names []string) *object.MemberSet    { return nil }
func (session) ResolvePath(path string, _ bool) (string, error) { return path, nil }
func (session) NativePath(path string, _ bool) (string, error)  { return path, nil }
func (session) Call(object.ScriptBlock, any, any, ...any) ([]any, error) {
	return nil, nil
}

var inv = session{}

// TestEveryTypeDeclaresItsMembers reads every signature, so that a bad one fails
// here and not at a user.
func TestEveryTypeDeclaresItsMembers(t *testing.T) {
	for _, typ := range Types() {
		typ.Own()
	}
	for _, name := range []string{"List[int]", "Collections.Generic.Dictionary[string,object]", "System.Collections.Generic.HashSet[string]", "Tuple[int,string]",
		"System.Collections.Generic.SortedDictionary[string,int]", "System.Collections.Generic.Stack[int]", "Func[int,int]", "Nullable[int]", "int[,]", "string[][]"} {
		typ, err := Find(name)
		if name == "List[int]" {
			if err == nil {
				t.Error("List needs its namespace")
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		typ.Own()
	}
}

func str2(v any, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	return object.Text(inv, v)
}

func static(t *testing.T, typeName, member string, args ...any) string {
	t.Helper()
	typ, err := Find(typeName)
	if err != nil {
		t.Fatal(err)
	}
	return str2(object.InvokeStatic(inv, typ, member, args))
}

func method(v any, name string, args ...any) string {
	return str2(object.InvokeMethod(inv, v, name, args))
}

func convert(t *testing.T, v any, typeName string) any {
	t.Helper()
	typ, err := Find(typeName)
	if err != nil {
		t.Fatal(err)
	}
	r, err := object.Convert(inv, v, typ)
	if err != nil {
		return "error: " + err.Error()
	}
	return r
}

func TestRecordedAnswers(t *testing.T) {
	date := convert(t, "2024-03-05T14:07:09.123", "datetime")
	for _, c := range []struct{ got, want string }{
		{static(t, "math", "Round", 2.5), "2"},
		{static(t, "math", "Round", 2.567, int32(2)), "2.57"},
		{static(t, "math", "Round", 2.5, "AwayFromZero"), `error: Cannot convert argument "digits", with value: "AwayFromZero", for "Round" to type "System.Int32": "Cannot convert value "AwayFromZero" to type "System.Int32". Error: "The input string 'AwayFromZero' was not in a correct format.""`},
		{static(t, "math", "Max", int32(3), int32(7)), "7"},
		{static(t, "math", "Min", 3.5, int32(2)), "2"},
		{static(t, "math", "Abs", int32(-5)), "5"},
		{static(t, "math", "Sqrt", int32(2)), "1.4142135623731"},
		{method("a,b,,c", "Split", ","), "a b  c"},
		{method("a b;c", "Split", " ;"), "a b;c"},
		{method("a, b , c", "Split", ",", "TrimEntries"), `error: Cannot convert argument "count", with value: "TrimEntries", for "Split" to type "System.Int32": "Cannot convert value "TrimEntries" to type "System.Int32". Error: "The input string 'TrimEntries' was not in a correct format.""`},
		{method("abc", "Substring", int32(5)), `error: Exception calling "Substring" with "1" argument(s): "startIndex cannot be larger than length of string. (Parameter 'startIndex')"`},
		{static(t, "string", "Join", "|", "a", "b", "c"), "a|b|c"},
		{static(t, "string", "Format", "{0}-{1:D3}", "x", int32(7)), "x-007"},
		{static(t, "string", "Concat", "a", "b", int32(1)), "ab1"},
		{static(t, "string", "Compare", "a", "B"), "-1"},
		{method(1234.5678, "ToString", "N2"), "1,234.57"},
		{method(0.256, "ToString", "P1"), "25.6%"},
		{method(int32(5), "ToString", "000"), "005"},
		{str2(Format(inv, "{0:yyyyMMdd_HHmmss}", []any{date})), "20240305_140709"},
		{str2(Format(inv, "{0:ddd dd MMM yyyy} {0:hh:mm:ss.fff tt}", []any{date})), "Tue 05 Mar 2024 02:07:09.123 PM"},
		{str2(Format(inv, "{0:N0} {0:N1} {0:N2} {0:N}", []any{1234567.891})), "1,234,568 1,234,567.9 1,234,567.89 1,234,567.891"},
		{str2(Format(inv, "{0:P} {0:P0} {0:P1}", []any{0.1234})), "12.340% 12% 12.3%"},
		{str2(Format(inv, "{0:0.00} {0:#.##} {0:000.0} {0:#,##0.0}", []any{1234.5})), "1234.50 1234.5 1234.5 1,234.5"},
		{str2(Format(inv, "{0:000-00-0000}", []any{int32(123456789)})), "123-45-6789"},
		{str2(Format(inv, "{0:0 'items'}", []any{int32(3)})), "3 items"},
		{str2(Format(inv, "{0:0.0K}", []any{1.26})), "1.3K"},
		{str2(Format(inv, "{0:0%}", []any{0.256})), "26%"},
		{str2(Format(inv, "{0:D5} {0:X} {0:x4} {0:X8}", []any{int32(255)})), "00255 FF 00ff 000000FF"},
		{str2(Format(inv, "{0", []any{int32(1)})), "error: Input string was not in a correct format. Failure to parse near offset 2. Format item ends prematurely."},
		{str2(Format(inv, "{-1}", []any{int32(1)})), "error: Input string was not in a correct format. Failure to parse near offset 1. Expected an ASCII digit."},
		{str2(Format(inv, "{0:N2} {0:C} {0:0.000}", []any{convert(t, "1234.5", "decimal")})), "1,234.50 $1,234.50 1234.500"},
		{str2(Format(inv, "[{0,-8}]", []any{"left"})), "[left    ]"},
		{object.Text(inv, convert(t, "1,000.25", "decimal")), "1000.25"},
		{object.Text(inv, convert(t, "ab", "char")), `error: Cannot convert value "ab" to type "System.Char". Error: "String must be exactly one character long."`},
		{object.Text(inv, convert(t, "nope", "guid")), `error: Cannot convert value "nope" to type "System.Guid". Error: "Unrecognized Guid format."`},
		{object.Text(inv, convert(t, "abc", "timespan")), `error: Cannot convert value "abc" to type "System.TimeSpan". Error: "String 'abc' was not recognized as a valid TimeSpan."`},
		{object.Text(inv, convert(t, int32(42), "DayOfWeek")), `error: Cannot convert value "42" to type "System.DayOfWeek" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are "Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday".`},
		{object.Text(inv, convert(t, "x", "hashtable")), `error: Cannot convert the "x" value of type "System.String" to type "System.Collections.Hashtable".`},
		{object.Text(inv, convert(t, "1.12:00:00", "timespan")), "1.12:00:00"},
		{object.Text(inv, convert(t, "2 Jan 2024", "datetime")), "01/02/2024 00:00:00"},
		{object.Text(inv, convert(t, "Jan 2, 2024 3:04 PM", "datetime")), "01/02/2024 15:04:00"},
		{method(convert(t, int64(638400000000000000), "datetime"), "ToString", "s"), "2024-01-04T21:20:00"},
		{static(t, "datetime", "ParseExact", "05/03/2024 14:07", "dd/MM/yyyy HH:mm", object.Invariant), "03/05/2024 14:07:00"},
		{static(t, "DateTimeOffset", "FromUnixTimeSeconds", int32(1700000000)), "11/14/2023 22:13:20 +00:00"},
		{static(t, "enum", "Parse", DayOfWeek, "tuesday", true), "Tuesday"},
	} {
		if c.got != c.want {
			t.Errorf("got  %s\nwant %s", c.got, c.want)
		}
	}
}

package utility

import (
	"strings"
	"testing"
)

// What is no JSON, and what only Newtonsoft's reader takes for it: the words and
// places of its errors.
func TestJSONTokens(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                      "Unexpected end when reading JSON. Path '', line 1, position 1.",
		`[`:                      "Unexpected end when reading token. Path ''.",
		`["1",`:                  "Unexpected end when reading token. Path ''.",
		`[1,2`:                   "", // the reader takes it
		`{"a"`:                   "Invalid character after parsing property name. Expected ':' but got: \x00. Path '', line 1, position 4.",
		`{"a":`:                  "Unexpected end when deserializing object. Path 'a', line 1, position 5.",
		`{"a":1`:                 "Unexpected end when deserializing object. Path 'a', line 1, position 6.",
		`{"a":1,`:                "Unexpected end when deserializing object. Path 'a', line 1, position 7.",
		`{"a":{"b":`:             "Unexpected end when reading token. Path 'a'.",
		`{"a":[1,2`:              "Unexpected end when deserializing object. Path 'a[1]', line 1, position 9.",
		`{"a":1 "b":2}`:          "After parsing a value an unexpected character was encountered: \". Path 'a', line 1, position 7.",
		`{"a":1]`:                "JsonToken EndArray is not valid for closing JsonType Object. Path '', line 1, position 7.",
		`]`:                      "JsonToken EndArray is not valid for closing JsonType None. Path '', line 1, position 1.",
		`{"a" 1}`:                "Invalid character after parsing property name. Expected ':' but got: 1. Path '', line 1, position 5.",
		`{a-b:1}`:                "Invalid JavaScript property identifier character: -. Path '', line 1, position 2.",
		`{,}`:                    "Invalid property identifier character: ,. Path '', line 1, position 1.",
		`{a`:                     "Unexpected end while parsing unquoted property name. Path '', line 1, position 2.",
		`{"a":1} x`:              "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 8.",
		`tru`:                    "Unexpected end when reading JSON. Path '', line 1, position 3.",
		`{"a":tru}`:              "Error parsing boolean value. Path 'a', line 1, position 8.",
		`{"a":nulls}`:            "Error parsing null value. Path 'a', line 1, position 9.",
		`nope`:                   "Unexpected character encountered while parsing value: n. Path '', line 0, position 0.",
		"[1,\n x]":               "Unexpected character encountered while parsing value: x. Path '[0]', line 2, position 1.",
		"\ufeff{}":               "Unexpected character encountered while parsing value: \ufeff. Path '', line 0, position 0.",
		`"abc`:                   `Unterminated string. Expected delimiter: ". Path '', line 1, position 4.`,
		`"a\qb"`:                 `Bad JSON escape sequence: \q. Path '', line 1, position 4.`,
		`"\u12"`:                 "Unexpected end while parsing Unicode escape sequence. Path '', line 1, position 3.",
		`"\u12x4"`:               `Invalid Unicode escape sequence: \u12x4. Path '', line 1, position 3.`,
		`08`:                     "Input string '08' is not a valid number. Path '', line 1, position 2.",
		`[1,2z]`:                 "Unexpected character encountered while parsing number: z. Path '[0]', line 1, position 4.",
		`{"a": /* c`:             "Unexpected end while parsing comment. Path 'a', line 1, position 10.",
		`{"a": /x`:               "Unexpected end while parsing comment. Path 'a', line 1, position 7.",
		`{"a": /xx}`:             "Error parsing comment. Expected: *, got x. Path 'a', line 1, position 7.",
		`{"a.b":{"c d":[x]}}`:    "Unexpected character encountered while parsing value: x. Path '['a.b']['c d']', line 1, position 15.",
		`{"a":"é😀",b:x}`:         "Unexpected character encountered while parsing value: x. Path 'b', line 1, position 13.",
		`new Date(1)`:            "Additional text found in JSON string after finishing deserializing object. Path '[0]', line 1, position 10.",
		`[[[[1]]]]`:              "The reader's MaxDepth of 3 has been exceeded. Path '[0][0][0]', line 1, position 4.",
		`{"a":1,"A":2} x`:        "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 14.",
		strings.Repeat("1", 381): "JSON integer " + strings.Repeat("1", 381) + " is too large to parse. Path '', line 1, position 381.",
	} {
		_, _, err := newJSONReader(text, 3, false, nil).read()
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s\ngives %q\nnot   %q", text, got, want)
		}
	}
}

func FuzzJSONReader(f *testing.F) {
	for _, text := range []string{`{"a":[1,2,{"b":null}]}`, `[1,,new Date(0)]`, `{a:'\ud83d\ude00'}`, `"/Date(0+0100)/"`, "// c\n[.5,0x1f,NaN]", `{"a":[`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := newJSONReader(text, 64, false, jsonDates("Default"))
		if _, ok, err := r.read(); ok && err != nil {
			t.Errorf("%q is a value and an error: %v", text, err)
		}
		if r.at > len(text) {
			t.Errorf("%q: the reader stands at %d", text, r.at)
		}
	})
}

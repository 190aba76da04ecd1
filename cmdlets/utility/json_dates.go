package utility

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// roundTrip is .NET's style that keeps a date's zone.
const roundTrip = 128

// jsonDates reads strings that are ISO 8601 dates for a -DateKind; nil when they stay strings.
func jsonDates(kind string) func(text string) (any, bool) {
	if kind == "String" {
		return nil
	}
	return func(text string) (any, bool) {
		if !looksISO(text) {
			return nil, false
		}
		if kind == "Offset" {
			d, err := dotnet.ParseDateOffset(text, object.Invariant, 0)
			return d, err == nil
		}
		d, err := dotnet.ParseDate(text, object.Invariant, roundTrip)
		if err != nil {
			return nil, false
		}
		switch kind {
		case "Local":
			d = d.ToLocal()
		case "Utc":
			d = d.ToUniversal()
		}
		return d, true
	}
}

// looksISO tells whether a text has the form 2024-01-02T03:04:05, with what may follow.
func looksISO(s string) bool {
	const form = "0000-00-00T00:00:00"
	if len(s) < len(form) || len(s) > 40 {
		return false
	}
	for i := range len(form) {
		if digit := s[i] >= '0' && s[i] <= '9'; form[i] == '0' && !digit || form[i] != '0' && s[i] != form[i] {
			return false
		}
	}
	return strings.Trim(s[len(form):], "0123456789.:+-Z") == ""
}

// jsonScalar is the string that dates, GUIDs and URIs are written as.
func jsonScalar(rt cmdlet.Runtime, v any) (string, bool) {
	switch x := v.(type) {
	case dotnet.DateTime:
		s, err := dotnet.FormatDate(x, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", object.Invariant)
		return s, err == nil
	case dotnet.DateTimeOffset:
		s, err := dotnet.FormatDateOffset(x, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", object.Invariant)
		return s, err == nil
	case *dotnet.URI:
		return x.Original, true
	case dotnet.Guid:
		return x.String(), true
	}
	return "", false
}

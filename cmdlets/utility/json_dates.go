package utility

import (
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// roundTrip is .NET's style that keeps a date's zone.
const roundTrip = 128

// jsonDates reads strings that are ISO 8601 dates, or dates as .NET once wrote
// them ("/Date(0)/"), for a -DateKind; nil when they stay strings.
func jsonDates(kind string) func(text string) (any, bool) {
	if kind == "String" {
		return nil
	}
	return func(text string) (any, bool) {
		if strings.HasPrefix(text, "/Date(") && strings.HasSuffix(text, ")/") {
			return millisecondsDate(text[len("/Date("):max(len(text)-len(")/"), len("/Date("))], kind)
		}
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
		return ofDateKind(d, kind), true
	}
}

// ofDateKind makes a date one of a -DateKind; one without a zone only gets the name.
func ofDateKind(d dotnet.DateTime, kind string) dotnet.DateTime {
	bare := d.Kind == dotnet.Unspecified
	switch kind {
	case "Local":
		if bare {
			return dotnet.DateTime{Ticks: d.Ticks, Kind: dotnet.Local}
		}
		return d.ToLocal()
	case "Utc":
		if bare {
			return dotnet.DateTime{Ticks: d.Ticks, Kind: dotnet.UTC}
		}
		return d.ToUniversal()
	}
	return d
}

// millisecondsDate reads milliseconds since 1970, with or without a distance from
// UTC (+hhmm), which makes the date a local one.
func millisecondsDate(text, kind string) (any, bool) {
	at := strings.LastIndexAny(text, "+-")
	offset := 0
	if at > 0 {
		zone, err := strconv.Atoi(text[at:])
		if err != nil {
			return nil, false
		}
		text, offset = text[:at], zone/100*60+zone%100
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil || ms < -62135596800000 || ms > 253402300799999 {
		return nil, false
	}
	d := dotnet.UnixMilliseconds(ms)
	if kind == "Offset" {
		return dotnet.DateTimeOffset{Ticks: d.Ticks + int64(offset)*600_000_000, Offset: int16(offset)}, true
	}
	if at > 0 {
		d = d.ToLocal()
	}
	return ofDateKind(d, kind), true
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

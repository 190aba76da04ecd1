package dotnet

import (
	"time"

	"stagecoach/shell/object"
)

// timeZone is System.TimeZoneInfo.
type timeZone struct {
	object.Instance
	loc *time.Location
	id  string
}

var timeZoneType = &object.Type{Name: "TimeZoneInfo", Namespace: "System", Base: object.ObjectType}

// PSType is System.TimeZoneInfo.
func (*timeZone) PSType() *object.Type { return timeZoneType }

// String is the display name.
func (z *timeZone) String() string { return z.display() }

func (z *timeZone) base() TimeSpan {
	// The standard time is that of the half year without daylight saving.
	for _, month := range []time.Month{1, 7} {
		if at := time.Date(time.Now().Year(), month, 1, 0, 0, 0, 0, z.loc); month == 7 || !at.IsDST() {
			_, seconds := at.Zone()
			return TimeSpan(int64(seconds) * ticksPerSecond)
		}
	}
	return 0
}

func (z *timeZone) display() string {
	if z.loc == time.UTC || z.id == "UTC" {
		return "(UTC) Coordinated Universal Time"
	}
	text, _ := FormatSpan(max(z.base(), -z.base()), `hh\:mm`, nil) // the format is good
	sign := "+"
	if z.base() < 0 {
		sign = "-"
	}
	return "(UTC" + sign + text + ") " + z.id
}

func localZone() *timeZone {
	name := time.Local.String()
	if name == "Local" || name == "" {
		name, _ = time.Now().Zone()
	}
	if name == "UTC" {
		return &timeZone{loc: time.Local, id: "Etc/UTC"}
	}
	return &timeZone{loc: time.Local, id: name}
}

func findZone(id string) (*timeZone, error) {
	name := id
	if iana, ok := windowsZones[id]; ok {
		name = iana
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, object.Throw(exceptionNamed("System.TimeZoneNotFoundException"), "The time zone ID '%s' was not found on the local computer.", id)
	}
	return &timeZone{loc: loc, id: id}, nil
}

// moment is when a date in a zone's clock is.
func (z *timeZone) moment(d DateTime) time.Time {
	switch d.Kind {
	case UTC, Local:
		return d.Time()
	}
	w := d.wall()
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), z.loc)
}

// show is a moment on the zone's clock.
func (z *timeZone) show(t time.Time) DateTime {
	d := DateTime{ticksOf(t.In(z.loc)), Unspecified}
	switch {
	case z.id == "UTC" || z.loc == time.UTC:
		d.Kind = UTC
	case z.loc == time.Local:
		d.Kind = Local
	}
	return d
}

func timeZoneMembers(m members) {
	self := func(v any) *timeZone { return v.(*timeZone) }
	m.prop("string Id", func(_ object.Invoker, v any) (any, error) { return self(v).id, nil })
	m.prop("bool HasIanaId", getter(func(v any) any { return windowsZones[self(v).id] == "" || self(v).id == "UTC" }))
	m.prop("string DisplayName", func(_ object.Invoker, v any) (any, error) { return self(v).display(), nil })
	m.prop("string StandardName", getter(func(v any) any { return self(v).name(false) }))
	m.prop("string DaylightName", getter(func(v any) any { return self(v).name(true) }))
	zoneRules(m)
	m.prop("timespan BaseUtcOffset", func(_ object.Invoker, v any) (any, error) { return self(v).base(), nil })
	m.prop("bool SupportsDaylightSavingTime", func(_ object.Invoker, v any) (any, error) {
		_, winter := time.Date(2024, 1, 1, 0, 0, 0, 0, self(v).loc).Zone()
		_, summer := time.Date(2024, 7, 1, 0, 0, 0, 0, self(v).loc).Zone()
		return winter != summer, nil
	})
	m.method("timespan GetUtcOffset(datetime dateTime)", func(_ object.Invoker, v any, a []any) (any, error) {
		_, seconds := self(v).moment(a[0].(DateTime)).In(self(v).loc).Zone()
		return TimeSpan(int64(seconds) * ticksPerSecond), nil
	})
	m.method("timespan GetUtcOffset(System.DateTimeOffset dateTimeOffset)", plain(func(v any, a []any) (any, error) {
		_, seconds := a[0].(DateTimeOffset).UTC().Time().In(self(v).loc).Zone()
		return TimeSpan(int64(seconds) * ticksPerSecond), nil
	}))
	m.method("bool IsDaylightSavingTime(System.DateTimeOffset dateTimeOffset)", plain(func(v any, a []any) (any, error) {
		return a[0].(DateTimeOffset).UTC().Time().In(self(v).loc).IsDST(), nil
	}))
	m.static("System.DateTimeOffset ConvertTime(System.DateTimeOffset dateTimeOffset, System.TimeZoneInfo destinationTimeZone)", plain(func(_ any, a []any) (any, error) {
		return self(a[1]).at(a[0].(DateTimeOffset)), nil
	}))
	m.static("System.DateTimeOffset ConvertTimeBySystemTimeZoneId(System.DateTimeOffset dateTimeOffset, string destinationTimeZoneId)", plain(func(_ any, a []any) (any, error) {
		z, err := findZone(str(a[1]))
		if err != nil {
			return nil, err
		}
		return z.at(a[0].(DateTimeOffset)), nil
	}))
	m.static("datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)", plain(func(_ any, a []any) (any, error) {
		from, err := findZone(str(a[1]))
		if err != nil {
			return nil, err
		}
		to, err := findZone(str(a[2]))
		if err != nil {
			return nil, err
		}
		return to.show(from.moment(a[0].(DateTime))), nil
	}))
	m.method("bool IsDaylightSavingTime(datetime dateTime)", func(_ object.Invoker, v any, a []any) (any, error) {
		return self(v).moment(a[0].(DateTime)).In(self(v).loc).IsDST(), nil
	})
	m.staticProp("System.TimeZoneInfo Local", func(object.Invoker) (any, error) { return localZone(), nil })
	m.staticProp("System.TimeZoneInfo Utc", func(object.Invoker) (any, error) { return &timeZone{loc: time.UTC, id: "UTC"}, nil })
	m.static("System.TimeZoneInfo FindSystemTimeZoneById(string id)", func(_ object.Invoker, _ any, a []any) (any, error) { return findZone(str(a[0])) })
	m.static("datetime ConvertTime(datetime dateTime, System.TimeZoneInfo destinationTimeZone)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return self(a[1]).show(localZone().moment(a[0].(DateTime))), nil
	})
	m.static("datetime ConvertTime(datetime dateTime, System.TimeZoneInfo sourceTimeZone, System.TimeZoneInfo destinationTimeZone)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return self(a[2]).show(self(a[1]).moment(a[0].(DateTime))), nil
	})
	m.static("datetime ConvertTimeToUtc(datetime dateTime)", func(_ object.Invoker, _ any, a []any) (any, error) { return a[0].(DateTime).ToUniversal(), nil })
	m.static("datetime ConvertTimeToUtc(datetime dateTime, System.TimeZoneInfo sourceTimeZone)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return DateTime{ticksOf(self(a[1]).moment(a[0].(DateTime)).UTC()), UTC}, nil
	})
	m.static("datetime ConvertTimeFromUtc(datetime dateTime, System.TimeZoneInfo destinationTimeZone)", func(_ object.Invoker, _ any, a []any) (any, error) {
		d := a[0].(DateTime)
		d.Kind = UTC
		return self(a[1]).show(d.Time()), nil
	})
	bySystemID := func(a []any) (any, error) {
		z, err := findZone(str(a[1]))
		if err != nil {
			return nil, err
		}
		return z.show(localZone().moment(a[0].(DateTime))), nil
	}
	m.static("datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string destinationTimeZoneId)", func(_ object.Invoker, _ any, a []any) (any, error) { return bySystemID(a) })
}

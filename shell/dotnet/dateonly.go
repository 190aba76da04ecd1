package dotnet

import "stagecoach/shell/object"

// DateOnly is System.DateOnly: days since 0001-01-01.
type DateOnly int32

// TimeOnly is System.TimeOnly: ticks since midnight.
type TimeOnly int64

// The types of a date without a time and a time without a date.
var (
	DateOnlyType = &object.Type{Name: "DateOnly", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct,
		Interfaces: []*object.Type{object.IComparableType, object.IFormattableType}, Zero: DateOnly(0)}
	TimeOnlyType = &object.Type{Name: "TimeOnly", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct,
		Interfaces: []*object.Type{object.IComparableType, object.IFormattableType}, Zero: TimeOnly(0)}
)

// PSType is System.DateOnly.
func (DateOnly) PSType() *object.Type { return DateOnlyType }

// PSType is System.TimeOnly.
func (TimeOnly) PSType() *object.Type { return TimeOnlyType }

// At is the midnight the day begins with.
func (d DateOnly) At() DateTime { return DateTime{int64(d) * ticksPerDay, Unspecified} }

// String is the short date of the invariant culture.
func (d DateOnly) String() string {
	s, _ := formatDateOnly(d, "", object.Invariant)
	return s
}

// String is the short time of the invariant culture.
func (t TimeOnly) String() string {
	s, _ := formatTimeOnly(t, "", object.Invariant)
	return s
}

// CompareTo orders days.
func (d DateOnly) CompareTo(o any) (int, error) {
	x, ok := o.(DateOnly)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type DateOnly.")
	}
	return compareInt(int64(d), int64(x)), nil
}

// CompareTo orders times.
func (t TimeOnly) CompareTo(o any) (int, error) {
	x, ok := o.(TimeOnly)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type TimeOnly.")
	}
	return compareInt(int64(t), int64(x)), nil
}

func formatDateOnly(d DateOnly, format string, c *object.Culture) (string, error) {
	switch format {
	case "":
		format = "d"
	case "o", "O":
		format = "yyyy-MM-dd"
	case "r", "R":
		format = "ddd, dd MMM yyyy"
	}
	return FormatDate(d.At(), format, c)
}

func formatTimeOnly(t TimeOnly, format string, c *object.Culture) (string, error) {
	switch format {
	case "":
		format = "t"
	case "o", "O":
		format = "HH:mm:ss.fffffff"
	case "r", "R":
		format = "HH:mm:ss"
	}
	return FormatDate(DateTime{int64(t), Unspecified}, format, c)
}

func dateOnlyOf(d DateTime) DateOnly { return DateOnly(d.Ticks / ticksPerDay) }

func noDateOnly(text string) error {
	return object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid DateOnly.", text)
}

func noTimeOnly(text string) error {
	return object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid TimeOnly.", text)
}

func parseDateOnly(text string, c *object.Culture) (DateOnly, error) {
	d, err := ParseDate(text, c, 0)
	if err != nil || d.Ticks%ticksPerDay != 0 {
		return 0, noDateOnly(text)
	}
	return dateOnlyOf(d), nil
}

func parseTimeOnly(text string, c *object.Culture) (TimeOnly, error) {
	const noCurrentDateDefault = 8
	d, err := ParseDate(text, c, noCurrentDateDefault)
	if err != nil || d.Ticks >= ticksPerDay {
		return 0, noTimeOnly(text)
	}
	return TimeOnly(d.Ticks), nil
}

func dateOnlyMembers(m members) {
	self := func(v any) DateOnly { return v.(DateOnly) }
	whole := func(name string, get func(d DateTime) int) {
		m.prop("int "+name, getter(func(v any) any { return object.Int(int32(get(self(v).At()))) }))
	}
	whole("Year", func(d DateTime) int { return d.wall().Year() })
	whole("Month", func(d DateTime) int { return int(d.wall().Month()) })
	whole("Day", func(d DateTime) int { return d.wall().Day() })
	m.prop("System.DayOfWeek DayOfWeek", getter(func(v any) any {
		return object.Enum{Type: DayOfWeek, Value: int64(self(v).At().wall().Weekday())}
	}))
	whole("DayOfYear", func(d DateTime) int { return d.wall().YearDay() })
	m.prop("int DayNumber", getter(func(v any) any { return object.Int(int32(self(v))) }))
	add := func(signature string, change func(d DateTime, n int) (DateTime, error)) {
		m.method(signature, plain(func(v any, a []any) (any, error) {
			d, err := change(self(v).At(), intArg(a[0]))
			return dateOnlyOf(d), err
		}))
	}
	add("System.DateOnly AddDays(int value)", func(d DateTime, n int) (DateTime, error) { return d.Add(int64(n) * ticksPerDay) })
	add("System.DateOnly AddMonths(int value)", DateTime.addMonths)
	add("System.DateOnly AddYears(int value)", func(d DateTime, n int) (DateTime, error) { return d.addMonths(12 * n) })
	m.method("datetime ToDateTime(System.TimeOnly time)", plain(func(v any, a []any) (any, error) {
		return DateTime{self(v).At().Ticks + int64(a[0].(TimeOnly)), Unspecified}, nil
	}))
	m.method("datetime ToDateTime(System.TimeOnly time, System.DateTimeKind kind)", plain(func(v any, a []any) (any, error) {
		return DateTime{self(v).At().Ticks + int64(a[0].(TimeOnly)), Kind(a[1].(object.Enum).Value)}, nil
	}))
	compareMembers(m, "System.DateOnly")
	toStringMembers(m)
	named := func(name, format string) {
		m.method("string "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			return FormatDate(self(v).At(), format, cultureOf(inv))
		})
	}
	named("ToLongDateString", "D")
	named("ToShortDateString", "d")
	m.constant("System.DateOnly MinValue", DateOnly(0))
	m.constant("System.DateOnly MaxValue", dateOnlyOf(DateTime{maxTicks, Unspecified}))
	m.static("System.DateOnly FromDateTime(datetime dateTime)", plain(func(_ any, a []any) (any, error) { return dateOnlyOf(a[0].(DateTime)), nil }))
	m.static("System.DateOnly FromDayNumber(int dayNumber)", plain(func(_ any, a []any) (any, error) { return DateOnly(intArg(a[0])), nil }))
	dayParsing(m, "System.DateOnly", DateOnly(0), func(text string, c *object.Culture) (any, error) { return parseDateOnly(text, c) },
		func(text string, formats any, c *object.Culture) (any, error) {
			d, err := parseAnyExact(text, formats, c, 0)
			if err != nil {
				return nil, noDateOnly(text)
			}
			return dateOnlyOf(d), nil
		})
	m.ctor("int year, int month, int day", func(_ object.Invoker, a []any) (any, error) {
		d, err := NewDateTime(intArg(a[0]), intArg(a[1]), intArg(a[2]), 0, 0, 0, 0, Unspecified)
		return dateOnlyOf(d), err
	})
}

// dayParsing declares Parse, ParseExact and their Try forms.
func dayParsing(m members, name string, zero any, parse func(text string, c *object.Culture) (any, error), exact func(text string, formats any, c *object.Culture) (any, error)) {
	m.static(name+" Parse(string s)", func(inv object.Invoker, _ any, a []any) (any, error) { return parse(str(a[0]), cultureOf(inv)) })
	m.static(name+" Parse(string s, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return parse(str(a[0]), provided(inv, a[1]))
	})
	m.static("bool TryParse(string s, [ref] "+name+" result)", func(inv object.Invoker, _ any, a []any) (any, error) {
		v, err := parse(str(a[0]), cultureOf(inv))
		if a[1] = zero; err == nil {
			a[1] = v
		}
		return err == nil, nil
	})
	for _, formats := range []string{"string format", "string[] formats"} {
		m.static(name+" ParseExact(string s, "+formats+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			return exact(str(a[0]), a[1], cultureOf(inv))
		})
		m.static(name+" ParseExact(string s, "+formats+", System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return exact(str(a[0]), a[1], provided(inv, a[2]))
		})
		m.static("bool TryParseExact(string s, "+formats+", [ref] "+name+" result)", func(inv object.Invoker, _ any, a []any) (any, error) {
			v, err := exact(str(a[0]), a[1], cultureOf(inv))
			if a[2] = zero; err == nil {
				a[2] = v
			}
			return err == nil, nil
		})
	}
}

func timeOnlyMembers(m members) {
	self := func(v any) TimeOnly { return v.(TimeOnly) }
	whole := func(name string, unit, modulus int64) {
		m.prop("int "+name, getter(func(v any) any { return object.Int(int32(int64(self(v)) / unit % modulus)) }))
	}
	whole("Hour", ticksPerHour, 24)
	whole("Minute", ticksPerMinute, 60)
	whole("Second", ticksPerSecond, 60)
	whole("Millisecond", ticksPerMillisecond, 1000)
	whole("Microsecond", ticksPerMicrosecond, 1000)
	m.prop("long Ticks", getter(func(v any) any { return int64(self(v)) }))
	add := func(signature string, unit float64) {
		m.method(signature, plain(func(v any, a []any) (any, error) {
			n := int64(self(v))
			if s, ok := a[0].(TimeSpan); ok {
				n += int64(s)
			} else {
				n += int64(a[0].(float64) * unit)
			}
			return TimeOnly((n%ticksPerDay + ticksPerDay) % ticksPerDay), nil
		}))
	}
	add("System.TimeOnly Add(timespan value)", 1)
	add("System.TimeOnly AddHours(double value)", float64(ticksPerHour))
	add("System.TimeOnly AddMinutes(double value)", float64(ticksPerMinute))
	m.method("bool IsBetween(System.TimeOnly start, System.TimeOnly end)", plain(func(v any, a []any) (any, error) {
		t, start, end := self(v), self(a[0]), self(a[1])
		if start <= end {
			return t >= start && t < end, nil
		}
		return t >= start || t < end, nil
	}))
	m.method("timespan ToTimeSpan()", plain(func(v any, _ []any) (any, error) { return TimeSpan(self(v)), nil }))
	compareMembers(m, "System.TimeOnly")
	toStringMembers(m)
	m.method("string ToLongTimeString()", func(inv object.Invoker, v any, _ []any) (any, error) {
		return formatTimeOnly(self(v), "T", cultureOf(inv))
	})
	m.method("string ToShortTimeString()", func(inv object.Invoker, v any, _ []any) (any, error) {
		return formatTimeOnly(self(v), "t", cultureOf(inv))
	})
	m.constant("System.TimeOnly MinValue", TimeOnly(0))
	m.constant("System.TimeOnly MaxValue", TimeOnly(ticksPerDay-1))
	m.static("System.TimeOnly FromDateTime(datetime dateTime)", plain(func(_ any, a []any) (any, error) { return TimeOnly(a[0].(DateTime).Ticks % ticksPerDay), nil }))
	m.static("System.TimeOnly FromTimeSpan(timespan timeSpan)", plain(func(_ any, a []any) (any, error) { return TimeOnly(span(a[0])), nil }))
	m.static("timespan op_Subtraction(System.TimeOnly t1, System.TimeOnly t2)", plain(func(_ any, a []any) (any, error) {
		n := int64(self(a[0])) - int64(self(a[1]))
		return TimeSpan((n + ticksPerDay) % ticksPerDay), nil
	}))
	dayParsing(m, "System.TimeOnly", TimeOnly(0), func(text string, c *object.Culture) (any, error) { return parseTimeOnly(text, c) },
		func(text string, formats any, c *object.Culture) (any, error) {
			d, err := parseAnyExact(text, formats, c, 0)
			if err != nil {
				return nil, noTimeOnly(text)
			}
			return TimeOnly(d.Ticks % ticksPerDay), nil
		})
	of := func(_ object.Invoker, a []any) (any, error) {
		n := [4]int{}
		for i := range a {
			n[i] = intArg(a[i])
		}
		d, err := NewDateTime(1, 1, 1, n[0], n[1], n[2], n[3], Unspecified)
		return TimeOnly(d.Ticks), err
	}
	m.ctor("int hour, int minute", of)
	m.ctor("int hour, int minute, int second", of)
	m.ctor("int hour, int minute, int second, int millisecond", of)
	m.ctor("long ticks", func(_ object.Invoker, a []any) (any, error) { return TimeOnly(a[0].(int64)), nil })
}

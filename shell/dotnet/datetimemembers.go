package dotnet

import (
	"math"
	"strings"
	"time"

	"stagecoach/shell/object"
)

func dateTimeMembers(m members) {
	self := func(v any) DateTime { return v.(DateTime) }
	part := func(decl string, get func(d DateTime) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) { return get(self(v)), nil })
	}
	part("datetime Date", func(d DateTime) any { return d.Date() })
	part("int Day", func(d DateTime) any { return int32(d.wall().Day()) })
	part("System.DayOfWeek DayOfWeek", func(d DateTime) any { return object.Enum{Type: DayOfWeek, Value: int64(d.wall().Weekday())} })
	part("int DayOfYear", func(d DateTime) any { return int32(d.wall().YearDay()) })
	part("int Hour", func(d DateTime) any { return int32(d.wall().Hour()) })
	part("System.DateTimeKind Kind", func(d DateTime) any { return object.Enum{Type: dateTimeKind, Value: int64(d.Kind)} })
	part("int Millisecond", func(d DateTime) any { return int32(d.Ticks / ticksPerMillisecond % 1000) })
	part("int Microsecond", func(d DateTime) any { return int32(d.Ticks / ticksPerMicrosecond % 1000) })
	part("int Nanosecond", func(d DateTime) any { return int32(d.Ticks % 10 * 100) })
	part("int Minute", func(d DateTime) any { return int32(d.wall().Minute()) })
	part("int Month", func(d DateTime) any { return int32(d.wall().Month()) })
	part("int Second", func(d DateTime) any { return int32(d.wall().Second()) })
	part("long Ticks", func(d DateTime) any { return d.Ticks })
	part("timespan TimeOfDay", func(d DateTime) any { return d.TimeOfDay() })
	part("int Year", func(d DateTime) any { return int32(d.wall().Year()) })
	dateTimeArithmetic(m)
	dateTimeText(m)
	dateTimeStatics(m)
	dateTimeConstructors(m)
	m.computed("DateTime", shownDateScript, shownDate)
}

// shownDateScript is the getter that PowerShell's type data have for the property.
const shownDateScript = `if ((& { Set-StrictMode -Version 1; $this.DisplayHint }) -ieq  "Date")
          {
          "{0}" -f $this.ToLongDateString()
          }
          elseif ((& { Set-StrictMode -Version 1; $this.DisplayHint }) -ieq "Time")
          {
          "{0}" -f  $this.ToLongTimeString()
          }
          else
          {
          "{0} {1}" -f $this.ToLongDateString(), $this.ToLongTimeString()
          }`

// shownDate is the property that PowerShell's type table adds to dates: long
// date and time, or what DisplayHint asks for.
func shownDate(inv object.Invoker, v any) (any, error) {
	d, _ := object.Unwrap(v).(DateTime)
	format := "F"
	if hint, found, err := object.GetProperty(inv, v, "DisplayHint"); found && err == nil {
		switch strings.ToLower(object.Text(inv, hint)) {
		case "date":
			format = "D"
		case "time":
			format = "T"
		}
	}
	return FormatDate(d, format, cultureOf(inv))
}

func dateTimeArithmetic(m members) {
	units := func(name, param string, unit int64) {
		m.method("datetime "+name+"(double "+param+")", func(_ object.Invoker, v any, a []any) (any, error) {
			return v.(DateTime).addUnits(a[0].(float64), unit)
		})
	}
	m.method("datetime Add(timespan value)", func(_ object.Invoker, v any, a []any) (any, error) { return v.(DateTime).Add(int64(a[0].(TimeSpan))) })
	units("AddDays", "value", ticksPerDay)
	units("AddHours", "value", ticksPerHour)
	units("AddMilliseconds", "value", ticksPerMillisecond)
	units("AddMicroseconds", "value", ticksPerMicrosecond)
	units("AddMinutes", "value", ticksPerMinute)
	m.method("datetime AddMonths(int months)", func(_ object.Invoker, v any, a []any) (any, error) { return v.(DateTime).addMonths(int(a[0].(int32))) })
	units("AddSeconds", "value", ticksPerSecond)
	m.method("datetime AddTicks(long value)", func(_ object.Invoker, v any, a []any) (any, error) { return v.(DateTime).Add(a[0].(int64)) })
	m.method("datetime AddYears(int value)", func(_ object.Invoker, v any, a []any) (any, error) {
		n := int(a[0].(int32))
		if n < -10000 || n > 10000 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "years", "Years value must be between +/-10000.")
		}
		return v.(DateTime).addMonths(12 * n)
	})
	m.method("timespan Subtract(datetime value)", func(_ object.Invoker, v any, a []any) (any, error) {
		return TimeSpan(v.(DateTime).Ticks - a[0].(DateTime).Ticks), nil
	})
	m.method("datetime Subtract(timespan value)", func(_ object.Invoker, v any, a []any) (any, error) { return v.(DateTime).Add(-int64(a[0].(TimeSpan))) })
	compareMembers(m, "datetime")
	m.method("bool IsDaylightSavingTime()", func(_ object.Invoker, v any, _ []any) (any, error) { return v.(DateTime).Time().IsDST(), nil })
	m.method("datetime ToLocalTime()", func(_ object.Invoker, v any, _ []any) (any, error) { return v.(DateTime).ToLocal(), nil })
	m.method("datetime ToUniversalTime()", func(_ object.Invoker, v any, _ []any) (any, error) { return v.(DateTime).ToUniversal(), nil })
	m.method("long ToBinary()", func(_ object.Invoker, v any, _ []any) (any, error) {
		d := v.(DateTime)
		return int64(uint64(d.Ticks) | uint64(d.Kind)<<62), nil
	})
	m.method("long ToFileTime()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return v.(DateTime).ToUniversal().Ticks - fileTimeEpoch, nil
	})
	m.method("long ToFileTimeUtc()", func(_ object.Invoker, v any, _ []any) (any, error) {
		d := v.(DateTime)
		if d.Kind == Local {
			d = d.ToUniversal()
		}
		return d.Ticks - fileTimeEpoch, nil
	})
	m.method("double ToOADate()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return float64(v.(DateTime).Ticks-oleEpoch) / float64(ticksPerDay), nil
	})
	m.static("datetime op_Addition(datetime d, timespan t)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return a[0].(DateTime).Add(int64(a[1].(TimeSpan)))
	})
	m.static("datetime op_Subtraction(datetime d, timespan t)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return a[0].(DateTime).Add(-int64(a[1].(TimeSpan)))
	})
	m.static("timespan op_Subtraction(datetime d1, datetime d2)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return TimeSpan(a[0].(DateTime).Ticks - a[1].(DateTime).Ticks), nil
	})
}

const (
	fileTimeEpoch int64 = 504911232000000000
	oleEpoch      int64 = 599264352000000000
)

func dateTimeText(m members) {
	formatted := func(signature, format string) {
		m.method(signature, func(inv object.Invoker, v any, _ []any) (any, error) {
			return FormatDate(v.(DateTime), format, cultureOf(inv))
		})
	}
	formatted("string ToLongDateString()", "D")
	formatted("string ToLongTimeString()", "T")
	formatted("string ToShortDateString()", "d")
	formatted("string ToShortTimeString()", "t")
	toStringMembers(m)
	m.method("System.TypeCode GetTypeCode()", plain(func(any, []any) (any, error) { return object.Enum{Type: typeCodeEnum, Value: 16}, nil }))
	all := func(v any, c *object.Culture, letters string) (any, error) {
		var out []any
		for i := range len(letters) {
			for _, pattern := range patternsOf(letters[i], c) {
				s, err := FormatDate(v.(DateTime), pattern, c)
				if err != nil {
					return nil, err
				}
				out = append(out, s)
			}
		}
		return object.NewArrayOf(object.ArrayOf(object.StringType), out), nil
	}
	m.method("string[] GetDateTimeFormats()", func(inv object.Invoker, v any, _ []any) (any, error) { return all(v, cultureOf(inv), standardDates) })
	m.method("string[] GetDateTimeFormats(System.IFormatProvider provider)", func(inv object.Invoker, v any, a []any) (any, error) {
		return all(v, provided(inv, a[0]), standardDates)
	})
	m.method("string[] GetDateTimeFormats(char format)", func(inv object.Invoker, v any, a []any) (any, error) {
		return all(v, cultureOf(inv), object.CharText(a[0].(object.Char)))
	})
	m.method("string[] GetDateTimeFormats(char format, System.IFormatProvider provider)", func(inv object.Invoker, v any, a []any) (any, error) {
		return all(v, provided(inv, a[1]), object.CharText(a[0].(object.Char)))
	})
}

// standardDates are the standard formats in the order of GetDateTimeFormats.
const standardDates = "dDfFgGmMoOrRstTuUyY"

// patternsOf are the patterns of a standard format: of dates and times the culture's own
// and those that put the same parts in other lengths.
func patternsOf(letter byte, c *object.Culture) []string {
	df := &dataOf(c).date
	days, long, times, seconds := []string{df.shortDate}, []string{df.longDate}, []string{df.shortTime}, []string{df.longTime}
	if dataOf(c).name == "en-US" {
		days = append(days, "M/d/yy", "MM/dd/yy", "MM/dd/yyyy", "yyyy-MM-dd", "dd-MMM-yy")
		long = append(long, "MMMM d, yyyy", "dddd, d MMMM, yyyy", "d MMMM, yyyy")
		times = append(times, "hh:mm tt", "H:mm", "HH:mm")
		seconds = append(seconds, "hh:mm:ss tt", "H:mm:ss", "HH:mm:ss")
	}
	both := func(first, second []string) (out []string) {
		for _, a := range first {
			for _, b := range second {
				out = append(out, a+" "+b)
			}
		}
		return out
	}
	switch letter {
	case 'd':
		return days
	case 'D':
		return long
	case 'f':
		return both(long, times)
	case 'F', 'U':
		return both(long, seconds)
	case 'g':
		return both(days, times)
	case 'G':
		return both(days, seconds)
	case 't':
		return times
	case 'T':
		return seconds
	}
	return []string{string(letter)}
}

func dateTimeStatics(m members) {
	m.staticProp("datetime Now", func(object.Invoker) (any, error) { return Now(), nil })
	m.staticProp("datetime UtcNow", func(object.Invoker) (any, error) { return FromTime(time.Now().UTC()), nil })
	m.staticProp("datetime Today", func(object.Invoker) (any, error) { return Now().Date(), nil })
	m.constant("datetime MinValue", DateTime{})
	m.constant("datetime MaxValue", DateTime{Ticks: maxTicks})
	m.constant("datetime UnixEpoch", DateTime{unixEpochTicks, UTC})
	m.static("int DaysInMonth(int year, int month)", func(_ object.Invoker, _ any, a []any) (any, error) {
		y, mo := int(a[0].(int32)), int(a[1].(int32))
		if mo < 1 || mo > 12 {
			return nil, object.ThrowActual("month", a[1], "Month must be between one and twelve.")
		}
		return int32(daysInMonth(y, mo)), nil
	})
	m.static("bool IsLeapYear(int year)", func(_ object.Invoker, _ any, a []any) (any, error) { return leapYear(int(a[0].(int32))), nil })
	m.static("int Compare(datetime t1, datetime t2)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return int32(compareInt(a[0].(DateTime).Ticks, a[1].(DateTime).Ticks)), nil
	})
	m.static("datetime SpecifyKind(datetime value, System.DateTimeKind kind)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return DateTime{a[0].(DateTime).Ticks, Kind(a[1].(object.Enum).Value)}, nil
	})
	m.static("datetime FromFileTime(long fileTime)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return DateTime{a[0].(int64) + fileTimeEpoch, UTC}.ToLocal(), nil
	})
	m.static("datetime FromFileTimeUtc(long fileTime)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return DateTime{a[0].(int64) + fileTimeEpoch, UTC}, nil
	})
	m.static("datetime FromOADate(double d)", func(_ object.Invoker, _ any, a []any) (any, error) {
		ms := math.Round(a[0].(float64) * 86400000)
		return DateTime{oleEpoch + int64(ms)*ticksPerMillisecond, Unspecified}, nil
	})
	m.static("datetime FromBinary(long dateData)", func(_ object.Invoker, _ any, a []any) (any, error) {
		n := uint64(a[0].(int64))
		return DateTime{int64(n & (1<<62 - 1)), Kind(n >> 62 & 3)}, nil
	})
	dateParsers(m)
}

func dateTimeConstructors(m members) {
	at := func(a []any, n int, kind Kind) (any, error) {
		var p [7]int
		for i := range n {
			p[i] = int(a[i].(int32))
		}
		return NewDateTime(p[0], p[1], p[2], p[3], p[4], p[5], p[6], kind)
	}
	m.ctor("long ticks", func(_ object.Invoker, a []any) (any, error) { return ofTicks(a[0].(int64), Unspecified) })
	m.ctor("long ticks, System.DateTimeKind kind", func(_ object.Invoker, a []any) (any, error) {
		return ofTicks(a[0].(int64), Kind(a[1].(object.Enum).Value))
	})
	m.ctor("int year, int month, int day", func(_ object.Invoker, a []any) (any, error) { return at(a, 3, Unspecified) })
	m.ctor("int year, int month, int day, int hour, int minute, int second", func(_ object.Invoker, a []any) (any, error) { return at(a, 6, Unspecified) })
	m.ctor("int year, int month, int day, int hour, int minute, int second, int millisecond", func(_ object.Invoker, a []any) (any, error) { return at(a, 7, Unspecified) })
	m.ctor("int year, int month, int day, int hour, int minute, int second, System.DateTimeKind kind", func(_ object.Invoker, a []any) (any, error) {
		return at(a, 6, Kind(a[6].(object.Enum).Value))
	})
	m.ctor("int year, int month, int day, int hour, int minute, int second, int millisecond, System.DateTimeKind kind", func(_ object.Invoker, a []any) (any, error) {
		return at(a, 7, Kind(a[7].(object.Enum).Value))
	})
}

func ofTicks(n int64, kind Kind) (any, error) {
	if n < 0 || n > maxTicks {
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "ticks", "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.")
	}
	return DateTime{n, kind}, nil
}

// compareMembers declares CompareTo and Equals for a type with an order.
func compareMembers(m members, name string) {
	compare := func(inv object.Invoker, v any, a []any) (any, error) {
		if a[0] == nil {
			return int32(1), nil
		}
		if c, ok := v.(object.Comparer); ok {
			r, err := c.CompareTo(a[0])
			return object.Int(int32(r)), err
		}
		if object.TypeOf(v) != object.TypeOf(a[0]) {
			return nil, object.Throw(object.ArgumentExceptionType, "Object must be of type %s.", object.TypeOf(v).Name)
		}
		if d, ok := narrowDifference(v, a[0]); ok {
			return object.Int(d), nil
		}
		r, err := object.Collate(inv, v, a[0], false)
		return object.Int(int32(r)), err
	}
	equals := func(inv object.Invoker, v any, a []any) (any, error) {
		return object.SameValue(inv, v, a[0]) || object.TypeOf(v) == object.TypeOf(a[0]) && isNaN(v) && isNaN(a[0]), nil
	}
	m.method("int CompareTo(System.Object value)", compare)
	m.method("int CompareTo("+name+" value)", compare)
	m.method("bool Equals(System.Object value)", equals)
	m.method("bool Equals("+name+" value)", equals)
}

// narrowDifference is CompareTo of the types below an int: they subtract, so the answer is
// not only -1, 0 or 1.
func narrowDifference(v, w any) (int32, bool) {
	switch x := v.(type) {
	case int8:
		return int32(x) - int32(w.(int8)), true
	case uint8:
		return int32(x) - int32(w.(uint8)), true
	case int16:
		return int32(x) - int32(w.(int16)), true
	case uint16:
		return int32(x) - int32(w.(uint16)), true
	case object.Char:
		return int32(x) - int32(w.(object.Char)), true
	}
	return 0, false
}

// isNaN: a NaN equals itself by Equals, though not by -eq.
func isNaN(v any) bool {
	f, ok := asFloat(v)
	return ok && math.IsNaN(f)
}

// toStringMembers declares the overloads of ToString for a type with formats.
func toStringMembers(m members) {
	text := func(inv object.Invoker, v any, format string, c any) (any, error) {
		return object.TypeOf(v).Format(v, format, provided(inv, c))
	}
	m.method("string ToString()", func(inv object.Invoker, v any, _ []any) (any, error) { return text(inv, v, "", nil) })
	m.method("string ToString(string format)", func(inv object.Invoker, v any, a []any) (any, error) { return text(inv, v, str(a[0]), nil) })
	m.method("string ToString(System.IFormatProvider provider)", func(inv object.Invoker, v any, a []any) (any, error) { return text(inv, v, "", a[0]) })
	m.method("string ToString(string format, System.IFormatProvider provider)", func(inv object.Invoker, v any, a []any) (any, error) {
		return text(inv, v, str(a[0]), a[1])
	})
}

// str is a string argument that may be $null.
func str(v any) string {
	s, _ := v.(string)
	return s
}

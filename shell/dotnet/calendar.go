package dotnet

import (
	"time"

	"stagecoach/shell/object"
)

var (
	calendarType     = &object.Type{Name: "Calendar", Namespace: "System.Globalization", Base: object.ObjectType, Abstract: true}
	gregorianType    = &object.Type{Name: "GregorianCalendar", Namespace: "System.Globalization", Base: calendarType}
	isoWeekType      = staticClass("System.Globalization", "ISOWeek")
	calendarWeekRule = object.NewEnum("System.Globalization", "CalendarWeekRule", []string{"FirstDay", "FirstFullWeek", "FirstFourDayWeek"})
)

// calendar is the Gregorian calendar, which all cultures here go by.
type calendar struct{ object.Instance }

// PSType is System.Globalization.GregorianCalendar.
func (*calendar) PSType() *object.Type { return gregorianType }

// weekOfYear counts weeks that begin on a day of the week; the rule says which is the first.
func weekOfYear(t time.Time, rule, firstDay int64) int {
	yearDay := t.YearDay() - 1
	// How far into its week the first of January is.
	jan1 := (int(t.Weekday()) - yearDay%7 - int(firstDay) + 14) % 7
	switch rule {
	case 0:
		return (yearDay+jan1)/7 + 1
	case 1:
		return fullWeek(t, yearDay, jan1, int(firstDay), 7)
	}
	return fullWeek(t, yearDay, jan1, int(firstDay), 4)
}

// fullWeek is the week's number when the first one has at least so many days of
// the year; days before it belong to the last week of the year before.
func fullWeek(t time.Time, yearDay, jan1, firstDay, least int) int {
	offset := (7 - jan1) % 7
	if offset != 0 && offset >= least {
		offset -= 7
	}
	if day := yearDay - offset; day >= 0 {
		return day/7 + 1
	}
	last := time.Date(t.Year()-1, 12, 31, 0, 0, 0, 0, time.UTC)
	before := (int(last.Weekday()) - (last.YearDay()-1)%7 - firstDay + 14) % 7
	return fullWeek(last, last.YearDay()-1, before, firstDay, least)
}

func calendarMembers(m members) {
	wall := func(v any) time.Time { return v.(DateTime).wall() }
	number := func(signature string, get func(a []any) int) {
		m.method("int "+signature, plain(func(_ any, a []any) (any, error) { return object.Int(int32(get(a))), nil }))
	}
	number("GetWeekOfYear(datetime time, System.Globalization.CalendarWeekRule rule, System.DayOfWeek firstDayOfWeek)", func(a []any) int {
		return weekOfYear(wall(a[0]), a[1].(object.Enum).Value, a[2].(object.Enum).Value)
	})
	number("GetDayOfMonth(datetime time)", func(a []any) int { return wall(a[0]).Day() })
	number("GetDayOfYear(datetime time)", func(a []any) int { return wall(a[0]).YearDay() })
	number("GetMonth(datetime time)", func(a []any) int { return int(wall(a[0]).Month()) })
	number("GetYear(datetime time)", func(a []any) int { return wall(a[0]).Year() })
	number("GetDaysInMonth(int year, int month)", func(a []any) int { return daysInMonth(intArg(a[0]), intArg(a[1])) })
	number("GetMonthsInYear(int year)", func([]any) int { return 12 })
	number("GetDaysInYear(int year)", func(a []any) int {
		if leapYear(intArg(a[0])) {
			return 366
		}
		return 365
	})
	m.method("System.DayOfWeek GetDayOfWeek(datetime time)", plain(func(_ any, a []any) (any, error) {
		return object.Enum{Type: DayOfWeek, Value: int64(wall(a[0]).Weekday())}, nil
	}))
	m.method("bool IsLeapYear(int year)", plain(func(_ any, a []any) (any, error) { return leapYear(intArg(a[0])), nil }))
	add := func(name string, change func(d DateTime, n int) (DateTime, error)) {
		m.method("datetime "+name, plain(func(_ any, a []any) (any, error) { return change(a[0].(DateTime), intArg(a[1])) }))
	}
	add("AddDays(datetime time, int days)", func(d DateTime, n int) (DateTime, error) { return d.Add(int64(n) * ticksPerDay) })
	add("AddWeeks(datetime time, int weeks)", func(d DateTime, n int) (DateTime, error) { return d.Add(int64(n) * 7 * ticksPerDay) })
	add("AddMonths(datetime time, int months)", DateTime.addMonths)
	add("AddYears(datetime time, int years)", func(d DateTime, n int) (DateTime, error) { return d.addMonths(12 * n) })
}

func gregorianMembers(m members) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return &calendar{}, nil })
}

func isoWeekMembers(m members) {
	number := func(signature string, get func(year, week int) int) {
		m.static("int "+signature+"(datetime date)", plain(func(_ any, a []any) (any, error) {
			return object.Int(int32(get(a[0].(DateTime).wall().ISOWeek()))), nil
		}))
	}
	number("GetWeekOfYear", func(_, week int) int { return week })
	number("GetYear", func(year, _ int) int { return year })
	start := func(year, week, day int) DateTime {
		jan4 := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
		monday := jan4.AddDate(0, 0, -(int(jan4.Weekday())+6)%7)
		return DateTime{ticksOf(monday.AddDate(0, 0, 7*(week-1)+(day+6)%7)), Unspecified}
	}
	m.static("int GetWeeksInYear(int year)", plain(func(_ any, a []any) (any, error) {
		_, week := time.Date(intArg(a[0]), 12, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
		return object.Int(int32(week)), nil
	}))
	m.static("datetime GetYearStart(int year)", plain(func(_ any, a []any) (any, error) { return start(intArg(a[0]), 1, 1), nil }))
	m.static("datetime GetYearEnd(int year)", plain(func(_ any, a []any) (any, error) {
		return DateTime{start(intArg(a[0])+1, 1, 1).Ticks - ticksPerDay, Unspecified}, nil
	}))
	m.static("datetime ToDateTime(int year, int week, System.DayOfWeek dayOfWeek)", plain(func(_ any, a []any) (any, error) {
		return start(intArg(a[0]), intArg(a[1]), int(a[2].(object.Enum).Value)), nil
	}))
}

func calendarEntries() []entry {
	DateOnlyType.Format = func(v any, format string, c *object.Culture) (string, error) {
		return formatDateOnly(v.(DateOnly), format, c)
	}
	TimeOnlyType.Format = func(v any, format string, c *object.Culture) (string, error) {
		return formatTimeOnly(v.(TimeOnly), format, c)
	}
	return []entry{
		{DateOnlyType, dateOnlyMembers, ""}, {TimeOnlyType, timeOnlyMembers, ""},
		{calendarType, calendarMembers, ""}, {gregorianType, gregorianMembers, ""}, {isoWeekType, isoWeekMembers, ""}, {calendarWeekRule, nil, ""},
		{unicodeCategory, nil, ""}, {charInfoType, categoryStatics, ""},
	}
}

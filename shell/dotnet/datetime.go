package dotnet

import (
	"time"

	"stagecoach/shell/object"
)

// Ticks are 100 nanoseconds, the unit of .NET's dates and spans.
const (
	ticksPerMicrosecond int64 = 10
	ticksPerMillisecond int64 = 10_000
	ticksPerSecond      int64 = 10_000_000
	ticksPerMinute            = 60 * ticksPerSecond
	ticksPerHour              = 60 * ticksPerMinute
	ticksPerDay               = 24 * ticksPerHour

	maxTicks int64 = 3155378975999999999

	unixEpochTicks int64 = 621355968000000000
)

// Kind is System.DateTimeKind.
type Kind uint8

// The kinds.
const (
	Unspecified Kind = iota
	UTC
	Local
)

// DateTime is System.DateTime: ticks since 0001-01-01 and what clock they count on.
type DateTime struct {
	Ticks int64
	Kind  Kind
}

// DateTimeType is System.DateTime.
var DateTimeType = &object.Type{Name: "DateTime", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct,
	Interfaces: []*object.Type{object.IComparableType, object.IConvertibleType, object.IFormattableType}, Zero: DateTime{}}

var dateTimeKind = object.NewEnum("System", "DateTimeKind", []string{"Unspecified", "Utc", "Local"})

// DayOfWeek is System.DayOfWeek.
var DayOfWeek = object.NewEnum("System", "DayOfWeek", []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"})

// PSType is System.DateTime.
func (DateTime) PSType() *object.Type { return DateTimeType }

// HashKey makes dates of different kinds equal, as .NET compares them.
func (d DateTime) HashKey() any { return dateKey(d.Ticks) }

type dateKey int64

// EqualTo compares the ticks alone.
func (d DateTime) EqualTo(o any) bool {
	x, ok := o.(DateTime)
	return ok && x.Ticks == d.Ticks
}

// CompareTo orders by ticks.
func (d DateTime) CompareTo(o any) (int, error) {
	x, ok := o.(DateTime)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type DateTime.")
	}
	return compareInt(d.Ticks, x.Ticks), nil
}

func compareInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// FromTime makes a DateTime of a Go time: UTC stays UTC, other zones become local time.
func FromTime(t time.Time) DateTime {
	if t.Location() == time.UTC {
		return DateTime{ticksOf(t), UTC}
	}
	return DateTime{ticksOf(t.Local()), Local}
}

// Now is the present local time.
func Now() DateTime { return DateTime{ticksOf(time.Now()), Local} }

// ticksOf are the ticks of t's own clock.
func ticksOf(t time.Time) int64 {
	_, offset := t.Zone()
	return (t.Unix()+int64(offset))*ticksPerSecond + int64(t.Nanosecond())/100 + unixEpochTicks
}

// Time is the moment as a Go time; an unspecified kind counts as local.
func (d DateTime) Time() time.Time {
	if d.Kind == UTC {
		return d.wall()
	}
	w := d.wall()
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), time.Local)
}

// wall is the clock's reading as if it were UTC.
func (d DateTime) wall() time.Time {
	t := d.Ticks - unixEpochTicks
	sec, rest := t/ticksPerSecond, t%ticksPerSecond
	if rest < 0 {
		sec, rest = sec-1, rest+ticksPerSecond
	}
	return time.Unix(sec, rest*100).UTC()
}

// ToUniversal converts to UTC; an unspecified kind counts as local.
func (d DateTime) ToUniversal() DateTime {
	if d.Kind == UTC {
		return d
	}
	return DateTime{ticksOf(d.Time().UTC()), UTC}
}

// ToLocal converts to local time; an unspecified kind counts as UTC.
func (d DateTime) ToLocal() DateTime {
	if d.Kind == Local {
		return d
	}
	return DateTime{ticksOf(d.wall().Local()), Local}
}

// UnixMilliseconds is the moment, in UTC, that is so many milliseconds after 1970 began.
func UnixMilliseconds(ms int64) DateTime {
	return DateTime{unixEpochTicks + ms*(ticksPerSecond/1000), UTC}
}

// NewDateTime checks the parts of a date.
func NewDateTime(year, month, day, hour, minute, second, millisecond int, kind Kind) (DateTime, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) {
		return DateTime{}, object.Throw(object.ArgumentOutOfRangeType, "Year, Month, and Day parameters describe an un-representable DateTime.")
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return DateTime{}, object.Throw(object.ArgumentOutOfRangeType, "Hour, Minute, and Second parameters describe an un-representable DateTime.")
	}
	if millisecond < 0 || millisecond > 999 {
		return DateTime{}, object.ThrowArgument(object.ArgumentOutOfRangeType, "millisecond", "Valid values are between 0 and 999, inclusive.")
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, millisecond*1e6, time.UTC)
	return DateTime{ticksOf(t), kind}, nil
}

func daysInMonth(year, month int) int {
	switch month {
	case 2:
		if leapYear(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func leapYear(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

var errDateRange = object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "The added or subtracted value results in an un-representable DateTime.")

// Add moves the date by ticks.
func (d DateTime) Add(ticks int64) (DateTime, error) {
	t := d.Ticks + ticks
	if t < 0 || t > maxTicks || (ticks > 0) != (t > d.Ticks) && ticks != 0 {
		return DateTime{}, errDateRange
	}
	return DateTime{t, d.Kind}, nil
}

// addUnits moves by a real number of units, to the tick.
func (d DateTime) addUnits(n float64, unit int64) (DateTime, error) {
	whole := int64(n)
	fraction := int64((n - float64(whole)) * float64(unit))
	if n > 1e17 || n < -1e17 || whole > maxTicks/unit || whole < -maxTicks/unit {
		return DateTime{}, object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Value to add was out of range.")
	}
	return d.Add(whole*unit + fraction)
}

// addMonths keeps the day where the month has it, else takes the last one.
func (d DateTime) addMonths(n int) (DateTime, error) {
	if n < -120000 || n > 120000 {
		return DateTime{}, object.ThrowArgument(object.ArgumentOutOfRangeType, "months", "Months value must be between +/-120000.")
	}
	w := d.wall()
	m := w.Year()*12 + int(w.Month()) - 1 + n
	year, month := m/12, m%12+1
	if year < 1 || year > 9999 {
		return DateTime{}, object.ThrowArgument(object.ArgumentOutOfRangeType, "months", "The added or subtracted value results in an un-representable DateTime.")
	}
	day := min(w.Day(), daysInMonth(year, month))
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return DateTime{ticksOf(t) + d.Ticks%ticksPerDay, d.Kind}, nil
}

// Date is midnight of the day.
func (d DateTime) Date() DateTime { return DateTime{d.Ticks - d.Ticks%ticksPerDay, d.Kind} }

// TimeOfDay is the time since midnight.
func (d DateTime) TimeOfDay() TimeSpan { return TimeSpan(d.Ticks % ticksPerDay) }

// DateTimeOffset is a date with its distance from UTC.
type DateTimeOffset struct {
	Ticks  int64 // of the clock at that distance
	Offset int16 // minutes
}

// DateTimeOffsetType is System.DateTimeOffset.
var DateTimeOffsetType = &object.Type{Name: "DateTimeOffset", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct,
	Interfaces: []*object.Type{object.IComparableType, object.IFormattableType}, Zero: DateTimeOffset{}}

// PSType is System.DateTimeOffset.
func (DateTimeOffset) PSType() *object.Type { return DateTimeOffsetType }

// Clock is the date as its own clock shows it.
func (d DateTimeOffset) Clock() DateTime { return DateTime{d.Ticks, Unspecified} }

// UTC is the same moment in UTC.
func (d DateTimeOffset) UTC() DateTime {
	return DateTime{d.Ticks - int64(d.Offset)*ticksPerMinute, UTC}
}

// HashKey makes equal moments equal.
func (d DateTimeOffset) HashKey() any { return dateKey(d.UTC().Ticks) }

// EqualTo compares the moments.
func (d DateTimeOffset) EqualTo(o any) bool {
	x, ok := o.(DateTimeOffset)
	return ok && x.UTC() == d.UTC()
}

// CompareTo orders by moment.
func (d DateTimeOffset) CompareTo(o any) (int, error) {
	x, ok := o.(DateTimeOffset)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type DateTimeOffset.")
	}
	return compareInt(d.UTC().Ticks, x.UTC().Ticks), nil
}

// offsetOf makes a DateTimeOffset of a date: local time's own offset, or none for UTC.
func offsetOf(d DateTime) DateTimeOffset {
	if d.Kind == UTC {
		return DateTimeOffset{d.Ticks, 0}
	}
	_, seconds := d.Time().Zone()
	return DateTimeOffset{d.Ticks, int16(seconds / 60)}
}

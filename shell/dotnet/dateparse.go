package dotnet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stagecoach/shell/object"
)

// dateStyles is System.Globalization.DateTimeStyles.
var dateStyles = object.NewFlags("System.Globalization", "DateTimeStyles",
	[]string{"None", "AllowLeadingWhite", "AllowTrailingWhite", "AllowInnerWhite", "AllowWhiteSpaces", "NoCurrentDateDefault", "AdjustToUniversal", "AssumeLocal", "AssumeUniversal", "RoundtripKind"},
	0, 1, 2, 4, 7, 8, 16, 32, 64, 128)

const (
	styleNoCurrentDate   = 8
	styleAdjustUniversal = 16
	styleAssumeLocal     = 32
	styleAssumeUniversal = 64
	styleRoundtrip       = 128
)

// parsedDate is what a text says, before it becomes a date.
type parsedDate struct {
	year, month, day     int // 0: not said
	hour, minute, second int
	fraction             int64 // ticks
	hasTime              bool
	half                 int // 1: AM, 2: PM
	offset               int // minutes
	hasOffset            bool
	utc                  bool // Z or GMT
	weekday              int  // 1 + day of week
}

// ParseDate is DateTime.Parse.
func ParseDate(text string, c *object.Culture, styles int64) (DateTime, error) {
	p, err := scanDate(text, &dataOf(c).date)
	if err != nil {
		return DateTime{}, err
	}
	return p.date(text, styles)
}

// ParseDateOffset is DateTimeOffset.Parse.
func ParseDateOffset(text string, c *object.Culture, styles int64) (DateTimeOffset, error) {
	p, err := scanDate(text, &dataOf(c).date)
	if err != nil {
		return DateTimeOffset{}, err
	}
	return p.withOffset(text, styles)
}

func (p *parsedDate) withOffset(text string, styles int64) (DateTimeOffset, error) {
	clock, err := p.clock(text, styles)
	if err != nil {
		return DateTimeOffset{}, err
	}
	switch {
	case p.hasOffset:
		return DateTimeOffset{clock.Ticks, int16(p.offset)}, nil
	case styles&styleAssumeUniversal != 0:
		return DateTimeOffset{clock.Ticks, 0}, nil
	}
	return offsetOf(DateTime{clock.Ticks, Local}), nil
}

func badDate(text string) error {
	return object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid DateTime.", text)
}

// date applies the styles: a zone makes it local time, or UTC when asked for.
func (p *parsedDate) date(text string, styles int64) (DateTime, error) {
	clock, err := p.clock(text, styles)
	if err != nil {
		return DateTime{}, err
	}
	switch {
	case p.hasOffset:
		if styles&styleRoundtrip != 0 && p.utc {
			return DateTime{clock.Ticks, UTC}, nil
		}
		u := DateTime{clock.Ticks - int64(p.offset)*ticksPerMinute, UTC}
		if u.Ticks < 0 || u.Ticks > maxTicks {
			return DateTime{}, badDate(text)
		}
		if styles&styleAdjustUniversal != 0 {
			return u, nil
		}
		return u.ToLocal(), nil
	case styles&styleAssumeUniversal != 0:
		u := DateTime{clock.Ticks, UTC}
		if styles&styleAdjustUniversal != 0 {
			return u, nil
		}
		return u.ToLocal(), nil
	case styles&styleAssumeLocal != 0:
		l := DateTime{clock.Ticks, Local}
		if styles&styleAdjustUniversal != 0 {
			return l.ToUniversal(), nil
		}
		return l, nil
	}
	return clock, nil
}

// clock is the date and time as the text's own clock shows them.
func (p *parsedDate) clock(text string, styles int64) (DateTime, error) {
	today := Now().wall()
	year, month, day := p.year, p.month, p.day
	switch {
	case year == 0 && month == 0 && day == 0 && styles&styleNoCurrentDate != 0:
		year, month, day = 1, 1, 1
	case year == 0 && month == 0 && day == 0:
		year, month, day = today.Year(), int(today.Month()), today.Day()
	default:
		if year == 0 {
			year = today.Year()
		}
		if month == 0 {
			month = 1
		}
		if day == 0 {
			day = 1
		}
	}
	hour := p.hour
	switch {
	case p.half != 0 && (hour > 12 || hour == 0 && p.half == 2):
		return DateTime{}, badDate(text)
	case p.half == 1 && hour == 12:
		hour = 0
	case p.half == 2 && hour < 12:
		hour += 12
	}
	d, err := NewDateTime(year, month, day, hour, p.minute, p.second, 0, Unspecified)
	if err != nil {
		return DateTime{}, badDate(text)
	}
	d.Ticks += p.fraction
	if p.weekday != 0 && int(d.wall().Weekday()) != p.weekday-1 {
		return DateTime{}, object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid DateTime because the day of week was incorrect.", text)
	}
	return d, nil
}

// dateScanner reads a date text from left to right.
type dateScanner struct {
	text    string
	at      int
	df      *dateFormat
	p       parsedDate
	numbers []dateNumber // of the date part, in order
	month   int
	monthAt int // how many numbers stood before the month's name
}

type dateNumber struct{ value, length int }

func scanDate(text string, df *dateFormat) (*parsedDate, error) {
	s := &dateScanner{text: text, df: df}
	for {
		s.blanks()
		if s.at >= len(s.text) {
			break
		}
		if err := s.token(); err != nil {
			return nil, err
		}
	}
	if !s.assignDate() {
		return nil, badDate(text)
	}
	return &s.p, nil
}

func (s *dateScanner) blanks() {
	for s.at < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if !unicode.IsSpace(r) {
			return
		}
		s.at += n
	}
}

func (s *dateScanner) token() error {
	c := s.text[s.at]
	switch {
	case c >= '0' && c <= '9':
		return s.number()
	case c == ',' || c == '/' || c == '.' && len(s.numbers)+s.month > 0:
		s.at++
		return nil
	case (c == '+' || c == '-') && s.p.hasTime:
		return s.zoneOffset()
	case c == '-' && len(s.numbers)+s.month > 0:
		s.at++
		return nil
	case isLetter(c) || c >= utf8.RuneSelf:
		return s.word()
	}
	return badDate(s.text)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (s *dateScanner) digits() (value, length int) {
	start := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' && s.at-start < 9 {
		value = value*10 + int(s.text[s.at]-'0')
		s.at++
	}
	return value, s.at - start
}

// number is part of a date, or the hours of a time when a colon or AM/PM follows.
func (s *dateScanner) number() error {
	value, length := s.digits()
	if s.at < len(s.text) && s.text[s.at] == ':' && !s.p.hasTime {
		return s.time(value)
	}
	if half, n := s.halfAhead(); half != 0 && !s.p.hasTime {
		s.at += n
		s.p.hasTime, s.p.hour, s.p.half = true, value, half
		return s.checkTime()
	}
	if length == 8 && len(s.numbers) == 0 && s.month == 0 || len(s.numbers) == 3 || length > 5 {
		return badDate(s.text)
	}
	s.numbers = append(s.numbers, dateNumber{value, length})
	return nil
}

func (s *dateScanner) time(hour int) error {
	s.p.hasTime, s.p.hour = true, hour
	s.at++
	var n int
	if s.p.minute, n = s.digits(); n == 0 {
		return badDate(s.text)
	}
	if s.at < len(s.text) && s.text[s.at] == ':' {
		s.at++
		if s.p.second, n = s.digits(); n == 0 {
			return badDate(s.text)
		}
		if s.at < len(s.text) && (s.text[s.at] == '.' || s.text[s.at] == ',') && s.at+1 < len(s.text) && isDigit(s.text[s.at+1]) {
			s.at++
			s.seconds()
		}
	}
	s.blanks()
	if half, n := s.halfAhead(); half != 0 {
		s.at += n
		s.p.half = half
	}
	return s.checkTime()
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// seconds reads a fraction, rounded to seven digits.
func (s *dateScanner) seconds() {
	start := s.at
	for s.at < len(s.text) && isDigit(s.text[s.at]) {
		s.at++
	}
	f := s.text[start:s.at]
	up := len(f) > 7 && f[7] >= '5'
	v, _ := digitsValue(padRight(f[:min(len(f), 7)], 7))
	if up {
		v++
	}
	s.p.fraction = v
}

func (s *dateScanner) checkTime() error {
	if s.p.hour > 23 || s.p.minute > 59 || s.p.second > 59 {
		return badDate(s.text)
	}
	return nil
}

// halfAhead finds AM or PM after optional blanks.
func (s *dateScanner) halfAhead() (half, length int) {
	rest := s.text[s.at:]
	trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
	skipped := len(rest) - len(trimmed)
	for i, names := range [][]string{{s.df.am, "AM", "A"}, {s.df.pm, "PM", "P"}} {
		for _, name := range names {
			if name != "" && len(trimmed) >= len(name) && strings.EqualFold(trimmed[:len(name)], name) && (len(trimmed) == len(name) || !isLetter(trimmed[len(name)])) {
				return i + 1, skipped + len(name)
			}
		}
	}
	return 0, 0
}

func (s *dateScanner) zoneOffset() error {
	negative := s.text[s.at] == '-'
	s.at++
	hours, n := s.digits()
	minutes := 0
	switch {
	case n == 4:
		hours, minutes = hours/100, hours%100
	case n == 0 || n > 2:
		return badDate(s.text)
	case s.at < len(s.text) && s.text[s.at] == ':':
		s.at++
		if minutes, n = s.digits(); n != 2 {
			return badDate(s.text)
		}
	}
	if hours > 14 || minutes > 59 {
		return badDate(s.text)
	}
	s.p.offset = hours*60 + minutes
	if negative {
		s.p.offset = -s.p.offset
	}
	s.p.hasOffset = true
	return nil
}

// word is the name of a month or a day, T between date and time, or a zone.
func (s *dateScanner) word() error {
	start := s.at
	for s.at < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if !unicode.IsLetter(r) {
			break
		}
		s.at += n
	}
	w := s.text[start:s.at]
	switch {
	case strings.EqualFold(w, "T") && !s.p.hasTime && (len(s.numbers) > 0 || s.month > 0):
		return nil
	case (strings.EqualFold(w, "Z") || strings.EqualFold(w, "GMT") || strings.EqualFold(w, "UTC")) && s.p.hasTime && !s.p.hasOffset:
		s.p.hasOffset, s.p.utc = true, true
		return nil
	}
	if m := nameIndex(w, s.df.months, s.df.shortMonths, englishMonths, englishShort); m >= 0 && s.month == 0 {
		s.month, s.monthAt = m+1, len(s.numbers)
		s.optionalDot()
		return nil
	}
	if d := nameIndex(w, s.df.days, s.df.shortDays, englishDays, englishDay3); d >= 0 && s.p.weekday == 0 {
		s.p.weekday = d + 1
		s.optionalDot()
		return nil
	}
	return object.Throw(object.FormatExceptionType, "The string '%s' was not recognized as a valid DateTime. There is an unknown word starting at index '%d'.", s.text, object.Index16(s.text, start))
}

func (s *dateScanner) optionalDot() {
	if s.at < len(s.text) && s.text[s.at] == '.' {
		s.at++
	}
}

func nameIndex(w string, lists ...[]string) int {
	for _, list := range lists {
		for i, name := range list {
			if strings.EqualFold(strings.TrimSuffix(name, "."), w) {
				return i
			}
		}
	}
	return -1
}

// assignDate decides which number is year, month and day.
func (s *dateScanner) assignDate() bool {
	n := s.numbers
	if s.month > 0 {
		return s.withMonthName()
	}
	switch len(n) {
	case 0:
		return s.p.hasTime
	case 1:
		return false
	case 2:
		return s.twoNumbers()
	}
	switch {
	case n[0].length >= 3:
		return s.set(n[0], n[1].value, n[2].value)
	case s.df.dayFirst:
		return s.set(n[2], n[1].value, n[0].value)
	case strings.HasPrefix(s.df.shortDate, "y"):
		return s.set(n[0], n[1].value, n[2].value)
	}
	return s.set(n[2], n[0].value, n[1].value)
}

func (s *dateScanner) twoNumbers() bool {
	n := s.numbers
	switch {
	case n[0].length >= 3:
		return s.set(n[0], n[1].value, 1)
	case n[1].length >= 3:
		return s.set(n[1], n[0].value, 1)
	case s.df.dayFirst:
		s.p.month, s.p.day = n[1].value, n[0].value
	default:
		s.p.month, s.p.day = n[0].value, n[1].value
	}
	return s.p.month >= 1 && s.p.month <= 12 && s.p.day >= 1
}

func (s *dateScanner) withMonthName() bool {
	n := s.numbers
	switch len(n) {
	case 0:
		s.p.month, s.p.day = s.month, 1
		return true
	case 1:
		if n[0].length >= 3 || n[0].value > 31 {
			return s.set(n[0], s.month, 1)
		}
		s.p.month, s.p.day = s.month, n[0].value
		return n[0].value >= 1
	case 2:
		if n[0].length >= 3 {
			return s.set(n[0], s.month, n[1].value)
		}
		return s.set(n[1], s.month, n[0].value)
	}
	return false
}

// set checks a full date; two-digit years lie between 1950 and 2049.
func (s *dateScanner) set(year dateNumber, month, day int) bool {
	y := year.value
	if year.length <= 2 {
		y += 1900
		if year.value <= 49 {
			y += 100
		}
	}
	s.p.year, s.p.month, s.p.day = y, month, day
	return y >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

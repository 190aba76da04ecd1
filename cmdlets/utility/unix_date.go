package utility

import (
	"fmt"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

// unixFormats are the letters of -UFormat that stand for .NET formats.
var unixFormats = map[byte]string{
	'A': "dddd", 'a': "ddd", 'B': "MMMM", 'b': "MMM", 'c': "ddd dd MMM yyyy HH:mm:ss", 'D': "MM/dd/yy", 'd': "dd", 'F': "yyyy-MM-dd", 'H': "HH", 'h': "MMM",
	'I': "hh", 'M': "mm", 'm': "MM", 'p': "tt", 'R': "HH:mm", 'r': "hh:mm:ss tt", 'S': "ss", 'T': "HH:mm:ss", 'X': "HH:mm:ss", 'x': "MM/dd/yy",
	'Y': "yyyy", 'y': "yy", 'Z': "zz",
}

// unixDate writes a date by a format of the Unix command date.
func unixDate(rt cmdlet.Runtime, d dotnet.DateTime, format string) (string, error) {
	format = strings.TrimPrefix(format, "+")
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 >= len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		if f, ok := unixFormats[format[i]]; ok {
			text, err := dotnet.FormatDate(d, one(f), rt.Culture())
			if err != nil {
				return "", err
			}
			b.WriteString(text)
			continue
		}
		b.WriteString(unixNumber(d, format[i]))
	}
	return b.String(), nil
}

// one marks a format of one letter as a custom one.
func one(f string) string {
	if len(f) == 1 {
		return "%" + f
	}
	return f
}

// unixNumber are the letters that count something.
func unixNumber(d dotnet.DateTime, letter byte) string {
	t := d.Time()
	isoYear, week := t.ISOWeek()
	switch letter {
	case 'C':
		return itoa(t.Year() / 100)
	case 'e':
		return fmt.Sprintf("%2d", t.Day())
	case 'G':
		return fmt.Sprintf("%04d", isoYear)
	case 'g':
		return fmt.Sprintf("%02d", isoYear%100)
	case 'j':
		return fmt.Sprintf("%03d", t.YearDay())
	case 'k':
		return fmt.Sprintf("%2d", t.Hour())
	case 'l':
		return fmt.Sprintf("%2d", (t.Hour()+11)%12+1)
	case 'n':
		return "\n"
	case 's':
		return fmt.Sprint((d.ToUniversal().Ticks - epoch) / ticksPerSecond)
	case 't':
		return "\t"
	case 'U', 'W':
		return itoa(t.YearDay() / 7)
	case 'u':
		return itoa((int(t.Weekday())+6)%7 + 1)
	case 'V':
		return fmt.Sprintf("%02d", week)
	case 'w':
		return itoa(int(t.Weekday()))
	}
	return string(rune(letter))
}

func lower(s string) string { return strings.ToLower(s) }

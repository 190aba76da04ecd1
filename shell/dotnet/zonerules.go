package dotnet

import (
	"sort"
	"strings"
	"time"

	"stagecoach/shell/object"
)

// zoneFamilies are CLDR's English names of the zones that most scripts meet: what stands
// before "Standard Time", and before "Summer Time" or "Daylight Time".
var zoneFamilies = []struct{ name, saving, zones string }{
	{"Central European", "Summer", "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich Europe/Amsterdam Europe/Brussels Europe/Copenhagen Europe/Oslo Europe/Stockholm Europe/Prague Europe/Warsaw Europe/Budapest Europe/Belgrade Europe/Luxembourg"},
	{"Eastern European", "Summer", "Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Riga Europe/Sofia Europe/Tallinn Europe/Vilnius"},
	{"Western European", "Summer", "Europe/Lisbon Atlantic/Canary Atlantic/Madeira"},
	{"Eastern", "Daylight", "America/New_York America/Toronto America/Detroit"},
	{"Central", "Daylight", "America/Chicago America/Winnipeg"},
	{"Mountain", "Daylight", "America/Denver America/Edmonton America/Phoenix"},
	{"Pacific", "Daylight", "America/Los_Angeles America/Vancouver"},
	{"Alaska", "Daylight", "America/Anchorage"},
	{"Atlantic", "Daylight", "America/Halifax"},
	{"India", "Summer", "Asia/Kolkata Asia/Calcutta"},
	{"Japan", "Daylight", "Asia/Tokyo"},
	{"China", "Daylight", "Asia/Shanghai"},
	{"Korean", "Daylight", "Asia/Seoul"},
	{"Singapore", "Summer", "Asia/Singapore"},
	{"Moscow", "Summer", "Europe/Moscow"},
	{"Brasilia", "Summer", "America/Sao_Paulo"},
	{"Australian Eastern", "Daylight", "Australia/Sydney Australia/Melbourne Australia/Brisbane"},
	{"New Zealand", "Daylight", "Pacific/Auckland"},
}

// name is the zone's standard or daylight name.
func (z *timeZone) name(saving bool) string {
	if z.id == "UTC" || z.id == "Etc/UTC" {
		return "Coordinated Universal Time"
	}
	zone := z.loc.String()
	if zone == "Europe/London" {
		if saving {
			return "British Summer Time"
		}
		return "Greenwich Mean Time"
	}
	for _, f := range zoneFamilies {
		for _, x := range strings.Fields(f.zones) {
			switch {
			case x != zone:
			case saving:
				return f.name + " " + f.saving + " Time"
			default:
				return f.name + " Standard Time"
			}
		}
	}
	return z.id
}

// at is a moment on the zone's clock.
func (z *timeZone) at(d DateTimeOffset) DateTimeOffset {
	t := d.UTC().Time().In(z.loc)
	_, seconds := t.Zone()
	return DateTimeOffset{ticksOf(t), int16(seconds / 60)}
}

// offsets are those that a time on the zone's clock could have: one, two where the clock
// is set back, none where it is set forward.
func (z *timeZone) offsets(d DateTime) []int {
	w := d.wall()
	var list []int
	guess := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), time.UTC)
	seen := map[int]bool{}
	for _, hours := range []time.Duration{-26, 26} {
		_, seconds := guess.Add(hours * time.Hour).In(z.loc).Zone()
		if seen[seconds] {
			continue
		}
		seen[seconds] = true
		at := guess.Add(-time.Duration(seconds) * time.Second)
		if _, is := at.In(z.loc).Zone(); is == seconds {
			list = append(list, seconds)
		}
	}
	return list
}

// Zones are the names of the zones that the system's database has.
func zoneNames() []string {
	seen := map[string]bool{"UTC": true}
	for _, name := range windowsZones {
		if _, err := time.LoadLocation(name); err == nil {
			seen[name] = true
		}
	}
	for _, f := range zoneFamilies {
		for _, name := range strings.Fields(f.zones) {
			seen[name] = true
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// adjustmentRule is TimeZoneInfo.AdjustmentRule, as far as scripts look at it.
type adjustmentRule struct {
	object.Instance
	start, end DateTime
	delta      TimeSpan
}

var adjustmentRuleType = &object.Type{Name: "TimeZoneInfo+AdjustmentRule", Namespace: "System", Base: object.ObjectType}

// PSType is System.TimeZoneInfo+AdjustmentRule.
func (*adjustmentRule) PSType() *object.Type { return adjustmentRuleType }

func adjustmentRuleMembers(m members) {
	self := func(v any) *adjustmentRule { return v.(*adjustmentRule) }
	m.prop("datetime DateStart", getter(func(v any) any { return self(v).start }))
	m.prop("datetime DateEnd", getter(func(v any) any { return self(v).end }))
	m.prop("timespan DaylightDelta", getter(func(v any) any { return self(v).delta }))
}

// rules are the years of late that have daylight saving.
func (z *timeZone) rules() []any {
	var list []any
	for year := 1970; year <= time.Now().Year(); year++ {
		_, winter := time.Date(year, 1, 1, 0, 0, 0, 0, z.loc).Zone()
		_, summer := time.Date(year, 7, 1, 0, 0, 0, 0, z.loc).Zone()
		if winter == summer {
			continue
		}
		start, _ := NewDateTime(year, 1, 1, 0, 0, 0, 0, Unspecified) // a good date
		end, _ := NewDateTime(year, 12, 31, 0, 0, 0, 0, Unspecified)
		delta := max(summer-winter, winter-summer)
		list = append(list, &adjustmentRule{start: start, end: end, delta: TimeSpan(int64(delta) * ticksPerSecond)})
	}
	return list
}

// zoneRules declares what tells of a zone's changes, and the lists of zones.
func zoneRules(m members) {
	self := func(v any) *timeZone { return v.(*timeZone) }
	m.method("bool IsAmbiguousTime(datetime dateTime)", plain(func(v any, a []any) (any, error) { return len(self(v).offsets(a[0].(DateTime))) > 1, nil }))
	m.method("bool IsInvalidTime(datetime dateTime)", plain(func(v any, a []any) (any, error) {
		return a[0].(DateTime).Kind != UTC && len(self(v).offsets(a[0].(DateTime))) == 0, nil
	}))
	same := func(a, b *timeZone) bool {
		for year := 1990; year <= time.Now().Year()+1; year++ {
			for month := time.Month(1); month <= 12; month++ {
				at := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
				_, x := at.In(a.loc).Zone()
				if _, y := at.In(b.loc).Zone(); x != y {
					return false
				}
			}
		}
		return true
	}
	m.method("bool HasSameRules(System.TimeZoneInfo other)", plain(func(v any, a []any) (any, error) {
		other, ok := a[0].(*timeZone)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "other", "Value cannot be null.")
		}
		return same(self(v), other), nil
	}))
	m.method("bool Equals(System.TimeZoneInfo other)", plain(func(v any, a []any) (any, error) {
		other, ok := a[0].(*timeZone)
		return ok && strings.EqualFold(self(v).id, other.id) && same(self(v), other), nil
	}))
	m.method("System.TimeZoneInfo+AdjustmentRule[] GetAdjustmentRules()", plain(func(v any, _ []any) (any, error) {
		return object.NewArrayOf(object.ArrayOf(adjustmentRuleType), self(v).rules()), nil
	}))
	m.static("System.Collections.ObjectModel.ReadOnlyCollection[System.TimeZoneInfo] GetSystemTimeZones()", plain(func(any, []any) (any, error) {
		var list []any
		for _, name := range zoneNames() {
			if z, err := findZone(name); err == nil {
				list = append(list, z)
			}
		}
		return readOnlyOf(timeZoneType, &List{Items: list})
	}))
	m.static("bool TryConvertIanaIdToWindowsId(string ianaId, [ref] string windowsId)", plain(func(_ any, a []any) (any, error) {
		id := windowsZoneOf(str(a[0]))
		if a[1] = nil; id != "" {
			a[1] = id
		}
		return id != "", nil
	}))
	m.static("bool TryConvertWindowsIdToIanaId(string windowsId, [ref] string ianaId)", plain(func(_ any, a []any) (any, error) {
		id, ok := windowsZones[str(a[0])]
		if a[1] = nil; ok {
			a[1] = id
		}
		return ok, nil
	}))
}

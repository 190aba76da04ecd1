package dotnet

import (
	"strings"
	"sync"

	"stagecoach/shell/object"
)

// numberFormat is System.Globalization.NumberFormatInfo.
type numberFormat struct {
	decimal, group         string
	groups                 []int
	decimals               int // default of N, F and P
	negative               string
	negativeNumber         int // pattern of N
	currency               string
	currencyDecimal        string
	currencyGroup          string
	currencyDecimals       int
	currencyPositive       int
	currencyNegative       int
	percent                string
	percentPositive        int
	percentNegative        int
	infinity, nan, perMill string
	negativeInfinity       string
	positive               string
	percentDecimal         string
	percentGroup           string
	percentDecimals        int
	currencyGroups         []int
	percentGroups          []int
}

// dateFormat is System.Globalization.DateTimeFormatInfo.
type dateFormat struct {
	shortDate, longDate, shortTime, longTime string
	monthDay, yearMonth                      string
	am, pm                                   string
	dateSeparator, timeSeparator             string
	months, shortMonths, days, shortDays     []string
	genitive                                 []string // months beside a day number; nil: months
	firstDay                                 int
	dayFirst                                 bool // how 1/2/2024 is read
}

// cultureData is what object.Culture carries.
type cultureData struct {
	name, display, native string
	lcid                  int
	list                  string // what stands between the items of a list
	number                numberFormat
	date                  dateFormat
	writable              bool // a script's own
}

// complete fills in what follows from the rest in every culture.
func (n *numberFormat) complete() {
	n.negativeInfinity, n.positive = n.negative+n.infinity, "+"
	n.percentDecimal, n.percentGroup, n.percentDecimals = n.decimal, n.group, n.decimals
	n.currencyGroups, n.percentGroups = n.groups, n.groups
}

func dataOf(c *object.Culture) *cultureData {
	if c == nil {
		return invariant()
	}
	if d, ok := c.Data.(*cultureData); ok {
		return d
	}
	d, ok := lookupCulture(c.Name)
	if !ok {
		return invariant()
	}
	return d
}

var (
	englishMonths = strings.Fields("January February March April May June July August September October November December")
	englishShort  = strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
	englishDays   = strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday")
	englishDay3   = strings.Fields("Sun Mon Tue Wed Thu Fri Sat")
)

// invariant is the culture conversions use.
var invariant = sync.OnceValue(func() *cultureData {
	d := &cultureData{
		name: "", list: ",", display: "Invariant Language (Invariant Country)", native: "Invariant Language (Invariant Country)", lcid: 127,
		number: numberFormat{decimal: ".", group: ",", groups: []int{3}, decimals: 2, negative: "-", negativeNumber: 1,
			currency: "¤", currencyDecimal: ".", currencyGroup: ",", currencyDecimals: 2, currencyPositive: 0, currencyNegative: 0,
			percent: "%", percentPositive: 0, percentNegative: 0, infinity: "Infinity", nan: "NaN", perMill: "‰"},
		date: dateFormat{shortDate: "MM/dd/yyyy", longDate: "dddd, dd MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss",
			monthDay: "MMMM dd", yearMonth: "yyyy MMMM", am: "AM", pm: "PM", dateSeparator: "/", timeSeparator: ":",
			months: englishMonths, shortMonths: englishShort, days: englishDays, shortDays: englishDay3},
	}
	d.number.complete()
	return d
})

// Cultures are known by name; each is made when first asked for.
var cultures struct {
	sync.Mutex
	of map[string]*object.Culture
}

// Culture returns a culture by name, case-insensitively; ok is false for a name
// that is no culture.
func Culture(name string) (*object.Culture, bool) {
	if name == "" {
		return object.Invariant, true
	}
	key := strings.ToLower(name)
	cultures.Lock()
	defer cultures.Unlock()
	if c := cultures.of[key]; c != nil {
		return c, true
	}
	d, ok := lookupCulture(name)
	if !ok {
		return nil, false
	}
	c := &object.Culture{Name: d.name, Data: d}
	if cultures.of == nil {
		cultures.of = map[string]*object.Culture{}
	}
	cultures.of[key] = c
	return c, true
}

// English is en-US, the culture of sessions that were told no other.
func English() *object.Culture {
	c, _ := Culture("en-US")
	return c
}

// cultureOf is the session's culture, or en-US where there is no session.
func cultureOf(inv object.Invoker) *object.Culture {
	if inv != nil {
		if c := inv.Culture(); c != nil {
			return c
		}
	}
	return English()
}

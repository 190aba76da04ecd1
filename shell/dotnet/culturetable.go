package dotnet

import (
	"strings"
	"unicode"
)

// cultureRow is one culture's data as ICU has it, told against English.
type cultureRow struct {
	name, display, native string
	lcid                  int
	decimal, group        string
	currency              string
	currencyPositive      int
	currencyNegative      int
	percentPositive       int
	percentNegative       int
	shortDate, longDate   string
	shortTime, longTime   string
	monthDay, yearMonth   string
	am, pm                string
	dateSep               string
	firstDay              int
	months, shortMonths   string
	days, shortDays       string
}

const (
	nbsp   = "\u00a0"
	nnbsp  = "\u202f"
	german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
)

var cultureRows = []cultureRow{
	{name: "en-US", display: "English (United States)", native: "English (United States)", lcid: 0x409, decimal: ".", group: ",", currency: "$", currencyNegative: 1, percentPositive: 1, percentNegative: 1,
		shortDate: "M/d/yyyy", longDate: "dddd, MMMM d, yyyy", shortTime: "h:mm tt", longTime: "h:mm:ss tt", monthDay: "MMMM d", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: "/"},
	{name: "en-GB", display: "English (United Kingdom)", native: "English (United Kingdom)", lcid: 0x809, decimal: ".", group: ",", currency: "£", currencyNegative: 1, percentPositive: 1, percentNegative: 1,
		shortDate: "dd/MM/yyyy", longDate: "dddd, d MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "am", pm: "pm", dateSep: "/", firstDay: 1,
		shortMonths: "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"},
	{name: "en-CA", display: "English (Canada)", native: "English (Canada)", lcid: 0x1009, decimal: ".", group: ",", currency: "$", currencyNegative: 1, percentPositive: 1, percentNegative: 1,
		shortDate: "yyyy-MM-dd", longDate: "dddd, MMMM d, yyyy", shortTime: "h:mm tt", longTime: "h:mm:ss tt", monthDay: "MMMM d", yearMonth: "MMMM yyyy", am: "a.m.", pm: "p.m.", dateSep: "-"},
	{name: "en-AU", display: "English (Australia)", native: "English (Australia)", lcid: 0xc09, decimal: ".", group: ",", currency: "$", currencyNegative: 1, percentPositive: 1, percentNegative: 1,
		shortDate: "d/M/yyyy", longDate: "dddd, d MMMM yyyy", shortTime: "h:mm tt", longTime: "h:mm:ss tt", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "am", pm: "pm", dateSep: "/", firstDay: 1},
	{name: "de-DE", display: "German (Germany)", native: "Deutsch (Deutschland)", lcid: 0x407, decimal: ",", group: ".", currency: "€", currencyPositive: 3, currencyNegative: 8,
		shortDate: "dd.MM.yyyy", longDate: "dddd, d. MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d. MMMM", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: ".", firstDay: 1,
		months: german, shortMonths: "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", days: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", shortDays: "So Mo Di Mi Do Fr Sa"},
	{name: "de-AT", display: "German (Austria)", native: "Deutsch (Österreich)", lcid: 0xc07, decimal: ",", group: nbsp, currency: "€", currencyPositive: 2, currencyNegative: 9,
		shortDate: "dd.MM.yyyy", longDate: "dddd, d. MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d. MMMM", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: ".", firstDay: 1,
		months: "Jänner" + german[6:], shortMonths: "Jän Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", days: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", shortDays: "So Mo Di Mi Do Fr Sa"},
	{name: "de-CH", display: "German (Switzerland)", native: "Deutsch (Schweiz)", lcid: 0x807, decimal: ".", group: "’", currency: "CHF", currencyPositive: 2, currencyNegative: 2, percentPositive: 1, percentNegative: 1,
		shortDate: "dd.MM.yyyy", longDate: "dddd, d. MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d. MMMM", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: ".", firstDay: 1,
		months: german, shortMonths: "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", days: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", shortDays: "So Mo Di Mi Do Fr Sa"},
	{name: "fr-FR", display: "French (France)", native: "français (France)", lcid: 0x40c, decimal: ",", group: nnbsp, currency: "€", currencyPositive: 3, currencyNegative: 8,
		shortDate: "dd/MM/yyyy", longDate: "dddd d MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: "/", firstDay: 1,
		months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre", shortMonths: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
		days: "dimanche lundi mardi mercredi jeudi vendredi samedi", shortDays: "dim. lun. mar. mer. jeu. ven. sam."},
	{name: "es-ES", display: "Spanish (Spain)", native: "español (España)", lcid: 0xc0a, decimal: ",", group: ".", currency: "€", currencyPositive: 3, currencyNegative: 8,
		shortDate: "d/M/yyyy", longDate: "dddd, d 'de' MMMM 'de' yyyy", shortTime: "H:mm", longTime: "H:mm:ss", monthDay: "d 'de' MMMM", yearMonth: "MMMM 'de' yyyy", am: "a." + nbsp + "m.", pm: "p." + nbsp + "m.", dateSep: "/", firstDay: 1,
		months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", shortMonths: "ene feb mar abr may jun jul ago sept oct nov dic",
		days: "domingo lunes martes miércoles jueves viernes sábado", shortDays: "dom lun mar mié jue vie sáb"},
	{name: "it-IT", display: "Italian (Italy)", native: "italiano (Italia)", lcid: 0x410, decimal: ",", group: ".", currency: "€", currencyPositive: 3, currencyNegative: 8, percentPositive: 1, percentNegative: 1,
		shortDate: "dd/MM/yyyy", longDate: "dddd d MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: "/", firstDay: 1,
		months: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", shortMonths: "gen feb mar apr mag giu lug ago set ott nov dic",
		days: "domenica lunedì martedì mercoledì giovedì venerdì sabato", shortDays: "dom lun mar mer gio ven sab"},
	{name: "nl-NL", display: "Dutch (Netherlands)", native: "Nederlands (Nederland)", lcid: 0x413, decimal: ",", group: ".", currency: "€", currencyPositive: 2, currencyNegative: 12, percentPositive: 1, percentNegative: 1,
		shortDate: "dd-MM-yyyy", longDate: "dddd d MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "a.m.", pm: "p.m.", dateSep: "-", firstDay: 1,
		months: "januari februari maart april mei juni juli augustus september oktober november december", shortMonths: "jan feb mrt apr mei jun jul aug sep okt nov dec",
		days: "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", shortDays: "zo ma di wo do vr za"},
	{name: "sv-SE", display: "Swedish (Sweden)", native: "svenska (Sverige)", lcid: 0x41d, decimal: ",", group: nbsp, currency: "kr", currencyPositive: 3, currencyNegative: 8,
		shortDate: "yyyy-MM-dd", longDate: "dddd d MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "fm", pm: "em", dateSep: "-", firstDay: 1,
		months: "januari februari mars april maj juni juli augusti september oktober november december", shortMonths: "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
		days: "söndag måndag tisdag onsdag torsdag fredag lördag", shortDays: "sön mån tis ons tors fre lör"},
	{name: "pt-BR", display: "Portuguese (Brazil)", native: "português (Brasil)", lcid: 0x416, decimal: ",", group: ".", currency: "R$", currencyPositive: 2, currencyNegative: 9, percentPositive: 1, percentNegative: 1,
		shortDate: "dd/MM/yyyy", longDate: "dddd, d 'de' MMMM 'de' yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d 'de' MMMM", yearMonth: "MMMM 'de' yyyy", am: "AM", pm: "PM", dateSep: "/",
		months: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", shortMonths: "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
		days: "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", shortDays: "dom. seg. ter. qua. qui. sex. sáb."},
	{name: "pl-PL", display: "Polish (Poland)", native: "polski (Polska)", lcid: 0x415, decimal: ",", group: nbsp, currency: "zł", currencyPositive: 3, currencyNegative: 8, percentPositive: 1, percentNegative: 1,
		shortDate: "d.MM.yyyy", longDate: "dddd, d MMMM yyyy", shortTime: "HH:mm", longTime: "HH:mm:ss", monthDay: "d MMMM", yearMonth: "MMMM yyyy", am: "AM", pm: "PM", dateSep: ".", firstDay: 1,
		months: "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień", shortMonths: "sty lut mar kwi maj cze lip sie wrz paź lis gru",
		days: "niedziela poniedziałek wtorek środa czwartek piątek sobota", shortDays: "niedz. pon. wt. śr. czw. pt. sob."},
	{name: "ja-JP", display: "Japanese (Japan)", native: "日本語 (日本)", lcid: 0x411, decimal: ".", group: ",", currency: "￥", currencyNegative: 1, percentPositive: 1, percentNegative: 1,
		shortDate: "yyyy/MM/dd", longDate: "yyyy年M月d日dddd", shortTime: "H:mm", longTime: "H:mm:ss", monthDay: "M月d日", yearMonth: "yyyy年M月", am: "午前", pm: "午後", dateSep: "/",
		months: "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", shortMonths: "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		days: "日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日", shortDays: "日 月 火 水 木 金 土"},
}

// neutral maps a language alone to the row that stands for it.
var neutral = map[string]string{"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "nl": "nl-NL", "sv": "sv-SE", "pt": "pt-BR", "pl": "pl-PL", "ja": "ja-JP"}

// lookupCulture builds a culture's data. A well-formed name ICU knows nothing of
// is a culture all the same, with invariant formats.
func lookupCulture(name string) (*cultureData, bool) {
	if name == "" {
		return invariant(), true
	}
	full := name
	if n, ok := neutral[strings.ToLower(name)]; ok {
		full = n
	}
	for i := range cultureRows {
		if r := &cultureRows[i]; strings.EqualFold(r.name, full) {
			d := r.data()
			if full != name {
				d.name = strings.ToLower(name)
				d.display, _, _ = strings.Cut(r.display, " (")
				d.native, _, _ = strings.Cut(r.native, " (")
				d.number.currency = "¤" // a language has no money
			}
			return d, true
		}
	}
	if !wellFormed(name) {
		return nil, false
	}
	d := *invariant()
	d.name, d.display, d.native, d.lcid = name, name, name, 0x1000
	d.number.decimals, d.number.percentDecimals, d.list = 3, 3, listSeparator(name)
	return &d, true
}

// listSeparator is a semicolon where people write numbers with a comma.
func listSeparator(culture string) string {
	language, _, _ := strings.Cut(culture, "-")
	switch language {
	case "", "en", "ja", "zh", "ko", "th", "he":
		return ","
	}
	return ";"
}

// wellFormed checks BCP 47's outer form: letters and digits in groups of two to eight.
func wellFormed(name string) bool {
	for i, part := range strings.Split(name, "-") {
		if len(part) < 2 || len(part) > 8 || i == 0 && len(part) > 3 {
			return false
		}
		for _, r := range part {
			if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return false
			}
		}
	}
	return true
}

func (r *cultureRow) data() *cultureData {
	words := func(s string, english []string) []string {
		if s == "" {
			return english
		}
		return strings.Fields(s)
	}
	d := &cultureData{name: r.name, display: r.display, native: r.native, lcid: r.lcid}
	d.number = numberFormat{decimal: r.decimal, group: r.group, groups: []int{3}, decimals: 3, negative: "-", negativeNumber: 1,
		currency: r.currency, currencyDecimal: r.decimal, currencyGroup: r.group, currencyDecimals: 2,
		currencyPositive: r.currencyPositive, currencyNegative: r.currencyNegative,
		percent: "%", percentPositive: r.percentPositive, percentNegative: r.percentNegative, infinity: "∞", nan: "NaN", perMill: "‰"}
	if r.name == "ja-JP" {
		d.number.currencyDecimals = 0
	}
	if r.name == "sv-SE" {
		d.number.negative = "−"
	}
	d.number.complete()
	d.list = listSeparator(r.name)
	d.date = dateFormat{shortDate: r.shortDate, longDate: r.longDate, shortTime: r.shortTime, longTime: r.longTime, monthDay: r.monthDay, yearMonth: r.yearMonth,
		am: r.am, pm: r.pm, dateSeparator: r.dateSep, timeSeparator: ":", firstDay: r.firstDay,
		months: words(r.months, englishMonths), shortMonths: words(r.shortMonths, englishShort), days: words(r.days, englishDays), shortDays: words(r.shortDays, englishDay3),
		dayFirst: strings.HasPrefix(r.shortDate, "d")}
	return d
}

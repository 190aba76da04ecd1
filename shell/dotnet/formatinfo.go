package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

// formatInfo is NumberFormatInfo or DateTimeFormatInfo of a culture, or one of a
// script's own.
type formatInfo struct {
	object.Instance
	data  *cultureData
	dates bool
}

var (
	numberFormatType = &object.Type{Name: "NumberFormatInfo", Namespace: "System.Globalization", Base: object.ObjectType, Interfaces: []*object.Type{object.IFormatProvider, object.ICloneableType}}
	dateFormatType   = &object.Type{Name: "DateTimeFormatInfo", Namespace: "System.Globalization", Base: object.ObjectType, Interfaces: []*object.Type{object.IFormatProvider, object.ICloneableType}}
)

// PSType is the info's type.
func (f *formatInfo) PSType() *object.Type {
	if f.dates {
		return dateFormatType
	}
	return numberFormatType
}

// own is a copy that may be changed.
func (f *formatInfo) own(writable bool) *formatInfo {
	d := *f.data
	d.writable = writable
	return &formatInfo{data: &d, dates: f.dates}
}

// culture gives the formats as a culture: what the info says nothing of is the
// session's.
func (f *formatInfo) culture(inv object.Invoker) *object.Culture {
	d := *f.data
	if f.dates {
		d.number = dataOf(cultureOf(inv)).number
	} else {
		d.date = dataOf(cultureOf(inv)).date
	}
	return &object.Culture{Name: d.name, Data: &d}
}

// provided is the culture of an IFormatProvider argument.
func provided(inv object.Invoker, provider any) *object.Culture {
	switch p := provider.(type) {
	case *object.Culture:
		if p != nil {
			return p
		}
	case *formatInfo:
		return p.culture(inv)
	}
	return cultureOf(inv)
}

// common declares what both infos have.
func (m members) formatInfo(name string, dates bool) {
	self := func(v any) *formatInfo { return v.(*formatInfo) }
	m.prop("bool IsReadOnly", func(_ object.Invoker, v any) (any, error) { return !self(v).data.writable, nil })
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).own(true), nil })
	m.method("System.Object GetFormat(type formatType)", func(_ object.Invoker, v any, a []any) (any, error) {
		if a[0] == any(self(v).PSType()) {
			return v, nil
		}
		return nil, nil
	})
	m.staticProp(name+" InvariantInfo", func(object.Invoker) (any, error) {
		return &formatInfo{data: invariant(), dates: dates}, nil
	})
	m.staticProp(name+" CurrentInfo", func(inv object.Invoker) (any, error) {
		return &formatInfo{data: dataOf(cultureOf(inv)), dates: dates}, nil
	})
	m.static(name+" GetInstance(System.IFormatProvider formatProvider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		if f, ok := a[0].(*formatInfo); ok && f.dates == dates {
			return f, nil
		}
		return &formatInfo{data: dataOf(provided(inv, a[0])), dates: dates}, nil
	})
	m.ctor("", func(object.Invoker, []any) (any, error) {
		return (&formatInfo{data: invariant(), dates: dates}).own(true), nil
	})
}

func numberFormatMembers(m members) {
	const info = "System.Globalization.NumberFormatInfo"
	m.formatInfo(info, false)
	m.static(info+" ReadOnly("+info+" nfi)", func(_ object.Invoker, _ any, a []any) (any, error) { return a[0].(*formatInfo).own(false), nil })
	text := func(name string, field func(n *numberFormat) *string) {
		m.writable("string "+name, func(_ object.Invoker, v any) (any, error) { return *field(&v.(*formatInfo).data.number), nil }, func(_ object.Invoker, v, x any) error {
			return v.(*formatInfo).data.change(func(d *cultureData) { *field(&d.number) = x.(string) })
		})
	}
	text("CurrencyDecimalSeparator", func(n *numberFormat) *string { return &n.currencyDecimal })
	text("CurrencyGroupSeparator", func(n *numberFormat) *string { return &n.currencyGroup })
	text("CurrencySymbol", func(n *numberFormat) *string { return &n.currency })
	text("NaNSymbol", func(n *numberFormat) *string { return &n.nan })
	text("NegativeInfinitySymbol", func(n *numberFormat) *string { return &n.negativeInfinity })
	text("NegativeSign", func(n *numberFormat) *string { return &n.negative })
	text("NumberDecimalSeparator", func(n *numberFormat) *string { return &n.decimal })
	text("NumberGroupSeparator", func(n *numberFormat) *string { return &n.group })
	text("PercentDecimalSeparator", func(n *numberFormat) *string { return &n.percentDecimal })
	text("PercentGroupSeparator", func(n *numberFormat) *string { return &n.percentGroup })
	text("PercentSymbol", func(n *numberFormat) *string { return &n.percent })
	text("PerMilleSymbol", func(n *numberFormat) *string { return &n.perMill })
	text("PositiveInfinitySymbol", func(n *numberFormat) *string { return &n.infinity })
	text("PositiveSign", func(n *numberFormat) *string { return &n.positive })
	number := func(name string, limit int, field func(n *numberFormat) *int) {
		m.writable("int "+name, func(_ object.Invoker, v any) (any, error) {
			return object.Int(int32(*field(&v.(*formatInfo).data.number))), nil
		}, func(_ object.Invoker, v, x any) error {
			n := intArg(x)
			if n < 0 || n > limit {
				return object.ThrowArgument(object.ArgumentOutOfRangeType, name, "Valid values are between 0 and %s, inclusive.", object.Text(nil, int32(limit)))
			}
			return v.(*formatInfo).data.change(func(d *cultureData) { *field(&d.number) = n })
		})
	}
	number("CurrencyDecimalDigits", 99, func(n *numberFormat) *int { return &n.currencyDecimals })
	number("NumberDecimalDigits", 99, func(n *numberFormat) *int { return &n.decimals })
	number("PercentDecimalDigits", 99, func(n *numberFormat) *int { return &n.percentDecimals })
	number("CurrencyPositivePattern", len(currencyPositives)-1, func(n *numberFormat) *int { return &n.currencyPositive })
	number("CurrencyNegativePattern", len(currencyNegatives)-1, func(n *numberFormat) *int { return &n.currencyNegative })
	number("NumberNegativePattern", 4, func(n *numberFormat) *int { return &n.negativeNumber })
	number("PercentPositivePattern", len(percentPositives)-1, func(n *numberFormat) *int { return &n.percentPositive })
	number("PercentNegativePattern", len(percentNegatives)-1, func(n *numberFormat) *int { return &n.percentNegative })
	sizes := func(name string, field func(n *numberFormat) *[]int) {
		m.writable("int[] "+name, func(_ object.Invoker, v any) (any, error) {
			var list []any
			for _, n := range *field(&v.(*formatInfo).data.number) {
				list = append(list, object.Int(int32(n)))
			}
			return &object.Array{Type: object.ArrayOf(object.Int32Type), Items: list}, nil
		}, func(_ object.Invoker, v, x any) error {
			var list []int
			for i, n := range x.(*object.Array).Items {
				size := intArg(n)
				if size > 9 || size < 0 || size == 0 && i < len(x.(*object.Array).Items)-1 {
					return object.ThrowArgument(object.ArgumentExceptionType, name, "Every element in the value array should be between one and nine, except for the last element, which can be zero.")
				}
				list = append(list, size)
			}
			return v.(*formatInfo).data.change(func(d *cultureData) { *field(&d.number) = list })
		})
	}
	sizes("CurrencyGroupSizes", func(n *numberFormat) *[]int { return &n.currencyGroups })
	sizes("NumberGroupSizes", func(n *numberFormat) *[]int { return &n.groups })
	sizes("PercentGroupSizes", func(n *numberFormat) *[]int { return &n.percentGroups })
	m.prop("string[] NativeDigits", func(object.Invoker, any) (any, error) {
		return stringArray([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}), nil
	})
}

func dateFormatMembers(m members) {
	m.formatInfo("System.Globalization.DateTimeFormatInfo", true)
	text := func(name string, field func(d *dateFormat) *string) {
		m.writable("string "+name, func(_ object.Invoker, v any) (any, error) { return *field(&v.(*formatInfo).data.date), nil }, func(_ object.Invoker, v, x any) error {
			return v.(*formatInfo).data.change(func(d *cultureData) { *field(&d.date) = x.(string) })
		})
	}
	text("AMDesignator", func(d *dateFormat) *string { return &d.am })
	text("PMDesignator", func(d *dateFormat) *string { return &d.pm })
	text("DateSeparator", func(d *dateFormat) *string { return &d.dateSeparator })
	text("TimeSeparator", func(d *dateFormat) *string { return &d.timeSeparator })
	text("LongDatePattern", func(d *dateFormat) *string { return &d.longDate })
	text("LongTimePattern", func(d *dateFormat) *string { return &d.longTime })
	text("MonthDayPattern", func(d *dateFormat) *string { return &d.monthDay })
	text("ShortDatePattern", func(d *dateFormat) *string { return &d.shortDate })
	text("ShortTimePattern", func(d *dateFormat) *string { return &d.shortTime })
	text("YearMonthPattern", func(d *dateFormat) *string { return &d.yearMonth })
	m.writable("System.DayOfWeek FirstDayOfWeek", func(_ object.Invoker, v any) (any, error) {
		return object.Enum{Type: DayOfWeek, Value: int64(v.(*formatInfo).data.date.firstDay)}, nil
	}, func(_ object.Invoker, v, x any) error {
		return v.(*formatInfo).data.change(func(d *cultureData) { d.date.firstDay = int(x.(object.Enum).Value) })
	})
	m.prop("string FullDateTimePattern", func(_ object.Invoker, v any) (any, error) {
		d := &v.(*formatInfo).data.date
		return d.longDate + " " + d.longTime, nil
	})
	m.prop("string RFC1123Pattern", constantly("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"))
	m.prop("string SortableDateTimePattern", constantly("yyyy'-'MM'-'dd'T'HH':'mm':'ss"))
	m.prop("string UniversalSortableDateTimePattern", constantly("yyyy'-'MM'-'dd HH':'mm':'ss'Z'"))
	names := func(name string, months bool, field func(d *dateFormat) *[]string) {
		m.writable("string[] "+name, func(_ object.Invoker, v any) (any, error) {
			list := *field(&v.(*formatInfo).data.date)
			if months {
				list = append(slices.Clone(list), "")
			}
			return stringArray(list), nil
		}, func(inv object.Invoker, v, x any) error {
			given := x.(*object.Array).Items
			want := 7
			if months {
				want = 13
			}
			if len(given) != want {
				return object.ThrowArgument(object.ArgumentExceptionType, "value", "Length of the array must be %s.", object.Text(nil, int32(want)))
			}
			list := make([]string, 0, want)
			for _, s := range given {
				list = append(list, object.Text(inv, s))
			}
			return v.(*formatInfo).data.change(func(d *cultureData) { *field(&d.date) = list[:min(want, 12)] })
		})
	}
	names("DayNames", false, func(d *dateFormat) *[]string { return &d.days })
	names("AbbreviatedDayNames", false, func(d *dateFormat) *[]string { return &d.shortDays })
	names("MonthNames", true, func(d *dateFormat) *[]string { return &d.months })
	names("AbbreviatedMonthNames", true, func(d *dateFormat) *[]string { return &d.shortMonths })
	dateNameMethods(m)
}

func dateNameMethods(m members) {
	name := func(signature string, list func(d *dateFormat) []string, base int) {
		m.method(signature, func(_ object.Invoker, v any, a []any) (any, error) {
			names := list(&v.(*formatInfo).data.date)
			n := 0
			switch x := a[0].(type) {
			case int32:
				n = int(x)
			case object.Enum:
				n = int(x.Value)
			}
			if n -= base; base == 1 && n == len(names) {
				return "", nil // the thirteenth month, which no calendar here has
			} else if n < 0 || n >= len(names) {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "month", "Valid values are between 1 and 13, inclusive.")
			}
			return names[n], nil
		})
	}
	name("string GetMonthName(int month)", func(d *dateFormat) []string { return d.months }, 1)
	name("string GetAbbreviatedMonthName(int month)", func(d *dateFormat) []string { return d.shortMonths }, 1)
	name("string GetDayName(System.DayOfWeek dayofweek)", func(d *dateFormat) []string { return d.days }, 0)
	name("string GetAbbreviatedDayName(System.DayOfWeek dayofweek)", func(d *dateFormat) []string { return d.shortDays }, 0)
	name("string GetShortestDayName(System.DayOfWeek dayOfWeek)", func(d *dateFormat) []string {
		out := make([]string, len(d.shortDays))
		for i, day := range d.shortDays {
			out[i] = shortestDay(day)
		}
		return out
	}, 0)
}

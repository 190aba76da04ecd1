package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getDate struct {
	Date            cmdlet.Opt[dotnet.DateTime] `ps:"set=DateAndFormat,position=0,pipeline,byname,alias=LastWriteTime;set=DateAndUFormat,position=0,pipeline,byname" help:"The date; without it now."`
	UnixTimeSeconds cmdlet.Opt[int64]           `ps:"set=UnixTimeSecondsAndFormat,mandatory,byname,alias=UnixTime;set=UnixTimeSecondsAndUFormat,mandatory,byname" help:"The date as seconds since 1970."`
	Year            cmdlet.Opt[int32]           `ps:"" range:"1..9999" help:"Another year."`
	Month           cmdlet.Opt[int32]           `ps:"" range:"1..12" help:"Another month."`
	Day             cmdlet.Opt[int32]           `ps:"" range:"1..31" help:"Another day."`
	Hour            cmdlet.Opt[int32]           `ps:"" range:"0..23" help:"Another hour."`
	Minute          cmdlet.Opt[int32]           `ps:"" range:"0..59" help:"Another minute."`
	Second          cmdlet.Opt[int32]           `ps:"" range:"0..59" help:"Another second."`
	Millisecond     cmdlet.Opt[int32]           `ps:"" range:"0..999" help:"Another millisecond."`
	DisplayHint     cmdlet.Opt[string]          `ps:"" set:"Date|Time|DateTime" help:"What is shown of the date."`
	UFormat         string                      `ps:"set=DateAndUFormat,mandatory;set=UnixTimeSecondsAndUFormat,mandatory" help:"A format as the Unix command date takes it."`
	Format          cmdlet.Opt[string]          `ps:"set=DateAndFormat;set=UnixTimeSecondsAndFormat" help:"A .NET format, or FileDate, FileDateTime and their Universal forms."`
	AsUTC           cmdlet.Switch               `ps:"" help:"In coordinated universal time."`
}

func getDateCmdlet() *cmdlet.Definition {
	return define("Get-Date", func() cmdlet.Cmdlet { return &getDate{} }, cmdlet.Options{
		DefaultParameterSet: "DateAndFormat", Synopsis: "Gives a date, or now.", Outputs: []string{"System.DateTime", "System.String"}})
}

// Process writes the date or its text.
func (c *getDate) Process(_ context.Context, rt cmdlet.Runtime) error {
	d, err := c.date(rt)
	if err != nil {
		return err
	}
	switch {
	case c.UFormat != "":
		text, err := unixDate(rt, d, c.UFormat)
		if err != nil {
			return err
		}
		return rt.WriteObject(text)
	case c.Format.Given:
		return c.formatted(rt, d)
	case c.DisplayHint.Given:
		v := &object.PSObject{Base: d}
		addNote(v, "DisplayHint", displayHintOf(c.DisplayHint.Value))
		return rt.WriteObject(v)
	}
	return rt.WriteObject(d)
}

var (
	displayHints = object.NewEnum(commands, "DisplayHintType", []string{"Date", "Time", "DateTime"})
	hintValues   = map[string]int64{"Date": 0, "Time": 1, "DateTime": 2}
)

// epoch is 1970-01-01 in ticks.
const epoch int64 = 621355968000000000

const ticksPerSecond int64 = 10_000_000

func (c *getDate) date(rt cmdlet.Runtime) (dotnet.DateTime, error) {
	d := dotnet.Now()
	switch {
	case c.Date.Given:
		d = c.Date.Value
	case c.UnixTimeSeconds.Given:
		d = dotnet.DateTime{Ticks: epoch + c.UnixTimeSeconds.Value*ticksPerSecond, Kind: dotnet.UTC}.ToLocal()
	}
	for _, part := range []struct {
		value    cmdlet.Opt[int32]
		property string
		add      string
	}{{c.Year, "Year", "AddYears"}, {c.Month, "Month", "AddMonths"}, {c.Day, "Day", "AddDays"}, {c.Hour, "Hour", "AddHours"},
		{c.Minute, "Minute", "AddMinutes"}, {c.Second, "Second", "AddSeconds"}, {c.Millisecond, "Millisecond", "AddMilliseconds"}} {
		if !part.value.Given {
			continue
		}
		now, _, err := object.GetProperty(rt, d, part.property)
		if err != nil {
			return d, err
		}
		moved, err := object.InvokeMethod(rt, d, part.add, []any{part.value.Value - now.(int32)})
		if err != nil {
			return d, err
		}
		d = moved.(dotnet.DateTime)
	}
	if c.Millisecond.Given {
		d.Ticks -= d.Ticks % 10_000
	}
	if c.AsUTC {
		d = d.ToUniversal()
	}
	return d, nil
}

var fileFormats = map[string]string{"filedate": "yyyyMMdd", "filedateuniversal": "yyyyMMddZ", "filedatetime": "yyyyMMddTHHmmssffff", "filedatetimeuniversal": "yyyyMMddTHHmmssffffZ"}

func (c *getDate) formatted(rt cmdlet.Runtime, d dotnet.DateTime) error {
	format := c.Format.Value
	if f, ok := fileFormats[lower(format)]; ok {
		if f[len(f)-1] == 'Z' {
			d = d.ToUniversal()
		}
		format = f
	}
	text, err := dotnet.FormatDate(d, format, rt.Culture())
	if err != nil {
		return err
	}
	return rt.WriteObject(text)
}

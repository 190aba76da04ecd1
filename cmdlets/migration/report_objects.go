package migration

import (
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Report is a report with its lines, oldest first.
type Report struct {
	object.Instance
	Entries  []*ReportEntry
	Failures []*ReportEntry
}

// PSType is the type scripts see.
func (*Report) PSType() *object.Type { return reportType }

func (r *Report) String() string {
	s := ""
	for i, e := range r.Entries {
		if i > 0 {
			s += "\n"
		}
		s += e.String()
	}
	return s
}

// ReportEntry is one line of a report.
type ReportEntry struct {
	CreationTime any
	Message      string
}

// PSType is the type scripts see.
func (*ReportEntry) PSType() *object.Type { return reportEntryType }

func (e *ReportEntry) String() string {
	d, ok := e.CreationTime.(dotnet.DateTime)
	if !ok {
		return e.Message
	}
	text, err := dotnet.FormatDate(d, "M/d/yyyy h:mm:ss tt", dotnet.English())
	if err != nil {
		return e.Message
	}
	return text + " " + e.Message
}

func newReport(lines []nouns.ReportEntry) *Report {
	r := &Report{}
	for _, l := range lines {
		e := &ReportEntry{Message: l.Text}
		e.CreationTime, _ = moments(l.Time)
		r.Entries = append(r.Entries, e)
		if l.Error {
			r.Failures = append(r.Failures, e)
		}
	}
	return r
}

package format

import "stagecoach/shell/object"

// asOutOfBand writes objects that are shown between the rows of whatever is
// open: error records and others with a view for it, scalars, objects without
// properties. With list set any other object is shown as a list. done is false
// when v belongs into the document.
func (f *Formatter) asOutOfBand(v any, list bool) (done bool, err error) {
	e, err := f.outOfBandEntry(v, list)
	if e == nil || err != nil {
		return false, err
	}
	if err := f.emit(&EntryData{outOfBand: true, entry: e, stream: streamOf(v)}); err != nil {
		return true, err
	}
	return true, f.reportFailures()
}

func (f *Formatter) outOfBandEntry(v any, list bool) (entry, error) {
	switch x := v.(type) {
	case string:
		return rawEntry(x), nil
	case int32, int64, float64, bool:
		return rawEntry(displayText(f.inv, x)), nil
	case *object.Custom:
		if !list && x.Extension(false) == nil && len(x.Shape().Names()) > 0 {
			return nil, nil
		}
	case *object.ErrorRecord:
		return customEntry{{text: f.system.dataErrorText(f.inv, x)}}, nil
	}
	names := object.TypeNames(v)
	if len(names) == 0 {
		return nil, nil
	}
	if view := f.system.views.outOfBand(names); view != nil {
		pieces, err := f.customPieces(v, view.Custom)
		return customEntry(pieces), err
	}
	if isScalar(names) || !f.hasProperties(v) {
		return rawEntry(displayText(f.inv, v)), nil
	}
	if !list {
		return nil, nil
	}
	return f.listOf(v, nil)
}

func (f *Formatter) hasProperties(v any) bool {
	if c, ok := v.(*object.Custom); ok && len(c.Shape().Names()) > 0 {
		return true
	}
	for _, m := range object.Properties(f.inv, v) {
		if !remotingProperty(m.Name) {
			return true
		}
	}
	return false
}

// recordStreams are the streams of the records that come as objects (3>&1); they are shown as
// their stream shows them.
var recordStreams = map[string]Stream{"WarningRecord": Warning, "VerboseRecord": Verbose, "DebugRecord": Debug}

func streamOf(v any) Stream {
	if t := object.TypeOf(v); t != nil && t.Namespace == "System.Management.Automation" {
		return recordStreams[t.Name]
	}
	return Success
}

// ErrorRecord shows a record of the error stream in its place among the objects.
func (o *Output) ErrorRecord(r *object.ErrorRecord) error {
	return o.packet(o.system.recordEntry(o.inv, r, Error))
}

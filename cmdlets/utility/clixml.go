package utility

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
)

// stringWriter lets a text file take the writer's text.
type stringWriter struct{ *textfile.Writer }

func (w stringWriter) WriteString(s string) (int, error) { return len(s), w.Writer.WriteString(s) }

// readClixml writes the objects of a document to the pipeline.
func readClixml(rt cmdlet.Runtime, in *clixmlReader, skip uint64, first cmdlet.Opt[uint64], total bool) error {
	if err := in.begin(); err != nil {
		return clixmlFailure(err)
	}
	if total {
		o := &object.PSObject{Base: "Unknown total count"}
		if err := rt.WriteObject(o); err != nil {
			return err
		}
	}
	for n := uint64(0); !first.Given || n < first.Value+skip; n++ {
		v, more, err := in.next()
		if err != nil {
			return clixmlFailure(err)
		}
		if !more {
			return nil
		}
		if n < skip {
			continue
		}
		if err := rt.WriteObject(v); err != nil {
			return err
		}
	}
	return nil
}

// clixmlFailure is the record of an exception that the cmdlet does not foresee:
// its type is the id.
func clixmlFailure(err error) error {
	e := object.FromGo(err)
	return record(e, e.PSType().FullName(), object.NotSpecified, nil)
}

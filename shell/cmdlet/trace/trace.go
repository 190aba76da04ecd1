// Package trace has the trace sources of a session: what Trace-Command and Set-TraceSource turn
// on, and where their lines go. ParameterBinding and CommandDiscovery write; the other sources
// that PowerShell has are there by name, so that a script can turn them on, and silent.
//
// Whoever traces asks Catalog.Source for a source that is on, keeps a nil where it is off, and
// pays for no more than that comparison.
package trace

import (
	"fmt"
	"strings"

	"stagecoach/shell/object"
)

// The options of PSTraceSourceOptions that sources here write under, and all of them.
const (
	WriteLine = 0x1000
	Scope     = 0x2000
	Error     = 0x200
	All       = 0x7fff
)

// Options and ListenerOptions are the types of those parameters.
var (
	Options = flags("System.Management.Automation", "PSTraceSourceOptions", []string{"None", "Constructor", "Dispose", "Finalizer", "Method", "Property", "Delegates", "Events", "Exception", "Lock",
		"Error", "Errors", "Warning", "Verbose", "WriteLine", "Data", "Scope", "ExecutionFlow", "Assert", "All"},
		0, 1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x280, 0x400, 0x800, 0x1000, 0x1817, 0x2000, 0x206f, 0x4000, All)
	ListenerOptions = flags("System.Diagnostics", "TraceOptions", []string{"None", "LogicalOperationStack", "DateTime", "Timestamp", "ProcessId", "ThreadId", "Callstack"}, 0, 1, 2, 4, 8, 16, 32)
)

func flags(namespace, name string, names []string, values ...int64) *object.Type {
	t := object.NewEnum(namespace, name, names, values...)
	t.Enum.Flags = true
	return t
}

// Listener takes the lines of a source.
type Listener interface {
	object.Typed
	// Name is what Set-TraceSource's -RemoveListener goes by.
	Name() string
	// Line writes one line of a source.
	Line(source, text string)
	// Close is called once no source has the listener any more.
	Close()
}

// Source is a System.Management.Automation.PSTraceSource.
type Source struct {
	object.Instance
	Name, Description string
	Options           int64
	Listeners         []Listener
	catalog           *Catalog
	writing           bool // a line is being written: what that writes is not traced
}

// PSType is System.Management.Automation.PSTraceSource.
func (*Source) PSType() *object.Type { return SourceType }

// Catalog are the sources of a session.
type Catalog struct {
	Sources []*Source // by name
	indent  int       // how many scopes are open
	on      int       // how many sources have options
}

// NewCatalog makes the sources that PowerShell has.
func NewCatalog() *Catalog {
	c := &Catalog{}
	for _, row := range known {
		c.Sources = append(c.Sources, &Source{Name: row[0], Description: row[1], catalog: c})
	}
	return c
}

// Source is the one of that name when it is on, else nil.
func (c *Catalog) Source(name string) *Source {
	if c == nil || c.on == 0 {
		return nil
	}
	for _, s := range c.Sources {
		if s.Name == name && s.Options != 0 && len(s.Listeners) > 0 {
			return s
		}
	}
	return nil
}

// Set changes the options and listeners of a source.
func (s *Source) Set(options int64, listeners []Listener) {
	if (s.Options != 0) != (options != 0) {
		if options != 0 {
			s.catalog.on++
		} else {
			s.catalog.on--
		}
	}
	s.Options, s.Listeners = options, listeners
}

// Writef writes a line.
func (s *Source) Writef(format string, args ...any) { s.put(WriteLine, format, args) }

// Errorf writes a line about an error.
func (s *Source) Errorf(format string, args ...any) { s.put(Error, "ERROR: "+format, args) }

// Begin writes a line, and what comes until its result is called further in.
func (s *Source) Begin(format string, args ...any) (end func()) {
	if s.Options&Scope == 0 {
		return func() {}
	}
	s.put(Scope, format, args)
	s.catalog.indent++
	return func() { s.catalog.indent-- }
}

func (s *Source) put(option int64, format string, args []any) {
	if s.Options&option == 0 || s.writing {
		return
	}
	s.writing = true
	defer func() { s.writing = false }()
	text := strings.Repeat("    ", s.catalog.indent) + fmt.Sprintf(format, args...)
	for _, l := range s.Listeners {
		l.Line(s.Name, text)
	}
}

// SourceType is System.Management.Automation.PSTraceSource.
var SourceType = &object.Type{Name: "PSTraceSource", Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: object.ObjectType, Members: sourceMembers}

func sourceMembers(set *object.MemberSet) {
	add := func(name string, t *object.Type, get func(s *Source) any) *object.Member {
		m := &object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*Source)), nil }}
		set.Add(m)
		return m
	}
	add("Description", object.StringType, func(s *Source) any { return s.Description })
	add("Listeners", object.ArrayOf(object.ObjectType), func(s *Source) any {
		items := make([]any, len(s.Listeners))
		for i, l := range s.Listeners {
			items[i] = l
		}
		return object.NewArray(items)
	})
	add("Name", object.StringType, func(s *Source) any { return s.Name })
	add("Options", Options, func(s *Source) any { return object.Enum{Type: Options, Value: s.Options} }).Set = func(inv object.Invoker, self, v any) error {
		e, err := object.Convert(inv, v, Options)
		if err != nil {
			return err
		}
		s := self.(*Source)
		s.Set(e.(object.Enum).Value, s.Listeners)
		return nil
	}
}

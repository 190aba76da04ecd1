package format

import (
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// System is the formatter of one session: its views, its $PSStyle and what it
// may ask of the session. The sessions that a script starts (runspaces, jobs)
// have one each, with the views of New and the same $PSStyle; For finds it.
type System struct {
	Style  *Style
	config Config
	views  registry
}

// owner is a session, which keeps its own System.
type owner interface {
	Own(key any, make func() any) any
	Variable(name string) (any, bool)
	Location() string
	Commands() cmdlet.CommandTable
}

// For is the formatter of the session that inv runs in: what a file of views
// that is read there adds, no other session sees. Without a session it is s.
func (s *System) For(inv object.Invoker) *System {
	var o owner
	switch x := inv.(type) {
	case interface{ Session() cmdlet.Session }:
		o = x.Session()
	case owner:
		o = x
	default:
		return s
	}
	own := o.Own(s.views.base, func() any {
		c := s.config
		c.CurrentLocation = o.Location
		c.CommandExists = func(name string) bool { _, ok := o.Commands().Find(name); return ok }
		c.ErrorView = func() string {
			if v, _ := o.Variable("ErrorView"); v != nil {
				return object.Text(inv, v)
			}
			return defaultErrorView
		}
		c.EnumerationLimit = func() int {
			v, _ := o.Variable("global:FormatEnumerationLimit")
			if n, ok := object.Unwrap(v).(int32); ok {
				return int(n)
			}
			return defaultLimit
		}
		return &System{Style: s.Style, config: c, views: registry{base: s.views.base}}
	})
	return own.(*System)
}

// Config is what whoever starts the shell gives its formatter. Every field may be left out;
// what For can ask the session it asks there.
type Config struct {
	// ConsoleWidth is the width of the window; tables written to where lines may be of any length use it. Default 120.
	ConsoleWidth func() int
	// EnumerationLimit is $FormatEnumerationLimit. Default 4.
	EnumerationLimit func() int
	// ErrorView is $ErrorView. Default ConciseView.
	ErrorView func() string
	// CommandExists tells whether a command of that name can be found.
	CommandExists func(name string) bool
	// CurrentLocation is where the session stands; matches in files are shown relative to it.
	CurrentLocation func() string
	// Plain tells that no escape sequences are wanted anywhere (NO_COLOR, TERM=dumb): errors
	// are then drawn without, and without the empty line that only a reset would fill.
	Plain func() bool
	// Views are the lists of the cmdlet packages, in order of precedence. They
	// are called when the first object needs a view.
	Views []func() []*cmdlet.View
	// Culture is the one numbers and dates are shown in. Default: the invoker's.
	Style *Style
}

// New makes the formatter of a session.
func New(c Config) *System {
	s := &System{Style: c.Style, config: c}
	if s.Style == nil {
		s.Style = NewStyle()
	}
	s.views.base = &builtIn{sources: append(slices.Clone(c.Views), s.ownViews)}
	return s
}

// Include adds views that every session has, behind the others. It is called before anything is shown.
func (s *System) Include(views func() []*cmdlet.View) {
	s.views.base.sources = append(s.views.base.sources, views)
}

func (s *System) ownViews() []*cmdlet.View {
	return append(dotnetViews(), s.powershellViews()...)
}

const (
	defaultWidth     = 120
	defaultLimit     = 4
	defaultErrorView = "ConciseView"
)

func (s *System) consoleWidth() int {
	if s.config.ConsoleWidth == nil {
		return defaultWidth
	}
	if w := s.config.ConsoleWidth(); w > 0 {
		return w
	}
	return defaultWidth
}

func (s *System) enumerationLimit() int {
	if s.config.EnumerationLimit == nil {
		return defaultLimit
	}
	return s.config.EnumerationLimit()
}

func (s *System) errorViewName() string {
	if s.config.ErrorView == nil {
		return defaultErrorView
	}
	return s.config.ErrorView()
}

func (s *System) commandExists(name string) bool {
	return s.config.CommandExists != nil && s.config.CommandExists(name)
}

// FormatError is the text the error view in force gives a record, decorated and
// without a line end at its end.
func (s *System) FormatError(inv object.Invoker, r *object.ErrorRecord) string {
	return s.For(inv).errorText(inv, r)
}

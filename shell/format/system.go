package format

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// System is the formatter of one session: its views, its $PSStyle and what it
// may ask of the session.
type System struct {
	Style  *Style
	config Config
	views  registry
}

// Config is what a session gives its formatter. Every field may be left out.
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
	s.views.sources = append(append(s.views.sources, c.Views...), s.ownViews)
	return s
}

func (s *System) ownViews() []*cmdlet.View {
	return append(dotnetViews(), s.powershellViews()...)
}

const (
	defaultWidth = 120
	defaultLimit = 4
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
		return "ConciseView"
	}
	return s.config.ErrorView()
}

func (s *System) commandExists(name string) bool {
	return s.config.CommandExists != nil && s.config.CommandExists(name)
}

// FormatError is the text the error view in force gives a record, decorated and
// without a line end at its end.
func (s *System) FormatError(inv object.Invoker, r *object.ErrorRecord) string {
	return s.errorText(inv, r)
}

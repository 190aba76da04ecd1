package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"stagecoach/engine"
	"stagecoach/engine/lab"
	"stagecoach/engine/network"
)

// service is the engine with all that stands around it. Nothing of it is opened
// before it is needed: a start that moves no mail does not pay for it.
type service struct {
	home     string
	config   *Config
	practice *lab.Lab // nil: the real world

	mu     sync.Mutex
	engine *engine.Engine
	failed error
}

// newService reads the configuration. With practice the engine gets a home of its own that
// is thrown away at the end, and the lab's network.
func newService(getenv func(string) string, line *CommandLine) (*service, error) {
	if line.Lab {
		return newPractice()
	}
	home, err := HomeFolder(getenv)
	if err != nil {
		return nil, err
	}
	file, required := line.SettingsFile, line.SettingsFile != ""
	if !required {
		file = filepath.Join(home, configFile)
	}
	config, err := LoadConfig(file, required)
	if err != nil {
		return nil, err
	}
	return &service{home: home, config: config}, nil
}

// newPractice starts the lab and makes its throw-away home.
func newPractice() (*service, error) {
	practice, err := lab.New(lab.Options{})
	if err != nil {
		return nil, fmt.Errorf("start the lab: %w", err)
	}
	s := &service{practice: practice}
	if s.home, err = os.MkdirTemp("", "stagecoach-lab-home-"); err != nil {
		s.close()
		return nil, fmt.Errorf("start the lab: %w", err)
	}
	drive, err := practice.Drive()
	if err != nil {
		s.close()
		return nil, err
	}
	s.config = &Config{
		Organization: organizationConfig{Name: "Contoso", AcceptedDomains: practice.Domains(), Administrator: "admin@contoso.com"},
		Drives:       map[string]string{"C": drive},
	}
	return s, nil
}

// open gives the engine, which it makes when it is first asked.
func (s *service) open() (*engine.Engine, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.engine == nil && s.failed == nil {
		s.engine, s.failed = s.start(false)
	}
	return s.engine, s.failed
}

// hasState tells whether there is anything to go on with.
func (s *service) hasState() bool {
	if s.practice != nil {
		return false
	}
	if s.config.State.DSN != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(s.home, engine.StateFile))
	return err == nil
}

// opened is the engine if anybody needed it so far.
func (s *service) opened() *engine.Engine {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.engine
}

func (s *service) start(asService bool) (*engine.Engine, error) {
	if err := makeHome(s.home); err != nil {
		return nil, err
	}
	config, err := s.config.EngineConfig(s.home)
	if err != nil {
		return nil, err
	}
	config.Service = asService
	if s.practice != nil {
		config.Network, config.Ephemeral = s.practice.Network(), true
	} else if config.Network, err = network.NewSystem(s.config.CertificateAuthorities()...); err != nil {
		return nil, err
	}
	e, err := engine.Open(context.Background(), config)
	if err != nil || s.practice == nil {
		return e, err
	}
	return e, s.furnish(e)
}

// furnish makes the lab's target mailboxes.
func (s *service) furnish(e *engine.Engine) error {
	for _, m := range s.practice.Mailboxes() {
		_, err := e.Recipients.NewMailbox(context.Background(), engine.MailboxSpec{
			Name: m.Name, Alias: m.Alias, DisplayName: m.DisplayName, PrimarySMTPAddress: m.Address, Password: m.Password,
		})
		if err != nil {
			return fmt.Errorf("furnish the lab: %w", err)
		}
	}
	return nil
}

// close ends the engine and throws the lab away.
func (s *service) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}
	if s.engine != nil {
		keep(s.engine.Close())
	}
	if s.practice != nil {
		keep(s.practice.Close())
		if s.home != "" {
			keep(os.RemoveAll(s.home))
		}
	}
	return first
}

package app

import (
	"context"
	"errors"
	"fmt"
)

// serve runs the migration service until it is told to stop.
func (p Process) serve(ctx context.Context, line *CommandLine) int {
	if len(line.VerbArgs) > 0 {
		fmt.Fprintln(p.stderr(), "Usage: stagecoach serve")
		return exitBadCommandLine
	}
	s, err := newService(p.Getenv, line)
	if err != nil {
		return p.fail(exitFailed, err)
	}
	err = s.serve(ctx, func() { fmt.Fprintf(p.stderr(), "stagecoach serve: at work on %s\n", s.home) })
	if err := errors.Join(err, s.close()); err != nil {
		return p.fail(exitFailed, err)
	}
	return 0
}

// serve works until ctx ends; ready is called once the engine is open.
func (s *service) serve(ctx context.Context, ready func()) error {
	s.mu.Lock()
	s.engine, s.failed = s.start(true)
	e, err := s.engine, s.failed
	s.mu.Unlock()
	if err != nil {
		return err
	}
	ready()
	if err := e.Run(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

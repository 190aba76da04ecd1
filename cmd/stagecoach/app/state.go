package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"stagecoach/engine"
)

const stateUsage = "Usage: stagecoach state { backup | restore } <filePath>\n       stagecoach state rotate-key"

// state keeps the state: a copy, its return, a new key.
func (p Process) state(ctx context.Context, line *CommandLine, folder string) int {
	act, ok := stateVerb(line.VerbArgs, folder)
	if !ok {
		fmt.Fprintln(p.stderr(), stateUsage)
		return exitBadCommandLine
	}
	s, err := newService(p.Getenv, line)
	if err != nil {
		return p.fail(exitFailed, err)
	}
	e, err := s.open()
	if err == nil {
		err = act(ctx, e)
	}
	if err := errors.Join(err, s.close()); err != nil {
		return p.fail(exitFailed, err)
	}
	return 0
}

// stateVerb is what the words ask for; ok is false when they ask for nothing there is.
func stateVerb(words []string, folder string) (act func(context.Context, *engine.Engine) error, ok bool) {
	switch {
	case len(words) == 1 && words[0] == "rotate-key":
		return func(ctx context.Context, e *engine.Engine) error { return e.State.RotateKey(ctx) }, true
	case len(words) != 2:
		return nil, false
	}
	file := words[1]
	if !filepath.IsAbs(file) {
		file = filepath.Join(folder, file)
	}
	switch words[0] {
	case "backup":
		return func(ctx context.Context, e *engine.Engine) error { return e.State.Backup(ctx, file) }, true
	case "restore":
		return func(ctx context.Context, e *engine.Engine) error { return e.State.Restore(ctx, file) }, true
	}
	return nil, false
}

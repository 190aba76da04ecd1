package maildir

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/engine/mail"
)

// The subscriptions file, version 2: "V<tab>2", an empty line, then a mailbox a line, its
// levels separated by tabs. Version 1 has no head, and dots.
const subscriptionsHead = "V\t2\n\n"

func (t *Target) subscriptionsPath() string { return filepath.Join(t.opt.Root, "subscriptions") }

// subscriptions gives the names of folders, without the first dot; the inbox is "INBOX".
func (t *Target) subscriptions() (map[string]bool, error) {
	text, err := os.ReadFile(t.subscriptionsPath())
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]bool{}, nil
	}
	out := map[string]bool{}
	for _, name := range subscriptionLines(string(text)) {
		out[name] = true
	}
	return out, err
}

func subscriptionLines(text string) (out []string) {
	rest, tabs := strings.CutPrefix(text, subscriptionsHead)
	for _, line := range strings.Split(rest, "\n") {
		if line == "" {
			continue
		}
		if tabs {
			line = strings.ReplaceAll(line, "\t", ".")
		}
		out = append(out, line)
	}
	return out
}

// Subscribe adds a mailbox to the account's subscriptions.
func (t *Target) Subscribe(ctx context.Context, m mail.Mailbox) error {
	dir := strings.TrimPrefix(t.wire(m), ".")
	if dir == "" {
		dir = "INBOX"
	}
	return classified("subscribe", t.changeSubscriptions(ctx, func(lines []string) []string {
		for _, line := range lines {
			if line == dir {
				return nil
			}
		}
		return append(lines, dir)
	}))
}

// renameSubscriptions moves those of a mailbox and of what lies below it.
func (t *Target) renameSubscriptions(ctx context.Context, from, to string) error {
	return t.changeSubscriptions(ctx, func(lines []string) []string {
		changed := false
		for i, line := range lines {
			if rest, below := strings.CutPrefix(line, from); below && (rest == "" || rest[0] == '.') {
				lines[i], changed = to+rest, true
			}
		}
		if !changed {
			return nil
		}
		return lines
	})
}

// changeSubscriptions rewrites the file under Dovecot's lock; change returns nil when nothing is to be done.
func (t *Target) changeSubscriptions(ctx context.Context, change func([]string) []string) error {
	path := t.subscriptionsPath()
	l, err := t.lock(ctx, path)
	if err != nil {
		return err
	}
	defer l.unlock()
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	lines := change(subscriptionLines(string(text)))
	if lines == nil {
		return nil
	}
	return t.replace(path, subscriptionText(lines))
}

// subscriptionText writes the file, in version 2.
func subscriptionText(lines []string) string {
	var out strings.Builder
	out.WriteString(subscriptionsHead)
	for _, line := range lines {
		out.WriteString(strings.ReplaceAll(line, ".", "\t"))
		out.WriteByte('\n')
	}
	return out.String()
}

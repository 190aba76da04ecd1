package queue

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/cespare/xxhash/v2"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// keepAside writes messages that could be read but not migrated to files of
// their own, the reason beside them.
func (p *Pool) keepAside(c *store.Claim) func(migration.SkippedItem, mail.Body) {
	if p.cfg.Aside == "" {
		return nil
	}
	dir := filepath.Join(p.cfg.Aside, c.User.GUID)
	return func(item migration.SkippedItem, body mail.Body) {
		if err := writeAside(dir, item, body); err != nil {
			p.cfg.Log.Error("keep a message aside", "user", c.User.EmailAddress, "uid", item.UID, "err", err)
		}
	}
}

func writeAside(dir string, item migration.SkippedItem, body mail.Body) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	base := filepath.Join(dir, fmt.Sprintf("%016x-%d", xxhash.Sum64String(item.Folder), item.UID))
	reason := fmt.Sprintf("Folder: %s\nUID: %d\nReason: %s\n", item.Folder, item.UID, item.Reason)
	if err := os.WriteFile(base+".txt", []byte(reason), 0o600); err != nil {
		return err
	}
	in, err := body.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(base+".eml", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

package maildir

import "os"

// sync makes a file durable.
func (t *Target) sync(f *os.File) error {
	if t.opt.NoSync {
		return nil
	}
	return f.Sync()
}

// syncDir makes renames into and within a folder durable.
func (t *Target) syncDir(dir string) error {
	if t.opt.NoSync {
		return nil
	}
	return syncEach([]string{dir})
}

func syncEach(files []string) error {
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = f.Sync()
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

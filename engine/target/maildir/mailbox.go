package maildir

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"stagecoach/engine/mail"
)

// mailbox is an open folder.
type mailbox struct {
	target   *Target
	dir      string
	list     uidlist
	keywords []string
	status   mail.Status
	pending  []pending
}

func (b *mailbox) uidlistPath() string  { return filepath.Join(b.dir, "dovecot-uidlist") }
func (b *mailbox) keywordsPath() string { return filepath.Join(b.dir, "dovecot-keywords") }

// Status is as of Open.
func (b *mailbox) Status() mail.Status { return b.status }

// Close takes back what was added and never committed.
func (b *mailbox) Close() error {
	b.discard()
	return nil
}

// found is a message's file.
type found struct {
	sub     string // cur or new
	name    string
	base    string
	letters string
	uid     uint32
}

func (b *mailbox) path(f found) string { return filepath.Join(b.dir, f.sub, f.name) }

// scan looks at the files of cur and new. A file that is renamed while a folder is read can
// be missed, so it reads again until nothing changed meanwhile.
func (b *mailbox) scan() (map[string]found, error) {
	const attempts = 10
	for i := 1; ; i++ {
		before, err := b.changed()
		if err != nil {
			return nil, err
		}
		files, err := b.scanOnce()
		if err != nil {
			return nil, err
		}
		if after, err := b.changed(); err != nil || after == before || i == attempts {
			return files, err
		}
	}
}

// changed is when a file was last put into new or cur, or taken out.
func (b *mailbox) changed() (times [2]time.Time, err error) {
	for i, sub := range [...]string{"new", "cur"} {
		st, err := os.Stat(filepath.Join(b.dir, sub))
		if err != nil {
			return times, err
		}
		times[i] = st.ModTime()
	}
	return times, nil
}

func (b *mailbox) scanOnce() (map[string]found, error) {
	out := map[string]found{}
	for _, sub := range [...]string{"new", "cur"} {
		d, err := os.Open(filepath.Join(b.dir, sub))
		if err != nil {
			return nil, err
		}
		names, err := d.Readdirnames(-1)
		d.Close()
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if name[0] == '.' {
				continue
			}
			base, letters := cutInfo(name)
			out[base] = found{sub: sub, name: name, base: base, letters: letters, uid: b.list.uids[base]}
		}
	}
	return out, nil
}

// refresh reads the folder anew: its UIDs, keywords and files. Messages without a UID,
// just delivered or left by a kill, get the next ones.
func (b *mailbox) refresh(ctx context.Context) error {
	files, err := b.messages(ctx)
	if err != nil {
		return err
	}
	b.status = mail.Status{UIDValidity: b.list.validity, UIDNext: b.list.next, Messages: uint32(len(files))}
	return nil
}

// messages gives the folder's messages by ascending UID.
func (b *mailbox) messages(ctx context.Context) ([]found, error) {
	if err := b.list.refresh(b.uidlistPath()); err != nil {
		return nil, err
	}
	files, err := b.scan()
	if err != nil {
		return nil, err
	}
	if b.list.validity == 0 || hasNew(files) {
		if files, err = b.number(ctx); err != nil {
			return nil, err
		}
	}
	if b.keywords, err = readKeywords(b.keywordsPath()); err != nil {
		return nil, err
	}
	out := make([]found, 0, len(files))
	for _, f := range files {
		out = append(out, f)
	}
	slices.SortFunc(out, func(x, y found) int { return int(int64(x.uid) - int64(y.uid)) })
	return out, nil
}

func hasNew(files map[string]found) bool {
	for _, f := range files {
		if f.uid == 0 {
			return true
		}
	}
	return false
}

// number gives UIDs to the messages that have none.
func (b *mailbox) number(ctx context.Context) (map[string]found, error) {
	l, err := b.target.lock(ctx, b.uidlistPath())
	if err != nil {
		return nil, err
	}
	defer l.unlock()
	if err := b.list.refresh(b.uidlistPath()); err != nil {
		return nil, err
	}
	files, err := b.scan()
	if err != nil {
		return nil, err
	}
	var bases []string
	for base, f := range files {
		if f.uid == 0 {
			bases = append(bases, base)
		}
	}
	slices.Sort(bases)
	uids, err := b.list.add(b.target, b.uidlistPath(), bases)
	for i, uid := range uids {
		f := files[bases[i]]
		f.uid = uid
		files[bases[i]] = f
	}
	return files, err
}

// List yields what is there now.
func (b *mailbox) List(ctx context.Context, from, to uint32, d mail.Detail) iter.Seq2[mail.Meta, error] {
	return func(yield func(mail.Meta, error) bool) {
		files, err := b.messages(ctx)
		if err != nil {
			yield(mail.Meta{}, classified("list messages", err))
			return
		}
		for _, f := range files {
			if f.uid < from || to != 0 && f.uid > to {
				continue
			}
			meta, err := b.meta(f, d)
			if errors.Is(err, fs.ErrNotExist) {
				continue // expunged meanwhile
			}
			if err != nil {
				yield(mail.Meta{}, classified("list messages", err))
				return
			}
			if !yield(meta, nil) {
				return
			}
		}
	}
}

func (b *mailbox) meta(f found, d mail.Detail) (mail.Meta, error) {
	meta := mail.Meta{UID: f.uid, Size: -1, Flags: flagsOf(f.letters, b.keywords)}
	if d < mail.ListMeta {
		return meta, nil
	}
	path, st, err := b.locate(f)
	if err != nil {
		return meta, err
	}
	meta.InternalDate = st.ModTime().Truncate(time.Second)
	if meta.Size, err = servedSize(path, f.base, st.Size()); err != nil {
		return meta, err
	}
	if d >= mail.ListIDs {
		meta.MessageID, err = readMessageID(path)
	}
	return meta, err
}

// locate finds a file whose flags may have been changed since it was seen.
func (b *mailbox) locate(f found) (string, fs.FileInfo, error) {
	path := b.path(f)
	st, err := os.Stat(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return path, st, err
	}
	files, err := b.scan()
	if err != nil {
		return "", nil, err
	}
	now, there := files[f.base]
	if !there {
		return "", nil, fs.ErrNotExist
	}
	path = b.path(now)
	st, err = os.Stat(path)
	return path, st, err
}

// Fetch yields messages as a server shows them.
func (b *mailbox) Fetch(ctx context.Context, uids []uint32) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		files, err := b.messages(ctx)
		if err != nil {
			yield(mail.Message{}, classified("fetch", err))
			return
		}
		for _, f := range files {
			if _, wanted := slices.BinarySearch(uids, f.uid); !wanted {
				continue
			}
			m, err := b.message(f)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				err = &mail.BadMessage{UID: f.uid, Reason: err.Error()}
			}
			if ctx.Err() != nil {
				yield(mail.Message{}, classified("fetch", context.Cause(ctx)))
				return
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

func (b *mailbox) message(f found) (mail.Message, error) {
	meta, err := b.meta(f, mail.ListMeta)
	if err != nil {
		return mail.Message{}, err
	}
	path, _, err := b.locate(f)
	if err != nil {
		return mail.Message{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return mail.Message{}, err
	}
	return mail.Message{Meta: meta, Body: &body{file: file, size: meta.Size, raw: isOurs(f.base)}}, nil
}

// SetFlags renames the messages' files.
func (b *mailbox) SetFlags(ctx context.Context, uids []uint32, flags mail.Flags) (mail.Flags, error) {
	l, err := b.target.lock(ctx, b.uidlistPath())
	if err != nil {
		return nil, classified("set flags", err)
	}
	defer l.unlock()
	refused, err := b.setFlags(uids, flags)
	return refused, classified("set flags", err)
}

func (b *mailbox) setFlags(uids []uint32, flags mail.Flags) (mail.Flags, error) {
	if err := b.list.refresh(b.uidlistPath()); err != nil {
		return nil, err
	}
	known, err := readKeywords(b.keywordsPath())
	if err != nil {
		return nil, err
	}
	wanted, refused, grown := letters(flags, slices.Clone(known))
	if !slices.Equal(grown, known) {
		if err := b.target.writeKeywords(b.keywordsPath(), grown); err != nil {
			return refused, err
		}
	}
	files, err := b.scan()
	if err != nil {
		return refused, err
	}
	for _, f := range files {
		if _, ours := slices.BinarySearch(uids, f.uid); !ours || f.uid == 0 {
			continue
		}
		if err := b.reflag(f, wanted, grown); err != nil {
			return refused, err
		}
	}
	return refused, b.target.syncDir(filepath.Join(b.dir, "cur"))
}

// reflag renames one file; a server that renames it at the same time makes it look again.
func (b *mailbox) reflag(f found, wanted []byte, keywords []string) error {
	for {
		all := append(slices.Clone(wanted), foreignLetters(f.letters, keywords)...)
		to := filepath.Join(b.dir, "cur", withLetters(f.base, all))
		from := b.path(f)
		if from == to {
			return nil
		}
		err := os.Rename(from, to)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		files, err := b.scan()
		if err != nil {
			return err
		}
		now, there := files[f.base]
		if !there || b.path(now) == from {
			return nil // expunged
		}
		f = now
	}
}

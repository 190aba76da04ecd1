package utility

// window chooses objects by place: first, last, skipped ones. It holds no more
// than Last, Skip and SkipLast need.
type window struct {
	first, last, skip, skipLast int
	limited                     bool // First or Last was given
	kept                        []any
	streamed                    int
}

func (w *window) push(v any) {
	if w.last > 0 && (w.first == 0 && len(w.kept) >= w.last+w.skip || w.first != 0 && len(w.kept) >= w.last) {
		w.kept = w.kept[1:]
	}
	w.kept = append(w.kept, v)
}

func (w *window) pop() any {
	v := w.kept[0]
	w.kept[0] = nil
	w.kept = w.kept[1:]
	return v
}

// next is the object to write now, if there is one.
func (w *window) next() (any, bool) {
	switch {
	case w.skip > 0 && w.last == 0, w.skip > 0 && w.first != 0:
		w.pop()
		w.skip--
	case w.skip > 0:
	case w.skipLast > 0:
		if len(w.kept) > w.skipLast {
			return w.pop(), true
		}
	case w.streamed < w.first || !w.limited:
		w.streamed++
		return w.pop(), true
	case w.last == 0:
		w.pop()
	}
	return nil, false
}

// done tells that whatever comes is not wanted.
func (w *window) done() bool {
	return w.limited && w.last == 0 && w.first != 0 && w.streamed >= w.first
}

// rest is what is written at the end.
func (w *window) rest() []any {
	if w.first != 0 {
		return w.kept
	}
	if n := len(w.kept) - w.skip; n > 0 {
		return w.kept[:n]
	}
	return nil
}

package parse

import (
	"iter"
	"slices"

	"stagecoach/shell/ast"
)

// A ParseError is one error found in a text.
type ParseError struct {
	ID         string     // PowerShell's error id, such as "MissingArgument"
	Message    string     // PowerShell's message in English
	Extent     ast.Extent // where
	Incomplete bool       // more text could mend it: a prompt asks for another line
}

// Error returns the message.
func (e *ParseError) Error() string { return e.Message }

// Errors are the errors of one text in the order in which PowerShell reports them, each
// id once at a place. A broken text may have several for each of its characters, so
// that one is kept in 16 bytes, and becomes a ParseError with its message when someone
// looks at it. The zero Errors is empty.
type Errors struct {
	source   *ast.Source
	chunks   [][]errorRecord // full ones but for the last
	count    int
	ids      []string         // of the records
	argument []string         // of messages: those that are not the text at the error's place
	more     map[int][]string // arguments of the errors whose messages take several, by index
	long     map[int]int32    // lengths that are no uint16, by index
	heads    []int32          // index + 1 of the newest record of each hash, 0: none; a power of two
}

// errorRecord is an error as it is kept.
type errorRecord struct {
	start    int32
	next     int32 // index + 1 of an older record of the same hash
	argument int32 // index in Errors.argument, or one of the values below
	length   uint16
	id       uint8 // index in Errors.ids
	flags    uint8
}

// Values of errorRecord.argument.
const (
	noArgument   = -1 - iota
	ownText      // what stands at the error's place
	argumentList // in Errors.more
)

// Flags of an errorRecord.
const (
	errorIncomplete = 1 << iota
	errorNowhere    // at the empty extent
	errorLong       // its length is in Errors.long
)

// errorChunk is how many records a chunk has at most, so that a long list is never copied.
const errorChunk = 1024

// Len returns the number of errors.
func (l *Errors) Len() int { return l.count }

// At returns error i, from 0.
func (l *Errors) At(i int) *ParseError {
	r := l.record(i)
	e := &ParseError{ID: l.ids[r.id], Incomplete: r.flags&errorIncomplete != 0}
	if r.flags&errorNowhere == 0 {
		e.Extent = l.extent(i)
	}
	e.Message = message(e.ID, l.arguments(i))
	return e
}

// arguments returns what the message of error i names.
func (l *Errors) arguments(i int) []string {
	r := l.record(i)
	switch r.argument {
	case noArgument:
		return nil
	case ownText:
		ext := l.extent(i)
		return []string{ext.Text()}
	case argumentList:
		return l.more[i]
	}
	return l.argument[r.argument : r.argument+1]
}

// All yields each error with its index.
func (l *Errors) All() iter.Seq2[int, *ParseError] {
	return func(yield func(int, *ParseError) bool) {
		for i := range l.count {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// List returns the errors in a slice, nil when there are none.
func (l *Errors) List() []*ParseError {
	if l.count == 0 {
		return nil
	}
	list := make([]*ParseError, l.count)
	for i := range list {
		list[i] = l.At(i)
	}
	return list
}

func (l *Errors) record(i int) *errorRecord { return &l.chunks[i/errorChunk][i%errorChunk] }

// extent returns where error i stands.
func (l *Errors) extent(i int) ast.Extent {
	r := l.record(i)
	return ast.NewExtent(l.source, int(r.start), int(r.start)+l.lengthOf(i))
}

func (l *Errors) lengthOf(i int) int {
	if r := l.record(i); r.flags&errorLong == 0 {
		return int(r.length)
	}
	return int(l.long[i])
}

// add records an error unless the same one is known: PowerShell reports one id once at
// a place.
func (l *Errors) add(ext ast.Extent, id string, incomplete bool, arguments []string) {
	length := ext.EndByte() - ext.StartByte()
	r := errorRecord{start: int32(ext.StartByte()), length: uint16(length), id: l.number(id)}
	if l.count >= errorsPerHead*len(l.heads) {
		l.rehash()
	}
	head := l.head(&r)
	for i := *head; i != 0; {
		old := l.record(int(i - 1))
		if old.start == r.start && old.id == r.id && l.lengthOf(int(i-1)) == length {
			return
		}
		i = old.next
	}
	if incomplete {
		r.flags |= errorIncomplete
	}
	if isEmpty(ext) {
		r.flags |= errorNowhere
	}
	if length != int(r.length) {
		r.flags |= errorLong
		if l.long == nil {
			l.long = map[int]int32{}
		}
		l.long[l.count] = int32(length)
	}
	r.argument = l.keep(ext, arguments)
	r.next, *head = *head, int32(l.count+1)
	l.push(r)
}

// keep returns what stands for the arguments of the next error's message.
func (l *Errors) keep(ext ast.Extent, arguments []string) int32 {
	switch {
	case len(arguments) == 0:
		return noArgument
	case len(arguments) > 1:
		if l.more == nil {
			l.more = map[int][]string{}
		}
		l.more[l.count] = slices.Clone(arguments)
		return argumentList
	case !isEmpty(ext) && arguments[0] == ext.Text():
		return ownText
	}
	// The same few operators and keywords are named again and again.
	const near = 16
	first := max(0, len(l.argument)-near)
	if i := slices.Index(l.argument[first:], arguments[0]); i >= 0 {
		return int32(first + i)
	}
	l.argument = append(l.argument, arguments[0])
	return int32(len(l.argument) - 1)
}

func (l *Errors) push(r errorRecord) {
	last := len(l.chunks) - 1
	switch {
	case last < 0:
		l.chunks = [][]errorRecord{{r}}
	case len(l.chunks[last]) == errorChunk:
		l.chunks = append(l.chunks, append(make([]errorRecord, 0, errorChunk), r))
	default:
		l.chunks[last] = append(l.chunks[last], r)
	}
	l.count++
}

// number returns the number of an id. A text has few ids.
func (l *Errors) number(id string) uint8 {
	i := slices.Index(l.ids, id)
	if i < 0 {
		i = len(l.ids)
		l.ids = append(l.ids, id)
	}
	return uint8(i)
}

// errorsPerHead is how many errors share a hash before there are more hashes.
const errorsPerHead = 4

// head returns where the chain of records of r's hash starts.
func (l *Errors) head(r *errorRecord) *int32 {
	const multiplier = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio: spreads what is near
	hash := (uint64(r.start)<<32 ^ uint64(r.length)) * multiplier >> 32
	return &l.heads[int(hash)&(len(l.heads)-1)]
}

func (l *Errors) rehash() {
	l.heads = make([]int32, max(4, 2*len(l.heads)))
	for i := range l.count {
		r := l.record(i)
		head := l.head(r)
		r.next, *head = *head, int32(i+1)
	}
}

// without returns the errors but for those that unwanted tells.
func (l *Errors) without(unwanted func(*ParseError) bool) Errors {
	rest := Errors{source: l.source}
	for i, e := range l.All() {
		if !unwanted(e) {
			rest.add(e.Extent, e.ID, e.Incomplete, l.arguments(i))
		}
	}
	return rest
}

package format

import (
	"slices"
	"strings"
	"sync"

	"stagecoach/shell/cmdlet"
)

// viewIndex is views in their order under the lower-case names of their types.
type viewIndex map[string][]*cmdlet.View

func indexed(views []*cmdlet.View) viewIndex {
	index := viewIndex{}
	for _, v := range views {
		for _, name := range v.TypeNames {
			key := strings.ToLower(name)
			index[key] = append(index[key], v)
		}
	}
	return index
}

// builtIn are the views every session has. They are made when the first object needs a view.
type builtIn struct {
	sources []func() []*cmdlet.View
	once    sync.Once
	views   []*cmdlet.View
	byType  viewIndex
}

func (b *builtIn) fill() {
	b.once.Do(func() {
		for _, source := range b.sources {
			b.views = append(b.views, source()...)
		}
		b.byType = indexed(b.views)
	})
}

// registry finds the views of one session by the type names of an object.
type registry struct {
	base   *builtIn
	loaded []viewFile // from files, in the order in which they were read
	byType viewIndex  // nil: to be made anew
}

func (r *registry) fill() {
	if r.byType != nil {
		return
	}
	r.base.fill()
	r.byType = r.base.byType
	if len(r.loaded) > 0 {
		r.byType = indexed(r.all())
	}
}

// all lists the views in order of precedence.
func (r *registry) all() []*cmdlet.View {
	var first, last []*cmdlet.View
	for _, f := range r.loaded {
		if f.prepend {
			first = append(slices.Clone(f.views.list), first...)
		} else {
			last = append(last, f.views.list...)
		}
	}
	r.base.fill()
	return slices.Concat(first, r.base.views, last)
}

// viewFile is the views of one file.
type viewFile struct {
	path    string
	prepend bool
	views   *FileViews
}

// AddViews adds the views of a file before or behind all others of the session; a file that was
// read before is read anew.
func (s *System) AddViews(path string, prepend bool, views *FileViews) {
	r := &s.views
	r.byType = nil
	for i, f := range r.loaded {
		if f.path == path {
			r.loaded[i].views = views
			return
		}
	}
	r.loaded = append(r.loaded, viewFile{path: path, prepend: prepend, views: views})
}

// ViewFiles are the files that views were read from.
func (s *System) ViewFiles() []string {
	var paths []string
	for _, f := range s.views.loaded {
		paths = append(paths, f.path)
	}
	return paths
}

// shapeKind is the shape a Format-* cmdlet asks for; anyShape is Out-Default's.
type shapeKind uint8

const (
	anyShape shapeKind = iota
	tableKind
	listKind
	wideKind
	customKind
)

func kindOf(v *cmdlet.View) shapeKind {
	switch {
	case v.Table != nil:
		return tableKind
	case v.List != nil:
		return listKind
	case v.Wide != nil:
		return wideKind
	}
	return customKind
}

// find returns the view for the nearest of typeNames, of the shape and name
// asked for; nil when there is none.
func (r *registry) find(kind shapeKind, typeNames []string, name string) *cmdlet.View {
	return r.search(typeNames, func(v *cmdlet.View) bool {
		return !v.OutOfBand && (kind == anyShape || kindOf(v) == kind) && (name == "" || strings.EqualFold(v.Name, name))
	})
}

// outOfBand returns the view that shows objects of these types between the rows of anything.
func (r *registry) outOfBand(typeNames []string) *cmdlet.View {
	return r.search(typeNames, func(v *cmdlet.View) bool { return v.OutOfBand })
}

const deserialized = "deserialized."

func (r *registry) search(typeNames []string, fits func(*cmdlet.View) bool) *cmdlet.View {
	r.fill()
	for _, prefix := range []string{"", deserialized} {
		for _, n := range typeNames {
			key := strings.ToLower(n)
			if prefix != "" {
				rest, ok := strings.CutPrefix(key, prefix)
				if !ok {
					continue
				}
				key = rest
			}
			for _, v := range r.byType[key] {
				if fits(v) {
					return v
				}
			}
		}
	}
	return nil
}

// applies tells whether a view is one for objects of these types.
func applies(v *cmdlet.View, typeNames []string) bool {
	for _, n := range typeNames {
		short := n
		if len(n) > len(deserialized) && strings.EqualFold(n[:len(deserialized)], deserialized) {
			short = n[len(deserialized):]
		}
		for _, t := range v.TypeNames {
			if strings.EqualFold(t, n) || strings.EqualFold(t, short) {
				return true
			}
		}
	}
	return false
}

// alternatives lists the views of an exact type: the names of those of the
// kind, and the other kinds under which name exists.
func (r *registry) alternatives(typeName, name string, kind shapeKind) (names []string, other []shapeKind) {
	r.fill()
	for _, v := range r.byType[strings.ToLower(typeName)] {
		switch {
		case kindOf(v) == kind:
			names = append(names, v.Name)
		case strings.EqualFold(v.Name, name):
			other = append(other, kindOf(v))
		}
	}
	return names, other
}

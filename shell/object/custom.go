package object

import (
	"iter"
	"strings"
	"sync"
)

// Shape is the ordered list of note property names that many *Custom objects
// share, so that fifty thousand rows of a CSV cost their values and no more.
// Shapes form a tree: adding the same name to the same shape gives the same shape.
type Shape struct {
	names []string
	index map[string]int32 // name as written and in lower case -> slot
	mu    sync.Mutex
	next  map[string]*Shape // exact name -> shape with it added
}

// EmptyShape has no properties; all shapes grow from it.
var EmptyShape = &Shape{}

// Names are the property names in order; not to be changed.
func (s *Shape) Names() []string { return s.names }

// Slot finds a property case-insensitively.
func (s *Shape) Slot(name string) (int, bool) {
	if i, ok := s.index[name]; ok {
		return int(i), true
	}
	i, ok := s.index[strings.ToLower(name)]
	return int(i), ok
}

// With returns the shape that has name as one more property.
func (s *Shape) With(name string) *Shape {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.next[name]; n != nil {
		return n
	}
	n := &Shape{names: append(s.names[:len(s.names):len(s.names)], name), index: make(map[string]int32, len(s.names)+1)}
	for i, x := range n.names {
		n.index[strings.ToLower(x)], n.index[x] = int32(i), int32(i)
	}
	if s.next == nil {
		s.next = map[string]*Shape{}
	}
	s.next[name] = n
	return n
}

// Custom is a PSCustomObject: note properties by shape, anything else that was
// added (script properties, methods, type names) in the extension.
type Custom struct {
	Instance
	shape  *Shape
	values []any
}

// NewCustom makes an object without properties, with room for n.
func NewCustom(n int) *Custom { return &Custom{shape: EmptyShape, values: make([]any, 0, n)} }

// NewCustomOf makes an object of a known shape; it takes values over, one for each name.
func NewCustomOf(shape *Shape, values []any) *Custom { return &Custom{shape: shape, values: values} }

// PSType is System.Management.Automation.PSCustomObject.
func (*Custom) PSType() *Type { return CustomType }

// Shape is the object's present shape.
func (c *Custom) Shape() *Shape { return c.shape }

// Get returns a note property.
func (c *Custom) Get(name string) (any, bool) {
	if i, ok := c.shape.Slot(name); ok {
		return c.values[i], true
	}
	return nil, false
}

// At returns the value in a slot of the shape; callers that remember a shape
// and its slot spare the look-up by name.
func (c *Custom) At(slot int) any { return c.values[slot] }

// SetAt changes the value in a slot of the shape.
func (c *Custom) SetAt(slot int, v any) { c.values[slot] = v }

// Set changes a note property or adds it at the end.
func (c *Custom) Set(name string, v any) {
	if i, ok := c.shape.Slot(name); ok {
		c.values[i] = v
		return
	}
	c.shape = c.shape.With(name)
	c.values = append(c.values, v)
}

// Remove takes a note property away and tells whether it was there.
func (c *Custom) Remove(name string) bool {
	i, ok := c.shape.Slot(name)
	if !ok {
		return false
	}
	shape := EmptyShape
	for j, n := range c.shape.names {
		if j != i {
			shape = shape.With(n)
		}
	}
	c.shape, c.values = shape, append(c.values[:i:i], c.values[i+1:]...)
	return true
}

// All yields the note properties in order.
func (c *Custom) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for i, n := range c.shape.names {
			if !yield(n, c.values[i]) {
				return
			}
		}
	}
}

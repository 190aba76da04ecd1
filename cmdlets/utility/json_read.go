package utility

import (
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// jsonReader makes values of JSON as ConvertFrom-Json does. The tokens become a
// tree first, for what is no JSON comes before names that clash. A text that ends
// where an array's element is complete has all that was read, as in PowerShell.
type jsonReader struct {
	jsonTokens
	asTable bool
}

// jsonEntries are the fields of one object in their order; a name that comes
// again takes its value to the end.
type jsonEntries struct {
	names  []string
	values []any
	index  map[string]int
}

// jsonElements are those of one array.
type jsonElements []any

// jsonDropped is a value that no object of PowerShell stands for.
type jsonDropped struct{}

func newJSONReader(text string, limit int, asTable bool, dates func(string) (any, bool)) *jsonReader {
	return &jsonReader{jsonTokens{text: text, limit: limit, asDate: dates}, asTable}
}

// read reads one value, which must be all of the text. ok is false when there is none.
func (r *jsonReader) read() (v any, ok bool, err error) {
	if more, err := r.content(); err != nil || !more {
		return nil, false, err
	}
	switch r.kind {
	case jsonStartObject:
		v, err = r.object()
	case jsonStartArray:
		v, err = r.element()
	case jsonStartConstructor, jsonValue, jsonUndefined:
		v = r.value
	}
	if err != nil {
		return nil, false, err
	}
	for {
		more, err := r.jsonTokens.read()
		switch {
		case err != nil:
			return nil, false, err
		case !more:
			v, err := r.populate(v)
			return v, err == nil, err
		case r.kind != jsonComment:
			return nil, false, r.fail("Additional text found in JSON string after finishing deserializing object.")
		}
	}
}

// content reads on to what is no comment.
func (r *jsonReader) content() (bool, error) {
	for {
		if ok, err := r.jsonTokens.read(); !ok || err != nil || r.kind != jsonComment {
			return ok, err
		}
	}
}

// object reads the object of the text.
func (r *jsonReader) object() (any, error) {
	more, err := r.jsonTokens.read()
	if err == nil && !more {
		err = r.fail("Unexpected end when reading JSON.")
	}
	if err != nil {
		return nil, err
	}
	e := &jsonEntries{index: map[string]int{}}
	for more {
		switch r.kind {
		case jsonComment:
		case jsonName:
			name := r.value.(string)
			if more, err = r.content(); err != nil {
				return nil, err
			}
			if !more {
				continue
			}
			v, err := r.element()
			if err != nil {
				return nil, err
			}
			e.set(name, v)
		default:
			return e, nil
		}
		if more, err = r.jsonTokens.read(); err != nil {
			return nil, err
		}
	}
	return nil, r.fail("Unexpected end when deserializing object.")
}

// element makes a value of the token that was read last and those that belong to it.
func (r *jsonReader) element() (any, error) {
	switch r.kind {
	case jsonStartObject:
		return r.fields()
	case jsonStartArray:
		return r.elements()
	case jsonStartConstructor:
		name, _ := r.value.(string)
		list, err := r.elements()
		if err != nil {
			return nil, err
		}
		if ms, ok := milliseconds(list); ok && name == "Date" {
			return dotnet.UnixMilliseconds(ms), nil
		}
		return jsonDropped{}, nil
	}
	return r.value, nil
}

// milliseconds is the only argument of a date's constructor.
func milliseconds(list any) (int64, bool) {
	l, _ := list.(jsonElements)
	if len(l) != 1 {
		return 0, false
	}
	ms, ok := l[0].(int64)
	return ms, ok
}

// unended tells of a container whose end is missing: an error where an element was to come.
func (r *jsonReader) unended() error {
	if r.kind == jsonNone {
		return nil
	}
	return jsonError{"Unexpected end when reading token. Path '" + jsonPath(r.outer) + "'."}
}

func (r *jsonReader) fields() (any, error) {
	e := &jsonEntries{index: map[string]int{}}
	for {
		more, err := r.content()
		if err != nil {
			return nil, err
		}
		if !more {
			return e, r.unended()
		}
		if r.kind != jsonName {
			return e, nil
		}
		name := r.value.(string)
		if more, err = r.content(); err != nil {
			return nil, err
		}
		if !more {
			return e, r.unended()
		}
		v, err := r.element()
		if err != nil {
			return nil, err
		}
		e.set(name, v)
	}
}

func (r *jsonReader) elements() (any, error) {
	list := jsonElements{}
	for {
		more, err := r.content()
		if err != nil {
			return nil, err
		}
		if !more {
			return list, r.unended()
		}
		if r.kind == jsonEndArray || r.kind == jsonEndConstructor {
			return list, nil
		}
		v, err := r.element()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

func (e *jsonEntries) set(name string, v any) {
	if i, ok := e.index[name]; ok {
		e.names = append(append(e.names[:i:i], e.names[i+1:]...), name)
		e.values = append(append(e.values[:i:i], e.values[i+1:]...), v)
		for j := i; j < len(e.names); j++ {
			e.index[e.names[j]] = j
		}
		return
	}
	e.index[name] = len(e.names)
	e.names, e.values = append(e.names, name), append(e.values, v)
}

// populate makes PowerShell's objects of a tree.
func (r *jsonReader) populate(v any) (any, error) {
	switch x := v.(type) {
	case jsonElements:
		items := make([]any, 0, len(x))
		for _, item := range x {
			if _, ok := item.(jsonDropped); ok {
				continue
			}
			item, err := r.populate(item)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return object.NewArray(items), nil
	case *jsonEntries:
		fields := newJSONFields(r.asTable)
		for i, name := range x.names {
			if _, ok := x.values[i].(jsonDropped); ok {
				continue
			}
			if err := fields.check(name); err != nil {
				return nil, err
			}
			item, err := r.populate(x.values[i])
			if err != nil {
				return nil, err
			}
			fields.set(name, item)
		}
		return fields.value(), nil
	case jsonDropped:
		return nil, nil
	}
	return v, nil
}

package cmdlet

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"stagecoach/shell/object"
)

// infoLock guards Definition.info: jobs may need a command at the same time.
var infoLock sync.Mutex

// Info reads the struct's tags, the first time it is asked. A tag that cannot be
// read panics: it is a mistake in our code, which the test of all cmdlets finds.
func (d *Definition) Info() *Info {
	infoLock.Lock()
	defer infoLock.Unlock()
	if d.info == nil {
		info, err := readInfo(d)
		if err != nil {
			panic("cmdlet " + d.Name + ": " + err.Error())
		}
		d.info = info
	}
	return d.info
}

// InfoOf reads the tags of a struct that a cmdlet returned as its dynamic parameters.
func InfoOf(parameters any) ([]*Param, error) {
	t := reflect.TypeOf(parameters)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("dynamic parameters are a pointer to a struct, not %v", t)
	}
	list, err := readParams(t.Elem(), nil)
	for _, p := range list {
		p.Dynamic = true
	}
	return list, err
}

func readInfo(d *Definition) (*Info, error) {
	t := reflect.TypeOf(d.New())
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("New must return a pointer to a struct, not %v", t)
	}
	params, err := readParams(t.Elem(), nil)
	if err != nil {
		return nil, err
	}
	info := &Info{Name: d.Name, Options: d.Options, Parameters: params, Advanced: true}
	info.Sets = SetNames(params, d.Options.DefaultParameterSet)
	return info, nil
}

// SetNames lists the parameter sets that parameters name, in order of first use.
func SetNames(params []*Param, defaultSet string) []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if name != "" && !seen[strings.ToLower(name)] {
			seen[strings.ToLower(name)] = true
			names = append(names, name)
		}
	}
	for _, p := range params {
		for _, s := range p.Sets {
			add(s.Set)
		}
	}
	add(defaultSet)
	return names
}

func readParams(t reflect.Type, index []int) ([]*Param, error) {
	var list []*Param
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int(nil), index...), i)
		tag, ok := f.Tag.Lookup("ps")
		if f.Anonymous && !ok && f.Type.Kind() == reflect.Struct {
			inner, err := readParams(f.Type, at)
			if err != nil {
				return nil, err
			}
			list = append(list, inner...)
			continue
		}
		if !ok {
			continue
		}
		if !f.IsExported() {
			return nil, fmt.Errorf("field %s has a ps tag and is not exported", f.Name)
		}
		p, err := readParam(f, tag)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		p.Field = at
		list = append(list, p)
	}
	return list, nil
}

func readParam(f reflect.StructField, tag string) (*Param, error) {
	p := &Param{Name: f.Name, Help: f.Tag.Get("help"), Default: f.Tag.Get("default")}
	p.Type, p.Switch = typeOfField(f.Type)
	p.TypeText = f.Tag.Get("type")
	if t, ok := reflect.New(f.Type).Interface().(Transformation); ok {
		p.Transforms = append(p.Transforms, t)
	}
	for _, part := range strings.Split(tag, ";") {
		s, err := p.readSet(part)
		if err != nil {
			return nil, err
		}
		p.Sets = append(p.Sets, s)
	}
	return p, p.readValidations(f.Tag)
}

// readSet reads what the tag says for one parameter set.
func (p *Param) readSet(part string) (ParamSet, error) {
	s := ParamSet{Position: -1}
	for _, word := range strings.Split(part, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(word), "=")
		switch key {
		case "":
		case "set":
			s.Set = value
		case "position":
			n, err := strconv.Atoi(value)
			if err != nil {
				return s, fmt.Errorf("position %q is no number", value)
			}
			s.Position = n
		case "mandatory":
			s.Mandatory = true
		case "pipeline":
			s.Pipeline = true
		case "byname":
			s.ByName = true
		case "remaining":
			s.Remaining = true
		case "name":
			p.Name = value
		case "alias":
			p.addAliases(strings.Split(value, "|"))
		case "hidden":
			p.Hidden = true
		case "allownull":
			p.AllowNull = true
		case "allowempty":
			p.AllowEmptyString, p.AllowEmptyCollection = true, true
		default:
			return s, fmt.Errorf("unknown key %q in the ps tag", key)
		}
	}
	return s, nil
}

// addAliases adds those that another set's part of the tag has not named already.
func (p *Param) addAliases(names []string) {
	for _, name := range names {
		if !slices.Contains(p.Aliases, name) {
			p.Aliases = append(p.Aliases, name)
		}
	}
}

func (p *Param) readValidations(tag reflect.StructTag) error {
	if v := tag.Get("set"); v != "" {
		p.Validations = append(p.Validations, ValidateSet{Values: strings.Split(v, "|"), IgnoreCase: true})
	}
	if v := tag.Get("range"); v != "" {
		low, high, ok := strings.Cut(v, "..")
		if !ok {
			return fmt.Errorf("range %q is not low..high", v)
		}
		min, max, err := p.rangeBounds(low, high)
		if err != nil {
			return err
		}
		p.Validations = append(p.Validations, ValidateRange{Min: min, Max: max})
	}
	if tag.Get("notnull") == "true" {
		p.Validations = append(p.Validations, ValidateNotNull{})
	}
	if tag.Get("notempty") == "true" {
		p.Validations = append(p.Validations, ValidateNotNullOrEmpty{})
	}
	if v := tag.Get("pattern"); v != "" {
		p.Validations = append(p.Validations, ValidatePattern{Pattern: v, IgnoreCase: true})
	}
	if v := tag.Get("length"); v != "" {
		low, high, err := intBounds(v)
		if err != nil {
			return err
		}
		p.Validations = append(p.Validations, ValidateLength{Min: low, Max: high})
	}
	if v := tag.Get("count"); v != "" {
		low, high, err := intBounds(v)
		if err != nil {
			return err
		}
		p.Validations = append(p.Validations, ValidateCount{Min: low, Max: high})
	}
	return nil
}

func intBounds(v string) (low, high int, err error) {
	a, b, _ := strings.Cut(v, "..")
	if low, err = strconv.Atoi(a); err != nil {
		return 0, 0, fmt.Errorf("%q is not low..high", v)
	}
	if high, err = strconv.Atoi(b); err != nil {
		return 0, 0, fmt.Errorf("%q is not low..high", v)
	}
	return low, high, nil
}

// rangeBounds reads the limits in the parameter's own number type.
func (p *Param) rangeBounds(low, high string) (min, max any, err error) {
	t := p.Type
	for t.Elem != nil {
		t = t.Elem
	}
	if t == object.DoubleType || t == object.SingleType {
		a, err1 := strconv.ParseFloat(low, 64)
		b, err2 := strconv.ParseFloat(high, 64)
		if err1 != nil || err2 != nil {
			return nil, nil, fmt.Errorf("range %s..%s holds no numbers", low, high)
		}
		return a, b, nil
	}
	a, err1 := strconv.ParseInt(low, 10, 64)
	b, err2 := strconv.ParseInt(high, 10, 64)
	if err1 != nil || err2 != nil {
		return nil, nil, fmt.Errorf("range %s..%s holds no numbers", low, high)
	}
	return sized(a, t), sized(b, t), nil
}

func sized(n int64, t *object.Type) any {
	switch t {
	case object.Int64Type:
		return n
	case object.UInt32Type:
		return uint32(n)
	case object.UInt64Type:
		return uint64(n)
	case object.ByteType:
		return uint8(n)
	}
	return int32(n)
}

var (
	bindableType   = reflect.TypeFor[Bindable]()
	typedType      = reflect.TypeFor[object.Typed]()
	switchType     = reflect.TypeFor[Switch]()
	charType       = reflect.TypeFor[object.Char]()
	scriptType     = reflect.TypeFor[object.ScriptBlock]()
	dictionaryType = reflect.TypeFor[object.Dictionary]()
	typeType       = reflect.TypeFor[*object.Type]()
	errorType      = reflect.TypeFor[*object.ErrorRecord]()
	exceptionType  = reflect.TypeFor[*object.Exception]()
)

var basicTypes = map[reflect.Kind]*object.Type{
	reflect.String: object.StringType, reflect.Bool: object.BooleanType,
	reflect.Int: object.Int32Type, reflect.Int8: object.SByteType, reflect.Int16: object.Int16Type, reflect.Int32: object.Int32Type, reflect.Int64: object.Int64Type,
	reflect.Uint8: object.ByteType, reflect.Uint16: object.UInt16Type, reflect.Uint32: object.UInt32Type, reflect.Uint64: object.UInt64Type,
	reflect.Float32: object.SingleType, reflect.Float64: object.DoubleType,
}

// typeOfField is the type an argument for a field is converted to.
func typeOfField(t reflect.Type) (result *object.Type, isSwitch bool) {
	if inner, ok := optional(t); ok {
		return typeOfField(inner)
	}
	switch {
	case t == switchType:
		return object.SwitchType, true
	case t == charType:
		return object.CharType, false
	case reflect.PointerTo(t).Implements(bindableType):
		return reflect.New(t).Interface().(Bindable).BindType(), false
	case t == scriptType:
		return object.ScriptBlockTyp, false
	case t == dictionaryType:
		return object.IDictionaryType, false
	case t == typeType:
		return object.TypeType, false
	case t == errorType:
		return object.ErrorRecordType, false
	case t == exceptionType:
		return object.ExceptionType, false
	case t.Implements(typedType):
		return typeOfTyped(t), false
	case t.Kind() == reflect.Slice:
		elem, _ := typeOfField(t.Elem())
		return object.ArrayOf(elem), false
	}
	if b := basicTypes[t.Kind()]; b != nil {
		return b, false
	}
	return object.ObjectType, false
}

// typeOfTyped asks a zero value of the type; types that differ from value to
// value (an array, an enum) need a type tag or are Bindable.
func typeOfTyped(t reflect.Type) (result *object.Type) {
	defer func() {
		if recover() != nil || result == nil {
			result = object.ObjectType
		}
	}()
	if t.Kind() == reflect.Pointer {
		return reflect.New(t.Elem()).Interface().(object.Typed).PSType()
	}
	if t.Kind() == reflect.Interface {
		return object.ObjectType
	}
	return reflect.New(t).Elem().Interface().(object.Typed).PSType()
}

// optional tells whether a field is an Opt and of what.
func optional(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct || t.NumField() != 2 || t.PkgPath() != reflect.TypeFor[Options]().PkgPath() || !strings.HasPrefix(t.Name(), "Opt[") {
		return nil, false
	}
	return t.Field(0).Type, true
}

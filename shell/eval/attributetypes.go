package eval

import (
	"math"
	"strings"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// The attribute types that a dynamicparam block makes instances of.

func attributeOf(name string, members func(set *object.MemberSet)) *object.Type {
	t := automationType(name, dotnet.AttributeType)
	t.Members = members
	return t
}

// parameterAttributeType is [Parameter] as an object.
var parameterAttributeType = attributeOf("ParameterAttribute", func(set *object.MemberSet) {
	constructor(set, nil, func(inv object.Invoker, _ []any) (any, error) {
		return &AttributeValue{Type: parameterAttribute(), Set: &cmdlet.ParamSet{Position: -1}}, nil
	})
	flag := func(name string, field func(s *cmdlet.ParamSet) *bool) {
		writable(set, name, object.BooleanType, func(a *AttributeValue) any { return *field(a.Set) }, func(a *AttributeValue, v any) error {
			*field(a.Set) = v.(bool)
			return nil
		})
	}
	writable(set, "Position", object.Int32Type, func(a *AttributeValue) any { return int32(a.Set.Position) }, func(a *AttributeValue, v any) error {
		a.Set.Position = int(v.(int32))
		return nil
	})
	text := func(name string, field func(s *cmdlet.ParamSet) *string) {
		writable(set, name, object.StringType, func(a *AttributeValue) any { return *field(a.Set) }, func(a *AttributeValue, v any) error {
			*field(a.Set) = v.(string)
			return nil
		})
	}
	text("ParameterSetName", func(s *cmdlet.ParamSet) *string { return &s.Set })
	flag("Mandatory", func(s *cmdlet.ParamSet) *bool { return &s.Mandatory })
	flag("ValueFromPipeline", func(s *cmdlet.ParamSet) *bool { return &s.Pipeline })
	flag("ValueFromPipelineByPropertyName", func(s *cmdlet.ParamSet) *bool { return &s.ByName })
	flag("ValueFromRemainingArguments", func(s *cmdlet.ParamSet) *bool { return &s.Remaining })
	text("HelpMessage", func(s *cmdlet.ParamSet) *string { return &s.HelpMessage })
	property(set, "DontShow", object.BooleanType, func(*AttributeValue) any { return false })
	property(set, "TypeId", object.TypeType, func(a *AttributeValue) any { return a.Type })
})

func parameterAttribute() *object.Type {
	return ownType("System.Management.Automation.ParameterAttribute")
}

// aliasAttributeType is [Alias] as an object.
var aliasAttributeType = attributeOf("AliasAttribute", func(set *object.MemberSet) {
	constructor(set, []object.Parameter{{Name: "aliasNames", Type: object.ArrayOf(object.StringType), ParamArray: true}}, func(inv object.Invoker, args []any) (any, error) {
		return &AttributeValue{Type: ownType("System.Management.Automation.AliasAttribute"), Aliases: texts(inv, args[0])}, nil
	})
	property(set, "AliasNames", object.ArrayOf(object.StringType), func(a *AttributeValue) any { return stringsOf(a.Aliases) })
})

func constructor(set *object.MemberSet, p []object.Parameter, make func(inv object.Invoker, args []any) (any, error)) {
	set.Constructors = append(set.Constructors, &object.Overload{Params: p, Call: func(inv object.Invoker, _ any, args []any) (any, error) { return make(inv, args) }})
}

// attributeTypes are the validation attributes by lower-case full name.
func attributeTypes() map[string]*object.Type {
	table := map[string]*object.Type{}
	add := func(name string, p []object.Parameter, shown []attributeProperty, make func(inv object.Invoker, args []any) (cmdlet.Validation, error)) {
		var t *object.Type
		t = attributeOf(name, func(set *object.MemberSet) {
			constructor(set, p, func(inv object.Invoker, args []any) (any, error) {
				v, err := make(inv, args)
				return &AttributeValue{Type: t, Validation: v}, err
			})
			for _, x := range shown {
				property(set, x.name, x.t, func(a *AttributeValue) any { return x.get(a.Validation) })
			}
			property(set, "TypeId", object.TypeType, func(a *AttributeValue) any { return a.Type })
		})
		full := strings.ToLower(t.FullName())
		table[full] = t
		table[strings.TrimSuffix(full, "attribute")] = t
		table[strings.TrimSuffix(strings.ToLower(name), "attribute")] = t
		table[strings.ToLower(name)] = t
	}
	list := []object.Parameter{{Name: "validValues", Type: object.ArrayOf(object.StringType), ParamArray: true}}
	add("ValidateSetAttribute", list, []attributeProperty{
		{"ErrorMessage", object.StringType, func(v cmdlet.Validation) any { return v.(cmdlet.ValidateSet).Message }},
		{"IgnoreCase", object.BooleanType, func(v cmdlet.Validation) any { return v.(cmdlet.ValidateSet).IgnoreCase }},
		{"ValidValues", object.ArrayOf(object.StringType), func(v cmdlet.Validation) any { return stringsOf(v.(cmdlet.ValidateSet).Values) }},
	}, func(inv object.Invoker, args []any) (cmdlet.Validation, error) {
		return cmdlet.ValidateSet{Values: texts(inv, args[0]), IgnoreCase: true}, nil
	})
	add("ValidateRangeAttribute", params("minRange", object.ObjectType, "maxRange", object.ObjectType), []attributeProperty{
		{"MinRange", object.ObjectType, func(v cmdlet.Validation) any { return v.(cmdlet.ValidateRange).Min }},
		{"MaxRange", object.ObjectType, func(v cmdlet.Validation) any { return v.(cmdlet.ValidateRange).Max }},
	}, func(inv object.Invoker, args []any) (cmdlet.Validation, error) {
		return rangeOfLimits(inv, args[0], args[1])
	})
	add("ValidatePatternAttribute", params("regexPattern", object.StringType), []attributeProperty{
		{"RegexPattern", object.StringType, func(v cmdlet.Validation) any { return v.(cmdlet.ValidatePattern).Pattern }},
		{"ErrorMessage", object.StringType, func(v cmdlet.Validation) any { return v.(cmdlet.ValidatePattern).Message }},
	}, func(_ object.Invoker, args []any) (cmdlet.Validation, error) {
		return cmdlet.ValidatePattern{Pattern: args[0].(string), IgnoreCase: true}, nil
	})
	add("ValidateLengthAttribute", params("minLength", object.Int32Type, "maxLength", object.Int32Type), []attributeProperty{
		{"MinLength", object.Int32Type, func(v cmdlet.Validation) any { return int32(v.(cmdlet.ValidateLength).Min) }},
		{"MaxLength", object.Int32Type, func(v cmdlet.Validation) any { return int32(v.(cmdlet.ValidateLength).Max) }},
	}, func(_ object.Invoker, args []any) (cmdlet.Validation, error) {
		return cmdlet.ValidateLength{Min: int(args[0].(int32)), Max: int(args[1].(int32))}, nil
	})
	add("ValidateCountAttribute", params("minLength", object.Int32Type, "maxLength", object.Int32Type), []attributeProperty{
		{"MinLength", object.Int32Type, func(v cmdlet.Validation) any { return int32(v.(cmdlet.ValidateCount).Min) }},
		{"MaxLength", object.Int32Type, func(v cmdlet.Validation) any { return int32(v.(cmdlet.ValidateCount).Max) }},
	}, func(_ object.Invoker, args []any) (cmdlet.Validation, error) {
		return cmdlet.ValidateCount{Min: int(args[0].(int32)), Max: int(args[1].(int32))}, nil
	})
	add("ValidateNotNullAttribute", nil, nil, func(object.Invoker, []any) (cmdlet.Validation, error) { return cmdlet.ValidateNotNull{}, nil })
	add("ValidateNotNullOrEmptyAttribute", nil, nil, func(object.Invoker, []any) (cmdlet.Validation, error) {
		return cmdlet.ValidateNotNullOrEmpty{}, nil
	})
	add("ValidateNotNullOrWhiteSpaceAttribute", nil, nil, func(object.Invoker, []any) (cmdlet.Validation, error) {
		return cmdlet.ValidateNotNullOrEmpty{WhiteSpace: true}, nil
	})
	add("ValidateScriptAttribute", params("scriptBlock", object.ScriptBlockTyp), []attributeProperty{
		{"ScriptBlock", object.ScriptBlockTyp, func(v cmdlet.Validation) any { return v.(validateScript).block }},
		{"ErrorMessage", object.StringType, func(v cmdlet.Validation) any { return v.(validateScript).message }},
	}, func(_ object.Invoker, args []any) (cmdlet.Validation, error) {
		return validateScript{block: args[0].(*ScriptBlock)}, nil
	})
	return table
}

// stringsOf is a string[].
func stringsOf(list []string) any {
	items := make([]any, len(list))
	for i, x := range list {
		items[i] = x
	}
	return &object.Array{Type: object.ArrayOf(object.StringType), Items: items}
}

// attributeProperty is a property of a validation attribute.
type attributeProperty struct {
	name string
	t    *object.Type
	get  func(v cmdlet.Validation) any
}

// attributeObjects are a parameter's attributes as CommandInfo.Parameters shows them.
func attributeObjects(p *cmdlet.Param) []any {
	var list []any
	sets := p.Sets
	if len(sets) == 0 {
		sets = []cmdlet.ParamSet{{Position: -1}}
	}
	for _, x := range sets {
		if x.Set == "" {
			x.Set = bind.AllSets
		}
		if x.Position < 0 {
			x.Position = math.MinInt32
		}
		list = append(list, &AttributeValue{Type: parameterAttribute(), Set: &x})
	}
	if len(p.Aliases) > 0 {
		list = append(list, &AttributeValue{Type: ownType("System.Management.Automation.AliasAttribute"), Aliases: p.Aliases})
	}
	for _, v := range p.Validations {
		if t := ownType("System.Management.Automation." + v.Name() + "Attribute"); t != nil {
			list = append(list, &AttributeValue{Type: t, Validation: v})
			continue
		}
		list = append(list, v)
	}
	return list
}

// RuntimeParameter is a RuntimeDefinedParameter.
type RuntimeParameter struct {
	object.Instance
	Name       string
	Type       *object.Type
	Attributes any
	Value      any
	IsSet      bool
}

// PSType is System.Management.Automation.RuntimeDefinedParameter.
func (*RuntimeParameter) PSType() *object.Type {
	return ownType("System.Management.Automation.RuntimeDefinedParameter")
}

var runtimeParameterType = &object.Type{Name: "RuntimeDefinedParameter", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		constructor(set, params("name", object.StringType, "parameterType", object.TypeType, "attributes", object.ObjectType), func(_ object.Invoker, args []any) (any, error) {
			t, _ := args[1].(*object.Type)
			return &RuntimeParameter{Name: args[0].(string), Type: t, Attributes: args[2]}, nil
		})
		constructor(set, nil, func(object.Invoker, []any) (any, error) {
			return &RuntimeParameter{Type: object.ObjectType, Attributes: newArrayList()}, nil
		})
		writable(set, "Name", object.StringType, func(p *RuntimeParameter) any { return p.Name }, func(p *RuntimeParameter, v any) error { p.Name = v.(string); return nil })
		writable(set, "ParameterType", object.ObjectType, func(p *RuntimeParameter) any { return p.Type }, func(p *RuntimeParameter, v any) error {
			p.Type, _ = object.Unwrap(v).(*object.Type)
			return nil
		})
		property(set, "Attributes", object.ObjectType, func(p *RuntimeParameter) any { return p.Attributes })
		writable(set, "Value", object.ObjectType, func(p *RuntimeParameter) any { return p.Value }, func(p *RuntimeParameter, v any) error { p.Value, p.IsSet = v, true; return nil })
		writable(set, "IsSet", object.BooleanType, func(p *RuntimeParameter) any { return p.IsSet }, func(p *RuntimeParameter, v any) error { p.IsSet = v.(bool); return nil })
	}}

// runtimeDictionary is a RuntimeDefinedParameterDictionary.
type runtimeDictionary struct{ *object.OrderedDictionary }

func (*runtimeDictionary) PSType() *object.Type {
	return ownType("System.Management.Automation.RuntimeDefinedParameterDictionary")
}

var runtimeDictionaryType = &object.Type{Name: "RuntimeDefinedParameterDictionary", Namespace: "System.Management.Automation", Base: object.OrderedType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		constructor(set, nil, func(object.Invoker, []any) (any, error) { return &runtimeDictionary{object.NewOrdered(false)}, nil })
		method(set, "Add", nil, params("key", object.StringType, "value", object.ObjectType), func(_ object.Invoker, d *runtimeDictionary, args []any) (any, error) {
			return nil, d.Set(args[0], args[1])
		})
		method(set, "ContainsKey", object.BooleanType, params("key", object.StringType), func(_ object.Invoker, d *runtimeDictionary, args []any) (any, error) {
			_, ok := d.Get(args[0])
			return ok, nil
		})
	}}

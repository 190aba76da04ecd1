package eval

import (
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// ModuleSpecification names a module and what version of it is meant:
// Microsoft.PowerShell.Commands.ModuleSpecification.
type ModuleSpecification struct {
	object.Instance
	name                       string
	guid                       any // Guid, or nil
	version, required, maximum any // nil: not said
}

// PSType is Microsoft.PowerShell.Commands.ModuleSpecification.
func (*ModuleSpecification) PSType() *object.Type { return moduleSpecificationType }

// String is the name, or the hashtable that says what the specification says.
func (m *ModuleSpecification) String() string {
	if m.guid == nil && m.version == nil && m.required == nil && m.maximum == nil {
		return m.name
	}
	text := "@{ ModuleName = " + quoted(m.name)
	if m.guid != nil {
		text += "; Guid = '{" + object.Text(nil, m.guid) + "}' "
	}
	entry := func(key string, v any) {
		if v != nil {
			text += "; " + key + " = '" + object.Text(nil, v) + "'"
		}
	}
	if m.required != nil {
		entry("RequiredVersion", m.required)
	} else {
		entry("ModuleVersion", m.version)
		entry("MaximumVersion", m.maximum)
	}
	return text + " }"
}

var moduleSpecificationType = &object.Type{Name: "ModuleSpecification", Namespace: "Microsoft.PowerShell.Commands", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		constructor(set, nil, func(object.Invoker, []any) (any, error) { return &ModuleSpecification{}, nil })
		constructor(set, params("moduleName", object.StringType), func(_ object.Invoker, args []any) (any, error) {
			name, _ := args[0].(string)
			if name == "" {
				return nil, object.ThrowArgument(object.ArgumentExceptionType, "moduleName", "The value cannot be an empty string.")
			}
			return &ModuleSpecification{name: name}, nil
		})
		constructor(set, params("moduleSpecification", object.HashtableType), func(inv object.Invoker, args []any) (any, error) {
			d, ok := object.Unwrap(args[0]).(object.Dictionary)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "moduleSpecification", "Value cannot be null.")
			}
			return specificationOf(inv, d)
		})
		property(set, "Name", object.StringType, func(m *ModuleSpecification) any {
			if m.name == "" {
				return nil
			}
			return m.name
		})
		property(set, "Guid", dotnet.GuidType, func(m *ModuleSpecification) any { return m.guid })
		property(set, "Version", dotnet.VersionType, func(m *ModuleSpecification) any { return m.version })
		property(set, "MaximumVersion", object.StringType, func(m *ModuleSpecification) any { return m.maximum })
		property(set, "RequiredVersion", dotnet.VersionType, func(m *ModuleSpecification) any { return m.required })
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, m *ModuleSpecification, _ []any) (any, error) { return m.String(), nil })
	},
	Convert: func(inv object.Invoker, v any) (any, bool, error) {
		switch x := object.Unwrap(v).(type) {
		case string:
			return &ModuleSpecification{name: x}, x != "", nil
		case object.Dictionary:
			m, err := specificationOf(inv, x)
			return m, true, err
		}
		return nil, false, nil
	}}

// specificationOf reads the hashtable of a specification.
func specificationOf(inv object.Invoker, d object.Dictionary) (*ModuleSpecification, error) {
	m := &ModuleSpecification{}
	unknown := ""
	for key, v := range d.All() {
		name := object.Text(inv, key)
		field, t := &m.version, dotnet.VersionType
		switch {
		case equalFold(name, "ModuleName"):
			m.name = object.Text(inv, v)
			continue
		case equalFold(name, "ModuleVersion"):
		case equalFold(name, "RequiredVersion"):
			field = &m.required
		case equalFold(name, "MaximumVersion"):
			field, t = &m.maximum, object.StringType
		case equalFold(name, "GUID"):
			field, t = &m.guid, dotnet.GuidType
		default:
			if unknown != "" {
				unknown += ", "
			}
			unknown += "'" + name + "'"
			continue
		}
		x, err := object.Convert(inv, v, t)
		if err != nil {
			return nil, err
		}
		*field = x
	}
	both := func(a, b string) error {
		return object.Throw(object.ArgumentExceptionType, "The parameters %s and %s cannot be used together. Please specify only one parameter.", a, b)
	}
	switch {
	case unknown != "":
		return nil, object.Throw(object.ArgumentExceptionType, "The hashtable describing a module contains one or more members that are not valid. The valid members are (%s). Remove the members that are not valid (%s), then try again.", "ModuleName, ModuleVersion, RequiredVersion, GUID", unknown)
	case m.name == "":
		return nil, object.Throw(missingMemberType, "The 'ModuleName' member does not exist in the hashtable that describes this module.")
	case m.version == nil && m.required == nil && m.maximum == nil:
		return nil, object.Throw(missingMemberType, "The 'ModuleVersion', 'MaximumVersion' and 'RequiredVersion' members do not exist in the hashtable that describes this module. One of these three members must exist, and be assigned a version number in the format 'n.n.n.n'.")
	case m.required != nil && m.version != nil:
		return nil, both("ModuleVersion", "RequiredVersion")
	case m.required != nil && m.maximum != nil:
		return nil, both("MaximumVersion", "RequiredVersion")
	}
	return m, nil
}

// Name is the module's name or path.
func (m *ModuleSpecification) Name() string { return m.name }

// Accepts tells whether a module is one of those meant, its name aside.
func (m *ModuleSpecification) Accepts(x *Module) bool {
	o := m.options()
	return o.accepts(x)
}

// Constrain adds what the specification asks for to how a module is imported.
func (m *ModuleSpecification) Constrain(o *ImportOptions) {
	x := m.options()
	o.Minimum, o.Maximum, o.Required, o.GUID = x.minimum, x.maximum, x.required, x.guid
}

func (m *ModuleSpecification) options() importOptions {
	text := func(v any) string {
		if v == nil {
			return ""
		}
		return object.Text(nil, v)
	}
	return importOptions{minimum: text(m.version), maximum: text(m.maximum), required: text(m.required), guid: text(m.guid)}
}

// NewerVersion tells whether a version is above another, which may end with a star.
func NewerVersion(a, b string) bool { return newer(a, upperVersion(b)) }

// upperVersion is the highest version that a text with a star at its end means.
func upperVersion(text string) string {
	if rest, ok := strings.CutSuffix(text, "*"); ok {
		return rest + "999999999"
	}
	return text
}

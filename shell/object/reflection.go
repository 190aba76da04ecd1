package object

import "strings"

// ReflectionName is Type.FullName: type arguments appear with their assemblies.
func (t *Type) ReflectionName() string {
	if t.Kind == KindArray && t.Elem != nil {
		return t.Elem.ReflectionName() + strings.TrimPrefix(t.Name, t.Elem.Name)
	}
	if len(t.Args) == 0 {
		return t.FullName()
	}
	args := make([]string, len(t.Args))
	for i, a := range t.Args {
		args[i] = "[" + a.ReflectionName() + ", " + a.AssemblyName() + "]"
	}
	name := t.Name
	if t.Namespace != "" {
		name = t.Namespace + "." + name
	}
	return name + "[" + strings.Join(args, ",") + "]"
}

// AssemblyName is the full name of the assembly that a type is from, as of PowerShell 7.6.
func (t *Type) AssemblyName() string {
	name := t.Assembly
	switch name {
	case "":
		name = "System.Private.CoreLib"
	case "System.Management.Automation":
		return name + ", Version=7.6.5.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35"
	}
	return name + ", Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e"
}

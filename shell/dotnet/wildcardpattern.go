package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// wildcardPattern is System.Management.Automation.WildcardPattern: a pattern of -like by itself.
type wildcardPattern struct {
	object.Instance
	pattern    string
	ignoreCase bool
	compiled   *object.Wildcard
}

// PSType is the pattern's type.
func (*wildcardPattern) PSType() *object.Type { return wildcardPatternType }

var (
	wildcardPatternType = &object.Type{Name: "WildcardPattern", Namespace: automationNamespace, Assembly: automationNamespace, Base: object.ObjectType}
	wildcardOptions     = object.NewFlags(automationNamespace, "WildcardOptions", []string{"None", "Compiled", "IgnoreCase", "CultureInvariant"}, 0, 1, 2, 4)
	automationNullType  = &object.Type{Name: "AutomationNull", Namespace: automationNamespace + ".Internal", Assembly: automationNamespace, Base: object.ObjectType, Abstract: true}
)

const (
	automationNamespace = "System.Management.Automation"
	wildcardIgnoreCase  = 2
)

func newWildcardPattern(a []any) (any, error) {
	p := &wildcardPattern{pattern: str(a[0])}
	if len(a) > 1 {
		p.ignoreCase = a[1].(object.Enum).Value&wildcardIgnoreCase != 0
	}
	var err error
	p.compiled, err = object.CompileWildcard(p.pattern, p.ignoreCase)
	return p, err
}

func wildcardPatternMembers(m members) {
	const options = "System.Management.Automation.WildcardOptions options"
	m.ctor("string pattern", func(_ object.Invoker, a []any) (any, error) { return newWildcardPattern(a) })
	m.ctor("string pattern, "+options, func(_ object.Invoker, a []any) (any, error) { return newWildcardPattern(a) })
	m.static(automationNamespace+".WildcardPattern Get(string pattern, "+options+")", func(_ object.Invoker, _ any, a []any) (any, error) { return newWildcardPattern(a) })
	m.method("bool IsMatch(string input)", func(_ object.Invoker, self any, a []any) (any, error) {
		return self.(*wildcardPattern).compiled.Match(str(a[0])), nil
	})
	m.method("string ToWql()", func(_ object.Invoker, self any, _ []any) (any, error) {
		return strings.NewReplacer("%", "[%]", "_", "[_]", "'", "''", "*", "%", "?", "_").Replace(self.(*wildcardPattern).pattern), nil
	})
	m.static("string Escape(string pattern)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.EscapeWildcard(str(a[0])), nil
	})
	m.static("string Unescape(string pattern)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.UnescapeWildcard(str(a[0])), nil
	})
	m.static("bool ContainsWildcardCharacters(string pattern)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.HasWildcard(str(a[0])), nil
	})
}

func automationNullMembers(m members) {
	m.staticProp("psobject Value", func(object.Invoker) (any, error) { return object.Null, nil })
}

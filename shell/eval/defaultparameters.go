package eval

import (
	"strings"

	"stagecoach/shell/object"
)

// defaultParametersType is what $PSDefaultParameterValues holds: a Hashtable whose keys
// are command:parameter, or Disabled.
var defaultParametersType = &object.Type{Name: "DefaultParameterDictionary", Namespace: "System.Management.Automation", Base: object.HashtableType, Assembly: "System.Management.Automation"}

func defaultParametersMembers(set *object.MemberSet) {
	constructor(set, nil, func(object.Invoker, []any) (any, error) { return newDefaultParameters(), nil })
	constructor(set, params("dictionary", object.IDictionaryType), func(_ object.Invoker, args []any) (any, error) {
		from, ok := object.Unwrap(args[0]).(object.Dictionary)
		if !ok {
			return nil, object.Throw(object.PSArgumentNullType, "Value cannot be null. (Parameter 'dictionary')")
		}
		return defaultParametersOf(from)
	})
}

func newDefaultParameters() *object.Hashtable {
	return object.NewTableOf(&object.TableRules{Type: defaultParametersType, Accept: acceptDefaultKey})
}

// acceptDefaultKey wants a text of the right form, which is stored without blanks around it.
func acceptDefaultKey(h *object.Hashtable, key any, add bool) (any, error) {
	text, ok := object.Unwrap(key).(string)
	if !ok {
		return nil, object.Throw(object.PSArgumentType, "The key '%s' of type '%s' is not a string value. DefaultParameterDictionary only accepts string value keys. (Parameter 'key')", object.Text(nil, key), object.TypeOf(key).FullName())
	}
	text = strings.TrimSpace(text)
	if _, there := h.Lookup(text); there {
		if add {
			return nil, object.Throw(object.PSArgumentType, "The key '%s' has already been added to the dictionary.", text)
		}
		return text, nil
	}
	if !isDefaultKey(text) && !object.EqualFold(text, "Disabled") {
		return nil, object.Throw(object.PSInvalidOperationType, "The key '%s' does not have a valid format. For information about the correct format, see about_Parameters_Default_Values at https://go.microsoft.com/fwlink/?LinkId=228266.", text)
	}
	return text, nil
}

// defaultParametersOf copies a dictionary, as an assignment to the variable does.
func defaultParametersOf(from object.Dictionary) (any, error) {
	made := newDefaultParameters()
	var bad []string
	for k, v := range from.All() {
		text, ok := object.Unwrap(k).(string)
		if trimmed := strings.TrimSpace(text); !ok || !isDefaultKey(trimmed) && !object.EqualFold(trimmed, "Disabled") {
			bad = append(bad, object.Text(nil, k))
			continue
		}
		if err := made.Set(text, v); err != nil {
			return nil, err
		}
	}
	switch len(bad) {
	case 0:
		return made, nil
	case 1:
		return nil, object.Throw(object.PSInvalidOperationType, "The key '%s' does not have a valid format. For information about the correct format, see about_Parameters_Default_Values at https://go.microsoft.com/fwlink/?LinkId=228266.", bad[0])
	}
	return nil, object.Throw(object.PSInvalidOperationType, "The keys '%s' do not have valid formats. For information about the correct format, see about_Parameters_Default_Values at https://go.microsoft.com/fwlink/?LinkId=228266.", strings.Join(bad, ", "))
}

// isDefaultKey tells whether a text is command:parameter, either of them perhaps in quotes.
func isDefaultKey(key string) bool {
	rest, ok := defaultKeyToken(key, true)
	if !ok {
		return false
	}
	rest = strings.TrimLeft(rest, " \t")
	if !strings.HasPrefix(rest, ":") {
		return false
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if rest == "" {
		return false
	}
	rest, ok = defaultKeyToken(rest, false)
	return ok && rest == ""
}

// defaultKeyToken reads a name: quoted, or up to the colon for the command's.
func defaultKeyToken(text string, command bool) (rest string, ok bool) {
	if text == "" {
		return "", false
	}
	if q := text[0]; q == '"' || q == '\'' {
		end := strings.IndexByte(text[1:], q)
		if end < 0 {
			return "", false
		}
		return text[end+2:], true
	}
	if !command {
		return "", true
	}
	i := strings.IndexByte(text, ':')
	if i <= 0 {
		return "", false
	}
	return text[i:], true
}

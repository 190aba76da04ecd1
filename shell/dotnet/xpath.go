package dotnet

import (
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// selectNodes evaluates the location paths scripts use: / // . .. @name * text()
// and predicates by position, attribute or child text.
func selectNodes(n *XMLNode, path string) ([]*XMLNode, error) {
	list := []*XMLNode{n}
	rest := strings.TrimSpace(path)
	if strings.HasPrefix(rest, "/") {
		for list[0].Parent != nil {
			list[0] = list[0].Parent
		}
	}
	for rest != "" {
		deep := strings.HasPrefix(rest, "//")
		rest = strings.TrimLeft(rest, "/")
		step := rest[:stepEnd(rest)]
		rest = rest[len(step):]
		var err error
		if list, err = takeStep(list, step, deep); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// stepEnd is where the next / outside brackets and quotes stands.
func stepEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		case '\'', '"':
			if j := strings.IndexByte(s[i+1:], s[i]); j >= 0 {
				i += j + 1
			}
		case '/':
			if depth == 0 {
				return i
			}
		}
	}
	return len(s)
}

func takeStep(from []*XMLNode, step string, deep bool) ([]*XMLNode, error) {
	name, predicates, _ := strings.Cut(step, "[")
	var out []*XMLNode
	for _, n := range from {
		found := axis(n, strings.TrimSpace(name), deep)
		if predicates != "" {
			for _, p := range strings.Split(strings.TrimSuffix(predicates, "]"), "][") {
				var err error
				if found, err = filterNodes(found, strings.TrimSpace(p)); err != nil {
					return nil, err
				}
			}
		}
		out = append(out, found...)
	}
	return out, nil
}

func axis(n *XMLNode, name string, deep bool) []*XMLNode {
	var out []*XMLNode
	switch {
	case name == ".":
		return []*XMLNode{n}
	case name == "..":
		if n.Parent == nil {
			return nil
		}
		return []*XMLNode{n.Parent}
	case strings.HasPrefix(name, "@"):
		for _, a := range n.Attrs {
			if name == "@*" || a.Name == name[1:] {
				out = append(out, a)
			}
		}
	default:
		for _, c := range n.Children {
			if c.kind == xmlElement && (name == "*" || c.Name == name) || name == "text()" && (c.kind == xmlText || c.kind == xmlCDATA) || name == "node()" || name == "comment()" && c.kind == xmlComment {
				out = append(out, c)
			}
		}
	}
	if deep {
		for _, c := range n.Children {
			out = append(out, axis(c, name, true)...)
		}
	}
	return out
}

func filterNodes(list []*XMLNode, predicate string) ([]*XMLNode, error) {
	if i, err := strconv.Atoi(predicate); err == nil {
		if i < 1 || i > len(list) {
			return nil, nil
		}
		return list[i-1 : i], nil
	}
	if predicate == "last()" {
		return list[max(len(list)-1, 0):], nil
	}
	var out []*XMLNode
	for _, n := range list {
		ok, err := testNode(n, predicate)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, n)
		}
	}
	return out, nil
}

func testNode(n *XMLNode, predicate string) (bool, error) {
	for _, word := range []string{" and ", " or "} {
		if a, b, ok := strings.Cut(predicate, word); ok {
			x, err := testNode(n, strings.TrimSpace(a))
			if err != nil {
				return false, err
			}
			y, err := testNode(n, strings.TrimSpace(b))
			return word == " and " && x && y || word == " or " && (x || y), err
		}
	}
	for _, f := range []struct {
		name string
		test func(s, sub string) bool
	}{{"contains(", strings.Contains}, {"starts-with(", strings.HasPrefix}} {
		if inner, ok := strings.CutPrefix(predicate, f.name); ok {
			path, text, _ := strings.Cut(strings.TrimSuffix(inner, ")"), ",")
			found, err := selectNodes(n, path)
			return err == nil && len(found) > 0 && f.test(found[0].innerText(), unquote(text)), err
		}
	}
	path, want, equal := strings.Cut(predicate, "=")
	unequal := strings.HasSuffix(path, "!")
	if strings.ContainsAny(path, "<>(") && !strings.Contains(path, "text()") {
		return false, object.Throw(exceptionNamed("System.Xml.XPath.XPathException"), "'%s' has an invalid token.", predicate)
	}
	found, err := selectNodes(n, strings.TrimSuffix(path, "!"))
	if err != nil || !equal {
		return len(found) > 0, err
	}
	for _, x := range found {
		if (x.innerText() == unquote(want)) != unequal {
			return true, nil
		}
	}
	return false, nil
}

func unquote(s string) string { return strings.Trim(strings.TrimSpace(s), `'"`) }

package builtin

import (
	"bytes"
	"encoding/xml"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// typesFile is a types.ps1xml file.
type typesFile struct {
	XMLName xml.Name   `xml:"Types"`
	Types   []typeInfo `xml:"Type"`
}

type typeInfo struct {
	Name    string      `xml:"Name"`
	Members typeMembers `xml:"Members"`
}

type typeMembers struct {
	Notes []struct {
		Name  string `xml:"Name"`
		Value string `xml:"Value"`
		Type  string `xml:"TypeName"`
	} `xml:"NoteProperty"`
	Aliases []struct {
		Name   string `xml:"Name"`
		Target string `xml:"ReferencedMemberName"`
	} `xml:"AliasProperty"`
	Scripts []struct {
		Name string `xml:"Name"`
		Get  string `xml:"GetScriptBlock"`
		Set  string `xml:"SetScriptBlock"`
	} `xml:"ScriptProperty"`
	Methods []struct {
		Name   string `xml:"Name"`
		Script string `xml:"Script"`
	} `xml:"ScriptMethod"`
	PropertySets []struct {
		Name       string   `xml:"Name"`
		Properties []string `xml:"ReferencedProperties>Name"`
	} `xml:"PropertySet"`
	MemberSets []struct {
		Name    string      `xml:"Name"`
		Members typeMembers `xml:"Members"`
	} `xml:"MemberSet"`
}

// loadedTypes are the files of type data that a session has read, by path.
type loadedTypes map[string]bool

type loadedTypesKey struct{}

func loadedTypesOf(rt cmdlet.Runtime) loadedTypes {
	return rt.Session().Own(loadedTypesKey{}, func() any { return loadedTypes{} }).(loadedTypes)
}

// files reads the files; without any it reads those again that were read before.
func (c *updateTypeData) files(rt cmdlet.Runtime) error {
	loaded := loadedTypesOf(rt)
	given := append(append([]string(nil), c.PrependPath...), c.AppendPath...)
	if len(given) == 0 {
		for path := range loaded {
			given = append(given, path)
		}
	}
	for _, name := range given {
		found, err := typesPaths(rt, name)
		if err != nil {
			return err
		}
		for _, path := range found {
			if ok, err := rt.ShouldProcess("FileName: "+path, "Update TypeData"); err != nil || !ok {
				return err
			}
			file, err := readTypesFile(path)
			if err == nil {
				err = file.add(rt, bool(c.Force) || loaded[path])
			}
			if err != nil {
				e := object.Throw(object.RuntimeExceptionType, "There were errors in loading the type data file:\n%s, Error: %s", path, err.Error())
				if err := rt.WriteError(&object.ErrorRecord{Exception: e, ID: "TypesXmlUpdateException", Category: object.InvalidOperation}); err != nil {
					return err
				}
				continue
			}
			loaded[path] = true
		}
	}
	return nil
}

// typesPaths are the files a name or pattern means; what is not there or no ps1xml file is an error of its own.
func typesPaths(rt cmdlet.Runtime, name string) ([]string, error) {
	found, err := paths.Expand(rt, name, false, true)
	if err != nil {
		return nil, rt.WriteError(&object.ErrorRecord{Exception: object.FromGo(err), ID: "TypesXmlUpdateException", Category: object.InvalidOperation, Target: name})
	}
	var good []string
	for _, path := range found {
		var e *object.ErrorRecord
		if _, err := os.Stat(path); err != nil {
			e = &object.ErrorRecord{Exception: object.Throw(object.ItemNotFoundType, "Cannot find path '%s' because it does not exist.", path), ID: "PathNotFound", Category: object.ObjectNotFound, Target: name}
		} else if !strings.HasSuffix(strings.ToLower(path), ".ps1xml") {
			e = &object.ErrorRecord{Exception: object.Throw(object.InvalidOperationType, "Cannot read the file \"%s\"  because it does not have the file name extension \"%s\".", path, "ps1xml"), ID: "WrongExtension", Category: object.InvalidArgument}
		}
		if e == nil {
			good = append(good, path)
		} else if err := rt.WriteError(e); err != nil {
			return nil, err
		}
	}
	return good, nil
}

func readTypesFile(path string) (*typesFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, dotnet.FileError(err, path)
	}
	file := &typesFile{}
	if err := xml.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), file); err != nil {
		return nil, err
	}
	return file, nil
}

// add puts the members of the file's types into the session; one that is there already is an error but with force.
func (f *typesFile) add(rt cmdlet.Runtime, force bool) error {
	r := eval.RunningOf(rt)
	for _, t := range f.Types {
		name := strings.TrimSpace(t.Name)
		members, err := t.Members.list(rt)
		if err != nil {
			return err
		}
		for _, m := range members {
			if !r.AddTypeMember(name, m, force) {
				return object.Throw(object.RuntimeExceptionType, "Error in TypeData \"%s\": The member %s is already present.", name, m.Name)
			}
		}
		for _, set := range t.Members.MemberSets {
			if !strings.EqualFold(set.Name, "PSStandardMembers") {
				continue
			}
			standard, err := set.Members.list(rt)
			if err != nil {
				return err
			}
			for _, m := range standard {
				addStandard(r, name, m)
			}
		}
	}
	return nil
}

// addStandard puts one of the standard members where the formatter and the serializer look for it.
func addStandard(r *eval.Running, typeName string, m *object.Member) {
	if m.Kind == object.PropertySet {
		m.Hidden = true
		r.AddTypeMember(typeName, m, true)
		return
	}
	if m.Get == nil {
		return
	}
	v, _ := m.Get(nil, nil)
	if strings.EqualFold(m.Name, "DefaultDisplayProperty") {
		r.AddTypeMember(typeName, &object.Member{Name: m.Name, Kind: object.PropertySet, Hidden: true, Detail: []string{object.Text(nil, v)}}, true)
		return
	}
	r.SetTypeFact(typeName, m.Name, v)
}

// list makes members of what a file says.
func (m typeMembers) list(rt cmdlet.Runtime) ([]*object.Member, error) {
	var out []*object.Member
	block := func(text string) (any, error) {
		if strings.TrimSpace(text) == "" {
			return nil, nil
		}
		return object.InvokeStatic(rt, object.ScriptBlockTyp, "Create", []any{text})
	}
	for _, n := range m.Notes {
		var value any = strings.TrimSpace(n.Value)
		if n.Type != "" {
			t, err := rt.FindType(strings.TrimSpace(n.Type))
			if err != nil {
				return nil, err
			}
			if value, err = object.Convert(rt, value, t); err != nil {
				return nil, err
			}
		}
		out = append(out, typeMember(strings.TrimSpace(n.Name), "NoteProperty", value, nil))
	}
	for _, a := range m.Aliases {
		out = append(out, typeMember(strings.TrimSpace(a.Name), "AliasProperty", strings.TrimSpace(a.Target), nil))
	}
	for _, s := range m.Scripts {
		get, err := block(s.Get)
		if err != nil {
			return nil, err
		}
		set, err := block(s.Set)
		if err != nil {
			return nil, err
		}
		out = append(out, typeMember(strings.TrimSpace(s.Name), "ScriptProperty", get, set))
	}
	for _, s := range m.Methods {
		script, err := block(s.Script)
		if err != nil {
			return nil, err
		}
		out = append(out, typeMember(strings.TrimSpace(s.Name), "ScriptMethod", script, nil))
	}
	for _, s := range m.PropertySets {
		var names []string
		for _, n := range s.Properties {
			names = append(names, strings.TrimSpace(n))
		}
		out = append(out, &object.Member{Name: strings.TrimSpace(s.Name), Kind: object.PropertySet, Detail: names})
	}
	return out, nil
}

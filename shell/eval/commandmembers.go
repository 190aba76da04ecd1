package eval

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// commandType makes the type of one kind of command.
func commandType(name string, base *object.Type, members func(p commandMembers)) *object.Type {
	t := automationType(name, base)
	if members != nil {
		t.Members = func(set *object.MemberSet) { members(commandMembers{set}) }
	}
	return t
}

// commandMembers declares the members of a kind of commands, in the order in
// which PowerShell declares them.
type commandMembers struct{ set *object.MemberSet }

func (p commandMembers) prop(name string, t *object.Type, get func(s *Session, i cmdlet.CommandInfo) any) {
	property(p.set, name, t, func(self any) any {
		s, i := describe(self)
		return get(s, i)
	})
}

func (p commandMembers) of(name string, t *object.Type, get func(self any) any) {
	property(p.set, name, t, get)
}

// computed declares a script property of PowerShell's type data.
func (p commandMembers) computed(name, script string, get func(self any) any) {
	p.set.Add(object.ComputedProperty(name, script, func(_ object.Invoker, self any) (any, error) { return get(object.Unwrap(self)), nil }))
}

func always(v any) func(any) any { return func(any) any { return v } }

const helpURIScript = `$oldProgressPreference = $ProgressPreference
          $ProgressPreference = 'SilentlyContinue'
          try
          {
          [Microsoft.PowerShell.Commands.GetHelpCodeMethods]::GetHelpUri($this)
          }
          catch {}
          finally
          {
          $ProgressPreference = $oldProgressPreference
          }`

const displayNameScript = `if ($null -ne $this.ResolvedCommand) { $this.Name + " -> " + $this.ResolvedCommand.Name } else { $this.Name + " -> " + $this.Definition }
        `

var (
	visibilityType = enumeration("SessionStateEntryVisibility", "Public", "Private")
	remotingType   = enumeration("RemotingCapability", "None", "PowerShell", "SupportedByCommand", "OwnedByCommand")
)

func enumeration(name string, names ...string) *object.Type {
	t := object.NewEnum("System.Management.Automation", name, names)
	t.Assembly = "System.Management.Automation"
	return t
}

// commandProperties are those of every command.
func commandProperties(p commandMembers) {
	alias := object.AliasOf("Namespace", "ModuleName")
	alias.Hidden = true
	p.set.Add(alias)
	p.computed("HelpUri", helpURIScript, always(""))
	p.prop("Name", object.StringType, func(_ *Session, i cmdlet.CommandInfo) any { return i.Name })
	p.prop("CommandType", CommandTypes, func(_ *Session, i cmdlet.CommandInfo) any { return commandKind(i.Kind) })
	p.prop("Source", object.StringType, func(_ *Session, i cmdlet.CommandInfo) any {
		if i.Kind == "Application" || i.Kind == "ExternalScript" {
			return i.Definition
		}
		return i.Module
	})
	p.prop("Version", object.ObjectType, func(s *Session, i cmdlet.CommandInfo) any {
		if i.Version == "" {
			return nil
		}
		return versionValue(s, i.Version)
	})
	p.prop("Definition", object.StringType, definitionOf)
	p.of("Visibility", visibilityType, always(object.Enum{Type: visibilityType}))
	p.prop("ModuleName", object.StringType, func(_ *Session, i cmdlet.CommandInfo) any { return i.Module })
	p.of("Module", object.ObjectType, func(self any) any {
		if fn, ok := self.(*Function); ok && fn.Module != nil {
			return fn.Module
		}
		if c, ok := self.(*CmdletCommand); ok && c.session != nil {
			if m := c.session.OwnModule(c.Def.Options.Module); m != nil {
				return m
			}
		}
		return nil
	})
	p.of("RemotingCapability", remotingType, always(object.Enum{Type: remotingType, Value: 1}))
	p.of("Parameters", object.ObjectType, func(self any) any { return parameterTable(parameterized(self)) })
	p.of("ParameterSets", object.ObjectType, func(self any) any { return parameterSets(parameterized(self)) })
	p.of("OutputType", object.ObjectType, outputTypes)
	method(p.set, "ToString", object.StringType, nil, func(_ object.Invoker, self any, _ []any) (any, error) {
		if b, ok := self.(*ScriptInfo); ok {
			return b.Block.String(), nil
		}
		_, i := describe(self)
		return i.Name, nil
	})
}

// parameterized describes the command whose parameters a command takes: an alias's are those
// of what it means.
func parameterized(self any) cmdlet.CommandInfo {
	if a, ok := self.(*Alias); ok {
		if c := a.command(true); c != nil {
			self = c
		}
	}
	_, i := describe(self)
	return i
}

func functionProperties(p commandMembers) {
	p.of("ScriptBlock", object.ScriptBlockTyp, blockOf)
	p.prop("CmdletBinding", object.BooleanType, func(_ *Session, i cmdlet.CommandInfo) any { return i.Info != nil && i.Info.Advanced })
	p.prop("DefaultParameterSet", object.StringType, defaultSet)
	p.prop("Definition", object.StringType, definitionOf)
	p.of("Options", itemOptionsType, func(self any) any {
		return object.Enum{Type: itemOptionsType, Value: int64(self.(*Function).Options)}
	})
	p.of("Description", object.StringType, always(nil))
	verbAndNoun(p)
	p.of("HelpFile", object.StringType, always(nil))
}

func cmdletProperties(p commandMembers) {
	p.computed("DLL", "$this.ImplementingType.Assembly.Location", always(nil))
	verbAndNoun(p)
	p.prop("HelpFile", object.StringType, func(_ *Session, i cmdlet.CommandInfo) any {
		if i.Module == "" {
			return nil
		}
		return i.Module + ".dll-Help.xml"
	})
	p.of("PSSnapIn", object.ObjectType, always(nil))
	p.of("ImplementingType", object.ObjectType, func(self any) any { return self.(*CmdletCommand).class() })
	p.prop("Definition", object.StringType, definitionOf)
	p.prop("DefaultParameterSet", object.StringType, defaultSet)
	p.of("Options", itemOptionsType, always(object.Enum{Type: itemOptionsType, Value: 1}))
}

func aliasProperties(p commandMembers) {
	p.computed("ResolvedCommandName", "$this.ResolvedCommand.Name", func(self any) any {
		if r, ok := self.(*Alias).command(true).(interface{ PSType() *object.Type }); ok && r != nil {
			_, i := describe(r)
			return i.Name
		}
		return nil
	})
	p.computed("DisplayName", displayNameScript, func(self any) any {
		a := self.(*Alias)
		if a.command(true) != nil {
			return a.Name + " -> " + a.resolved()
		}
		return a.Name + " -> " + a.Target
	})
	p.of("ReferencedCommand", commandInfoType, func(self any) any { return self.(*Alias).command(false) })
	p.of("ResolvedCommand", commandInfoType, func(self any) any { return self.(*Alias).command(true) })
	p.prop("Definition", object.StringType, definitionOf)
	p.of("Options", itemOptionsType, func(self any) any {
		return object.Enum{Type: itemOptionsType, Value: int64(self.(*Alias).Options)}
	})
	p.of("Description", object.StringType, func(self any) any { return self.(*Alias).Description })
}

func scriptFileProperties(p commandMembers) {
	path := func(_ *Session, i cmdlet.CommandInfo) any { return i.Definition }
	p.prop("Path", object.StringType, path)
	p.prop("Definition", object.StringType, path)
	p.of("ScriptBlock", object.ScriptBlockTyp, blockOf)
	p.of("ScriptContents", object.StringType, func(self any) any {
		if b, ok := blockOf(self).(*ScriptBlock); ok && b != nil {
			return b.String()
		}
		return nil
	})
}

func applicationProperties(p commandMembers) {
	path := func(_ *Session, i cmdlet.CommandInfo) any { return i.Definition }
	p.prop("Path", object.StringType, path)
	p.prop("Extension", object.StringType, func(_ *Session, i cmdlet.CommandInfo) any {
		return i.Name[extensionStart(i.Name):]
	})
	p.prop("Definition", object.StringType, path)
}

// extensionStart is where a name's extension begins, with its dot.
func extensionStart(name string) int {
	if i := strings.LastIndexByte(name, '.'); i >= 0 && i < len(name)-1 {
		return i
	}
	return len(name)
}

func blockProperties(p commandMembers) {
	p.of("ScriptBlock", object.ScriptBlockTyp, blockOf)
	p.prop("Definition", object.StringType, definitionOf)
}

func verbAndNoun(p commandMembers) {
	part := func(second bool) func(*Session, cmdlet.CommandInfo) any {
		return func(_ *Session, i cmdlet.CommandInfo) any {
			verb, noun, ok := strings.Cut(i.Name, "-")
			switch {
			case !ok:
				return ""
			case second:
				return noun
			}
			return verb
		}
	}
	p.prop("Verb", object.StringType, part(false))
	p.prop("Noun", object.StringType, part(true))
}

func defaultSet(_ *Session, i cmdlet.CommandInfo) any {
	if i.Info == nil || i.Info.Options.DefaultParameterSet == "" {
		return nil
	}
	return i.Info.Options.DefaultParameterSet
}

// definitionOf is a function's text, an alias's target, a script's path, and of
// a cmdlet the syntax of its parameter sets.
func definitionOf(_ *Session, i cmdlet.CommandInfo) any {
	if i.Kind == "Cmdlet" && i.Info != nil {
		return "\n" + strings.Join(cmdlet.Syntax(i.Name, i.Info), "\n\n") + "\n"
	}
	return i.Definition
}

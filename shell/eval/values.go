package eval

import (
	"math"
	"path/filepath"
	"strings"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// The objects of the language that scripts see: commands, $PSCmdlet, $Host,
// $ExecutionContext, variables.

// PSType is System.Management.Automation.FunctionInfo.
func (fn *Function) PSType() *object.Type {
	if fn.Filter {
		return filterInfoType
	}
	return functionInfoType
}

// String is the name.
func (fn *Function) String() string { return fn.Name }

// PSType is System.Management.Automation.AliasInfo.
func (*Alias) PSType() *object.Type { return aliasInfoType }

// String is the name.
func (a *Alias) String() string { return a.Name }

// resolved is the command at the end of a chain of aliases.
func (a *Alias) resolved() string {
	target := a.Target
	for range maxAliasChain {
		if a.session == nil {
			break
		}
		next := a.session.state.findAlias(target)
		if next == nil {
			break
		}
		target = next.Target
	}
	return target
}

// command is the command the alias stands for: the next one, or the last of the chain.
func (a *Alias) command(last bool) any {
	if a.session == nil {
		return nil
	}
	if next := a.session.state.findAlias(a.Target); next != nil && !last {
		return next
	}
	if cmd := a.session.findCommand(a.session.state, a.resolved()); cmd != nil {
		return cmd
	}
	return nil
}

// maxAliasChain ends the search in aliases that lead to each other.
const maxAliasChain = 32

func (a *Alias) commandName() string { return a.Name }

func (a *Alias) newStage(c *call) (Stage, error) {
	cmd, err := c.f.s.lookupCommand(c.f, a.Target)
	if err != nil {
		return nil, err
	}
	return cmd.newStage(c)
}

// PSType is System.Management.Automation.CmdletInfo.
func (*CmdletCommand) PSType() *object.Type { return cmdletInfoType }

// String is the name.
func (k *CmdletCommand) String() string { return k.Def.Name }

// PSType is System.Management.Automation.ExternalScriptInfo.
func (*ScriptFile) PSType() *object.Type { return scriptInfoType }

// String is the path.
func (x *ScriptFile) String() string { return x.Path }

// PSType is System.Management.Automation.ApplicationInfo.
func (*Application) PSType() *object.Type { return applicationInfoType }

// String is the file's name.
func (x *Application) String() string { return filepath.Base(x.Path) }

// ScriptInfo is MyCommand of a script block.
type ScriptInfo struct {
	object.Instance
	Block *ScriptBlock
}

// PSType is System.Management.Automation.ScriptInfo.
func (*ScriptInfo) PSType() *object.Type { return blockInfoType }

var (
	commandInfoType     = automationType("CommandInfo", nil)
	functionInfoType    = commandType("FunctionInfo")
	filterInfoType      = commandType("FilterInfo")
	aliasInfoType       = commandType("AliasInfo")
	cmdletInfoType      = commandType("CmdletInfo")
	scriptInfoType      = commandType("ExternalScriptInfo")
	applicationInfoType = commandType("ApplicationInfo")
	blockInfoType       = commandType("ScriptInfo")
)

// commandType makes the type of one kind of command; they answer alike.
func commandType(name string) *object.Type {
	t := automationType(name, commandInfoType)
	t.Members = func(set *object.MemberSet) {
		with := func(get func(s *Session, i cmdlet.CommandInfo) any) func(self any) any {
			return func(self any) any {
				s, info := describe(self)
				return get(s, info)
			}
		}
		property(set, "Name", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any { return i.Name }))
		property(set, "CommandType", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any { return commandKind(i.Kind) }))
		property(set, "Definition", object.StringType, with(definitionOf))
		property(set, "Source", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any {
			if i.Kind == "Application" || i.Kind == "ExternalScript" {
				return i.Definition
			}
			return i.Module
		}))
		property(set, "ModuleName", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any { return i.Module }))
		property(set, "Version", object.ObjectType, with(func(s *Session, i cmdlet.CommandInfo) any {
			if i.Version == "" {
				return nil
			}
			return versionValue(s, i.Version)
		}))
		property(set, "OutputType", object.ObjectType, func(self any) any { return outputTypes(self) })
		property(set, "Visibility", object.StringType, func(any) any { return "Public" })
		property(set, "Module", object.ObjectType, func(self any) any {
			if fn, ok := self.(*Function); ok && fn.Module != nil {
				return fn.Module
			}
			return nil
		})
		property(set, "ScriptBlock", object.ScriptBlockTyp, func(self any) any { return blockOf(self) })
		property(set, "Path", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any {
			if i.Kind == "Application" || i.Kind == "ExternalScript" {
				return i.Definition
			}
			return nil
		}))
		property(set, "Parameters", object.ObjectType, with(func(s *Session, i cmdlet.CommandInfo) any { return parameterTable(i) }))
		property(set, "ParameterSets", object.ObjectType, with(func(_ *Session, i cmdlet.CommandInfo) any { return parameterSets(i) }))
		property(set, "DefaultParameterSet", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any {
			if i.Info == nil {
				return nil
			}
			return i.Info.Options.DefaultParameterSet
		}))
		property(set, "ResolvedCommandName", object.StringType, func(self any) any {
			if a, ok := self.(*Alias); ok {
				return a.resolved()
			}
			return nil
		})
		for _, name := range []string{"ReferencedCommand", "ResolvedCommand"} {
			property(set, name, commandInfoType, func(self any) any {
				if a, ok := self.(*Alias); ok {
					return a.command(name == "ResolvedCommand")
				}
				return nil
			})
		}
		property(set, "Description", object.StringType, func(self any) any {
			if a, ok := self.(*Alias); ok {
				return a.Description
			}
			return nil
		})
		property(set, "Options", itemOptionsType, func(self any) any {
			switch x := self.(type) {
			case *Alias:
				return object.Enum{Type: itemOptionsType, Value: int64(x.Options)}
			case *Function:
				return object.Enum{Type: itemOptionsType, Value: int64(x.Options)}
			}
			return object.Enum{Type: itemOptionsType}
		})
		property(set, "CmdletBinding", object.BooleanType, with(func(_ *Session, i cmdlet.CommandInfo) any { return i.Info != nil && i.Info.Advanced }))
		property(set, "Verb", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any { v, _, _ := strings.Cut(i.Name, "-"); return v }))
		property(set, "Noun", object.StringType, with(func(_ *Session, i cmdlet.CommandInfo) any { _, n, _ := strings.Cut(i.Name, "-"); return n }))
		property(set, "DisplayName", object.StringType, func(self any) any {
			if a, ok := self.(*Alias); ok {
				return a.Name + " -> " + a.resolved()
			}
			return nil
		})
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, self any, _ []any) (any, error) {
			_, i := describe(self)
			return i.Name, nil
		})
	}
	return t
}

// CommandTypes is the enumeration of kinds of commands.
var CommandTypes = newCommandTypes()

func newCommandTypes() *object.Type {
	t := object.NewFlags("System.Management.Automation", "CommandTypes", []string{"Alias", "Function", "Filter", "Cmdlet", "ExternalScript", "Application", "Script", "Configuration", "All"}, 1, 2, 4, 8, 16, 32, 64, 256, 383)
	t.Assembly = "System.Management.Automation"
	return t
}

func commandKind(name string) any {
	for i, n := range CommandTypes.Enum.Names {
		if n == name {
			return object.Enum{Type: CommandTypes, Value: CommandTypes.Enum.Values[i]}
		}
	}
	return name
}

func definitionOf(s *Session, i cmdlet.CommandInfo) any {
	if i.Kind == "Cmdlet" {
		return i.Name
	}
	return i.Definition
}

func blockOf(self any) any {
	switch x := self.(type) {
	case *Function:
		return x.Block
	case *ScriptInfo:
		return x.Block
	case *ScriptFile:
		if b, err := x.block(); err == nil {
			return b
		}
	}
	return nil
}

func describe(self any) (*Session, cmdlet.CommandInfo) {
	switch x := self.(type) {
	case *Function:
		s := x.Block.state.session
		return s, s.commandInfo(x)
	case *Alias:
		return nil, cmdlet.CommandInfo{Kind: "Alias", Name: x.Name, Definition: x.Target, Module: moduleName(x.Module)}
	case *CmdletCommand:
		return x.session, x.session.commandInfo(x)
	case *ScriptFile:
		return x.session, x.session.commandInfo(x)
	case *Application:
		return x.session, x.session.commandInfo(x)
	case *ScriptInfo:
		return x.Block.state.session, cmdlet.CommandInfo{Kind: "Script", Definition: x.Block.String()}
	}
	return nil, cmdlet.CommandInfo{}
}

// typeName is PSTypeName: a type by its name; t is nil when there is none of that name.
type typeName struct {
	object.Instance
	name string
	t    *object.Type
}

var typeNameType = recordType("PSTypeName", func(set *object.MemberSet) {
	property(set, "Name", object.StringType, func(t *typeName) any { return t.name })
	property(set, "Type", object.ObjectType, func(t *typeName) any {
		if t.t == nil {
			return nil
		}
		return t.t
	})
	method(set, "ToString", object.StringType, nil, func(_ object.Invoker, t *typeName, _ []any) (any, error) { return t.name, nil })
})

// PSType is System.Management.Automation.PSTypeName.
func (*typeName) PSType() *object.Type { return typeNameType }

// String is the name.
func (t *typeName) String() string { return t.name }

// outputTypes are what a command's [OutputType()] names.
func outputTypes(self any) any {
	s, info := describe(self)
	var list []any
	if info.Info != nil {
		for _, name := range info.Info.Options.Outputs {
			v := &typeName{name: name}
			if t, err := s.FindType(name); err == nil && t != nil {
				v.name, v.t = t.String(), t
			}
			list = append(list, v)
		}
	}
	return object.NewArray(list)
}

// parameterTable is CommandInfo.Parameters: metadata by name.
func parameterTable(i cmdlet.CommandInfo) any {
	t := object.NewOrdered(false)
	if i.Info == nil {
		return t
	}
	for _, p := range bind.NewPlan(i.Info).Params {
		_ = t.Set(p.Name, parameterMetadata(p.Param))
	}
	return t
}

func parameterMetadata(p *cmdlet.Param) any {
	c := object.NewCustom(6)
	c.Set("Name", p.Name)
	c.Set("ParameterType", p.Type)
	aliases := make([]any, len(p.Aliases))
	for i, a := range p.Aliases {
		aliases[i] = a
	}
	c.Set("Aliases", object.NewArray(aliases))
	c.Set("IsDynamic", p.Dynamic)
	c.Set("SwitchParameter", p.Switch)
	sets := object.NewOrdered(false)
	for _, s := range p.Sets {
		name := s.Set
		if name == "" {
			name = "__AllParameterSets"
		}
		a := object.NewCustom(6)
		position := int32(s.Position)
		if s.Position < 0 {
			position = math.MinInt32
		}
		a.Set("IsMandatory", s.Mandatory)
		a.Set("Position", position)
		a.Set("ValueFromPipeline", s.Pipeline)
		a.Set("ValueFromPipelineByPropertyName", s.ByName)
		a.Set("ValueFromRemainingArguments", s.Remaining)
		a.Set("HelpMessage", s.HelpMessage)
		object.SetTypeNames(a, []string{"System.Management.Automation.ParameterSetMetadata", "System.Object"})
		_ = sets.Set(name, a)
	}
	c.Set("ParameterSets", sets)
	c.Set("Attributes", object.NewArray(attributeObjects(p)))
	object.SetTypeNames(c, []string{"System.Management.Automation.ParameterMetadata", "System.Object"})
	return c
}

// AttributeValue is an attribute made at run time, for dynamic parameters.
type AttributeValue struct {
	object.Instance
	Type       *object.Type
	Set        *cmdlet.ParamSet // ParameterAttribute
	Aliases    []string
	Validation cmdlet.Validation
}

func (a *AttributeValue) apply(_ *Session, p *cmdlet.Param) {
	if a.Set != nil {
		p.Sets = append(p.Sets, *a.Set)
	}
	p.Aliases = append(p.Aliases, a.Aliases...)
	if a.Validation != nil {
		p.Validations = append(p.Validations, a.Validation)
	}
}

// PSType is the attribute's type.
func (a *AttributeValue) PSType() *object.Type { return a.Type }

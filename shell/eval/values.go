package eval

import (
	"math"
	"path/filepath"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
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
	commandInfoType     = commandType("CommandInfo", nil, commandProperties)
	functionInfoType    = commandType("FunctionInfo", commandInfoType, functionProperties)
	filterInfoType      = commandType("FilterInfo", functionInfoType, nil)
	aliasInfoType       = commandType("AliasInfo", commandInfoType, aliasProperties)
	cmdletInfoType      = commandType("CmdletInfo", commandInfoType, cmdletProperties)
	scriptInfoType      = commandType("ExternalScriptInfo", commandInfoType, scriptFileProperties)
	applicationInfoType = commandType("ApplicationInfo", commandInfoType, applicationProperties)
	blockInfoType       = commandType("ScriptInfo", commandInfoType, blockProperties)
)

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
	t := dotnet.NewStringMap(parameterMetadataType)
	if i.Info == nil {
		return t
	}
	for _, p := range bind.NewPlan(i.Info).Params {
		_ = t.Set(p.Name, parameterMetadata(p.Param))
	}
	return t
}

// ownParameters is parameterTable without the common parameters.
func ownParameters(i *cmdlet.Info) any {
	t := dotnet.NewStringMap(parameterMetadataType)
	for _, p := range i.Parameters {
		_ = t.Set(p.Name, parameterMetadata(p))
	}
	return t
}

var (
	parameterMetadataType    = automationType("ParameterMetadata", nil)
	parameterSetMetadataType = automationType("ParameterSetMetadata", nil)
)

func parameterMetadata(p *cmdlet.Param) any {
	c := object.NewCustom(6)
	c.Set("Name", p.Name)
	c.Set("ParameterType", p.Type)
	sets := dotnet.NewStringMap(parameterSetMetadataType)
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
		describeAs(a, "System.Management.Automation.ParameterSetMetadata", "")
		_ = sets.Set(name, a)
	}
	c.Set("ParameterSets", sets)
	c.Set("IsDynamic", p.Dynamic)
	aliases := make([]any, len(p.Aliases))
	for i, a := range p.Aliases {
		aliases[i] = a
	}
	c.Set("Aliases", object.NewArrayOf(object.ArrayOf(object.StringType), aliases))
	c.Set("Attributes", object.NewArray(attributeObjects(p)))
	c.Set("SwitchParameter", p.Switch)
	describeAs(c, "System.Management.Automation.ParameterMetadata", "")
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

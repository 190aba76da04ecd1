package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getPSSubsystem struct {
	Kind          subsystemChoice `ps:"set=GetByKindSet,mandatory,pipeline" help:"Which one."`
	SubsystemType *object.Type    `ps:"set=GetByTypeSet,mandatory,pipeline" help:"The one of this interface."`
}

// subsystemChoice is a SubsystemKind as a parameter's value.
type subsystemChoice int64

// BindType is SubsystemKind.
func (*subsystemChoice) BindType() *object.Type { return subsystemKind }

// BindValue takes the kind.
func (c *subsystemChoice) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*c = subsystemChoice(e.Value)
	}
}

// subsystemInfo is a System.Management.Automation.Subsystem.SubsystemInfo. Subsystems are .NET classes
// that modules bring along; none is ever registered here.
type subsystemInfo struct {
	object.Instance
	kind     int64
	face     *object.Type
	multiple bool
}

const subsystems = "System.Management.Automation.Subsystem"

var (
	subsystemKind = object.NewEnum(subsystems, "SubsystemKind", []string{"CommandPredictor", "CrossPlatformDsc", "FeedbackProvider"}, 1, 2, 4)
	subsystemType = &object.Type{Name: "SubsystemInfo", Namespace: subsystems, Assembly: "System.Management.Automation", Base: object.ObjectType, Members: subsystemMembers}
	// subsystemTable are the subsystems that PowerShell has places for.
	subsystemTable = []*subsystemInfo{
		{kind: 1, face: subsystemFace("Prediction", "ICommandPredictor"), multiple: true},
		{kind: 2, face: subsystemFace("DSC", "ICrossPlatformDsc")},
		{kind: 4, face: subsystemFace("Feedback", "IFeedbackProvider"), multiple: true},
	}
)

func subsystemFace(folder, name string) *object.Type {
	return &object.Type{Name: name, Namespace: subsystems + "." + folder, Assembly: "System.Management.Automation", Kind: object.KindInterface, Abstract: true}
}

// PSType is System.Management.Automation.Subsystem.SubsystemInfo.
func (*subsystemInfo) PSType() *object.Type { return subsystemType }

// String is the type's name.
func (*subsystemInfo) String() string { return subsystemType.FullName() }

func subsystemMembers(set *object.MemberSet) {
	add := func(name string, t *object.Type, get func(i *subsystemInfo) any) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*subsystemInfo)), nil }})
	}
	none := func(*subsystemInfo) any { return object.NewArray(nil) }
	add("Kind", subsystemKind, func(i *subsystemInfo) any { return object.Enum{Type: subsystemKind, Value: i.kind} })
	add("SubsystemType", object.RuntimeType, func(i *subsystemInfo) any { return i.face })
	add("AllowUnregistration", object.BooleanType, func(*subsystemInfo) any { return true })
	add("AllowMultipleRegistration", object.BooleanType, func(i *subsystemInfo) any { return i.multiple })
	add("RequiredCmdlets", object.ObjectType, none)
	add("RequiredFunctions", object.ObjectType, none)
	add("IsRegistered", object.BooleanType, func(*subsystemInfo) any { return false })
	add("Implementations", object.ObjectType, none)
}

func getPSSubsystemCmdlet() *cmdlet.Definition {
	return define(core, "Get-PSSubsystem", func() cmdlet.Cmdlet { return &getPSSubsystem{} }, cmdlet.Options{DefaultParameterSet: "GetAllSet",
		Synopsis: "Lists the subsystems.", Outputs: []string{"System.Management.Automation.Subsystem.SubsystemInfo"}})
}

// Process writes all subsystems, or the one asked for.
func (c *getPSSubsystem) Process(_ context.Context, rt cmdlet.Runtime) error {
	set, found := rt.ParameterSet(), false
	for _, i := range subsystemTable {
		if set == "GetByKindSet" && i.kind != int64(c.Kind) || set == "GetByTypeSet" && i.face != c.SubsystemType {
			continue
		}
		found = true
		if err := rt.WriteObject(i); err != nil {
			return err
		}
	}
	if !found {
		t := object.ArgumentExceptionType
		return &object.Exception{Type: t, Message: "The specified subsystem type '" + c.SubsystemType.FullName() + "' is unknown. (Parameter 'subsystemType')"}
	}
	return nil
}

// featureViews are the views of experimental features and subsystems.
func featureViews() []*cmdlet.View {
	property := func(name string) cmdlet.Value { return cmdlet.Value{Property: name} }
	column := func(name string, width int, a cmdlet.Alignment) cmdlet.Column {
		return cmdlet.Column{Label: name, Width: width, Alignment: a, Value: property(name)}
	}
	item := func(name string) cmdlet.ListItem { return cmdlet.ListItem{Label: name, Value: property(name)} }
	feature, subsystem := []string{experimentalFeatureType.FullName()}, []string{subsystemType.FullName()}
	name := func(inv object.Invoker, v any) (any, error) { return v.(*subsystemInfo).face.Name, nil }
	return []*cmdlet.View{
		{Name: "ExperimentalFeature", TypeNames: feature, Table: &cmdlet.TableView{Columns: []cmdlet.Column{column("Name", 35, cmdlet.AlignLeft), column("Enabled", 7, cmdlet.AlignRight),
			column("Source", 35, cmdlet.AlignLeft), column("Description", 0, cmdlet.AlignLeft)}}},
		{Name: "ExperimentalFeature", TypeNames: feature, List: &cmdlet.ListView{Items: []cmdlet.ListItem{item("Name"), item("Enabled"), item("Source"), item("Description")}}},
		{Name: subsystem[0], TypeNames: subsystem, Table: &cmdlet.TableView{Columns: []cmdlet.Column{column("Kind", 17, cmdlet.AlignLeft),
			{Label: "SubsystemType", Width: 18, Alignment: cmdlet.AlignLeft, Value: cmdlet.Value{Func: name, Script: "$_.SubsystemType.Name"}},
			column("IsRegistered", 12, cmdlet.AlignRight), column("Implementations", 0, cmdlet.AlignLeft)}}},
	}
}

package bind

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// session is the binder's view of a session without types, blocks and people.
type session struct{ defaults []DefaultValue }

func (session) Context() context.Context                     { return context.Background() }
func (session) Culture() *object.Culture                     { return object.Invariant }
func (session) OFS() string                                  { return " " }
func (session) FindType(string) (*object.Type, error)        { return nil, errors.New("no types here") }
func (session) TypeMembers([]string) *object.MemberSet       { return nil }
func (session) ResolvePath(p string, _ bool) (string, error) { return p, nil }
func (session) NativePath(p string, _ bool) (string, error)  { return p, nil }
func (s session) DefaultValues(string) []DefaultValue        { return s.defaults }
func (session) Call(object.ScriptBlock, any, any, ...any) ([]any, error) {
	return nil, errors.New("no blocks here")
}
func (session) Prompt([]*cmdlet.Param, []string) ([]any, bool, error) { return nil, false, nil }

// parameter declares a parameter; in its sets, or in all without one.
func parameter(name string, t *object.Type, sets ...cmdlet.ParamSet) *cmdlet.Param {
	if len(sets) == 0 {
		sets = []cmdlet.ParamSet{{Position: -1}}
	}
	return &cmdlet.Param{Name: name, Type: t, Switch: t == object.SwitchType, Sets: sets}
}

func command(defaultSet string, params ...*cmdlet.Param) *Plan {
	return NewPlan(&cmdlet.Info{Name: "Test-Bind", Advanced: true, Parameters: params,
		Options: cmdlet.Options{DefaultParameterSet: defaultSet}, Sets: cmdlet.SetNames(params, defaultSet)})
}

// named and value make arguments.
func named(name string, v any) Arg { return Arg{Name: name, Value: v, HasValue: true} }
func flag(name string) Arg         { return Arg{Name: name} }

// shown are the bound parameters in order of binding, or the id of the error.
func shown(b *Binding, err error) string {
	if err != nil {
		var e *Error
		if errors.As(err, &e) {
			return e.Record.ID
		}
		return err.Error()
	}
	var list []string
	b.Bound(func(name string, v any) bool {
		list = append(list, name+"="+object.Text(session{}, v))
		return true
	})
	return strings.Join(list, " ")
}

var (
	at0   = cmdlet.ParamSet{Position: 0}
	at1   = cmdlet.ParamSet{Position: 1}
	piped = cmdlet.ParamSet{Position: -1, Pipeline: true}
	prop  = cmdlet.ParamSet{Position: -1, ByName: true}
)

func TestCommandLine(t *testing.T) {
	simple := command("", parameter("Name", object.StringType, at0), parameter("Count", object.Int32Type, at1), parameter("Force", object.SwitchType))
	sets := command("ByName",
		parameter("Name", object.StringType, cmdlet.ParamSet{Set: "ByName", Position: 0, Mandatory: true}),
		parameter("Id", object.Int32Type, cmdlet.ParamSet{Set: "ById", Position: 0, Mandatory: true}),
		parameter("All", object.SwitchType, cmdlet.ParamSet{Set: "All", Position: -1, Mandatory: true}))
	rest := command("", parameter("Name", object.StringType, at0),
		parameter("Rest", object.ArrayOf(object.ObjectType), cmdlet.ParamSet{Position: -1, Remaining: true}))
	owned := command("", parameter("Force", object.SwitchType), parameter("Keep", object.BooleanType))
	for _, p := range owned.Params {
		p.Field = []int{0}
	}
	for _, x := range []struct {
		about string
		plan  *Plan
		args  []Arg
		want  string
	}{
		{"by position", simple, []Arg{ValueArg("a"), ValueArg("3")}, "Name=a Count=3"},
		{"by name, then position", simple, []Arg{named("Count", int32(2)), ValueArg("a")}, "Count=2 Name=a"},
		{"by prefix", simple, []Arg{named("c", int32(2)), flag("f")}, "Count=2 Force=True"},
		{"the value is the next argument", simple, []Arg{flag("Name"), ValueArg("a")}, "Name=a"},
		{"a switch with a value", simple, []Arg{named("Force", false)}, "Force=False"},
		{"a switch given on", simple, []Arg{named("Force", object.SwitchParameter(true))}, "Force=True"},
		{"no name behind --", simple, []Arg{flag("-"), flag("Count")}, "Name=-Count"},
		{"twice", simple, []Arg{named("Name", "a"), named("Name", "b")}, "ParameterAlreadyBound"},
		{"no value", simple, []Arg{flag("Name")}, "MissingArgument"},
		{"unknown", simple, []Arg{named("Colour", "a")}, "NamedParameterNotFound"},
		{"too many", simple, []Arg{ValueArg("a"), ValueArg("1"), ValueArg("b")}, "PositionalParameterNotFound"},
		{"no number", simple, []Arg{named("Count", "x")}, "ParameterArgumentTransformationError"},
		{"a number for a switch", simple, []Arg{named("Force", int32(0))}, "ParameterArgumentTransformationError"},
		{"$null for a switch", simple, []Arg{named("Force", nil)}, "Force=False"},
		{"a number for a cmdlet's switch", owned, []Arg{named("Force", int32(0))}, "Force=False"},
		{"$null for a cmdlet's switch", owned, []Arg{named("Force", nil)}, "Force=True"},
		{"$null for a cmdlet's boolean", owned, []Arg{named("Keep", nil)}, "ParameterArgumentValidationErrorNullNotAllowed"},
		{"the default set", sets, []Arg{ValueArg("a")}, "Name=a"},
		{"the set of a switch", sets, []Arg{flag("All")}, "All=True"},
		{"the set whose type it is", sets, []Arg{ValueArg(int32(4))}, "Id=4"},
		{"nothing mandatory given", sets, nil, "MissingMandatoryParameter"},
		{"two sets", sets, []Arg{named("Name", "a"), named("Id", int32(1))}, "AmbiguousParameterSet"},
		{"what remains, in its order", rest, []Arg{ValueArg("a"), ValueArg("b"), flag("q"), ValueArg("d")}, "Name=a Rest=b -q d"},
		{"a list that remains is not wrapped", rest, []Arg{ValueArg("a"), ValueArg(object.NewArray([]any{"b", "c"}))}, "Name=a Rest=b c"},
	} {
		b := New(x.plan, session{}, "Test-Bind")
		if got := shown(b, b.BindCommandLine(x.args, false, nil)); got != x.want {
			t.Errorf("%s: %s, want %s", x.about, got, x.want)
		}
	}
}

func TestDefaultValues(t *testing.T) {
	plan := command("", parameter("Name", object.StringType, at0), parameter("Count", object.Int32Type))
	for _, x := range []struct {
		about    string
		defaults []DefaultValue
		args     []Arg
		want     string
	}{
		{"what is not given", []DefaultValue{{"Count", "7"}}, []Arg{ValueArg("mine")}, "Name=mine Count=7"},
		{"what has a name wins", []DefaultValue{{"Count", "7"}}, []Arg{named("Count", int32(1))}, "Count=1"},
		{"what has a position wins", []DefaultValue{{"Name", "other"}}, []Arg{ValueArg("mine")}, "Name=mine"},
		{"one that does not convert is left out", []DefaultValue{{"Count", "x"}}, []Arg{ValueArg("mine")}, "Name=mine"},
		{"one of no parameter is left out", []DefaultValue{{"Colour", "x"}}, nil, ""},
	} {
		b := New(plan, session{x.defaults}, "Test-Bind")
		if got := shown(b, b.BindCommandLine(x.args, false, nil)); got != x.want {
			t.Errorf("%s: %s, want %s", x.about, got, x.want)
		}
	}
}

func TestPipelineInput(t *testing.T) {
	person := func(age any) any {
		c := object.NewCustom(1)
		c.Set("Age", age)
		return c
	}
	byProperty := command("", parameter("Age", object.Int32Type, prop))
	byValue := command("", parameter("Age", object.Int32Type, piped))
	small := parameter("Age", object.Int32Type, piped)
	small.Validations = []cmdlet.Validation{cmdlet.ValidateRange{Min: int32(0), Max: int32(9)}}
	for _, x := range []struct {
		about string
		plan  *Plan
		input any
		want  string
	}{
		{"a property", byProperty, person("3"), "Age=3"},
		{"a property that does not convert is an error of its parameter", byProperty, person("old"), "ParameterArgumentTransformationError"},
		{"an object without the property", byProperty, "text", "InputObjectNotBound"},
		{"the value", byValue, int32(3), "Age=3"},
		{"the value, converted", byValue, "3", "Age=3"},
		{"a value that does not convert is not bound", byValue, "old", "InputObjectNotBound"},
		{"a value that is not valid is an error of its parameter", command("", small), int32(10), "ParameterArgumentValidationError"},
	} {
		b := New(x.plan, session{}, "Test-Bind")
		if err := b.BindCommandLine(nil, true, nil); err != nil {
			t.Errorf("%s: %v", x.about, err)
			continue
		}
		b.BeginPipeline()
		if got := shown(b, b.BindInput(x.input)); got != x.want {
			t.Errorf("%s: %s, want %s", x.about, got, x.want)
		}
	}
}

// TestShownSwitch: a script sees a SwitchParameter, a cmdlet's field a Boolean.
func TestShownSwitch(t *testing.T) {
	b := New(command("", parameter("Force", object.SwitchType)), session{}, "Test-Bind")
	if err := b.BindCommandLine([]Arg{flag("Force")}, false, nil); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%T %T", b.Values[0], b.Shown(0)); got != "bool object.SwitchParameter" {
		t.Error(got)
	}
}

func BenchmarkBind(b *testing.B) {
	plan := command("", parameter("Name", object.StringType, at0), parameter("Count", object.Int32Type, at1), parameter("Force", object.SwitchType))
	args := []Arg{ValueArg("a"), ValueArg(int32(3)), flag("Force")}
	for b.Loop() {
		if err := New(plan, session{}, "Test-Bind").BindCommandLine(args, false, nil); err != nil {
			b.Fatal(err)
		}
	}
}

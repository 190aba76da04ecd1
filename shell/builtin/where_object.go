package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// whereObject has one parameter set for each operator; only one of the switches is bound.
type whereObject struct {
	InputObject  any                `ps:"pipeline" help:"The objects."`
	FilterScript object.ScriptBlock `ps:"set=ScriptBlockSet,mandatory,position=0" help:"Tells which objects stay."`
	Property     string             `ps:"set=EqualSet,mandatory,position=0;set=CaseSensitiveEqualSet,mandatory,position=0;set=NotEqualSet,mandatory,position=0;set=CaseSensitiveNotEqualSet,mandatory,position=0;set=GreaterThanSet,mandatory,position=0;set=CaseSensitiveGreaterThanSet,mandatory,position=0;set=LessThanSet,mandatory,position=0;set=CaseSensitiveLessThanSet,mandatory,position=0;set=GreaterOrEqualSet,mandatory,position=0;set=CaseSensitiveGreaterOrEqualSet,mandatory,position=0;set=LessOrEqualSet,mandatory,position=0;set=CaseSensitiveLessOrEqualSet,mandatory,position=0;set=LikeSet,mandatory,position=0;set=CaseSensitiveLikeSet,mandatory,position=0;set=NotLikeSet,mandatory,position=0;set=CaseSensitiveNotLikeSet,mandatory,position=0;set=MatchSet,mandatory,position=0;set=CaseSensitiveMatchSet,mandatory,position=0;set=NotMatchSet,mandatory,position=0;set=CaseSensitiveNotMatchSet,mandatory,position=0;set=ContainsSet,mandatory,position=0;set=CaseSensitiveContainsSet,mandatory,position=0;set=NotContainsSet,mandatory,position=0;set=CaseSensitiveNotContainsSet,mandatory,position=0;set=InSet,mandatory,position=0;set=CaseSensitiveInSet,mandatory,position=0;set=NotInSet,mandatory,position=0;set=CaseSensitiveNotInSet,mandatory,position=0;set=IsSet,mandatory,position=0;set=IsNotSet,mandatory,position=0;set=Not,mandatory,position=0" notempty:"true" help:"The property to look at."`
	Value        cmdlet.Opt[any]    `ps:"set=EqualSet,position=1;set=CaseSensitiveEqualSet,position=1;set=NotEqualSet,position=1;set=CaseSensitiveNotEqualSet,position=1;set=GreaterThanSet,position=1;set=CaseSensitiveGreaterThanSet,position=1;set=LessThanSet,position=1;set=CaseSensitiveLessThanSet,position=1;set=GreaterOrEqualSet,position=1;set=CaseSensitiveGreaterOrEqualSet,position=1;set=LessOrEqualSet,position=1;set=CaseSensitiveLessOrEqualSet,position=1;set=LikeSet,position=1;set=CaseSensitiveLikeSet,position=1;set=NotLikeSet,position=1;set=CaseSensitiveNotLikeSet,position=1;set=MatchSet,position=1;set=CaseSensitiveMatchSet,position=1;set=NotMatchSet,position=1;set=CaseSensitiveNotMatchSet,position=1;set=ContainsSet,position=1;set=CaseSensitiveContainsSet,position=1;set=NotContainsSet,position=1;set=CaseSensitiveNotContainsSet,position=1;set=InSet,position=1;set=CaseSensitiveInSet,position=1;set=NotInSet,position=1;set=CaseSensitiveNotInSet,position=1;set=IsSet,position=1;set=IsNotSet,position=1" help:"What to compare with."`
	EQ           cmdlet.Switch      `ps:"set=EqualSet,alias=IEQ" help:"Equal."`
	CEQ          cmdlet.Switch      `ps:"set=CaseSensitiveEqualSet,mandatory" help:"Equal, with case."`
	NE           cmdlet.Switch      `ps:"set=NotEqualSet,mandatory,alias=INE" help:"Not equal."`
	CNE          cmdlet.Switch      `ps:"set=CaseSensitiveNotEqualSet,mandatory" help:"Not equal, with case."`
	GT           cmdlet.Switch      `ps:"set=GreaterThanSet,mandatory,alias=IGT" help:"Greater."`
	CGT          cmdlet.Switch      `ps:"set=CaseSensitiveGreaterThanSet,mandatory" help:"Greater, with case."`
	LT           cmdlet.Switch      `ps:"set=LessThanSet,mandatory,alias=ILT" help:"Less."`
	CLT          cmdlet.Switch      `ps:"set=CaseSensitiveLessThanSet,mandatory" help:"Less, with case."`
	GE           cmdlet.Switch      `ps:"set=GreaterOrEqualSet,mandatory,alias=IGE" help:"Greater or equal."`
	CGE          cmdlet.Switch      `ps:"set=CaseSensitiveGreaterOrEqualSet,mandatory" help:"Greater or equal, with case."`
	LE           cmdlet.Switch      `ps:"set=LessOrEqualSet,mandatory,alias=ILE" help:"Less or equal."`
	CLE          cmdlet.Switch      `ps:"set=CaseSensitiveLessOrEqualSet,mandatory" help:"Less or equal, with case."`
	Like         cmdlet.Switch      `ps:"set=LikeSet,mandatory,alias=ILike" help:"Fits a wildcard pattern."`
	CLike        cmdlet.Switch      `ps:"set=CaseSensitiveLikeSet,mandatory" help:"Fits a pattern, with case."`
	NotLike      cmdlet.Switch      `ps:"set=NotLikeSet,mandatory,alias=INotLike" help:"Does not fit."`
	CNotLike     cmdlet.Switch      `ps:"set=CaseSensitiveNotLikeSet,mandatory" help:"Does not fit, with case."`
	Match        cmdlet.Switch      `ps:"set=MatchSet,mandatory,alias=IMatch" help:"Matches a regular expression."`
	CMatch       cmdlet.Switch      `ps:"set=CaseSensitiveMatchSet,mandatory" help:"Matches, with case."`
	NotMatch     cmdlet.Switch      `ps:"set=NotMatchSet,mandatory,alias=INotMatch" help:"Does not match."`
	CNotMatch    cmdlet.Switch      `ps:"set=CaseSensitiveNotMatchSet,mandatory" help:"Does not match, with case."`
	Contains     cmdlet.Switch      `ps:"set=ContainsSet,mandatory,alias=IContains" help:"Holds the value."`
	CContains    cmdlet.Switch      `ps:"set=CaseSensitiveContainsSet,mandatory" help:"Holds it, with case."`
	NotContains  cmdlet.Switch      `ps:"set=NotContainsSet,mandatory,alias=INotContains" help:"Does not hold it."`
	CNotContains cmdlet.Switch      `ps:"set=CaseSensitiveNotContainsSet,mandatory" help:"Does not hold it, with case."`
	In           cmdlet.Switch      `ps:"set=InSet,mandatory,alias=IIn" help:"Is in the value."`
	CIn          cmdlet.Switch      `ps:"set=CaseSensitiveInSet,mandatory" help:"Is in it, with case."`
	NotIn        cmdlet.Switch      `ps:"set=NotInSet,mandatory,alias=INotIn" help:"Is not in it."`
	CNotIn       cmdlet.Switch      `ps:"set=CaseSensitiveNotInSet,mandatory" help:"Is not in it, with case."`
	Is           cmdlet.Switch      `ps:"set=IsSet,mandatory" help:"Is of a type."`
	IsNot        cmdlet.Switch      `ps:"set=IsNotSet,mandatory" help:"Is not of a type."`
	Not          cmdlet.Switch      `ps:"set=Not,mandatory" help:"Is false."`

	test func(v any) (bool, error)
}

func whereObjectCmdlet() *cmdlet.Definition {
	return define(core, "Where-Object", func() cmdlet.Cmdlet { return &whereObject{} }, cmdlet.Options{
		DefaultParameterSet: "EqualSet", Synopsis: "Selects objects from a collection based on their property values."})
}

// operatorOf is the operator that the bound switch stands for.
func (c *whereObject) operatorOf() string {
	for name, on := range map[string]cmdlet.Switch{
		"eq": c.EQ, "ceq": c.CEQ, "ne": c.NE, "cne": c.CNE, "gt": c.GT, "cgt": c.CGT, "lt": c.LT, "clt": c.CLT, "ge": c.GE, "cge": c.CGE,
		"le": c.LE, "cle": c.CLE, "like": c.Like, "clike": c.CLike, "notlike": c.NotLike, "cnotlike": c.CNotLike, "match": c.Match,
		"cmatch": c.CMatch, "notmatch": c.NotMatch, "cnotmatch": c.CNotMatch, "contains": c.Contains, "ccontains": c.CContains,
		"notcontains": c.NotContains, "cnotcontains": c.CNotContains, "in": c.In, "cin": c.CIn, "notin": c.NotIn, "cnotin": c.CNotIn,
		"is": c.Is, "isnot": c.IsNot, "not": c.Not} {
		if on {
			return name
		}
	}
	return ""
}

// Begin prepares the test.
func (c *whereObject) Begin(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	if c.FilterScript != nil {
		c.test = r.Predicate(blockOf(c.FilterScript))
		return nil
	}
	op := c.operatorOf()
	if op == "" && c.Value.Given {
		return object.NewError(object.PSArgumentType, "OperatorNotSpecified", object.InvalidArgument, nil, "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try the command again.")
	}
	if op != "" && op != "not" && !c.Value.Given {
		return object.NewError(object.PSArgumentType, "ValueNotSpecifiedForWhereObject", object.InvalidArgument, nil, "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try the command again.")
	}
	compare := r.Comparison(op)
	c.test = func(v any) (bool, error) {
		x, err := c.property(rt, v)
		if err != nil {
			return false, err
		}
		switch op {
		case "":
			return object.IsTrue(x), nil
		case "not":
			return !object.IsTrue(x), nil
		}
		return compare(x, c.Value.Value)
	}
	return nil
}

func (c *whereObject) property(rt cmdlet.Runtime, v any) (any, error) {
	if d, ok := object.Unwrap(v).(object.Dictionary); ok {
		if x, ok := d.Get(c.Property); ok {
			return x, nil
		}
	}
	x, _, err := object.GetProperty(rt, v, c.Property)
	return x, err
}

// Process passes an object on when the test holds.
func (c *whereObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := c.InputObject
	if in := rt.Input(); in != object.Null {
		v = in
	}
	ok, err := c.test(v)
	if err != nil || !ok {
		return err
	}
	return rt.WriteObject(v)
}

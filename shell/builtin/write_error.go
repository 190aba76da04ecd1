package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type writeError struct {
	Exception          *object.Exception    `ps:"set=WithException,mandatory,position=0" help:"The exception."`
	Message            string               `ps:"set=NoException,mandatory,position=0,pipeline,alias=Msg,allownull,allowempty;set=WithException,allownull,allowempty" help:"The text."`
	ErrorRecord        *object.ErrorRecord  `ps:"set=ErrorRecord,mandatory,position=0" help:"A record to write again."`
	Category           cmdlet.Opt[category] `ps:"set=NoException;set=WithException" help:"The category."`
	ErrorID            string               `ps:"set=NoException,name=ErrorId;set=WithException" help:"The id."`
	TargetObject       any                  `ps:"set=NoException;set=WithException" help:"What it was about."`
	RecommendedAction  string               `ps:"" help:"What to do."`
	CategoryActivity   string               `ps:"alias=Activity" help:"The activity."`
	CategoryReason     string               `ps:"alias=Reason" help:"The reason."`
	CategoryTargetName string               `ps:"alias=TargetName" help:"The target's name."`
	CategoryTargetType string               `ps:"alias=TargetType" help:"The target's type."`
}

func writeErrorCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Error", func() cmdlet.Cmdlet { return &writeError{} }, cmdlet.Options{DefaultParameterSet: "NoException", Synopsis: "Writes an object to the error stream."})
}

// category is an ErrorCategory.
type category object.Category

// BindType is System.Management.Automation.ErrorCategory.
func (*category) BindType() *object.Type {
	if t, err := dotnet.Find("System.Management.Automation.ErrorCategory"); err == nil {
		return t
	}
	return object.Int32Type
}

// BindValue takes the category's number.
func (c *category) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*c = category(e.Value)
	}
}

// Process writes the record in the name of the code that called.
func (c *writeError) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := c.record()
	if c.RecommendedAction != "" {
		r.RecommendedAction = c.RecommendedAction
		r.Details = r.Error() // details hold both
	}
	set := func(to *string, v string) {
		if v != "" {
			*to = v
		}
	}
	set(&r.Activity, c.CategoryActivity)
	set(&r.Reason, c.CategoryReason)
	set(&r.TargetName, c.CategoryTargetName)
	set(&r.TargetType, c.CategoryTargetType)
	return eval.RunningOf(rt).WriteErrorAsCaller(r)
}

func (c *writeError) record() *object.ErrorRecord {
	if c.ErrorRecord != nil {
		copied := *c.ErrorRecord
		return &copied
	}
	e := c.Exception
	id := c.ErrorID
	if e == nil {
		e = object.Throw(object.WriteErrorExceptionType, "%s", c.Message)
	}
	if id == "" {
		id = e.PSType().FullName()
	}
	r := &object.ErrorRecord{Exception: e, ID: id, Category: object.Category(c.Category.Or(0)), Target: c.TargetObject}
	if c.Exception != nil && c.Message != "" {
		r.Details = c.Message
	}
	return r
}

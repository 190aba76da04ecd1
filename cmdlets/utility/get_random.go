package utility

import (
	"context"
	"math/rand/v2"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getRandom struct {
	SetSeed     cmdlet.Opt[int32] `ps:"" help:"Starts the series anew."`
	Maximum     any               `ps:"set=RandomNumberParameterSet,position=0" help:"The number is below it."`
	Minimum     any               `ps:"set=RandomNumberParameterSet" help:"The smallest number."`
	InputObject []any             `ps:"set=RandomListItemParameterSet,mandatory,pipeline,position=0,allownull,allowempty;set=ShuffleParameterSet,mandatory,pipeline,position=0,allownull,allowempty" help:"What is chosen from."`
	Count       cmdlet.Opt[int32] `ps:"set=RandomNumberParameterSet;set=RandomListItemParameterSet" range:"1..2147483647" help:"How many."`
	Shuffle     cmdlet.Switch     `ps:"set=ShuffleParameterSet,mandatory" help:"All of them, in any order."`

	source *rand.Rand
	items  []any
}

func getRandomCmdlet() *cmdlet.Definition {
	now := uint64(time.Now().UnixNano())
	source := rand.New(rand.NewPCG(now, rand.Uint64()))
	return define("Get-Random", func() cmdlet.Cmdlet { return &getRandom{source: source} }, cmdlet.Options{
		DefaultParameterSet: "RandomNumberParameterSet", Synopsis: "Gives a random number, or chooses among objects.",
		Outputs: []string{"System.Int32", "System.Int64", "System.Double"}})
}

// Begin takes the seed.
func (c *getRandom) Begin(context.Context, cmdlet.Runtime) error {
	if c.SetSeed.Given {
		*c.source = *rand.New(rand.NewPCG(uint64(c.SetSeed.Value), 0))
	}
	return nil
}

// Process gathers objects, or writes numbers.
func (c *getRandom) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() != "RandomNumberParameterSet" {
		c.items = append(c.items, c.InputObject...)
		return nil
	}
	low, high, real, err := c.bounds(rt)
	if err != nil {
		return err
	}
	for range max(c.Count.Value, 1) {
		var v any
		switch {
		case real:
			v = low + c.source.Float64()*(high-low)
		default:
			n := int64(low) + c.source.Int64N(int64(high)-int64(low))
			if v = n; n >= -1<<31 && n < 1<<31 && high <= 1<<31 {
				v = int32(n)
			}
		}
		if err := rt.WriteObject(v); err != nil {
			return err
		}
	}
	return nil
}

func (c *getRandom) bounds(rt cmdlet.Runtime) (low, high float64, real bool, err error) {
	high = 1<<31 - 1
	for _, b := range []struct {
		given any
		to    *float64
	}{{c.Minimum, &low}, {c.Maximum, &high}} {
		if b.given == nil {
			continue
		}
		v := object.Unwrap(b.given)
		if s, ok := v.(string); ok {
			if n, ok := object.ScanNumber(s); ok {
				v = n
			}
		}
		switch v.(type) {
		case float64, float32:
			real = true
		}
		n, err := object.Convert(rt, v, object.DoubleType)
		if err != nil {
			return 0, 0, false, err
		}
		*b.to = n.(float64)
	}
	if low >= high {
		e := object.Throw(object.ArgumentExceptionType, "The Minimum value (%s) cannot be greater than or equal to the Maximum value (%s).", object.Text(rt, low), object.Text(rt, high))
		return 0, 0, false, record(e, "MinGreaterThanOrEqualMax", object.InvalidArgument, nil)
	}
	return low, high, real, nil
}

// End writes the objects chosen.
func (c *getRandom) End(_ context.Context, rt cmdlet.Runtime) error {
	n := int(max(c.Count.Value, 1))
	if c.Shuffle || n > len(c.items) {
		n = len(c.items)
	}
	for i := range n {
		j := i + c.source.IntN(len(c.items)-i)
		c.items[i], c.items[j] = c.items[j], c.items[i]
		if err := rt.WriteObject(c.items[i]); err != nil {
			return err
		}
	}
	return nil
}

type newGuid struct {
	Empty       cmdlet.Switch `ps:"set=Empty" help:"The one that is all zeros."`
	InputObject string        `ps:"set=InputObject,mandatory,pipeline,position=0" help:"A text to read one from."`
}

func newGuidCmdlet() *cmdlet.Definition {
	return define("New-Guid", func() cmdlet.Cmdlet { return &newGuid{} }, cmdlet.Options{
		DefaultParameterSet: "Default", Synopsis: "Makes a GUID.", Outputs: []string{"System.Guid"}})
}

// Process writes a GUID.
func (c *newGuid) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case c.InputObject != "":
		v, err := object.Convert(rt, c.InputObject, dotnet.GuidType)
		if err != nil {
			return rt.WriteError(record(object.FromGo(err), "StringNotRecognizedAsGuid", object.InvalidArgument, c.InputObject))
		}
		return rt.WriteObject(v)
	case bool(c.Empty):
		return rt.WriteObject(dotnet.Guid{})
	}
	return rt.WriteObject(dotnet.NewGuid())
}

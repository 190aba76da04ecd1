package utility

import (
	"context"
	"encoding/binary"
	"math"
	"math/bits"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// byteSource gives random bytes; which they are is all that Get-Random and
// Get-SecureRandom differ in.
type byteSource interface{ Bytes(b []byte) }

// randomNumbers is what Get-Random and Get-SecureRandom have in common.
type randomNumbers struct {
	Maximum     any               `ps:"set=RandomNumberParameterSet,position=0" help:"The number is below it."`
	Minimum     any               `ps:"set=RandomNumberParameterSet" help:"The smallest number."`
	InputObject []any             `ps:"set=RandomListItemParameterSet,mandatory,pipeline,position=0,allownull;set=ShuffleParameterSet,mandatory,pipeline,position=0,allownull" help:"What is chosen from."`
	Count       cmdlet.Opt[int32] `ps:"set=RandomNumberParameterSet;set=RandomListItemParameterSet" range:"1..2147483647" help:"How many."`
	Shuffle     cmdlet.Switch     `ps:"set=ShuffleParameterSet,mandatory" help:"All of them, in any order."`

	source byteSource
	seen   int   // objects that came
	chosen []any // of these
}

// sample is an integer from 0 to 2^31-2.
func (c *randomNumbers) sample() int32 {
	n := c.any()
	for n == math.MaxInt32 {
		n = c.any()
	}
	if n < 0 {
		n += math.MaxInt32
	}
	return n
}

func (c *randomNumbers) any() int32 {
	var b [4]byte
	c.source.Bytes(b[:])
	return int32(binary.LittleEndian.Uint32(b[:]))
}

func (c *randomNumbers) fraction() float64 { return float64(c.sample()) * (1.0 / math.MaxInt32) }

// between is from low up to high, which is not reached.
func (c *randomNumbers) between(low, high int32) int32 {
	width := int64(high) - int64(low)
	if width <= math.MaxInt32 {
		return int32(c.fraction()*float64(width)) + low
	}
	n := c.any()
	for n == math.MaxInt32 {
		n = c.any()
	}
	share := (float64(n) + math.MaxInt32) * (1.0 / (2 * math.MaxInt32))
	return int32(int64(share*float64(width)) + int64(low))
}

func (c *randomNumbers) long(low, high int64) int64 {
	width := uint64(high) - uint64(low)
	if width <= math.MaxInt32 {
		return low + int64(c.between(0, int32(width)))
	}
	mask := uint64(math.MaxUint64) >> bits.LeadingZeros64(width)
	for {
		var b [8]byte
		c.source.Bytes(b[:])
		if n := binary.LittleEndian.Uint64(b[:]) & mask; n < width {
			return int64(uint64(low) + n)
		}
	}
}

func (c *randomNumbers) real(low, high float64) float64 {
	width := high - low
	for {
		r := c.fraction()
		n := low + r*width
		if math.IsInf(width, 0) {
			n = low + r*high - r*low
		} else {
			width *= r
		}
		if n < high {
			return n
		}
	}
}

// write writes numbers, where the maximum is no list to choose from.
func (c *randomNumbers) write(rt cmdlet.Runtime) error {
	if list, ok := object.Unwrap(c.Maximum).(*object.Array); ok {
		c.gather(list.Items)
		return nil
	}
	next, err := c.numbers(rt)
	if err != nil {
		return err
	}
	for range c.Count.Or(1) {
		if err := rt.WriteObject(next()); err != nil {
			return err
		}
	}
	return nil
}

// numbers makes integers of 32 bits, of 64 bits or reals, by what the bounds are.
func (c *randomNumbers) numbers(rt cmdlet.Runtime) (next func() any, err error) {
	low, high := randomBound(c.Minimum), randomBound(c.Maximum)
	_, lowInt := low.(int32)
	_, highInt := high.(int32)
	_, lowLong := low.(int64)
	_, highLong := high.(int64)
	switch {
	case (lowInt || low == nil) && (highInt || high == nil):
		from, to := int32(0), int32(math.MaxInt32)
		if lowInt {
			from = low.(int32)
		}
		if highInt {
			to = high.(int32)
		}
		return func() any { return object.Int(c.between(from, to)) }, randomOrder(rt, from >= to, from, to)
	case (lowInt || lowLong || low == nil) && (highInt || highLong || high == nil):
		from, to := int64(0), int64(math.MaxInt64)
		if low != nil {
			from = integer64(low)
		}
		if high != nil {
			to = integer64(high)
		}
		return func() any { return c.long(from, to) }, randomOrder(rt, from >= to, from, to)
	}
	from, to := 0.0, math.MaxFloat64
	for _, b := range []struct {
		v  any
		to *float64
	}{{low, &from}, {high, &to}} {
		if b.v == nil {
			continue
		}
		f, err := object.Convert(rt, b.v, object.DoubleType)
		if err != nil {
			return nil, err
		}
		*b.to = f.(float64)
	}
	return func() any { return c.real(from, to) }, randomOrder(rt, from >= to, from, to)
}

func integer64(v any) int64 {
	if n, ok := v.(int32); ok {
		return int64(n)
	}
	return v.(int64)
}

// randomBound is the number a text stands for, else the value itself.
func randomBound(v any) any {
	v = object.Unwrap(v)
	if s, ok := v.(string); ok {
		if n, ok := object.ScanNumber(s); ok {
			return n
		}
	}
	return v
}

func randomOrder(rt cmdlet.Runtime, wrong bool, low, high any) error {
	if !wrong {
		return nil
	}
	e := object.Throw(object.ArgumentExceptionType, "The Minimum value (%s) cannot be greater than or equal to the Maximum value (%s).", object.Text(rt, low), object.Text(rt, high))
	return record(e, "MinGreaterThanOrEqualMax", object.InvalidArgument, nil)
}

// gather keeps each object with the same chance.
func (c *randomNumbers) gather(items []any) {
	count := int(c.Count.Or(1))
	for _, item := range items {
		switch {
		case bool(c.Shuffle) || c.seen < count:
			c.chosen = append(c.chosen, item)
		case int(c.between(0, int32(c.seen+1))) < count:
			c.chosen[c.between(0, int32(count))] = item
		}
		c.seen++
	}
}

// Process gathers objects, or writes numbers where no input is.
func (c *randomNumbers) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case rt.ParameterSet() == "RandomNumberParameterSet" && (rt.Input() == object.Null || c.Minimum != nil || c.Maximum != nil):
		return c.write(rt)
	case c.InputObject == nil:
		c.gather([]any{nil})
	default:
		c.gather(c.InputObject)
	}
	return nil
}

// End writes the objects chosen, in no order.
func (c *randomNumbers) End(_ context.Context, rt cmdlet.Runtime) error {
	n := len(c.chosen)
	for i := range n {
		j := int(c.between(int32(i), int32(n)))
		if i != j {
			c.chosen[i], c.chosen[j] = c.chosen[j], c.chosen[i]
		}
		if err := rt.WriteObject(c.chosen[i]); err != nil {
			return err
		}
	}
	return nil
}

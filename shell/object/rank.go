package object

import "sync"

// Rank says how good a conversion is; overload resolution compares ranks.
// Higher is better, zero is impossible.
type Rank uint16

// The ranks, worst first; their distances matter to overload resolution.
const (
	RankNone             Rank = 0
	RankUnrelatedArrays  Rank = 0x0F
	RankToString         Rank = 0x1F
	RankCustom           Rank = 0x2F
	RankIConvertible     Rank = 0x3F
	RankImplicitCast     Rank = 0x4F
	RankExplicitCast     Rank = 0x5F
	RankConstructor      Rank = 0x6F
	RankCreate           Rank = 0x73
	RankParse            Rank = 0x7F
	RankPSObject         Rank = 0x8F
	RankLanguage         Rank = 0x9F
	RankNullToValue      Rank = 0xAF
	RankNullToRef        Rank = 0xBF
	RankNumericExplicit  Rank = 0xCF
	RankNumericExplicit1 Rank = 0xDF
	RankNumericString    Rank = 0xEF
	RankNumericImplicit  Rank = 0xFF
	RankAssignable       Rank = 0x10F
	RankStringToChars    Rank = 0x11A
	RankIdentity         Rank = 0x11F

	scalarToArray Rank = 0xFFF7 // mask: a scalar made into an array ranks a little lower
)

// converter turns a value (never wrapped in a PSObject) into one of type t.
type converter func(inv Invoker, v any, t *Type) (any, error)

type conversion struct {
	rank Rank
	do   converter
}

// noConversion is what figure answers when there is none.
func noConversion() *conversion { return &conversion{RankNone, refuse} }

func refuse(inv Invoker, v any, t *Type) (any, error) { return nil, finalCast(inv, v, t) }

type typePair struct{ from, to *Type }

// figured caches what figure finds; types live as long as the process.
var figured sync.Map // typePair -> *conversion

// figure finds the conversion between two types; from is nil for $null.
func figure(from, to *Type) *conversion {
	if c, ok := figured.Load(typePair{from, to}); ok {
		return c.(*conversion)
	}
	c := figureAnew(from, to)
	figured.Store(typePair{from, to}, c)
	return c
}

// RankOf tells how well v converts to t. A PSObject counts as what it wraps.
func RankOf(v any, t *Type) Rank {
	if _, ok := v.(*PSObject); ok && (t == PSObjectType || t == ObjectType) {
		return RankIdentity
	}
	v = Unwrap(v)
	if v == any(Null) {
		v = nil
	}
	return figure(TypeOf(v), t).rank
}

// CanConvert tells whether there is a conversion at all; it may still fail for this value.
func CanConvert(v any, t *Type) bool { return RankOf(v, t) != RankNone }

func figureAnew(from, to *Type) *conversion {
	if from == nil {
		return figureNull(to)
	}
	if c := figureNumeric(from, to); c != nil {
		return c
	}
	if from.Is(to) {
		if from == to {
			return &conversion{RankIdentity, asIs}
		}
		return &conversion{RankAssignable, asIs}
	}
	if to == PSObjectType {
		return &conversion{RankPSObject, asIs}
	}
	scalar, c := figureLanguage(from, to)
	if c != nil {
		return c
	}
	c = figureByMembers(from, to)
	if scalar != nil {
		if c == nil || c.rank < scalar.rank {
			return &conversion{scalar.rank, orElse(scalar, c)}
		}
		return &conversion{c.rank, orElse(scalar, c)}
	}
	if c == nil {
		return noConversion()
	}
	return c
}

// orElse tries a first and b when that fails, with a's error when there is no b.
func orElse(a, b *conversion) converter {
	if b == nil {
		return a.do
	}
	return func(inv Invoker, v any, t *Type) (any, error) {
		r, err := a.do(inv, v, t)
		if err != nil {
			if r2, err2 := b.do(inv, v, t); err2 == nil {
				return r2, nil
			}
		}
		return r, err
	}
}

func asIs(_ Invoker, v any, _ *Type) (any, error) { return v, nil }

func figureNull(to *Type) *conversion {
	constant := func(r Rank, result any) *conversion {
		return &conversion{r, func(Invoker, any, *Type) (any, error) { return result, nil }}
	}
	switch {
	case to == StringType:
		return constant(RankToString, "")
	case to == BooleanType, to == SwitchType:
		return constant(RankNullToValue, false)
	case to == CharType:
		return constant(RankNullToValue, Char(0))
	case to.code().numeric() && to.Kind != KindEnum:
		zero := to.Zero
		return constant(RankNullToValue, zero)
	case to == BigIntegerType:
		return constant(RankNullToValue, toBig(int32(0)))
	case to.Nullable() != nil:
		return constant(RankNullToValue, nil)
	case to == ReferenceType:
		return &conversion{RankNullToRef, func(Invoker, any, *Type) (any, error) { return &Reference{}, nil }}
	case !to.IsValue():
		return constant(RankNullToRef, nil)
	}
	return noConversion()
}

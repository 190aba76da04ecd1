package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"stagecoach/engine/migration"
	"stagecoach/shell/object"
)

// Unlimited is Exchange's Unlimited<int>: a number or "Unlimited".
type Unlimited struct{ migration.Unlimited }

var unlimitedType = &object.Type{Name: "Unlimited", Base: object.ValueTypeType, Kind: object.KindStruct,
	Convert: toUnlimited, Members: unlimitedMembers}

// UnlimitedOf shows a limit of the engine's.
func UnlimitedOf(u migration.Unlimited) Unlimited { return Unlimited{Unlimited: u} }

// PSType makes a limit a value of the language.
func (Unlimited) PSType() *object.Type { return unlimitedType }

func (u Unlimited) String() string {
	if u.None {
		return "Unlimited"
	}
	return strconv.Itoa(u.Value)
}

// BindType is what the binder converts an argument to.
func (*Unlimited) BindType() *object.Type { return unlimitedType }

// BindValue takes the converted argument.
func (u *Unlimited) BindValue(v any) { *u = v.(Unlimited) }

// Limit is the engine's form of an optional limit: nil when it was not given.
func (u *Unlimited) Limit(given bool) *migration.Unlimited {
	if !given {
		return nil
	}
	return &u.Unlimited
}

func toUnlimited(inv object.Invoker, v any) (any, bool, error) {
	switch x := object.Unwrap(v).(type) {
	case Unlimited:
		return x, true, nil
	case string:
		return parseUnlimited(x)
	case nil, bool:
		return nil, false, nil
	}
	n, err := object.Convert(inv, v, object.Int32Type)
	if err != nil {
		return nil, true, err
	}
	return Unlimited{Unlimited: migration.Unlimited{Value: int(n.(int32))}}, true, nil
}

func parseUnlimited(text string) (any, bool, error) {
	s := strings.TrimSpace(text)
	if strings.EqualFold(s, "unlimited") {
		return Unlimited{Unlimited: migration.Unlimited{None: true}}, true, nil
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return nil, true, &object.Exception{Type: object.FormatExceptionType,
			Message: fmt.Sprintf("The string '%s' is not a valid number and is not 'Unlimited'.", text)}
	}
	return Unlimited{Unlimited: migration.Unlimited{Value: int(n)}}, true, nil
}

func unlimitedMembers(set *object.MemberSet) {
	set.Add(&object.Member{Name: "IsUnlimited", Kind: object.Property, Type: object.BooleanType,
		Get: func(_ object.Invoker, self any) (any, error) { return self.(Unlimited).None, nil }})
	set.Add(&object.Member{Name: "Value", Kind: object.Property, Type: object.Int32Type,
		Get: func(_ object.Invoker, self any) (any, error) { return int32(self.(Unlimited).Value), nil }})
}

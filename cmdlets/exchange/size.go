package exchange

import (
	"fmt"

	"stagecoach/shell/object"
)

// Size is a number of bytes: Exchange's ByteQuantifiedSize. It prints as
// 225.8 MB (236,732,045 bytes) and has ToBytes(), ToKB(), ToMB(), ToGB(); its
// Value is itself, as scripts expect of an Unlimited size.
type Size int64

var sizeType = &object.Type{Name: "ByteQuantifiedSize", Namespace: "Microsoft.Exchange.Data", Base: object.ValueTypeType,
	Kind: object.KindStruct, Members: sizeMembers}

// PSType makes a size a value of the language.
func (Size) PSType() *object.Type { return sizeType }

func (s Size) String() string { return fmt.Sprintf("%s (%s bytes)", s.Short(), Thousands(int64(s))) }

// Short is the size in its largest unit, with up to four digits: 225.8 MB.
func (s Size) Short() string {
	units := [...]string{"B", "KB", "MB", "GB", "TB"}
	v, i := float64(s), 0
	for v >= 1024 && i < len(units)-1 {
		v, i = v/1024, i+1
	}
	return fmt.Sprintf("%.4g %s", v, units[i])
}

func sizeMembers(set *object.MemberSet) {
	set.Add(&object.Member{Name: "Value", Kind: object.Property, Type: object.ObjectType,
		Get: func(_ object.Invoker, self any) (any, error) { return self, nil }})
	set.Add(&object.Member{Name: "IsUnlimited", Kind: object.Property, Type: object.BooleanType,
		Get: func(object.Invoker, any) (any, error) { return false, nil }})
	for i, name := range [...]string{"ToBytes", "ToKB", "ToMB", "ToGB", "ToTB"} {
		shift := 10 * i
		set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{{
			Return: object.UInt64Type,
			Call:   func(_ object.Invoker, self any, _ []any) (any, error) { return uint64(self.(Size)) >> shift, nil },
		}}})
	}
}

// Thousands writes n with commas, as Exchange's texts do.
func Thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

package ast

// TokenFlags are PowerShell's TokenFlags, under its numbers: what a token is by its kind,
// and by the place where it stands.
type TokenFlags uint32

// The flags beside the precedence of a binary operator, which the lowest four bits hold.
const (
	FlagKeyword                TokenFlags = 0x10
	FlagScriptBlockBlockName   TokenFlags = 0x20
	FlagBinaryOperator         TokenFlags = 0x100
	FlagUnaryOperator          TokenFlags = 0x200
	FlagCaseSensitive          TokenFlags = 0x400
	FlagTernaryOperator        TokenFlags = 0x800
	FlagSpecialOperator        TokenFlags = 0x1000
	FlagAssignmentOperator     TokenFlags = 0x2000
	FlagParseModeInvariant     TokenFlags = 0x8000
	FlagTokenInError           TokenFlags = 0x10000
	FlagDisallowedInRestricted TokenFlags = 0x20000
	FlagPrefixOrPostfix        TokenFlags = 0x40000
	FlagCommandName            TokenFlags = 0x80000   // the token names a command
	FlagMemberName             TokenFlags = 0x100000  // a member, a key, or a label
	FlagTypeName               TokenFlags = 0x200000  // a type
	FlagAttributeName          TokenFlags = 0x400000  // an attribute
	FlagCanConstantFold        TokenFlags = 0x800000  // an operator on constants can be computed before the script runs
	FlagNoAttributes           TokenFlags = 0x1000000 // a statement before which no attribute stands
)

// traitFlags are the flags of the traits.
var traitFlags = [...]struct {
	trait TokenTrait
	flag  TokenFlags
}{
	{TraitKeyword, FlagKeyword}, {TraitBlockName, FlagScriptBlockBlockName}, {TraitBinary, FlagBinaryOperator},
	{TraitUnary, FlagUnaryOperator}, {TraitCaseSensitive, FlagCaseSensitive}, {TraitAssignment, FlagAssignmentOperator},
	{TraitModeInvariant, FlagParseModeInvariant}, {TraitNotRestricted, FlagDisallowedInRestricted},
	{TraitIncrement, FlagPrefixOrPostfix}, {TraitNoAttributes, FlagNoAttributes},
}

// Flags returns the flags that all tokens of the kind have.
func (k TokenKind) Flags() TokenFlags {
	flags := TokenFlags(k.Precedence())
	for _, t := range traitFlags {
		if k.Has(t.trait) {
			flags |= t.flag
		}
	}
	switch k {
	case Ampersand, Pipe, ColonColon, Dot, Colon, QuestionDot:
		flags |= FlagSpecialOperator
	case QuestionMark:
		flags |= FlagTernaryOperator
	case Exclaim, Multiply, Divide, Rem, Plus, Minus, Not, Bnot, And, Or, Xor, Band, Bor, Bxor, Shl, Shr:
		flags |= FlagCanConstantFold
	}
	return flags
}

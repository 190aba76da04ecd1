package ast

// A TokenKind is the kind of a token, and the operator of a node, under
// PowerShell's names and numbers.
type TokenKind uint8

// The kinds of tokens.
const (
	Unknown                TokenKind = 0
	Variable               TokenKind = 1
	SplattedVariable       TokenKind = 2
	Parameter              TokenKind = 3
	Number                 TokenKind = 4
	Label                  TokenKind = 5
	Identifier             TokenKind = 6
	Generic                TokenKind = 7
	NewLine                TokenKind = 8
	LineContinuation       TokenKind = 9
	Comment                TokenKind = 10
	EndOfInput             TokenKind = 11
	StringLiteral          TokenKind = 12
	StringExpandable       TokenKind = 13
	HereStringLiteral      TokenKind = 14
	HereStringExpandable   TokenKind = 15
	LParen                 TokenKind = 16
	RParen                 TokenKind = 17
	LCurly                 TokenKind = 18
	RCurly                 TokenKind = 19
	LBracket               TokenKind = 20
	RBracket               TokenKind = 21
	AtParen                TokenKind = 22
	AtCurly                TokenKind = 23
	DollarParen            TokenKind = 24
	Semi                   TokenKind = 25
	AndAnd                 TokenKind = 26
	OrOr                   TokenKind = 27
	Ampersand              TokenKind = 28
	Pipe                   TokenKind = 29
	Comma                  TokenKind = 30
	MinusMinus             TokenKind = 31
	PlusPlus               TokenKind = 32
	DotDot                 TokenKind = 33
	ColonColon             TokenKind = 34
	Dot                    TokenKind = 35
	Exclaim                TokenKind = 36
	Multiply               TokenKind = 37
	Divide                 TokenKind = 38
	Rem                    TokenKind = 39
	Plus                   TokenKind = 40
	Minus                  TokenKind = 41
	Equals                 TokenKind = 42
	PlusEquals             TokenKind = 43
	MinusEquals            TokenKind = 44
	MultiplyEquals         TokenKind = 45
	DivideEquals           TokenKind = 46
	RemainderEquals        TokenKind = 47
	Redirection            TokenKind = 48
	RedirectInStd          TokenKind = 49
	Format                 TokenKind = 50
	Not                    TokenKind = 51
	Bnot                   TokenKind = 52
	And                    TokenKind = 53
	Or                     TokenKind = 54
	Xor                    TokenKind = 55
	Band                   TokenKind = 56
	Bor                    TokenKind = 57
	Bxor                   TokenKind = 58
	Join                   TokenKind = 59
	Ieq                    TokenKind = 60
	Ine                    TokenKind = 61
	Ige                    TokenKind = 62
	Igt                    TokenKind = 63
	Ilt                    TokenKind = 64
	Ile                    TokenKind = 65
	Ilike                  TokenKind = 66
	Inotlike               TokenKind = 67
	Imatch                 TokenKind = 68
	Inotmatch              TokenKind = 69
	Ireplace               TokenKind = 70
	Icontains              TokenKind = 71
	Inotcontains           TokenKind = 72
	Iin                    TokenKind = 73
	Inotin                 TokenKind = 74
	Isplit                 TokenKind = 75
	Ceq                    TokenKind = 76
	Cne                    TokenKind = 77
	Cge                    TokenKind = 78
	Cgt                    TokenKind = 79
	Clt                    TokenKind = 80
	Cle                    TokenKind = 81
	Clike                  TokenKind = 82
	Cnotlike               TokenKind = 83
	Cmatch                 TokenKind = 84
	Cnotmatch              TokenKind = 85
	Creplace               TokenKind = 86
	Ccontains              TokenKind = 87
	Cnotcontains           TokenKind = 88
	Cin                    TokenKind = 89
	Cnotin                 TokenKind = 90
	Csplit                 TokenKind = 91
	Is                     TokenKind = 92
	IsNot                  TokenKind = 93
	As                     TokenKind = 94
	PostfixPlusPlus        TokenKind = 95
	PostfixMinusMinus      TokenKind = 96
	Shl                    TokenKind = 97
	Shr                    TokenKind = 98
	Colon                  TokenKind = 99
	QuestionMark           TokenKind = 100
	QuestionQuestionEquals TokenKind = 101
	QuestionQuestion       TokenKind = 102
	QuestionDot            TokenKind = 103
	QuestionLBracket       TokenKind = 104
	Begin                  TokenKind = 119
	Break                  TokenKind = 120
	Catch                  TokenKind = 121
	Class                  TokenKind = 122
	Continue               TokenKind = 123
	Data                   TokenKind = 124
	Define                 TokenKind = 125
	Do                     TokenKind = 126
	Dynamicparam           TokenKind = 127
	Else                   TokenKind = 128
	ElseIf                 TokenKind = 129
	End                    TokenKind = 130
	Exit                   TokenKind = 131
	Filter                 TokenKind = 132
	Finally                TokenKind = 133
	For                    TokenKind = 134
	Foreach                TokenKind = 135
	From                   TokenKind = 136
	Function               TokenKind = 137
	If                     TokenKind = 138
	In                     TokenKind = 139
	Param                  TokenKind = 140
	Process                TokenKind = 141
	Return                 TokenKind = 142
	Switch                 TokenKind = 143
	Throw                  TokenKind = 144
	Trap                   TokenKind = 145
	Try                    TokenKind = 146
	Until                  TokenKind = 147
	Using                  TokenKind = 148
	Var                    TokenKind = 149
	While                  TokenKind = 150
	Workflow               TokenKind = 151
	Parallel               TokenKind = 152
	Sequence               TokenKind = 153
	InlineScript           TokenKind = 154
	Configuration          TokenKind = 155
	DynamicKeyword         TokenKind = 156
	Public                 TokenKind = 157
	Private                TokenKind = 158
	Static                 TokenKind = 159
	Interface              TokenKind = 160
	Enum                   TokenKind = 161
	Namespace              TokenKind = 162
	Module                 TokenKind = 163
	Type                   TokenKind = 164
	Assembly               TokenKind = 165
	Command                TokenKind = 166
	Hidden                 TokenKind = 167
	Base                   TokenKind = 168
	Default                TokenKind = 169
	Clean                  TokenKind = 170
)

// A TokenTrait is one of the properties that a kind of token has.
type TokenTrait uint16

// The traits of tokens that the parser and its callers ask for.
const (
	TraitKeyword TokenTrait = 1 << iota
	TraitBlockName
	TraitBinary
	TraitUnary
	TraitCaseSensitive
	TraitAssignment
	TraitModeInvariant
	TraitNotRestricted
	TraitIncrement
	TraitNoAttributes
)

// Has reports whether the kind has the trait.
func (k TokenKind) Has(t TokenTrait) bool { return kinds[k].traits&t != 0 }

// Precedence returns the binding strength of a binary operator, 0 for others.
func (k TokenKind) Precedence() int { return int(kinds[k].precedence) }

// Text returns how the kind is written: an operator's sign, a keyword, or a word
// for the class of token.
func (k TokenKind) Text() string { return kinds[k].text }

// String returns PowerShell's name of the kind.
func (k TokenKind) String() string { return kinds[k].name }

// IsKeyword reports whether the kind is a keyword.
func (k TokenKind) IsKeyword() bool { return k.Has(TraitKeyword) }

// IsAssignment reports whether the kind is an assignment operator.
func (k TokenKind) IsAssignment() bool { return k.Has(TraitAssignment) }

type kindInfo struct {
	name, text string
	precedence uint8
	traits     TokenTrait
}

// kinds is indexed by TokenKind; the numbers that PowerShell reserves are empty.
var kinds = [256]kindInfo{
	Unknown:                {"Unknown", "unknown", 0, 0},
	Variable:               {"Variable", "var", 0, 0},
	SplattedVariable:       {"SplattedVariable", "@var", 0, 0},
	Parameter:              {"Parameter", "param", 0, 0},
	Number:                 {"Number", "number", 0, 0},
	Label:                  {"Label", "label", 0, 0},
	Identifier:             {"Identifier", "ident", 0, 0},
	Generic:                {"Generic", "generic", 0, 0},
	NewLine:                {"NewLine", "newline", 0, TraitModeInvariant},
	LineContinuation:       {"LineContinuation", "line continuation", 0, TraitModeInvariant},
	Comment:                {"Comment", "comment", 0, TraitModeInvariant},
	EndOfInput:             {"EndOfInput", "eof", 0, TraitModeInvariant},
	StringLiteral:          {"StringLiteral", "sqstr", 0, TraitModeInvariant},
	StringExpandable:       {"StringExpandable", "dqstr", 0, TraitModeInvariant},
	HereStringLiteral:      {"HereStringLiteral", "sq here string", 0, TraitModeInvariant},
	HereStringExpandable:   {"HereStringExpandable", "dq here string", 0, TraitModeInvariant},
	LParen:                 {"LParen", "(", 0, TraitModeInvariant},
	RParen:                 {"RParen", ")", 0, TraitModeInvariant},
	LCurly:                 {"LCurly", "{", 0, TraitModeInvariant},
	RCurly:                 {"RCurly", "}", 0, TraitModeInvariant},
	LBracket:               {"LBracket", "[", 0, 0},
	RBracket:               {"RBracket", "]", 0, TraitModeInvariant},
	AtParen:                {"AtParen", "@(", 0, TraitModeInvariant},
	AtCurly:                {"AtCurly", "@{", 0, TraitModeInvariant},
	DollarParen:            {"DollarParen", "$(", 0, TraitModeInvariant},
	Semi:                   {"Semi", ";", 0, TraitModeInvariant},
	AndAnd:                 {"AndAnd", "&&", 0, TraitModeInvariant},
	OrOr:                   {"OrOr", "||", 0, TraitModeInvariant},
	Ampersand:              {"Ampersand", "&", 0, TraitModeInvariant},
	Pipe:                   {"Pipe", "|", 0, TraitModeInvariant},
	Comma:                  {"Comma", ",", 0, TraitUnary | TraitModeInvariant},
	MinusMinus:             {"MinusMinus", "--", 0, TraitUnary | TraitIncrement | TraitNotRestricted},
	PlusPlus:               {"PlusPlus", "++", 0, TraitUnary | TraitIncrement | TraitNotRestricted},
	DotDot:                 {"DotDot", "..", 13, TraitBinary | TraitNotRestricted},
	ColonColon:             {"ColonColon", "::", 0, TraitNotRestricted},
	Dot:                    {"Dot", ".", 0, TraitNotRestricted},
	Exclaim:                {"Exclaim", "!", 0, TraitUnary},
	Multiply:               {"Multiply", "*", 10, TraitBinary},
	Divide:                 {"Divide", "/", 10, TraitBinary},
	Rem:                    {"Rem", "%", 10, TraitBinary},
	Plus:                   {"Plus", "+", 9, TraitBinary | TraitUnary},
	Minus:                  {"Minus", "-", 9, TraitBinary | TraitUnary},
	Equals:                 {"Equals", "=", 0, TraitAssignment},
	PlusEquals:             {"PlusEquals", "+=", 0, TraitAssignment},
	MinusEquals:            {"MinusEquals", "-=", 0, TraitAssignment},
	MultiplyEquals:         {"MultiplyEquals", "*=", 0, TraitAssignment},
	DivideEquals:           {"DivideEquals", "/=", 0, TraitAssignment},
	RemainderEquals:        {"RemainderEquals", "%=", 0, TraitAssignment},
	Redirection:            {"Redirection", "redirection", 0, TraitNotRestricted},
	RedirectInStd:          {"RedirectInStd", "<", 0, TraitModeInvariant | TraitNotRestricted},
	Format:                 {"Format", "-f", 12, TraitBinary | TraitNotRestricted},
	Not:                    {"Not", "-not", 0, TraitUnary},
	Bnot:                   {"Bnot", "-bnot", 0, TraitUnary},
	And:                    {"And", "-and", 1, TraitBinary},
	Or:                     {"Or", "-or", 1, TraitBinary},
	Xor:                    {"Xor", "-xor", 1, TraitBinary},
	Band:                   {"Band", "-band", 2, TraitBinary},
	Bor:                    {"Bor", "-bor", 2, TraitBinary},
	Bxor:                   {"Bxor", "-bxor", 2, TraitBinary},
	Join:                   {"Join", "-join", 5, TraitBinary | TraitUnary | TraitNotRestricted},
	Ieq:                    {"Ieq", "-eq", 5, TraitBinary},
	Ine:                    {"Ine", "-ne", 5, TraitBinary},
	Ige:                    {"Ige", "-ge", 5, TraitBinary},
	Igt:                    {"Igt", "-gt", 5, TraitBinary},
	Ilt:                    {"Ilt", "-lt", 5, TraitBinary},
	Ile:                    {"Ile", "-le", 5, TraitBinary},
	Ilike:                  {"Ilike", "-ilike", 5, TraitBinary},
	Inotlike:               {"Inotlike", "-inotlike", 5, TraitBinary},
	Imatch:                 {"Imatch", "-imatch", 5, TraitBinary | TraitNotRestricted},
	Inotmatch:              {"Inotmatch", "-inotmatch", 5, TraitBinary | TraitNotRestricted},
	Ireplace:               {"Ireplace", "-ireplace", 5, TraitBinary | TraitNotRestricted},
	Icontains:              {"Icontains", "-icontains", 5, TraitBinary},
	Inotcontains:           {"Inotcontains", "-inotcontains", 5, TraitBinary},
	Iin:                    {"Iin", "-iin", 5, TraitBinary},
	Inotin:                 {"Inotin", "-inotin", 5, TraitBinary},
	Isplit:                 {"Isplit", "-isplit", 5, TraitBinary | TraitUnary | TraitNotRestricted},
	Ceq:                    {"Ceq", "-ceq", 5, TraitBinary | TraitCaseSensitive},
	Cne:                    {"Cne", "-cne", 5, TraitBinary | TraitCaseSensitive},
	Cge:                    {"Cge", "-cge", 5, TraitBinary | TraitCaseSensitive},
	Cgt:                    {"Cgt", "-cgt", 5, TraitBinary | TraitCaseSensitive},
	Clt:                    {"Clt", "-clt", 5, TraitBinary | TraitCaseSensitive},
	Cle:                    {"Cle", "-cle", 5, TraitBinary | TraitCaseSensitive},
	Clike:                  {"Clike", "-clike", 5, TraitBinary | TraitCaseSensitive},
	Cnotlike:               {"Cnotlike", "-cnotlike", 5, TraitBinary | TraitCaseSensitive},
	Cmatch:                 {"Cmatch", "-cmatch", 5, TraitBinary | TraitCaseSensitive | TraitNotRestricted},
	Cnotmatch:              {"Cnotmatch", "-cnotmatch", 5, TraitBinary | TraitCaseSensitive | TraitNotRestricted},
	Creplace:               {"Creplace", "-creplace", 5, TraitBinary | TraitCaseSensitive | TraitNotRestricted},
	Ccontains:              {"Ccontains", "-ccontains", 5, TraitBinary | TraitCaseSensitive},
	Cnotcontains:           {"Cnotcontains", "-cnotcontains", 5, TraitBinary | TraitCaseSensitive},
	Cin:                    {"Cin", "-cin", 5, TraitBinary | TraitCaseSensitive},
	Cnotin:                 {"Cnotin", "-cnotin", 5, TraitBinary | TraitCaseSensitive},
	Csplit:                 {"Csplit", "-csplit", 5, TraitBinary | TraitUnary | TraitCaseSensitive | TraitNotRestricted},
	Is:                     {"Is", "-is", 5, TraitBinary},
	IsNot:                  {"IsNot", "-isnot", 5, TraitBinary},
	As:                     {"As", "-as", 5, TraitBinary | TraitNotRestricted},
	PostfixPlusPlus:        {"PostfixPlusPlus", "++", 0, TraitUnary | TraitIncrement | TraitNotRestricted},
	PostfixMinusMinus:      {"PostfixMinusMinus", "--", 0, TraitUnary | TraitIncrement | TraitNotRestricted},
	Shl:                    {"Shl", "-shl", 5, TraitBinary},
	Shr:                    {"Shr", "-shr", 5, TraitBinary},
	Colon:                  {"Colon", ":", 0, TraitNotRestricted},
	QuestionMark:           {"QuestionMark", "?", 0, TraitNotRestricted},
	QuestionQuestionEquals: {"QuestionQuestionEquals", "??=", 0, TraitAssignment},
	QuestionQuestion:       {"QuestionQuestion", "??", 7, TraitBinary},
	QuestionDot:            {"QuestionDot", "?.", 0, TraitNotRestricted},
	QuestionLBracket:       {"QuestionLBracket", "?[", 0, 0},
	Begin:                  {"Begin", "begin", 0, TraitKeyword | TraitBlockName},
	Break:                  {"Break", "break", 0, TraitKeyword | TraitNoAttributes},
	Catch:                  {"Catch", "catch", 0, TraitKeyword},
	Class:                  {"Class", "class", 0, TraitKeyword},
	Continue:               {"Continue", "continue", 0, TraitKeyword | TraitNoAttributes},
	Data:                   {"Data", "data", 0, TraitKeyword | TraitNoAttributes},
	Define:                 {"Define", "define", 0, TraitKeyword | TraitNoAttributes},
	Do:                     {"Do", "do", 0, TraitKeyword | TraitNoAttributes},
	Dynamicparam:           {"Dynamicparam", "dynamicparam", 0, TraitKeyword | TraitBlockName},
	Else:                   {"Else", "else", 0, TraitKeyword},
	ElseIf:                 {"ElseIf", "elseif", 0, TraitKeyword},
	End:                    {"End", "end", 0, TraitKeyword | TraitBlockName},
	Exit:                   {"Exit", "exit", 0, TraitKeyword | TraitNoAttributes},
	Filter:                 {"Filter", "filter", 0, TraitKeyword | TraitNoAttributes},
	Finally:                {"Finally", "finally", 0, TraitKeyword},
	For:                    {"For", "for", 0, TraitKeyword | TraitNoAttributes},
	Foreach:                {"Foreach", "foreach", 0, TraitKeyword | TraitNoAttributes},
	From:                   {"From", "from", 0, TraitKeyword | TraitNoAttributes},
	Function:               {"Function", "function", 0, TraitKeyword | TraitNoAttributes},
	If:                     {"If", "if", 0, TraitKeyword | TraitNoAttributes},
	In:                     {"In", "in", 0, TraitKeyword},
	Param:                  {"Param", "param", 0, TraitKeyword},
	Process:                {"Process", "process", 0, TraitKeyword | TraitBlockName},
	Return:                 {"Return", "return", 0, TraitKeyword | TraitNoAttributes},
	Switch:                 {"Switch", "switch", 0, TraitKeyword | TraitNoAttributes},
	Throw:                  {"Throw", "throw", 0, TraitKeyword | TraitNoAttributes},
	Trap:                   {"Trap", "trap", 0, TraitKeyword | TraitNoAttributes},
	Try:                    {"Try", "try", 0, TraitKeyword | TraitNoAttributes},
	Until:                  {"Until", "until", 0, TraitKeyword},
	Using:                  {"Using", "using", 0, TraitKeyword | TraitNoAttributes},
	Var:                    {"Var", "var", 0, TraitKeyword | TraitNoAttributes},
	While:                  {"While", "while", 0, TraitKeyword | TraitNoAttributes},
	Workflow:               {"Workflow", "workflow", 0, TraitKeyword | TraitNoAttributes},
	Parallel:               {"Parallel", "parallel", 0, TraitKeyword | TraitNoAttributes},
	Sequence:               {"Sequence", "sequence", 0, TraitKeyword | TraitNoAttributes},
	InlineScript:           {"InlineScript", "inlinescript", 0, TraitKeyword | TraitNoAttributes},
	Configuration:          {"Configuration", "configuration", 0, TraitKeyword},
	DynamicKeyword:         {"DynamicKeyword", "<dynamic keyword>", 0, TraitKeyword},
	Public:                 {"Public", "public", 0, TraitKeyword},
	Private:                {"Private", "private", 0, TraitKeyword},
	Static:                 {"Static", "static", 0, TraitKeyword},
	Interface:              {"Interface", "interface", 0, TraitKeyword},
	Enum:                   {"Enum", "enum", 0, TraitKeyword},
	Namespace:              {"Namespace", "namespace", 0, TraitKeyword},
	Module:                 {"Module", "module", 0, TraitKeyword},
	Type:                   {"Type", "type", 0, TraitKeyword},
	Assembly:               {"Assembly", "assembly", 0, TraitKeyword},
	Command:                {"Command", "command", 0, TraitKeyword},
	Hidden:                 {"Hidden", "hidden", 0, TraitKeyword},
	Base:                   {"Base", "base", 0, TraitKeyword},
	Default:                {"Default", "default", 0, TraitKeyword},
	Clean:                  {"Clean", "clean", 0, TraitKeyword | TraitBlockName},
}

package language

import (
	"strings"

	"stagecoach/shell/object"
)

const namespace = "System.Management.Automation.Language"

// classes lists each class with its base and the properties it adds. The name of a property
// is the name of the field or method of the Go node too, unless getters says otherwise.
var classes = []struct{ name, base, properties string }{
	{"ErrorStatementAst", "PipelineBaseAst", "Conditions Bodies NestedAst"},
	{"ErrorExpressionAst", "ExpressionAst", "NestedAst"},
	{"ScriptBlockAst", "Ast", "Attributes UsingStatements ParamBlock BeginBlock ProcessBlock EndBlock CleanBlock DynamicParamBlock"},
	{"ParamBlockAst", "Ast", "Attributes Parameters"},
	{"NamedBlockAst", "Ast", "Unnamed BlockKind Statements Traps"},
	{"NamedAttributeArgumentAst", "Ast", "ArgumentName Argument ExpressionOmitted"},
	{"AttributeBaseAst", "Ast", "TypeName"},
	{"AttributeAst", "AttributeBaseAst", "PositionalArguments NamedArguments"},
	{"TypeConstraintAst", "AttributeBaseAst", ""},
	{"ParameterAst", "Ast", "Attributes Name DefaultValue StaticType"},
	{"StatementBlockAst", "Ast", "Statements Traps"},
	{"StatementAst", "Ast", ""},
	{"TypeDefinitionAst", "StatementAst", "Name Attributes BaseTypes Members TypeAttributes IsEnum IsClass IsInterface"},
	{"UsingStatementAst", "StatementAst", "UsingStatementKind Name Alias ModuleSpecification"},
	{"MemberAst", "Ast", ""},
	{"PropertyMemberAst", "MemberAst", "Name PropertyType Attributes PropertyAttributes InitialValue IsPublic IsPrivate IsHidden IsStatic"},
	{"FunctionMemberAst", "MemberAst", "Name Attributes ReturnType Parameters Body MethodAttributes IsPublic IsPrivate IsHidden IsStatic IsConstructor"},
	{"FunctionDefinitionAst", "StatementAst", "IsFilter IsWorkflow Name Parameters Body"},
	{"IfStatementAst", "StatementAst", "Clauses ElseClause"},
	{"DataStatementAst", "StatementAst", "Variable CommandsAllowed Body"},
	{"LabeledStatementAst", "StatementAst", "Label Condition"},
	{"LoopStatementAst", "LabeledStatementAst", "Body"},
	{"ForEachStatementAst", "LoopStatementAst", "Variable ThrottleLimit"},
	{"ForStatementAst", "LoopStatementAst", "Initializer Iterator"},
	{"DoWhileStatementAst", "LoopStatementAst", ""},
	{"DoUntilStatementAst", "LoopStatementAst", ""},
	{"WhileStatementAst", "LoopStatementAst", ""},
	{"SwitchStatementAst", "LabeledStatementAst", "Flags Clauses Default"},
	{"CatchClauseAst", "Ast", "CatchTypes IsCatchAll Body"},
	{"TryStatementAst", "StatementAst", "Body CatchClauses Finally"},
	{"TrapStatementAst", "StatementAst", "TrapType Body"},
	{"BreakStatementAst", "StatementAst", "Label"},
	{"ContinueStatementAst", "StatementAst", "Label"},
	{"ReturnStatementAst", "StatementAst", "Pipeline"},
	{"ExitStatementAst", "StatementAst", "Pipeline"},
	{"ThrowStatementAst", "StatementAst", "Pipeline IsRethrow"},
	{"PipelineBaseAst", "StatementAst", ""},
	{"ChainableAst", "PipelineBaseAst", ""},
	{"PipelineChainAst", "ChainableAst", "LhsPipelineChain RhsPipeline Operator Background"},
	{"PipelineAst", "ChainableAst", "PipelineElements Background"},
	{"AssignmentStatementAst", "PipelineBaseAst", "Left Operator Right ErrorPosition"},
	{"CommandElementAst", "Ast", ""},
	{"CommandParameterAst", "CommandElementAst", "ParameterName Argument ErrorPosition"},
	{"CommandBaseAst", "StatementAst", "Redirections"},
	{"CommandAst", "CommandBaseAst", "CommandElements InvocationOperator"},
	{"CommandExpressionAst", "CommandBaseAst", "Expression"},
	{"RedirectionAst", "Ast", "FromStream"},
	{"MergingRedirectionAst", "RedirectionAst", "ToStream"},
	{"FileRedirectionAst", "RedirectionAst", "Location Append"},
	{"ConfigurationDefinitionAst", "StatementAst", "Body InstanceName"},
	{"DynamicKeywordStatementAst", "StatementAst", "CommandElements"},
	{"BlockStatementAst", "StatementAst", "Body"},
	{"ExpressionAst", "CommandElementAst", "StaticType"},
	{"TernaryExpressionAst", "ExpressionAst", "Condition IfTrue IfFalse"},
	{"BinaryExpressionAst", "ExpressionAst", "Operator Left Right ErrorPosition"},
	{"UnaryExpressionAst", "ExpressionAst", "TokenKind Child"},
	{"AttributedExpressionAst", "ExpressionAst", "Child Attribute"},
	{"ConvertExpressionAst", "AttributedExpressionAst", "Type"},
	{"MemberExpressionAst", "ExpressionAst", "Expression Member Static NullConditional"},
	{"InvokeMemberExpressionAst", "MemberExpressionAst", "GenericTypeArguments Arguments"},
	{"BaseCtorInvokeMemberExpressionAst", "InvokeMemberExpressionAst", ""},
	{"TypeExpressionAst", "ExpressionAst", "TypeName"},
	{"VariableExpressionAst", "ExpressionAst", "VariablePath Splatted"},
	{"ConstantExpressionAst", "ExpressionAst", "Value"},
	{"StringConstantExpressionAst", "ConstantExpressionAst", "StringConstantType"},
	{"ExpandableStringExpressionAst", "ExpressionAst", "Value StringConstantType NestedExpressions"},
	{"ScriptBlockExpressionAst", "ExpressionAst", "ScriptBlock"},
	{"ArrayLiteralAst", "ExpressionAst", "Elements"},
	{"HashtableAst", "ExpressionAst", "KeyValuePairs"},
	{"ArrayExpressionAst", "ExpressionAst", "SubExpression"},
	{"ParenExpressionAst", "ExpressionAst", "Pipeline"},
	{"SubExpressionAst", "ExpressionAst", "SubExpression"},
	{"UsingExpressionAst", "ExpressionAst", "SubExpression"},
	{"IndexExpressionAst", "ExpressionAst", "Target Index NullConditional"},
}

// classTypes holds the classes by name, Ast among them.
var classTypes map[string]*object.Type

func init() { classTypes = buildClasses() }

func newType(name string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Base: base, Assembly: "System.Management.Automation"}
}

func buildClasses() map[string]*object.Type {
	table := map[string]*object.Type{}
	class := func(name string) *object.Type {
		if table[name] == nil {
			table[name] = newType(name, object.ObjectType)
		}
		return table[name]
	}
	root := class("Ast")
	root.Abstract = true
	root.Members = astMembers
	for _, c := range classes {
		t := class(c.name)
		t.Base = class(c.base)
		names := strings.Fields(c.properties)
		t.Members = func(set *object.MemberSet) {
			for _, name := range names {
				set.Add(nodeProperty(name))
			}
			if extra := classMethods[c.name]; extra != nil {
				extra(set)
			}
		}
	}
	return table
}

// Types returns every type of the namespace that a script can name.
func Types() []*object.Type {
	list := []*object.Type{parserType, ExtentType, ErrorType, positionType, typeNameType, variablePathType,
		tokenKindType, tokenFlagsType, stringConstantTypeType, redirectionStreamType,
		psParserType, psTokenType, psTokenKind, psErrorType, extentInterface, positionInterface, typeNameInterface, visitorInterface, visitor2Interface}
	list = append(list, tokenTypes...)
	for _, t := range classTypes {
		list = append(list, t)
	}
	return list
}

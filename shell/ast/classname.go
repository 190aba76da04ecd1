package ast

// ClassName returns "ScriptBlockAst".
func (*ScriptBlockAst) ClassName() string { return "ScriptBlockAst" }

// ClassName returns "ParamBlockAst".
func (*ParamBlockAst) ClassName() string { return "ParamBlockAst" }

// ClassName returns "NamedBlockAst".
func (*NamedBlockAst) ClassName() string { return "NamedBlockAst" }

// ClassName returns "StatementBlockAst".
func (*StatementBlockAst) ClassName() string { return "StatementBlockAst" }

// ClassName returns "ParameterAst".
func (*ParameterAst) ClassName() string { return "ParameterAst" }

// ClassName returns "AttributeAst".
func (*AttributeAst) ClassName() string { return "AttributeAst" }

// ClassName returns "NamedAttributeArgumentAst".
func (*NamedAttributeArgumentAst) ClassName() string { return "NamedAttributeArgumentAst" }

// ClassName returns "TypeConstraintAst".
func (*TypeConstraintAst) ClassName() string { return "TypeConstraintAst" }

// ClassName returns "TypeDefinitionAst".
func (*TypeDefinitionAst) ClassName() string { return "TypeDefinitionAst" }

// ClassName returns "PropertyMemberAst".
func (*PropertyMemberAst) ClassName() string { return "PropertyMemberAst" }

// ClassName returns "FunctionMemberAst".
func (*FunctionMemberAst) ClassName() string { return "FunctionMemberAst" }

// ClassName returns "UsingStatementAst".
func (*UsingStatementAst) ClassName() string { return "UsingStatementAst" }

// ClassName returns "FunctionDefinitionAst".
func (*FunctionDefinitionAst) ClassName() string { return "FunctionDefinitionAst" }

// ClassName returns "IfStatementAst".
func (*IfStatementAst) ClassName() string { return "IfStatementAst" }

// ClassName returns "DataStatementAst".
func (*DataStatementAst) ClassName() string { return "DataStatementAst" }

// ClassName returns "ForEachStatementAst".
func (*ForEachStatementAst) ClassName() string { return "ForEachStatementAst" }

// ClassName returns "ForStatementAst".
func (*ForStatementAst) ClassName() string { return "ForStatementAst" }

// ClassName returns "WhileStatementAst".
func (*WhileStatementAst) ClassName() string { return "WhileStatementAst" }

// ClassName returns "DoWhileStatementAst".
func (*DoWhileStatementAst) ClassName() string { return "DoWhileStatementAst" }

// ClassName returns "DoUntilStatementAst".
func (*DoUntilStatementAst) ClassName() string { return "DoUntilStatementAst" }

// ClassName returns "SwitchStatementAst".
func (*SwitchStatementAst) ClassName() string { return "SwitchStatementAst" }

// ClassName returns "CatchClauseAst".
func (*CatchClauseAst) ClassName() string { return "CatchClauseAst" }

// ClassName returns "TryStatementAst".
func (*TryStatementAst) ClassName() string { return "TryStatementAst" }

// ClassName returns "TrapStatementAst".
func (*TrapStatementAst) ClassName() string { return "TrapStatementAst" }

// ClassName returns "BreakStatementAst".
func (*BreakStatementAst) ClassName() string { return "BreakStatementAst" }

// ClassName returns "ContinueStatementAst".
func (*ContinueStatementAst) ClassName() string { return "ContinueStatementAst" }

// ClassName returns "ReturnStatementAst".
func (*ReturnStatementAst) ClassName() string { return "ReturnStatementAst" }

// ClassName returns "ExitStatementAst".
func (*ExitStatementAst) ClassName() string { return "ExitStatementAst" }

// ClassName returns "ThrowStatementAst".
func (*ThrowStatementAst) ClassName() string { return "ThrowStatementAst" }

// ClassName returns "BlockStatementAst".
func (*BlockStatementAst) ClassName() string { return "BlockStatementAst" }

// ClassName returns "ConfigurationDefinitionAst".
func (*ConfigurationDefinitionAst) ClassName() string { return "ConfigurationDefinitionAst" }

// ClassName returns "DynamicKeywordStatementAst".
func (*DynamicKeywordStatementAst) ClassName() string { return "DynamicKeywordStatementAst" }

// ClassName returns "ErrorStatementAst".
func (*ErrorStatementAst) ClassName() string { return "ErrorStatementAst" }

// ClassName returns "PipelineAst".
func (*PipelineAst) ClassName() string { return "PipelineAst" }

// ClassName returns "PipelineChainAst".
func (*PipelineChainAst) ClassName() string { return "PipelineChainAst" }

// ClassName returns "AssignmentStatementAst".
func (*AssignmentStatementAst) ClassName() string { return "AssignmentStatementAst" }

// ClassName returns "CommandAst".
func (*CommandAst) ClassName() string { return "CommandAst" }

// ClassName returns "CommandExpressionAst".
func (*CommandExpressionAst) ClassName() string { return "CommandExpressionAst" }

// ClassName returns "CommandParameterAst".
func (*CommandParameterAst) ClassName() string { return "CommandParameterAst" }

// ClassName returns "FileRedirectionAst".
func (*FileRedirectionAst) ClassName() string { return "FileRedirectionAst" }

// ClassName returns "MergingRedirectionAst".
func (*MergingRedirectionAst) ClassName() string { return "MergingRedirectionAst" }

// ClassName returns "TernaryExpressionAst".
func (*TernaryExpressionAst) ClassName() string { return "TernaryExpressionAst" }

// ClassName returns "BinaryExpressionAst".
func (*BinaryExpressionAst) ClassName() string { return "BinaryExpressionAst" }

// ClassName returns "UnaryExpressionAst".
func (*UnaryExpressionAst) ClassName() string { return "UnaryExpressionAst" }

// ClassName returns "AttributedExpressionAst".
func (*AttributedExpressionAst) ClassName() string { return "AttributedExpressionAst" }

// ClassName returns "ConvertExpressionAst".
func (*ConvertExpressionAst) ClassName() string { return "ConvertExpressionAst" }

// ClassName returns "MemberExpressionAst".
func (*MemberExpressionAst) ClassName() string { return "MemberExpressionAst" }

// ClassName returns "InvokeMemberExpressionAst".
func (*InvokeMemberExpressionAst) ClassName() string { return "InvokeMemberExpressionAst" }

// ClassName returns "BaseCtorInvokeMemberExpressionAst".
func (*BaseCtorInvokeMemberExpressionAst) ClassName() string {
	return "BaseCtorInvokeMemberExpressionAst"
}

// ClassName returns "TypeExpressionAst".
func (*TypeExpressionAst) ClassName() string { return "TypeExpressionAst" }

// ClassName returns "VariableExpressionAst".
func (*VariableExpressionAst) ClassName() string { return "VariableExpressionAst" }

// ClassName returns "ConstantExpressionAst".
func (*ConstantExpressionAst) ClassName() string { return "ConstantExpressionAst" }

// ClassName returns "StringConstantExpressionAst".
func (*StringConstantExpressionAst) ClassName() string { return "StringConstantExpressionAst" }

// ClassName returns "ExpandableStringExpressionAst".
func (*ExpandableStringExpressionAst) ClassName() string { return "ExpandableStringExpressionAst" }

// ClassName returns "ScriptBlockExpressionAst".
func (*ScriptBlockExpressionAst) ClassName() string { return "ScriptBlockExpressionAst" }

// ClassName returns "ArrayLiteralAst".
func (*ArrayLiteralAst) ClassName() string { return "ArrayLiteralAst" }

// ClassName returns "HashtableAst".
func (*HashtableAst) ClassName() string { return "HashtableAst" }

// ClassName returns "ArrayExpressionAst".
func (*ArrayExpressionAst) ClassName() string { return "ArrayExpressionAst" }

// ClassName returns "ParenExpressionAst".
func (*ParenExpressionAst) ClassName() string { return "ParenExpressionAst" }

// ClassName returns "SubExpressionAst".
func (*SubExpressionAst) ClassName() string { return "SubExpressionAst" }

// ClassName returns "UsingExpressionAst".
func (*UsingExpressionAst) ClassName() string { return "UsingExpressionAst" }

// ClassName returns "IndexExpressionAst".
func (*IndexExpressionAst) ClassName() string { return "IndexExpressionAst" }

// ClassName returns "ErrorExpressionAst".
func (*ErrorExpressionAst) ClassName() string { return "ErrorExpressionAst" }

package eval

import "stagecoach/shell/object"

// completionResult is a proposal of an argument completer.
type completionResult struct {
	object.Instance
	text, shown, tip string
	kind             any
}

// PSType is System.Management.Automation.CompletionResult.
func (*completionResult) PSType() *object.Type { return completionResultType }

var completionKind = enumeration("CompletionResultType", "Text", "History", "Command", "ProviderItem", "ProviderContainer", "Property", "Method", "ParameterName",
	"ParameterValue", "Variable", "Namespace", "Type", "Keyword", "DynamicKeyword")

var completionResultType = recordType("CompletionResult", func(set *object.MemberSet) {
	constructor(set, params("completionText", object.StringType, "listItemText", object.StringType, "resultType", completionKind, "toolTip", object.StringType),
		func(_ object.Invoker, args []any) (any, error) {
			r := &completionResult{kind: args[2]}
			for i, field := range map[int]*string{0: &r.text, 1: &r.shown, 3: &r.tip} {
				*field, _ = args[i].(string)
			}
			for i, name := range map[int]string{0: "completionText", 1: "listItemText", 3: "toolTip"} {
				if s, _ := args[i].(string); s == "" {
					return nil, object.ThrowArgument(object.PSArgumentNullType, name, "Cannot process argument because the value of argument \""+name+"\" is null. Change the value of argument \""+name+"\" to a non-null value.")
				}
			}
			return r, nil
		})
	constructor(set, params("completionText", object.StringType), func(_ object.Invoker, args []any) (any, error) {
		text, _ := args[0].(string)
		return &completionResult{text: text, shown: text, tip: text, kind: object.Enum{Type: completionKind}}, nil
	})
	property(set, "CompletionText", object.StringType, func(r *completionResult) any { return r.text })
	property(set, "ListItemText", object.StringType, func(r *completionResult) any { return r.shown })
	property(set, "ResultType", completionKind, func(r *completionResult) any { return r.kind })
	property(set, "ToolTip", object.StringType, func(r *completionResult) any { return r.tip })
})

package dotnet

import "stagecoach/shell/object"

var (
	errorCategory    = object.NewEnum("System.Management.Automation", "ErrorCategory", categoryNames())
	categoryInfoType = automationClass("ErrorCategoryInfo")
	errorDetailsType = automationClass("ErrorDetails")
)

func automationClass(name string) *object.Type {
	return &object.Type{Name: name, Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: object.ObjectType}
}

func categoryNames() []string {
	var names []string
	for c := object.NotSpecified; c <= object.NotEnabled; c++ {
		names = append(names, c.String())
	}
	return names
}

// CategoryInfo is the CategoryInfo of an error record.
type CategoryInfo struct {
	object.Instance
	Record *object.ErrorRecord
}

// PSType is System.Management.Automation.ErrorCategoryInfo.
func (*CategoryInfo) PSType() *object.Type { return categoryInfoType }

// Reason is the type of the exception, unless the record says otherwise.
func (c *CategoryInfo) Reason() string {
	if c.Record.Reason != "" {
		return c.Record.Reason
	}
	return c.Record.Exception.PSType().Name
}

// TargetName is the target's text.
func (c *CategoryInfo) TargetName() string {
	if c.Record.TargetName != "" || c.Record.Target == nil {
		return c.Record.TargetName
	}
	return object.ToText(nil, c.Record.Target)
}

// TargetType is the target's type.
func (c *CategoryInfo) TargetType() string { return c.Record.TargetTypeName() }

// String is "Category: (TargetName:TargetType) [Activity], Reason".
func (c *CategoryInfo) String() string {
	return c.Record.Category.String() + ": (" + shortened(c.TargetName()) + ":" + shortened(c.TargetType()) + ") [" + shortened(c.Record.Activity) + "], " + c.Reason()
}

// shortened keeps forty characters of a field.
func shortened(s string) string {
	if n := object.Len16(s); n > 40 {
		return object.Slice16(s, 0, 17) + "…" + object.Slice16(s, n-17, n)
	}
	return s
}

// errorDetails is ErrorRecord.ErrorDetails.
type errorDetails struct {
	object.Instance
	record *object.ErrorRecord
}

// PSType is System.Management.Automation.ErrorDetails.
func (*errorDetails) PSType() *object.Type { return errorDetailsType }

// String is the message.
func (d *errorDetails) String() string { return d.record.Details }

func errorRecordMembers(m members) {
	record := func(v any) *object.ErrorRecord { return v.(*object.ErrorRecord) }
	get := func(decl string, f func(r *object.ErrorRecord) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) { return f(record(v)), nil })
	}
	m.computed("PSMessageDetails", "& { Set-StrictMode -Version 1; $this.Exception.InnerException.PSMessageDetails }", func(inv object.Invoker, v any) (any, error) {
		r, ok := object.Unwrap(v).(*object.ErrorRecord)
		if !ok || r.Exception == nil || r.Exception.Inner == nil {
			return nil, nil
		}
		details, _, err := object.GetProperty(inv, r.Exception.Inner, "PSMessageDetails")
		return details, err
	})
	get("System.Exception Exception", func(r *object.ErrorRecord) any { return r.Exception })
	get("System.Object TargetObject", func(r *object.ErrorRecord) any { return r.Target })
	get("System.Management.Automation.ErrorCategoryInfo CategoryInfo", func(r *object.ErrorRecord) any { return &CategoryInfo{Record: r} })
	get("string FullyQualifiedErrorId", func(r *object.ErrorRecord) any { return r.FullyQualifiedErrorID() })
	m.writable("System.Management.Automation.ErrorDetails ErrorDetails", func(_ object.Invoker, v any) (any, error) {
		if record(v).Details == "" {
			return nil, nil
		}
		return &errorDetails{record: record(v)}, nil
	}, func(inv object.Invoker, v, x any) error {
		record(v).Details = object.Text(inv, x)
		if d, ok := x.(*errorDetails); ok {
			record(v).RecommendedAction = d.record.RecommendedAction
		}
		return nil
	})
	get("System.Object InvocationInfo", func(r *object.ErrorRecord) any { return r.Invocation })
	get("string ScriptStackTrace", func(r *object.ErrorRecord) any { return r.Stack })
	get("System.Object PipelineIterationInfo", func(*object.ErrorRecord) any { return object.NewArray(nil) })
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return record(v).Error(), nil })
	m.ctor("System.Exception exception, string errorId, System.Management.Automation.ErrorCategory errorCategory, System.Object targetObject", func(_ object.Invoker, a []any) (any, error) {
		e := asException(a[0])
		if e == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "exception", "Value cannot be null.")
		}
		return &object.ErrorRecord{Exception: e, ID: str(a[1]), Category: object.Category(a[2].(object.Enum).Value), Target: a[3]}, nil
	})
	m.ctor("System.Management.Automation.ErrorRecord errorRecord, System.Exception replaceParentContainsErrorRecordException", func(_ object.Invoker, a []any) (any, error) {
		r := *a[0].(*object.ErrorRecord)
		if e := asException(a[1]); e != nil {
			r.Exception = e
		}
		return &r, nil
	})
}

func categoryInfoMembers(m members) {
	info := func(v any) *CategoryInfo { return v.(*CategoryInfo) }
	m.prop("System.Management.Automation.ErrorCategory Category", func(_ object.Invoker, v any) (any, error) {
		return object.Enum{Type: errorCategory, Value: int64(info(v).Record.Category)}, nil
	})
	text := func(name string, get func(c *CategoryInfo) string, set func(r *object.ErrorRecord, s string)) {
		m.writable("string "+name, func(_ object.Invoker, v any) (any, error) { return get(info(v)), nil },
			func(inv object.Invoker, v, x any) error { set(info(v).Record, object.Text(inv, x)); return nil })
	}
	text("Activity", func(c *CategoryInfo) string { return c.Record.Activity }, func(r *object.ErrorRecord, s string) { r.Activity = s })
	text("Reason", (*CategoryInfo).Reason, func(r *object.ErrorRecord, s string) { r.Reason = s })
	text("TargetName", (*CategoryInfo).TargetName, func(r *object.ErrorRecord, s string) { r.TargetName = s })
	text("TargetType", (*CategoryInfo).TargetType, func(r *object.ErrorRecord, s string) { r.TargetType = s })
	m.method("string GetMessage()", func(_ object.Invoker, v any, _ []any) (any, error) { return info(v).String(), nil })
}

func errorDetailsMembers(m members) {
	m.prop("string Message", func(_ object.Invoker, v any) (any, error) { return v.(*errorDetails).record.Details, nil })
	m.writable("string RecommendedAction", func(_ object.Invoker, v any) (any, error) { return v.(*errorDetails).record.RecommendedAction, nil },
		func(inv object.Invoker, v, x any) error {
			v.(*errorDetails).record.RecommendedAction = object.Text(inv, x)
			return nil
		})
	m.ctor("string message", func(_ object.Invoker, a []any) (any, error) {
		return &errorDetails{record: &object.ErrorRecord{Details: str(a[0])}}, nil
	})
}

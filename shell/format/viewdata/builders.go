package viewdata

import (
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// The builders that PSControl classes' Create methods give: each call adds something and gives
// a builder to go on with.

type tableBuilder struct {
	object.Instance
	table *TableControl
}

type rowBuilder struct {
	object.Instance
	table *tableBuilder
	row   *TableControlRow
}

type listBuilder struct {
	object.Instance
	list *ListControl
}

type listEntryBuilder struct {
	object.Instance
	list  *listBuilder
	entry *ListControlEntry
}

type wideBuilder struct {
	object.Instance
	wide *WideControl
}

type customBuilder struct {
	object.Instance
	control *CustomControl
}

type customEntryBuilder struct {
	object.Instance
	control *customBuilder
	stack   []*dotnet.List // of items: the innermost frame's last
}

// PSType is System.Management.Automation.TableControlBuilder.
func (*tableBuilder) PSType() *object.Type { return tableBuilderType }

// PSType is System.Management.Automation.TableRowDefinitionBuilder.
func (*rowBuilder) PSType() *object.Type { return rowBuilderType }

// PSType is System.Management.Automation.ListControlBuilder.
func (*listBuilder) PSType() *object.Type { return listBuilderType }

// PSType is System.Management.Automation.ListEntryBuilder.
func (*listEntryBuilder) PSType() *object.Type { return listEntryBuilderType }

// PSType is System.Management.Automation.WideControlBuilder.
func (*wideBuilder) PSType() *object.Type { return wideBuilderType }

// PSType is System.Management.Automation.CustomControlBuilder.
func (*customBuilder) PSType() *object.Type { return customBuilderType }

// PSType is System.Management.Automation.CustomEntryBuilder.
func (*customEntryBuilder) PSType() *object.Type { return customEntryBuilderType }

// grouping adds GroupByProperty and GroupByScriptBlock.
func grouping[T any](set *object.MemberSet, field func(*T) **GroupBy) {
	for kind, name := range []string{"GroupByProperty", "GroupByScriptBlock"} {
		argument := []string{"property", "scriptBlock"}[kind]
		method(set, name, typeOf[T](), parameters(argument, object.StringType, "customControl=", typeOf[CustomControl], "label=", object.StringType), func(self *T, a []any) (any, error) {
			entry, err := newDisplayEntry(a[0], object.Enum{Type: ValueTypeType, Value: int64(kind)})
			if err != nil {
				return nil, err
			}
			custom, _ := object.Unwrap(a[1]).(*CustomControl)
			*field(self) = &GroupBy{Expression: entry, CustomControl: custom, Label: optionalText(a[2])}
			return self, nil
		})
	}
}

func selection(names, conditions any) *EntrySelectedBy {
	return SelectedBy(texts(names), each[DisplayEntry](conditions))
}

var selectionParameters = []any{"entrySelectedByType=", textArray, "entrySelectedByCondition=", arrayOf[DisplayEntry]}

func tableBuilderMembers(set *object.MemberSet) {
	grouping(set, func(b *tableBuilder) **GroupBy { return &b.table.GroupBy })
	method(set, "AddHeader", typeOf[tableBuilder](), parameters("alignment=", AlignmentType, "width=", object.Int32Type, "label=", object.StringType), func(b *tableBuilder, a []any) (any, error) {
		h := NewHeader()
		if x, ok := a[0].(object.Enum); ok {
			h.Alignment = x
		}
		h.Width, _ = a[1].(int32)
		h.Label = optionalText(a[2])
		Add(b.table.Headers, h)
		return b, nil
	})
	method(set, "StartRowDefinition", typeOf[rowBuilder](), parameters(append([]any{"wrap=", object.BooleanType}, selectionParameters...)...), func(b *tableBuilder, a []any) (any, error) {
		r := NewRow()
		r.Wrap, r.SelectedBy = isTrue(a[0]), selection(a[1], a[2])
		Add(b.table.Rows, r)
		return &rowBuilder{table: b, row: r}, nil
	})
	method(set, "EndTable", typeOf[TableControl](), nil, func(b *tableBuilder, _ []any) (any, error) { return b.table, nil })
}

func rowBuilderMembers(set *object.MemberSet) {
	for kind, name := range []string{"AddPropertyColumn", "AddScriptBlockColumn"} {
		argument := []string{"propertyName", "scriptBlock"}[kind]
		method(set, name, typeOf[rowBuilder](), parameters(argument, object.StringType, "alignment=", AlignmentType, "format=", object.StringType), func(b *rowBuilder, a []any) (any, error) {
			value, _ := a[0].(string)
			if value == "" {
				return nil, object.ThrowArgument(object.PSArgumentType, "value", "Cannot process argument because the value of argument \"%s\" is not valid. Change the value of the \"%s\" argument and run the operation again.", "value", "value")
			}
			c := NewColumn(entryOf(int64(kind), value))
			if x, ok := a[1].(object.Enum); ok {
				c.Alignment = x
			}
			c.FormatString = optionalText(a[2])
			Add(b.row.Columns, c)
			return b, nil
		})
	}
	method(set, "EndRowDefinition", typeOf[tableBuilder](), nil, func(b *rowBuilder, _ []any) (any, error) { return b.table, nil })
}

func listBuilderMembers(set *object.MemberSet) {
	grouping(set, func(b *listBuilder) **GroupBy { return &b.list.GroupBy })
	method(set, "StartEntry", typeOf[listEntryBuilder](), parameters(selectionParameters...), func(b *listBuilder, a []any) (any, error) {
		e := NewListEntry()
		e.EntrySelectedBy = selection(a[0], a[1])
		Add(b.list.Entries, e)
		return &listEntryBuilder{list: b, entry: e}, nil
	})
	method(set, "EndList", typeOf[ListControl](), nil, func(b *listBuilder, _ []any) (any, error) { return b.list, nil })
}

func listEntryBuilderMembers(set *object.MemberSet) {
	for kind, name := range []string{"AddItemProperty", "AddItemScriptBlock"} {
		argument := []string{"property", "scriptBlock"}[kind]
		method(set, name, typeOf[listEntryBuilder](), parameters(argument, object.StringType, "label=", object.StringType, "format=", object.StringType), func(b *listEntryBuilder, a []any) (any, error) {
			entry, err := newDisplayEntry(a[0], object.Enum{Type: ValueTypeType, Value: int64(kind)})
			if err != nil {
				return nil, err
			}
			Add(b.entry.Items, &ListControlEntryItem{DisplayEntry: entry, Label: optionalText(a[1]), FormatString: optionalText(a[2])})
			return b, nil
		})
	}
	method(set, "EndEntry", typeOf[listBuilder](), nil, func(b *listEntryBuilder, _ []any) (any, error) { return b.list, nil })
}

func wideBuilderMembers(set *object.MemberSet) {
	grouping(set, func(b *wideBuilder) **GroupBy { return &b.wide.GroupBy })
	for kind, name := range []string{"AddPropertyEntry", "AddScriptBlockEntry"} {
		argument := []string{"propertyName", "scriptBlock"}[kind]
		// PowerShell takes format and forgets it.
		method(set, name, typeOf[wideBuilder](), parameters(append([]any{argument, object.StringType, "format=", object.StringType}, selectionParameters...)...), func(b *wideBuilder, a []any) (any, error) {
			entry, err := newDisplayEntry(a[0], object.Enum{Type: ValueTypeType, Value: int64(kind)})
			if err != nil {
				return nil, err
			}
			Add(b.wide.Entries, &WideControlEntryItem{DisplayEntry: entry, EntrySelectedBy: selection(a[2], a[3])})
			return b, nil
		})
	}
	method(set, "EndWideControl", typeOf[WideControl](), nil, func(b *wideBuilder, _ []any) (any, error) { return b.wide, nil })
}

func customBuilderMembers(set *object.MemberSet) {
	grouping(set, func(b *customBuilder) **GroupBy { return &b.control.GroupBy })
	method(set, "StartEntry", typeOf[customEntryBuilder](), parameters(selectionParameters...), func(b *customBuilder, a []any) (any, error) {
		e := NewCustomEntry()
		e.SelectedBy = selection(a[0], a[1])
		Add(b.control.Entries, e)
		return &customEntryBuilder{control: b, stack: []*dotnet.List{e.CustomItems}}, nil
	})
	method(set, "EndControl", typeOf[CustomControl](), nil, func(b *customBuilder, _ []any) (any, error) { return b.control, nil })
}

func (b *customEntryBuilder) add(item any) *customEntryBuilder {
	Add(b.stack[len(b.stack)-1], item)
	return b
}

func customEntryBuilderMembers(set *object.MemberSet) {
	self := typeOf[customEntryBuilder]()
	method(set, "AddNewline", self, []object.Parameter{{Name: "count", Type: object.Int32Type, Optional: true, Default: int32(1)}}, func(b *customEntryBuilder, a []any) (any, error) {
		n, _ := a[0].(int32)
		return b.add(&CustomItemNewline{Count: n}), nil
	})
	method(set, "AddText", self, parameters("text", object.StringType), func(b *customEntryBuilder, a []any) (any, error) {
		return b.add(&CustomItemText{Text: optionalText(a[0])}), nil
	})
	for kind, name := range []string{"AddPropertyExpressionBinding", "AddScriptBlockExpressionBinding"} {
		argument := []string{"property", "scriptBlock"}[kind]
		method(set, name, self, parameters(argument, object.StringType, "enumerateCollection=", object.BooleanType, "selectedByType=", object.StringType,
			"selectedByScript=", object.StringType, "customControl=", typeOf[CustomControl]), func(b *customEntryBuilder, a []any) (any, error) {
			entry, err := newDisplayEntry(a[0], object.Enum{Type: ValueTypeType, Value: int64(kind)})
			if err != nil {
				return nil, err
			}
			custom, _ := object.Unwrap(a[4]).(*CustomControl)
			return b.add(&CustomItemExpression{Expression: entry, EnumerateCollection: isTrue(a[1]), ItemSelectionCondition: itemCondition(a[2], a[3]), CustomControl: custom}), nil
		})
	}
	method(set, "AddCustomControlExpressionBinding", self, parameters("customControl", typeOf[CustomControl], "enumerateCollection=", object.BooleanType,
		"selectedByType=", object.StringType, "selectedByScript=", object.StringType), func(b *customEntryBuilder, a []any) (any, error) {
		custom, _ := object.Unwrap(a[0]).(*CustomControl)
		return b.add(&CustomItemExpression{EnumerateCollection: isTrue(a[1]), ItemSelectionCondition: itemCondition(a[2], a[3]), CustomControl: custom}), nil
	})
	method(set, "StartFrame", self, parameters("leftIndent=", object.UInt32Type, "rightIndent=", object.UInt32Type, "firstLineHanging=", object.UInt32Type, "firstLineIndent=", object.UInt32Type),
		func(b *customEntryBuilder, a []any) (any, error) { return b.startFrame(a) })
	method(set, "EndFrame", self, nil, func(b *customEntryBuilder, _ []any) (any, error) {
		if len(b.stack) < 2 {
			return nil, notValidNow()
		}
		b.stack = b.stack[:len(b.stack)-1]
		return b, nil
	})
	method(set, "EndEntry", typeOf[customBuilder](), nil, func(b *customEntryBuilder, _ []any) (any, error) {
		if len(b.stack) != 1 {
			return nil, notValidNow()
		}
		return b.control, nil
	})
}

func (b *customEntryBuilder) startFrame(a []any) (any, error) {
	n := make([]uint32, len(a))
	for i, v := range a {
		n[i], _ = v.(uint32)
	}
	for i, name := range []string{"leftIndent", "firstLineHanging"} {
		if n[2*i] != 0 && n[2*i+1] != 0 {
			return nil, object.ThrowArgument(object.PSArgumentType, name, "Cannot process argument because the value of argument \"%s\" is not valid. Change the value of the \"%s\" argument and run the operation again.", name, name)
		}
	}
	f := NewFrame()
	f.LeftIndent, f.RightIndent, f.FirstLineHanging, f.FirstLineIndent = n[0], n[1], n[2], n[3]
	b.add(f)
	b.stack = append(b.stack, f.CustomItems)
	return b, nil
}

func notValidNow() error {
	return object.Throw(object.PSInvalidOperationType, "Operation is not valid due to the current state of the object.")
}

func itemCondition(typeName, script any) *DisplayEntry {
	if text, ok := script.(string); ok {
		return entryOf(1, text)
	}
	if text, ok := typeName.(string); ok {
		return entryOf(0, text)
	}
	return nil
}

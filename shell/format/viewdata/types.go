package viewdata

import "stagecoach/shell/object"

func alignment() *object.Type { return AlignmentType }
func valueType() *object.Type { return ValueTypeType }

// The types, in the order in which they build on each other.
var (
	controlType    = declare("PSControl", struct{}{}, nil, nil, nil)
	customItemType = declare("CustomItemBase", struct{}{}, nil, nil, nil)

	displayEntryType = declare("DisplayEntry", DisplayEntry{}, nil, kinds{"ValueType": valueType}, func(set *object.MemberSet) {
		constructor(set, parameters("value", object.StringType, "type", ValueTypeType), func(a []any) (any, error) {
			return newDisplayEntry(a[0], a[1])
		})
	})
	selectedByType = declare("EntrySelectedBy", EntrySelectedBy{}, nil, kinds{"TypeNames": textList, "SelectionCondition": listOf[DisplayEntry]}, func(set *object.MemberSet) {
		constructor(set, nil, func([]any) (any, error) { return &EntrySelectedBy{}, nil })
	})
	groupByType = declare("PSControlGroupBy", GroupBy{}, nil, nil, func(set *object.MemberSet) {
		constructor(set, nil, func([]any) (any, error) { return &GroupBy{}, nil })
	})

	tableType  = declare("TableControl", TableControl{}, controlType, kinds{"Headers": listOf[TableControlColumnHeader], "Rows": listOf[TableControlRow]}, tableMembers)
	headerType = declare("TableControlColumnHeader", TableControlColumnHeader{}, nil, kinds{"Alignment": alignment}, headerMembers)
	rowType    = declare("TableControlRow", TableControlRow{}, nil, kinds{"Columns": listOf[TableControlColumn]}, rowMembers)
	columnType = declare("TableControlColumn", TableControlColumn{}, nil, kinds{"Alignment": alignment}, columnMembers)

	listControlType = declare("ListControl", ListControl{}, controlType, kinds{"Entries": listOf[ListControlEntry]}, listMembers)
	listEntryType   = declare("ListControlEntry", ListControlEntry{}, nil, kinds{"Items": listOf[ListControlEntryItem]}, listEntryMembers)
	listItemType    = declare("ListControlEntryItem", ListControlEntryItem{}, nil, nil, func(set *object.MemberSet) {
		constructor(set, parameters("label", object.StringType, "entry", typeOf[DisplayEntry]), func(a []any) (any, error) {
			entry, _ := object.Unwrap(a[1]).(*DisplayEntry)
			return &ListControlEntryItem{Label: optionalText(a[0]), DisplayEntry: entry}, nil
		})
	})

	wideType      = declare("WideControl", WideControl{}, controlType, kinds{"Entries": listOf[WideControlEntryItem]}, wideMembers)
	wideEntryType = declare("WideControlEntryItem", WideControlEntryItem{}, nil, nil, wideEntryMembers)

	customType      = declare("CustomControl", CustomControl{}, controlType, kinds{"Entries": listOf[CustomControlEntry]}, customMembers)
	customEntryType = declare("CustomControlEntry", CustomControlEntry{}, nil, kinds{"CustomItems": itemList}, nil)
	expressionType  = declare("CustomItemExpression", CustomItemExpression{}, customItemType, nil, nil)
	frameType       = declare("CustomItemFrame", CustomItemFrame{}, customItemType, kinds{"CustomItems": itemList}, nil)
	newlineType     = declare("CustomItemNewline", CustomItemNewline{}, customItemType, nil, func(set *object.MemberSet) {
		constructor(set, nil, func([]any) (any, error) { return &CustomItemNewline{Count: 1}, nil })
	})
	textType = declare("CustomItemText", CustomItemText{}, customItemType, nil, func(set *object.MemberSet) {
		constructor(set, nil, func([]any) (any, error) { return &CustomItemText{}, nil })
	})

	extendedType   = declare("ExtendedTypeDefinition", ExtendedTypeDefinition{}, nil, kinds{"TypeNames": textList, "FormatViewDefinition": listOf[FormatViewDefinition]}, extendedMembers)
	definitionType = declare("FormatViewDefinition", FormatViewDefinition{}, nil, kinds{"Control": func() *object.Type { return controlType }}, definitionMembers)

	tableBuilderType       = declare("TableControlBuilder", struct{}{}, nil, nil, tableBuilderMembers)
	rowBuilderType         = declare("TableRowDefinitionBuilder", struct{}{}, nil, nil, rowBuilderMembers)
	listBuilderType        = declare("ListControlBuilder", struct{}{}, nil, nil, listBuilderMembers)
	listEntryBuilderType   = declare("ListEntryBuilder", struct{}{}, nil, nil, listEntryBuilderMembers)
	wideBuilderType        = declare("WideControlBuilder", struct{}{}, nil, nil, wideBuilderMembers)
	customBuilderType      = declare("CustomControlBuilder", struct{}{}, nil, nil, customBuilderMembers)
	customEntryBuilderType = declare("CustomEntryBuilder", struct{}{}, nil, nil, customEntryBuilderMembers)
)

func itemList() *object.Type { return newItems().Type }

// Types are all of them, for the names scripts know them by.
func Types() []*object.Type {
	return []*object.Type{AlignmentType, ValueTypeType, controlType, customItemType, displayEntryType, selectedByType, groupByType, tableType, headerType, rowType, columnType,
		listControlType, listEntryType, listItemType, wideType, wideEntryType, customType, customEntryType, expressionType, frameType, newlineType, textType,
		extendedType, definitionType, tableBuilderType, rowBuilderType, listBuilderType, listEntryBuilderType, wideBuilderType, customBuilderType, customEntryBuilderType}
}

// PSType is System.Management.Automation.DisplayEntry.
func (*DisplayEntry) PSType() *object.Type { return displayEntryType }

// PSType is System.Management.Automation.EntrySelectedBy.
func (*EntrySelectedBy) PSType() *object.Type { return selectedByType }

// PSType is System.Management.Automation.PSControlGroupBy.
func (*GroupBy) PSType() *object.Type { return groupByType }

// PSType is System.Management.Automation.TableControl.
func (*TableControl) PSType() *object.Type { return tableType }

// PSType is System.Management.Automation.TableControlColumnHeader.
func (*TableControlColumnHeader) PSType() *object.Type { return headerType }

// PSType is System.Management.Automation.TableControlRow.
func (*TableControlRow) PSType() *object.Type { return rowType }

// PSType is System.Management.Automation.TableControlColumn.
func (*TableControlColumn) PSType() *object.Type { return columnType }

// PSType is System.Management.Automation.ListControl.
func (*ListControl) PSType() *object.Type { return listControlType }

// PSType is System.Management.Automation.ListControlEntry.
func (*ListControlEntry) PSType() *object.Type { return listEntryType }

// PSType is System.Management.Automation.ListControlEntryItem.
func (*ListControlEntryItem) PSType() *object.Type { return listItemType }

// PSType is System.Management.Automation.WideControl.
func (*WideControl) PSType() *object.Type { return wideType }

// PSType is System.Management.Automation.WideControlEntryItem.
func (*WideControlEntryItem) PSType() *object.Type { return wideEntryType }

// PSType is System.Management.Automation.CustomControl.
func (*CustomControl) PSType() *object.Type { return customType }

// PSType is System.Management.Automation.CustomControlEntry.
func (*CustomControlEntry) PSType() *object.Type { return customEntryType }

// PSType is System.Management.Automation.CustomItemExpression.
func (*CustomItemExpression) PSType() *object.Type { return expressionType }

// PSType is System.Management.Automation.CustomItemFrame.
func (*CustomItemFrame) PSType() *object.Type { return frameType }

// PSType is System.Management.Automation.CustomItemNewline.
func (*CustomItemNewline) PSType() *object.Type { return newlineType }

// PSType is System.Management.Automation.CustomItemText.
func (*CustomItemText) PSType() *object.Type { return textType }

func newDisplayEntry(value, kind any) (*DisplayEntry, error) {
	text, ok := value.(string)
	k, _ := kind.(object.Enum)
	if !ok || text == "" && k.Value == 0 {
		return nil, nullArgument("value")
	}
	return entryOf(k.Value, text), nil
}

func tableMembers(set *object.MemberSet) {
	constructor(set, nil, func([]any) (any, error) { return NewTable(), nil })
	row := func(a []any) (*TableControl, error) {
		r, ok := object.Unwrap(a[0]).(*TableControlRow)
		if !ok {
			return nil, nullArgument("tableControlRows")
		}
		t := NewTable()
		Add(t.Rows, r)
		return t, nil
	}
	constructor(set, parameters("tableControlRow", typeOf[TableControlRow]), func(a []any) (any, error) { return row(a) })
	constructor(set, parameters("tableControlRow", typeOf[TableControlRow], "tableControlColumnHeaders", arrayOf[TableControlColumnHeader]), func(a []any) (any, error) {
		t, err := row(a)
		if err != nil {
			return nil, err
		}
		if a[1] == nil {
			return nil, nullArgument("tableControlColumnHeaders")
		}
		for _, h := range each[TableControlColumnHeader](a[1]) {
			Add(t.Headers, h)
		}
		return t, nil
	})
	flags := parameters("outOfBand=", object.BooleanType, "autoSize=", object.BooleanType, "hideTableHeaders=", object.BooleanType)
	static(set, "Create", typeOf[tableBuilder](), flags, func(a []any) (any, error) {
		t := NewTable()
		t.OutOfBand, t.AutoSize, t.HideTableHeaders = isTrue(a[0]), isTrue(a[1]), isTrue(a[2])
		return &tableBuilder{table: t}, nil
	})
}

func headerMembers(set *object.MemberSet) {
	constructor(set, nil, func([]any) (any, error) { return NewHeader(), nil })
	constructor(set, parameters("label", object.StringType, "width", object.Int32Type, "alignment", AlignmentType), func(a []any) (any, error) {
		width, _ := a[1].(int32)
		if width < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "width", "Cannot process argument because the value of argument \"%s\" is out of range. Change argument \"%s\" to a value that is within range.", "width", "width")
		}
		return &TableControlColumnHeader{Label: optionalText(a[0]), Width: width, Alignment: a[2].(object.Enum)}, nil
	})
}

func rowMembers(set *object.MemberSet) {
	constructor(set, nil, func([]any) (any, error) { return NewRow(), nil })
	constructor(set, parameters("columns", arrayOf[TableControlColumn]), func(a []any) (any, error) {
		if a[0] == nil {
			return nil, nullArgument("columns")
		}
		r := NewRow()
		for _, c := range each[TableControlColumn](a[0]) {
			Add(r.Columns, c)
		}
		return r, nil
	})
}

func columnMembers(set *object.MemberSet) {
	constructor(set, nil, func([]any) (any, error) { return NewColumn(nil), nil })
	constructor(set, parameters("alignment", AlignmentType, "entry", typeOf[DisplayEntry]), func(a []any) (any, error) {
		entry, _ := object.Unwrap(a[1]).(*DisplayEntry)
		return &TableControlColumn{Alignment: a[0].(object.Enum), DisplayEntry: entry}, nil
	})
}

func listMembers(set *object.MemberSet) {
	constructor(set, nil, func([]any) (any, error) { return NewListControl(), nil })
	constructor(set, parameters("entries", arrayOf[ListControlEntry]), func(a []any) (any, error) {
		if a[0] == nil {
			return nil, nullArgument("entries")
		}
		l := NewListControl()
		for _, e := range each[ListControlEntry](a[0]) {
			Add(l.Entries, e)
		}
		return l, nil
	})
	// PowerShell takes outOfBand and forgets it.
	static(set, "Create", typeOf[listBuilder](), parameters("outOfBand=", object.BooleanType), func([]any) (any, error) { return &listBuilder{list: NewListControl()}, nil })
}

func listEntryMembers(set *object.MemberSet) {
	selectedNames(set, func(e *ListControlEntry) **EntrySelectedBy { return &e.EntrySelectedBy })
	build := func(a []any) (*ListControlEntry, error) {
		if a[0] == nil {
			return nil, nullArgument("listItems")
		}
		e := NewListEntry()
		for _, i := range each[ListControlEntryItem](a[0]) {
			Add(e.Items, i)
		}
		return e, nil
	}
	constructor(set, nil, func([]any) (any, error) { return NewListEntry(), nil })
	constructor(set, parameters("listItems", arrayOf[ListControlEntryItem]), func(a []any) (any, error) { return build(a) })
	constructor(set, parameters("listItems", arrayOf[ListControlEntryItem], "selectedBy", textArray), func(a []any) (any, error) {
		e, err := build(a)
		if err != nil {
			return nil, err
		}
		if a[1] == nil {
			return nil, nullArgument("selectedBy")
		}
		e.EntrySelectedBy = &EntrySelectedBy{TypeNames: newTexts(texts(a[1])...)}
		return e, nil
	})
}

// selectedNames is the property SelectedBy: the type names, a list to add to when there are none.
func selectedNames[T any](set *object.MemberSet, field func(*T) **EntrySelectedBy) {
	set.Add(&object.Member{Name: "SelectedBy", Kind: object.Property, Type: textList(), Get: func(_ object.Invoker, self any) (any, error) {
		by := field(object.Unwrap(self).(*T))
		if *by == nil {
			*by = &EntrySelectedBy{TypeNames: newTexts()}
		}
		if (*by).TypeNames == nil {
			return nil, nil
		}
		return (*by).TypeNames, nil
	}})
}

func wideMembers(set *object.MemberSet) {
	build := func(entries any, columns any) (any, error) {
		w := NewWide()
		w.Columns, _ = columns.(uint32)
		if entries == nil {
			return nil, nullArgument("wideEntries")
		}
		for _, e := range each[WideControlEntryItem](entries) {
			Add(w.Entries, e)
		}
		return w, nil
	}
	constructor(set, nil, func([]any) (any, error) { return NewWide(), nil })
	constructor(set, parameters("wideEntries", arrayOf[WideControlEntryItem]), func(a []any) (any, error) { return build(a[0], nil) })
	constructor(set, parameters("wideEntries", arrayOf[WideControlEntryItem], "columns", object.UInt32Type), func(a []any) (any, error) { return build(a[0], a[1]) })
	constructor(set, parameters("columns", object.UInt32Type), func(a []any) (any, error) { return build(object.NewArray(nil), a[0]) })
	static(set, "Create", typeOf[wideBuilder](), parameters("outOfBand=", object.BooleanType, "autoSize=", object.BooleanType, "columns=", object.UInt32Type), func(a []any) (any, error) {
		w := NewWide()
		w.OutOfBand, w.AutoSize = isTrue(a[0]), isTrue(a[1])
		w.Columns, _ = a[2].(uint32)
		return &wideBuilder{wide: w}, nil
	})
}

func wideEntryMembers(set *object.MemberSet) {
	selectedNames(set, func(e *WideControlEntryItem) **EntrySelectedBy { return &e.EntrySelectedBy })
	build := func(a []any) (*WideControlEntryItem, error) {
		entry, ok := object.Unwrap(a[0]).(*DisplayEntry)
		if !ok {
			return nil, nullArgument("entry")
		}
		return &WideControlEntryItem{DisplayEntry: entry}, nil
	}
	constructor(set, parameters("entry", typeOf[DisplayEntry]), func(a []any) (any, error) { return build(a) })
	constructor(set, parameters("entry", typeOf[DisplayEntry], "selectedBy", textArray), func(a []any) (any, error) {
		e, err := build(a)
		if err != nil {
			return nil, err
		}
		if a[1] == nil {
			return nil, nullArgument("selectedBy")
		}
		e.EntrySelectedBy = &EntrySelectedBy{TypeNames: newTexts(texts(a[1])...)}
		return e, nil
	})
}

func customMembers(set *object.MemberSet) {
	static(set, "Create", typeOf[customBuilder](), parameters("outOfBand=", object.BooleanType), func(a []any) (any, error) {
		c := NewCustom()
		c.OutOfBand = isTrue(a[0])
		return &customBuilder{control: c}, nil
	})
}

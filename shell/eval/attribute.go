package eval

import (
	"fmt"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// readAttributes reads [Parameter()], [Alias()] and the validations of a parameter.
func (k *code) readAttributes(f *frame, p *param, q *cmdlet.Param, info *cmdlet.Info) error {
	c := &compiler{s: k.session, layout: &layout{}, code: k}
	for _, base := range p.list {
		n, ok := base.(*ast.AttributeAst)
		if !ok {
			continue
		}
		switch attributeName(n) {
		case "parameter":
			info.Advanced = true
			set, err := c.parameterAttribute(f, n, q)
			if err != nil {
				return err
			}
			q.Sets = append(q.Sets, set)
		case "alias":
			for _, e := range n.PositionalArguments {
				v, err := c.expression(e)(f)
				if err != nil {
					return err
				}
				if items, ok := object.Elements(v); ok {
					for _, x := range items {
						q.Aliases = append(q.Aliases, object.Text(f.s, x))
					}
					continue
				}
				q.Aliases = append(q.Aliases, object.Text(f.s, v))
			}
		case "allownull":
			q.AllowNull = true
		case "allowemptystring":
			q.AllowEmptyString = true
		case "allowemptycollection":
			q.AllowEmptyCollection = true
		case "credential":
			q.Transforms = append(q.Transforms, credentialTransform{})
		default:
			v, err := c.validation(f, n)
			if err != nil {
				return err
			}
			switch x := v.(type) {
			case cmdlet.Validation:
				q.Validations = append(q.Validations, x)
				p.constraints = append(p.constraints, validate{x})
			case cmdlet.Transformation:
				q.Transforms = append(q.Transforms, x)
			}
		}
	}
	return nil
}

func (c *compiler) parameterAttribute(f *frame, n *ast.AttributeAst, q *cmdlet.Param) (cmdlet.ParamSet, error) {
	s := cmdlet.ParamSet{Position: -1}
	for _, a := range n.NamedArguments {
		switch strings.ToLower(a.ArgumentName) {
		case "mandatory":
			s.Mandatory = c.constantTrue(a.Argument)
		case "valuefrompipeline":
			s.Pipeline = c.constantTrue(a.Argument)
		case "valuefrompipelinebypropertyname":
			s.ByName = c.constantTrue(a.Argument)
		case "valuefromremainingarguments":
			s.Remaining = c.constantTrue(a.Argument)
		case "dontshow":
			q.Hidden = c.constantTrue(a.Argument)
		case "position", "parametersetname", "helpmessage":
			v, err := c.expression(a.Argument)(f)
			if err != nil {
				return s, err
			}
			switch strings.ToLower(a.ArgumentName) {
			case "position":
				i, err := object.Convert(f.s, v, object.Int32Type)
				if err != nil {
					return s, err
				}
				s.Position = int(i.(int32))
			case "parametersetname":
				s.Set = object.Text(f.s, v)
			case "helpmessage":
				s.HelpMessage = object.Text(f.s, v)
			}
		}
	}
	return s, nil
}

// validation makes the validation of an attribute; nil for attributes that
// check nothing; a script's own attribute class gives its instance's methods.
func (c *compiler) validation(f *frame, n *ast.AttributeAst) (any, error) {
	args := make([]any, len(n.PositionalArguments))
	for i, e := range n.PositionalArguments {
		v, err := c.expression(e)(f)
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	named := map[string]any{}
	for _, a := range n.NamedArguments {
		v, err := c.expression(a.Argument)(f)
		if err != nil {
			return nil, err
		}
		named[strings.ToLower(a.ArgumentName)] = v
	}
	text := func(key string) string { return object.Text(f.s, named[key]) }
	switch attributeName(n) {
	case "validateset":
		v := cmdlet.ValidateSet{IgnoreCase: true, Message: text("errormessage")}
		if x, ok := named["ignorecase"]; ok {
			v.IgnoreCase = object.IsTrue(x)
		}
		for _, a := range args {
			if t, ok := a.(*object.Type); ok {
				return c.generatedSet(f, t, v)
			}
			v.Values = append(v.Values, texts(f.s, a)...)
		}
		return v, nil
	case "validaterange":
		return validateRange(f, args)
	case "validatepattern":
		v := cmdlet.ValidatePattern{IgnoreCase: true, Message: text("errormessage")}
		if len(args) > 0 {
			v.Pattern = object.Text(f.s, args[0])
		}
		if o, ok := named["options"]; ok {
			v.IgnoreCase = strings.Contains(strings.ToLower(object.Text(f.s, o)), "ignorecase")
		}
		return v, nil
	case "validatelength":
		low, high, err := twoInts(f, args)
		return cmdlet.ValidateLength{Min: low, Max: high}, err
	case "validatecount":
		low, high, err := twoInts(f, args)
		return cmdlet.ValidateCount{Min: low, Max: high}, err
	case "validatenotnull":
		return cmdlet.ValidateNotNull{}, nil
	case "validatenotnullorempty":
		return cmdlet.ValidateNotNullOrEmpty{}, nil
	case "validatenotnullorwhitespace":
		return cmdlet.ValidateNotNullOrEmpty{WhiteSpace: true}, nil
	case "validatescript":
		if len(args) > 0 {
			if sb, ok := object.Unwrap(args[0]).(*ScriptBlock); ok {
				return validateScript{sb, text("errormessage")}, nil
			}
		}
	case "psdefaultvalue", "supportswildcards", "pstypename", "argumentcompleter", "argumentcompletions", "validatetrusteddata", "validatedrive", "validateuserdrive", "experimental", "obsolete", "system.obsolete", "outputtype", "cmdletbinding",
		"allownull", "allowemptystring", "allowemptycollection":
		return nil, nil
	}
	return c.ownAttribute(f, n, args, named)
}

func (c *compiler) generatedSet(f *frame, t *object.Type, v cmdlet.ValidateSet) (any, error) {
	o, err := object.New(f.s, t, nil)
	if err != nil {
		return nil, err
	}
	list, err := object.InvokeMethod(f.s, o, "GetValidValues", nil)
	if err != nil {
		return nil, err
	}
	v.Values = texts(f.s, list)
	return v, nil
}

func texts(inv object.Invoker, v any) []string {
	items, ok := object.Elements(v)
	if !ok {
		return []string{object.Text(inv, v)}
	}
	list := make([]string, len(items))
	for i, x := range items {
		list[i] = object.Text(inv, x)
	}
	return list
}

func validateRange(f *frame, args []any) (any, error) {
	if len(args) == 1 {
		return cmdlet.ValidateRange{Kind: object.Text(f.s, args[0])}, nil
	}
	if len(args) != 2 {
		return nil, nil
	}
	return rangeOfLimits(f.s, args[0], args[1])
}

// rangeOfLimits makes the limits of one type.
func rangeOfLimits(inv object.Invoker, low, high any) (cmdlet.Validation, error) {
	from, to := object.TypeOf(low), object.TypeOf(high)
	if low == nil || high == nil {
		return nil, object.Throw(object.PSArgumentNullType, "Cannot process argument because the value of argument \"%s\" is null. Change the value of argument \"%s\" to a non-null value.", "minRange", "minRange")
	}
	if from != to {
		l, h, err := sameType(inv, low, high)
		if err != nil {
			return nil, metadataError("MinRangeNotTheSameTypeOfMaxRange", fmt.Sprintf("The specified minimum range (%s) cannot be accepted because it is not the same type as the specified maximum range (%s). Update the ValidateRange attribute for the parameter.", from.Name, to.Name))
		}
		low, high = l, h
	}
	n, err := object.Compare(inv, low, high, true)
	switch {
	case err != nil:
		return nil, metadataError("MinRangeNotIComparable", "The maximum and minimum range for parameter validation must implement the IComparable interface.")
	case n > 0:
		return nil, metadataError("MaxRangeSmallerThanMinRange", "The specified maximum range cannot be accepted because it is less than the specified minimum range. Update the ValidateRange attribute for the parameter.")
	}
	return cmdlet.ValidateRange{Min: low, Max: high}, nil
}

// sameType promotes two numbers to the type of their sum.
func sameType(inv object.Invoker, low, high any) (any, any, error) {
	if !object.IsNumeric(low) || !object.IsNumeric(high) {
		return nil, nil, object.Throw(object.PSInvalidCastType, "not numbers")
	}
	sum, err := object.Add(inv, low, high)
	if err != nil {
		return nil, nil, err
	}
	t := object.TypeOf(sum)
	if low, err = object.Convert(inv, low, t); err != nil {
		return nil, nil, err
	}
	high, err = object.Convert(inv, high, t)
	return low, high, err
}

func twoInts(f *frame, args []any) (low, high int, err error) {
	list := []*int{&low, &high}
	for i, a := range args {
		if i == len(list) {
			break
		}
		v, err := object.Convert(f.s, a, object.Int32Type)
		if err != nil {
			return 0, 0, err
		}
		*list[i] = int(v.(int32))
	}
	return low, high, nil
}

// validateScript is [ValidateScript({ ... })].
type validateScript struct {
	block   *ScriptBlock
	message string
}

// Name is the attribute's.
func (validateScript) Name() string { return "ValidateScript" }

// Check runs the block for each element with $_ set.
func (v validateScript) Check(inv object.Invoker, value any) error {
	items, ok := object.Elements(value)
	if !ok {
		items = []any{value}
	}
	for _, e := range items {
		if e == nil {
			return metadataError("ArgumentIsEmpty", "The argument is null. Provide a valid value for the argument, and then try running the command again.")
		}
		out, err := inv.Call(v.block, nil, e, e)
		if err != nil {
			return err
		}
		if !object.IsTrue(object.Collapse(out)) {
			text := fmt.Sprintf(`The "%s" validation script for the argument with value "%s" did not return a result of True. Determine why the validation script failed, and then try the command again.`, v.block.String(), object.Text(inv, e))
			if v.message != "" {
				text = strings.NewReplacer("{0}", object.Text(inv, e), "{1}", v.block.String()).Replace(v.message)
			}
			return metadataError("ValidateScriptFailure", text)
		}
	}
	return nil
}

func metadataError(id, text string) error {
	e := object.Throw(object.ValidationMetadataType, "%s", text)
	e.Record = &object.ErrorRecord{Exception: e, ID: id, Category: object.MetadataError}
	return e
}

// asMetadataError is what assigning to a constrained variable fails with.
func asMetadataError(name string, v any, err error) error {
	if isControl(err) {
		return err
	}
	e := object.FromGo(err)
	if e.PSType() == object.ValidationMetadataType {
		r := object.NewError(object.ValidationMetadataType, "ValidateSetFailure", object.MetadataError, nil, "The variable cannot be validated because the value %s is not a valid value for the %s variable.", object.Text(nil, v), name)
		return r
	}
	if r, ok := err.(*object.ErrorRecord); ok {
		return r
	}
	x := object.Throw(object.ArgumentTransformationMetaType, "%s", e.Message)
	x.Inner = e
	x.Record = &object.ErrorRecord{Exception: x, ID: "RuntimeException", Category: object.MetadataError}
	return x
}

// validate is the constraint of a validation attribute.
type validate struct{ check cmdlet.Validation }

func (k validate) apply(inv object.Invoker, v any) (any, error) {
	if err := k.check.Check(inv, v); err != nil {
		return v, err
	}
	return v, nil
}

// transform is the constraint of a transformation attribute.
type transform struct{ by cmdlet.Transformation }

func (k transform) apply(inv object.Invoker, v any) (any, error) { return k.by.Transform(inv, v) }

func (c *compiler) attributeConstraint(n *ast.AttributeAst) func(f *frame) (constraint, error) {
	return func(f *frame) (constraint, error) {
		v, err := c.validation(f, n)
		if err != nil {
			return nil, err
		}
		switch x := v.(type) {
		case cmdlet.Validation:
			return validate{x}, nil
		case cmdlet.Transformation:
			return transform{x}, nil
		}
		return nil, nil
	}
}

// ownAttribute makes a script's own attribute class a validation or transformation.
func (c *compiler) ownAttribute(f *frame, n *ast.AttributeAst, args []any, named map[string]any) (any, error) {
	t, err := c.resolveType(n.TypeName)(f)
	if plain, ok := n.TypeName.(*ast.TypeName); ok && err != nil {
		whole := *plain
		whole.TypeName += "Attribute"
		t, err = c.resolveType(&whole)(f)
	}
	if err != nil {
		return nil, object.RuntimeError("CustomAttributeTypeNotFound", object.InvalidOperation, nil, "Cannot find the type for custom attribute '%s'. Make sure that the assembly that contains this type is loaded.", n.TypeName.FullName())
	}
	o, err := object.New(f.s, t, args)
	if err != nil {
		return nil, err
	}
	for k, v := range named {
		if err := object.SetProperty(f.s, o, k, v); err != nil {
			return nil, err
		}
	}
	switch {
	case t.Member("ValidateElement", false) != nil:
		return classValidation{o, "ValidateElement", true}, nil
	case t.Member("Validate", false) != nil:
		return classValidation{o, "Validate", false}, nil
	case t.Member("Transform", false) != nil:
		return classTransform{o}, nil
	}
	return nil, nil
}

type classValidation struct {
	self   any
	method string
	each   bool
}

func (classValidation) Name() string { return "Validate" }

func (v classValidation) Check(inv object.Invoker, value any) error {
	items := []any{value}
	if v.each {
		if list, ok := object.Elements(value); ok {
			items = list
		}
	}
	for _, x := range items {
		args := []any{x}
		if !v.each {
			args = append(args, nil)
		}
		if _, err := object.InvokeMethod(inv, v.self, v.method, args); err != nil {
			return err
		}
	}
	return nil
}

type classTransform struct{ self any }

func (t classTransform) Transform(inv object.Invoker, v any) (any, error) {
	return object.InvokeMethod(inv, t.self, "Transform", []any{nil, v})
}

// credentialTransform asks for the password of a user name.
type credentialTransform struct{}

func (credentialTransform) Transform(inv object.Invoker, v any) (any, error) {
	switch x := object.Unwrap(v).(type) {
	case nil, *dotnet.PSCredential:
		return v, nil
	case string:
		return sessionOf(inv).askCredential(x)
	}
	return nil, object.Throw(object.PSArgumentType, "userName")
}

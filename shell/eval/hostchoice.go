package eval

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// choiceDescription is a System.Management.Automation.Host.ChoiceDescription: one answer that
// $Host.UI.PromptForChoice offers. An & in the label stands before its hot key.
type choiceDescription struct {
	object.Instance
	label, help string
}

// PSType is the description's type.
func (*choiceDescription) PSType() *object.Type { return choiceDescriptionType }

var choiceDescriptionType = &object.Type{Name: "ChoiceDescription", Namespace: "System.Management.Automation.Host", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		create := func(_ object.Invoker, _ any, args []any) (any, error) {
			d := &choiceDescription{}
			d.label, _ = args[0].(string)
			if len(args) > 1 {
				d.help, _ = args[1].(string)
			}
			return d, nil
		}
		set.Constructors = append(set.Constructors,
			&object.Overload{Params: params("label", object.StringType), Call: create},
			&object.Overload{Params: params("label", object.StringType, "helpMessage", object.StringType), Call: create})
		property(set, "Label", object.StringType, func(d *choiceDescription) any { return d.label })
		writable(set, "HelpMessage", object.StringType, func(d *choiceDescription) any { return d.help },
			func(d *choiceDescription, v any) error { d.help, _ = v.(string); return nil })
	}}

// choices are the answers of PromptForChoice: descriptions, or labels alone.
func choices(inv object.Invoker, v any) []cmdlet.Choice {
	items, ok := object.Elements(v)
	if !ok {
		items = []any{v}
	}
	list := make([]cmdlet.Choice, len(items))
	for i, x := range items {
		if d, ok := object.Unwrap(x).(*choiceDescription); ok {
			list[i] = cmdlet.Choice{Label: d.label, Help: d.help}
			continue
		}
		list[i] = cmdlet.Choice{Label: object.Text(inv, x)}
	}
	return list
}

// describeQuestions gives $Host.UI its methods that ask.
func describeQuestions(set *object.MemberSet) {
	question := func(last string, t *object.Type) []object.Parameter {
		return params("caption", object.StringType, "message", object.StringType, "choices", object.ObjectType, last, t)
	}
	method(set, "PromptForChoice", object.Int32Type, question("defaultChoice", object.Int32Type), promptForChoice)
	method(set, "PromptForChoice", object.ArrayOf(object.Int32Type), question("defaultChoices", object.ArrayOf(object.Int32Type)), promptForChoices)
	method(set, "Prompt", object.ObjectType, params("caption", object.StringType, "message", object.StringType, "descriptions", object.ObjectType), promptForFields)
	credential := params("caption", object.StringType, "message", object.StringType, "userName", object.StringType, "targetName", object.StringType)
	method(set, "PromptForCredential", dotnet.PSCredentialType, credential, promptForCredential)
	method(set, "PromptForCredential", dotnet.PSCredentialType, append(credential[:4:4], params("allowedCredentialTypes", object.ObjectType, "options", object.ObjectType)...), promptForCredential)
	method(set, "ReadLineAsSecureString", dotnet.SecureStringType, nil, func(_ object.Invoker, u *hostUI, _ []any) (any, error) {
		if !u.s.canAsk() {
			return nil, u.s.errNonInteractive("ReadLineAsSecureString")
		}
		text, err := u.s.host.ReadLine("", true)
		return dotnet.NewSecureString(text), err
	})
}

// promptForChoice asks for one of several answers and gives its index.
func promptForChoice(inv object.Invoker, u *hostUI, args []any) (any, error) {
	if !u.s.canAsk() {
		return nil, u.s.errNonInteractive("PromptForChoice")
	}
	n, err := u.s.host.Choose(object.Text(inv, args[0]), object.Text(inv, args[1]), choices(inv, args[2]), int(args[3].(int32)))
	if err != nil {
		return nil, err
	}
	return object.Int(int32(n)), nil
}

// promptForChoices asks for any number of answers and gives their indices.
func promptForChoices(inv object.Invoker, u *hostUI, args []any) (any, error) {
	if !u.s.canAsk() {
		return nil, u.s.errNonInteractive("PromptForChoice")
	}
	given, _ := object.Elements(args[3])
	defaults := make([]int, len(given))
	for i, v := range given {
		n, _ := v.(int32)
		defaults[i] = int(n)
	}
	picked, err := u.s.host.ChooseMany(object.Text(inv, args[0]), object.Text(inv, args[1]), choices(inv, args[2]), defaults)
	if err != nil {
		return nil, err
	}
	items := make([]any, len(picked))
	for i, n := range picked {
		items[i] = int32(n)
	}
	return object.NewArrayOf(object.Int32Type, items), nil
}

// promptForFields asks for values and gives them by their names.
func promptForFields(inv object.Invoker, u *hostUI, args []any) (any, error) {
	if !u.s.canAsk() {
		return nil, u.s.errNonInteractive("Prompt")
	}
	items, ok := object.Elements(args[2])
	if !ok {
		items = []any{args[2]}
	}
	if len(items) == 0 {
		return nil, object.ThrowArgument(object.PSArgumentType, "descriptions", `The "descriptions" collection must have at least one element.`)
	}
	fields := make([]cmdlet.Field, len(items))
	for i, v := range items {
		d, ok := object.Unwrap(v).(*fieldDescription)
		if !ok {
			d = &fieldDescription{name: object.Text(inv, v)}
		}
		fields[i] = cmdlet.Field{Name: d.name, Help: d.help, Type: d.typ, Commands: d.label != ""}
	}
	values, err := u.s.host.Prompt(object.Text(inv, args[0]), object.Text(inv, args[1]), fields)
	if err != nil {
		return nil, err
	}
	t, err := u.s.FindType("System.Collections.Generic.Dictionary[string,psobject]")
	if err != nil {
		return nil, err
	}
	answers, err := object.New(inv, t, nil)
	if err != nil {
		return nil, err
	}
	for i, f := range fields {
		if _, err := object.InvokeMethod(inv, answers, "Add", []any{f.Name, values[i]}); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// A credentialAsker is a host that can ask for a user and a password.
type credentialAsker interface {
	Credential(caption, message, user string) (any, error)
}

// promptForCredential asks for a password, and for the user when none is given.
func promptForCredential(inv object.Invoker, u *hostUI, args []any) (any, error) {
	asker, ok := u.s.host.(credentialAsker)
	if !ok || !u.s.canAsk() {
		return nil, u.s.errNonInteractive("PromptForCredential")
	}
	v, err := asker.Credential(object.Text(inv, args[0]), object.Text(inv, args[1]), object.Text(inv, args[2]))
	c, given := v.(*dotnet.PSCredential)
	if target := object.Text(inv, args[3]); err == nil && given && target != "" {
		c.UserName = target + `\` + c.UserName
	}
	return v, err
}

// fieldDescription is a System.Management.Automation.Host.FieldDescription: one value that
// $Host.UI.Prompt asks for.
type fieldDescription struct {
	object.Instance
	name, label, help string
	typ               *object.Type // nil: a text
	mandatory         bool
	value             any
}

// PSType is the description's type.
func (*fieldDescription) PSType() *object.Type { return fieldDescriptionType }

var fieldDescriptionType = &object.Type{Name: "FieldDescription", Namespace: "System.Management.Automation.Host", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		set.Constructors = append(set.Constructors, &object.Overload{Params: params("name", object.StringType),
			Call: func(_ object.Invoker, _ any, args []any) (any, error) {
				name, _ := args[0].(string)
				if name == "" {
					return nil, object.ThrowArgument(object.PSArgumentType, "name", `"name" must not be null or empty.`)
				}
				return &fieldDescription{name: name, mandatory: true}, nil
			}})
		text := func(name string, of func(d *fieldDescription) *string) {
			writable(set, name, object.StringType, func(d *fieldDescription) any { return *of(d) },
				func(d *fieldDescription, v any) error { *of(d), _ = v.(string); return nil })
		}
		kind := func(name string, of func(t *object.Type) string) {
			property(set, name, object.StringType, func(d *fieldDescription) any {
				if d.typ == nil {
					return of(object.StringType)
				}
				return of(d.typ)
			})
		}
		property(set, "Name", object.StringType, func(d *fieldDescription) any { return d.name })
		kind("ParameterTypeName", func(t *object.Type) string { return t.Name })
		kind("ParameterTypeFullName", (*object.Type).FullName)
		text("Label", func(d *fieldDescription) *string { return &d.label })
		text("HelpMessage", func(d *fieldDescription) *string { return &d.help })
		writable(set, "IsMandatory", object.BooleanType, func(d *fieldDescription) any { return object.Bool(d.mandatory) },
			func(d *fieldDescription, v any) error { d.mandatory = object.IsTrue(v); return nil })
		writable(set, "DefaultValue", object.ObjectType, func(d *fieldDescription) any { return d.value },
			func(d *fieldDescription, v any) error { d.value = v; return nil })
		method(set, "SetParameterType", nil, params("parameterType", object.TypeType), func(_ object.Invoker, d *fieldDescription, args []any) (any, error) {
			d.typ, _ = object.Unwrap(args[0]).(*object.Type)
			return nil, nil
		})
	}}

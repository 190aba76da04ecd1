package eval

import (
	"stagecoach/shell/cmdlet"
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

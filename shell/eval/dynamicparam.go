package eval

import (
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// dynamicParameters runs the dynamicparam block with what is bound so far and
// reads the RuntimeDefinedParameterDictionary that it returns.
func (st *scriptStage) dynamicParameters(b *bind.Binding) ([]*cmdlet.Param, error) {
	if err := st.applyDefaults(b); err != nil {
		return nil, err
	}
	var c collector
	saved := st.frame.out
	st.frame.out = &c
	err := st.run(st.code.dynamic)
	st.frame.out = saved
	if err != nil {
		return nil, err
	}
	var list []*cmdlet.Param
	for _, v := range c.items {
		d, ok := object.Unwrap(v).(object.Dictionary)
		if !ok {
			continue
		}
		for _, x := range d.All() {
			p, err := st.runtimeParameter(x)
			if err != nil {
				return nil, err
			}
			if p != nil {
				list = append(list, p)
				if r, ok := object.Unwrap(x).(*RuntimeParameter); ok {
					st.runtime = append(st.runtime, r)
				}
			}
		}
	}
	return list, nil
}

// runtimeParameter reads a RuntimeDefinedParameter.
func (st *scriptStage) runtimeParameter(v any) (*cmdlet.Param, error) {
	get := func(name string) any {
		x, _, _ := object.GetProperty(st.s, v, name)
		return x
	}
	name := object.Text(st.s, get("Name"))
	if name == "" {
		return nil, nil
	}
	p := &cmdlet.Param{Name: name, Type: object.ObjectType, Dynamic: true, Slot: -1}
	if t, ok := get("ParameterType").(*object.Type); ok {
		p.Type = t
		p.Switch = t == object.SwitchType
	}
	attributes, _ := object.Elements(get("Attributes"))
	for _, a := range attributes {
		st.runtimeAttribute(a, p)
	}
	if len(p.Sets) == 0 {
		p.Sets = []cmdlet.ParamSet{{Position: -1}}
	}
	return p, nil
}

// runtimeAttribute reads an attribute object: a ParameterAttribute or a validation.
func (st *scriptStage) runtimeAttribute(a any, p *cmdlet.Param) {
	if x, ok := object.Unwrap(a).(*AttributeValue); ok {
		x.apply(st.s, p)
	}
}

// setRuntime tells the script's RuntimeDefinedParameter objects what was bound.
func (st *scriptStage) setRuntime() {
	for _, r := range st.runtime {
		if v, ok := st.binding.Value(r.Name); ok {
			r.Value, r.IsSet = v, true
		}
	}
}

// WithArguments is a function as Get-Command shows it for a call with these arguments:
// with the dynamic parameters that its dynamicparam block gives then.
func (r *Running) WithArguments(command any, args []any) any {
	fn, ok := command.(*Function)
	if !ok {
		return command
	}
	k := fn.Block.code.ready()
	if k.dynamic == nil {
		return command
	}
	list := make([]bind.Arg, len(args))
	for i, a := range args {
		list[i] = bind.ValueArg(a)
	}
	st, err := newScriptStage(&call{f: r.call.f, name: fn.Name, args: list, out: nowhere{}, pipes: r.call.f.pipes, at: r.call.at, state: fn.Block.state}, fn.Block, fn)
	if err != nil {
		return command
	}
	_ = st.prepare(false) // mandatory parameters may be missing here
	if st.binding == nil {
		return command
	}
	own := *fn
	own.Instance = object.Instance{}
	info := *st.binding.Plan.Info
	info.Name = fn.Name
	own.info = &info
	return &own
}

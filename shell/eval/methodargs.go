package eval

import (
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// nameArguments: a block that is called as a method (a script method, a delegate, Invoke)
// gets its arguments in the order in which its parameters are declared, switches too. Only
// a switch makes that different from binding by position.
func (st *scriptStage) nameArguments(args []bind.Arg) error {
	if st.code.params == nil || len(args) == 0 {
		return nil
	}
	plan, err := st.code.plan(&frame{s: st.s, scope: st.block.state.current, block: st.code, up: st.call.f, pos: st.code.tree.Extent()})
	if err != nil {
		return err
	}
	params := plan.Info.Parameters
	for i, p := range params {
		if i >= len(args) {
			break
		}
		if !p.Switch {
			continue
		}
		for j := range min(len(params), len(args)) {
			args[j].Name = params[j].Name
		}
		break
	}
	return nil
}

// unboundArgument: a block that is called as a method fails with the conversion's own
// error, not with a command's, where an argument is not of its parameter's type.
func unboundArgument(err error) error {
	r, ok := err.(*object.ErrorRecord)
	if ok && r.ID == "ParameterArgumentTransformationError" && r.Exception.Inner != nil && r.Exception.Inner.PSType().Is(object.PSInvalidCastType) {
		return r.Exception.Inner
	}
	return err
}

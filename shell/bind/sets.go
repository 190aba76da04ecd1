package bind

import (
	"math/bits"
	"strings"

	"stagecoach/shell/cmdlet"
)

// settleSet narrows the parameter sets to those that the call can still mean.
func (b *Binding) settleSet(expectInput bool) error {
	if bits.OnesCount64(uint64(b.valid)) <= 1 {
		return nil
	}
	if expectInput && b.Plan.TakesPipeline() {
		b.dropImpossible()
		return nil
	}
	complete := b.complete(b.valid)
	def := b.Plan.def & b.valid
	switch {
	case bits.OnesCount64(uint64(complete)) == 1 && complete&def != 0:
		b.valid = complete
	case complete == 0:
		// All lack something mandatory: ask for the default set's, or give up.
		if def != 0 {
			b.valid = def
			return nil
		}
		return b.ambiguousSet(nil)
	case complete&def != 0:
		b.valid = def
	case bits.OnesCount64(uint64(complete)) == 1:
		b.valid = complete
	default:
		// Sets that all parameters given belong to alike.
		if b.same(complete) {
			b.valid = complete
			return nil
		}
		return b.ambiguousSet(nil)
	}
	return nil
}

// complete are the sets all of whose mandatory parameters are bound.
func (b *Binding) complete(sets setMask) setMask {
	for i, q := range b.Plan.Params {
		if !b.Given[i] {
			sets &^= q.mandatory
		}
	}
	return sets
}

// dropImpossible leaves out sets whose missing mandatory parameters cannot come
// from the pipeline, as long as others are left.
func (b *Binding) dropImpossible() {
	left := b.valid
	for i, q := range b.Plan.Params {
		if !b.Given[i] {
			left &^= q.mandatory &^ (q.pipeline | q.byName)
		}
	}
	if left != 0 {
		b.valid = left
	}
}

// same tells whether no parameter tells the sets apart.
func (b *Binding) same(sets setMask) bool {
	for _, q := range b.Plan.Params {
		if m := q.mask & sets; m != 0 && m != sets {
			return false
		}
	}
	return true
}

// demandMandatory asks for mandatory parameters that are missing.
func (b *Binding) demandMandatory(expectInput bool) error {
	missing := b.missing(expectInput)
	if len(missing) == 0 {
		return nil
	}
	params := make([]*cmdlet.Param, len(missing))
	help := make([]string, len(missing))
	for k, i := range missing {
		params[k] = b.Plan.Params[i].Param
		for _, s := range params[k].Sets {
			if s.HelpMessage != "" {
				help[k] = s.HelpMessage
			}
		}
	}
	values, ok, err := b.caller.Prompt(params, help)
	if err != nil {
		return err
	}
	if !ok {
		return b.missingMandatory(params)
	}
	for k, i := range missing {
		v, err := b.Convert(i, Arg{Name: params[k].Name, Value: values[k], HasValue: true})
		if err != nil {
			return err
		}
		b.store(i, v)
	}
	return nil
}

func (b *Binding) missing(expectInput bool) []int {
	if !b.Plan.mandatory {
		return nil
	}
	set := b.valid
	if def := b.Plan.def & set; def != 0 && bits.OnesCount64(uint64(set)) > 1 && !expectInput {
		set = def
	}
	var missing []int
	for i, q := range b.Plan.Params {
		if b.Given[i] || q.mandatory&set == 0 {
			continue
		}
		if q.mandatory&set != set && expectInput {
			continue
		}
		if expectInput && (q.pipeline|q.byName)&set != 0 {
			b.defered = true
			continue
		}
		missing = append(missing, i)
	}
	return missing
}

func (b *Binding) missingMandatory(params []*cmdlet.Param) error {
	var names strings.Builder
	for _, p := range params {
		names.WriteString(" " + p.Name)
	}
	return b.errorf("MissingMandatoryParameter", nil, params[0].Name, "Cannot process command because of one or more missing mandatory parameters:%s.", names.String())
}

// ParameterSet is $PSCmdlet.ParameterSetName.
func (b *Binding) ParameterSet() string {
	m := b.valid
	if len(b.Plan.Info.Sets) == 0 {
		return AllSets
	}
	if def := b.Plan.def & m; def != 0 && bits.OnesCount64(uint64(m)) > 1 {
		m = def
	}
	return b.Plan.setName(m)
}

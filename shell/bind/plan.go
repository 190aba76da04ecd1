// Package bind is the parameter binder: it turns the arguments of a call into
// parameter values by PowerShell's rules (names and their prefixes, aliases,
// positions, parameter sets, pipeline input by value and by property name,
// remaining arguments, conversion, validation) and reports what does not fit
// with PowerShell's messages.
//
// It works on cmdlet.Info alone, so cmdlets, functions and script blocks are
// bound alike. It must not run commands; what it needs of the session (default
// values, prompts, script blocks as arguments) it asks its Caller for.
package bind

import (
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// setMask is a set of parameter sets, a bit each.
type setMask uint64

const allSets = ^setMask(0)

// Plan is what the binder knows of a command before it sees arguments. It is
// made once for each command.
type Plan struct {
	Info   *cmdlet.Info
	Params []*Planned // the command's own, then the common ones
	names  map[string]int
	sets   []string
	all    setMask // of the sets there are
	def    setMask
	common int // index of the first common parameter
	// positional: indices of parameters with a position in some set, by position
	positional []position
	pipeline   []int // parameters that take pipeline input
	remaining  []int
	mandatory  bool
}

type position struct {
	at    int
	param int
	mask  setMask
}

// Planned is a parameter with its masks.
type Planned struct {
	*cmdlet.Param
	mask       setMask // sets it belongs to
	mandatory  setMask
	pipeline   setMask
	byName     setMask
	fromRest   setMask
	everywhere bool // declared for all sets
}

// NewPlan makes the plan of a command.
func NewPlan(info *cmdlet.Info) *Plan {
	p := &Plan{Info: info, names: map[string]int{}, sets: info.Sets}
	if len(p.sets) == 0 {
		p.sets = []string{AllSets}
	}
	for i := range p.sets {
		p.all |= 1 << i
	}
	if d := info.Options.DefaultParameterSet; d != "" {
		p.def = p.bit(d)
	}
	for _, param := range info.Parameters {
		p.add(param)
	}
	p.common = len(p.Params)
	if info.Advanced {
		for _, param := range commonParameters(info) {
			p.add(param)
		}
	}
	p.order()
	return p
}

// AllSets is the name of the one set of a command without parameter sets.
const AllSets = "__AllParameterSets"

func (p *Plan) bit(set string) setMask {
	for i, s := range p.sets {
		if strings.EqualFold(s, set) {
			return 1 << i
		}
	}
	return 0
}

func (p *Plan) add(param *cmdlet.Param) {
	planned := &Planned{Param: param}
	i := len(p.Params)
	p.Params = append(p.Params, planned)
	for _, s := range param.Sets {
		mask := p.all
		if s.Set != "" && !strings.EqualFold(s.Set, AllSets) {
			mask = p.bit(s.Set)
		} else {
			planned.everywhere = true
		}
		planned.apply(s, mask)
		if s.Position >= 0 {
			p.positional = append(p.positional, position{s.Position, i, mask})
		}
	}
	if len(param.Sets) == 0 {
		planned.mask, planned.everywhere = p.all, true
	}
	if planned.pipeline|planned.byName != 0 {
		p.pipeline = append(p.pipeline, i)
	}
	if planned.fromRest != 0 {
		p.remaining = append(p.remaining, i)
	}
	if planned.mandatory != 0 {
		p.mandatory = true
	}
	p.names[strings.ToLower(param.Name)] = i
	for _, a := range param.Aliases {
		if _, taken := p.names[strings.ToLower(a)]; !taken {
			p.names[strings.ToLower(a)] = i
		}
	}
}

func (q *Planned) apply(s cmdlet.ParamSet, mask setMask) {
	q.mask |= mask
	if s.Mandatory {
		q.mandatory |= mask
	}
	if s.Pipeline {
		q.pipeline |= mask
	}
	if s.ByName {
		q.byName |= mask
	}
	if s.Remaining {
		q.fromRest |= mask
	}
}

func (p *Plan) order() {
	sort.SliceStable(p.positional, func(i, j int) bool { return p.positional[i].at < p.positional[j].at })
}

// Extend returns a plan with dynamic parameters added.
func (p *Plan) Extend(dynamic []*cmdlet.Param) *Plan {
	info := *p.Info
	info.Parameters = append(append([]*cmdlet.Param(nil), info.Parameters...), dynamic...)
	info.Sets = append([]string(nil), info.Sets...)
	for _, name := range cmdlet.SetNames(dynamic, "") {
		known := false
		for _, s := range info.Sets {
			known = known || strings.EqualFold(s, name)
		}
		if !known {
			info.Sets = append(info.Sets, name)
		}
	}
	return NewPlan(&info)
}

// Find resolves a parameter's name or prefix: the index, or the names that a
// prefix could mean.
func (p *Plan) Find(name string) (index int, ambiguous []string, ok bool) {
	key := strings.ToLower(name)
	if i, ok := p.names[key]; ok {
		return i, nil, true
	}
	found := -1
	var several []string
	for i, q := range p.Params {
		if !prefixed(q.Param, key) {
			continue
		}
		if found < 0 {
			found = i
		}
		several = append(several, q.Name)
	}
	switch len(several) {
	case 0:
		return -1, nil, false
	case 1:
		return found, nil, true
	}
	// PowerShell prefers the command's own parameters to the common ones.
	own := -1
	for i, q := range p.Params[:p.common] {
		if prefixed(q.Param, key) {
			if own >= 0 {
				return -1, several, false
			}
			own = i
		}
	}
	if own >= 0 {
		return own, nil, true
	}
	return -1, several, false
}

func prefixed(q *cmdlet.Param, key string) bool {
	if len(q.Name) > len(key) && strings.EqualFold(q.Name[:len(key)], key) {
		return true
	}
	for _, a := range q.Aliases {
		if len(a) > len(key) && strings.EqualFold(a[:len(key)], key) {
			return true
		}
	}
	return false
}

// Set names of a mask, for $PSCmdlet.ParameterSetName.
func (p *Plan) setName(m setMask) string {
	for i, s := range p.sets {
		if m&(1<<i) != 0 {
			return s
		}
	}
	return AllSets
}

// TakesPipeline tells whether any parameter takes pipeline input.
func (p *Plan) TakesPipeline() bool { return len(p.pipeline) > 0 }

// commonParameters are those of every advanced command.
func commonParameters(info *cmdlet.Info) []*cmdlet.Param {
	list := append([]*cmdlet.Param(nil), commonList...)
	if info.Options.SupportsShouldProcess {
		list = append(list, shouldProcessList...)
	}
	if info.Options.SupportsPaging {
		list = append(list, pagingList...)
	}
	return list
}

func common(name, alias string, t *object.Type) *cmdlet.Param {
	return &cmdlet.Param{Name: name, Aliases: []string{alias}, Type: t, Switch: t == object.SwitchType, Sets: []cmdlet.ParamSet{{Position: -1}}, AllowEmptyString: true}
}

var (
	// ActionPreferenceType is the type of -ErrorAction and its kin.
	ActionPreferenceType = actionPreferenceType()

	commonList = []*cmdlet.Param{
		common("Verbose", "vb", object.SwitchType),
		common("Debug", "db", object.SwitchType),
		common("ErrorAction", "ea", ActionPreferenceType),
		common("WarningAction", "wa", ActionPreferenceType),
		common("InformationAction", "infa", ActionPreferenceType),
		common("ProgressAction", "proga", ActionPreferenceType),
		common("ErrorVariable", "ev", object.StringType),
		common("WarningVariable", "wv", object.StringType),
		common("InformationVariable", "iv", object.StringType),
		common("OutVariable", "ov", object.StringType),
		common("OutBuffer", "ob", object.Int32Type),
		common("PipelineVariable", "pv", object.StringType),
	}
	shouldProcessList = []*cmdlet.Param{
		common("WhatIf", "wi", object.SwitchType),
		common("Confirm", "cf", object.SwitchType),
	}
	pagingList = []*cmdlet.Param{
		{Name: "IncludeTotalCount", Type: object.SwitchType, Switch: true, Sets: []cmdlet.ParamSet{{Position: -1}}},
		{Name: "Skip", Type: object.UInt64Type, Sets: []cmdlet.ParamSet{{Position: -1}}},
		{Name: "First", Type: object.UInt64Type, Sets: []cmdlet.ParamSet{{Position: -1}}},
	}
)

// SuspendReserved is what PowerShell says of the one ActionPreference that nothing may have.
const SuspendReserved = `The %s ActionPreference value is reserved for future use and is not supported at this time. For more information about preference variables, see the Help topic, "about_Preference_Variables."`

// IsSuspend tells ActionPreference's Suspend.
func IsSuspend(e object.Enum) bool { return e.Type == ActionPreferenceType && e.Value == 5 }

func actionPreferenceType() *object.Type {
	t := object.NewEnum("System.Management.Automation", "ActionPreference", []string{"SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend", "Break"})
	t.Assembly = "System.Management.Automation"
	return t
}

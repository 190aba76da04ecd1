package object

// candidate is an overload that could take the arguments.
type candidate struct {
	overload *Overload
	params   []Parameter // expanded where a param array is spread
	ranks    []Rank
	expanded bool
}

// resolve picks the overload for args by PowerShell's rules; expand tells that
// trailing arguments go into a param array.
func resolve(list []*Overload, name string, args []any) (best *Overload, expand bool, err error) {
	if len(list) == 1 {
		o := list[0]
		if o.TypeParameters == 0 && len(o.Params) == len(args) && (len(args) == 0 || !o.Params[len(args)-1].ParamArray) {
			return o, false, nil
		}
	}
	var candidates []*candidate
	for _, o := range list {
		if c := consider(o, args); c != nil {
			candidates = append(candidates, c)
		}
	}
	if len(candidates) == 0 {
		return nil, false, methodError("MethodCountCouldNotFindBest", `Cannot find an overload for "%s" and the argument count: "%d".`, name, len(args))
	}
	c := bestCandidate(candidates, args)
	if c == nil {
		return nil, false, methodError("MethodCountCouldNotFindBest", `Multiple ambiguous overloads found for "%s" and the argument count: "%d".`, name, len(args))
	}
	return c.overload, c.expanded, nil
}

// consider ranks the arguments for an overload; nil when it cannot take them.
func consider(o *Overload, args []any) *candidate {
	n := len(o.Params)
	if o.TypeParameters > 0 || o.Shown {
		return nil
	}
	spread := n > 0 && o.Params[n-1].ParamArray
	switch {
	case len(args) > n && !spread:
		return nil
	case len(args) < n && !enoughArguments(o, len(args), spread):
		return nil
	}
	c := &candidate{overload: o, params: o.Params, ranks: make([]Rank, len(args))}
	for i := range o.Params {
		p := &o.Params[i]
		switch {
		case p.ParamArray:
			if !c.rankParamArray(p, args, i) {
				return nil
			}
		case i >= len(args):
			return c
		default:
			if c.ranks[i] = argumentRank(args[i], p); c.ranks[i] == RankNone {
				return nil
			}
		}
	}
	return c
}

func enoughArguments(o *Overload, given int, spread bool) bool {
	optional := 0
	for _, p := range o.Params {
		if p.Optional {
			optional++
		}
	}
	if optional > 0 {
		return given+optional >= len(o.Params)
	}
	return spread && given+1 == len(o.Params)
}

func argumentRank(arg any, p *Parameter) Rank {
	if p.ByRef {
		if ref, ok := Unwrap(arg).(*Reference); ok {
			if r := RankOf(ref.Get(), p.Type); r != RankNone {
				return r
			}
			return RankNullToValue
		}
	}
	return RankOf(arg, p.Type)
}

func (c *candidate) rankParamArray(p *Parameter, args []any, i int) bool {
	if len(args) == len(c.overload.Params) {
		whole, element := RankOf(args[i], p.Type), RankOf(args[i], p.Type.Elem)
		if element > whole {
			c.spread(p, len(args))
			whole = element
		}
		c.ranks[i] = whole
		return whole != RankNone
	}
	for k := i; k < len(args); k++ {
		if c.ranks[k] = RankOf(args[k], p.Type.Elem); c.ranks[k] == RankNone {
			return false
		}
	}
	c.spread(p, len(args))
	return true
}

func (c *candidate) spread(p *Parameter, argc int) {
	fixed := len(c.overload.Params) - 1
	c.params = append([]Parameter(nil), c.overload.Params[:fixed]...)
	for i := fixed; i < argc; i++ {
		c.params = append(c.params, Parameter{Name: p.Name, Type: p.Type.Elem})
	}
	c.expanded = true
}

func bestCandidate(list []*candidate, args []any) *candidate {
	best, several := list[0], false
	for _, c := range list[1:] {
		switch r := compareCandidates(best, c, args); {
		case r == 0:
			several = true
		case r < 0:
			best, several = c, false
		}
	}
	if several {
		return nil
	}
	return best
}

// compareCandidates is positive when a is the better overload. Earlier
// arguments weigh more.
func compareCandidates(a, b *candidate, args []any) int {
	better := compareRanks(a, b, args)
	if better == 0 {
		better = compareGenerality(a, b)
	}
	if better != 0 {
		return better
	}
	for i := range a.ranks {
		if a.params[i].Type != b.params[i].Type {
			return 0
		}
	}
	switch {
	case a.expanded && b.expanded:
		if len(a.overload.Params) > len(b.overload.Params) {
			return 1
		}
		return -1
	case a.expanded:
		return -1
	case b.expanded:
		return 1
	}
	return len(b.overload.Params) - len(a.overload.Params)
}

func compareRanks(a, b *candidate, args []any) int {
	better, weight := 0, len(a.ranks)
	for i := range a.ranks {
		ra, rb := a.ranks[i], b.ranks[i]
		if ra == rb && ra == RankUnrelatedArrays {
			elem := effectiveElement(args[i])
			ra, rb = rankOfType(elem, a.params[i].Type.Elem), rankOfType(elem, b.params[i].Type.Elem)
		}
		switch {
		case ra < rb:
			better -= weight
		case ra > rb:
			better += weight
		}
		weight--
	}
	return better
}

func rankOfType(from, to *Type) Rank {
	if to == nil {
		return RankNone
	}
	return figure(from, to).rank
}

// effectiveElement is the element type an Object[] could have: that of all its elements.
func effectiveElement(v any) *Type {
	a, ok := Unwrap(v).(*Array)
	if !ok {
		if t := TypeOf(Unwrap(v)); t != nil {
			return t.Elem
		}
		return nil
	}
	if a.Type != ObjectArray || len(a.Items) == 0 {
		return a.Type.Elem
	}
	first := TypeOf(Unwrap(a.Items[0]))
	for _, x := range a.Items[1:] {
		if TypeOf(Unwrap(x)) != first {
			return ObjectType
		}
	}
	return first
}

// compareGenerality breaks ties between equally ranked parameters: the most
// specific type when nothing is lost, the most general when something may be.
func compareGenerality(a, b *candidate) int {
	better, weight := 0, len(a.ranks)
	for i := range a.ranks {
		ra, rb := a.ranks[i], b.ranks[i]
		if ra >= RankNullToValue && rb >= RankNullToValue && (ra >= RankNumericImplicit) == (rb >= RankNumericImplicit) {
			if ra >= RankNumericImplicit {
				weight = -weight
			}
			ab := rankOfType(a.params[i].Type, b.params[i].Type)
			ba := rankOfType(b.params[i].Type, a.params[i].Type)
			switch {
			case ab < ba:
				better += weight
			case ab > ba:
				better -= weight
			}
		}
		if weight < 0 {
			weight = -weight
		}
		weight--
	}
	return better
}

package dotnet

import (
	"strconv"
	"strings"
	"unicode"

	"stagecoach/shell/object"
)

// dataExpression is an expression of System.Data's language, bound to a table: filters,
// computed columns, Compute. Its words and operators are those that DataColumn.Expression
// documents.
type dataExpression struct {
	table *dataTable
	text  string
	root  dataNode
}

// dataToken is one token; position counts from zero.
type dataToken struct {
	kind     dataTokenKind
	text     string
	value    any
	position int
}

type dataTokenKind uint8

const (
	dataEnd dataTokenKind = iota
	dataName
	dataWord // a name that is not in brackets: it may be a keyword
	dataConstant
	dataOperator
	dataOpen
	dataClose
	dataComma
	dataDot
)

func dataSyntax(format string, args ...any) error {
	return object.Throw(exceptionNamed("System.Data.SyntaxErrorException"), format, args...)
}

func dataEvaluate(format string, args ...any) error {
	return object.Throw(exceptionNamed("System.Data.EvaluateException"), format, args...)
}

// scanData takes an expression apart.
func scanData(text string) ([]dataToken, error) {
	var list []dataToken
	s := []rune(text)
	add := func(kind dataTokenKind, from, to int, value any) {
		list = append(list, dataToken{kind: kind, text: string(s[from:to]), value: value, position: from})
	}
	for i := 0; i < len(s); {
		c, from := s[i], i
		switch {
		case unicode.IsSpace(c):
			i++
		case c == '\'':
			value, end, ok := quotedData(s, i)
			if !ok {
				return nil, dataSyntax("The expression contains an invalid string constant: %s.", string(s[from:]))
			}
			i = end
			add(dataConstant, from, i, value)
		case c == '#':
			end := from + 1
			for end < len(s) && s[end] != '#' {
				end++
			}
			var date any
			err := dataSyntax("")
			if end < len(s) {
				date, err = ParseDate(strings.TrimSpace(string(s[from+1:end])), object.Invariant, 0)
			}
			if err != nil {
				return nil, dataSyntax("The expression contains invalid date constant '%s'.", string(s[from:min(end+1, len(s))]))
			}
			i = end + 1
			add(dataConstant, from, i, date)
		case c == '[' || c == '`':
			name, end, ok := bracketedData(s, i)
			if !ok {
				return nil, dataSyntax("The expression contains invalid name: '%s'.", string(s[from:]))
			}
			i = end
			list = append(list, dataToken{kind: dataName, text: name, position: from})
		case c >= '0' && c <= '9' || c == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9':
			i = numberEnd(s, i)
			value, err := dataNumber(string(s[from:i]))
			if err != nil {
				return nil, err
			}
			add(dataConstant, from, i, value)
		case unicode.IsLetter(c) || c == '_':
			for i < len(s) && (unicode.IsLetter(s[i]) || unicode.IsDigit(s[i]) || s[i] == '_') {
				i++
			}
			add(dataWord, from, i, nil)
		case strings.ContainsRune("=+-*/%", c):
			i++
			add(dataOperator, from, i, nil)
		case c == '<' || c == '>':
			i++
			if i < len(s) && (s[i] == '=' || c == '<' && s[i] == '>') {
				i++
			}
			add(dataOperator, from, i, nil)
		case c == '(' || c == ')' || c == ',' || c == '.':
			i++
			add(map[rune]dataTokenKind{'(': dataOpen, ')': dataClose, ',': dataComma, '.': dataDot}[c], from, i, nil)
		default:
			return nil, dataSyntax("Cannot interpret token '%c' at position %d.", c, from+1)
		}
	}
	return append(list, dataToken{kind: dataEnd, position: len(s)}), nil
}

// quotedData reads a text in single quotes; two stand for one.
func quotedData(s []rune, i int) (value string, end int, ok bool) {
	var b strings.Builder
	for i++; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteRune(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteRune('\'')
			i++
			continue
		}
		return b.String(), i + 1, true
	}
	return "", i, false
}

// bracketedData reads a name in brackets or backticks; a backslash takes the next character as it is.
func bracketedData(s []rune, i int) (name string, end int, ok bool) {
	closing := ']'
	if s[i] == '`' {
		closing = '`'
	}
	var b strings.Builder
	for i++; i < len(s); i++ {
		switch {
		case s[i] == closing:
			return b.String(), i + 1, true
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == closing || s[i+1] == '\\'):
			i++
		}
		b.WriteRune(s[i])
	}
	return "", i, false
}

func numberEnd(s []rune, i int) int {
	digits := func() {
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
	}
	digits()
	if i < len(s) && s[i] == '.' {
		i++
		digits()
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		from := i
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if i >= len(s) || s[i] < '0' || s[i] > '9' {
			return from
		}
		digits()
	}
	return i
}

// dataNumber is a number of an expression: the smallest whole type, Decimal with a point,
// Double with an exponent.
func dataNumber(text string) (any, error) {
	if strings.ContainsAny(text, "eE") {
		return strconv.ParseFloat(text, 64)
	}
	if !strings.Contains(text, ".") {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			if n == int64(int32(n)) {
				return object.Int(int32(n)), nil
			}
			return n, nil
		}
	}
	if d, err := object.ParseDecimal(strings.TrimPrefix(text, "+")); err == nil {
		return d, nil
	}
	return strconv.ParseFloat(text, 64)
}

// dataParser turns tokens into nodes.
type dataParser struct {
	table *dataTable
	list  []dataToken
	at    int
	last  string // the operator read last, for errors
}

func parseDataExpression(t *dataTable, text string) (*dataExpression, error) {
	tokens, err := scanData(text)
	if err != nil {
		return nil, err
	}
	p := &dataParser{table: t, list: tokens}
	root, err := p.either()
	if err != nil {
		return nil, err
	}
	switch next := p.next(); next.kind {
	case dataEnd:
	case dataClose:
		return nil, dataSyntax("The expression has too many closing parentheses.")
	default:
		return nil, dataSyntax("Syntax error: Missing operand after '%s' operator.", next.text)
	}
	return &dataExpression{table: t, text: text, root: root}, nil
}

func (p *dataParser) next() dataToken { return p.list[p.at] }

// word takes a keyword when it comes next.
func (p *dataParser) word(word string) bool {
	if t := p.next(); t.kind != dataWord || !strings.EqualFold(t.text, word) {
		return false
	}
	p.at++
	p.last = word
	return true
}

// operator takes one of the operators when it comes next.
func (p *dataParser) operator(list ...string) (string, bool) {
	t := p.next()
	if t.kind == dataOperator {
		for _, op := range list {
			if t.text == op {
				p.at++
				p.last = op
				return op, true
			}
		}
	}
	return "", false
}

// chain reads operands of one kind with operators between them.
func (p *dataParser) chain(operand func() (dataNode, error), operator func() (string, bool)) (dataNode, error) {
	left, err := operand()
	for err == nil {
		op, ok := operator()
		if !ok {
			return left, nil
		}
		var right dataNode
		if right, err = operand(); err == nil {
			left = &dataBinary{op: op, left: left, right: right}
		}
	}
	return nil, err
}

func (p *dataParser) either() (dataNode, error) {
	return p.chain(p.both, func() (string, bool) { return "Or", p.word("Or") })
}

func (p *dataParser) both() (dataNode, error) {
	return p.chain(p.negation, func() (string, bool) { return "And", p.word("And") })
}

func (p *dataParser) negation() (dataNode, error) {
	if p.word("Not") {
		of, err := p.negation()
		return &dataUnary{op: "Not", of: of}, err
	}
	return p.comparison()
}

func (p *dataParser) comparison() (dataNode, error) {
	left, err := p.sum()
	for err == nil {
		before := p.at
		not := p.word("Not")
		switch {
		case p.word("Like"):
			var right dataNode
			if right, err = p.sum(); err == nil {
				left = &dataBinary{op: "Like", left: left, right: right}
			}
		case p.word("In"):
			left, err = p.choices(left)
		case p.word("Between"):
			return nil, dataSyntax("The expression contains unsupported operator 'Between'.")
		case !not && p.word("Is"):
			not = p.word("Not")
			if !p.word("Null") {
				return nil, dataSyntax("Syntax error: Invalid usage of 'Is' operator. Correct syntax: <expression> Is [Not] Null.")
			}
			left = &dataIsNull{of: left}
		default:
			p.at = before
			op, ok := p.operator("=", "<>", "<=", ">=", "<", ">")
			if !ok {
				return left, nil
			}
			var right dataNode
			if right, err = p.sum(); err == nil {
				left = &dataBinary{op: op, left: left, right: right}
			}
			continue
		}
		if not && err == nil {
			left = &dataUnary{op: "Not", of: left}
		}
	}
	return nil, err
}

// choices reads what stands behind IN.
func (p *dataParser) choices(of dataNode) (dataNode, error) {
	if p.next().kind != dataOpen {
		return nil, dataSyntax("Syntax error: The items following the IN keyword must be separated by commas and be enclosed in parentheses.")
	}
	list, err := p.arguments()
	if err == nil && len(list) == 0 {
		err = dataSyntax("Syntax error: The IN keyword must be followed by a non-empty list of expressions separated by commas, and also must be enclosed in parentheses.")
	}
	return &dataIn{of: of, list: list}, err
}

func (p *dataParser) sum() (dataNode, error) {
	return p.chain(p.product, func() (string, bool) { return p.operator("+", "-") })
}

func (p *dataParser) product() (dataNode, error) {
	return p.chain(p.sign, func() (string, bool) { return p.operator("*", "/", "%") })
}

func (p *dataParser) sign() (dataNode, error) {
	if op, ok := p.operator("-", "+"); ok {
		of, err := p.sign()
		return &dataUnary{op: op, of: of}, err
	}
	return p.primary()
}

// arguments reads expressions in parentheses.
func (p *dataParser) arguments() ([]dataNode, error) {
	p.at++
	var list []dataNode
	if p.next().kind == dataClose {
		p.at++
		return nil, nil
	}
	for {
		x, err := p.either()
		if err != nil {
			return nil, err
		}
		list = append(list, x)
		switch p.next().kind {
		case dataComma:
			p.at++
		case dataClose:
			p.at++
			return list, nil
		case dataEnd:
			return nil, dataSyntax("The expression is missing the closing parenthesis.")
		default:
			return nil, dataSyntax("Syntax error: Missing operand after '%s' operator.", p.next().text)
		}
	}
}

func (p *dataParser) primary() (dataNode, error) {
	t := p.next()
	switch t.kind {
	case dataConstant:
		p.at++
		return dataValue{t.value}, nil
	case dataOpen:
		list, err := p.arguments()
		if err != nil {
			return nil, err
		}
		if len(list) != 1 {
			return nil, dataSyntax("Syntax error in the expression.")
		}
		return list[0], nil
	case dataName:
		p.at++
		return p.column(t.text)
	case dataWord:
		return p.named(t)
	case dataOperator:
		return nil, dataSyntax("Syntax error: Missing operand before '%s' operator.", t.text)
	case dataEnd:
		return nil, dataSyntax("Syntax error: Missing operand after '%s' operator.", p.last)
	}
	return nil, dataSyntax("Syntax error in the expression.")
}

// named reads a constant, a function call or a column.
func (p *dataParser) named(t dataToken) (dataNode, error) {
	p.at++
	switch strings.ToLower(t.text) {
	case "true":
		return dataValue{true}, nil
	case "false":
		return dataValue{false}, nil
	case "null":
		return dataValue{theDBNull}, nil
	case "and", "or", "like", "in", "is":
		return nil, dataSyntax("Syntax error: Missing operand before '%s' operator.", capital(strings.ToLower(t.text)))
	}
	if p.next().kind == dataOpen {
		return p.call(t.text)
	}
	return p.column(t.text)
}

func (p *dataParser) column(name string) (dataNode, error) {
	c := p.table.column(name)
	if c == nil {
		return nil, dataEvaluate("Cannot find column [%s].", name)
	}
	return &dataColumnNode{c}, nil
}

func (p *dataParser) call(name string) (dataNode, error) {
	f := dataFunctionNamed(name)
	if f == nil {
		return nil, dataEvaluate("The expression contains undefined function call %s().", name)
	}
	args, err := p.arguments()
	if err != nil {
		return nil, err
	}
	if f.aggregate {
		if len(args) == 1 {
			if c, ok := args[0].(*dataColumnNode); ok {
				return &dataAggregate{name: f.name, column: c.column}, nil
			}
		}
		return nil, dataSyntax("Syntax error in aggregate argument: Expecting a single column argument with possible 'Child' qualifier.")
	}
	if len(args) != f.arguments {
		return nil, dataEvaluate("Invalid number of arguments: function %s().", f.name)
	}
	return &dataCall{f: f, args: args}, nil
}

// sortKey is one part of a sort.
type sortKey struct {
	column     *dataColumn
	descending bool
}

// parseDataSort reads "name, [other name] DESC".
func parseDataSort(t *dataTable, text string) ([]sortKey, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var keys []sortKey
	for _, part := range splitTop(text) {
		name, descending := strings.TrimSpace(part), false
		switch lower := strings.ToLower(name); {
		case strings.HasSuffix(lower, " desc"):
			name, descending = strings.TrimSpace(name[:len(name)-5]), true
		case strings.HasSuffix(lower, " asc"):
			name = strings.TrimSpace(name[:len(name)-4])
		}
		if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
			name = name[1 : len(name)-1]
		}
		c := t.column(name)
		if c == nil {
			return nil, object.Throw(object.IndexOutOfRangeExceptionType, "Cannot find column %s.", name)
		}
		keys = append(keys, sortKey{c, descending})
	}
	return keys, nil
}

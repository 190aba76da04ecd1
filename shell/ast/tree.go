package ast

import (
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// treeDepth is how many levels below the root Tree shows.
const treeDepth = 60

// Tree writes the node and all below it in one line:
//
//	(Type extra child child ...)
//
// Type is the class name without "Ast"; extra is what tells two nodes of one
// class apart (value, operator, name). A node more than 60 levels below root is
// written (...).
func Tree(root Node) string {
	var b strings.Builder
	WriteTree(&b, root)
	return b.String()
}

// A TreeWriter takes the notation piece by piece; each piece is valid UTF-8 when
// the source is. A strings.Builder and a bufio.Writer are ones.
type TreeWriter interface {
	io.StringWriter
	io.ByteWriter
}

// WriteTree writes what Tree returns. An error of the writer is the writer's to
// keep, as a bufio.Writer does.
func WriteTree(w TreeWriter, root Node) { writeTree(w, root, 0) }

func writeTree(b TreeWriter, n Node, depth int) {
	if depth > treeDepth {
		_, _ = b.WriteString("(...)")
		return
	}
	_ = b.WriteByte('(')
	_, _ = b.WriteString(strings.TrimSuffix(n.ClassName(), "Ast"))
	if extra := treeExtra(n); extra != "" {
		_ = b.WriteByte(' ')
		_, _ = b.WriteString(extra)
	}
	for child := range n.Children {
		if base, ok := child.(*BaseCtorInvokeMemberExpressionAst); ok && base != nil && hiddenInTree(base) {
			continue
		}
		_ = b.WriteByte(' ')
		writeTree(b, child, depth+1)
	}
	_ = b.WriteByte(')')
}

// hiddenInTree reports whether the recorded trees leave the node out: they were
// written by a visitor that does not know calls of base constructors.
func hiddenInTree(*BaseCtorInvokeMemberExpressionAst) bool { return true }

var treeQuoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", `\r`, "\n", `\n`)

func quoted(s string) string { return `"` + treeQuoter.Replace(s) + `"` }

func staticOrInstance(static bool) string {
	if static {
		return "static"
	}
	return "instance"
}

func treeExtra(n Node) string {
	switch n := n.(type) {
	case *StringConstantExpressionAst:
		return n.StringConstantType.String() + " " + quoted(n.Value)
	case *ExpandableStringExpressionAst:
		return n.StringConstantType.String() + " " + quoted(n.Value)
	case *ConstantExpressionAst:
		return NetTypeName(n.Value) + " " + InvariantText(n.Value)
	case *VariableExpressionAst:
		if n.Splatted {
			return "@" + n.VariablePath.UserPath
		}
		return "$" + n.VariablePath.UserPath
	case *AssignmentStatementAst:
		return n.Operator.String()
	case *BinaryExpressionAst:
		return n.Operator.String()
	case *UnaryExpressionAst:
		return n.TokenKind.String()
	case *CommandAst:
		if n.InvocationOperator() != Unknown {
			return n.InvocationOperator().String()
		}
	case *CommandParameterAst:
		return quoted(n.ParameterName)
	case *TypeExpressionAst:
		return quoted(n.TypeName.FullName())
	case *TypeConstraintAst:
		return quoted(n.TypeName.FullName())
	case *AttributeAst:
		return quoted(n.TypeName.FullName())
	case *FunctionDefinitionAst:
		return quoted(n.Name)
	case *MemberExpressionAst:
		return staticOrInstance(n.Static)
	case *InvokeMemberExpressionAst:
		return staticOrInstance(n.Static)
	case *FileRedirectionAst:
		if n.Append {
			return n.FromStream.String() + " append"
		}
		return n.FromStream.String()
	case *MergingRedirectionAst:
		return n.FromStream.String() + "->" + n.ToStream.String()
	}
	return ""
}

// NetTypeName returns the .NET type of a constant's value, without namespace.
func NetTypeName(value any) string {
	switch value.(type) {
	case int8:
		return "SByte"
	case uint8:
		return "Byte"
	case int16:
		return "Int16"
	case uint16:
		return "UInt16"
	case int32:
		return "Int32"
	case uint32:
		return "UInt32"
	case int64:
		return "Int64"
	case uint64:
		return "UInt64"
	case *big.Int:
		return "BigInteger"
	case float32:
		return "Single"
	case float64:
		return "Double"
	case decimal.Decimal:
		return "Decimal"
	case bool:
		return "Boolean"
	}
	return fmt.Sprintf("%T", value)
}

// InvariantText returns a constant's value as .NET writes it in the invariant
// culture.
func InvariantText(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "True"
		}
		return "False"
	case float32:
		return invariantFloat(float64(v), 32)
	case float64:
		return invariantFloat(v, 64)
	case decimal.Decimal:
		if v.Exponent() < 0 {
			return v.StringFixed(-v.Exponent())
		}
		return v.String()
	}
	return fmt.Sprint(value)
}

// invariantFloat writes a float as .NET's shortest round-trip form: digits as
// they are for exponents from -4 up to 16 (8 for float32), else E+XX with two
// digits at least.
func invariantFloat(v float64, bits int) string {
	shortest := strconv.FormatFloat(v, 'E', -1, bits)
	switch shortest {
	case "+Inf":
		return "Infinity"
	case "-Inf":
		return "-Infinity"
	case "NaN":
		return shortest
	}
	mantissa, exponent, _ := strings.Cut(shortest, "E")
	power, _ := strconv.Atoi(exponent)
	largest := 17
	if bits == 32 {
		largest = 9
	}
	if power < -4 || power >= largest {
		return fmt.Sprintf("%sE%+03d", mantissa, power)
	}
	return strconv.FormatFloat(v, 'f', -1, bits)
}

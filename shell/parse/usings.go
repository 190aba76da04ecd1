package parse

import (
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/ast"
)

var usingKinds = map[ast.TokenKind]ast.UsingStatementKind{
	ast.Namespace: ast.UsingNamespace, ast.Type: ast.UsingType, ast.Module: ast.UsingModule,
	ast.Command: ast.UsingCommand, ast.Assembly: ast.UsingAssembly,
}

// usingStatement parses a using statement; what is wrong makes an error
// statement.
func (p *parser) usingStatement(keyword *token) ast.Statement {
	p.symbols = true
	directive := p.next()
	kind, ok := usingKinds[directive.kind]
	if !ok {
		p.hold(directive)
		p.failEnd(after(p.ext(keyword)), "MissingUsingStatementDirective")
		return broken(p.ext(keyword))
	}
	t := p.next()
	switch t.kind {
	case ast.EndOfInput, ast.NewLine, ast.Comma, ast.Semi:
		p.failEnd(after(p.ext(directive)), "MissingUsingItemName")
		return broken(span(p.ext(keyword), p.ext(directive)))
	}
	item := p.argument(asArgument, t)
	if item == nil {
		p.fail(p.ext(t), "InvalidValueForUsingItemName", p.textOf(t))
		p.recover(true, ast.Semi, ast.NewLine)
		return broken(span(p.ext(keyword), p.ext(t)))
	}
	node := &ast.UsingStatementAst{Placed: ast.At(span(p.ext(keyword), extOf(item))), UsingStatementKind: kind}
	switch item := item.(type) {
	case *ast.StringConstantExpressionAst:
		node.Name = item
	case *ast.HashtableAst:
		if kind == ast.UsingModule {
			node.ModuleSpecification = item
		}
	}
	if node.Name == nil && node.ModuleSpecification == nil {
		p.fail(extOf(item), "InvalidValueForUsingItemName", item.Extent().Text())
		return broken(node.Ext)
	}
	if kind != ast.UsingAssembly && node.Name != nil {
		if equals := p.take(ast.Equals); equals != nil {
			return p.usingAlias(node, keyword, equals)
		}
		if kind == ast.UsingType || kind == ast.UsingCommand {
			p.failEnd(after(p.ext(t)), "MissingEqualsInUsingAlias")
			return broken(node.Ext, item)
		}
	}
	if kind == ast.UsingAssembly {
		node.Name = p.assemblyFile(node.Name)
	}
	p.requireTerminator()
	return node
}

// usingAlias parses what follows the `=`.
func (p *parser) usingAlias(node *ast.UsingStatementAst, keyword, equals *token) ast.Statement {
	t := p.next()
	switch t.kind {
	case ast.EndOfInput, ast.NewLine, ast.Semi:
		p.hold(t)
		p.failEnd(after(p.ext(equals)), "MissingNamespaceAlias")
		return broken(span(p.ext(keyword), p.ext(equals)))
	case ast.Comma:
		p.fail(p.ext(t), "UnexpectedUnaryOperator", p.textOf(t))
		return broken(span(p.ext(keyword), p.ext(t)))
	}
	alias := p.argument(asArgument, t)
	node.Ext = span(p.ext(keyword), p.ext(t))
	switch alias := alias.(type) {
	case *ast.StringConstantExpressionAst:
		node.Alias = alias
		p.requireTerminator()
		return node
	case *ast.HashtableAst:
		if node.UsingStatementKind == ast.UsingModule {
			node.ModuleSpecification = alias
			p.requireTerminator()
			return node
		}
	}
	at := p.ext(t)
	nested := []ast.Node{node.Name}
	if alias != nil {
		at = extOf(alias)
		nested = append(nested, alias)
	}
	p.fail(at, "InvalidValueForUsingItemName", at.Text())
	return broken(span(p.ext(keyword), at), nested...)
}

func (p *parser) requireTerminator() {
	switch t := p.peekToken(); t.kind {
	case ast.NewLine, ast.Semi:
		p.skipToken()
	case ast.EndOfInput:
	default:
		p.failEnd(p.ext(t), "MissingStatementTerminator")
	}
}

// assemblyFile returns the name with the path of the file it means, or reports
// that there is none. A path that is absolute is looked at when the script runs.
func (p *parser) assemblyFile(name *ast.StringConstantExpressionAst) *ast.StringConstantExpressionAst {
	if scheme := schemeOf(name.Value); scheme != "" {
		if scheme == "unc" {
			p.fail(name.Ext, "CannotLoadAssemblyFromUncPath", name.Value)
		} else if scheme != "file" {
			p.fail(name.Ext, "CannotLoadAssemblyWithUriSchema", scheme)
		}
		return name
	}
	path := filepath.Join(filepath.Dir(p.source.File), name.Value)
	if _, err := os.Stat(path); err != nil {
		p.fail(name.Ext, "ErrorLoadingAssembly", name.Value)
		return name
	}
	return &ast.StringConstantExpressionAst{Placed: name.Placed, Value: path, StringConstantType: name.StringConstantType}
}

// schemeOf returns the scheme of an absolute URI or path, "file" for a local and
// "unc" for a network path, "" for what is relative.
func schemeOf(name string) string {
	switch {
	case strings.HasPrefix(name, `\\`), strings.HasPrefix(name, "//"):
		return "unc"
	case strings.HasPrefix(name, "/"), len(name) > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/'):
		return "file"
	}
	if scheme, _, ok := strings.Cut(name, ":"); ok && len(scheme) > 1 && !strings.ContainsAny(scheme, `/\. `) {
		return strings.ToLower(scheme)
	}
	return ""
}

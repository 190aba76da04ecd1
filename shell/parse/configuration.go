package parse

import (
	"regexp"

	"stagecoach/shell/ast"
)

// configurationName is how the name of a configuration may look.
var configurationName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*\n?$`)

// noConfiguration is why a configuration cannot be parsed: its keywords come from
// schemas that are not there. PowerShell shows the .NET exception with the calls
// that it came through.
const noConfiguration = "System.IO.DirectoryNotFoundException: Unable to find DSC schema store at /etc/opt/omi/conf/dsc/configuration. " +
	"Please ensure PS DSC for Linux is installed." + configurationCalls

const configurationCalls = `
   at Microsoft.PowerShell.DesiredStateConfiguration.Internal.DscClassCache.Initialize(Collection` + "`1 errors, List`1 modulePathList)" + `
   at Microsoft.PowerShell.DesiredStateConfiguration.Internal.DscClassCache.LoadDefaultCimKeywords(Dictionary` +
	"`2 functionsToDefine, Collection`1 errors, List`1 modulePathList, Boolean cacheResourcesFromMultipleModuleVersions)" + `
   at Microsoft.PowerShell.DesiredStateConfiguration.Internal.DscClassCache.LoadDefaultCimKeywords(Collection` + "`1 errors)" + `
   at System.Management.Automation.Language.Parser.ConfigurationStatementRule(IEnumerable` + "`1 customAttributes, Token configurationToken)"

// holdsCollection reports whether a list or a hashtable is in an expression: it is no
// constant then, as it is made anew each time.
func holdsCollection(e ast.Expression) bool {
	return ast.Find(e, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ArrayLiteralAst, *ast.HashtableAst:
			return true
		}
		return false
	}) != nil
}

// configurationStatement refuses a DSC configuration, as PowerShell does where DSC
// is not installed: it reads the name and gives up, so that the body is parsed as
// if it stood alone. It returns nil.
func (p *parser) configurationStatement(keyword *token) ast.Statement {
	p.skipLines()
	t := p.next()
	switch t.kind {
	case ast.LCurly:
		p.fail(after(p.ext(keyword)), "MissingConfigurationName")
		p.scriptBlockExpression(t)
		return nil
	case ast.EndOfInput, ast.Comma:
		p.hold(t)
		p.failEnd(after(p.ext(t)), "MissingConfigurationName")
		return nil
	}
	if name := p.argument(asArgument, t); name == nil {
		p.fail(after(p.ext(t)), "ParameterRequiresArgument", p.textOf(t))
		p.failEnd(p.ext(t), "MissingConfigurationName")
	} else if !holdsCollection(name) {
		if value, ok := constantValue(name); ok {
			if s, isString := value.(string); !isString || !configurationName.MatchString(s) {
				p.fail(extOf(name), "InvalidConfigurationName", s)
			}
		}
	}
	p.skipLines()
	p.fail(p.ext(t), "ParserError", noConfiguration)
	p.goTo(p.mark()) // a token read ahead, often the brace, is lost
	return nil
}

package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

// attributeInfo is what .NET says about an attribute: on what it may stand and
// which properties it has.
type attributeInfo struct {
	targets  string // as .NET writes AttributeTargets
	writable string // properties that a named argument may set
	readOnly string
}

const onMembers = "Property, Field"

// attributeInfos are the attributes that PowerShell checks on classes and their
// members, by full name. Others are taken as they come.
var attributeInfos = map[string]attributeInfo{
	"System.FlagsAttribute":                                              {"Enum", "", ""},
	"System.SerializableAttribute":                                       {"Class, Struct, Enum, Delegate", "", ""},
	"System.Management.Automation.DscResourceAttribute":                  {"Class", "RunAsCredential", ""},
	"System.Management.Automation.DscPropertyAttribute":                  {onMembers, "Key, Mandatory, NotConfigurable", ""},
	"System.Management.Automation.DscLocalConfigurationManagerAttribute": {"Class", "", ""},
	"System.Management.Automation.CmdletAttribute": {"Class",
		"DefaultParameterSetName, SupportsShouldProcess, SupportsPaging, SupportsTransactions, ConfirmImpact, HelpUri, RemotingCapability", "NounName VerbName"},
	"System.Management.Automation.CmdletBindingAttribute": {"Class",
		"PositionalBinding, DefaultParameterSetName, SupportsShouldProcess, SupportsPaging, SupportsTransactions, ConfirmImpact, HelpUri, RemotingCapability", ""},
	"System.Management.Automation.OutputTypeAttribute": {"Class", "ProviderCmdlet, ParameterSetName", "Type"},
	"System.Management.Automation.AliasAttribute":      {"Class, Property, Field", "", "AliasNames"},
	"System.Management.Automation.ParameterAttribute": {onMembers,
		"Position, ParameterSetName, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, ValueFromRemainingArguments, HelpMessage, " +
			"HelpMessageBaseName, HelpMessageResourceId, DontShow", "ExperimentName ExperimentAction"},
	"System.Management.Automation.PSTypeNameAttribute":                  {onMembers, "", "PSTypeName"},
	"System.Management.Automation.SupportsWildcardsAttribute":           {onMembers, "", ""},
	"System.Management.Automation.PSDefaultValueAttribute":              {onMembers, "Value, Help", ""},
	"System.Management.Automation.ValidateLengthAttribute":              {onMembers, "", "MinLength MaxLength"},
	"System.Management.Automation.ValidateRangeAttribute":               {onMembers, "", "MinRange MaxRange"},
	"System.Management.Automation.ValidatePatternAttribute":             {onMembers, "Options, ErrorMessage", "RegexPattern"},
	"System.Management.Automation.ValidateScriptAttribute":              {onMembers, "ErrorMessage", "ScriptBlock"},
	"System.Management.Automation.ValidateCountAttribute":               {onMembers, "", "MinLength MaxLength"},
	"System.Management.Automation.ValidateSetAttribute":                 {onMembers, "ErrorMessage, IgnoreCase", "ValidValues"},
	"System.Management.Automation.ValidateTrustedDataAttribute":         {onMembers, "", ""},
	"System.Management.Automation.AllowNullAttribute":                   {onMembers, "", ""},
	"System.Management.Automation.AllowEmptyStringAttribute":            {onMembers, "", ""},
	"System.Management.Automation.AllowEmptyCollectionAttribute":        {onMembers, "", ""},
	"System.Management.Automation.ValidateDriveAttribute":               {onMembers, "", "ValidRootDrives"},
	"System.Management.Automation.ValidateUserDriveAttribute":           {onMembers, "", "ValidRootDrives"},
	"System.Management.Automation.ValidateNotNullAttribute":             {onMembers, "", ""},
	"System.Management.Automation.ValidateNotNullOrEmptyAttribute":      {onMembers, "", ""},
	"System.Management.Automation.ValidateNotNullOrWhiteSpaceAttribute": {onMembers, "", ""},
	"System.Management.Automation.ArgumentCompleterAttribute":           {onMembers, "", "ScriptBlock Type"},
	"System.Management.Automation.ArgumentCompletionsAttribute":         {onMembers, "", ""},
	"System.Management.Automation.ExperimentalAttribute":                {"Class, Property, Field", "", "ExperimentName ExperimentAction"},
	"System.Management.Automation.HiddenAttribute":                      {"Constructor, Method, Property, Field, Event", "", ""},
}

// attributeTargets returns on what an attribute of a class stands; "" when it is
// none of a class.
func (c *checker) attributeTargets() string {
	switch parent := c.parent(1).(type) {
	case *ast.TypeDefinitionAst:
		if parent.IsEnum() {
			return "Enum"
		}
		return "Class"
	case *ast.PropertyMemberAst:
		return onMembers
	case *ast.FunctionMemberAst:
		if parent.IsConstructor {
			return "Constructor"
		}
		return "Method"
	case *ast.ParameterAst:
		if c.method() != nil {
			return "Parameter"
		}
	}
	return ""
}

// attributeUse checks that an attribute may stand where it does in a class and has
// the properties that it sets.
func (c *checker) attributeUse(n *ast.AttributeAst, target string) {
	full := c.types.attribute(n.TypeName)
	info, ok := attributeInfos[full]
	if !ok {
		return
	}
	allowed := false
	for part := range strings.SplitSeq(target, ", ") {
		allowed = allowed || strings.Contains(", "+info.targets+",", ", "+part+",")
	}
	if !allowed {
		c.fail(n.Ext, "AttributeNotAllowedOnDeclaration", shortTypeName(full), info.targets)
	}
	for _, a := range n.NamedArguments {
		name := strings.ToLower(a.ArgumentName)
		switch {
		case strings.Contains(", "+strings.ToLower(info.writable)+",", ", "+name+","):
		case strings.Contains(" "+strings.ToLower(info.readOnly)+" typeid ", " "+name+" "):
			c.fail(a.Ext, "ReadOnlyProperty", a.ArgumentName)
		default:
			c.fail(a.Ext, "PropertyNotFoundForAttribute", a.ArgumentName, shortTypeName(full), info.writable)
		}
	}
}

// shortTypeName returns a type as PowerShell shows it: by its short name if it has
// one.
func shortTypeName(full string) string {
	for short, name := range accelerators() {
		if name == full && !strings.HasSuffix(short, "attribute") {
			bare := strings.TrimSuffix(full[strings.LastIndexByte(full, '.')+1:], "Attribute")
			if strings.EqualFold(bare, short) {
				return bare
			}
			return short
		}
	}
	return full
}

// attribute returns the full name of an attribute's type when it is one that is
// checked, else "".
func (r *resolver) attribute(t ast.ITypeName) string {
	name, ok := t.(*ast.TypeName)
	if !ok || name.Definition != nil {
		return ""
	}
	for _, written := range []string{name.TypeName, name.TypeName + "Attribute"} {
		found := r.lookUp(written)
		for full := range attributeInfos {
			if strings.EqualFold(full, found) {
				return full
			}
		}
	}
	return ""
}

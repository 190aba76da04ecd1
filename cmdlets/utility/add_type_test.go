package utility_test

import "testing"

// Assemblies are known or not; nothing is compiled.
func TestAddType(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`Add-Type -AssemblyName 'System.Xml.Linq, Version=4.0.0.0'; Add-Type -AssemblyName System.Web; Add-Type -Assembly System.IO.Compression.FileSystem; Add-Type -AN 'System.Core'; Add-Type -AssemblyName System.Windows.Forms; 'on'`,
			`!ErrorLoadingAssembly|on`},
		{`(Add-Type -AssemblyName System.Net.Mail -PassThru).Count -gt 0; try { Add-Type -TypeDefinition 'public class A {}' -Language CSharp -ReferencedAssemblies x -IgnoreWarnings -CompilerOptions x } catch { $_.FullyQualifiedErrorId }; try { Add-Type -Name A -MemberDefinition 'x' -Namespace N -UsingNamespace System } catch { $_.FullyQualifiedErrorId }`,
			`True|!SOURCE_CODE_ERROR|COMPILER_ERRORS,Microsoft.PowerShell.Commands.AddTypeCommand|!SOURCE_CODE_ERROR|COMPILER_ERRORS,Microsoft.PowerShell.Commands.AddTypeCommand`},
		{`Add-Type -TypeDefinition x -OutputType Library; Add-Type -TypeDefinition x -OutputAssembly y.dll -OutputType Library; Add-Type none.dll -ErrorAction SilentlyContinue; Add-Type -Path none.dll; Set-Content a.txt 1; Set-Content a.cs 1; Set-Content 'my[1].dll' 1; Set-Content -LiteralPath 'my[1].dll' 1; Add-Type -Path a.txt; Add-Type -Path a.cs; Add-Type -LiteralPath 'my[1].dll'; Add-Type -Path a.cs, ./my*.dll`,
			`!OUTPUTTYPE_REQUIRES_ASSEMBLY|!SOURCE_CODE_ERROR|!COMPILER_ERRORS|!COMPILER_ERRORS|!PathNotFound|!ItemNotFound|!EXTENSION_NOT_SUPPORTED|!SOURCE_CODE_ERROR|!COMPILER_ERRORS|!ErrorLoadingAssembly|!MULTIPLE_EXTENSION_NOT_SUPPORTED`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

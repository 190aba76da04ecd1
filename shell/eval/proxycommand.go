package eval

import (
	"strings"

	"stagecoach/shell/object"
)

// proxyCommandType is System.Management.Automation.ProxyCommand: it writes functions that stand in
// for a command, take its parameters and drive it through a steppable pipeline.
var proxyCommandType = recordType("ProxyCommand", func(set *object.MemberSet) {
	part := func(name string, write func(m *commandMetadata) string) {
		static(set, name, object.StringType, params("commandMetadata", commandMetadataType), func(_ *Session, args []any) (any, error) {
			m, err := metadataOf(args[0])
			if err != nil {
				return nil, err
			}
			return write(m), nil
		})
	}
	part("GetCmdletBindingAttribute", (*commandMetadata).binding)
	part("GetParamBlock", (*commandMetadata).paramBlock)
	part("GetBegin", (*commandMetadata).proxyBegin)
	part("GetProcess", func(*commandMetadata) string { return proxyStep("Process($_)") })
	part("GetEnd", func(*commandMetadata) string { return proxyStep("End()") })
	part("GetClean", func(*commandMetadata) string { return proxyClean })
	part("GetDynamicParam", (*commandMetadata).proxyDynamic)
	part("Create", func(m *commandMetadata) string { return m.proxy("", true) })
	create := func(_ *Session, args []any) (any, error) {
		m, err := metadataOf(args[0])
		if err != nil {
			return nil, err
		}
		help, _ := args[1].(string)
		dynamic := true
		if len(args) > 2 {
			dynamic = args[2].(bool)
		}
		return m.proxy(help, dynamic), nil
	}
	static(set, "Create", object.StringType, params("commandMetadata", commandMetadataType, "helpComment", object.StringType), create)
	static(set, "Create", object.StringType, params("commandMetadata", commandMetadataType, "helpComment", object.StringType, "generateDynamicParameters", object.BooleanType), create)
})

func metadataOf(v any) (*commandMetadata, error) {
	m, ok := object.Unwrap(v).(*commandMetadata)
	if !ok {
		return nil, object.ThrowArgument(object.PSArgumentNullType, "commandMetaData", "Cannot process argument because the value of argument \"commandMetaData\" is null. Change the value of argument \"commandMetaData\" to a non-null value.")
	}
	return m, nil
}

// wrapped is the line that finds the command.
func (m *commandMetadata) wrapped(variable, more string) string {
	return "        $" + variable + " = $ExecutionContext.InvokeCommand.GetCommand(" + quoted(m.name) + ", [System.Management.Automation.CommandTypes]::" + m.info.Kind + more + ")\n"
}

// proxyBegin makes the pipeline: of a command without [CmdletBinding()] with what is in $args too.
func (m *commandMetadata) proxyBegin() string {
	origin := "$myInvocation.CommandOrigin"
	if m.info.Kind == "Function" {
		origin = "" // a function is not held to what the runspace allows
	}
	const call = "        $scriptCmd = {& $wrappedCmd @PSBoundParameters }\n\n"
	body, begin := "", "$PSCmdlet"
	if m.advanced {
		body = "        $outBuffer = $null\n        if ($PSBoundParameters.TryGetValue('OutBuffer', [ref]$outBuffer))\n        {\n            $PSBoundParameters['OutBuffer'] = 1\n        }\n\n" +
			m.wrapped("wrappedCmd", "") + call
	} else {
		body = m.wrapped("wrappedCmd", "") + "        $PSBoundParameters.Add('$args', $args)\n" + call
		begin = "$myInvocation.ExpectingInput, $ExecutionContext"
	}
	return "\n    try {\n" + body + "        $steppablePipeline = $scriptCmd.GetSteppablePipeline(" + origin + ")\n        $steppablePipeline.Begin(" + begin + ")\n    } catch {\n        throw\n    }\n"
}

func proxyStep(call string) string {
	return "\n    try {\n        $steppablePipeline." + call + "\n    } catch {\n        throw\n    }\n"
}

const proxyClean = "\n    if ($null -ne $steppablePipeline) {\n        $steppablePipeline.Clean()\n    }\n"

// proxyDynamic gives the function the parameters that the command has for these arguments.
func (m *commandMetadata) proxyDynamic() string {
	return "\n    try {\n" + m.wrapped("targetCmd", ", $PSBoundParameters") + `        $dynamicParams = @($targetCmd.Parameters.GetEnumerator() | Microsoft.PowerShell.Core\Where-Object { $_.Value.IsDynamic })
        if ($dynamicParams.Length -gt 0)
        {
            $paramDictionary = [Management.Automation.RuntimeDefinedParameterDictionary]::new()
            foreach ($param in $dynamicParams)
            {
                $param = $param.Value

                if(-not $MyInvocation.MyCommand.Parameters.ContainsKey($param.Name))
                {
                    $dynParam = [Management.Automation.RuntimeDefinedParameter]::new($param.Name, $param.ParameterType, $param.Attributes)
                    $paramDictionary.Add($param.Name, $dynParam)
                }
            }

            return $paramDictionary
        }
    } catch {
        throw
    }
`
}

// proxy is the whole text of the function.
func (m *commandMetadata) proxy(help string, dynamic bool) string {
	if help == "" {
		help = "\n.ForwardHelpTargetName " + m.name + "\n.ForwardHelpCategory " + m.info.Kind + "\n"
	}
	var b strings.Builder
	b.WriteString(m.binding() + "\nparam(" + m.paramBlock() + ")\n\n")
	if dynamic && m.dynamic {
		b.WriteString("\ndynamicparam\n{" + m.proxyDynamic() + "}\n\n")
	}
	for _, block := range []struct{ name, text string }{
		{"begin", m.proxyBegin()}, {"process", proxyStep("Process($_)")}, {"end", proxyStep("End()")}, {"clean", proxyClean},
	} {
		b.WriteString(block.name + "\n{" + block.text + "}\n")
		if block.name != "clean" {
			b.WriteString("\n")
		}
	}
	b.WriteString("<#\n" + strings.NewReplacer("<#", "<`#", "#>", "#`>").Replace(help) + "\n#>\n")
	return b.String()
}

package eval

import (
	"strings"

	"stagecoach/shell/object"
)

// CallStackFrame is a System.Management.Automation.CallStackFrame: one of the callers that
// Get-PSCallStack shows.
type CallStackFrame struct {
	object.Instance
	Command    string
	Part       string // the named block that runs: "<Process>"
	File       string
	Line       int
	Arguments  string // "{name=value, ...}"
	invocation *Invocation
}

// PSType is the frame's type.
func (*CallStackFrame) PSType() *object.Type { return callStackFrameType }

// Location is "script.ps1: line 3", or <No file>.
func (c *CallStackFrame) Location() string {
	if c.File == "" {
		return "<No file>"
	}
	return baseName(c.File) + ": line " + itoa(c.Line)
}

// String is "at name, file: line 3".
func (c *CallStackFrame) String() string {
	file := c.File
	if file == "" {
		file = "<No file>"
	}
	return "at " + c.Command + c.Part + ", " + file + ": line " + itoa(c.Line)
}

var callStackFrameType = &object.Type{Name: "CallStackFrame", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		frameData(set, "Command", commandScript, (*CallStackFrame).command)
		frameData(set, "Location", "$this.GetScriptLocation()", func(c *CallStackFrame) any { return c.Location() })
		frameData(set, "Arguments", argumentsScript, func(c *CallStackFrame) any { return c.Arguments })
		property(set, "ScriptName", object.StringType, func(c *CallStackFrame) any {
			if c.File == "" {
				return nil
			}
			return c.File
		})
		property(set, "ScriptLineNumber", object.Int32Type, func(c *CallStackFrame) any { return object.Int(int32(c.Line)) })
		property(set, "InvocationInfo", object.ObjectType, func(c *CallStackFrame) any { return c.invocation })
		property(set, "FunctionName", object.StringType, func(c *CallStackFrame) any { return c.Command + c.Part })
		method(set, "GetScriptLocation", object.StringType, nil, func(_ object.Invoker, c *CallStackFrame, _ []any) (any, error) { return c.Location(), nil })
	}}

// frameData declares a script property that PowerShell's type data add to frames.
func frameData(set *object.MemberSet, name, script string, get func(c *CallStackFrame) any) {
	set.Add(object.ComputedProperty(name, script, func(_ object.Invoker, self any) (any, error) { return get(object.Unwrap(self).(*CallStackFrame)), nil }))
}

// The getters that PowerShell's type data have for frames.
const (
	commandScript = `if ($null -eq $this.InvocationInfo) { return $this.FunctionName }
          $commandInfo = $this.InvocationInfo.MyCommand
          if ($null -eq $commandInfo) { return $this.InvocationInfo.InvocationName }
          if ($commandInfo.Name -ne "") { return $commandInfo.Name }
          return $this.FunctionName`
	argumentsScript = `$argumentsBuilder = new-object System.Text.StringBuilder

          $null = $(
          $argumentsBuilder.Append("{")
          foreach ($entry in $this.InvocationInfo.BoundParameters.GetEnumerator())
          {
          if ($argumentsBuilder.Length -gt 1)
          {
          $argumentsBuilder.Append(", ");
          }

          $argumentsBuilder.Append($entry.Key).Append("=")

          if ($entry.Value)
          {
          $argumentsBuilder.Append([string]$entry.Value)
          }
          }

          foreach ($arg in $this.InvocationInfo.UnboundArguments.GetEnumerator())
          {
          if ($argumentsBuilder.Length -gt 1)
          {
          $argumentsBuilder.Append(", ")
          }

          if ($arg)
          {
          $argumentsBuilder.Append([string]$arg)
          }
          else
          {
          $argumentsBuilder.Append('$null')
          }
          }

          $argumentsBuilder.Append('}');
          )

          return $argumentsBuilder.ToString();`
)

func (c *CallStackFrame) command() any { return c.Command }

// CallStack lists the frames, innermost first.
func (r *Running) CallStack() []any {
	var list []any
	for f := r.call.f; f != nil; f = f.up {
		if f.name == "" {
			continue
		}
		c := &CallStackFrame{Command: f.name, Part: f.part, Arguments: "{}"}
		if f.pos != nil {
			c.File, c.Line = f.pos.File(), f.pos.StartLineNumber()
		}
		if f.inv != nil {
			c.invocation = f.inv.myInvocation()
			var given []string
			for k, v := range f.inv.boundParameters().All() {
				given = append(given, object.Text(r, k)+"="+object.Text(r, v))
			}
			for _, v := range f.inv.rest {
				given = append(given, object.Text(r, v))
			}
			c.Arguments = "{" + strings.Join(given, ", ") + "}"
		}
		list = append(list, c)
	}
	return list
}

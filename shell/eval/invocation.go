package eval

import (
	"iter"
	"path/filepath"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// invocation is one run of a function, script or script block: what its
// automatic variables are made of when they are first read.
type invocation struct {
	s       *Session
	call    *call
	fn      *Function // nil: a script block
	command any       // MyCommand of a script or a block that was called; nil: neither
	file    string    // of the code
	name    string
	rest    []any
	binding *bind.Binding
	running *Running     // $PSCmdlet of an advanced function
	block   *ScriptBlock // of an input at the prompt or a script block
	bound   object.Dictionary
	expect  bool
	my      *Invocation
	input   *inputEnumerator
	args    any
}

// has tells whether the invocation sets an automatic variable: $PSCmdlet is an outer
// function's, unless this one has its own.
func (v *invocation) has(y symbol) bool {
	return v != nil && y.automatic() && (y != symPSCmdlet || v.running != nil)
}

// automatic makes the value of an automatic variable.
func (v *invocation) automatic(y symbol) any {
	switch y {
	case symArgs:
		if v.args == nil {
			v.args = object.NewArray(v.rest)
		}
		return v.args
	case symInput:
		if v.input == nil {
			v.input = &inputEnumerator{}
		}
		return v.input
	case symBound:
		return v.boundParameters()
	case symMyInvocation:
		return v.myInvocation()
	case symPSCmdlet:
		return v.running
	case symScriptRoot:
		if v.file == "" {
			return ""
		}
		return filepath.Dir(v.file)
	case symCommandPath:
		return v.file
	}
	return nil
}

func (v *invocation) boundParameters() object.Dictionary {
	if v.bound == nil {
		v.bound = newBoundDictionary()
		if v.binding != nil {
			v.binding.Bound(func(name string, x any) bool {
				_ = v.bound.Set(name, x)
				return true
			})
		}
	}
	return v.bound
}

// inputEnumerator is $input: what came through the pipeline and was not taken yet.
type inputEnumerator struct {
	object.Instance
	items []any
	at    int
}

func (*inputEnumerator) PSType() *object.Type { return inputType }

// Each yields what is left; it is used up afterwards.
func (e *inputEnumerator) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for e.at < len(e.items) {
			e.at++
			if !yield(e.items[e.at-1]) {
				return
			}
		}
	}
}

var inputType = &object.Type{Name: "ArrayListEnumeratorSimple", Namespace: "System.Collections", Base: object.ObjectType, Interfaces: []*object.Type{object.IEnumeratorType, object.ICloneableType},
	Members: func(set *object.MemberSet) {
		property(set, "Current", object.ObjectType, func(e *inputEnumerator) any {
			if e.at < 1 || e.at > len(e.items) {
				return nil
			}
			return e.items[e.at-1]
		})
		method(set, "MoveNext", object.BooleanType, nil, func(_ object.Invoker, e *inputEnumerator, _ []any) (any, error) {
			if e.at < len(e.items) {
				e.at++
				return true, nil
			}
			e.at = len(e.items) + 1
			return false, nil
		})
		method(set, "Reset", nil, nil, func(_ object.Invoker, e *inputEnumerator, _ []any) (any, error) {
			e.at = 0
			return nil, nil
		})
	}}

// newBoundDictionary is an empty $PSBoundParameters: a Dictionary[string,object] of its own type.
func newBoundDictionary() object.Dictionary {
	d := dotnet.NewStringMap(object.ObjectType)
	d.Type = boundType
	return d
}

var boundType = automationType("PSBoundParametersDictionary", dotnet.NewStringMap(object.ObjectType).Type)

// Invocation is InvocationInfo: $MyInvocation, and where an error arose.
type Invocation struct {
	object.Instance
	Position object.Position
	At       *ast.Extent
	Name     string // InvocationName
	Command  any    // MyCommand
	Bound    object.Dictionary
	Unbound  []any
	PSPath   string // PSCommandPath of the code that called
	Offset   bool
	frame    *frame
	line     *ast.Extent
	expect   bool
	PipelineLength,
	PipelinePosition int
}

// PSType is System.Management.Automation.InvocationInfo.
func (*Invocation) PSType() *object.Type { return invocationType }

// invocationName is the command's name as it was called, or the operator before it.
func (v *invocation) invocationName() string {
	if v.call != nil && v.call.site != nil && (v.call.site.op == ast.Ampersand || v.call.site.op == ast.Dot) {
		return opText(v.call.site.op)
	}
	if v.call != nil && v.call.as != "" {
		return v.call.as
	}
	return v.name
}

func (v *invocation) myInvocation() *Invocation {
	if v.my != nil {
		return v.my
	}
	my := &Invocation{Name: v.invocationName(), Bound: v.boundParameters(), Unbound: v.rest, PipelineLength: 1, PipelinePosition: 1}
	if v.call != nil && v.call.at != nil {
		my.At, my.Position = v.call.at, positionOf(v.call.at)
		my.PSPath = v.call.at.File()
	}
	my.expect = v.expect
	switch {
	case v.fn != nil:
		my.Command = v.fn
	case v.running != nil:
		my.Command = v.running.command
	}
	if my.Command == nil {
		my.Command = v.command
	}
	if my.Command == nil && v.block != nil {
		my.Command = &ScriptInfo{Block: v.block}
	}
	v.my = my
	return my
}

var invocationType = &object.Type{Name: "InvocationInfo", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "MyCommand", object.ObjectType, func(v *Invocation) any { return v.Command })
		property(set, "BoundParameters", object.ObjectType, func(v *Invocation) any {
			if v.Bound == nil {
				v.Bound = newBoundDictionary()
			}
			return v.Bound
		})
		property(set, "UnboundArguments", object.ObjectType, func(v *Invocation) any { return object.NewArray(v.Unbound) })
		property(set, "ScriptLineNumber", object.Int32Type, func(v *Invocation) any { return object.Int(int32(v.Position.Line)) })
		property(set, "OffsetInLine", object.Int32Type, func(v *Invocation) any { return object.Int(int32(v.Position.Column)) })
		property(set, "HistoryId", object.Int64Type, func(v *Invocation) any { return int64(-1) })
		property(set, "ScriptName", object.StringType, func(v *Invocation) any { return v.Position.File })
		property(set, "Line", object.StringType, func(v *Invocation) any { return lineOf(v) })
		property(set, "Statement", object.StringType, func(v *Invocation) any { return v.Position.Text })
		property(set, "PositionMessage", object.StringType, func(v *Invocation) any { return v.Position.Message() })
		property(set, "PSScriptRoot", object.StringType, func(v *Invocation) any {
			if v.PSPath == "" {
				return ""
			}
			return filepath.Dir(v.PSPath)
		})
		property(set, "PSCommandPath", object.StringType, func(v *Invocation) any { return v.PSPath })
		property(set, "InvocationName", object.StringType, func(v *Invocation) any { return v.Name })
		property(set, "PipelineLength", object.Int32Type, func(v *Invocation) any { return object.Int(int32(v.PipelineLength)) })
		property(set, "PipelinePosition", object.Int32Type, func(v *Invocation) any { return object.Int(int32(v.PipelinePosition)) })
		property(set, "ExpectingInput", object.BooleanType, func(v *Invocation) any { return object.Bool(v.expect) })
		property(set, "CommandOrigin", commandOriginType, func(v *Invocation) any { return object.Enum{Type: commandOriginType, Value: 1} })
		property(set, "DisplayScriptPosition", object.ObjectType, func(v *Invocation) any { return nil })
	}}

// MyCommand is the command that was running, for error views.
func (v *Invocation) MyCommand() (cmdlet.CommandInfo, bool) {
	if v.Command == nil {
		return cmdlet.CommandInfo{}, false
	}
	_, info := describe(v.Command)
	return info, true
}

// InvocationName is the name or operator it was called by.
func (v *Invocation) InvocationName() string { return v.Name }

func lineOf(v *Invocation) string {
	if v.Position.LineText == "" {
		return ""
	}
	for i := 0; i < len(v.Position.LineText); i++ {
		if v.Position.LineText[i] == '\n' {
			return v.Position.LineText[:i+1]
		}
	}
	return v.Position.LineText + "\n"
}

package eval

import "stagecoach/shell/object"

// serializerType is System.Management.Automation.PSSerializer: CLIXML as text, by the cmdlets that
// write and read it.
var serializerType = recordType("PSSerializer", func(set *object.MemberSet) {
	run := func(s *Session, text string, args ...any) ([]any, error) {
		b, err := s.NewScriptBlock(text)
		if err != nil {
			return nil, err
		}
		return s.Call(b, nil, nil, args...)
	}
	write := func(s *Session, args []any) (any, error) {
		text := "param($o) ConvertTo-CliXml -InputObject $o"
		if len(args) > 1 {
			text = "param($o, $depth) ConvertTo-CliXml -InputObject $o -Depth $depth"
		}
		out, err := run(s, text, args...)
		return object.Collapse(out), err
	}
	read := func(collapse bool) func(s *Session, args []any) (any, error) {
		return func(s *Session, args []any) (any, error) {
			out, err := run(s, "param($text) ConvertFrom-CliXml -InputObject $text", args...)
			if err != nil || !collapse {
				return object.NewArray(out), err
			}
			return object.Collapse(out), nil
		}
	}
	static(set, "Serialize", object.StringType, params("source", object.ObjectType), write)
	static(set, "Serialize", object.StringType, params("source", object.ObjectType, "depth", object.Int32Type), write)
	static(set, "Deserialize", object.ObjectType, params("source", object.StringType), read(true))
	static(set, "DeserializeAsList", object.ObjectArray, params("source", object.StringType), read(false))
})

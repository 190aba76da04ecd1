package shelltest

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"

	"stagecoach/shell/object"
)

// childVariable is in the environment of the program under test; its value is the
// file that takes its report.
const childVariable = "STAGECOACH_SHELLTEST_REPORT"

// Child is the command that starts the test binary as the program under test.
// In the child, TestMain must call the product's main when IsChild.
func Child(report string, args ...string) *exec.Cmd {
	command := exec.Command(os.Args[0], args...)
	command.Env = append(os.Environ(), childVariable+"="+report)
	return command
}

// IsChild tells whether this process is the program under test.
func IsChild() bool { return os.Getenv(childVariable) != "" }

// A Report is what a child tells beside what it shows.
type Report struct {
	Stderr string        // what was written to the error stream
	Errors []ErrorReport // $Error, oldest first
}

// ErrorReport is one record as the corpus has it; empty fields are left out.
type ErrorReport struct {
	ID         string `json:"fullyQualifiedErrorId,omitempty"`
	Category   string `json:"category,omitempty"`
	Activity   string `json:"activity,omitempty"`
	Reason     string `json:"reason,omitempty"`
	TargetName string `json:"targetName,omitempty"`
	TargetType string `json:"targetType,omitempty"`
	Exception  string `json:"exception,omitempty"`
	Message    string `json:"message,omitempty"`
	Line       int    `json:"line,omitempty"`
	Offset     int    `json:"offsetInLine,omitempty"`
}

// WriteReport is called by the child before it ends. list is $Error, newest first.
func WriteReport(inv object.Invoker, stderr string, list []any) error {
	report := Report{Stderr: stderr}
	for i := len(list) - 1; i >= 0; i-- {
		report.Errors = append(report.Errors, describe(inv, list[i]))
	}
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	return os.WriteFile(os.Getenv(childVariable), text, 0o600)
}

func describe(inv object.Invoker, v any) ErrorReport {
	switch x := object.Unwrap(v).(type) {
	case *object.ErrorRecord:
		e := ErrorReport{ID: x.FullyQualifiedErrorID(), Category: x.Category.String(), Activity: x.Activity, Reason: x.Reason,
			TargetName: x.TargetName, TargetType: x.TargetTypeName(), Line: x.Position.Line, Offset: x.Position.Column}
		if x.Exception != nil {
			e.Exception, e.Message = x.Exception.PSType().FullName(), x.Exception.Message
			if e.Reason == "" {
				e.Reason = x.Exception.PSType().Name
			}
		}
		if e.TargetName == "" && x.Target != nil {
			e.TargetName = object.TargetText(inv, x.Target)
		}
		return e
	case *object.Exception:
		if x.Record != nil && x.PSType().Is(object.RuntimeExceptionType) {
			return describe(inv, x.Record)
		}
		return ErrorReport{Exception: x.PSType().FullName(), Message: x.Message}
	}
	return ErrorReport{Message: object.Text(inv, v)}
}

// ReadReport reads what a child wrote.
func ReadReport(file string) (Report, error) {
	var report Report
	text, err := os.ReadFile(file)
	if err != nil {
		return report, err
	}
	return report, json.Unmarshal(text, &report)
}

// ErrorLines is a report's errors as the corpus writes them: one JSON object a line.
func ErrorLines(list []ErrorReport) string {
	var lines strings.Builder
	encoder := json.NewEncoder(&lines)
	encoder.SetEscapeHTML(false)
	for _, e := range list {
		// Strings and numbers always encode.
		_ = encoder.Encode(e)
	}
	return lines.String()
}

// NormalErrors writes recorded errors as ErrorLines does, so that the order of fields and the
// way of escaping do not count.
func NormalErrors(recorded string) string {
	var list []ErrorReport
	for _, line := range strings.Split(recorded, "\n") {
		var e ErrorReport
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			return recorded
		}
		list = append(list, e)
	}
	return ErrorLines(list)
}

package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// read is a value that a view computes from an object.
type read = func(inv object.Invoker, self any) (any, error)

// nested follows properties.
func nested(path ...string) read {
	return func(inv object.Invoker, self any) (any, error) {
		for _, name := range path {
			v, _, err := object.GetProperty(inv, self, name)
			if err != nil || v == nil {
				return nil, err
			}
			self = v
		}
		return self, nil
	}
}

func itself(_ object.Invoker, self any) (any, error) { return self, nil }

func nothing(object.Invoker, any) (any, error) { return nil, nil }

func number(inv object.Invoker, self any, name string) (float64, bool) {
	v, _, err := object.GetProperty(inv, self, name)
	if err != nil || v == nil {
		return 0, false
	}
	n, ok := object.As(inv, v, object.DoubleType).(float64)
	return n, ok
}

// scaled is a property divided by a unit, as the culture writes numbers of so many decimals.
func scaled(name string, unit float64, decimals int) read {
	return func(inv object.Invoker, self any) (any, error) {
		n, _ := number(inv, self, name)
		return dotnet.Format(inv, "{0:N"+strconv.Itoa(decimals)+"}", []any{float32(n / unit)})
	}
}

// whole is a property divided by a unit, rounded to an integer.
func whole(name string, unit float64) read {
	return func(inv object.Invoker, self any) (any, error) {
		n, _ := number(inv, self, name)
		return int64(math.RoundToEven(n / unit)), nil
	}
}

// gigabytes is one of a drive's two sizes; nothing when both are unknown.
func gigabytes(name string) read {
	return func(inv object.Invoker, self any) (any, error) {
		used, _ := number(inv, self, "Used")
		free, _ := number(inv, self, "Free")
		if used == 0 && free == 0 {
			return nil, nil
		}
		n := used
		if name == "Free" {
			n = free
		}
		return fmt.Sprintf("%.2f", n/(1<<30)), nil
	}
}

func driveRoot(inv object.Invoker, self any) (any, error) {
	if v, err := nested("DisplayRoot")(inv, self); err != nil || v != nil {
		return v, err
	}
	return nested("Root")(inv, self)
}

// commandName is a command's name; an alias says what for.
func commandName(inv object.Invoker, self any) (any, error) {
	kind, err := nested("CommandType")(inv, self)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(object.Text(inv, kind), "Alias") {
		return nested("DisplayName")(inv, self)
	}
	return nested("Name")(inv, self)
}

// historyDuration is how long a command of the history ran.
func historyDuration(inv object.Invoker, self any) (any, error) {
	v, err := nested("Duration", "TotalMilliseconds")(inv, self)
	if err != nil || v == nil {
		return nil, err
	}
	n, _ := object.As(inv, v, object.DoubleType).(float64)
	ms := int64(math.Floor(n))
	h, m, s, f := ms/3600000, ms/60000%60, ms/1000%60, ms%1000
	switch {
	case h >= 1:
		return fmt.Sprintf("%d:%02d:%02d.%03d", h, m, s, f), nil
	case m >= 1:
		return fmt.Sprintf("%d:%02d.%03d", m, s, f), nil
	}
	return fmt.Sprintf("%d.%03d", s, f), nil
}

// Emphasizer is implemented by what Select-String writes: its text relative to
// the current folder, with what matched reversed.
type Emphasizer interface{ EmphasizedText(directory string) string }

func (s *System) emphasizedMatch(inv object.Invoker, self any) (any, error) {
	x, ok := object.Unwrap(self).(Emphasizer)
	if !ok {
		return displayText(inv, self), nil
	}
	where := ""
	s = s.For(inv)
	if s.config.CurrentLocation != nil {
		where = s.config.CurrentLocation()
	}
	if suppressed() {
		return Plain(x.EmphasizedText(where)), nil
	}
	return x.EmphasizedText(where), nil
}

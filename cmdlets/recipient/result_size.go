package recipient

import (
	"strconv"
	"strings"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

// resultSize reads -ResultSize: a number or Unlimited; 0 means no limit.
func resultSize(size cmdlet.Opt[string]) (int, error) {
	text := strings.TrimSpace(size.Or("1000"))
	if strings.EqualFold(text, "unlimited") {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, &engine.InvalidError{Field: "ResultSize", Value: text, Reason: "it is a number from 1, or Unlimited"}
	}
	return n, nil
}

package builtin

import (
	"strings"

	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

func csvQuoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func optionNames(a *eval.Alias) string {
	return object.Text(nil, object.Enum{Type: eval.ItemOptionsType, Value: int64(a.Options)})
}

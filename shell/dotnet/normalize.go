package dotnet

import (
	"golang.org/x/text/unicode/norm"

	"stagecoach/shell/object"
)

// forms maps System.Text.NormalizationForm.
var forms = map[int64]norm.Form{1: norm.NFC, 2: norm.NFD, 5: norm.NFKC, 6: norm.NFKD}

func normalization(m members) {
	m.method("string Normalize()", func(_ object.Invoker, v any, _ []any) (any, error) { return norm.NFC.String(v.(string)), nil })
	m.method("string Normalize(System.Text.NormalizationForm normalizationForm)", func(_ object.Invoker, v any, a []any) (any, error) {
		return forms[a[0].(object.Enum).Value].String(v.(string)), nil
	})
	m.method("bool IsNormalized(System.Text.NormalizationForm normalizationForm)", plain(func(v any, a []any) (any, error) {
		return forms[a[0].(object.Enum).Value].IsNormalString(v.(string)), nil
	}))
	m.method("bool IsNormalized()", func(_ object.Invoker, v any, _ []any) (any, error) { return norm.NFC.IsNormalString(v.(string)), nil })
}

package format

import "github.com/olekukonko/tablewriter/pkg/twwidth"

// widthsKept is how many texts' widths the table library keeps in mind. Its own 8,192 are six hundred
// kilobytes in every process, though a table's rows come to it already measured.
const widthsKept = 256

func init() { twwidth.SetCacheCapacity(widthsKept) }

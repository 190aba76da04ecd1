package imapwire

import (
	"strconv"
	"strings"
)

// FormatUIDs writes ascending UIDs as a sequence set, runs joined.
func FormatUIDs(uids []uint32) string {
	b := make([]byte, 0, 16+len(uids)*2)
	for i := 0; i < len(uids); {
		j := i
		for j+1 < len(uids) && uids[j+1] == uids[j]+1 {
			j++
		}
		if len(b) > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(uids[i]), 10)
		if j > i {
			b = append(b, ':')
			b = strconv.AppendUint(b, uint64(uids[j]), 10)
		}
		i = j + 1
	}
	return string(b)
}

// ParseUIDs reads a set of exactly want UIDs (APPENDUID, COPYUID), in the order given.
func ParseUIDs(set string, want int) ([]uint32, bool) {
	var out []uint32
	for _, part := range strings.Split(set, ",") {
		low, high, isRange := strings.Cut(part, ":")
		from, err := strconv.ParseUint(low, 10, 32)
		to := from
		if err == nil && isRange {
			to, err = strconv.ParseUint(high, 10, 32)
		}
		if err != nil || from == 0 || to < from || to-from >= uint64(want) || len(out)+int(to-from) >= want {
			return nil, false
		}
		for uid := from; uid <= to; uid++ {
			out = append(out, uint32(uid))
		}
	}
	return out, len(out) == want
}

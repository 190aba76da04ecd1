package format

// cellText fits a value into a column: its first line only, padded or cut with
// an ellipsis. The last column is not padded on the right.
func cellText(value string, width int, a alignment, padRight bool) string {
	s := firstLine(value)
	n := cells(s)
	switch {
	case n == width:
		return s
	case n < width:
		return align(s, width-n, a, padRight)
	}
	s = shorten(s, width, a)
	if cells(s) == width {
		return s
	}
	// a wide character was cut off: one cell short
	switch {
	case a == alignRight:
		return " " + s
	case padRight:
		return s + " "
	}
	return s
}

func align(s string, blank int, a alignment, padRight bool) string {
	switch a {
	case alignRight:
		return pad(blank) + s
	case alignCenter:
		s = pad(blank/2) + s
		if padRight {
			s += pad(blank - blank/2)
		}
		return s
	}
	if padRight {
		return s + pad(blank)
	}
	return s
}

func shorten(s string, width int, a alignment) string {
	room, mark := width-1, ellipsis
	if room <= 0 {
		room, mark = width, ""
	}
	if a == alignRight {
		return last(s, room, mark)
	}
	return head(s, room, mark)
}

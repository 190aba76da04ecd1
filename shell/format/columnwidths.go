package format

// fitColumns gives columns of width 0 their share of a table of total cells and
// shrinks what does not fit, from the right: a column that is left with nothing
// is hidden, its width -1.
func fitColumns(widths []int, total int) {
	if shareWidths(widths, total) {
		return
	}
	for {
		excess := tableCells(widths) - total
		if excess <= 0 {
			return
		}
		i := lastVisible(widths)
		if i < 0 {
			return
		}
		if widths[i]-excess < 1 {
			widths[i] = -1
			continue
		}
		widths[i] -= excess
	}
}

// shareWidths spreads what is free evenly over the columns without a width; it
// tells whether the columns fit.
func shareWidths(widths []int, total int) bool {
	var open []int
	for i, w := range widths {
		if w <= 0 {
			open = append(open, i)
			if w == 0 {
				widths[i] = 1
			}
		}
	}
	free := total - tableCells(widths)
	if len(open) == 0 || free <= 0 {
		return free >= 0
	}
	for n := len(open); free > 0; n = len(open) {
		for _, i := range open[:min(n, free)] {
			widths[i]++
		}
		free -= min(n, free)
	}
	return true
}

// tableCells is the width of a row: the visible columns and a blank between each.
func tableCells(widths []int) int {
	sum, visible := 0, 0
	for _, w := range widths {
		if w > 0 {
			sum += w
			visible++
		}
	}
	return sum + visible - 1
}

func lastVisible(widths []int) int {
	for i, w := range widths {
		if w < 0 {
			return i - 1
		}
	}
	return len(widths) - 1
}

// itemsPerRow is how many texts of length cells Format-Wide puts into a row of total cells.
func itemsPerRow(length, total int) int {
	if length <= 0 || total < 1 || length >= total {
		return 1
	}
	n := 1
	for length*(n+1)+n < total {
		n++
	}
	return n
}

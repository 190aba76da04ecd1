package utility

import "math/bits"

// introsort sorts as .NET's List.Sort does, step by step, so that elements that
// compare as equal come out in the order .NET leaves them in: it is not stable.
func introsort[T any](s []T, compare func(a, b T) int) {
	if len(s) < 2 {
		return
	}
	sorter[T]{compare}.sort(s, 2*bits.Len(uint(len(s))))
}

type sorter[T any] struct{ compare func(a, b T) int }

const insertionSize = 16

func (x sorter[T]) sort(s []T, depth int) {
	n := len(s)
	for n > 1 {
		if n <= insertionSize {
			x.small(s[:n])
			return
		}
		if depth == 0 {
			x.heap(s[:n])
			return
		}
		depth--
		p := x.partition(s[:n])
		x.sort(s[p+1:n], depth)
		n = p
	}
}

func (x sorter[T]) small(s []T) {
	switch len(s) {
	case 2:
		x.swapIfGreater(s, 0, 1)
	case 3:
		x.swapIfGreater(s, 0, 1)
		x.swapIfGreater(s, 0, 2)
		x.swapIfGreater(s, 1, 2)
	default:
		for i := 0; i < len(s)-1; i++ {
			t := s[i+1]
			j := i
			for j >= 0 && x.compare(t, s[j]) < 0 {
				s[j+1] = s[j]
				j--
			}
			s[j+1] = t
		}
	}
}

func (x sorter[T]) swapIfGreater(s []T, i, j int) {
	if x.compare(s[i], s[j]) > 0 {
		s[i], s[j] = s[j], s[i]
	}
}

// partition splits around the median of first, middle and last.
func (x sorter[T]) partition(s []T) int {
	hi := len(s) - 1
	mid := hi / 2
	x.swapIfGreater(s, 0, mid)
	x.swapIfGreater(s, 0, hi)
	x.swapIfGreater(s, mid, hi)
	pivot := s[mid]
	s[mid], s[hi-1] = s[hi-1], s[mid]
	left, right := 0, hi-1
	for left < right {
		for left++; x.compare(s[left], pivot) < 0; left++ {
		}
		for right--; x.compare(pivot, s[right]) < 0; right-- {
		}
		if left >= right {
			break
		}
		s[left], s[right] = s[right], s[left]
	}
	if left != hi-1 {
		s[left], s[hi-1] = s[hi-1], s[left]
	}
	return left
}

func (x sorter[T]) heap(s []T) {
	n := len(s)
	for i := n / 2; i >= 1; i-- {
		x.down(s, i, n)
	}
	for i := n; i > 1; i-- {
		s[0], s[i-1] = s[i-1], s[0]
		x.down(s, 1, i-1)
	}
}

func (x sorter[T]) down(s []T, i, n int) {
	d := s[i-1]
	for i <= n/2 {
		child := 2 * i
		if child < n && x.compare(s[child-1], s[child]) < 0 {
			child++
		}
		if x.compare(d, s[child-1]) >= 0 {
			break
		}
		s[i-1] = s[child-1]
		i = child
	}
	s[i-1] = d
}

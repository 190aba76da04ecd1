package object

// smallInts holds the interface values of the integers loops and counters are
// made of, so that arithmetic on them allocates nothing.
const minSmall, maxSmall = -128, 1023

var smallInts = boxSmallInts()

func boxSmallInts() (b [maxSmall - minSmall + 1]any) {
	for i := range b {
		b[i] = int32(i + minSmall)
	}
	return b
}

// Int boxes an Int32.
func Int(i int32) any {
	if i >= minSmall && i <= maxSmall {
		return smallInts[i-minSmall]
	}
	return i
}

var boxedTrue, boxedFalse any = true, false

// Bool boxes a Boolean.
func Bool(b bool) any {
	if b {
		return boxedTrue
	}
	return boxedFalse
}

package format

// Lines is where drawn text goes: a terminal, a file, a string.
type Lines interface {
	// Width is the number of columns of a line; Unlimited when lines may be of any length.
	Width() int
	// Height is the number of lines of the screen, 0 when there is none.
	Height() int
	// Line takes one line without its end. It may hold escape sequences; whether they stay is the writer's choice.
	Line(s string, stream Stream) error
	// Raw takes a text as it is, line breaks and escape sequences included, and ends the line.
	Raw(s string, stream Stream) error
}

// Unlimited is the width of a file or a string when nobody gave one.
const Unlimited = 1<<31 - 1

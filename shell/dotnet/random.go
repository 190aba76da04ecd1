package dotnet

import (
	"encoding/binary"
	"math"
	"math/bits"
	"math/rand/v2"

	"stagecoach/shell/object"
)

// randomSource is what numbers are made of.
type randomSource interface {
	// sample is from 0 to 2^31-2.
	sample() int32
	bytes(b []byte)
	uint64() uint64
}

// seededSource gives the series of .NET's Random with a seed: the subtractive
// generator of Knuth (The Art of Computer Programming 2, 3.2.2), whose series
// .NET promises to keep.
type seededSource struct {
	state     [56]int32
	next, far int
}

func newSeededSource(seed int32) *seededSource {
	s := &seededSource{far: 21}
	size := int32(math.MaxInt32)
	if seed != math.MinInt32 {
		size = max(seed, -seed)
	}
	last, fill := 161803398-size, int32(1)
	s.state[55] = last
	at := 0
	for i := 1; i < 55; i++ {
		at = (at + 21) % 55
		s.state[at] = fill
		if fill = last - fill; fill < 0 {
			fill += math.MaxInt32
		}
		last = s.state[at]
	}
	for range 4 {
		for i := 1; i < 56; i++ {
			s.state[i] -= s.state[1+(i+30)%55]
			if s.state[i] < 0 {
				s.state[i] += math.MaxInt32
			}
		}
	}
	return s
}

func (s *seededSource) sample() int32 {
	step := func(i *int) {
		if *i++; *i >= 56 {
			*i = 1
		}
	}
	step(&s.next)
	step(&s.far)
	v := s.state[s.next] - s.state[s.far]
	if v == math.MaxInt32 {
		v--
	}
	if v < 0 {
		v += math.MaxInt32
	}
	s.state[s.next] = v
	return v
}

func (s *seededSource) bytes(b []byte) {
	for i := range b {
		b[i] = byte(s.sample())
	}
}

func (s *seededSource) uint64() uint64 {
	part := func(width uint) uint64 { return uint64(scaled(s, 1<<width)) }
	return part(22) | part(22)<<22 | part(20)<<44
}

// freeSource is a generator nobody can ask to repeat itself.
type freeSource struct{}

func (freeSource) sample() int32  { return rand.Int32N(math.MaxInt32) }
func (freeSource) uint64() uint64 { return rand.Uint64() }
func (freeSource) bytes(b []byte) {
	var word [8]byte
	for len(b) > 0 {
		binary.LittleEndian.PutUint64(word[:], rand.Uint64())
		b = b[copy(b, word[:]):]
	}
}

// fraction is below one.
func fraction(s randomSource) float64 { return float64(s.sample()) * (1.0 / math.MaxInt32) }

func scaled(s randomSource, limit int64) int64 { return int64(fraction(s) * float64(limit)) }

// Random is System.Random.
type Random struct {
	object.Instance
	source randomSource
}

// NewRandom makes the generator of a seed, whose series is .NET's.
func NewRandom(seed int32) *Random { return &Random{source: newSeededSource(seed)} }

// PSType is System.Random.
func (*Random) PSType() *object.Type { return randomType }

// Bytes fills b.
func (r *Random) Bytes(b []byte) { r.source.bytes(b) }

// between is from low up to high, which is not reached.
func (r *Random) between(low, high int64) int64 {
	if high-low <= math.MaxInt32 {
		return low + scaled(r.source, high-low)
	}
	wide := int64(r.source.sample())
	if r.source.sample()%2 == 0 {
		wide = -wide
	}
	share := (float64(wide) + (math.MaxInt32 - 1)) / (2*float64(math.MaxInt32) - 1)
	return low + int64(share*float64(high-low))
}

func (r *Random) long(low, high int64) int64 {
	width := uint64(high) - uint64(low)
	if width <= math.MaxInt32 {
		return low + scaled(r.source, int64(width))
	}
	surplus := bits.LeadingZeros64(width - 1)
	for {
		if v := r.source.uint64() >> surplus; v < width {
			return int64(uint64(low) + v)
		}
	}
}

var sharedRandom = &Random{source: freeSource{}}

func randomMembers(m members) {
	self := func(v any) *Random { return v.(*Random) }
	order := func(low, high int64) error {
		if low > high {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "minValue", "'minValue' cannot be greater than maxValue.")
		}
		return nil
	}
	positive := func(n int64) error {
		if n < 0 {
			return object.ThrowNegative("maxValue", n)
		}
		return nil
	}
	m.method("int Next()", func(_ object.Invoker, v any, _ []any) (any, error) { return object.Int(self(v).source.sample()), nil })
	m.method("int Next(int maxValue)", func(_ object.Invoker, v any, a []any) (any, error) {
		n := int64(intArg(a[0]))
		if err := positive(n); err != nil {
			return nil, err
		}
		return object.Int(int32(scaled(self(v).source, n))), nil
	})
	m.method("int Next(int minValue, int maxValue)", func(_ object.Invoker, v any, a []any) (any, error) {
		low, high := int64(intArg(a[0])), int64(intArg(a[1]))
		if err := order(low, high); err != nil {
			return nil, err
		}
		return object.Int(int32(self(v).between(low, high))), nil
	})
	m.method("double NextDouble()", func(_ object.Invoker, v any, _ []any) (any, error) { return fraction(self(v).source), nil })
	m.method("float NextSingle()", func(_ object.Invoker, v any, _ []any) (any, error) {
		for {
			if f := float32(fraction(self(v).source)); f < 1 {
				return f, nil
			}
		}
	})
	m.method("long NextInt64()", func(_ object.Invoker, v any, _ []any) (any, error) {
		for {
			if n := self(v).source.uint64() >> 1; n != math.MaxInt64 {
				return int64(n), nil
			}
		}
	})
	m.method("long NextInt64(long maxValue)", func(_ object.Invoker, v any, a []any) (any, error) {
		n := a[0].(int64)
		if err := positive(n); err != nil {
			return nil, err
		}
		return self(v).long(0, n), nil
	})
	m.method("long NextInt64(long minValue, long maxValue)", func(_ object.Invoker, v any, a []any) (any, error) {
		low, high := a[0].(int64), a[1].(int64)
		if err := order(low, high); err != nil {
			return nil, err
		}
		return self(v).long(low, high), nil
	})
	m.method("void NextBytes(byte[] buffer)", func(_ object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		self(v).source.bytes(b)
		return nil, err
	})
	m.method("void Shuffle(System.Object[] values)", func(_ object.Invoker, v any, a []any) (any, error) {
		if x, ok := a[0].(*object.Array); ok {
			for i := range len(x.Items) - 1 {
				j := int(self(v).between(int64(i), int64(len(x.Items))))
				x.Items[i], x.Items[j] = x.Items[j], x.Items[i]
			}
		}
		return nil, nil
	})
	m.constant("System.Random Shared", sharedRandom)
	m.ctor("", func(object.Invoker, []any) (any, error) { return &Random{source: freeSource{}}, nil })
	m.ctor("int Seed", func(_ object.Invoker, a []any) (any, error) { return NewRandom(int32(intArg(a[0]))), nil })
}

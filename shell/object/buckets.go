package object

import "math"

// buckets follow where .NET's Hashtable keeps its keys, since that is the order in which
// it enumerates: from the last bucket to the first. Keys are numbers, characters,
// booleans and enumerations only; a text's hash is another one in each process, so that
// a table with such keys has no order to follow.
//
// Source: System.Collections.Hashtable (double hashing, a load of 0.72, a bit in each
// bucket for keys that went on past it).
type buckets struct {
	list []bucket
	// used are the keys, passed the buckets with a collision bit, limit is the number of
	// keys at which the table grows.
	used, passed, limit int
}

type bucket struct {
	key      any
	hash     uint32
	state    bucketState
	collided bool
}

type bucketState uint8

const (
	bucketFree bucketState = iota
	bucketUsed
	bucketLeft // its key was removed, and others had gone on past it
)

const hashPrime = 101

// tableSizes are the sizes that .NET prefers, each about 1.2 times the one before.
var tableSizes = [...]int{3, 7, 11, 17, 23, 29, 37, 47, 59, 71, 89, 107, 131, 163, 197, 239, 293, 353, 431, 521, 631, 761, 919,
	1103, 1327, 1597, 1931, 2333, 2801, 3371, 4049, 4861, 5839, 7013, 8419, 10103, 12143, 14591, 17519, 21023, 25229, 30293,
	36353, 43627, 52361, 62851, 75431, 90523, 108631, 130363, 156437, 187751, 225307, 270371, 324449, 389357, 467237, 560689,
	672827, 807403, 968897, 1162687, 1395263, 1674319, 2009191, 2411033, 2893249, 3471899, 4166287, 4999559, 5999471, 7199369}

// tableSize is the size of a table for at least n buckets.
func tableSize(n int) int {
	for _, p := range tableSizes {
		if p >= n {
			return p
		}
	}
	for i := n | 1; i < math.MaxInt32; i += 2 {
		if isPrime(i) && (i-1)%hashPrime != 0 {
			return i
		}
	}
	return n
}

func isPrime(n int) bool {
	for d := 3; d*d <= n; d += 2 {
		if n%d == 0 {
			return false
		}
	}
	return n%2 != 0
}

const tableLoad float32 = 0.72

// newBuckets are those of a table that was asked to hold capacity keys.
func newBuckets(capacity int) *buckets {
	size := 3
	if raw := float64(float32(capacity) / tableLoad); raw > 3 {
		size = tableSize(int(raw))
	}
	b := &buckets{}
	b.resize(size)
	return b
}

func (b *buckets) resize(size int) {
	b.list = make([]bucket, size)
	b.limit = int(tableLoad * float32(size))
	b.passed = 0
}

// step is how far a key goes on from a bucket that is taken.
func (b *buckets) step(hash uint32) uint32 {
	return 1 + hash*hashPrime%(uint32(len(b.list))-1)
}

// add puts a key that is not there yet.
func (b *buckets) add(key any, hash uint32) {
	switch {
	case b.used >= b.limit:
		b.rehash(tableSize(2 * len(b.list)))
	case b.passed > b.limit && b.used > 100:
		b.rehash(len(b.list))
	}
	b.put(key, hash, true)
	b.used++
}

// put finds the place; a bucket whose key was removed is taken at once when the table is
// filled anew, and else only when the search ends.
func (b *buckets) put(key any, hash uint32, search bool) {
	at, step, left := hash%uint32(len(b.list)), b.step(hash), -1
	for range b.list {
		x := &b.list[at]
		if x.state == bucketLeft && search && left < 0 && x.collided {
			left = int(at)
		}
		if x.state == bucketFree || x.state == bucketLeft && (!search || !x.collided) {
			if left >= 0 {
				x = &b.list[left]
			}
			x.key, x.hash, x.state = key, hash, bucketUsed
			return
		}
		if left < 0 && !x.collided {
			x.collided = true
			b.passed++
		}
		at = uint32((uint64(at) + uint64(step)) % uint64(len(b.list)))
	}
	if left >= 0 {
		x := &b.list[left]
		x.key, x.hash, x.state = key, hash, bucketUsed
	}
}

func (b *buckets) rehash(size int) {
	old := b.list
	b.resize(size)
	for _, x := range old {
		if x.state == bucketUsed {
			b.put(x.key, x.hash, false)
		}
	}
}

func (b *buckets) remove(key any, hash uint32) {
	at, step := hash%uint32(len(b.list)), b.step(hash)
	for range b.list {
		x := &b.list[at]
		if x.state == bucketUsed && x.hash == hash && x.key == key {
			x.key, x.hash, x.state = nil, 0, bucketFree
			if x.collided {
				x.state = bucketLeft
			}
			b.used--
			return
		}
		if !x.collided {
			return
		}
		at = uint32((uint64(at) + uint64(step)) % uint64(len(b.list)))
	}
}

// clear empties the buckets; there are as many as before.
func (b *buckets) clear() {
	clear(b.list)
	b.used, b.passed = 0, 0
}

// hashCode is what .NET's GetHashCode gives, without the sign; false where it is not
// the same in each process, or not known here.
func hashCode(key any) (uint32, bool) {
	var h uint32
	switch x := key.(type) {
	case int32:
		h = uint32(x)
	case int64:
		h = uint32(x) ^ uint32(x>>32)
	case uint64:
		h = uint32(x) ^ uint32(x>>32)
	case uint32:
		h = x
	case int16:
		h = uint32(int32(x))
	case uint16:
		h = uint32(x)
	case int8:
		h = uint32(int32(x))
	case uint8:
		h = uint32(x)
	case bool:
		if x {
			h = 1
		}
	case Char:
		h = uint32(x) | uint32(x)<<16
	case float64:
		bits := math.Float64bits(x)
		if x == 0 || math.IsNaN(x) {
			bits &= 0x7FF0000000000000
		}
		h = uint32(bits) ^ uint32(bits>>32)
	case float32:
		h = math.Float32bits(x)
		if x == 0 || x != x {
			h &= 0x7F800000
		}
	case Enum:
		h = uint32(x.Value)
		if x.Value != int64(int32(x.Value)) {
			h ^= uint32(x.Value >> 32)
		}
	default:
		return 0, false
	}
	return h & math.MaxInt32, true
}

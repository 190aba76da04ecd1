package object

import "sync"

// arrayTypes holds the types made of another one, so that each exists once.
var arrayTypes struct {
	sync.Mutex
	of       map[*Type]*Type // element -> T[]
	nullable map[*Type]*Type // element -> Nullable[T]
}

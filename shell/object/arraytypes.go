package object

import "sync"

var arrayTypes struct {
	sync.Mutex
	of map[*Type]*Type
}

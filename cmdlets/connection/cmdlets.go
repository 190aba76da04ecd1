package connection

import (
	"fmt"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

// Opener gives the engine when a command first needs it. Its error is one of configuration.
type Opener func() (*engine.Engine, error)

const module = "ExchangeOnlineManagement"

// Cmdlets lists this package's cmdlets. The connections they share belong to
// the session the list is made for.
func Cmdlets(open Opener) []*cmdlet.Definition {
	c := &connections{}
	return []*cmdlet.Definition{defineConnect(open, c), defineDisconnect(open, c), defineGetInformation(c)}
}

// connections are those of one session, oldest first. The newest decides the target.
type connections struct {
	list []*ConnectionInformation
	next int32
}

func (c *connections) add(info *ConnectionInformation) {
	c.next++
	info.Id, info.Name = c.next, fmt.Sprintf("ExchangeOnline_%d", c.next)
	c.list = append(c.list, info)
}

// remove closes the connections that match and makes the newest one left decide the target again.
func (c *connections) remove(e *engine.Engine, match func(*ConnectionInformation) bool) {
	var kept []*ConnectionInformation
	for _, x := range c.list {
		if !match(x) {
			kept = append(kept, x)
		}
	}
	if len(kept) == len(c.list) {
		return
	}
	c.list = kept
	var target *nouns.TargetSpec
	var password string
	if n := len(kept); n > 0 {
		target, password = kept[n-1].target, kept[n-1].password
	}
	e.UseTarget(target, password)
}

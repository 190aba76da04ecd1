package management

import (
	"context"
	"errors"
	"net"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// traceStatus is one echo request of a trace and what became of it.
type traceStatus struct {
	object.Instance
	Hop           int32
	Hostname      any
	Ping          uint32
	HopAddress    any
	Latency       int64 // milliseconds
	Status        object.Enum
	Source        string
	Target        string
	TargetAddress any
}

var traceStatusType = presented("TraceStatus", traceStatus{})

// PSType is TestConnectionCommand+TraceStatus.
func (*traceStatus) PSType() *object.Type { return traceStatusType }

// tracePings is how many requests each hop gets.
const tracePings = 3

// trace sends requests that may pass one machine more each time, until one arrives. As PowerShell
// does outside Windows, it asks the target alone: what is told is how many hops away it is.
func (c *testConnection) trace(ctx context.Context, rt cmdlet.Runtime, name string, address net.IP) error {
	hop, arrived := int32(1), false
	for ; hop <= c.MaxHops && !arrived; hop++ {
		r := c.request()
		r.hops = hop
		for i := uint32(1); i <= tracePings; i++ {
			latency, status, err := c.echo(ctx, rt, address, int(hop)*tracePings+int(i), r)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				if err := rt.WriteError(pingFailed(name, err.Error())); err != nil {
					return err
				}
				continue
			}
			arrived = arrived || status != ipTTLExpired && status != ipTimedOut
			if c.Quiet {
				continue
			}
			s := &traceStatus{Hop: hop, Ping: i, Latency: latency.Milliseconds(), Status: object.Enum{Type: ipStatuses, Value: status}, Source: c.Source, Target: name, TargetAddress: dotnet.NewIPAddress(address)}
			if status == ipSuccess {
				s.Hostname, s.HopAddress = c.shown(ctx, address.String(), address), dotnet.NewIPAddress(address)
			}
			if err := rt.WriteObject(s); err != nil {
				return err
			}
		}
	}
	switch {
	case bool(c.Quiet):
		return rt.WriteObject(hop <= c.MaxHops)
	case hop > c.MaxHops:
		r := pingFailed(name, "")
		r.Exception.Message = "Cannot complete traceroute to destination '" + name + "': Number of hops required to reach host exceeds MaxHops (" + object.Text(rt, c.MaxHops) + ")."
		r.Category, r.Target = object.ConnectionError, dotnet.NewIPAddress(address)
		return rt.WriteError(r)
	}
	return nil
}

// pingMtuStatus is what a search for the largest request found.
type pingMtuStatus struct {
	object.Instance
	Ping           uint32
	Source         string
	Destination    string
	Address        any
	DisplayAddress string
	Latency        int64 // milliseconds
	Status         object.Enum
	BufferSize     int32
	MtuSize        int32
}

var pingMtuStatusType = presented("PingMtuStatus", pingMtuStatus{})

// PSType is TestConnectionCommand+PingMtuStatus.
func (*pingMtuStatus) PSType() *object.Type { return pingMtuStatusType }

// The bounds of the search for the largest request, in octets: RFC 791 3.2 and RFC 8200 5 give the
// lowest; the first is what Ethernet takes, and one more.
const (
	lowestMTU4, lowestMTU6 = 68, 1280
	highestMTU, firstMTU   = 10000, 1473
)

// mtu halves the distance between what passed and what did not until they meet.
func (c *testConnection) mtu(ctx context.Context, rt cmdlet.Runtime, name string, address net.IP) error {
	low, current, high := int32(lowestMTU6), int32(firstMTU), int32(highestMTU)
	if address.To4() != nil {
		low = lowestMTU4
	}
	r := c.request()
	r.dontFragment = true
	var best *pingMtuStatus
	for retry := int32(1); low < high-1; {
		r.size = current
		latency, status, err := c.echo(ctx, rt, address, int(current), r)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && (status == ipPacketTooBig || status == ipTimedOut):
			high = current
		case err == nil && status == ipSuccess:
			low = current
			best = &pingMtuStatus{Ping: 1, Source: c.Source, Destination: name, Address: dotnet.NewIPAddress(address), DisplayAddress: address.String(),
				Latency: latency.Milliseconds(), Status: object.Enum{Type: ipStatuses, Value: status}, BufferSize: current}
		case err == nil && retry < c.Count.Or(4):
			retry++
			continue
		default:
			if err == nil {
				err = errors.New(object.Enum{Type: ipStatuses, Value: status}.String())
			}
			f := pingFailed(address.String(), err.Error())
			f.Target = dotnet.NewIPAddress(address)
			return rt.WriteError(f)
		}
		retry, current = 1, (low+high)/2
	}
	switch {
	case bool(c.Quiet):
		return rt.WriteObject(current)
	case best == nil:
		f := pingFailed(name, "")
		f.Exception = object.Throw(exceptionType("System.TimeoutException"), "%s", address.String())
		return rt.WriteError(f)
	}
	best.MtuSize = current
	return rt.WriteObject(best)
}

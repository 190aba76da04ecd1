package management

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/net/icmp"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// pingStatus is one echo request and what became of it.
type pingStatus struct {
	object.Instance
	Ping           uint32
	Source         string
	Destination    string
	Address        any
	DisplayAddress string
	Latency        int64 // milliseconds
	Status         object.Enum
	BufferSize     int32
}

var (
	pingStatusType = presented("PingStatus", pingStatus{})
	ipStatuses     = object.NewEnum("System.Net.NetworkInformation", "IPStatus",
		[]string{"Success", "DestinationNetworkUnreachable", "DestinationHostUnreachable", "PacketTooBig", "TimedOut", "TtlExpired", "Unknown"},
		0, 11002, 11003, 11009, 11010, 11013, -1)
)

// The values of IPStatus in use.
const (
	ipSuccess            = 0
	ipNetworkUnreachable = 11002
	ipHostUnreachable    = 11003
	ipPacketTooBig       = 11009
	ipTimedOut           = 11010
	ipTTLExpired         = 11013
)

// PSType is TestConnectionCommand+PingStatus.
func (*pingStatus) PSType() *object.Type { return pingStatusType }

// request is an echo request.
type request struct {
	size, hops   int32
	dontFragment bool
	timeout      time.Duration
}

func (c *testConnection) request() request {
	return request{c.BufferSize, c.MaxHops, bool(c.DontFragment), time.Duration(c.TimeoutSeconds) * time.Second}
}

// echo sends one request and waits for its answer; replaced in tests.
var echo = sendEcho

// echo sends one request and waits for its answer, which others need not.
func (c *testConnection) echo(ctx context.Context, rt cmdlet.Runtime, address net.IP, sequence int, r request) (latency time.Duration, status int64, err error) {
	cmdlet.WhileWaiting(rt, func() { latency, status, err = echo(ctx, address, sequence, r) })
	return latency, status, err
}

// ping sends echo requests and writes what became of each, or of all.
func (c *testConnection) ping(ctx context.Context, rt cmdlet.Runtime, name string, address net.IP) error {
	works := true
	for i := int32(1); bool(c.Repeat) || i <= c.Count.Or(4); i++ {
		if i > 1 {
			if err := pause(ctx, rt, time.Duration(c.Delay)*time.Second); err != nil {
				return err
			}
		}
		latency, status, err := c.echo(ctx, rt, address, int(i), c.request())
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if c.Quiet {
				return rt.WriteObject(false)
			}
			return rt.WriteError(pingFailed(name, err.Error()))
		}
		works = works && status == ipSuccess
		if c.Quiet {
			if c.Repeat {
				if err := rt.WriteObject(status == ipSuccess); err != nil {
					return err
				}
			}
			continue
		}
		s := &pingStatus{Ping: uint32(i), Source: c.Source, Destination: name, DisplayAddress: "*", Latency: latency.Milliseconds(), Status: object.Enum{Type: ipStatuses, Value: status}, BufferSize: c.BufferSize}
		if status == ipSuccess {
			s.Address, s.DisplayAddress = dotnet.NewIPAddress(address), address.String()
		}
		if err := rt.WriteObject(s); err != nil {
			return err
		}
	}
	if c.Quiet {
		return rt.WriteObject(works)
	}
	return nil
}

// The protocol numbers of ICMP (RFC 792) and ICMPv6 (RFC 4443).
const (
	protocolICMP   = 1
	protocolICMPv6 = 58
)

// openEcho opens a socket for echo requests: one that needs no right where the
// system has such, else a raw one.
func openEcho(v4 bool) (conn *icmp.PacketConn, raw bool, err error) {
	network, address, rawNetwork := "udp6", "::", "ip6:ipv6-icmp"
	if v4 {
		network, address, rawNetwork = "udp4", "0.0.0.0", "ip4:icmp"
	}
	if conn, err = icmp.ListenPacket(network, address); err == nil {
		return conn, false, nil
	}
	conn, err = icmp.ListenPacket(rawNetwork, address)
	return conn, true, err
}

func sendEcho(ctx context.Context, address net.IP, sequence int, r request) (time.Duration, int64, error) {
	v4 := address.To4() != nil
	conn, raw, err := openEcho(v4)
	if err != nil {
		return 0, 0, errors.New("An exception occurred during a Ping request.")
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })
	defer stop()
	message := icmp.Message{Type: ipv6.ICMPTypeEchoRequest, Body: &icmp.Echo{ID: os.Getpid() & 0xffff, Seq: sequence, Data: make([]byte, r.size)}}
	protocol := protocolICMPv6
	if v4 {
		message.Type, protocol = ipv4.ICMPTypeEcho, protocolICMP
		if p := conn.IPv4PacketConn(); p != nil {
			_ = p.SetTTL(int(r.hops)) // a system that knows no limit has its own
		}
	} else if p := conn.IPv6PacketConn(); p != nil {
		_ = p.SetHopLimit(int(r.hops))
	}
	packet, err := message.Marshal(nil)
	if err != nil {
		return 0, 0, err
	}
	var to net.Addr = &net.UDPAddr{IP: address}
	if raw {
		to = &net.IPAddr{IP: address}
	}
	start := time.Now()
	if err := conn.SetDeadline(start.Add(r.timeout)); err != nil {
		return 0, 0, err
	}
	if r.dontFragment {
		dontFragment(conn, v4)
	}
	switch _, err := conn.WriteTo(packet, to); {
	case errors.Is(err, messageTooLong):
		return 0, ipPacketTooBig, nil
	case err != nil:
		return 0, ipNetworkUnreachable, nil
	}
	return awaitEcho(conn, protocol, sequence, start)
}

// awaitEcho reads until the answer to our request is there.
func awaitEcho(conn *icmp.PacketConn, protocol, sequence int, start time.Time) (time.Duration, int64, error) {
	buffer := make([]byte, 1<<16)
	for {
		n, _, err := conn.ReadFrom(buffer)
		if err != nil {
			return 0, ipTimedOut, nil
		}
		m, err := icmp.ParseMessage(protocol, buffer[:n])
		if err != nil {
			continue
		}
		switch m.Type {
		case ipv4.ICMPTypeEchoReply, ipv6.ICMPTypeEchoReply:
			if e, ok := m.Body.(*icmp.Echo); ok && e.Seq == sequence {
				return time.Since(start), ipSuccess, nil
			}
		case ipv4.ICMPTypeDestinationUnreachable, ipv6.ICMPTypeDestinationUnreachable:
			return 0, ipHostUnreachable, nil
		case ipv4.ICMPTypeTimeExceeded, ipv6.ICMPTypeTimeExceeded:
			return 0, ipTTLExpired, nil
		case ipv6.ICMPTypePacketTooBig:
			return 0, ipPacketTooBig, nil
		}
	}
}

// Views lists the views of this package's objects.
func Views() []*cmdlet.View {
	property := func(label, name string, width int, a cmdlet.Alignment) cmdlet.Column {
		return cmdlet.Column{Label: label, Width: width, Alignment: a, Value: cmdlet.Value{Property: name}}
	}
	answered := func(label, name string, width int) cmdlet.Column {
		return cmdlet.Column{Label: label, Width: width, Alignment: cmdlet.AlignRight, Value: cmdlet.Value{Func: func(_ object.Invoker, self any) (any, error) {
			s, ok := object.Unwrap(self).(*pingStatus)
			if m, found := object.Unwrap(self).(*pingMtuStatus); found {
				return m.Latency, nil
			}
			switch {
			case !ok || s.Status.Value != ipSuccess:
				return "*", nil
			case name == "Latency":
				return s.Latency, nil
			}
			return s.BufferSize, nil
		}, Script: "if ($_.Status -eq 'Success') { $_." + name + " } else { '*' }"}}
	}
	return []*cmdlet.View{
		{Name: connectionCommand + "TcpPortStatus", TypeNames: []string{connectionCommand + "TcpPortStatus"}, Table: &cmdlet.TableView{Columns: []cmdlet.Column{
			property("Id", "Id", 4, cmdlet.AlignRight), property("Source", "Source", 16, cmdlet.AlignLeft), property("Address", "TargetAddress", 25, cmdlet.AlignLeft),
			property("Port", "Port", 7, cmdlet.AlignRight), property("Latency(ms)", "Latency", 7, cmdlet.AlignRight),
			property("Connected", "Connected", 10, cmdlet.AlignLeft), property("Status", "Status", 24, cmdlet.AlignLeft)}},
			GroupBy: &cmdlet.GroupBy{Value: cmdlet.Value{Property: "Target"}}},
		{Name: connectionCommand + "PingStatus", TypeNames: []string{connectionCommand + "PingStatus"}, Table: &cmdlet.TableView{Columns: []cmdlet.Column{
			property("Ping", "Ping", 4, cmdlet.AlignRight), property("Source", "Source", 16, cmdlet.AlignLeft), property("Address", "DisplayAddress", 25, cmdlet.AlignLeft),
			answered("Latency(ms)", "Latency", 7), answered("BufferSize(B)", "BufferSize", 10), property("Status", "Status", 16, cmdlet.AlignLeft)}},
			GroupBy: &cmdlet.GroupBy{Value: cmdlet.Value{Property: "Destination"}}},
		{Name: connectionCommand + "PingMtuStatus", TypeNames: []string{connectionCommand + "PingMtuStatus"}, Table: &cmdlet.TableView{Columns: []cmdlet.Column{
			property("Source", "Source", 16, cmdlet.AlignLeft), property("Address", "DisplayAddress", 25, cmdlet.AlignLeft), answered("Latency(ms)", "Latency", 7),
			property("Status", "Status", 16, cmdlet.AlignLeft), property("MtuSize(B)", "MtuSize", 7, cmdlet.AlignRight)}},
			GroupBy: &cmdlet.GroupBy{Value: cmdlet.Value{Property: "Destination"}}},
		{Name: connectionCommand + "TraceStatus", TypeNames: []string{connectionCommand + "TraceStatus"}, Table: &cmdlet.TableView{Columns: []cmdlet.Column{
			property("Hop", "Hop", 3, cmdlet.AlignRight), traced("Hostname", 25, cmdlet.AlignLeft, func(s *traceStatus) any { return s.Hostname }),
			property("Ping", "Ping", 4, cmdlet.AlignRight), traced("Latency(ms)", 7, cmdlet.AlignRight, func(s *traceStatus) any { return s.Latency }),
			property("Status", "Status", 16, cmdlet.AlignLeft), property("Source", "Source", 12, cmdlet.AlignLeft), property("TargetAddress", "TargetAddress", 15, cmdlet.AlignLeft)}},
			GroupBy: &cmdlet.GroupBy{Value: cmdlet.Value{Property: "Target"}}},
	}
}

// traced is a column of a trace: a star where no answer came.
func traced(label string, width int, a cmdlet.Alignment, value func(*traceStatus) any) cmdlet.Column {
	return cmdlet.Column{Label: label, Width: width, Alignment: a, Value: cmdlet.Value{Func: func(_ object.Invoker, self any) (any, error) {
		if s, ok := object.Unwrap(self).(*traceStatus); ok && s.Status.Value == ipSuccess {
			return value(s), nil
		}
		return "*", nil
	}, Script: "if ($_.Status -eq 'Success') { $_." + strings.TrimSuffix(label, "(ms)") + " } else { '*' }"}}
}

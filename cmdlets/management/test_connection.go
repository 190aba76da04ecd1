package management

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type testConnection struct {
	TargetName         []string          `ps:"mandatory,position=0,pipeline,byname,alias=ComputerName" notempty:"true" help:"Names or addresses."`
	Ping               cmdlet.Switch     `ps:"set=DefaultPing;set=RepeatPing" help:"Sends echo requests, as is done without."`
	Repeat             cmdlet.Switch     `ps:"set=RepeatPing,mandatory,alias=Continuous;set=TcpPort" help:"Goes on until it is stopped."`
	Traceroute         cmdlet.Switch     `ps:"set=TraceRoute,mandatory" help:"Finds how many machines are on the way."`
	MtuSize            cmdlet.Switch     `ps:"set=MtuSizeDetect,mandatory,alias=MtuSizeDetect" help:"Finds the largest request that need not be taken apart."`
	TcpPort            int32             `ps:"set=TcpPort,mandatory" range:"0..65535" help:"The port to connect to."`
	Detailed           cmdlet.Switch     `ps:"set=TcpPort" help:"Tells how the connection went."`
	IPv4               cmdlet.Switch     `ps:"" help:"Only addresses of IPv4."`
	IPv6               cmdlet.Switch     `ps:"" help:"Only addresses of IPv6."`
	ResolveDestination cmdlet.Switch     `ps:"" help:"Shows the name of the address."`
	Source             string            `ps:"set=DefaultPing;set=RepeatPing;set=TraceRoute;set=TcpPort" help:"What is shown as this machine's name."`
	MaxHops            int32             `ps:"set=DefaultPing,alias=Ttl|TimeToLive|Hops;set=RepeatPing;set=TraceRoute" range:"0..128" default:"128" help:"How many machines a request may pass."`
	Count              cmdlet.Opt[int32] `ps:"set=DefaultPing;set=MtuSizeDetect;set=TcpPort" range:"1..2147483647" default:"4" help:"How many requests."`
	Delay              int32             `ps:"set=DefaultPing;set=RepeatPing;set=TcpPort" range:"1..2147483647" default:"1" help:"Seconds between requests."`
	BufferSize         int32             `ps:"set=DefaultPing,alias=Size|Bytes|BS;set=RepeatPing;set=TraceRoute" range:"0..65500" default:"32" help:"Octets in a request."`
	DontFragment       cmdlet.Switch     `ps:"set=DefaultPing;set=RepeatPing" help:"A request is not taken apart on its way."`
	Quiet              cmdlet.Switch     `ps:"" help:"Only whether it works."`
	TimeoutSeconds     int32             `ps:"" range:"1..2147483647" default:"5" help:"Seconds to wait for an answer."`
}

func testConnectionCmdlet() *cmdlet.Definition {
	return define("Test-Connection", func() cmdlet.Cmdlet {
		return &testConnection{MaxHops: 128, Delay: 1, BufferSize: 32, TimeoutSeconds: 5}
	}, cmdlet.Options{DefaultParameterSet: "DefaultPing", Synopsis: "Tells whether a machine, or a port of it, answers.",
		Outputs: []string{"Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", "Microsoft.PowerShell.Commands.TestConnectionCommand+TcpPortStatus", "System.Boolean"}})
}

// lookUp finds addresses; replaced in tests.
var lookUp = func(ctx context.Context, network, name string) ([]net.IP, error) {
	return net.DefaultResolver.LookupIP(ctx, network, name)
}

const connectionCommand = "Microsoft.PowerShell.Commands.TestConnectionCommand+"

// presented is a type of PowerShell's whose properties are a struct's fields.
func presented(name string, sample any) *object.Type {
	t := object.Presentation("Microsoft.PowerShell.Commands", sample)
	t.Name = "TestConnectionCommand+" + name
	return t
}

// tcpPortStatus is one attempt to connect.
type tcpPortStatus struct {
	object.Instance
	Id            int32
	Source        string
	Target        string
	TargetAddress any
	Port          int32
	Latency       int64 // milliseconds
	Connected     bool
	Status        object.Enum
}

var (
	tcpPortStatusType = presented("TcpPortStatus", tcpPortStatus{})
	socketErrors      = object.NewEnum("System.Net.Sockets", "SocketError",
		[]string{"Success", "SocketError", "AccessDenied", "NetworkDown", "NetworkUnreachable", "ConnectionReset", "TimedOut", "ConnectionRefused", "HostDown", "HostUnreachable"},
		0, -1, 10013, 10050, 10051, 10054, 10060, 10061, 10064, 10065)
)

// PSType is TestConnectionCommand+TcpPortStatus.
func (*tcpPortStatus) PSType() *object.Type { return tcpPortStatusType }

// Process tests each target.
func (c *testConnection) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.Source == "" {
		c.Source, _ = os.Hostname()
	}
	for _, name := range c.TargetName {
		address, err := c.resolve(ctx, rt, name)
		switch {
		case err != nil:
			return err
		case address == nil:
			err = c.unresolved(rt)
		case rt.ParameterSet() == "TcpPort":
			err = c.connect(ctx, rt, name, address)
		case bool(c.Traceroute):
			err = c.trace(ctx, rt, name, address)
		case bool(c.MtuSize):
			err = c.mtu(ctx, rt, c.shown(ctx, name, address), address)
		default:
			err = c.ping(ctx, rt, c.shown(ctx, name, address), address)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unresolved writes what stands for a target without an address.
func (c *testConnection) unresolved(rt cmdlet.Runtime) error {
	switch {
	case bool(c.Traceroute) && !bool(c.Quiet), bool(c.Quiet) && !bool(c.Traceroute) && !bool(c.MtuSize):
		return rt.WriteObject(false)
	case bool(c.MtuSize) && bool(c.Quiet):
		return rt.WriteObject(int32(-1))
	}
	return nil
}

// resolve finds the target's address; nil after it wrote why there is none.
func (c *testConnection) resolve(ctx context.Context, rt cmdlet.Runtime, name string) (net.IP, error) {
	network := "ip"
	switch {
	case bool(c.IPv4):
		network = "ip4"
	case bool(c.IPv6):
		network = "ip6"
	}
	text := "Cannot resolve the target name."
	if ip := net.ParseIP(name); ip != nil {
		if network == "ip" || (network == "ip4") == (ip.To4() != nil) {
			return ip, nil
		}
		text = "Target IPv4/IPv6 address absent."
	} else {
		var list []net.IP
		var err error
		cmdlet.WhileWaiting(rt, func() { list, err = lookUp(ctx, network, name) })
		if err == nil && len(list) > 0 {
			return list[0], nil
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if c.Quiet {
		return nil, nil
	}
	return nil, rt.WriteError(pingFailed(name, text))
}

func pingFailed(name, text string) *object.ErrorRecord {
	e := &object.Exception{Type: object.InvalidOperationType, Message: "Testing connection to computer '" + name + "' failed: " + text}
	if t, err := dotnet.Find("System.Net.NetworkInformation.PingException"); err == nil {
		e.Type = t
	}
	return &object.ErrorRecord{Exception: e, ID: "TestConnectionException", Category: object.ResourceUnavailable, Target: name}
}

// shown is the target's name, or with -ResolveDestination its address's.
func (c *testConnection) shown(ctx context.Context, name string, address net.IP) string {
	if c.ResolveDestination && net.ParseIP(name) != nil {
		if names, err := net.DefaultResolver.LookupAddr(ctx, address.String()); err == nil && len(names) > 0 {
			return names[0]
		}
	}
	return name
}

// connect opens connections and closes them at once.
func (c *testConnection) connect(ctx context.Context, rt cmdlet.Runtime, name string, address net.IP) error {
	dialer := net.Dialer{Timeout: time.Duration(c.TimeoutSeconds) * time.Second}
	for i := int32(1); bool(c.Repeat) || i <= c.Count.Or(1); i++ {
		if i > 1 {
			if err := pause(ctx, rt, time.Duration(c.Delay)*time.Second); err != nil {
				return err
			}
		}
		start := time.Now()
		var conn net.Conn
		var err error
		cmdlet.WhileWaiting(rt, func() {
			conn, err = dialer.DialContext(ctx, "tcp", net.JoinHostPort(address.String(), strconv.Itoa(int(c.TcpPort))))
		})
		latency := time.Since(start).Milliseconds()
		if err == nil {
			err = conn.Close()
		} else {
			latency = 0
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !c.Detailed {
			return rt.WriteObject(err == nil)
		}
		status := &tcpPortStatus{Id: i, Source: c.Source, Target: name, TargetAddress: dotnet.NewIPAddress(address), Port: c.TcpPort, Latency: latency, Connected: err == nil, Status: socketStatus(err)}
		if err := rt.WriteObject(status); err != nil {
			return err
		}
	}
	return nil
}

func socketStatus(err error) object.Enum {
	code := int64(-1)
	var timeout interface{ Timeout() bool }
	switch {
	case err == nil:
		code = 0
	case errors.Is(err, syscall.ECONNREFUSED):
		code = 10061
	case errors.Is(err, syscall.ENETUNREACH):
		code = 10051
	case errors.Is(err, syscall.EHOSTUNREACH):
		code = 10065
	case errors.Is(err, syscall.ECONNRESET):
		code = 10054
	case errors.Is(err, syscall.EACCES):
		code = 10013
	case errors.As(err, &timeout) && timeout.Timeout():
		code = 10060
	}
	return object.Enum{Type: socketErrors, Value: code}
}

// pause waits; it ends when the pipeline is stopped.
func pause(ctx context.Context, rt cmdlet.Runtime, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	cmdlet.WhileWaiting(rt, func() {
		select {
		case <-t.C:
		case <-ctx.Done():
		}
	})
	return ctx.Err()
}

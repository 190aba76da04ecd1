package dotnet

import (
	"context"
	"io"
	"net"
	"strconv"
	"time"

	"stagecoach/shell/object"
)

const socketsNamespace = "System.Net.Sockets"

func socketsType(name string) *object.Type {
	return &object.Type{Name: name, Namespace: socketsNamespace, Assembly: socketsNamespace, Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
}

var (
	tcpClientType   = socketsType("TcpClient")
	tcpListenerType = socketsType("TcpListener")
	udpClientType   = socketsType("UdpClient")
	socketType      = socketsType("Socket")
)

// tcpClient is System.Net.Sockets.TcpClient.
type tcpClient struct {
	object.Instance
	c      *connection // nil: not connected
	stream *Stream
	kept   connection // the settings, before there is a connection
	closed bool
}

// PSType is System.Net.Sockets.TcpClient.
func (*tcpClient) PSType() *object.Type { return tcpClientType }

func newTCPClient(c net.Conn) *tcpClient {
	t := &tcpClient{kept: connection{readBuffer: 131072, writeBuffer: 87040}}
	if c != nil {
		t.attach(c)
	}
	return t
}

func (t *tcpClient) attach(c net.Conn) {
	t.c = &connection{}
	*t.c = t.kept
	t.c.Conn = c
}

// settings are those of the connection, or of the one to come.
func (t *tcpClient) settings() *connection {
	if t.c != nil {
		return t.c
	}
	return &t.kept
}

// dialTime is how long the system's own search for a server may take at most.
const dialTime = 2 * time.Minute

// endPointName is an end point as a socket of both families names it.
func endPointName(host string, port int) string {
	if ip := net.ParseIP(host); ip != nil && ip.To4() != nil {
		host = "::ffff:" + host
	}
	return net.JoinHostPort(host, strconv.Itoa(port))
}

// dial connects; the error is .NET's.
func dial(ctx context.Context, network, host string, port int) (net.Conn, error) {
	if port < 0 || port > 65535 {
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "port", "Specified argument was out of the range of valid values.")
	}
	d := net.Dialer{Timeout: dialTime}
	list, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil {
		return nil, socketError(err, "")
	}
	for _, ip := range list {
		var c net.Conn
		if c, err = d.DialContext(ctx, network, net.JoinHostPort(ip.String(), strconv.Itoa(port))); err == nil {
			return c, nil
		}
		err = socketError(err, endPointName(ip.String(), port))
	}
	return nil, err
}

func errDisposed(what string) error {
	return object.Throw(exceptionNamed("System.ObjectDisposedException"), "Cannot access a disposed object.\nObject name: '%s'.", what)
}

func (t *tcpClient) connect(inv object.Invoker, host string, port int) (err error) {
	if t.closed {
		return errDisposed("System.Net.Sockets.Socket")
	}
	var c net.Conn
	whileWaiting(inv, func() { c, err = dial(inv.Context(), "tcp", host, port) })
	if err == nil {
		t.attach(c)
	}
	return err
}

// connecting is connect beside the script.
func (t *tcpClient) connecting(inv object.Invoker, host string, port int) *Task {
	return startTask(inv, nil, func(ctx context.Context) (any, error) {
		c, err := dial(ctx, "tcp", host, port)
		if err != nil {
			return nil, err
		}
		t.attach(c)
		return nil, nil
	})
}

func (t *tcpClient) close() error {
	t.closed = true
	if t.c != nil && !t.c.ended {
		t.c.ended = true
		_ = t.c.Conn.Close() // .NET tells nothing either
	}
	return nil
}

// streamOver is the NetworkStream of a connection.
func streamOver(c *connection) *Stream {
	s := &Stream{t: networkStreamType, live: c}
	s.onClose = func() error { c.ended = true; _ = c.Conn.Close(); return nil }
	return s
}

func endPointOf(a net.Addr) any {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return nil
	}
	ip, err := parseIP(host)
	if err != nil {
		return nil
	}
	n, _ := strconv.Atoi(port) // the system's own
	return &endPoint{address: ip, port: int32(n)}
}

// hostPort are the arguments of a connection: a name or address with a port, or an end point.
func hostPort(a []any) (string, int, error) {
	switch x := a[0].(type) {
	case *endPoint:
		return x.address.String(), int(x.port), nil
	case *IPAddress:
		return x.String(), intArg(a[1]), nil
	case string:
		return x, intArg(a[1]), nil
	}
	return "", 0, object.ThrowArgument(object.ArgumentNullExceptionType, "hostname", "Value cannot be null.")
}

func tcpClientMembers(m members) {
	self := func(v any) *tcpClient { return v.(*tcpClient) }
	m.prop("int Available", getter(func(v any) any {
		if self(v).c == nil {
			return object.Int(0)
		}
		return object.Int(int32(self(v).c.available()))
	}))
	m.prop("System.Net.Sockets.Socket Client", getter(func(v any) any { return &socket{of: self(v).settings()} }))
	m.prop("bool Connected", getter(func(v any) any { return self(v).c != nil && !self(v).c.ended }))
	socketSettings(m, func(v any) *connection { return self(v).settings() })
	for _, params := range []string{"string hostname, int port", "ipaddress address, int port", "System.Net.IPEndPoint remoteEP"} {
		m.method("void Connect("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			host, port, err := hostPort(a)
			if err != nil {
				return nil, err
			}
			return nil, self(v).connect(inv, host, port)
		})
		m.method("System.Threading.Tasks.Task ConnectAsync("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			host, port, err := hostPort(a)
			if err != nil {
				return nil, err
			}
			return self(v).connecting(inv, host, port), nil
		})
	}
	for _, params := range []string{"string host, int port", "ipaddress address, int port"} {
		m.method("System.Threading.Tasks.Task BeginConnect("+params+", System.Object requestCallback, System.Object state)", func(inv object.Invoker, v any, a []any) (any, error) {
			host, port, err := hostPort(a)
			if err != nil {
				return nil, err
			}
			return self(v).connecting(inv, host, port), nil
		})
	}
	m.method("void EndConnect(System.Threading.Tasks.Task asyncResult)", func(inv object.Invoker, _ any, a []any) (any, error) {
		t, ok := a[0].(*Task)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "asyncResult", "Value cannot be null.")
		}
		if _, err := t.wait(inv, -1); err != nil {
			return nil, err
		}
		return nil, t.outcome()
	})
	m.method("System.Net.Sockets.NetworkStream GetStream()", plain(func(v any, _ []any) (any, error) {
		t := self(v)
		switch {
		case t.closed:
			return nil, errDisposed("System.Net.Sockets.TcpClient")
		case t.c == nil:
			return nil, object.Throw(object.InvalidOperationType, "The operation is not allowed on non-connected sockets.")
		case t.stream == nil:
			t.stream = streamOver(t.c)
		}
		return t.stream, nil
	}))
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) { return nil, self(v).close() }))
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return newTCPClient(nil), nil })
	m.ctor("System.Net.Sockets.AddressFamily family", func(object.Invoker, []any) (any, error) { return newTCPClient(nil), nil })
	m.ctor("string hostname, int port", func(inv object.Invoker, a []any) (any, error) {
		t := newTCPClient(nil)
		return t, t.connect(inv, str(a[0]), intArg(a[1]))
	})
}

// socketSettings are what the clients and the socket itself let be set.
func socketSettings(m members, of func(v any) *connection) {
	limit := func(name string, at func(c *connection) *time.Duration) {
		m.writable("int "+name, getter(func(v any) any { return object.Int(int32(*at(of(v)) / time.Millisecond)) }), func(_ object.Invoker, v, x any) error {
			if intArg(x) < -1 {
				return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Specified argument was out of the range of valid values.")
			}
			*at(of(v)) = time.Duration(max(intArg(x), 0)) * time.Millisecond
			return nil
		})
	}
	limit("ReceiveTimeout", func(c *connection) *time.Duration { return &c.readLimit })
	limit("SendTimeout", func(c *connection) *time.Duration { return &c.writeLimit })
	size := func(name string, at func(c *connection) *int32, apply func(c bufferSizer, n int) error) {
		m.writable("int "+name, getter(func(v any) any { return object.Int(*at(of(v))) }), func(_ object.Invoker, v, x any) error {
			*at(of(v)) = int32(intArg(x))
			if c, ok := of(v).Conn.(bufferSizer); ok {
				return apply(c, intArg(x))
			}
			return nil
		})
	}
	size("ReceiveBufferSize", func(c *connection) *int32 { return &c.readBuffer }, bufferSizer.SetReadBuffer)
	size("SendBufferSize", func(c *connection) *int32 { return &c.writeBuffer }, bufferSizer.SetWriteBuffer)
	m.writable("bool NoDelay", getter(func(v any) any { return of(v).noDelay }), func(_ object.Invoker, v, x any) error {
		of(v).noDelay = x.(bool)
		if c, ok := of(v).Conn.(*net.TCPConn); ok {
			return c.SetNoDelay(x.(bool))
		}
		return nil
	})
}

// bufferSizer is what TCP and UDP connections have in common.
type bufferSizer interface {
	SetReadBuffer(bytes int) error
	SetWriteBuffer(bytes int) error
}

// socket is the System.Net.Sockets.Socket of a client, as far as scripts look at it.
type socket struct {
	object.Instance
	of *connection
}

// PSType is System.Net.Sockets.Socket.
func (*socket) PSType() *object.Type { return socketType }

func socketMembers(m members) {
	self := func(v any) *connection { return v.(*socket).of }
	address := func(name string, of func(c net.Conn) net.Addr) {
		m.prop("System.Net.EndPoint "+name, getter(func(v any) any {
			if self(v).Conn == nil || of(self(v).Conn) == nil {
				return nil
			}
			return endPointOf(of(self(v).Conn))
		}))
	}
	address("LocalEndPoint", net.Conn.LocalAddr)
	address("RemoteEndPoint", net.Conn.RemoteAddr)
	m.prop("bool Connected", getter(func(v any) any { return self(v).Conn != nil && !self(v).ended && self(v).RemoteAddr() != nil }))
	m.prop("int Available", getter(func(v any) any {
		if self(v).Conn == nil {
			return object.Int(0)
		}
		return object.Int(int32(self(v).available()))
	}))
	socketSettings(m, self)
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) {
			if c := self(v); c.Conn != nil && !c.ended {
				c.ended = true
				_ = c.Conn.Close() // .NET tells nothing either
			}
			return nil, nil
		}))
	}
}

// tcpListener is System.Net.Sockets.TcpListener.
type tcpListener struct {
	object.Instance
	at      *endPoint
	l       *net.TCPListener
	waiting net.Conn // one that Pending() saw
}

// PSType is System.Net.Sockets.TcpListener.
func (*tcpListener) PSType() *object.Type { return tcpListenerType }

func (t *tcpListener) accept() (net.Conn, error) {
	if t.l == nil {
		return nil, object.Throw(object.InvalidOperationType, "Not listening. You must call the Start() method before calling this method.")
	}
	if c := t.waiting; c != nil {
		t.waiting = nil
		return c, nil
	}
	_ = t.l.SetDeadline(time.Time{}) // a closed one says so when it is asked
	c, err := t.l.Accept()
	if err != nil {
		return nil, socketError(err, "")
	}
	return c, nil
}

// pendingTime is how long Pending() looks: as good as not at all.
const pendingTime = time.Millisecond

func tcpListenerMembers(m members) {
	self := func(v any) *tcpListener { return v.(*tcpListener) }
	start := plain(func(v any, _ []any) (any, error) {
		t := self(v)
		if t.l != nil {
			return nil, nil
		}
		l, err := net.Listen("tcp", t.at.String())
		if err != nil {
			return nil, socketError(err, "")
		}
		t.l = l.(*net.TCPListener)
		return nil, nil
	})
	m.method("void Start()", start)
	m.method("void Start(int backlog)", start)
	stop := plain(func(v any, _ []any) (any, error) {
		if t := self(v); t.l != nil {
			_ = t.l.Close() // .NET tells nothing either
			t.l = nil
		}
		return nil, nil
	})
	m.method("void Stop()", stop)
	m.method("void Dispose()", stop)
	m.method("bool Pending()", plain(func(v any, _ []any) (any, error) {
		t := self(v)
		if t.l == nil {
			_, err := t.accept()
			return nil, err
		}
		if t.waiting == nil {
			_ = t.l.SetDeadline(time.Now().Add(pendingTime)) // a closed one says so when it is asked
			t.waiting, _ = t.l.Accept()                      // nobody: nil
		}
		return t.waiting != nil, nil
	}))
	m.method("System.Net.Sockets.TcpClient AcceptTcpClient()", func(inv object.Invoker, v any, _ []any) (c any, err error) {
		var got net.Conn
		whileWaiting(inv, func() { got, err = self(v).accept() })
		if err != nil {
			return nil, err
		}
		return newTCPClient(got), nil
	})
	m.method("System.Threading.Tasks.Task AcceptTcpClientAsync()", func(inv object.Invoker, v any, _ []any) (any, error) {
		return startTask(inv, tcpClientType, func(context.Context) (any, error) {
			c, err := self(v).accept()
			if err != nil {
				return nil, err
			}
			return newTCPClient(c), nil
		}), nil
	})
	m.prop("System.Net.EndPoint LocalEndpoint", getter(func(v any) any {
		if self(v).l != nil {
			return endPointOf(self(v).l.Addr())
		}
		return self(v).at
	}))
	at := func(address *IPAddress, port int) (any, error) {
		if port < 0 || port > 65535 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "port", "Specified argument was out of the range of valid values.")
		}
		return &tcpListener{at: &endPoint{address: address, port: int32(port)}}, nil
	}
	m.ctor("ipaddress localaddr, int port", func(_ object.Invoker, a []any) (any, error) {
		ip, ok := a[0].(*IPAddress)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "localaddr", "Value cannot be null.")
		}
		return at(ip, intArg(a[1]))
	})
	m.ctor("System.Net.IPEndPoint localEP", func(_ object.Invoker, a []any) (any, error) {
		e, ok := a[0].(*endPoint)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "localEP", "Value cannot be null.")
		}
		return at(e.address, int(e.port))
	})
	m.ctor("int port", func(_ object.Invoker, a []any) (any, error) { return at(&IPAddress{IP: net.IPv4zero}, intArg(a[0])) })
	m.static("System.Net.Sockets.TcpListener Create(int port)", plain(func(_ any, a []any) (any, error) { return at(&IPAddress{IP: net.IPv6zero}, intArg(a[0])) }))
}

// udpClient is System.Net.Sockets.UdpClient.
type udpClient struct {
	object.Instance
	c      *connection
	peer   *net.UDPAddr // after Connect
	closed bool
}

// PSType is System.Net.Sockets.UdpClient.
func (*udpClient) PSType() *object.Type { return udpClientType }

func newUDPClient(at string) (*udpClient, error) {
	c, err := net.ListenPacket("udp", at)
	if err != nil {
		return nil, socketError(err, "")
	}
	return &udpClient{c: &connection{Conn: c.(*net.UDPConn), readBuffer: 212992, writeBuffer: 212992}}, nil
}

func (u *udpClient) send(data []byte, n int, to *net.UDPAddr) (any, error) {
	if u.closed {
		return nil, errDisposed("System.Net.Sockets.UdpClient")
	}
	if to == nil {
		if to = u.peer; to == nil {
			return nil, object.Throw(object.InvalidOperationType, "The operation is not allowed on non-connected sockets.")
		}
	}
	sent, err := u.c.Conn.(*net.UDPConn).WriteToUDP(data[:min(n, len(data))], to)
	if err != nil {
		return nil, socketError(err, "")
	}
	return object.Int(int32(sent)), nil
}

func udpAddress(host string, port int) (*net.UDPAddr, error) {
	a, err := net.ResolveUDPAddr("udp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, socketError(err, "")
	}
	return a, nil
}

func (u *udpClient) receive() ([]byte, *net.UDPAddr, error) {
	limit := time.Time{}
	if u.c.readLimit > 0 {
		limit = time.Now().Add(u.c.readLimit)
	}
	_ = u.c.SetReadDeadline(limit) // a closed one says so when it is read
	b := make([]byte, 65536)
	n, from, err := u.c.Conn.(*net.UDPConn).ReadFromUDP(b)
	if err != nil && err != io.EOF {
		return nil, nil, socketError(err, "")
	}
	return b[:n], from, nil
}

func udpClientMembers(m members) {
	self := func(v any) *udpClient { return v.(*udpClient) }
	for _, params := range []string{"string hostname, int port", "ipaddress addr, int port", "System.Net.IPEndPoint endPoint"} {
		m.method("void Connect("+params+")", plain(func(v any, a []any) (any, error) {
			host, port, err := hostPort(a)
			if err == nil {
				self(v).peer, err = udpAddress(host, port)
			}
			return nil, err
		}))
	}
	send := func(v any, data any, n any, to []any) (any, error) {
		b, err := bytesArg(data, "dgram")
		if err != nil {
			return nil, err
		}
		var peer *net.UDPAddr
		if len(to) > 0 && to[0] != nil {
			host, port, err := hostPort(to)
			if err != nil {
				return nil, err
			}
			if peer, err = udpAddress(host, port); err != nil {
				return nil, err
			}
		}
		return self(v).send(b, intArg(n), peer)
	}
	m.method("int Send(byte[] dgram, int bytes)", plain(func(v any, a []any) (any, error) { return send(v, a[0], a[1], nil) }))
	m.method("int Send(byte[] dgram, int bytes, System.Net.IPEndPoint endPoint)", plain(func(v any, a []any) (any, error) { return send(v, a[0], a[1], a[2:]) }))
	m.method("int Send(byte[] dgram, int bytes, string hostname, int port)", plain(func(v any, a []any) (any, error) { return send(v, a[0], a[1], a[2:]) }))
	m.method("byte[] Receive([ref] System.Net.IPEndPoint remoteEP)", func(inv object.Invoker, v any, a []any) (any, error) {
		var b []byte
		var from *net.UDPAddr
		var err error
		whileWaiting(inv, func() { b, from, err = self(v).receive() })
		if err != nil {
			return nil, err
		}
		a[0] = endPointOf(from)
		return &object.Bytes{B: b}, nil
	})
	m.prop("int Available", getter(func(v any) any { return object.Int(int32(self(v).c.available())) }))
	m.prop("System.Net.Sockets.Socket Client", getter(func(v any) any { return &socket{of: self(v).c} }))
	m.writable("bool EnableBroadcast", getter(func(v any) any { return self(v).c.broadcast }), func(_ object.Invoker, v, x any) error {
		self(v).c.broadcast = x.(bool) // Go's sockets may always
		return nil
	})
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) {
			if u := self(v); !u.closed {
				u.closed, u.c.ended = true, true
				_ = u.c.Conn.Close() // .NET tells nothing either
			}
			return nil, nil
		}))
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return newUDPClient("") })
	m.ctor("int port", func(_ object.Invoker, a []any) (any, error) { return newUDPClient(":" + strconv.Itoa(intArg(a[0]))) })
	m.ctor("System.Net.IPEndPoint localEP", func(_ object.Invoker, a []any) (any, error) {
		host, port, err := hostPort(a)
		if err != nil {
			return nil, err
		}
		return newUDPClient(net.JoinHostPort(host, strconv.Itoa(port)))
	})
	m.ctor("string hostname, int port", func(_ object.Invoker, a []any) (any, error) {
		u, err := newUDPClient("")
		if err != nil {
			return nil, err
		}
		u.peer, err = udpAddress(str(a[0]), intArg(a[1]))
		return u, err
	})
}

func socketEntries() []entry {
	return []entry{{networkStreamType, networkStreamMembers, ""}, {tcpClientType, tcpClientMembers, ""}, {tcpListenerType, tcpListenerMembers, ""},
		{udpClientType, udpClientMembers, ""}, {socketType, socketMembers, ""}, {endPointBase, nil, ""}}
}

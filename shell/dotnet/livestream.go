package dotnet

import (
	"errors"
	"io"
	"net"
	"os"
	"time"

	"stagecoach/shell/object"
)

var networkStreamType = &object.Type{Name: "NetworkStream", Namespace: "System.Net.Sockets", Base: streamType, Assembly: "System.Net.Sockets"}

// connection is the end of a socket below NetworkStream and SslStream, which share it. Reads and
// writes let the session's others have their turn.
type connection struct {
	net.Conn
	inv                       object.Invoker // of the session that used it last
	readLimit, writeLimit     time.Duration  // zero: none
	readBuffer, writeBuffer   int32
	noDelay, broadcast, ended bool
}

// Read gives what has come, waiting for the first byte.
func (c *connection) Read(p []byte) (n int, err error) {
	limit := time.Time{}
	if c.readLimit > 0 {
		limit = time.Now().Add(c.readLimit)
	}
	_ = c.SetReadDeadline(limit) // a closed connection says so when it is read
	whileWaiting(c.inv, func() { n, err = c.Conn.Read(p) })
	return n, err
}

// Write sends all.
func (c *connection) Write(p []byte) (n int, err error) {
	limit := time.Time{}
	if c.writeLimit > 0 {
		limit = time.Now().Add(c.writeLimit)
	}
	_ = c.SetWriteDeadline(limit) // a closed connection says so when it is written
	whileWaiting(c.inv, func() { n, err = c.Conn.Write(p) })
	return n, err
}

// Seek is refused: what went over the network does not come again.
func (c *connection) Seek(int64, int) (int64, error) {
	return 0, object.Throw(object.NotSupportedExceptionType, "This stream does not support seek operations.")
}

// connectionError is what a stream says when its socket failed.
func connectionError(err error, reading bool) error {
	var x *object.Exception
	if err == nil || err == io.EOF || errors.As(err, &x) {
		return err
	}
	reason := object.FromGo(socketError(err, ""))
	what := "write data to"
	if reading {
		what = "read data from"
	}
	e := object.Throw(ioExceptionType, "Unable to %s the transport connection: %s.", what, reason.Message)
	e.Inner = reason
	return e
}

// socketError is the SocketException of a network error; to is the end point that was meant, if any.
func socketError(err error, to string) error {
	text := SystemText(err)
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		text, to = "Name or service not known", ""
	case errors.Is(err, os.ErrDeadlineExceeded):
		text = "Connection timed out"
	case errors.Is(err, net.ErrClosed):
		text = "Operation canceled"
	}
	if to != "" {
		text += " " + to
	}
	return object.Throw(exceptionNamed("System.Net.Sockets.SocketException"), "%s", text)
}

// readLive is Stream.Read of a connection: what there is, not all that was asked for.
func (s *Stream) readLive(inv object.Invoker, b []byte) (int, error) {
	s.live.inv = inv
	n, err := s.rw().Read(b)
	if err == io.EOF {
		err = nil
	}
	return n, connectionError(err, true)
}

// available is how many bytes a read gives without waiting.
func (c *connection) available() int {
	if c.ended {
		return 0
	}
	return waitingBytes(c.Conn)
}

func networkStreamMembers(m members) {
	self := func(v any) *Stream { return v.(*Stream) }
	m.prop("bool DataAvailable", getter(func(v any) any { return self(v).live.available() > 0 }))
	limit := func(name string, at func(c *connection) *time.Duration) {
		m.writable("int "+name, getter(func(v any) any {
			if d := *at(self(v).live); d > 0 {
				return object.Int(int32(d / time.Millisecond))
			}
			return object.Int(-1)
		}), func(_ object.Invoker, v, x any) error {
			if intArg(x) <= 0 && intArg(x) != -1 {
				return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Timeout can be only be set to 'System.Threading.Timeout.Infinite' or a value > 0.")
			}
			*at(self(v).live) = max(time.Duration(intArg(x)), 0) * time.Millisecond
			return nil
		})
	}
	limit("ReadTimeout", func(c *connection) *time.Duration { return &c.readLimit })
	limit("WriteTimeout", func(c *connection) *time.Duration { return &c.writeLimit })
}

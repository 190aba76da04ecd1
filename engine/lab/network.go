package lab

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"stagecoach/engine/network"
)

// NotInTheLab is what a look-up of any other host says.
const NotInTheLab = "not in the lab"

// space is the lab's network: hosts with addresses of their own (from the block
// that RFC 5737 keeps for documentation), and listeners on their ports.
type space struct {
	roots   *x509.CertPool
	latency time.Duration

	mu        sync.Mutex
	hosts     map[string]string // name -> address
	mx        map[string]string // domain -> host
	listeners map[string]*listener
	callers   int
}

var (
	_ network.Network  = (*space)(nil)
	_ network.Resolver = (*space)(nil)
)

func newSpace(roots *x509.CertPool, latency time.Duration) *space {
	return &space{roots: roots, latency: latency, hosts: make(map[string]string),
		mx: make(map[string]string), listeners: make(map[string]*listener)}
}

// addHost gives a host an address.
func (s *space) addHost(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts[name] = fmt.Sprintf("192.0.2.%d", 10+len(s.hosts))
}

// listen opens a port of a host.
func (s *space) listen(host string, port int) net.Listener {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &listener{space: s, address: address{host, s.hosts[host], port}, calls: make(chan *pipeEnd),
		done: make(chan struct{})}
	s.listeners[l.address.String()] = l
	return l
}

// DialContext implements network.Network.
func (s *space) DialContext(ctx context.Context, network, target string) (net.Conn, error) {
	host, portText, err := net.SplitHostPort(target)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: &net.AddrError{Err: "invalid port", Addr: target}}
	}
	at, l, err := s.find(host, port)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	if l == nil {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: at, Err: errRefused}
	}
	client, server := newPipe(s.caller(), at, s.latency)
	select {
	case l.calls <- server:
		return client, nil
	case <-l.done:
		return nil, &net.OpError{Op: "dial", Net: network, Addr: at, Err: errRefused}
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: network, Addr: at, Err: ctx.Err()}
	}
}

// find returns the address meant and the listener there, nil when nobody listens.
func (s *space) find(host string, port int) (address, *listener, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, ip, err := s.lookUp(host)
	if err != nil {
		return address{}, nil, err
	}
	at := address{name, ip, port}
	return at, s.listeners[at.String()], nil
}

// lookUp finds a host by name or by address. The lock is held.
func (s *space) lookUp(host string) (name, ip string, err error) {
	wanted := strings.ToLower(strings.TrimSuffix(host, "."))
	for name, ip := range s.hosts {
		if wanted == name || wanted == ip {
			return name, ip, nil
		}
	}
	return "", "", &net.DNSError{Err: NotInTheLab, Name: host, IsNotFound: true}
}

// caller is the local address of the next connection made.
func (s *space) caller() address {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.callers++
	return address{"client", "192.0.2.1", 49152 + s.callers%16384}
}

// Resolver implements network.Network.
func (s *space) Resolver() network.Resolver { return s }

// RootCAs implements network.Network: the lab's own authority and no other.
func (s *space) RootCAs() *x509.CertPool { return s.roots }

// LookupHost implements network.Resolver.
func (s *space) LookupHost(_ context.Context, host string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ip, err := s.lookUp(host)
	if err != nil {
		return nil, err
	}
	return []string{ip}, nil
}

// LookupCNAME implements network.Resolver: no host here is another's alias.
func (s *space) LookupCNAME(_ context.Context, host string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, _, err := s.lookUp(host)
	if err != nil {
		return "", err
	}
	return name + ".", nil
}

// LookupMX implements network.Resolver.
func (s *space) LookupMX(_ context.Context, domain string) ([]*net.MX, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	host, ok := s.mx[strings.ToLower(strings.TrimSuffix(domain, "."))]
	if !ok {
		return nil, &net.DNSError{Err: NotInTheLab, Name: domain, IsNotFound: true}
	}
	return []*net.MX{{Host: host + ".", Pref: 10}}, nil
}

// LookupSRV implements network.Resolver: the lab announces no service.
func (s *space) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	asked := "_" + service + "._" + proto + "." + name
	return "", nil, &net.DNSError{Err: NotInTheLab, Name: asked, IsNotFound: true}
}

// LookupTXT implements network.Resolver: the lab has no such records.
func (s *space) LookupTXT(_ context.Context, name string) ([]string, error) {
	return nil, &net.DNSError{Err: NotInTheLab, Name: name, IsNotFound: true}
}

// address is a host's port in the lab.
type address struct {
	host, ip string
	port     int
}

func (a address) Network() string { return "tcp" }
func (a address) String() string  { return net.JoinHostPort(a.ip, strconv.Itoa(a.port)) }

// listener is an open port.
type listener struct {
	space   *space
	address address
	calls   chan *pipeEnd
	closing sync.Once
	done    chan struct{}
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case end := <-l.calls:
		return end, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *listener) Close() error {
	l.closing.Do(func() {
		close(l.done)
		l.space.mu.Lock()
		delete(l.space.listeners, l.address.String())
		l.space.mu.Unlock()
	})
	return nil
}

// Addr implements net.Listener.
func (l *listener) Addr() net.Addr { return l.address }

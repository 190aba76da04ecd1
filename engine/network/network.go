// Package network is the one way in which the engine reaches other machines.
// Whoever starts the program injects a Network: the real one, or the lab's,
// in which names and ports resolve inside the process and an unknown host is
// an error and never a real connection. No package below engine may dial,
// look a name up or choose certificate roots by itself.
//
// It is a leaf: it knows no protocol.
package network

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"os"
)

// Network dials, resolves and says which certificate authorities are trusted.
// It is used by many goroutines at a time.
type Network interface {
	// DialContext connects to address ("host:port"). A host that does not
	// exist comes as a *net.DNSError, whatever stands behind the Network.
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
	// Resolver answers questions about names.
	Resolver() Resolver
	// RootCAs are the authorities a server's certificate is checked against: the
	// system's and the private ones of the configuration. nil: the system's alone.
	RootCAs() *x509.CertPool
}

// Resolver is what the engine asks of DNS. *net.Resolver is one.
type Resolver interface {
	LookupHost(ctx context.Context, host string) ([]string, error)
	LookupCNAME(ctx context.Context, host string) (string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// System is the machine's own network.
type System struct {
	dialer net.Dialer
	roots  *x509.CertPool
}

// NewSystem reads the private authorities (PEM files, each with one or more
// certificates) that are trusted beside the system's.
func NewSystem(caFiles ...string) (*System, error) {
	if len(caFiles) == 0 {
		return &System{}, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	for _, file := range caFiles {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read certificate authority: %w", err)
		}
		if !roots.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("read certificate authority: %s: no certificate in PEM form in it", file)
		}
	}
	return &System{roots: roots}, nil
}

// DialContext connects through the machine's network.
func (s *System) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return s.dialer.DialContext(ctx, network, address)
}

// Resolver is the machine's.
func (s *System) Resolver() Resolver { return net.DefaultResolver }

// RootCAs are the system's and the private ones, nil for the system's alone.
func (s *System) RootCAs() *x509.CertPool { return s.roots }

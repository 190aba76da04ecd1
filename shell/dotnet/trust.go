package dotnet

import (
	"crypto/tls"

	"stagecoach/shell/object"
)

var (
	sslPolicyErrors = object.NewFlags("System.Net.Security", "SslPolicyErrors", []string{"None", "RemoteCertificateNotAvailable", "RemoteCertificateNameMismatch", "RemoteCertificateChainErrors"}, 0, 1, 2, 4)
	validationType  = &object.Type{Name: "RemoteCertificateValidationCallback", Namespace: "System.Net.Security", Assembly: "System.Net.Security", Base: object.MulticastType, Kind: object.KindDelegate}
	sslProtocols    = object.NewFlags("System.Security.Authentication", "SslProtocols", []string{"None", "Ssl2", "Ssl3", "Tls", "Default", "Tls11", "Tls12", "Tls13"}, 0, 12, 48, 192, 240, 768, 3072, 12288)
)

// trust says which servers are trusted, and what TLS is spoken.
type trust struct {
	host      string
	anyone    bool
	decide    func(c *Certificate, chain *x509Chain, wrong int64) error // asked instead of the system's rules; nil: those
	protocols int64                                                     // SslProtocols; 0: the system's
	own       []tls.Certificate
}

// The values of SslPolicyErrors.
const (
	wrongName, wrongChain = 2, 4
)

// config is the TLS of Go's own for it.
func (t *trust) config() *tls.Config {
	c := &tls.Config{ServerName: t.host, Certificates: t.own}
	var least, most uint16
	for _, v := range []struct {
		bit     int64
		version uint16
	}{{192, tls.VersionTLS10}, {768, tls.VersionTLS11}, {3072, tls.VersionTLS12}, {12288, tls.VersionTLS13}} {
		if t.protocols&v.bit != 0 {
			if most = v.version; least == 0 {
				least = v.version
			}
		}
	}
	c.MinVersion, c.MaxVersion = least, most
	if t.anyone || t.decide != nil {
		c.InsecureSkipVerify = true
	}
	if t.decide != nil && !t.anyone {
		c.VerifyConnection = func(s tls.ConnectionState) error {
			chain, wrong := policyErrors(s)
			return t.decide(&Certificate{X: s.PeerCertificates[0]}, chain, wrong)
		}
	}
	return c
}

// policyErrors says what the system's rules find wrong with a server's certificate.
func policyErrors(s tls.ConnectionState) (*x509Chain, int64) {
	chain := newChain()
	for _, x := range s.PeerCertificates[1:] {
		chain.policy.extra.Items = append(chain.policy.extra.Items, &Certificate{X: x})
	}
	wrong := int64(0)
	if !chain.build(nil, &Certificate{X: s.PeerCertificates[0]}) {
		wrong |= wrongChain
	}
	if s.PeerCertificates[0].VerifyHostname(s.ServerName) != nil {
		wrong |= wrongName
	}
	return chain, wrong
}

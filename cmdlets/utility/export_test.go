package utility

import "crypto/x509"

// TrustRoots makes TLS trust the certificates of a test's server; the result undoes it.
func TrustRoots(pool *x509.CertPool) (undo func()) {
	before := trustedRoots
	trustedRoots = pool
	return func() { trustedRoots = before }
}

package dotnet

import (
	"bytes"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"stagecoach/shell/object"
)

var (
	chainType         = &object.Type{Name: "X509Chain", Namespace: certificatesNamespace, Assembly: certificatesNamespace, Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	chainPolicyType   = certificatesType("X509ChainPolicy", object.ObjectType)
	chainElementType  = certificatesType("X509ChainElement", object.ObjectType)
	chainElementsType = certificatesType("X509ChainElementCollection", collectionBaseType)
	chainStatusType   = &object.Type{Name: "X509ChainStatus", Namespace: certificatesNamespace, Assembly: certificatesNamespace, Base: object.ValueTypeType, Kind: object.KindStruct}
	chainFlags        = object.NewFlags(certificatesNamespace, "X509ChainStatusFlags", strings.Fields("NoError NotTimeValid NotTimeNested Revoked NotSignatureValid NotValidForUsage UntrustedRoot RevocationStatusUnknown Cyclic InvalidExtension InvalidPolicyConstraints InvalidBasicConstraints InvalidNameConstraints HasNotSupportedNameConstraint HasNotDefinedNameConstraint HasNotPermittedNameConstraint HasExcludedNameConstraint PartialChain CtlNotTimeValid CtlNotSignatureValid CtlNotValidForUsage HasWeakSignature OfflineRevocation NoIssuanceChainPolicy ExplicitDistrust HasNotSupportedCriticalExtension"),
		0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576, 16777216, 33554432, 67108864, 134217728)
	revocationModes = object.NewEnum(certificatesNamespace, "X509RevocationMode", []string{"NoCheck", "Online", "Offline"})
	revocationFlags = object.NewEnum(certificatesNamespace, "X509RevocationFlag", []string{"EndCertificateOnly", "EntireChain", "ExcludeRoot"})
	trustModes      = object.NewEnum(certificatesNamespace, "X509ChainTrustMode", []string{"System", "CustomRootTrust"})
	verifyFlags     = object.NewFlags(certificatesNamespace, "X509VerificationFlags", strings.Fields("NoFlag IgnoreNotTimeValid IgnoreCtlNotTimeValid IgnoreNotTimeNested IgnoreInvalidBasicConstraints AllowUnknownCertificateAuthority IgnoreWrongUsage IgnoreInvalidName IgnoreInvalidPolicy IgnoreEndRevocationUnknown IgnoreCtlSignerRevocationUnknown IgnoreCertificateAuthorityRevocationUnknown IgnoreRootRevocationUnknown AllFlags"),
		0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4095)
)

// The values of X509ChainStatusFlags in use.
const (
	chainNotTimeValid, chainNotSignatureValid, chainUntrustedRoot, chainPartial = 1, 8, 32, 65536
)

// chainTexts are OpenSSL's words for what is wrong, which .NET shows outside Windows.
var chainTexts = map[int64]string{chainUntrustedRoot: "self-signed certificate", chainPartial: "unable to get local issuer certificate", chainNotSignatureValid: "certificate signature failure"}

// chainStatus is X509ChainStatus.
type chainStatus struct {
	status int64
	text   string
}

// PSType is System.Security.Cryptography.X509Certificates.X509ChainStatus.
func (chainStatus) PSType() *object.Type { return chainStatusType }

// EqualTo compares what is told.
func (s chainStatus) EqualTo(o any) bool { x, ok := o.(chainStatus); return ok && x == s }

// chainElement is X509ChainElement.
type chainElement struct {
	object.Instance
	of     *Certificate
	status []any
}

// PSType is System.Security.Cryptography.X509Certificates.X509ChainElement.
func (*chainElement) PSType() *object.Type { return chainElementType }

// chainPolicy is X509ChainPolicy. Revocation lists are not asked for.
type chainPolicy struct {
	object.Instance
	mode, flag, trust, verify object.Enum
	extra, roots              *List
	at                        any
}

// PSType is System.Security.Cryptography.X509Certificates.X509ChainPolicy.
func (*chainPolicy) PSType() *object.Type { return chainPolicyType }

func newChainPolicy() *chainPolicy {
	return &chainPolicy{mode: object.Enum{Type: revocationModes, Value: 1}, flag: object.Enum{Type: revocationFlags, Value: 2}, trust: object.Enum{Type: trustModes},
		verify: object.Enum{Type: verifyFlags}, extra: certificateList(nil), roots: certificateList(nil)}
}

// x509Chain is X509Chain.
type x509Chain struct {
	object.Instance
	policy   *chainPolicy
	elements []any
	status   []any
}

// PSType is System.Security.Cryptography.X509Certificates.X509Chain.
func (*x509Chain) PSType() *object.Type { return chainType }

func newChain() *x509Chain { return &x509Chain{policy: newChainPolicy()} }

// pools are the authorities that are trusted, and others that may stand between.
func (p *chainPolicy) pools() (roots, between *x509.CertPool, known []*Certificate) {
	between = x509.NewCertPool()
	known = certificatesIn(p.extra)
	if p.trust.Value == 1 {
		roots = x509.NewCertPool()
		for _, c := range certificatesIn(p.roots) {
			roots.AddCert(c.X)
			known = append(known, c)
		}
	} else {
		roots = systemRoots()
		for _, c := range (&x509Store{name: "Root", location: 1}).certificates() {
			roots.AddCert(c.X)
			known = append(known, c)
		}
		known = append(known, (&x509Store{name: "CA", location: 1}).certificates()...)
	}
	for _, c := range known {
		between.AddCert(c.X)
	}
	return roots, between, known
}

// build finds the way to a root that is trusted, and tells whether there is nothing wrong but what is put up with.
func (c *x509Chain) build(_ object.Invoker, end *Certificate) bool {
	p := c.policy
	at := time.Now()
	if t, ok := p.at.(DateTime); ok {
		at = t.Time()
	}
	roots, between, known := p.pools()
	list, err := end.X.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	var way []*Certificate
	wrong := int64(0)
	if err == nil {
		for _, x := range list[0] {
			way = append(way, &Certificate{X: x})
		}
		way[0] = end
	} else {
		way, wrong = partialChain(end, known, err)
	}
	c.elements, c.status = nil, nil
	var all int64
	for i, x := range way {
		e := &chainElement{of: x}
		flags := int64(0)
		if at.Before(x.X.NotBefore) || at.After(x.X.NotAfter) {
			flags = chainNotTimeValid
			text := "certificate has expired"
			if at.Before(x.X.NotBefore) {
				text = "certificate is not yet valid"
			}
			e.status = append(e.status, chainStatus{flags, text})
		}
		if i == len(way)-1 && wrong != 0 {
			flags |= wrong
			e.status = append(e.status, chainStatus{wrong, chainTexts[wrong]})
		}
		all |= flags
		c.elements, c.status = append(c.elements, e), append(c.status, e.status...)
	}
	allowed := map[int64]int64{1: chainNotTimeValid, 16: chainUntrustedRoot | chainPartial}
	for flag, bits := range allowed {
		if p.verify.Value&flag != 0 {
			all &^= bits
		}
	}
	return all == 0
}

// partialChain goes from a certificate to issuers as far as they are known.
func partialChain(end *Certificate, known []*Certificate, err error) (way []*Certificate, wrong int64) {
	way = []*Certificate{end}
	for last := end; !bytes.Equal(last.X.RawIssuer, last.X.RawSubject) && len(way) < 20; last = way[len(way)-1] {
		before := len(way)
		for _, c := range known {
			if bytes.Equal(c.X.RawSubject, last.X.RawIssuer) && last.X.CheckSignatureFrom(c.X) == nil {
				way = append(way, c)
				break
			}
		}
		if len(way) == before {
			return way, chainPartial
		}
	}
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return way, 0 // the root is trusted
	}
	return way, chainUntrustedRoot
}

func certificateChainMembers(m members) {
	self := func(v any) *x509Chain { return v.(*x509Chain) }
	m.prop("System.Security.Cryptography.X509Certificates.X509ChainElementCollection ChainElements", getter(func(v any) any {
		return &List{Type: chainElementsType, Elem: chainElementType, Items: self(v).elements, lock: lockedWhole}
	}))
	m.writable("System.Security.Cryptography.X509Certificates.X509ChainPolicy ChainPolicy", getter(func(v any) any { return self(v).policy }), func(_ object.Invoker, v, x any) error {
		p, ok := x.(*chainPolicy)
		if !ok {
			return object.ThrowArgument(object.ArgumentNullExceptionType, "value", "Value cannot be null.")
		}
		self(v).policy = p
		return nil
	})
	m.prop("System.Security.Cryptography.X509Certificates.X509ChainStatus[] ChainStatus", getter(func(v any) any {
		return object.NewArrayOf(object.ArrayOf(chainStatusType), self(v).status)
	}))
	m.method("bool Build(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)", func(inv object.Invoker, v any, a []any) (any, error) {
		c, ok := a[0].(*Certificate)
		if !ok || c.X == nil {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "certificate", "The certificate is invalid.")
		}
		return self(v).build(inv, c), nil
	})
	m.method("void Reset()", plain(func(v any, _ []any) (any, error) {
		*self(v) = x509Chain{policy: newChainPolicy()}
		return nil, nil
	}))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.static("System.Security.Cryptography.X509Certificates.X509Chain Create()", plain(func(any, []any) (any, error) { return newChain(), nil }))
	m.ctor("", func(object.Invoker, []any) (any, error) { return newChain(), nil })
	m.ctor("bool useMachineContext", func(object.Invoker, []any) (any, error) { return newChain(), nil })
}

func chainPolicyMembers(m members) {
	self := func(v any) *chainPolicy { return v.(*chainPolicy) }
	enum := func(name string, t *object.Type, at func(p *chainPolicy) *object.Enum) {
		m.writable(t.FullName()+" "+name, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error {
			*at(self(v)) = x.(object.Enum)
			return nil
		})
	}
	enum("RevocationMode", revocationModes, func(p *chainPolicy) *object.Enum { return &p.mode })
	enum("RevocationFlag", revocationFlags, func(p *chainPolicy) *object.Enum { return &p.flag })
	enum("TrustMode", trustModes, func(p *chainPolicy) *object.Enum { return &p.trust })
	enum("VerificationFlags", verifyFlags, func(p *chainPolicy) *object.Enum { return &p.verify })
	m.prop("System.Security.Cryptography.X509Certificates.X509Certificate2Collection ExtraStore", getter(func(v any) any { return self(v).extra }))
	m.prop("System.Security.Cryptography.X509Certificates.X509Certificate2Collection CustomTrustStore", getter(func(v any) any { return self(v).roots }))
	m.writable("datetime VerificationTime", getter(func(v any) any {
		if self(v).at != nil {
			return self(v).at
		}
		return FromTime(time.Now())
	}), func(_ object.Invoker, v, x any) error { self(v).at = x; return nil })
	m.ctor("", func(object.Invoker, []any) (any, error) { return newChainPolicy(), nil })
}

func certificateChainEntries() []entry {
	return []entry{{chainType, certificateChainMembers, ""}, {chainPolicyType, chainPolicyMembers, ""}, {chainElementsType, nil, ""},
		{chainElementType, func(m members) {
			self := func(v any) *chainElement { return v.(*chainElement) }
			m.prop("System.Security.Cryptography.X509Certificates.X509Certificate2 Certificate", getter(func(v any) any { return self(v).of }))
			m.prop("System.Security.Cryptography.X509Certificates.X509ChainStatus[] ChainElementStatus", getter(func(v any) any {
				return object.NewArrayOf(object.ArrayOf(chainStatusType), self(v).status)
			}))
			m.prop("string Information", constantly(""))
		}, ""},
		{chainStatusType, func(m members) {
			m.prop("System.Security.Cryptography.X509Certificates.X509ChainStatusFlags Status", getter(func(v any) any {
				return object.Enum{Type: chainFlags, Value: v.(chainStatus).status}
			}))
			m.prop("string StatusInformation", getter(func(v any) any { return v.(chainStatus).text }))
		}, ""},
		{chainFlags, nil, ""}, {revocationModes, nil, ""}, {revocationFlags, nil, ""}, {trustModes, nil, ""}, {verifyFlags, nil, ""}}
}

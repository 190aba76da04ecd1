package utility

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// webSession is what requests have in common that are made one after the other:
// Microsoft.PowerShell.Commands.WebRequestSession.
type webSession struct {
	object.Instance
	Headers            *object.Hashtable
	UserAgent          string
	MaximumRedirection int32 // -1: 50

	UseDefaultCredentials                     bool
	MaximumRetryCount, RetryIntervalInSeconds int32

	cookies    *cookieContainer
	credential *dotnet.PSCredential
	proxy      *url.URL
}

var webSessionType = &object.Type{Name: "WebRequestSession", Namespace: "Microsoft.PowerShell.Commands", Base: object.ObjectType, Assembly: "Microsoft.PowerShell.Commands.Utility",
	Members: webSessionMembers}

func webSessionMembers(set *object.MemberSet) {
	set.Constructors = []*object.Overload{{Call: func(object.Invoker, any, []any) (any, error) { return newWebSession(), nil }}}
	typed(set, "Headers", object.HashtableType, func(s *webSession) any { return s.Headers }, func(s *webSession, v any) {
		if h, ok := v.(*object.Hashtable); ok {
			s.Headers = h
		}
	})
	typed(set, "Cookies", cookieContainerType, func(s *webSession) any { return s.cookies }, func(s *webSession, v any) {
		if j, ok := v.(*cookieContainer); ok {
			s.cookies = j
		}
	})
	typed(set, "UseDefaultCredentials", object.BooleanType, func(s *webSession) any { return s.UseDefaultCredentials }, func(s *webSession, v any) { s.UseDefaultCredentials, _ = v.(bool) })
	typed(set, "Credentials", object.ObjectType, func(s *webSession) any {
		if s.credential == nil {
			return nil
		}
		return s.credential
	}, func(s *webSession, v any) { s.credential, _ = v.(*dotnet.PSCredential) })
	typed(set, "UserAgent", object.StringType, func(s *webSession) any { return s.UserAgent }, func(s *webSession, v any) { s.UserAgent, _ = v.(string) })
	typed(set, "MaximumRedirection", object.Int32Type, func(s *webSession) any { return object.Int(s.MaximumRedirection) }, func(s *webSession, v any) { s.MaximumRedirection, _ = v.(int32) })
	typed(set, "MaximumRetryCount", object.Int32Type, func(s *webSession) any { return object.Int(s.MaximumRetryCount) }, func(s *webSession, v any) { s.MaximumRetryCount, _ = v.(int32) })
	typed(set, "RetryIntervalInSeconds", object.Int32Type, func(s *webSession) any { return object.Int(s.RetryIntervalInSeconds) }, func(s *webSession, v any) { s.RetryIntervalInSeconds, _ = v.(int32) })
}

// PSType is Microsoft.PowerShell.Commands.WebRequestSession.
func (*webSession) PSType() *object.Type { return webSessionType }

func newWebSession() *webSession {
	return &webSession{Headers: object.NewHashtable(false), MaximumRedirection: -1, cookies: &cookieContainer{}}
}

// redirections is how many a request may be led on.
func (s *webSession) redirections() int {
	if s.MaximumRedirection < 0 {
		return 50
	}
	return int(s.MaximumRedirection)
}

func basicAuthorization(c *dotnet.PSCredential) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.UserName+":"+c.Password.Plain()))
}

// validateSession refuses what does not go together of session, proxy and file.
func (c *webRequest) validateSession() error {
	auth := c.Authentication != "" && !strings.EqualFold(c.Authentication, "None")
	switch {
	case c.WebSession != nil && c.SessionVariable != "":
		return invalidWeb("WebCmdletSessionConflictException", "the following conflicting parameters are specified: Session and SessionVariable. Specify either Session or SessionVariable, then retry.")
	case bool(c.UseDefaultCredentials) && auth:
		return invalidWeb("WebCmdletAuthenticationConflictException", "the following conflicting parameters are specified: Authentication and UseDefaultCredentials. Authentication does not support Default Credentials. Specify either Authentication or UseDefaultCredentials, then retry.")
	case bool(c.UseDefaultCredentials) && c.Credential != nil:
		return invalidWeb("WebCmdletCredentialConflictException", "the following conflicting parameters are specified: Credential and UseDefaultCredentials. Specify either Credential or UseDefaultCredentials, then retry.")
	case bool(c.ProxyUseDefaultCredentials) && c.ProxyCredential != nil:
		return invalidWeb("WebCmdletProxyCredentialConflictException", "the following conflicting parameters are specified: ProxyCredential and ProxyUseDefaultCredentials. Specify either ProxyCredential or ProxyUseDefaultCredentials, then retry.")
	case c.Proxy == nil && (bool(c.ProxyUseDefaultCredentials) || c.ProxyCredential != nil):
		return invalidWeb("WebCmdletProxyUriNotSuppliedException", "the following parameter is missing: Proxy. Provide a valid proxy URI for the Proxy parameter when using the ProxyCredential or ProxyUseDefaultCredentials parameters, then retry.")
	case bool(c.Resume) && c.OutFile == "":
		return invalidWeb("WebCmdletOutFileMissingException", "the following parameter is missing: OutFile. Provide a valid OutFile parameter value when using the Resume parameter, then retry.")
	}
	return nil
}

// prepareSession takes over the session given, or makes one; what the parameters
// say stays in it for the requests that follow.
func (c *webRequest) prepareSession(rt cmdlet.Runtime) error {
	c.session = c.WebSession
	if c.session == nil {
		c.session = newWebSession()
	}
	if c.SessionVariable != "" {
		if err := rt.Session().SetVariable(c.SessionVariable, c.session); err != nil {
			return err
		}
	}
	if c.Headers != nil {
		for k, v := range c.Headers.All() {
			if err := c.session.Headers.Set(object.Text(rt, k), object.Text(rt, v)); err != nil {
				return err
			}
		}
	}
	if c.UserAgent != "" {
		c.session.UserAgent = c.UserAgent
	}
	if c.Credential != nil {
		c.session.credential = c.Credential
	}
	if c.MaximumRedirection.Given {
		c.session.MaximumRedirection = c.MaximumRedirection.Value
	}
	if c.Proxy != nil {
		proxy := *c.Proxy.URL()
		if p := c.ProxyCredential; p != nil {
			proxy.User = url.UserPassword(p.UserName, p.Password.Plain())
		}
		c.session.proxy = &proxy
	}
	return nil
}

// redirect decides on each request that an answer led to.
func (c *webRequest) redirect(r *http.Request, via []*http.Request) error {
	last := via[len(via)-1]
	if len(via) > c.session.redirections() || last.URL.Scheme == "https" && r.URL.Scheme == "http" && !bool(c.AllowInsecureRedirect) {
		return http.ErrUseLastResponse
	}
	if c.PreserveHttpMethodOnRedirect && r.Method != via[0].Method {
		r.Method = via[0].Method
		if via[0].GetBody != nil {
			body, err := via[0].GetBody()
			if err != nil {
				return err
			}
			r.Body, r.GetBody, r.ContentLength = body, via[0].GetBody, via[0].ContentLength
			if kind := via[0].Header.Get("Content-Type"); kind != "" {
				r.Header.Set("Content-Type", kind)
			}
		}
	}
	r.Header.Del("Authorization")
	if c.PreserveAuthorizationOnRedirect {
		if auth := via[0].Header.Get("Authorization"); auth != "" {
			r.Header.Set("Authorization", auth)
		}
	}
	return nil
}

// insecure tells whether the answer would have led from https to http.
func (c *webRequest) insecure(a *answer) bool {
	if a.StatusCode < 300 || a.StatusCode >= 400 || bool(c.AllowInsecureRedirect) || a.Request.URL.Scheme != "https" {
		return false
	}
	to, err := a.Location()
	return err == nil && to.Scheme == "http" && c.session.redirections() > 0
}

// measurePartial looks how much of -OutFile is there, with -Resume.
func (c *webRequest) measurePartial(rt cmdlet.Runtime) error {
	c.partial = 0
	if !c.Resume {
		return nil
	}
	path, err := rt.ResolvePath(c.OutFile, false)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return record(object.Throw(object.ValidationMetadataType, "The Resume switch can only be used if OutFile targets a file but it resolves to a directory: %s.", path),
			"WebCmdletResumeNotFilePathException", object.InvalidArgument, nil)
	case err == nil:
		c.partial = info.Size()
	}
	return nil
}

// wholeAlready tells whether the server says that there is nothing behind what
// the file has: it is as long as the server's own.
func (c *webRequest) wholeAlready(a *answer) bool {
	return c.partial > 0 && a.StatusCode == http.StatusRequestedRangeNotSatisfiable
}

// copyFile puts what is there of a file before what comes.
func copyFile(to io.Writer, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(to, in)
	return err
}

var tlsOf = map[string]uint16{"tls": tls.VersionTLS10, "tls11": tls.VersionTLS11, "tls12": tls.VersionTLS12, "tls13": tls.VersionTLS13}

// tlsVersions are the lowest and the highest version allowed; zero is the system's.
func tlsVersions(names []string) (low, high uint16) {
	for _, name := range names {
		v := tlsOf[strings.ToLower(name)]
		if v == 0 {
			return 0, 0
		}
		if low == 0 || v < low {
			low = v
		}
		high = max(high, v)
	}
	return low, high
}

// operationTimeout is a server that stopped in the middle of an answer.
type operationTimeout struct{ after time.Duration }

func (e *operationTimeout) Error() string {
	return "The request was canceled due to the configured OperationTimeout of " + itoa(int(e.after/time.Second)) + " seconds elapsing"
}

// patientBody is an answer's body each part of which may take its time, but no more.
type patientBody struct {
	io.ReadCloser
	after time.Duration
	timer *time.Timer
	late  chan struct{}
}

func newPatientBody(body io.ReadCloser, after time.Duration, cancel func()) *patientBody {
	b := &patientBody{ReadCloser: body, after: after, late: make(chan struct{})}
	b.timer = time.AfterFunc(after, func() { close(b.late); cancel() })
	return b
}

// Read reads the next part.
func (b *patientBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	select {
	case <-b.late:
		return n, &operationTimeout{b.after}
	default:
	}
	if b.timer.Stop() {
		b.timer.Reset(b.after)
	}
	return n, err
}

// Close ends the waiting.
func (b *patientBody) Close() error {
	b.timer.Stop()
	return b.ReadCloser.Close()
}

var linkHeader = regexp.MustCompile(`<([^>]*)>\s*;[^,]*?\brel\s*=\s*"?([^",;\s]+)"?`)

// relations are the links of an answer's header (RFC 8288) by what they are.
func (a *answer) relations() map[string]string {
	links := map[string]string{}
	for _, line := range a.Header.Values("Link") {
		for _, m := range linkHeader.FindAllStringSubmatch(line, -1) {
			to, err := a.Request.URL.Parse(m[1])
			if _, known := links[m[2]]; err == nil && !known {
				links[m[2]] = to.String()
			}
		}
	}
	return links
}

// relation is the address of one link, nil when there is none.
func (a *answer) relation(name string) *url.URL {
	to, err := url.Parse(a.relations()[name])
	if err != nil || to.Host == "" {
		return nil
	}
	return to
}

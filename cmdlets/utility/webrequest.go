package utility

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// webRequest is what Invoke-RestMethod and Invoke-WebRequest have in common.
type webRequest struct {
	Uri                             *dotnet.URI          `ps:"position=0,mandatory" notempty:"true" help:"The address."`
	Method                          string               `ps:"set=StandardMethod;set=StandardMethodNoProxy" set:"Default|Get|Head|Post|Put|Delete|Trace|Options|Merge|Patch" default:"Get" help:"What is asked for."`
	CustomMethod                    string               `ps:"set=CustomMethod,mandatory,alias=CM;set=CustomMethodNoProxy,mandatory" notempty:"true" help:"A method that has no name here."`
	NoProxy                         cmdlet.Switch        `ps:"set=CustomMethodNoProxy,mandatory;set=StandardMethodNoProxy,mandatory" help:"Goes to the server itself."`
	Proxy                           *dotnet.URI          `ps:"set=StandardMethod;set=CustomMethod" help:"The proxy."`
	Headers                         object.Dictionary    `ps:"" type:"IDictionary" help:"The header's fields."`
	Body                            any                  `ps:"pipeline" help:"A text, bytes, or a table that becomes a form or, with Get, the query."`
	Form                            object.Dictionary    `ps:"" type:"IDictionary" help:"A multipart form: texts, files, lists of them."`
	ContentType                     string               `ps:"" help:"What the body is."`
	InFile                          string               `ps:"" notempty:"true" help:"The file that is sent."`
	OutFile                         string               `ps:"" notempty:"true" help:"The file the answer goes to."`
	PassThru                        cmdlet.Switch        `ps:"" help:"Writes the answer beside the file."`
	Authentication                  string               `ps:"" set:"None|Basic|Bearer|OAuth" default:"None" help:"How one signs in."`
	Credential                      *dotnet.PSCredential `ps:"" help:"Who signs in."`
	Token                           *dotnet.SecureString `ps:"" help:"The token to sign in with."`
	AllowUnencryptedAuthentication  cmdlet.Switch        `ps:"" help:"Signs in without TLS too."`
	UserAgent                       string               `ps:"" help:"What the client calls itself."`
	DisableKeepAlive                cmdlet.Switch        `ps:"" help:"Closes the connection afterwards."`
	SkipCertificateCheck            cmdlet.Switch        `ps:"" help:"Takes any certificate."`
	ConnectionTimeoutSeconds        int32                `ps:"alias=TimeoutSec" range:"0..2147483647" help:"How long to wait for an answer; 0: as long as it takes."`
	MaximumRedirection              cmdlet.Opt[int32]    `ps:"" range:"0..2147483647" help:"How many redirections are followed."`
	MaximumRetryCount               int32                `ps:"" range:"0..2147483647" help:"How often a request that fails is sent again."`
	RetryIntervalSec                int32                `ps:"" range:"1..2147483647" default:"5" help:"How long to wait before it is."`
	SkipHttpErrorCheck              cmdlet.Switch        `ps:"" help:"An answer that tells of an error is an answer."`
	UseBasicParsing                 cmdlet.Switch        `ps:"hidden" help:"Taken for the sake of older scripts."`
	WebSession                      *webSession          `ps:"alias=SV" type:"WebRequestSession" help:"Cookies, headers and credentials of requests before."`
	SessionVariable                 string               `ps:"" help:"The variable that gets the session."`
	AllowInsecureRedirect           cmdlet.Switch        `ps:"" help:"Follows redirections from https to http."`
	PreserveHttpMethodOnRedirect    cmdlet.Switch        `ps:"" help:"A redirected request keeps its method."`
	PreserveAuthorizationOnRedirect cmdlet.Switch        `ps:"" help:"A redirected request signs in too."`
	OperationTimeoutSeconds         int32                `ps:"" range:"0..2147483647" help:"How long to wait between parts of an answer; 0: as long as it takes."`
	Resume                          cmdlet.Switch        `ps:"" help:"Goes on with a file that is there in part."`
	ProxyCredential                 *dotnet.PSCredential `ps:"set=StandardMethod;set=CustomMethod" help:"Who signs in at the proxy."`
	ProxyUseDefaultCredentials      cmdlet.Switch        `ps:"set=StandardMethod;set=CustomMethod" help:"Signs in at the proxy as the current user."`
	UseDefaultCredentials           cmdlet.Switch        `ps:"" help:"Signs in as the current user."`
	SslProtocol                     []string             `ps:"" set:"Default|Tls|Tls11|Tls12|Tls13" help:"The versions of TLS."`
	HttpVersion                     string               `ps:"" set:"1.0|1.1|2.0" type:"version" help:"The version of HTTP."`
	TransferEncoding                string               `ps:"" set:"chunked|compress|deflate|gzip|identity" help:"How the body is sent."`
	SkipHeaderValidation            cmdlet.Switch        `ps:"" help:"Header fields are sent as they are."`
	UnixSocket                      string               `ps:"" help:"The socket of the file system to connect to."`

	session *webSession
	partial int64 // octets of the file that are there, with -Resume
}

// largestAnswer is how much .NET's client keeps of an answer in memory, in bytes.
const largestAnswer = 1<<31 - 1

// answer is a response that was read to its end: into memory, or into a file beside
// -OutFile's, whose place it takes once all of it is there.
type answer struct {
	*http.Response
	body []byte
	file string
}

func (a *answer) text() string {
	_, params, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if e := textfile.Named(params["charset"]); err == nil && e.Err() == nil {
		return e.Decode(a.body)
	}
	return textfile.Encoding{}.Decode(a.body)
}

func invalidWeb(id, text string) error {
	return record(object.Throw(object.ValidationMetadataType, "The cmdlet cannot run because "+"%s", text), id, object.InvalidArgument, nil)
}

// validate refuses parameters that do not go together.
func (c *webRequest) validate() error {
	if err := c.validateSession(); err != nil {
		return err
	}
	auth := c.Authentication != "" && !strings.EqualFold(c.Authentication, "None")
	basic := strings.EqualFold(c.Authentication, "Basic")
	switch {
	case auth && c.Token != nil && c.Credential != nil:
		return invalidWeb("WebCmdletAuthenticationTokenConflictException", "the following conflicting parameters are specified: Credential and Token. Specify either Credential or Token, then retry.")
	case basic && c.Credential == nil:
		return invalidWeb("WebCmdletAuthenticationCredentialNotSuppliedException", "the following parameter is not specified: Credential. The supplied Authentication type requires a Credential. Specify Credential, then retry.")
	case auth && !basic && c.Token == nil:
		return invalidWeb("WebCmdletAuthenticationTokenNotSuppliedException", "the following parameter is not specified: Token. The supplied Authentication type requires a Token. Specify Token, then retry.")
	case !bool(c.AllowUnencryptedAuthentication) && (auth || c.Credential != nil) && c.address().Scheme != "https":
		return record(object.Throw(object.ValidationMetadataType, "The cmdlet cannot protect plain text secrets sent over unencrypted connections. To suppress this warning and send plain text secrets over unencrypted networks, reissue the command specifying the AllowUnencryptedAuthentication parameter."),
			"WebCmdletAllowUnencryptedAuthenticationRequiredException", object.InvalidArgument, nil)
	case c.Body != nil && c.InFile != "":
		return invalidWeb("WebCmdletBodyConflictException", "the following conflicting parameters are specified: Body and InFile. Specify either Body or Infile, then retry.  ")
	case c.Body != nil && c.Form != nil:
		return invalidWeb("WebCmdletBodyFormConflictException", "the following conflicting parameters are specified: Body and Form. Specify either Body or Form, then retry.  ")
	case c.InFile != "" && c.Form != nil:
		return invalidWeb("WebCmdletFormInFileConflictException", "the following conflicting parameters are specified: InFile and Form. Specify either InFile or Form, then retry.  ")
	case bool(c.PassThru) && c.OutFile == "":
		return invalidWeb("WebCmdletOutFileMissingException", "the following parameter is missing: OutFile. Provide a valid OutFile parameter value when using the PassThru parameter, then retry.")
	}
	return nil
}

// address is the URL; one without a scheme is http.
func (c *webRequest) address() *url.URL {
	u := *c.Uri.URL()
	if u.Scheme == "" {
		if whole, err := url.Parse("http://" + c.Uri.Original); err == nil {
			return whole
		}
	}
	return &u
}

func (c *webRequest) verb() string {
	switch {
	case c.CustomMethod != "":
		return strings.ToUpper(c.CustomMethod)
	case c.Method == "" || strings.EqualFold(c.Method, "Default"):
		return http.MethodGet
	}
	return strings.ToUpper(c.Method)
}

// send sends the request, again where that is asked for, and reads the answer.
func (c *webRequest) send(ctx context.Context, rt cmdlet.Runtime) (*answer, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	if err := c.prepareSession(rt); err != nil {
		return nil, err
	}
	return c.ask(ctx, rt, c.address())
}

// ask sends one request of the session, to an address.
func (c *webRequest) ask(ctx context.Context, rt cmdlet.Runtime, address *url.URL) (*answer, error) {
	if err := c.measurePartial(rt); err != nil {
		return nil, err
	}
	body, kind, err := c.content(rt, address)
	if err != nil {
		return nil, err
	}
	client := c.client()
	defer client.CloseIdleConnections()
	for left := c.MaximumRetryCount; ; left-- {
		a, err := c.once(ctx, rt, client, address, body, kind)
		if err != nil {
			return nil, err
		}
		failed := a.StatusCode == 304 || a.StatusCode >= 400 && a.StatusCode <= 599
		if !failed || left <= 0 {
			return c.check(rt, a)
		}
		if a.file != "" {
			_ = os.Remove(a.file) // another answer is to come
		}
		if err := c.pause(ctx, rt, a); err != nil {
			return nil, err
		}
	}
}

func (c *webRequest) pause(ctx context.Context, rt cmdlet.Runtime, a *answer) error {
	seconds := int(c.RetryIntervalSec)
	if n, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil && a.StatusCode == http.StatusTooManyRequests {
		seconds = n
	}
	if err := rt.WriteVerbose("Retrying after interval of " + itoa(seconds) + " seconds. Status code for previous attempt: " + statusName(a.StatusCode)); err != nil {
		return err
	}
	timer := time.NewTimer(time.Duration(seconds) * time.Second)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *webRequest) client() *http.Client {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: bool(c.DisableKeepAlive), ForceAttemptHTTP2: c.HttpVersion == "" || c.HttpVersion == "2.0",
		TLSClientConfig: &tls.Config{RootCAs: trustedRoots, InsecureSkipVerify: bool(c.SkipCertificateCheck)}}
	transport.TLSClientConfig.MinVersion, transport.TLSClientConfig.MaxVersion = tlsVersions(c.SslProtocol)
	if !transport.ForceAttemptHTTP2 {
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	if c.UnixSocket != "" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", c.UnixSocket)
		}
	}
	if c.NoProxy {
		transport.Proxy = nil
	} else if proxy := c.session.proxy; proxy != nil {
		transport.Proxy = http.ProxyURL(proxy)
	}
	return &http.Client{Transport: transport, Jar: c.session.cookies, CheckRedirect: c.redirect}
}

func (c *webRequest) once(ctx context.Context, rt cmdlet.Runtime, client *http.Client, address *url.URL, body []byte, kind string) (*answer, error) {
	limited, cancel := context.WithCancel(ctx)
	defer cancel()
	if c.ConnectionTimeoutSeconds > 0 {
		var done context.CancelFunc
		limited, done = context.WithTimeout(limited, time.Duration(c.ConnectionTimeoutSeconds)*time.Second)
		defer done()
	}
	request, err := http.NewRequestWithContext(limited, c.verb(), address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, webFailure(err)
	}
	c.header(rt, request, kind)
	if c.TransferEncoding != "" {
		request.TransferEncoding = []string{strings.ToLower(c.TransferEncoding)}
	}
	var response *http.Response
	cmdlet.WhileWaiting(rt, func() { response, err = client.Do(request) })
	if err == nil {
		defer response.Body.Close()
		if c.OperationTimeoutSeconds > 0 {
			response.Body = newPatientBody(response.Body, time.Duration(c.OperationTimeoutSeconds)*time.Second, cancel)
		}
		a := &answer{Response: response}
		if err = c.read(rt, a); err == nil {
			return a, nil
		}
	}
	var late *operationTimeout
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &late):
		return nil, record(exceptionOf("System.TimeoutException", late.Error()), "OperationTimeoutReached", object.OperationTimeout, nil)
	case errors.Is(err, context.DeadlineExceeded):
		e := exceptionOf("System.Threading.Tasks.TaskCanceledException", "The request was canceled due to the configured HttpClient.Timeout of "+itoa(int(c.ConnectionTimeoutSeconds))+" seconds elapsing.")
		return nil, record(e, "ConnectionTimeoutReached", object.OperationTimeout, nil)
	}
	return nil, webFailure(err)
}

// webFailure is a request that no answer came to.
func webFailure(err error) error {
	text := ""
	var own *object.ErrorRecord
	var thrown *object.Exception
	if errors.As(err, &own) || errors.As(err, &thrown) {
		return err // what could not be written, not what could not be asked
	}
	var unverified *tls.CertificateVerificationError
	var op *net.OpError
	switch {
	case errors.As(err, &unverified):
		r := record(exceptionOf("System.Net.Http.HttpRequestException", "The SSL connection could not be established, see inner exception."), "WebCmdletWebResponseException", object.InvalidOperation, nil)
		r.Details = tlsFailure(err).Message
		return r
	case errors.As(err, &op) && op.Addr != nil:
		text = socketText(err) + " (" + op.Addr.String() + ")"
	default:
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		text = socketText(err)
	}
	return record(exceptionOf("System.Net.Http.HttpRequestException", text), "WebCmdletWebResponseException", object.InvalidOperation, nil)
}

func (c *webRequest) header(rt cmdlet.Runtime, r *http.Request, kind string) {
	r.Header.Set("User-Agent", "Mozilla/5.0 (Stagecoach) PowerShell/7.6")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for k, v := range c.session.Headers.All() {
		name, value := object.Text(rt, k), object.Text(rt, v)
		if strings.EqualFold(name, "Host") {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	if c.session.UserAgent != "" {
		r.Header.Set("User-Agent", c.session.UserAgent)
	}
	switch credential := c.session.credential; {
	case c.Token != nil:
		r.Header.Set("Authorization", "Bearer "+c.Token.Plain())
	case credential != nil:
		r.Header.Set("Authorization", basicAuthorization(credential))
	}
	if c.partial > 0 {
		r.Header.Set("Range", "bytes="+strconv.FormatInt(c.partial, 10)+"-")
	}
}

// content is the body and its type. A table is the query of a GET.
func (c *webRequest) content(rt cmdlet.Runtime, address *url.URL) (body []byte, kind string, err error) {
	kind = c.ContentType
	if kind == "" && c.verb() == http.MethodPost && c.CustomMethod == "" {
		kind = "application/x-www-form-urlencoded"
	}
	switch {
	case c.Form != nil:
		return multipartForm(rt, c.Form)
	case c.InFile != "":
		path, err := rt.ResolvePath(c.InFile, true)
		if err != nil {
			return nil, "", err
		}
		if body, err = os.ReadFile(path); err != nil {
			return nil, "", dotnet.FileError(err, path)
		}
		return body, kind, nil
	}
	switch b := object.Unwrap(c.Body).(type) {
	case nil:
		return nil, c.ContentType, nil
	case object.Dictionary:
		form := formText(rt, b)
		if c.verb() == http.MethodGet {
			if address.RawQuery != "" && form != "" {
				form = "&" + form
			}
			address.RawQuery += form
			return nil, c.ContentType, nil
		}
		if kind == "" {
			kind = "application/x-www-form-urlencoded"
		}
		return []byte(form), kind, nil
	case *object.Bytes:
		return b.B, kind, nil
	}
	text := object.Text(rt, c.Body)
	_, params, err := mime.ParseMediaType(c.ContentType)
	if e := textfile.Named(params["charset"]); err == nil && e.Err() == nil {
		return e.Encode(text), kind, nil
	}
	return []byte(text), kind, nil
}

// formText is a table as application/x-www-form-urlencoded, in the table's order.
func formText(rt cmdlet.Runtime, table object.Dictionary) string {
	var parts []string
	for k, v := range table.All() {
		parts = append(parts, url.QueryEscape(object.Text(rt, k))+"="+url.QueryEscape(object.Text(rt, v)))
	}
	return strings.Join(parts, "&")
}

// multipartForm is a table as multipart/form-data; a file goes with its name.
func multipartForm(rt cmdlet.Runtime, table object.Dictionary) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range table.All() {
		values := []any{v}
		if object.IsEnumerable(v) {
			if list, ok := object.Elements(object.Unwrap(v)); ok {
				values = list
			}
		}
		for _, x := range values {
			if err := formPart(rt, w, object.Text(rt, k), x); err != nil {
				return nil, "", err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

func formPart(rt cmdlet.Runtime, w *multipart.Writer, name string, v any) error {
	f, ok := object.Unwrap(v).(*dotnet.FileInfo)
	if !ok {
		return w.WriteField(name, object.Text(rt, v))
	}
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return dotnet.FileError(err, f.Path)
	}
	part, err := w.CreateFormFile(name, filepath.Base(f.Path))
	if err == nil {
		_, err = part.Write(data)
	}
	return err
}

// check makes an error of an answer that tells of one.
func (c *webRequest) check(rt cmdlet.Runtime, a *answer) (*answer, error) {
	if c.insecure(a) {
		e := &object.Exception{Type: object.InvalidOperationType, Message: "Cannot follow an insecure redirection by default. Reissue the command specifying the -AllowInsecureRedirect switch. "}
		return a, rt.WriteError(record(e, "InsecureRedirection", object.InvalidOperation, nil))
	}
	if a.StatusCode >= 300 && a.StatusCode < 400 && c.session.redirections() == 0 {
		r := record(&object.Exception{Type: object.InvalidOperationType, Message: "Operation is not valid due to the current state of the object."}, "MaximumRedirectExceeded", object.InvalidOperation, nil)
		r.Details = "The maximum redirection count has been exceeded. To increase the number of redirections allowed, supply a higher value to the -MaximumRedirection parameter."
		return a, rt.WriteError(r)
	}
	if bool(c.SkipHttpErrorCheck) || a.StatusCode < 300 || c.wholeAlready(a) {
		return a, nil
	}
	e := exceptionOf("Microsoft.PowerShell.Commands.HttpResponseException", "Response status code does not indicate success: "+itoa(a.StatusCode)+" ("+reason(a.Response)+").")
	response := object.NewCustom(3)
	response.Set("StatusCode", statusOf(a.StatusCode))
	response.Set("ReasonPhrase", reason(a.Response))
	response.Set("Headers", headersOf(a.Header))
	object.SetTypeNames(response, []string{"System.Net.Http.HttpResponseMessage", "System.Object"})
	e.Fields = map[string]any{"Response": response, "StatusCode": statusOf(a.StatusCode)}
	r := record(e, "WebCmdletWebResponseException", object.InvalidOperation, nil)
	r.Details = a.text()
	return nil, r
}

// read takes the body of an answer: one that goes to a file never is in memory whole.
func (c *webRequest) read(rt cmdlet.Runtime, a *answer) error {
	if c.OutFile == "" || a.StatusCode >= 300 && !bool(c.SkipHttpErrorCheck) || c.wholeAlready(a) {
		var body []byte
		var err error
		cmdlet.WhileWaiting(rt, func() { body, err = io.ReadAll(io.LimitReader(a.Body, largestAnswer+1)) })
		if err == nil && len(body) > largestAnswer {
			return record(exceptionOf("System.Net.Http.HttpRequestException", "Cannot write more bytes to the buffer than the configured maximum buffer size: "+itoa(largestAnswer)+"."),
				"WebCmdletWebResponseException", object.InvalidOperation, nil)
		}
		a.body = body
		return err
	}
	path, err := c.target(rt, a)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".answer-*")
	if err != nil {
		return dotnet.FileError(err, path)
	}
	if c.partial > 0 && a.StatusCode == http.StatusPartialContent {
		err = copyFile(f, path)
	}
	if err == nil {
		cmdlet.WhileWaiting(rt, func() { _, err = io.Copy(f, a.Body) })
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	a.file = f.Name()
	return nil
}

// target is the path of -OutFile; in a folder, the file is named as in the address.
func (c *webRequest) target(rt cmdlet.Runtime, a *answer) (string, error) {
	path, err := rt.ResolvePath(c.OutFile, false)
	if err != nil {
		return "", err
	}
	if s, err := os.Stat(path); err == nil && s.IsDir() {
		path = filepath.Join(path, filepath.Base(a.Request.URL.Path))
	}
	return path, nil
}

// save puts the answer at -OutFile; with -PassThru its text is wanted too.
func (c *webRequest) save(rt cmdlet.Runtime, a *answer) error {
	path, err := c.target(rt, a)
	if err == nil && a.file != "" {
		if err = os.Rename(a.file, path); err == nil {
			err = os.Chmod(path, 0o644) // a temporary file is its maker's alone
		}
		if err != nil {
			_ = os.Remove(a.file)
		}
	}
	if err == nil && bool(c.PassThru) {
		a.body, err = os.ReadFile(path)
	}
	if err != nil {
		return dotnet.FileError(err, path)
	}
	return nil
}

func reason(r *http.Response) string {
	_, text, _ := strings.Cut(r.Status, " ")
	return text
}

// headersOf is a header as a table from names to lists of values.
func headersOf(h http.Header) any {
	table := object.NewHashtable(false)
	for name, values := range h {
		_ = table.Set(name, object.FromGoValue(values)) // a new table takes any key
	}
	return table
}

var statusType = func() *object.Type {
	var names []string
	var values []int64
	for code := int64(100); code < 600; code++ {
		if name := statusName(int(code)); name != strconv.Itoa(int(code)) {
			names, values = append(names, name), append(values, code)
		}
	}
	return object.NewEnum("System.Net", "HttpStatusCode", names, values...)
}()

// statusName is the code's name in System.Net.HttpStatusCode.
func statusName(code int) string {
	switch text := http.StatusText(code); {
	case code == http.StatusNonAuthoritativeInfo:
		return "NonAuthoritativeInformation"
	case code == http.StatusTeapot || text == "":
		return strconv.Itoa(code)
	case code == http.StatusHTTPVersionNotSupported:
		return "HttpVersionNotSupported"
	default:
		return strings.NewReplacer(" ", "", "-", "", "'", "").Replace(text)
	}
}

func statusOf(code int) object.Enum { return object.Enum{Type: statusType, Value: int64(code)} }

package utility_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// echoServer answers with what it was asked.
func echoServer(t *testing.T) *httptest.Server {
	t.Helper()
	failures := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/echo":
			body, _ := io.ReadAll(r.Body)
			form := ""
			if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
				r.Body = io.NopCloser(strings.NewReader(string(body)))
				if err := r.ParseMultipartForm(1 << 20); err == nil {
					form = r.FormValue("field")
				}
				body = nil
			}
			kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
			fmt.Fprintf(w, "%s|%s|%s|%s|%s|%s|%s|%s", r.Method, r.Proto, r.UserAgent(), r.Header.Get("Authorization"), r.Header.Get("X-Mine"), kind, body, form)
		case r.URL.Path == "/close":
			fmt.Fprint(w, r.Close)
		case r.URL.Path == "/chunked":
			fmt.Fprint(w, strings.Join(r.TransferEncoding, ","))
		case r.URL.Path == "/twice":
			http.Redirect(w, r, "/once", http.StatusFound)
		case r.URL.Path == "/once":
			http.Redirect(w, r, "/echo", http.StatusFound)
		case r.URL.Path == "/flaky":
			if failures++; failures < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			fmt.Fprintf(w, "after %d", failures)
			failures = 0
		case r.URL.Path == "/cookie":
			if c, err := r.Cookie("c"); err == nil {
				fmt.Fprint(w, c.Value)
				return
			}
			http.SetCookie(w, &http.Cookie{Name: "c", Value: "v1"})
		case r.URL.Path == "/stall":
			w.WriteHeader(http.StatusOK)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case r.URL.Path == "/silent":
			<-r.Context().Done()
		case r.URL.Path == "/file":
			http.ServeContent(w, r, "f", time.Unix(0, 0), strings.NewReader("abcdefghij"))
		default: // what a proxy is asked for
			who, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.Header.Get("Proxy-Authorization"), "Basic "))
			fmt.Fprintf(w, "proxied %s %s", r.URL.Host, who)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// What each parameter of the web cmdlets changes in what a server is asked, or in what is made of its answer.
func TestWebParameters(t *testing.T) {
	server := echoServer(t)
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "tls%x", r.TLS.Version)
	}))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	t.Chdir(t.TempDir()) // the whole path of a socket may be too long
	const socket = "s"
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	local := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "by the socket ", r.Host) })}
	go local.Serve(listener)
	defer local.Close()
	for _, c := range []struct{ script, want string }{
		{`Invoke-RestMethod URL/echo -CustomMethod MERGE -UserAgent me -Headers @{ 'X-Mine' = 'h' } -UseBasicParsing; (Invoke-WebRequest URL/echo -CustomMethod PROPFIND -UseBasicParsing -UserAgent me).Content`,
			"MERGE|HTTP/1.1|me||h|||\nPROPFIND|HTTP/1.1|me|||||"},
		{`(Invoke-WebRequest URL/echo -Method Post -Body x -ContentType text/mine -UserAgent u).Content; (Invoke-WebRequest URL/echo -Method Post -Form @{ field = 'value' } -UserAgent u).Content; Set-Content in.txt inside -NoNewline; (Invoke-WebRequest URL/echo -Method Put -InFile in.txt -UserAgent u).Content`,
			"POST|HTTP/1.1|u|||text/mine|x|\nPOST|HTTP/1.1|u|||multipart/form-data||value\nPUT|HTTP/1.1|u||||inside|"},
		{`$t = ConvertTo-SecureString tok -AsPlainText -Force; (Invoke-WebRequest URL/echo -Authentication Bearer -Token $t -AllowUnencryptedAuthentication -UserAgent u).Content; Invoke-WebRequest URL/echo -Authentication Bearer -Token $t`,
			"GET|HTTP/1.1|u|Bearer tok||||\n!WebCmdletAllowUnencryptedAuthenticationRequiredException"},
		{`Invoke-RestMethod URL/echo -HttpVersion 1.1 -UserAgent u; (Invoke-WebRequest URL/echo -HttpVersion 1.1 -UserAgent u).Content; Invoke-RestMethod URL/close -DisableKeepAlive; (Invoke-WebRequest URL/close -DisableKeepAlive).Content; Invoke-RestMethod URL/close`,
			"GET|HTTP/1.1|u|||||\nGET|HTTP/1.1|u|||||\nTrue\ntrue\nFalse"},
		{`Invoke-RestMethod URL/chunked -Method Post -Body x -TransferEncoding chunked`, "chunked"},
		{`Invoke-RestMethod URL/twice -MaximumRedirection 1; Invoke-RestMethod URL/twice -MaximumRedirection 2 -UserAgent u; Invoke-RestMethod URL/once -Method Post -Body x -PreserveHttpMethodOnRedirect -UserAgent u -ContentType a/b`,
			"!WebCmdletWebResponseException\nGET|HTTP/1.1|u|||||\nPOST|HTTP/1.1|u|||a/b|x|"},
		{`Invoke-RestMethod URL/once -Headers @{ Authorization = 'key' } -UserAgent u; Invoke-RestMethod URL/once -Headers @{ Authorization = 'key' } -PreserveAuthorizationOnRedirect -UserAgent u; (Invoke-WebRequest URL/once -AllowInsecureRedirect -UserAgent u).Content; Invoke-RestMethod URL/once -AllowInsecureRedirect -UserAgent u`,
			"GET|HTTP/1.1|u|||||\nGET|HTTP/1.1|u|key||||\nGET|HTTP/1.1|u|||||\nGET|HTTP/1.1|u|||||"},
		{`Invoke-RestMethod URL/flaky -MaximumRetryCount 3 -RetryIntervalSec 1; (Invoke-WebRequest URL/flaky -MaximumRetryCount 3 -RetryIntervalSec 1).Content`, "after 3\nafter 3"},
		{`$null = Invoke-RestMethod URL/cookie -SessionVariable s; Invoke-RestMethod URL/cookie -WebSession $s; $s.UserAgent.GetType().Name`, "v1\nString"},
		{`Invoke-RestMethod URL/silent -ConnectionTimeoutSeconds 1; Invoke-WebRequest URL/silent -ConnectionTimeoutSeconds 1; Invoke-RestMethod URL/stall -OperationTimeoutSeconds 1`, "!ConnectionTimeoutReached\n!ConnectionTimeoutReached\n!OperationTimeoutReached"},
		{`Set-Content part abcd -NoNewline; Invoke-RestMethod URL/file -OutFile part -Resume; Get-Content part; Invoke-RestMethod URL/file -OutFile whole -PassThru`, "abcdefghij\nabcdefghij"},
		{`Invoke-RestMethod http://elsewhere.example/x -Proxy URL; $c = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force)); Invoke-RestMethod http://elsewhere.example/x -Proxy URL -ProxyCredential $c; (Invoke-WebRequest http://elsewhere.example/x -Proxy URL -ProxyCredential $c).Content`,
			"proxied elsewhere.example \nproxied elsewhere.example u:p\nproxied elsewhere.example u:p"},
		{`Invoke-RestMethod http://elsewhere.example/x -Proxy URL -ProxyUseDefaultCredentials; Invoke-RestMethod URL/echo -NoProxy -UserAgent u; (Invoke-WebRequest URL/echo -NoProxy -UserAgent u).Content`, "proxied elsewhere.example \nGET|HTTP/1.1|u|||||\nGET|HTTP/1.1|u|||||"},
		{`Invoke-RestMethod URL/echo -UseDefaultCredentials -AllowUnencryptedAuthentication -UserAgent u; (Invoke-WebRequest URL/echo -UseDefaultCredentials -AllowUnencryptedAuthentication -UserAgent u).Content`, "GET|HTTP/1.1|u|||||\nGET|HTTP/1.1|u|||||"},
		{`Invoke-RestMethod URL/echo -Headers @{ 'X-Mine' = 'a b'; 'User-Agent' = 'odd agent (' } -SkipHeaderValidation; (Invoke-WebRequest URL/echo -Headers @{ 'X-Mine' = 'c' } -SkipHeaderValidation -UserAgent u).Content`, "GET|HTTP/1.1|odd agent (||a b|||\nGET|HTTP/1.1|u||c|||"},
		{`Invoke-RestMethod TLS/x -SkipCertificateCheck -SslProtocol Tls12; (Invoke-WebRequest TLS/x -SkipCertificateCheck -SslProtocol Tls13).Content; Invoke-RestMethod TLS/x`, "tls303\ntls304\n!WebCmdletWebResponseException"},
		{`Invoke-RestMethod http://name.example/x -UnixSocket SOCKET; (Invoke-WebRequest http://name.example/x -UnixSocket SOCKET).Content`, "by the socket name.example\nby the socket name.example"},
	} {
		t.Run(c.script, func(t *testing.T) {
			script := strings.NewReplacer("URL", server.URL, "TLS/", secure.URL+"/", "SOCKET", socket).Replace(c.script)
			if got := strings.Join(linesHere(t, script), "\n"); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

package utility_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pages is a server with what browsers and scripts meet.
func pages(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Add("Link", `</page?2>; rel="next", </page?9>; rel="last"`)
		fmt.Fprint(w, `<html><a href="one.html" class='k'>One</a><a href=two>Two</a><img src="i.png"/><input name="q" value="v"></html>`)
	})
	mux.HandleFunc("/bytes", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write([]byte{1, 'A', 0xff})
	})
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s cookie=%s agent=%s auth=%s x=%s te=%v", r.Method, body, r.Header.Get("Cookie"), r.UserAgent(), r.Header.Get("Authorization"), r.Header.Get("X-One"), r.TransferEncoding)
	})
	mux.HandleFunc("/login", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "42", Path: "/"})
	})
	mux.HandleFunc("/to/{code}", func(w http.ResponseWriter, r *http.Request) {
		var code int
		fmt.Sscan(r.PathValue("code"), &code)
		http.Redirect(w, r, "/echo", code)
	})
	mux.HandleFunc("/list", func(w http.ResponseWriter, r *http.Request) {
		page := max(len(r.URL.Query().Get("p")), 1)
		if page < 4 {
			w.Header().Set("Link", fmt.Sprintf(`</list?p=%s>; rel="next"`, strings.Repeat("x", page+1)))
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"page":%d}`, page)
	})
	mux.HandleFunc("/missing", http.NotFound)
	mux.HandleFunc("/stalls", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "part")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Unix(0, 0), strings.NewReader("0123456789"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestInvokeWebRequest(t *testing.T) {
	s := pages(t)
	folder := t.TempDir()
	for name, text := range map[string]string{"part": "01234", "whole": "0123456789"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const id = ",Microsoft.PowerShell.Commands.InvokeWebRequestCommand "
	const conflict = "The cmdlet cannot run because the following conflicting parameters are specified: "
	for _, c := range []struct{ name, script, want string }{
		{"an answer", `$r = iwr AT/page; $r.StatusCode; $r.StatusDescription; $r.GetType().Name; $r.RawContentLength -eq $r.Content.Length; $r.Headers['Content-Type']`, "200\nOK\nBasicHtmlWebResponseObject\nTrue\ntext/html; charset=utf-8"},
		{"elements", `$r = iwr AT/page; $r.Links.href; $r.Links[0].class; $r.Links[1].outerHTML; $r.Images.src; $r.InputFields[0].value`, "one.html\ntwo\nk\n<a href=two>Two</a>\ni.png\nv"},
		{"relations", `(iwr AT/page).RelationLink['last'] -replace '^http://[^/]*'`, "/page?9"},
		{"raw content", `((iwr AT/page).RawContent -split "\r?\n")[0]; (iwr AT/page).RawContent.Contains('Content-Type: text/html')`, "HTTP/1.1 200 OK\nTrue"},
		{"octets", `$r = iwr AT/bytes; $r.GetType().Name; $r.Content -join ','; "$r"`, "WebResponseObject\n1,65,255\n.A."},
		{"shown as a list", `(iwr AT/page | Out-String) -split "\r?\n" | ? { $_ -like 'Status*' }`, "StatusCode        : 200\nStatusDescription : OK"},
		{"not found", `iwr AT/missing`, "ERROR WebCmdletWebResponseException" + id + "InvalidOperation: Response status code does not indicate success: 404 (Not Found)."},
		{"not found, taken", `(iwr AT/missing -SkipHttpErrorCheck).StatusCode`, "404"},
		{"the error's response", `try { iwr AT/missing } catch { [int] $_.Exception.Response.StatusCode; $_.Exception.GetType().Name }`, "404\nHttpResponseException"},
		{"a session", `$null = iwr AT/login -SessionVariable s -UserAgent me -Headers @{ 'X-One' = 'h' }; (iwr AT/echo -WebSession $s).Content; $s.Cookies.GetCookies('AT/').Name; $s.UserAgent`, "GET  cookie=sid=42 agent=me auth= x=h te=[]\nsid\nme"},
		{"redirected", `(iwr AT/to/302 -Method Post -Body b -UserAgent a).Content; (iwr AT/to/307 -Method Post -Body b -UserAgent a).Content`, "GET  cookie= agent=a auth= x= te=[]\nPOST b cookie= agent=a auth= x= te=[]"},
		{"redirected, the method kept", `(iwr AT/to/302 -Method Post -Body b -UserAgent a -PreserveHttpMethodOnRedirect).Content`, "POST b cookie= agent=a auth= x= te=[]"},
		{"signed in", `$c = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force)); (iwr AT/echo -Credential $c -AllowUnencryptedAuthentication -UserAgent a).Content; (iwr AT/to/302 -Credential $c -AllowUnencryptedAuthentication -UserAgent a).Content; (iwr AT/to/302 -Credential $c -AllowUnencryptedAuthentication -UserAgent a -PreserveAuthorizationOnRedirect).Content`,
			"GET  cookie= agent=a auth=Basic dTpw x= te=[]\nGET  cookie= agent=a auth= x= te=[]\nGET  cookie= agent=a auth=Basic dTpw x= te=[]"},
		{"no redirection", `iwr AT/to/302 -MaximumRedirection 0 -ErrorAction SilentlyContinue | % StatusCode; $Error[0].FullyQualifiedErrorId`, "302\nMaximumRedirectExceeded,Microsoft.PowerShell.Commands.InvokeWebRequestCommand"},
		{"in pieces", `(iwr AT/echo -Method Put -Body b -UserAgent a -TransferEncoding chunked).Content`, "PUT b cookie= agent=a auth= x= te=[chunked]"},
		{"a file", `iwr AT/file -OutFile f; [IO.File]::ReadAllText("$pwd/f"); (iwr AT/file -OutFile g -PassThru).Content.Length`, "0123456789\n10"},
		{"a file gone on with", `iwr AT/file -OutFile part -Resume; [IO.File]::ReadAllText("$pwd/part")`, "0123456789"},
		{"a file that is whole", `iwr AT/file -OutFile whole -Resume; [IO.File]::ReadAllText("$pwd/whole")`, "0123456789"},
		{"a server that stops", `iwr AT/stalls -OperationTimeoutSeconds 1`, "ERROR OperationTimeoutReached" + id + "OperationTimeout: The request was canceled due to the configured OperationTimeout of 1 seconds elapsing"},
		{"two sessions", `iwr AT/page -WebSession $s -SessionVariable t`, "ERROR WebCmdletSessionConflictException" + id + "InvalidArgument: " + conflict + "Session and SessionVariable. Specify either Session or SessionVariable, then retry."},
		{"nothing to go on with", `iwr AT/page -Resume`, "ERROR WebCmdletOutFileMissingException" + id + "InvalidArgument: The cmdlet cannot run because the following parameter is missing: OutFile. Provide a valid OutFile parameter value when using the Resume parameter, then retry."},
		{"a proxy nobody named", `iwr AT/page -ProxyUseDefaultCredentials`, "ERROR WebCmdletProxyUriNotSuppliedException" + id + "InvalidArgument: The cmdlet cannot run because the following parameter is missing: Proxy. Provide a valid proxy URI for the Proxy parameter when using the ProxyCredential or ProxyUseDefaultCredentials parameters, then retry."},
		{"pages followed", `irm AT/list -FollowRelLink | % page; irm AT/list -FollowRelLink -MaximumFollowRelLink 2 | % page`, "1\n2\n3\n4\n1\n2"},
	} {
		script := strings.ReplaceAll(c.script, "AT", s.URL)
		if strings.Contains(script, "-WebSession $s -SessionVariable t") {
			script = strings.ReplaceAll("$null = iwr AT/login -SessionVariable s; ", "AT", s.URL) + script
		}
		if got := run(folder, script); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestExecutionPolicy(t *testing.T) {
	check(t, map[string]string{
		`Get-ExecutionPolicy; Get-ExecutionPolicy -Scope CurrentUser; Get-ExecutionPolicy -List | % { "$($_.Scope)=$($_.ExecutionPolicy)" }`: "Unrestricted\nUnrestricted\nMachinePolicy=Unrestricted\nUserPolicy=Unrestricted\nProcess=Unrestricted\nCurrentUser=Unrestricted\nLocalMachine=Unrestricted",
	})
}

package utility_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// webServer answers with what it was told, and with what a client must cope with.
func webServer(t *testing.T) string {
	t.Helper()
	var tries atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s [%s] %s|%s", r.Method, r.URL.RawQuery, r.Header.Get("Content-Type"), b, r.Header.Get("X-Mark")+r.Header.Get("Authorization"))
	})
	mux.HandleFunc("/form", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			http.Error(w, err.Error(), 400)
			return
		}
		fmt.Fprint(w, r.MultipartForm.Value["a"], r.MultipartForm.Value["b"])
	})
	mux.HandleFunc("/json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Answer", "yes")
		w.WriteHeader(201)
		fmt.Fprint(w, `{"name":"Grüße","list":[1,2]}`)
	})
	mux.HandleFunc("/xml", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `<a><b>text</b></a>`) })
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<rss><channel><item><title>one</title></item><item><title>two</title></item></channel></rss>`)
	})
	mux.HandleFunc("/none", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(404); fmt.Fprint(w, "gone") })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/xml", http.StatusFound) })
	mux.HandleFunc("/busy", func(w http.ResponseWriter, r *http.Request) {
		if tries.Add(1) < 3 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(429)
			return
		}
		fmt.Fprint(w, "at last")
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestInvokeRestMethod(t *testing.T) {
	at := webServer(t)
	const id = ",Microsoft.PowerShell.Commands.InvokeRestMethodCommand "
	const user = `([pscredential]::new('u', (ConvertTo-SecureString 'p' -AsPlainText -Force)))`
	for _, c := range []struct{ name, script, want string }{
		{"a query", `Invoke-RestMethod AT/echo?x=1 -Body ([ordered]@{a = 'b c'; d = 'é'}) -Headers @{'X-Mark' = 'here'}`, "GET x=1&a=b+c&d=%C3%A9 [] |here"},
		{"a form", `irm AT/echo -Method Post -Body @{a = '1 2'}`, "POST  [application/x-www-form-urlencoded] a=1+2|"},
		{"a text", `'{"x":1}' | irm AT/echo -Method Put -ContentType application/json`, `PUT  [application/json] {"x":1}|`},
		{"a method of one's own", `irm AT/echo -CustomMethod purge`, "PURGE  [] |"},
		{"a multipart form", `irm AT/form -Method Post -Form @{a = 'one', 'two'; b = 3}`, "[one two] [3]"},
		{"JSON", `$r = irm AT/json -StatusCodeVariable s -ResponseHeadersVariable h; $r.name; $r.list.Count; $s; $h['X-Answer'][0]`, "Grüße\n2\n201\nyes"},
		{"XML", `(irm AT/xml).a.b; (irm AT/moved).a.b`, "text\ntext"},
		{"a feed", `irm AT/feed | ForEach-Object title`, "one\ntwo"},
		{"a file in no folder", `irm AT/xml -OutFile none/o.xml`, "ERROR System.IO.DirectoryNotFoundException" + id + "NotSpecified: Could not find a part of the path 'FOLDER/none/o.xml'."},
		{"a file", `irm AT/xml -OutFile o.xml; [IO.File]::ReadAllText("$pwd/o.xml"); irm AT/echo -Method Post -InFile o.xml -ContentType text/xml`, "<a><b>text</b></a>\nPOST  [text/xml] <a><b>text</b></a>|"},
		{"signing in", `irm AT/echo -Authentication Basic -AllowUnencryptedAuthentication -Credential ` + user + `; irm AT/echo -Authentication Bearer -AllowUnencryptedAuthentication -Token (ConvertTo-SecureString 't' -AsPlainText -Force)`,
			"GET  [] |Basic dTpw\nGET  [] |Bearer t"},
		{"no secrets without TLS", `irm AT/echo -Credential ` + user, "ERROR WebCmdletAllowUnencryptedAuthenticationRequiredException" + id + "InvalidArgument: The cmdlet cannot protect plain text secrets sent over unencrypted connections. To suppress this warning and send plain text secrets over unencrypted networks, reissue the command specifying the AllowUnencryptedAuthentication parameter."},
		{"not there", `irm AT/none`, "ERROR WebCmdletWebResponseException" + id + "InvalidOperation: Response status code does not indicate success: 404 (Not Found)."},
		{"caught", `try { irm AT/none } catch { $_.Exception.GetType().Name; $_.Exception.Response.StatusCode; [int]$_.Exception.StatusCode; $_.ErrorDetails.Message }`, "HttpResponseException\nNotFound\n404\ngone"},
		{"an error that is none", `irm AT/none -SkipHttpErrorCheck -StatusCodeVariable s; $s`, "gone\n404"},
		{"again", `irm AT/busy -MaximumRetryCount 2`, "at last"},
		{"conflict", `irm AT/echo -Method Post -Body x -Form @{}`, "ERROR WebCmdletBodyFormConflictException" + id + "InvalidArgument: The cmdlet cannot run because the following conflicting parameters are specified: Body and Form. Specify either Body or Form, then retry.  "},
	} {
		if got := run(t.TempDir(), strings.ReplaceAll(c.script, "AT", at)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

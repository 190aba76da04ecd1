package utility_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// A job that waits for a server's answer lets its session go on: here the answer comes only after
// the session's own request.
func TestJobsWaitForAnswersAside(t *testing.T) {
	other := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/first" {
			select {
			case <-other:
			case <-r.Context().Done():
			}
		} else {
			close(other)
		}
		_, _ = w.Write([]byte(r.URL.Path[1:]))
	}))
	defer server.Close()
	script := `$j = Start-ThreadJob { Invoke-RestMethod ` + server.URL + `/first }; while ($j.State -eq 'NotStarted') { Start-Sleep -Milliseconds 1 }; Invoke-RestMethod ` + server.URL + `/second; Receive-Job $j -Wait`
	if got := run(t.TempDir(), script); got != "second\nfirst" {
		t.Errorf("got %s", got)
	}
}

package imapconn

import (
	"strings"
	"testing"

	"stagecoach/engine/mail"
)

// FuzzSCRAM gives any challenge: a server that never proved itself is never believed, and none makes us compute for hours.
func FuzzSCRAM(f *testing.F) {
	for _, challenge := range []string{"r=NONCEserver,s=QSXCR+Q6sek8bf92,i=4096", "r=NONCE,s=,i=0", "r=NONCE,s=AA==,i=99999999999", "r=,s==,i=-1", "v=", "", ",", "e=other-error",
		"r=NONCE,s=AA==,i=1,i=2", "s=AA==,i=1"} {
		f.Add(challenge, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")
	}
	f.Fuzz(func(t *testing.T, first, last string) {
		if i := strings.Index(first, "i="); i >= 0 && len(first) > i+6 && first[i+2] <= '9' && first[i+2] >= '1' {
			first = first[:i+6] // a few thousand rounds are enough
		}
		for _, mechanism := range []string{"SCRAM-SHA-1", "SCRAM-SHA-256"} {
			s := newSCRAM(mechanism, "a,b=c", "user", "secret")
			if _, _, err := s.Start(); err != nil {
				t.Fatal(err)
			}
			answer, err := s.Next([]byte(strings.ReplaceAll(first, "NONCE", s.nonce)))
			if err != nil {
				continue
			}
			if !strings.Contains(string(answer), ",p=") || strings.Contains(string(answer), "secret") {
				t.Fatalf("answered %q", answer)
			}
			if _, err := s.Next([]byte(last)); err == nil {
				t.Fatalf("believed %q after %q", last, first)
			}
		}
	})
}

// FuzzClassify reads any refusal: a wait is never negative, and asked for by throttling alone.
func FuzzClassify(f *testing.F) {
	for _, text := range []string{"Suggested Backoff Time: 2000 milliseconds", "retry after 99999999999999 s", "try again in -5 m", "Backoff Time: 2147483647", "Quota exceeded", "No space left", ""} {
		f.Add(opAppend, "NO", "OVERQUOTA", text)
		f.Add(opLogin, "BAD", "", text)
		f.Add("fetch", "BYE", "THROTTLED", text)
	}
	f.Fuzz(func(t *testing.T, op, kind, code, text string) {
		var st StatusError
		st.Kind, st.Code, st.Text = kind, code, text
		class, wait := classify(op, st.Status)
		if wait < 0 || wait > maxHint || wait > 0 && class != mail.Throttled {
			t.Fatalf("%v: wait %v", class, wait)
		}
	})
}

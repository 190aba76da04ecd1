package lab_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine/lab"
	"stagecoach/engine/mail"
)

func TestUnknownHostIsNotInTheLab(t *testing.T) {
	l := newLab(t, lab.Options{})
	for _, host := range []string{"localhost", "127.0.0.1", "example.com", "mail.contoso.com"} {
		_, err := l.Network().DialContext(t.Context(), "tcp", net.JoinHostPort(host, "993"))
		var dns *net.DNSError
		if !errors.As(err, &dns) || !dns.IsNotFound || dns.Err != lab.NotInTheLab {
			t.Errorf("%s: %v", host, err)
		}
		if _, err := l.Network().Resolver().LookupHost(t.Context(), host); !errors.As(err, &dns) {
			t.Errorf("look up %s: %v", host, err)
		}
	}
}

func TestNamesOfTheLabResolve(t *testing.T) {
	l := newLab(t, lab.Options{})
	r := l.Network().Resolver()
	addresses, err := r.LookupHost(t.Context(), "IMAP.contoso.com.")
	if err != nil || len(addresses) != 1 {
		t.Fatalf("%v, %v", addresses, err)
	}
	conn, err := l.Network().DialContext(t.Context(), "tcp", net.JoinHostPort(addresses[0], "143"))
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	mx, err := r.LookupMX(t.Context(), "contoso.edu")
	if err != nil || len(mx) != 1 || mx[0].Host != lab.SourceHost+"." {
		t.Errorf("%v, %v", mx, err)
	}
}

func TestPortWithoutServerRefuses(t *testing.T) {
	l := newLab(t, lab.Options{})
	_, err := l.Network().DialContext(t.Context(), "tcp", lab.SourceHost+":994")
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Error(err)
	}
}

func TestLegacyHostIsNotTrusted(t *testing.T) {
	l := newLab(t, lab.Options{})
	conn, err := l.Network().DialContext(t.Context(), "tcp", lab.LegacyHost+":993")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = tls.Client(conn, &tls.Config{ServerName: lab.LegacyHost, RootCAs: l.Network().RootCAs()}).HandshakeContext(t.Context())
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		t.Error(err)
	}
}

func TestExamineChangesNothing(t *testing.T) {
	l := newLab(t, lab.Options{})
	terry := l.Source().Account("terry.adams")
	before := terry.Snapshot()
	c := logIn(t, l, "terry.adams", "1091990")
	if _, err := c.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
		t.Fatal(err)
	}
	store := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := c.Store(imap.SeqSetNum(1), store, nil).Close(); err == nil {
		t.Error("STORE was allowed")
	}
	whole := []*imap.FetchItemBodySection{{}} // not PEEK
	if err := c.Fetch(imap.SeqSetNum(1, 2, 3), &imap.FetchOptions{BodySection: whole}).Close(); err != nil {
		t.Error(err)
	}
	if err := c.UnselectAndExpunge().Wait(); err != nil {
		t.Error(err)
	}
	compare(t, terry.Snapshot(), before)
	for _, r := range l.Source().Log() {
		if r.Kind == lab.Changed || r.Kind == lab.Selected {
			t.Errorf("the log says %+v", r)
		}
	}
}

func TestSessionHearsWhatHappens(t *testing.T) {
	l := newLab(t, lab.Options{})
	terry := l.Source().Account("terry.adams")
	said := make(chan string, 10)
	note := func(s string) { said <- s }
	conn, err := l.Network().DialContext(t.Context(), "tcp", lab.SourceHost+":143")
	if err != nil {
		t.Fatal(err)
	}
	c := imapclient.New(conn, &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Expunge: func(n uint32) { note("expunge") },
		Mailbox: func(d *imapclient.UnilateralDataMailbox) {
			if d.NumMessages != nil {
				note("exists")
			}
		},
		Fetch: func(m *imapclient.FetchMessageData) {
			if _, err := m.Collect(); err == nil {
				note("flags")
			}
		},
	}})
	defer c.Close()
	if err := c.Login("terry.adams", "1091990").Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	first := terry.Snapshot()[0].Messages
	uid, err := terry.Deliver("INBOX", lab.Message{Raw: []byte("Subject: new\r\n\r\nnew\r\n"), Date: time.Unix(1e9, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if err := terry.SetFlags("INBOX", first[1].UID, "$Label1", `\seen`); err != nil {
		t.Fatal(err)
	}
	if err := terry.Expunge("INBOX", first[0].UID); err != nil {
		t.Fatal(err)
	}
	if err := c.Noop().Wait(); err != nil {
		t.Fatal(err)
	}
	if heard := []string{<-said, <-said, <-said}; !slices.Equal(heard, []string{"expunge", "exists", "flags"}) {
		t.Errorf("heard %q", heard)
	}
	now := terry.Snapshot()[0].Messages
	if got := now[0].Flags; !slices.Equal(got, []string{"$Label1", `\Seen`}) {
		t.Errorf("flags %q", got)
	}
	if last := now[len(now)-1]; last.UID != uid || len(now) != len(first) {
		t.Errorf("last %+v", last)
	}
}

func TestTargetTakesMail(t *testing.T) {
	l := newLab(t, lab.Options{})
	c := dial(t, l, lab.TargetHost, 993)
	if err := c.Login("terrya*mailadmin", "P@ssw0rd").Wait(); err != nil {
		t.Fatal(err)
	}
	if err := c.Create("Ablage/März & mehr", &imap.CreateOptions{SpecialUse: []imap.MailboxAttr{imap.MailboxAttrSent}}).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := c.Subscribe("Ablage/März & mehr").Wait(); err != nil {
		t.Fatal(err)
	}
	raw := "Subject: sent\r\n\r\n" + strings.Repeat("line\r\n", 3000)
	date := time.Date(2011, 2, 3, 4, 5, 6, 0, time.FixedZone("", -12600))
	var uids []imap.UID
	for range 2 {
		cmd := c.Append("Ablage/März & mehr", int64(len(raw)), &imap.AppendOptions{Time: date,
			Flags: []imap.Flag{imap.FlagSeen, "$Forwarded", `\recent`}})
		cmd.Write([]byte(raw))
		cmd.Close()
		data, err := cmd.Wait()
		if err != nil {
			t.Fatal(err)
		}
		uids = append(uids, data.UID)
	}
	if !slices.Equal(uids, []imap.UID{1, 2}) {
		t.Errorf("APPENDUID %v", uids)
	}
	var got lab.Folder
	for _, f := range l.Target().Account("terrya").Snapshot() {
		if f.Name == "Ablage/März & mehr" {
			got = f
		}
	}
	if got.Use != mail.RoleSent || !got.Subscribed || len(got.Messages) != 2 {
		t.Fatalf("folder %+v", got)
	}
	m := got.Messages[0]
	if m.Size != len(raw) || m.Date.Format(time.RFC3339) != date.Format(time.RFC3339) || !slices.Equal(m.Flags, []string{`\Seen`, "$Forwarded"}) {
		t.Errorf("message %+v", m)
	}
}

func TestSearch(t *testing.T) {
	l := newLab(t, lab.Options{})
	toby := l.Source().Account("toby.nixon")
	if err := toby.Create("Search", ""); err != nil {
		t.Fatal(err)
	}
	for i, raw := range []string{
		"Subject: one\r\nMessage-ID: <a@b>\r\n\r\nAlpha\r\n",
		"Subject: =?utf-8?q?zw=C3=B6lf?=\r\nMessage-ID: <c@d>\r\n\r\nBeta\r\n",
		"Subject: three\r\n\r\nGamma " + strings.Repeat("x", 500) + "\r\n",
	} {
		m := lab.Message{Raw: []byte(raw), Date: time.Date(2010+i, 1, 1, 12, 0, 0, 0, time.UTC)}
		if i == 1 {
			m.Flags = []string{`\Seen`, "$Work"}
		}
		if _, err := toby.Deliver("Search", m); err != nil {
			t.Fatal(err)
		}
	}
	c := logIn(t, l, "toby.nixon", "Pa$$w0rd")
	if _, err := c.Select("Search", &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		criteria imap.SearchCriteria
		want     []imap.UID
	}{
		"all":         {imap.SearchCriteria{}, []imap.UID{1, 2, 3}},
		"uid from":    {imap.SearchCriteria{UID: []imap.UIDSet{{{Start: 2, Stop: 0}}}}, []imap.UID{2, 3}},
		"uid beyond":  {imap.SearchCriteria{UID: []imap.UIDSet{{{Start: 9, Stop: 0}}}}, []imap.UID{3}}, // 9:* holds the last
		"unseen":      {imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}, []imap.UID{1, 3}},
		"keyword":     {imap.SearchCriteria{Flag: []imap.Flag{"$work"}}, []imap.UID{2}},
		"since":       {imap.SearchCriteria{Since: time.Date(2011, 1, 1, 0, 0, 0, 0, time.UTC)}, []imap.UID{2, 3}},
		"before":      {imap.SearchCriteria{Before: time.Date(2011, 1, 1, 0, 0, 0, 0, time.UTC)}, []imap.UID{1}},
		"larger":      {imap.SearchCriteria{Larger: 300}, []imap.UID{3}},
		"id":          {imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<A@b>"}}}, []imap.UID{1}},
		"subject":     {imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Subject", Value: "zwölf"}}}, []imap.UID{2}},
		"body":        {imap.SearchCriteria{Body: []string{"gamma"}}, []imap.UID{3}},
		"not in body": {imap.SearchCriteria{Body: []string{"three"}}, nil},
		"not":         {imap.SearchCriteria{Not: []imap.SearchCriteria{{Body: []string{"beta"}}}}, []imap.UID{1, 3}},
		"or":          {imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{{Body: []string{"alpha"}}, {Larger: 300}}}}, []imap.UID{1, 3}},
	} {
		data, err := c.UIDSearch(&test.criteria, nil).Wait()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !slices.Equal(data.AllUIDs(), test.want) {
			t.Errorf("%s: %v, want %v", name, data.AllUIDs(), test.want)
		}
	}
}

func TestHooks(t *testing.T) {
	fetch := func(c *imapclient.Client) error {
		if _, err := c.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
			return err
		}
		whole := []*imap.FetchItemBodySection{{Peek: true}}
		return c.Fetch(imap.SeqSetNum(seq(20)...), &imap.FetchOptions{BodySection: whole}).Close()
	}
	t.Run("throttle", func(t *testing.T) {
		l := newLab(t, lab.Options{Hook: lab.Throttle(5, 1, 1500*time.Millisecond)})
		c := logIn(t, l, "terry.adams", "1091990")
		err := fetch(c)
		var no *imap.Error
		if !errors.As(err, &no) || no.Code != "THROTTLED" || !strings.Contains(no.Text, "Suggested Backoff Time: 1500 milliseconds") {
			t.Errorf("first: %v", err)
		}
		if err := fetch(c); err != nil {
			t.Errorf("second: %v", err)
		}
	})
	t.Run("bye", func(t *testing.T) {
		l := newLab(t, lab.Options{Hook: lab.ByeAt(lab.OpMessage, 5)})
		if err := fetch(logIn(t, l, "terry.adams", "1091990")); err == nil {
			t.Error("the connection lives")
		}
		if err := fetch(logIn(t, l, "terry.adams", "1091990")); err != nil {
			t.Error(err)
		}
	})
	t.Run("drop", func(t *testing.T) {
		l := newLab(t, lab.Options{})
		l.Source().SetHook(func(e lab.Event) lab.Action { return lab.Action{Drop: e.Op == lab.OpMessage && e.Count == 3} })
		if err := fetch(logIn(t, l, "terry.adams", "1091990")); err == nil {
			t.Error("the connection lives")
		}
	})
	t.Run("refused login", func(t *testing.T) {
		l := newLab(t, lab.Options{Hook: lab.RefuseLogin("terry.adams")})
		if err := dial(t, l, lab.SourceHost, 993).Login("terry.adams", "1091990").Wait(); err == nil {
			t.Error("terry is in")
		}
		logIn(t, l, "ann.beebe", "2111991")
	})
	t.Run("slow messages end with the server", func(t *testing.T) {
		l := newLab(t, lab.Options{Hook: lab.SlowMessages(time.Hour)})
		c := logIn(t, l, "terry.adams", "1091990")
		done := make(chan error)
		go func() { done <- fetch(c) }()
		for !slices.ContainsFunc(l.Source().Log(), func(r lab.Record) bool { return r.Kind == lab.Examined }) {
			c.State() // the log is what we wait for
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if err := <-done; err == nil {
			t.Error("the fetch succeeded")
		}
	})
}

func TestLatency(t *testing.T) {
	const oneWay = 20 * time.Millisecond
	l := newLab(t, lab.Options{Latency: oneWay})
	c := logIn(t, l, "terry.adams", "1091990")
	begin := time.Now()
	if err := c.Noop().Wait(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took < 2*oneWay {
		t.Errorf("a round trip took %v", took)
	}
}

func TestMostUsersAtOnceIsExact(t *testing.T) {
	l := newLab(t, lab.Options{})
	for range 3 { // one after the other, each with two connections
		first, second := logIn(t, l, "terry.adams", "1091990"), logIn(t, l, "terry.adams", "1091990")
		first.Close()
		second.Close()
		logIn(t, l, "ann.beebe", "2111991").Close()
	}
	if n := l.Source().MostUsersAtOnce(); n != 1 {
		t.Errorf("%d, want 1", n)
	}
	defer logIn(t, l, "terry.adams", "1091990").Close()
	defer logIn(t, l, "ann.beebe", "2111991").Close()
	if n := l.Source().MostUsersAtOnce(); n != 2 {
		t.Errorf("%d, want 2", n)
	}
}

func TestServesOnLoopback(t *testing.T) {
	authority, err := lab.NewAuthority("Test CA")
	if err != nil {
		t.Fatal(err)
	}
	config, err := authority.Issue("localhost")
	if err != nil {
		t.Fatal(err)
	}
	s := lab.NewServer(lab.ServerOptions{TLS: config, Delimiter: ".", NoPlain: true})
	defer s.Close()
	u := s.AddAccount("u", "p")
	u.Furnish(3, 1500)
	if err := u.Create("a.b", mail.RoleSent); err != nil {
		t.Fatal(err)
	}
	messages := 0
	for _, f := range u.Snapshot() {
		messages += len(f.Messages)
	}
	if messages < 2000 {
		t.Errorf("furnished with %d messages", messages)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(ln)
	plain, err := imapclient.DialInsecure(ln.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	if err := plain.Login("u", "p").Wait(); err == nil {
		t.Error("a password was taken in plain text")
	}
	c, err := imapclient.DialStartTLS(ln.Addr().String(), &imapclient.Options{
		TLSConfig: &tls.Config{ServerName: "localhost", RootCAs: authority.Pool()}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("u", "p").Wait(); err != nil {
		t.Fatal(err)
	}
	list, err := c.List("", "*", &imap.ListOptions{ReturnStatus: &imap.StatusOptions{NumMessages: true}}).Collect()
	last := list[len(list)-2]
	if err != nil || !slices.ContainsFunc(list, func(d *imap.ListData) bool { return d.Mailbox == "a.b" }) || last.Status == nil {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestDialEndsWithItsContext(t *testing.T) {
	l := newLab(t, lab.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	conn, err := l.Network().DialContext(ctx, "tcp", lab.SourceHost+":993")
	if err == nil { // the server was quicker than the context, which is as good
		conn.Close()
	} else if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

package engine

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"time"

	"stagecoach/engine/migration"
	"stagecoach/engine/queue"
	"stagecoach/engine/store"
)

// MailServer is where the reports of batches are handed in (NotificationEmails); without a Server none is sent.
type MailServer struct {
	Server             string
	Port               int // 0: 465 with SecuritySSL, else 25
	Security           migration.Security
	From               string
	UserName, Password string // empty: without a log-in; no password goes out before TLS
}

// reporting holds the reports under way, for which Close waits.
type reporting struct {
	mu     sync.Mutex
	closed bool
	under  sync.WaitGroup
}

// begin sends a report, unless the engine is closing.
func (r *reporting) begin(send func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.under.Go(send)
	}
}

// end waits for the reports under way; no other begins.
func (r *reporting) end() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.under.Wait()
}

// reportTime bounds the sending of one report, by the machine's time.
const reportTime = time.Minute

// ended tells changes that those who are named in a batch's NotificationEmails want to hear of: its first
// synchronization is through, or its completion, or nothing more happens. The daily passes are none.
func ended(c queue.Change) bool {
	switch c.To {
	case migration.BatchSynced, migration.BatchSyncedWithErrors:
		return c.From != migration.BatchIncrementalSyncing
	case migration.BatchCompleted, migration.BatchCompletedWithErrors, migration.BatchFailed:
		return true
	}
	return false
}

// reportByMail sends a batch's report to those who want it. What becomes of it is in the batch's own report.
func (e *Engine) reportByMail(c queue.Change) {
	st := e.opened()
	if st == nil || e.cfg.Mail.Server == "" || len(c.Batch.NotificationEmails) == 0 || !ended(c) {
		return
	}
	e.reports.begin(func() {
		ctx, cancel := context.WithTimeout(context.Background(), reportTime)
		defer cancel()
		err := e.sendReport(ctx, st, c)
		entry := migration.ReportEntry{Time: e.cfg.Clock.Now(), Text: "A report was sent to " + strings.Join(c.Batch.NotificationEmails, ", ") + "."}
		if err != nil {
			entry.Text, entry.Error = "The report could not be sent to everybody: "+err.Error(), true
			e.cfg.Logger.Error("send a report", "batch", c.Batch.Name, "err", err)
		}
		if err := st.store.ReportBatch(context.WithoutCancel(ctx), c.Batch.ID, []migration.ReportEntry{entry}); err != nil {
			e.cfg.Logger.Error("report on a batch", "batch", c.Batch.Name, "err", err)
		}
	})
}

func (e *Engine) sendReport(ctx context.Context, st *state, c queue.Change) error {
	b, err := st.store.Batch(ctx, c.Batch.ID)
	if err != nil {
		return err
	}
	users, err := st.store.Users(ctx, store.UserQuery{Batch: b.ID})
	if err != nil {
		return err
	}
	b.Status = c.To // another change may have followed
	text := reportText(b, users)
	return e.cfg.Mail.send(ctx, e.cfg.Network.DialContext, &tls.Config{ServerName: e.cfg.Mail.Server, RootCAs: e.cfg.Network.RootCAs(), MinVersion: tls.VersionTLS12},
		b.NotificationEmails, reportMail(e.cfg.Mail.From, b, text, time.Now()))
}

// reportText is what a report says, a line each.
func reportText(b migration.Batch, users []migration.User) string {
	var out strings.Builder
	items, skipped := int64(0), int64(0)
	for _, u := range users {
		items, skipped = items+u.Progress.Items, skipped+u.Progress.Skipped
	}
	fmt.Fprintf(&out, "The migration batch '%s' is %s.\n\n", b.Name, b.Status)
	fmt.Fprintf(&out, "Users: %d\nSynced: %d\nCompleted: %d\nStopped: %d\nFailed: %d\nMessages copied: %d\nMessages skipped: %d\n",
		b.Counts.Total, b.Counts.Synced, b.Counts.Finalized, b.Counts.Stopped, b.Counts.Failed, items, skipped)
	for _, u := range users {
		if u.Error != "" {
			fmt.Fprintf(&out, "\n%s (%s): %s\n", u.EmailAddress, u.Status, u.Error)
		}
	}
	return out.String()
}

// reportMail is the report as RFC 5322 and MIME have it.
func reportMail(from string, b migration.Batch, text string, now time.Time) []byte {
	var m bytes.Buffer
	_, domain, _ := strings.Cut(from, "@")
	for _, field := range [...][2]string{{"From", from}, {"To", strings.Join(b.NotificationEmails, ", ")}, {"Date", now.Format(time.RFC1123Z)},
		{"Message-ID", "<" + rand.Text() + "@" + domain + ">"}, {"Subject", mime.QEncoding.Encode("utf-8", fmt.Sprintf("Migration batch %s: %s", b.Name, b.Status))},
		{"Auto-Submitted", "auto-generated"}, {"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "quoted-printable"}} {
		fmt.Fprintf(&m, "%s: %s\r\n", field[0], oneLine.Replace(field[1]))
	}
	m.WriteString("\r\n")
	q := quotedprintable.NewWriter(&m)
	q.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))) // into memory: it cannot fail
	q.Close()
	return m.Bytes()
}

// oneLine keeps a name from beginning a header field of its own.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

func (s MailServer) address() string {
	port := s.Port
	if port == 0 {
		if port = 25; s.Security == migration.SecuritySSL {
			port = 465
		}
	}
	return net.JoinHostPort(s.Server, strconv.Itoa(port))
}

// send hands a message in (RFC 5321). Recipients that are refused are in the error; the others get it.
func (s MailServer) send(ctx context.Context, dial func(ctx context.Context, network, address string) (net.Conn, error), config *tls.Config, to []string, message []byte) error {
	conn, err := dial(ctx, "tcp", s.address())
	if err != nil {
		return err
	}
	defer conn.Close()
	if until, ok := ctx.Deadline(); ok {
		conn.SetDeadline(until)
	}
	if s.Security == migration.SecuritySSL {
		conn = tls.Client(conn, config)
	}
	c, err := smtp.NewClient(conn, s.Server)
	if err != nil {
		return err
	}
	if s.Security == migration.SecurityTLS {
		if err := c.StartTLS(config); err != nil {
			return fmt.Errorf("start TLS: %w", err)
		}
	}
	if s.UserName != "" {
		if err := c.Auth(smtp.PlainAuth("", s.UserName, s.Password, s.Server)); err != nil {
			return fmt.Errorf("log in: %w", err)
		}
	}
	if err := c.Mail(s.From); err != nil {
		return err
	}
	var refused []error
	for _, address := range to {
		if err := c.Rcpt(address); err != nil {
			var words *textproto.Error
			if errors.As(err, &words) {
				err = fmt.Errorf("%d %s", words.Code, words.Msg)
			}
			refused = append(refused, fmt.Errorf("%s: %w", address, err))
		}
	}
	if len(refused) < len(to) {
		w, err := c.Data()
		if err != nil {
			return err
		}
		if _, err := w.Write(message); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	return errors.Join(errors.Join(refused...), c.Quit())
}

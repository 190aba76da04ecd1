package endtoend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// keywords are flags as sources have them, one to a message.
var keywords = []string{`\Seen`, `\Answered`, `\Flagged`, `\Deleted`, `\Draft`, "$Forwarded", "$MDNSent", "$label1", "Junk", "NonJunk", "work", "Work.2024",
	"a]b", "100%", "[x]", `quo"te`, `back\slash`, "a*b", "Ünïcode", strings.Repeat("k", 100), `\Unknown`}

// TestKeywords gives each server messages with flags of all kinds: what it keeps is the same, what it does not is
// counted in the report, and no message is lost for it.
func TestKeywords(t *testing.T) {
	inbox := servertest.ScriptFolder{Wire: "INBOX"}
	for i, k := range keywords {
		inbox.Messages = append(inbox.Messages, servertest.Message{UID: uint32(i + 1), Raw: letter(fmt.Sprint("keyword ", i), "x"), Date: dateOf(i), Flags: mail.Flags{k}})
	}
	fake := (&servertest.Script{Folders: []servertest.ScriptFolder{inbox}}).Start(t)
	cells := make([][]any, len(keywords))
	for _, b := range append(slices.Clone(brands), brand{name: "Maildir++"}) {
		t.Run(b.name, func(t *testing.T) {
			config := engine.Config{Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: mailRoot(t)}}
			read := func() mailcheck.Account { return readTree(t, config.Target.Root, "alice") }
			if b.start != nil {
				s := b.start(t, servertest.Options{})
				config.Target, config.TargetPassword = plainTarget(s), servertest.MasterPassword
				read = func() mailcheck.Account { return readPlain(t, s, "alice") }
			}
			e := open(t, config)
			start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: fake.Port(), Security: migration.SecurityNone},
				[]traveller{{login: "alice", password: "secret", address: alice.address}})
			waitSynced(t, e)
			stats, err := e.Users.Statistics(t.Context(), alice.address, engine.StatisticsOptions{Report: true})
			must(t, err)
			arrived := byDate(read())
			for i, k := range keywords {
				here := arrived[dateOf(i).Unix()]
				said := slices.ContainsFunc(stats.Report, func(r migration.ReportEntry) bool {
					return r.Text == fmt.Sprintf("The target doesn't keep the flag %s; messages that went without it: 1.", k)
				})
				cell := "kept"
				switch {
				case len(here) != 1 || here[0].SHA256 != inbox.Messages[i].Hash():
					cell = "LOST"
					t.Errorf("%s: %v", k, here)
				case len(here[0].Flags) == 0 && said:
					cell = "left out, counted"
				case !slices.Equal(here[0].Flags, []string{strings.ToLower(k)}) || said:
					cell = fmt.Sprintf("WRONG: %v", here[0].Flags)
					t.Errorf("%s: flags %v, said %v", k, here[0].Flags, said)
				}
				cells[i] = append(cells[i], cell)
			}
		})
	}
	tab := newTable(t, "flag", "into Dovecot", "into Cyrus", "into Courier", "into Maildir++")
	for i, k := range keywords {
		tab.add(append([]any{short(k)}, cells[i]...)...)
	}
}

// TestKeywordsFromRealServers has each server give its flags away.
func TestKeywordsFromRealServers(t *testing.T) {
	cells := make([][]any, len(keywords))
	for _, b := range brands {
		t.Run(b.name, func(t *testing.T) {
			s := b.start(t, servertest.Options{})
			c := s.Client(t, "alice")
			for i, k := range keywords {
				raw := letter(fmt.Sprint("keyword ", i), "x")
				cmd := c.Append("INBOX", int64(len(raw)), &imap.AppendOptions{Time: dateOf(i)})
				_, err := cmd.Write([]byte(raw))
				must(t, err, cmd.Close())
				_, err = cmd.Wait()
				must(t, err)
				if strings.ContainsAny(k, `]%*"Ü`) || strings.Contains(k[1:], `\`) || k == `\Unknown` || len(k) > 50 {
					continue // no client can write it, so no server comes to have it
				}
				if _, err := c.Select("INBOX", nil).Wait(); err != nil {
					t.Fatal(err)
				}
				must(t, c.Store(imap.SeqSetNum(uint32(i+1)), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.Flag(k)}}, nil).Close())
			}
			root := mailRoot(t)
			e := open(t, engine.Config{Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
			start(t, e, plainSource(s), []traveller{alice})
			waitSynced(t, e)
			served, arrived := byDate(readPlain(t, s, "alice")), byDate(readTree(t, root, "alice"))
			for i, k := range keywords {
				at := dateOf(i).Unix()
				if len(served[at]) != 1 || len(arrived[at]) != 1 || !slices.Equal(served[at][0].Flags, arrived[at][0].Flags) {
					t.Errorf("%s: %v arrived as %v", k, served[at], arrived[at])
				}
				cell := "none can be given"
				if len(arrived[at]) == 1 && len(arrived[at][0].Flags) > 0 {
					cell = strings.Join(arrived[at][0].Flags, " ")
				}
				cells[i] = append(cells[i], short(cell))
			}
		})
	}
	tab := newTable(t, "flag", "from Dovecot", "from Cyrus", "from Courier")
	for i, k := range keywords {
		tab.add(append([]any{short(k)}, cells[i]...)...)
	}
}

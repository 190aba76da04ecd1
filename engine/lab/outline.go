package lab

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"stagecoach/engine/mail"
)

// folderPlan says what one folder of a user holds before anyone looks.
type folderPlan struct {
	levels       []string
	use          mail.SpecialUse
	messages     int // for a user with the full share
	unsubscribed bool
	levelOnly    bool // holds folders and no mail
}

// outline is the mail of a user with the full share: folders within folders,
// roles, and names that need every kind of encoding on their way.
var outline = []folderPlan{
	{levels: []string{"INBOX"}, messages: 42},
	{levels: []string{"Sent Items"}, use: mail.RoleSent, messages: 24},
	{levels: []string{"Drafts"}, use: mail.RoleDrafts, messages: 4},
	{levels: []string{"Deleted Items"}, use: mail.RoleTrash, messages: 7},
	{levels: []string{"Junk E-mail"}, use: mail.RoleJunk, messages: 6},
	{levels: []string{"Archive"}, use: mail.RoleArchive, messages: 3},
	{levels: []string{"Archive", "2009"}, messages: 5},
	{levels: []string{"Archive", "2010"}, messages: 6},
	{levels: []string{"Archive", "2011"}, messages: 6},
	{levels: []string{"Projects"}, levelOnly: true},
	{levels: []string{"Projects", "Apollo"}, messages: 8},
	{levels: []string{"Projects", "Apollo", "Budget & plan"}, messages: 4},
	{levels: []string{"Projects", "Apollo", "Minutes", "2012"}, messages: 3},
	{levels: []string{"Projects", "v1.0 release"}, messages: 3},
	{levels: []string{"Ablage", "Rechnungen für März"}, messages: 4},
	{levels: []string{"日本語", "受信箱"}, messages: 3},
	{levels: []string{"Отчёты"}, messages: 3},
	{levels: []string{"Παλιά μηνύματα"}, messages: 2},
	{levels: []string{"Clippings 📎"}, messages: 2},
	{levels: []string{`Filed under "later"`}, messages: 2},
	{levels: []string{"R&D #7"}, messages: 2},
	{levels: []string{"Mailing lists"}, messages: 5, unsubscribed: true},
	{levels: []string{"Nothing yet"}, messages: 0},
}

// Furnish fills the account with the folders and messages of a lab's user;
// percent scales their number (100 makes about 140). What it makes depends on
// the account's name, seed and percent alone.
func (a *Account) Furnish(seed uint64, percent int) {
	furnish(a, person{login: a.name, display: a.name, share: percent}, seed)
}

// furnish gives an account the folders of the outline. The messages are
// composed when a folder is first looked into.
func furnish(a *Account, p person, seed uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, plan := range outline {
		name := wireName(plan.levels, a.delimiter)
		m := a.mailboxes[name]
		if m == nil {
			m = a.create(name, plan.use)
		}
		m.subscribed = !plan.unsubscribed
		m.noSelect = plan.levelOnly
		if count := (plan.messages*p.share + 99) / 100; count > 0 {
			m.compose = func() []Message { return composeFolder(p, plan, count, seed) }
		}
	}
}

// wireName joins levels; a delimiter within one is replaced, as the server that
// first made such a folder would have refused it.
func wireName(levels []string, delimiter string) string {
	clean := make([]string, len(levels))
	for i, level := range levels {
		clean[i] = strings.ReplaceAll(level, delimiter, "_")
	}
	return strings.Join(clean, delimiter)
}

// twinEvery is how often a message lies in its folder twice, octet for octet,
// as mail that was delivered twice does.
const twinEvery = 19

func composeFolder(p person, plan folderPlan, count int, seed uint64) []Message {
	h := fnv.New64a()
	fmt.Fprint(h, p.login, "\x00", strings.Join(plan.levels, "\x00"))
	folderSeed := h.Sum64()
	messages := make([]Message, 0, count)
	day := time.Date(2008, time.January, 7, 9, 0, 0, 0, time.UTC)
	for i := range count {
		r := rand.New(rand.NewPCG(seed, folderSeed+uint64(i)))
		day = day.Add(time.Duration(1+r.IntN(5000*24/count)) * time.Hour / 4)
		if i%twinEvery == twinEvery-1 {
			messages = append(messages, messages[i-1])
			continue
		}
		d := draft{r: r, owner: p, date: inSomeZone(r, day), id: fmt.Sprintf("%x.%d", folderSeed, i),
			sent: plan.use == mail.RoleSent || plan.use == mail.RoleDrafts}
		raw := d.compose()
		arrived := d.date.Add(time.Duration(r.IntN(90)) * time.Second)
		messages = append(messages, Message{Raw: raw, Date: arrived, Flags: someFlags(r, plan.use)})
	}
	return messages
}

// inSomeZone puts t in one of the zones the users' correspondents live in.
func inSomeZone(r *rand.Rand, t time.Time) time.Time {
	hours := []float64{0, 1, 2, -5, -8, 5.5, 9, -3.5, 12.75}[r.IntN(9)]
	t = t.Add(time.Duration(r.IntN(86400)) * time.Second)
	return t.In(time.FixedZone("", int(hours*3600)))
}

// someFlags chooses the flags of a message in a folder of that use.
func someFlags(r *rand.Rand, use mail.SpecialUse) []string {
	var flags []string
	often := func(percent int, flag string) {
		if r.IntN(100) < percent {
			flags = append(flags, flag)
		}
	}
	switch use {
	case mail.RoleDrafts:
		flags = append(flags, `\Draft`)
		often(50, `\Seen`)
	case mail.RoleJunk:
		often(30, `\Seen`)
		flags = append(flags, "$Junk")
		often(10, "$Phishing")
	case mail.RoleTrash:
		often(80, `\Seen`)
		often(40, `\Deleted`)
	default:
		often(78, `\Seen`)
		often(25, `\Answered`)
		often(12, `\Flagged`)
		often(8, "$Forwarded")
		often(6, "$MDNSent")
		often(6, "$Label1")
		often(5, "Follow-up")
		often(5, "NonJunk")
	}
	return flags
}

package transfer

import (
	"stagecoach/engine/internal/mailboxrole"
	"stagecoach/engine/mail"
)

// roleOf is a folder's role: what the server says first, its name second, and that
// only at the top, or right below an INBOX that holds everything.
func roleOf(own mail.Name, use mail.SpecialUse) mail.SpecialUse {
	switch {
	case use != "":
		return use
	case own.IsInbox():
		return mail.RoleInbox
	case len(own) == 1, len(own) == 2 && own[0] == "INBOX":
		return mailboxrole.Named(own[len(own)-1])
	}
	return ""
}

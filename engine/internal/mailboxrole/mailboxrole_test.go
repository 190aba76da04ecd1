package mailboxrole

import (
	"testing"

	"stagecoach/engine/mail"
)

func TestAssign(t *testing.T) {
	boxes := []mail.Mailbox{
		{Name: mail.Inbox, Use: mail.RoleInbox},
		{Name: mail.Name{"Gesendete Objekte"}},
		{Name: mail.Name{"Sent"}},
		{Name: mail.Name{"Папка", "Корзина"}},
		{Name: mail.Name{"Papierkorb"}},
		{Name: mail.Name{"ENTWÜRFE"}},
		{Name: mail.Name{"My Junk"}, Use: mail.RoleJunk},
		{Name: mail.Name{"Spam"}},
		{Name: mail.Name{"Archive"}, NoSelect: true},
		{Name: mail.Name{"Other Junk"}, Use: mail.RoleJunk},
	}
	Assign(boxes)
	want := []mail.SpecialUse{mail.RoleInbox, "", mail.RoleSent, "", mail.RoleTrash, mail.RoleDrafts, mail.RoleJunk, "", "", ""}
	for i, m := range boxes {
		if m.Use != want[i] {
			t.Errorf("%v has the role %q, want %q", m.Name, m.Use, want[i])
		}
	}
}

func TestStated(t *testing.T) {
	for attribute, want := range map[string]mail.SpecialUse{`\sent`: mail.RoleSent, `\Spam`: mail.RoleJunk, `\AllMail`: mail.RoleAll, `\HasChildren`: ""} {
		if got := Stated([]string{`\Marked`, attribute}); got != want {
			t.Errorf("%s is %q", attribute, got)
		}
	}
}

func TestNoNameHasTwoRoles(t *testing.T) {
	seen := map[string]mail.SpecialUse{}
	for use, names := range roleNames {
		for _, name := range names {
			if other, twice := seen[name]; twice {
				t.Errorf("%q is %s and %s", name, use, other)
			}
			seen[name] = use
		}
	}
}

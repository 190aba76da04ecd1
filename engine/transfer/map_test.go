package transfer

import (
	"reflect"
	"testing"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// TestMap: where folders land, decided twice with the same outcome, each alone in its place.
func TestMap(t *testing.T) {
	source := []mail.Mailbox{{Name: mail.Name{"Sent Items"}}, {Name: mail.Inbox}, {Name: mail.Name{"Gesendet"}}, {Name: mail.Name{"Gesendet", "2020"}},
		{Name: mail.Name{"Papierkorb"}, Use: mail.RoleTrash}, {Name: mail.Name{"Trash"}}, {Name: mail.Name{"a/b"}}, {Name: mail.Name{"a", "b"}},
		{Name: mail.Name{"Top"}, NoSelect: true}, {Name: mail.Name{"Left"}}}
	target := []mail.Mailbox{{Name: mail.Inbox}, {Name: mail.Name{"Sent"}, Use: mail.RoleSent}, {Name: mail.Name{"Bin"}, Use: mail.RoleTrash}}
	for _, tc := range []struct {
		rules migration.Selection
		want  map[string]string
	}{
		{migration.Selection{}, map[string]string{"INBOX": "INBOX", "Sent Items": "Sent", "Gesendet": "Gesendet", "Papierkorb": "Bin", "Trash": "Trash"}},
		{migration.Selection{NoAutomap: true}, map[string]string{"Sent Items": "Sent Items", "Papierkorb": "Papierkorb"}},
		{migration.Selection{Rewrites: []string{"s/^(Sent Items|Gesendet)$/Sent/"}}, map[string]string{"Sent Items": "Sent", "Gesendet": "Sent (2)", "Gesendet/2020": "Gesendet/2020"}},
	} {
		o := Options{Exclude: []string{"Left"}, Selection: compiled(t, tc.rules)}
		plan := Map(source, target, nil, o)
		if again := Map(source, target, nil, o); !reflect.DeepEqual(plan, again) {
			t.Errorf("%+v: another time it is another plan", tc.rules)
		}
		taken := map[string]mail.Name{}
		for _, p := range plan {
			t.Logf("%-15s -> %-15s %s", p.Source, p.Target, p.Reason)
			if want, ok := tc.want[p.Source.String()]; ok && p.Target.String() != want {
				t.Errorf("%+v: %s lands in %s, want %s", tc.rules, p.Source, p.Target, want)
			}
			if p.Target == nil {
				if !p.Container && p.Reason == "" {
					t.Errorf("%s is left out without a reason", p.Source)
				}
				continue
			}
			if other := taken[p.Target.Key()]; other != nil {
				t.Errorf("%+v: %s and %s land in %s", tc.rules, p.Source, other, p.Target)
			}
			taken[p.Target.Key()] = p.Source
		}
		if len(plan) != len(source) {
			t.Errorf("%d folders of %d are in the plan", len(plan), len(source))
		}
	}
}

package transfer

import (
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/content"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

func TestMessageIDIsFoundWhereverItStands(t *testing.T) {
	long := "X-Long: " + strings.Repeat("x", 20_000) + "\r\n"
	for _, c := range []struct{ raw, want string }{
		{"Message-ID: <a@b>\r\n\r\nbody", "<a@b>"},
		{"MESSAGE-id :<a@b>\n\nbody", "<a@b>"},
		{"Subject: x\r\nMessage-Id:\r\n <a@b>\r\n\r\n", "<a@b>"},
		{long + "Message-ID: <a@b>\r\n\r\n", "<a@b>"},
		{"Subject: x\r\n\r\nMessage-ID: <body>\r\n", ""},
		{"Subject: x\n\nMessage-ID: <body>\n", ""},
		{"Message-ID: <no@end>", "<no@end>"},
		{"X-Message-ID: <x@y>\r\n\r\n", ""},
		{"", ""}, {"\r\n", ""}, {"no header at all", ""},
	} {
		var scratch []byte
		if got, err := messageID(text(c.raw), &scratch); err != nil || got != c.want {
			t.Errorf("%.40q: %q, %v, want %q", c.raw, got, err, c.want)
		}
	}
}

func TestItemsAreDescribed(t *testing.T) {
	m := mail.Message{Meta: mail.Meta{UID: 7, InternalDate: time.Unix(5, 0)},
		Body: text("Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\r\nFrom: a@b.c\r\nDate: Fri, 21 Nov 1997 09:55:06 -0600\r\n\r\nx")}
	got := itemOf(m, migration.ItemRefused, "why")
	if got.Subject != "grüße" || got.Sender != "a@b.c" || got.Sent.Year() != 1997 || !got.Date.Equal(time.Unix(5, 0)) || got.UID != 7 || got.Reason != "why" {
		t.Fatalf("%+v", got)
	}
}

func FuzzHeader(f *testing.F) {
	for _, s := range []string{"Message-ID: <a@b>\r\n\r\n", "A:\n b\n\n", ":\r\r\n\n", "=?x?q?=?="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		m := mail.Message{Body: text(raw)}
		item := itemOf(m, migration.ItemRefused, "")
		if strings.ContainsAny(item.Subject, "\r\n") && !strings.Contains(raw, "=?") {
			t.Fatalf("a subject of several lines: %q", item.Subject)
		}
		var scratch []byte
		id, err := messageID(m.Body, &scratch)
		if err != nil || strings.ContainsAny(id, "\r\n") {
			t.Fatalf("%q, %v", id, err)
		}
		if _, err := content.Stored(m.Body); err != nil {
			t.Fatal(err)
		}
	})
}

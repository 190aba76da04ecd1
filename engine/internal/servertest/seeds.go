package servertest

import (
	"fmt"
	"strings"
	"time"

	"stagecoach/engine/mail"
)

// Boxes is an account of varied mailboxes and messages.
func Boxes() []Mailbox {
	date := time.Date(2021, 2, 3, 4, 5, 6, 0, time.FixedZone("", 5400))
	return []Mailbox{
		{Name: mail.Inbox, Messages: []Message{
			{Raw: sample("plain", "hello"), Date: date},
			{Raw: sample("flags", "seen"), Flags: mail.Flags{`\Seen`, `\Answered`, "$Forwarded"}, Date: date.Add(time.Hour)},
			{Raw: sample("8bit", "Gr\xfc\xdfe, \x80\xff"), Flags: mail.Flags{`\Flagged`}, Date: date.AddDate(-10, 0, 0).UTC()},
			{Raw: sample("long", strings.Repeat("x", 100_000)), Date: date},
			{Raw: sample("large", strings.Repeat(strings.Repeat("y", 70)+"\r\n", 10_000)), Date: date},
			{Raw: strings.TrimSuffix(sample("no final newline", "end"), "\r\n"), Date: date},
			{Raw: "Subject: header only\r\n\r\n", Flags: mail.Flags{`\Draft`}, Date: date},
			{Raw: "\r\nno header", Date: date},
			{Raw: sample("twin", "same"), Date: date},
			{Raw: sample("twin", "same"), Date: date},
			{Raw: sample("brace", "a line that ends in {12}\r\n)\r\n* 1 FETCH (UID 1)\r\nS1 OK done"), Date: date},
		}},
		{Name: mail.Name{"Sent"}, Use: mail.RoleSent, Messages: []Message{{Raw: sample("sent", "x"), Flags: mail.Flags{`\Seen`}, Date: date}}},
		{Name: mail.Name{"Archive"}},
		{Name: mail.Name{"Archive", "2021"}, Messages: []Message{{Raw: sample("old", "x"), Date: date}}},
		{Name: mail.Name{"Übersicht & Co", "重要"}, Messages: []Message{{Raw: sample("unicode", "x"), Date: date}}},
	}
}

func sample(subject, body string) string {
	return "From: a@example.com\r\nSubject: " + subject + "\r\nMessage-ID: <" + strings.ReplaceAll(subject, " ", "-") + "@example.com>\r\n\r\n" + body + "\r\n"
}

// Many is a mailbox of n small messages.
func Many(name mail.Name, n int) Mailbox {
	box := Mailbox{Name: name}
	for i := range n {
		box.Messages = append(box.Messages, Message{Raw: sample(fmt.Sprintf("number %d", i), "x"),
			Date: time.Date(2020, 1, 1, 0, 0, i, 0, time.UTC)})
	}
	return box
}

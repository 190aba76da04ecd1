package mailcheck

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine/mail"
)

// Login says how to get at an account over IMAP.
type Login struct {
	User, Password string
	TLS            *tls.Config // nil: plain text
}

// ReadIMAP reads an account over an open connection, which it closes. With
// Login.TLS the connection is TLS from the first byte.
func ReadIMAP(conn net.Conn, login Login) (Account, error) {
	if login.TLS != nil {
		conn = tls.Client(conn, login.TLS)
	}
	c := imapclient.New(conn, nil)
	defer c.Close()
	if err := c.Login(login.User, login.Password).Wait(); err != nil {
		return Account{}, fmt.Errorf("read account of %s: %w", login.User, err)
	}
	options := &imap.ListOptions{ReturnSubscribed: true, ReturnSpecialUse: true}
	list, err := c.List("", "*", options).Collect()
	if err != nil {
		return Account{}, fmt.Errorf("read account of %s: %w", login.User, err)
	}
	var account Account
	for _, data := range list {
		folder, err := readFolder(c, data)
		if err != nil {
			return Account{}, fmt.Errorf("read account of %s: %s: %w", login.User, data.Mailbox, err)
		}
		account.Folders = append(account.Folders, folder)
	}
	return account, c.Logout().Wait()
}

func readFolder(c *imapclient.Client, data *imap.ListData) (Folder, error) {
	f := Folder{Name: mail.Name{data.Mailbox}}
	if data.Delim != 0 {
		f.Name = strings.Split(data.Mailbox, string(data.Delim))
	}
	for _, attr := range data.Attrs {
		switch attr {
		case imap.MailboxAttrSubscribed:
			f.Subscribed = true
		case imap.MailboxAttrNoSelect, imap.MailboxAttrNonExistent:
			f.LevelOnly = true
		case imap.MailboxAttrAll, imap.MailboxAttrArchive, imap.MailboxAttrDrafts, imap.MailboxAttrFlagged,
			imap.MailboxAttrJunk, imap.MailboxAttrSent, imap.MailboxAttrTrash:
			f.Use = mail.SpecialUse(attr)
		}
	}
	if f.LevelOnly {
		return f, nil
	}
	selected, err := c.Select(data.Mailbox, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		// Dovecot lists a parent that is not there as if it could be selected.
		f.LevelOnly = true
		return f, nil
	}
	if selected.NumMessages > 0 {
		f.Messages, err = readMessages(c)
	}
	return f, err
}

func readMessages(c *imapclient.Client) ([]Message, error) {
	whole := []*imap.FetchItemBodySection{{Peek: true}}
	all := imap.UIDSet{imap.UIDRange{Start: 1, Stop: 0}}
	fetch := c.Fetch(all, &imap.FetchOptions{UID: true, Flags: true, InternalDate: true, BodySection: whole})
	var messages []Message
	for data := fetch.Next(); data != nil; data = fetch.Next() {
		m, err := readMessage(data)
		if err != nil {
			fetch.Close()
			return nil, err
		}
		if m.UID != 0 { // an unasked FETCH of flags has no body and no place here
			messages = append(messages, m)
		}
	}
	return messages, fetch.Close()
}

func readMessage(data *imapclient.FetchMessageData) (Message, error) {
	var m Message
	body := false
	for item := data.Next(); item != nil; item = data.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			m.UID = uint32(item.UID)
		case imapclient.FetchItemDataFlags:
			m.Flags = cleanFlags(item.Flags)
		case imapclient.FetchItemDataInternalDate:
			m.Date = item.Time
		case imapclient.FetchItemDataBodySection:
			body = true
			h := sha256.New()
			if item.Literal != nil {
				n, err := io.Copy(h, item.Literal)
				if err != nil {
					return m, err
				}
				m.Size = n
			}
			h.Sum(m.SHA256[:0])
		}
	}
	if !body {
		m.UID = 0
	}
	return m, nil
}

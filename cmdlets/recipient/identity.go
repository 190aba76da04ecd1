package recipient

import "stagecoach/shell/object"

// mailboxID names a mailbox: any address of it, its name, alias, display name
// or GUID; a mailbox object stands for its GUID.
type mailboxID struct{ Text string }

var mailboxIDType = &object.Type{Name: "MailboxIdParameter", Base: object.ObjectType, Convert: toMailboxID}

// PSType makes a converted identity a value of the language.
func (mailboxID) PSType() *object.Type { return mailboxIDType }

func (m mailboxID) String() string { return m.Text }

// BindType is what the binder converts an argument to.
func (*mailboxID) BindType() *object.Type { return mailboxIDType }

// BindValue takes the converted argument.
func (m *mailboxID) BindValue(v any) { *m = v.(mailboxID) }

func toMailboxID(inv object.Invoker, v any) (any, bool, error) {
	switch x := object.Unwrap(v).(type) {
	case nil:
		return nil, false, nil
	case mailboxID:
		return x, true, nil
	case *Mailbox:
		return mailboxID{x.Guid.String()}, true, nil
	}
	return mailboxID{object.Text(inv, v)}, true, nil
}

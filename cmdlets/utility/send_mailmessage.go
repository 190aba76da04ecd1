package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type sendMailMessage struct {
	Attachments                []string             `ps:"pipeline,byname,alias=PsPath" notempty:"true" help:"Files that are sent along."`
	Bcc                        []string             `ps:"byname" notempty:"true" help:"Recipients the others do not see."`
	Body                       string               `ps:"position=2,byname" notempty:"true" help:"The text."`
	BodyAsHtml                 cmdlet.Switch        `ps:"byname,alias=BAH" help:"The text is HTML."`
	Encoding                   textfile.Encoding    `ps:"byname,alias=BE" default:"ASCII" type:"Encoding" help:"How text and subject are encoded."`
	Cc                         []string             `ps:"byname" notempty:"true" help:"Recipients of a copy."`
	DeliveryNotificationOption notification         `ps:"byname,alias=DNO" help:"When the sender is told of the delivery."`
	From                       string               `ps:"mandatory,byname" notempty:"true" help:"The sender."`
	SmtpServer                 string               `ps:"position=3,byname,alias=ComputerName" notempty:"true" help:"The server; without it $PSEmailServer."`
	Priority                   mailPriority         `ps:"byname" help:"Normal, Low or High."`
	ReplyTo                    []string             `ps:"byname" help:"Where answers go."`
	Subject                    string               `ps:"position=1,byname,alias=sub" help:"The subject."`
	To                         []string             `ps:"position=0,mandatory,byname" notempty:"true" help:"The recipients."`
	Credential                 *dotnet.PSCredential `ps:"byname" notempty:"true" help:"Who signs in to the server."`
	UseSsl                     cmdlet.Switch        `ps:"byname" help:"Starts TLS before anything is said."`
	Port                       int32                `ps:"byname" range:"0..2147483647" default:"25" help:"The server's port."`

	mail   *mailMessage
	client smtpClient
}

func sendMailMessageCmdlet() *cmdlet.Definition {
	return define("Send-MailMessage", func() cmdlet.Cmdlet { return &sendMailMessage{Encoding: textfile.Named("ascii")} }, cmdlet.Options{
		Synopsis: "Sends a message over SMTP."})
}

const mailObsolete = "The command 'Send-MailMessage' is obsolete. This cmdlet does not guarantee secure connections to SMTP servers. " +
	"While there is no immediate replacement available in PowerShell, we recommend you do not use Send-MailMessage at this time. " +
	"See https://aka.ms/SendMailMessage for more information."

// Begin warns as PowerShell does.
func (c *sendMailMessage) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.Encoding.Warn(rt); err != nil {
		return err
	}
	return rt.WriteWarning(mailObsolete)
}

// Process reads the parameters with the first input, and the attachments with each.
func (c *sendMailMessage) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.mail == nil {
		if err := c.read(rt); err != nil {
			return err
		}
	}
	for _, a := range c.Attachments {
		path, err := paths.File(rt, a, false)
		if err != nil {
			return err
		}
		c.mail.attachments = append(c.mail.attachments, path)
	}
	return nil
}

// read makes the message and its server of the parameters.
func (c *sendMailMessage) read(rt cmdlet.Runtime) error {
	if err := c.Encoding.Err(); err != nil {
		return err
	}
	from, err := dotnet.ParseMailAddress(c.From)
	if err != nil {
		return record(object.FromGo(err), "FormatException", object.InvalidType, c.From)
	}
	m := &mailMessage{from: from, subject: c.Subject, body: c.Body, html: bool(c.BodyAsHtml), encoding: c.Encoding, priority: int(c.Priority)}
	for _, list := range []struct {
		from []string
		to   *[]*dotnet.MailAddress
	}{{c.To, &m.to}, {c.Bcc, &m.bcc}, {c.Cc, &m.cc}, {c.ReplyTo, &m.replyTo}} {
		for _, text := range list.from {
			a, err := dotnet.ParseMailAddress(text)
			if err != nil {
				if err := rt.WriteError(record(object.FromGo(err), "FormatException", object.InvalidType, nil)); err != nil {
					return err
				}
				continue
			}
			*list.to = append(*list.to, a)
		}
	}
	server := c.SmtpServer
	if server == "" {
		if v, ok := rt.Session().Variable("PSEmailServer"); ok {
			server = object.Text(rt, v)
		}
	}
	if server == "" {
		return record(object.Throw(object.InvalidOperationType, "The email cannot be sent because no SMTP server was specified. You must specify an SMTP server by using either the SmtpServer parameter or the $PSEmailServer variable."),
			"", object.InvalidArgument, nil)
	}
	c.mail = m
	c.client = smtpClient{host: server, port: int(c.Port), tls: bool(c.UseSsl), notify: c.DeliveryNotificationOption.words()}
	if c.Credential != nil {
		c.client.user, c.client.password = c.Credential.UserName, c.Credential.Password.Plain()
	}
	return nil
}

// End sends the message.
func (c *sendMailMessage) End(ctx context.Context, rt cmdlet.Runtime) error {
	if c.mail == nil {
		return nil
	}
	if err := c.mail.checkAttachments(); err != nil {
		return err
	}
	var err error
	cmdlet.WhileWaiting(rt, func() { err = c.client.send(ctx, c.mail) })
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	e := object.FromGo(err)
	id := "SmtpException"
	if n := e.PSType().Name; n == "InvalidOperationException" || n == "SmtpFailedRecipientsException" || n == "AuthenticationException" {
		id = n
	}
	return rt.WriteError(record(e, id, object.InvalidOperation, nil))
}

var (
	priorityType     = object.NewEnum("System.Net.Mail", "MailPriority", []string{"Normal", "Low", "High"})
	notificationType = object.NewFlags("System.Net.Mail", "DeliveryNotificationOptions",
		[]string{"None", "OnSuccess", "OnFailure", "Delay", "Never"}, 0, 1, 2, 4, 134217728)
)

// mailPriority is -Priority; notification -DeliveryNotificationOption.
type (
	mailPriority int64
	notification int64
)

func (*mailPriority) BindType() *object.Type { return priorityType }
func (p *mailPriority) BindValue(v any)      { *p = mailPriority(v.(object.Enum).Value) }
func (*notification) BindType() *object.Type { return notificationType }
func (p *notification) BindValue(v any)      { *p = notification(v.(object.Enum).Value) }

// words are the NOTIFY parameter's. RFC 3461 4.1
func (p notification) words() (list []string) {
	if p&134217728 != 0 {
		return []string{"NEVER"}
	}
	for i, word := range []string{"SUCCESS", "FAILURE", "DELAY"} {
		if p&(1<<i) != 0 {
			list = append(list, word)
		}
	}
	return list
}

package recipient

import (
	"context"
	"strings"

	"stagecoach/cmdlets/exchange"
	"stagecoach/shell/cmdlet"
)

type getMailboxFolderStatistics struct {
	open     Opener
	Identity mailboxID `ps:"position=0,mandatory,pipeline,byname" help:"The mailbox to count, folder by folder."`
}

func defineGetFolderStatistics(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MailboxFolderStatistics", func() cmdlet.Cmdlet { return &getMailboxFolderStatistics{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".FolderStatistics"},
		Synopsis: "Count the messages in each folder of a mailbox.",
	})
}

// Process writes one object a folder.
func (c *getMailboxFolderStatistics) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	r, err := e.Recipients.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	folders, err := e.Recipients.Statistics(ctx, r.GUID)
	if err != nil {
		return rt.WriteError(record(err, r.Name))
	}
	for _, f := range folders {
		name := f.Folder[strings.LastIndexByte(f.Folder, '/')+1:]
		o := &FolderStatistics{Name: name, FolderPath: "/" + f.Folder, Identity: r.Name + "\\" + strings.ReplaceAll(f.Folder, "/", "\\"),
			ItemsInFolder: f.Items, FolderSize: exchange.Size(f.Bytes)}
		if err := rt.WriteObject(o); err != nil {
			return err
		}
	}
	return nil
}

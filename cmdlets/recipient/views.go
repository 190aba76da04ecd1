package recipient

import "stagecoach/shell/cmdlet"

// Views are the default views; the mailbox's has the widths published output shows.
func Views() []*cmdlet.View {
	return []*cmdlet.View{
		table("Mailbox", column("Name", 25), column("Alias", 15), column("Database", 30), column("ProhibitSendQuota", 20), column("ExternalDirectoryObjectId", 0)),
		table("MailboxStatistics", column("DisplayName", 25), column("ItemCount", 12), column("TotalItemSize", 40), column("LastLogonTime", 0)),
		table("AcceptedDomain", column("Name", 30), column("DomainName", 30), column("DomainType", 20), column("Default", 0)),
		table("FolderStatistics", column("Name", 25), column("FolderPath", 45), column("ItemsInFolder", 15), column("FolderSize", 0)),
	}
}

func column(property string, width int) cmdlet.Column {
	return cmdlet.Column{Width: width, Alignment: cmdlet.AlignLeft, Value: cmdlet.Value{Property: property}}
}

func table(typeName string, columns ...cmdlet.Column) *cmdlet.View {
	return &cmdlet.View{Name: typeName, TypeNames: []string{namespace + "." + typeName}, Table: &cmdlet.TableView{Columns: columns}}
}

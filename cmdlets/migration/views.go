package migration

import "stagecoach/shell/cmdlet"

// Views are the default views of the presentation objects. The batch's is
// the one published output shows; the others are in its manner.
func Views() []*cmdlet.View {
	return []*cmdlet.View{
		table("MigrationBatch", cmdlet.Columns("Identity", "Status", "Type", "TotalCount")),
		table("MigrationUser", []cmdlet.Column{column("Identity", ""), column("BatchId", "Batch"), column("Status", ""), column("LastSyncTime", "")}),
		table("MigrationUserStatistics", []cmdlet.Column{column("Identity", ""), column("BatchId", "Batch"), column("Status", ""),
			column("SyncedItemCount", "Items Synced"), column("SkippedItemCount", "Items Skipped")}),
		table("MigrationAudit", []cmdlet.Column{column("Identity", ""), column("DataConsistencyScore", "Score"), column("CheckedItemCount", "Items Checked"),
			column("MissingItemCount", "Missing"), column("AlteredItemCount", "Altered"), column("DeletedItemCount", "Deleted")}),
		table("MigrationEndpoint", cmdlet.Columns("Identity", "EndpointType", "RemoteServer")),
	}
}

func column(property, label string) cmdlet.Column {
	return cmdlet.Column{Label: label, Alignment: cmdlet.AlignLeft, Value: cmdlet.Value{Property: property}}
}

func table(typeName string, columns []cmdlet.Column) *cmdlet.View {
	for i := range columns {
		columns[i].Alignment = cmdlet.AlignLeft
	}
	return &cmdlet.View{Name: typeName, TypeNames: []string{namespace + "." + typeName}, Table: &cmdlet.TableView{AutoSize: true, Columns: columns}}
}

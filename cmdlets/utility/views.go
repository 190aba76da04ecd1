package utility

import "stagecoach/shell/cmdlet"

// Views lists the views of this package's objects.
func Views() []*cmdlet.View {
	property := func(name string) cmdlet.Value { return cmdlet.Value{Property: name} }
	return append(webResponseViews(), []*cmdlet.View{
		{Name: "Microsoft.PowerShell.Commands.ByteCollection", TypeNames: []string{"Microsoft.PowerShell.Commands.ByteCollection"},
			Table: &cmdlet.TableView{Columns: []cmdlet.Column{
				{Label: "Offset", Width: 16, Alignment: cmdlet.AlignRight, Value: property("HexOffset")},
				{Label: "Bytes\n00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", Width: 47, Alignment: cmdlet.AlignLeft, Value: property("HexBytes")},
				{Label: "Ascii", Width: 16, Alignment: cmdlet.AlignLeft, Value: property("Ascii")},
			}},
			GroupBy: &cmdlet.GroupBy{Value: property("Label")}},
	}...)
}

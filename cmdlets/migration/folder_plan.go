package migration

import (
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/object"
)

var folderPlanType = object.Presentation(namespace, MigrationFolderPlan{})

// MigrationFolderPlan is what Test-MigrationBatch -ListFolders writes, one a folder: what a pass would do with it.
type MigrationFolderPlan struct {
	object.Instance
	Identity          Identity
	FolderName        string
	TargetFolderName  string // empty: it is left out
	Exists            bool
	ItemCount         int64
	FilteredItemCount int64
	LargeItemCount    int64
	Reason            string
	BatchId           Identity
}

// PSType is the type scripts see.
func (*MigrationFolderPlan) PSType() *object.Type { return folderPlanType }

func (p *MigrationFolderPlan) String() string { return p.FolderName + " -> " + p.TargetFolderName }

func newFolderPlan(u nouns.User, p engine.FolderPlan) *MigrationFolderPlan {
	return &MigrationFolderPlan{Identity: Identity{u.EmailAddress}, BatchId: Identity{u.BatchName}, FolderName: p.Source.String(),
		TargetFolderName: p.Target.String(), Exists: p.Exists, ItemCount: p.Messages, FilteredItemCount: p.Filtered,
		LargeItemCount: p.Large, Reason: p.Reason}
}

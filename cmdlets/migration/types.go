package migration

import (
	"fmt"

	nouns "stagecoach/engine/migration"
	"stagecoach/shell/object"
)

// The enumerations as scripts see them; the order is the engine's, which is Exchange's.
var (
	batchStatusType = object.NewEnum("", "MigrationBatchStatus", names(nouns.BatchStarting))
	userStatusType  = object.NewEnum("", "MigrationUserStatus", names(nouns.UserRemoving))
	summaryType     = object.NewEnum("", "MigrationUserStatusSummary", names(nouns.SummaryStopped))
	typeType        = object.NewEnum("", "MigrationType", names(nouns.TypePSTImport))
	securityType    = object.NewEnum("", "IMAPSecurityMechanism", names(nouns.SecurityTLS))
	authType        = object.NewEnum("", "AuthenticationMethod", names(nouns.AuthOAuth))
	scoreType       = object.NewEnum("", "DataConsistencyScore", []string{"None", "Perfect", "Good", "Investigate", "Poor"})
	directionType   = object.NewEnum("", "MigrationBatchDirection", []string{"Local", "Onboarding", "Offboarding"})
	permissionType  = object.NewEnum("", "MigrationMailboxPermission", []string{"Admin", "FullAccess"})
	itemKindType    = object.NewEnum("", "SkippedItemKind", names(nouns.ItemMissing))
)

// names lists the names of an enumeration of the engine from its zero to last.
func names[T interface {
	~int
	fmt.Stringer
}](last T) []string {
	list := make([]string, 0, last+1)
	for i := T(0); i <= last; i++ {
		list = append(list, i.String())
	}
	return list
}

// Parameter types: an enumeration of the engine's, bound by its name.
type (
	batchStatus    nouns.BatchStatus
	userStatus     nouns.UserStatus
	statusSummary  nouns.StatusSummary
	migrationType  nouns.Type
	security       nouns.Security
	authentication nouns.Authentication
)

func enumValue(v any) int64 { return v.(object.Enum).Value }

func (*batchStatus) BindType() *object.Type    { return batchStatusType }
func (p *batchStatus) BindValue(v any)         { *p = batchStatus(enumValue(v)) }
func (*userStatus) BindType() *object.Type     { return userStatusType }
func (p *userStatus) BindValue(v any)          { *p = userStatus(enumValue(v)) }
func (*statusSummary) BindType() *object.Type  { return summaryType }
func (p *statusSummary) BindValue(v any)       { *p = statusSummary(enumValue(v)) }
func (*migrationType) BindType() *object.Type  { return typeType }
func (p *migrationType) BindValue(v any)       { *p = migrationType(enumValue(v)) }
func (*security) BindType() *object.Type       { return securityType }
func (p *security) BindValue(v any)            { *p = security(enumValue(v)) }
func (*authentication) BindType() *object.Type { return authType }
func (p *authentication) BindValue(v any)      { *p = authentication(enumValue(v)) }

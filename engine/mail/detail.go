package mail

// Detail says how much a listing reads of each message. The less, the
// cheaper: flags alone come from an index, a Message-ID may cost the server a
// look into every file.
type Detail int

// Each detail includes the ones before it.
const (
	ListFlags Detail = iota // UID, Flags and, with CONDSTORE, ModSeq
	ListMeta                // also Size and InternalDate
	ListIDs                 // also MessageID
)

// Package engine is the facade of what moves mail. It works without a shell:
// the cmdlets, the service and reports all speak the same few business verbs
// on [Endpoints], [Batches], [Users], [Recipients] and [Settings]; [State] is for its upkeep.
//
// # The walk of one batch
//
// [Batches.New] reads the CSV (engine/internal/csvfile) and writes the batch
// and its users into the state (engine/store), passwords sealed
// (engine/internal/secret). [Batches.Start] changes a status: which change is
// allowed is engine/lifecycle's to say, and the store applies it only if the
// status is still the one it started from. That is all a verb does; it moves
// no mail itself.
//
// Mail is moved by the queue (engine/queue), a pool of workers in this process
// or in the service. A worker claims a user for a while (a lease), within the
// endpoint's limits, and runs one pass of a transfer (engine/transfer): list
// the source, plan, append, record where it landed. The protocols on
// either end (engine/source/..., engine/target/...) know only the nouns of
// engine/mail; they decide no status. What a dead worker held comes back when
// its lease ends.
//
// Whether what was moved is really there is engine/audit's to say ([Users.Audit]): it
// reads both ends again and believes no record.
//
// # What does not happen here
//
// Nothing prints, nothing is formatted for people but the sentences that are
// kept as a user's error. Nothing happens at [Open]: the state is opened when
// the first verb needs it, and workers start with the first verb that touches
// migrations.
package engine

package transfer

import "stagecoach/engine/migration"

// Grade is the data consistency score of a mailbox of which items arrived and lost, by kind, did
// not. It is the one rule, for the end of a pass and for an audit. Items past the
// limits of the service are known losses, bad ones are not; one that is missing or altered at
// the target although it landed is for somebody to look into, however many arrived.
func Grade(items int64, lost map[migration.ItemKind]int) migration.Score {
	bad := lost[migration.ItemCorrupt] + lost[migration.ItemRefused] + lost[migration.ItemMissing]
	known := lost[migration.ItemLarge] + lost[migration.ItemOverCount]
	switch {
	case bad+known == 0:
		return migration.ScorePerfect
	case int64(bad) > max(10, items/100):
		return migration.ScorePoor
	case lost[migration.ItemMissing] > 0 || int64(bad) > max(1, items/1000):
		return migration.ScoreInvestigate
	}
	return migration.ScoreGood
}

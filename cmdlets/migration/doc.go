// Package migration has the migration cmdlets: New-MigrationEndpoint,
// New-MigrationBatch, Get-MigrationUser and their like, one file each.
//
// A cmdlet here turns parameters into one business verb of package engine and
// the engine's nouns into presentation objects (objects.go) with their views
// (views.go); errors.go turns the engine's errors into error records. Nothing
// here decides a status or touches a server or a file.
package migration

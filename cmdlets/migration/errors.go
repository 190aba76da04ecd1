package migration

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// The exception types Exchange is known to name.
var (
	notFoundException = exception("Microsoft.Exchange.Configuration.Tasks", "ManagementObjectNotFoundException")
	connectException  = exception("Microsoft.Exchange.Migration", "MigrationServerConnectionFailedException")
	permanent         = exception("Microsoft.Exchange.Migration", "MigrationPermanentException")
	csvException      = exception("Microsoft.Exchange.Migration", "MigrationCSVRowValidationException")
)

func exception(namespace, name string) *object.Type {
	return &object.Type{Namespace: namespace, Name: name, Base: object.ExceptionType}
}

// record turns an error of the engine into an error record: the published
// wording where there is one, otherwise one sentence on what is wrong and, where
// it is not plain, one on what to do. It never returns nil.
func record(err error, target any) *cmdlet.ErrorRecord {
	r := &cmdlet.ErrorRecord{Category: object.NotSpecified, Target: target}
	exceptionType := permanent
	var (
		notFound  *engine.NotFoundError
		ambiguous *engine.AmbiguousError
		exists    *engine.AlreadyExistsError
		inUse     *engine.InUseError
		state     *engine.StateError
		limit     *engine.LimitError
		invalid   *engine.InvalidError
		connect   *engine.ConnectError
		csv       *engine.CSVError
	)
	switch message := ""; {
	case errors.As(err, &notFound):
		exceptionType = notFoundException
		r.ID, message = notFoundText(notFound)
		r.Category, r.Target = object.ObjectNotFound, notFound.Name
		r.Exception = &object.Exception{Type: exceptionType, Message: message, Cause: err}
	case errors.As(err, &ambiguous):
		r.ID, r.Category = "ManagementObjectAmbiguous", object.InvalidArgument
		r.Exception = fail(err, exceptionType, "The operation couldn't be performed because '%s' matches multiple entries.", ambiguous.Name)
	case errors.As(err, &exists):
		r.ID, r.Category = existsID[exists.Kind], object.ResourceExists
		r.Exception = &object.Exception{Type: object.InvalidOperationType, Message: existsText(exists), Cause: err}
	case errors.As(err, &inUse):
		r.ID, r.Category = "MigrationEndpointInUse", object.ResourceBusy
		r.Exception = fail(err, exceptionType, "The migration endpoint '%s' can't be removed because it's still used by the migration batch '%s'. Remove the batch first.",
			inUse.Name, strings.Join(inUse.By, "', '"))
	case errors.As(err, &state):
		r.ID, r.Category = stateID(state), object.InvalidOperation
		r.Exception = &object.Exception{Type: object.InvalidOperationType, Message: stateText(state), Cause: err}
	case errors.As(err, &limit):
		r.ID, r.Category = "MaximumNumberOfBatchesReached", object.LimitsExceeded
		r.Exception = fail(err, exceptionType, "The maximum number of migration batches is already running. Please remove a batch before you add another one")
	case errors.As(err, &invalid):
		r.ID, r.Category, r.Target = "InvalidMigrationParameter", object.InvalidArgument, invalid.Value
		r.Exception = &object.Exception{Type: object.ArgumentExceptionType, Cause: err,
			Message: fmt.Sprintf("The value '%s' of the parameter '%s' isn't valid: %s.", invalid.Value, invalid.Field, invalid.Reason)}
	case errors.As(err, &connect):
		r.ID, r.Category, r.Target = "MigrationServerConnectionFailed", object.ConnectionError, connect.Host
		r.Exception = fail(err, connectException, "%s", connectText(connect))
	case errors.As(err, &csv):
		r.ID, r.Category = csvID[csv.Problem], object.InvalidData
		r.Exception = fail(err, csvException, "%s", csvText(csv))
	default:
		r.ID = "MigrationFailed"
		r.Exception = fail(err, exceptionType, "%s", sentence(err.Error()))
	}
	return r
}

func fail(cause error, t *object.Type, format string, args ...any) *object.Exception {
	return &object.Exception{Type: t, Message: fmt.Sprintf(format, args...), Cause: cause}
}

func notFoundText(e *engine.NotFoundError) (id, message string) {
	switch e.Kind {
	case engine.KindEndpoint:
		return "MigrationEndpointNotFound", fmt.Sprintf("The migration endpoint '%s' couldn't be found.", e.Name)
	case engine.KindBatch:
		return "MigrationBatchNotFound", fmt.Sprintf("The migration batch \"%s\" can't be found.", e.Name)
	case engine.KindUser:
		return "MigrationUserNotFound", fmt.Sprintf("The user '%s' isn't being migrated.", e.Name)
	}
	return "ManagementObjectNotFound", fmt.Sprintf("The operation couldn't be performed because object '%s' couldn't be found.", e.Name)
}

var existsID = map[engine.Kind]string{
	engine.KindEndpoint:  "MigrationEndpointAlreadyExists",
	engine.KindBatch:     "MigrationBatchAlreadyExists",
	engine.KindUser:      "MigrationUserAlreadyExists",
	engine.KindRecipient: "RecipientAlreadyExists",
}

func existsText(e *engine.AlreadyExistsError) string {
	switch {
	case e.Kind == engine.KindEndpoint:
		return fmt.Sprintf("A migration endpoint named '%s' already exists.", e.Name)
	case e.Kind == engine.KindBatch && e.Removing:
		return fmt.Sprintf("The migration batch already exists. '%s' is still being removed; try again in a moment.", e.Name)
	case e.Kind == engine.KindBatch:
		return "The migration batch already exists."
	}
	return fmt.Sprintf("The %s '%s' already exists.", e.Kind, e.Name)
}

// participle is what a verb is called in "can't be ...".
var participle = map[string]string{"start": "started", "stop": "stopped", "complete": "completed", "remove": "removed", "sync": "synchronized", "set": "changed", "audit": "audited"}

func stateID(e *engine.StateError) string {
	noun := "MigrationBatch"
	if e.Kind == engine.KindUser {
		noun = "MigrationUser"
	}
	p := participle[e.Verb]
	return noun + "CannotBe" + strings.ToUpper(p[:1]) + p[1:]
}

func stateText(e *engine.StateError) string {
	if e.Kind == engine.KindUser {
		return fmt.Sprintf("The migration user '%s' can't be %s because its status is %s.", e.Name, participle[e.Verb], e.User)
	}
	return fmt.Sprintf("The migration batch '%s' can't be %s because its status is %s.", e.Name, participle[e.Verb], e.Batch)
}

// connectText is the published sentence and, behind Exchange's arrow, the reason.
func connectText(e *engine.ConnectError) string {
	if e.Reason == engine.ConnectTimedOut {
		return fmt.Sprintf("The connection to the server %s timed out after %s.", e.Host, clockText(e.After))
	}
	s := fmt.Sprintf("The connection to the server '%s' could not be completed.", e.Host)
	if inner := connectReason(e); inner != "" {
		s += " --> " + inner
	}
	return s
}

func connectReason(e *engine.ConnectError) string {
	switch e.Reason {
	case engine.ConnectUnresolved:
		if e.Text != "" {
			return fmt.Sprintf("The name '%s' doesn't resolve to an address: %s.", e.Host, e.Text)
		}
		return fmt.Sprintf("The name '%s' doesn't resolve to an address. Check -RemoteServer.", e.Host)
	case engine.ConnectRefused:
		return fmt.Sprintf("Nothing answers on port %d. Check -Port and the firewall.", e.Port)
	case engine.ConnectWrongSecurity:
		return wrongSecurityText(e)
	case engine.ConnectUntrusted:
		return fmt.Sprintf("The certificate of the server isn't trusted (%s). Add its CA to the configuration, or use -AcceptUntrustedCertificates.", reason(e))
	case engine.ConnectBadLogin:
		return "We had trouble signing in to this account. Confirm that you're using the correct user name and password."
	}
	return sentence(reason(e))
}

func wrongSecurityText(e *engine.ConnectError) string {
	switch e.Security {
	case nouns.SecuritySSL:
		return fmt.Sprintf("Port %d doesn't speak SSL. Use -Security Tls or None on it, or the server's SSL port (usually 993).", e.Port)
	case nouns.SecurityTLS:
		return fmt.Sprintf("Port %d doesn't offer STARTTLS. Use -Security Ssl on the server's SSL port (usually 993).", e.Port)
	}
	return fmt.Sprintf("Port %d doesn't speak plain IMAP. Use -Security Ssl or Tls on it.", e.Port)
}

func reason(e *engine.ConnectError) string {
	if e.Text != "" {
		return e.Text
	}
	if e.Err != nil {
		return e.Err.Error()
	}
	return "no reason given"
}

// clockText writes a duration as .NET writes a time span.
func clockText(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// sentence gives an error text of the engine a capital and a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

var csvID = map[engine.CSVProblem]string{
	engine.CSVEmpty:         "MigrationCSVEmpty",
	engine.CSVTooLarge:      "MigrationCSVTooLarge",
	engine.CSVTooManyRows:   "MigrationCSVTooManyRows",
	engine.CSVMissingColumn: "MigrationCSVMissingColumn",
	engine.CSVUnknownColumn: "MigrationCSVUnknownColumn",
	engine.CSVTwiceColumn:   "MigrationCSVDuplicateColumn",
	engine.CSVColumnCount:   "MigrationCSVColumnCount",
	engine.CSVEncoding:      "MigrationCSVEncoding",
	engine.CSVQuote:         "MigrationCSVQuote",
}

// csvText has the published wordings, and in their manner those not published.
func csvText(e *engine.CSVError) string {
	switch e.Problem {
	case engine.CSVEmpty:
		return "Upload file can't be empty"
	case engine.CSVTooLarge:
		return fmt.Sprintf("The CSV file is larger than %d MB. Please divide the file into two or more files and submit them separately.", e.Limit>>20)
	case engine.CSVTooManyRows:
		return fmt.Sprintf("The CSV file contains more than %s rows. Please divide the file into two or more files and submit them separately.", exchange.Thousands(int64(e.Limit)))
	case engine.CSVMissingColumn:
		return fmt.Sprintf("Column \"%s\" is missing from the CSV file. The import process can't continue because this column is required. Please edit the CSV file and re-submit it.", e.Column)
	case engine.CSVUnknownColumn:
		return fmt.Sprintf("Column \"%s\" isn't known. The import process can't continue because of it. Please edit the CSV file and re-submit it, or use -AllowUnknownColumnsInCsv $true.", e.Column)
	case engine.CSVTwiceColumn:
		return fmt.Sprintf("Column \"%s\" is in the CSV file more than once. Please edit the CSV file and re-submit it.", e.Column)
	case engine.CSVColumnCount:
		return fmt.Sprintf("Row %d has the wrong number of columns. Expected number: %d. Actual number: %d. Please edit this row and re-submit the file.", e.Row, e.Expected, e.Actual)
	case engine.CSVQuote:
		return fmt.Sprintf("Row %d has a quote that isn't closed. Please edit this row and re-submit the file.", e.Row)
	}
	return fmt.Sprintf("Row %d isn't text in UTF-8 or another Unicode encoding. Please save the file as UTF-8 and re-submit it.", e.Row)
}

package recipient

import (
	"errors"
	"fmt"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

var (
	notFoundException = &object.Type{Namespace: "Microsoft.Exchange.Configuration.Tasks", Name: "ManagementObjectNotFoundException", Base: object.ExceptionType}
	taskException     = &object.Type{Namespace: "Microsoft.Exchange.Configuration.Tasks", Name: "RecipientTaskException", Base: object.ExceptionType}
)

// record turns an error of the engine into an error record. It never returns nil.
func record(err error, target any) *cmdlet.ErrorRecord {
	var (
		notFound  *engine.NotFoundError
		ambiguous *engine.AmbiguousError
		exists    *engine.AlreadyExistsError
		invalid   *engine.InvalidError
	)
	r := &cmdlet.ErrorRecord{Target: target, Category: object.NotSpecified, ID: "RecipientTaskFailed"}
	t, message := taskException, err.Error()
	switch {
	case errors.As(err, &notFound):
		r.ID, r.Category, t = "ManagementObjectNotFound", object.ObjectNotFound, notFoundException
		message = fmt.Sprintf("The operation couldn't be performed because object '%s' couldn't be found.", notFound.Name)
	case errors.As(err, &ambiguous):
		r.ID, r.Category = "ManagementObjectAmbiguous", object.InvalidArgument
		message = fmt.Sprintf("The operation couldn't be performed because '%s' matches multiple entries.", ambiguous.Name)
	case errors.As(err, &exists):
		r.ID, r.Category = "ProxyAddressExists", object.ResourceExists
		message = fmt.Sprintf("'%s' is already used by another recipient. Please choose another name or address.", exists.Name)
	case errors.As(err, &invalid) && invalid.Field == "PrimarySmtpAddress":
		r.ID, r.Category = "InvalidSmtpAddress", object.InvalidArgument
		message = fmt.Sprintf("'%s' can't be the address of a mailbox: %s.", invalid.Value, invalid.Reason)
	case errors.As(err, &invalid):
		r.ID, r.Category = "InvalidRecipientParameter", object.InvalidArgument
		message = fmt.Sprintf("The value '%s' of the parameter '%s' isn't valid: %s.", invalid.Value, invalid.Field, invalid.Reason)
	}
	r.Exception = &object.Exception{Type: t, Message: message, Cause: err}
	return r
}

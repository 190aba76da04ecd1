package format

import "stagecoach/shell/object"

// CategoryMessage is CategoryInfo.ToString(): "ObjectNotFound: (/nope:String) [Get-Item], ItemNotFoundException".
func CategoryMessage(inv object.Invoker, r *object.ErrorRecord) string {
	name := r.Category.String()
	if r.Category == object.DeadlockDetected {
		name = "Deadlock detected"
	}
	return name + ": (" + clip(targetName(inv, r)) + ":" + clip(r.TargetTypeName()) + ") [" + clip(r.Activity) + "], " + reason(r)
}

// clip shortens a text to forty characters, the middle replaced by an ellipsis.
func clip(s string) string {
	r := []rune(s)
	if len(r) <= 40 {
		return s
	}
	return string(r[:19]) + ellipsis + string(r[len(r)-19:])
}

func reason(r *object.ErrorRecord) string {
	if r.Reason != "" {
		return r.Reason
	}
	if r.Exception == nil {
		return ""
	}
	return r.Exception.PSType().Name
}

func targetName(inv object.Invoker, r *object.ErrorRecord) string {
	if r.TargetName != "" || r.Target == nil {
		return r.TargetName
	}
	return object.Text(inv, r.Target)
}

package utility

import (
	"stagecoach/shell/object"
)

var (
	executionPolicies = object.NewEnum("Microsoft.PowerShell", "ExecutionPolicy", []string{"Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Bypass", "Undefined"})
	policyScopes      = object.NewEnum("Microsoft.PowerShell", "ExecutionPolicyScope", []string{"Process", "CurrentUser", "LocalMachine", "UserPolicy", "MachinePolicy"})
)

package ast

// CommentHelpInfo is comment-based help, which parse.Help finds. Each line of a
// text ends in LF, as PowerShell keeps it; absent parts are empty.
type CommentHelpInfo struct {
	Synopsis, Description, Notes               string
	Parameters                                 []HelpParameter
	Links, Examples, Inputs, Outputs           []string
	Component, Role, Functionality             string
	ForwardHelpTargetName, ForwardHelpCategory string
	RemoteHelpRunspace, ExternalHelp           string
}

// HelpParameter is the text for one parameter.
type HelpParameter struct{ Name, Text string }

// Parameter returns the text for a parameter, "" when there is none.
func (h *CommentHelpInfo) Parameter(name string) string {
	for _, p := range h.Parameters {
		if foldEqual(p.Name, name) {
			return p.Text
		}
	}
	return ""
}

//go:build !darwin

package markdown

// codeColour is code's in both themes.
const codeColour = "[48;2;155;155;155;38;2;30;30;30m"

package markdown

// codeColour is code's in both themes: macOS' terminal lacks the colours of the others.
const codeColour = "[107;95m"

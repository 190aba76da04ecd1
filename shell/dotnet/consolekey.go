package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// consoleKey are the keys of a keyboard.
var consoleKey = object.NewEnum("System", "ConsoleKey", consoleKeyNames(), consoleKeyValues()...)

var consoleModifiers = object.NewFlags("System", "ConsoleModifiers", strings.Fields("None Alt Shift Control"), 0, 1, 2, 4)

// consoleKeyRuns are the key names in runs of codes that follow each other.
var consoleKeyRuns = []struct {
	from  int64
	names string
}{
	{0, "None"}, {8, "Backspace Tab"}, {12, "Clear Enter"}, {19, "Pause"}, {27, "Escape"},
	{32, "Spacebar PageUp PageDown End Home LeftArrow UpArrow RightArrow DownArrow Select Print Execute PrintScreen Insert Delete Help D0 D1 D2 D3 D4 D5 D6 D7 D8 D9"},
	{65, "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z LeftWindows RightWindows Applications"}, {95, "Sleep NumPad0 NumPad1 NumPad2 NumPad3 NumPad4 NumPad5 NumPad6 NumPad7 NumPad8 NumPad9 Multiply Add Separator Subtract Decimal Divide F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24"},
	{166, "BrowserBack BrowserForward BrowserRefresh BrowserStop BrowserSearch BrowserFavorites BrowserHome VolumeMute VolumeDown VolumeUp MediaNext MediaPrevious MediaStop MediaPlay LaunchMail LaunchMediaSelect LaunchApp1 LaunchApp2"},
	{186, "Oem1 OemPlus OemComma OemMinus OemPeriod Oem2 Oem3"}, {219, "Oem4 Oem5 Oem6 Oem7 Oem8"}, {226, "Oem102"}, {229, "Process"}, {231, "Packet"},
	{246, "Attention CrSel ExSel EraseEndOfFile Play Zoom NoName Pa1 OemClear"},
}

func consoleKeyNames() (names []string) {
	for _, run := range consoleKeyRuns {
		names = append(names, strings.Fields(run.names)...)
	}
	return names
}

func consoleKeyValues() (values []int64) {
	for _, run := range consoleKeyRuns {
		for i := range strings.Fields(run.names) {
			values = append(values, run.from+int64(i))
		}
	}
	return values
}

func consoleKeyEntries() []entry {
	return []entry{{consoleKey, nil, ""}, {consoleModifiers, nil, ""}}
}

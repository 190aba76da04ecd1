package cmdlets

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

var update = flag.Bool("update", false, "write what the scripts show into testdata/display")

// displayFolder has scripts and what PowerShell shows for them, by its own type data
// (TypeTable_Types_Ps1Xml.cs), views (DefaultFormatters) and formatter
// (FormatAndOutput): for what the recorded scripts have no example of. Lines are 120 wide.
const displayFolder = "testdata/display"

func TestDisplay(t *testing.T) {
	cases, err := shelltest.ReadCorpus(displayFolder)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	// what a file is on Unix is not what it is on Windows
	cases = slices.DeleteFunc(cases, func(c *shelltest.Case) bool { return os.PathSeparator != '/' && strings.HasSuffix(c.Area, "_unix") })
	shown := map[string]*strings.Builder{}
	for _, c := range cases {
		t.Run(c.Area+"/"+c.Name, func(t *testing.T) {
			got := display(t, c.Part("ps1"))
			if want := c.Part("display"); got != want && !*update {
				t.Errorf("%s\nshows:\n%s\nnot:\n%s", c.Part("ps1"), got, want)
			}
			b := shown[c.Area]
			if b == nil {
				b = &strings.Builder{}
				shown[c.Area] = b
			}
			b.WriteString("-- " + c.Name + ".ps1 --\n" + c.Part("ps1") + "-- " + c.Name + ".display --\n" + got)
		})
	}
	if !*update {
		return
	}
	for area, b := range shown {
		if err := os.WriteFile(filepath.Join(displayFolder, area+".txtar"), []byte(b.String()), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// shortFolder is a folder of the test's own with a name that leaves the tables room, wherever the temporary files are.
func shortFolder(t *testing.T) string {
	t.Helper()
	const most = 60
	folder := t.TempDir()
	if len(folder) <= most || runtime.GOOS == "windows" {
		return folder
	}
	folder, err := os.MkdirTemp("/tmp", "d")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// display is what a script shows, errors in their places; blanks that end a line are
// shown as dots, for editors take them away.
func display(t *testing.T, script string) string {
	t.Helper()
	folder := shortFolder(t)
	var out shelltest.Texts
	system := format.New(format.Config{Views: []func() []*cmdlet.View{Views}})
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(append(builtin.Cmdlets(system), utility.Cmdlets()...), management.Cmdlets()...), Types: system.Types()})
	s.RunText(context.Background(), "& {\n"+script+"\n} 2>&1 | Out-String -Width 120", eval.RunOptions{})
	text := strings.ReplaceAll(strings.Join(out.Lines, "\n"), folder, "FOLDER")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		bare := strings.TrimRight(line, " ")
		lines[i] = bare + strings.Repeat("·", len(line)-len(bare))
	}
	return strings.Join(lines, "\n") + "\n"
}

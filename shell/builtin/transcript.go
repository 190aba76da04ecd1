package builtin

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// transcriber is a host that tells others what it shows.
type transcriber interface {
	BeginTranscript(w io.Writer)
	EndTranscript()
}

// transcripts are those of one session that are under way; the last begun is
// the first to end.
type transcripts struct {
	open   []*transcript
	atEnd  bool
	folder func() string // where those go that have no path; replaced in tests
}

// transcript is one file.
type transcript struct {
	path string
	file *os.File
	out  *bufio.Writer
}

// Write keeps what is shown; it reaches the file line by line, so that a program
// that dies leaves what was shown.
func (t *transcript) Write(p []byte) (int, error) {
	n, err := t.out.Write(p)
	if err == nil && strings.Contains(string(p), "\n") {
		err = t.out.Flush()
	}
	return n, err
}

const transcriptLine = "**********************\n"

func (t *transcript) end() error {
	fmt.Fprintf(t.out, "%sPowerShell transcript end\nEnd time: %s\n%s", transcriptLine, time.Now().Format("20060102150405"), transcriptLine)
	err := t.out.Flush()
	if closed := t.file.Close(); err == nil {
		err = closed
	}
	return err
}

type startTranscript struct {
	Path                    string        `ps:"set=ByPath,position=0" notempty:"true" help:"The file."`
	LiteralPath             string        `ps:"set=ByLiteralPath,position=0,alias=PSPath|LP" notempty:"true" help:"The file; no character is a wildcard."`
	OutputDirectory         string        `ps:"set=ByOutputDirectory" notempty:"true" help:"The folder of a file with a name of its own."`
	Append                  cmdlet.Switch `ps:"" help:"Adds to the file."`
	Force                   cmdlet.Switch `ps:"" help:"Makes a read-only file writable."`
	NoClobber               cmdlet.Switch `ps:"alias=NoOverwrite" help:"Does not overwrite a file."`
	IncludeInvocationHeader cmdlet.Switch `ps:"" help:"Notes when each command began."`
	UseMinimalHeader        cmdlet.Switch `ps:"" help:"Begins with little beside the time."`

	all *transcripts
}

func startTranscriptCmdlet(all *transcripts) *cmdlet.Definition {
	return define("Microsoft.PowerShell.Host", "Start-Transcript", func() cmdlet.Cmdlet { return &startTranscript{all: all} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Writes what is shown into a file too.", Outputs: []string{"System.String"}})
}

// Process begins the file.
func (c *startTranscript) Process(_ context.Context, rt cmdlet.Runtime) error {
	shown, path, err := c.place(rt)
	if err != nil {
		return err
	}
	if ok, err := rt.ShouldProcess(path, "Start-Transcript"); !ok {
		return err
	}
	if err := eval.RunningOf(rt).ShowAll(); err != nil {
		return err
	}
	host, ok := rt.Host().(transcriber)
	if !ok {
		return cannotTranscribe("This host does not support transcription.")
	}
	t, err := c.create(path)
	if err != nil {
		return cannotTranscribe(object.FromGo(err).Message)
	}
	c.head(rt, t)
	host.BeginTranscript(t)
	c.all.open = append(c.all.open, t)
	if !c.all.atEnd { // what is still under way when the session ends, ends with it
		c.all.atEnd = true
		rt.Session().AtEnd(func(context.Context) error { return c.all.endAll() })
	}
	return rt.WriteObject(noted("Transcript started, output file is "+shown, shown))
}

func noted(text, path string) any {
	o := &object.PSObject{Base: text}
	o.Extension(true).Members.Add(&object.Member{Name: "Path", Kind: object.NoteProperty, Detail: path})
	return o
}

func (all *transcripts) endAll() error {
	var first error
	for len(all.open) > 0 {
		if _, err := all.endLast(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (all *transcripts) endLast() (string, error) {
	t := all.open[len(all.open)-1]
	all.open = all.open[:len(all.open)-1]
	return t.path, t.end()
}

// place is the file's path, as given and whole: $Transcript's, or one by date,
// where none is given.
func (c *startTranscript) place(rt cmdlet.Runtime) (shown, path string, err error) {
	shown = c.Path
	if shown == "" {
		shown = c.LiteralPath
	}
	if shown == "" && c.OutputDirectory == "" {
		if v, ok := rt.Session().Variable("global:Transcript"); ok && v != nil {
			shown = object.Text(rt, v)
		}
	}
	if shown == "" {
		folder := c.OutputDirectory
		if folder == "" {
			folder = c.all.folder()
		} else {
			folder = filepath.Join(folder, time.Now().Format("20060102"))
		}
		if folder, err = rt.ResolvePath(folder, false); err != nil {
			return "", "", err
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return "", "", cannotTranscribe(object.FromGo(dotnet.FileError(err, folder)).Message)
		}
		shown = filepath.Join(folder, transcriptName())
	}
	path, err = rt.ResolvePath(shown, false)
	return shown, path, err
}

// transcriptName is unlike any other's.
func transcriptName() string {
	machine, _ := os.Hostname()
	var random [6]byte
	_, _ = rand.Read(random[:])
	unique := strings.NewReplacer("/", "_").Replace(base64.StdEncoding.EncodeToString(random[:]))
	return "PowerShell_transcript." + machine + "." + unique + "." + time.Now().Format("20060102150405") + ".txt"
}

func homeOfTranscripts() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return os.TempDir()
	}
	return home
}

func cannotTranscribe(reason string) error {
	e := &object.Exception{Type: object.PSInvalidOperationType, Message: "Transcription cannot be started due to the error: " + reason}
	return &object.ErrorRecord{Exception: e, ID: "CannotStartTranscription", Category: object.InvalidOperation}
}

func (c *startTranscript) create(path string) (*transcript, error) {
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if c.Append {
		flags = os.O_WRONLY | os.O_CREATE | os.O_APPEND
	}
	if info, err := os.Stat(path); err == nil {
		switch {
		case info.IsDir():
			return nil, object.Throw(object.ArgumentExceptionType, "File path %s resolves to a directory.", path)
		case bool(c.NoClobber) && !bool(c.Append):
			return nil, object.Throw(object.ArgumentExceptionType, "File %s already exists and NoClobber was specified.", path)
		case info.Mode().Perm()&0o200 == 0 && !bool(c.Force):
			return nil, object.Throw(object.ArgumentExceptionType, `File %s is read-only. Cannot write to this file. "Start-Transcript -Force" will clear the read-only attribute.`, path)
		case info.Mode().Perm()&0o200 == 0:
			if err := os.Chmod(path, info.Mode().Perm()|0o200); err != nil {
				return nil, dotnet.FileError(err, path)
			}
		}
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return nil, dotnet.FileError(err, path)
	}
	return &transcript{path: path, file: f, out: bufio.NewWriter(f)}, nil
}

// head says who began the transcript, where and when.
func (c *startTranscript) head(rt cmdlet.Runtime, t *transcript) {
	now := time.Now().Format("20060102150405")
	fmt.Fprintf(t.out, "%sPowerShell transcript start\nStart time: %s\n", transcriptLine, now)
	if !c.UseMinimalHeader {
		machine, _ := os.Hostname()
		name := machine
		if u, err := user.Current(); err == nil {
			name += `\` + u.Username
		}
		system := ""
		versions := ""
		if v, ok := rt.Session().Variable("PSVersionTable"); ok {
			if table, ok := object.Unwrap(v).(object.Dictionary); ok {
				for k, value := range table.All() {
					text := object.Text(rt, value)
					if items, ok := object.Elements(object.Unwrap(value)); ok && object.IsEnumerable(value) {
						texts := make([]string, len(items))
						for i, x := range items {
							texts[i] = object.Text(rt, x)
						}
						text = strings.Join(texts, ", ")
					}
					if object.Text(rt, k) == "OS" {
						system = text
					}
					versions += object.Text(rt, k) + ": " + text + "\n"
				}
			}
		}
		fmt.Fprintf(t.out, "Username: %s\nRunAs User: %s\nConfiguration Name: \nMachine: %s (%s)\nHost Application: %s\nProcess ID: %d\n%s",
			name, name, machine, system, strings.Join(os.Args, " "), os.Getpid(), versions)
	}
	fmt.Fprint(t.out, transcriptLine)
	if c.IncludeInvocationHeader {
		fmt.Fprintf(t.out, "%sCommand start time: %s\n%s", transcriptLine, now, transcriptLine)
	}
	_ = t.out.Flush() // a full disk shows when the transcript ends
}

type stopTranscript struct{ all *transcripts }

func stopTranscriptCmdlet(all *transcripts) *cmdlet.Definition {
	return define("Microsoft.PowerShell.Host", "Stop-Transcript", func() cmdlet.Cmdlet { return &stopTranscript{all} }, cmdlet.Options{
		SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Ends the transcript that was begun last.", Outputs: []string{"System.String"}})
}

// Process ends the file.
func (c *stopTranscript) Process(_ context.Context, rt cmdlet.Runtime) error {
	if ok, err := rt.ShouldProcess("", "Stop-Transcript"); !ok {
		return err
	}
	host, ok := rt.Host().(transcriber)
	if !ok || len(c.all.open) == 0 {
		e := &object.Exception{Type: object.PSInvalidOperationType, Message: "An error occurred stopping transcription: The host is not currently transcribing."}
		return &object.ErrorRecord{Exception: e, ID: "InvalidOperation", Category: object.InvalidOperation}
	}
	if err := eval.RunningOf(rt).ShowAll(); err != nil {
		return err
	}
	host.EndTranscript()
	path, err := c.all.endLast()
	if err != nil {
		return dotnet.FileError(err, path)
	}
	return rt.WriteObject(noted("Transcript stopped, output file is "+path, path))
}

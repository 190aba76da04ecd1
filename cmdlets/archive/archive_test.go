package archive_test

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/cmdlets/archive"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

func run(folder, script string) string {
	var out shelltest.Texts
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(builtin.Cmdlets(format.New(format.Config{})), archive.Cmdlets()...)})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.ReplaceAll(strings.Join(out.Lines, "\n"), folder, "FOLDER")
}

func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func names(t *testing.T, path string) string {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var list []string
	for _, f := range r.File {
		list = append(list, f.Name)
	}
	return strings.Join(list, " ")
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestThereAndBack(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{"in/a.txt": "one", "in/sub/b.txt": "two", "c.txt": "three"})
	if err := os.Mkdir(filepath.Join(folder, "in/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := run(folder, `Compress-Archive in, c.txt out; 'x.zip', 'out.zip' | % { Test-Path $_ } 2>$null; Compress-Archive c.txt out.zip`); got != "ERROR ArchiveFileExists,Compress-Archive InvalidArgument: The archive file FOLDER/out.zip already exists. Use the -Update parameter to update the existing archive file or use the -Force parameter to overwrite the existing archive file." {
		t.Error(got)
	}
	if got := names(t, filepath.Join(folder, "out.zip")); got != "in/a.txt in/empty/ in/sub/b.txt c.txt" {
		t.Error(got)
	}
	if got := run(folder, `Expand-Archive out.zip there -PassThru | % Name`); got != "in\na.txt\nempty\nsub\nb.txt\nc.txt" {
		t.Error(got)
	}
	if got := read(t, filepath.Join(folder, "there/in/sub/b.txt")); got != "two" {
		t.Error(got)
	}
	exists := run(folder, `Expand-Archive out.zip there`)
	if !strings.HasPrefix(exists, "ERROR ExpandArchiveFileExists,Expand-Archive InvalidOperation: Failed to create file 'FOLDER/there/in/a.txt'") || strings.Count(exists, "ERROR") != 3 {
		t.Error(exists)
	}
	write(t, folder, map[string]string{"there/c.txt": "changed"})
	if got := run(folder, `Expand-Archive out.zip there -Force`); got != "" || read(t, filepath.Join(folder, "there/c.txt")) != "three" {
		t.Error(got)
	}
	if got := run(folder, `Expand-Archive out.zip; Test-Path out/c.txt`); read(t, filepath.Join(folder, "out/c.txt")) != "three" {
		t.Error(got)
	}
}

func TestUpdateAndForce(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{"a": "one", "b": "two", "c": "three"})
	if got := run(folder, `Compress-Archive a, b z; 'new' > b; Compress-Archive b, c z -Update -PassThru | % Name; Compress-Archive c y -CompressionLevel NoCompression -WhatIf`); got != "z.zip" {
		t.Error(got)
	}
	if got := names(t, filepath.Join(folder, "z.zip")); got != "a b c" {
		t.Error(got)
	}
	if got := run(folder, `Expand-Archive z.zip out; [IO.File]::ReadAllText("$pwd/out/b").Trim()`); got != "new" {
		t.Error(got)
	}
	if got := run(folder, `Compress-Archive c z.zip -Force -CompressionLevel Fastest`); got != "" || names(t, filepath.Join(folder, "z.zip")) != "c" {
		t.Error(got)
	}
	if _, err := os.Stat(filepath.Join(folder, "y.zip")); err == nil {
		t.Error("-WhatIf made an archive")
	}
}

// A literal path's brackets are characters.
func TestLiteralPaths(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{"a[1].txt": "one", "a1.txt": "other"})
	if got := run(folder, `Compress-Archive -LiteralPath 'a[1].txt' 'z[1].zip'; Expand-Archive -LiteralPath 'z[1].zip' out; Expand-Archive 'z[1].zip' other`); !strings.HasPrefix(got, "ERROR ArchiveCmdletPathNotFound,Expand-Archive") {
		t.Error(got)
	}
	if got := read(t, filepath.Join(folder, "out/a[1].txt")); got != "one" {
		t.Error(got)
	}
	if _, err := os.Stat(filepath.Join(folder, "out/a1.txt")); err == nil {
		t.Error("the brackets were a pattern")
	}
}

func TestArchiveErrors(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{"a": "one", "not.zip": "this is no archive"})
	for script, want := range map[string]string{
		`Compress-Archive none z`:                                         "ERROR ArchiveCmdletPathNotFound,Compress-Archive InvalidArgument: The path 'none' either does not exist or is not a valid file system path.",
		`Compress-Archive a nowhere/z`:                                    "ERROR ArchiveCmdletPathNotFound,Compress-Archive InvalidArgument: The path 'FOLDER/nowhere' either does not exist or is not a valid file system path.",
		`Compress-Archive a, A z`:                                         "ERROR DuplicatePathFound,Compress-Archive InvalidArgument: The input to Path parameter contains a duplicate path 'A'. Provide a unique set of paths as input to Path parameter.",
		`Expand-Archive none.zip o`:                                       "ERROR ArchiveCmdletPathNotFound,Expand-Archive InvalidArgument: The path 'none.zip' either does not exist or is not a valid file system path.",
		`try { Expand-Archive not.zip o } catch { $_.Exception.Message }`: "File 'FOLDER/not.zip' does not appear to be a valid zip archive.",
	} {
		if got := run(folder, script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

// Names that lead out of the folder, and links in it that do, write nothing outside.
func TestNothingOutside(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, "evil.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, name := range []string{"../up.txt", "a/../../up2.txt", `..\up3.txt`, "link/through.txt", "good.txt"} {
		e, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	target := filepath.Join(folder, "target")
	outside := filepath.Join(folder, "outside")
	for _, d := range []string{target, outside} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	links := 1
	if err := os.Symlink(outside, filepath.Join(target, "link")); err != nil {
		links = 0 // no right to make links here
	}
	got := run(folder, `Expand-Archive evil.zip target`)
	if n := strings.Count(got, "Can not process invalid archive entry"); n != 3+links {
		t.Errorf("%d entries were refused: %s", n, got)
	}
	for _, name := range []string{"up.txt", "up2.txt", "up3.txt", "outside/through.txt"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if read(t, filepath.Join(target, "good.txt")) != "x" {
		t.Error("the good entry is missing")
	}
}

func TestTags(t *testing.T) {
	for _, d := range archive.Cmdlets() {
		d.Info()
	}
}

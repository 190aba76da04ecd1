package presence

import (
	"bufio"
	"os"
	"os/exec"
	"testing"
)

// TestMain lets the test binary play the other process: it announces itself and waits to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PRESENCE_TEST_DIR"); dir != "" {
		if _, err := Announce(dir, "other"); err != nil {
			panic(err)
		}
		os.Stdout.WriteString("ready\n")
		select {}
	}
	os.Exit(m.Run())
}

func TestKilledProcessIsKnownToBeDead(t *testing.T) {
	dir := t.TempDir()
	me, err := Announce(dir, "me")
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "PRESENCE_TEST_DIR="+dir)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if me.Dead("other") {
		t.Error("a live process counts as dead")
	}
	other.Process.Kill()
	other.Wait()
	if !me.Dead("other") {
		t.Error("a killed process counts as alive")
	}
	if me.Dead("me") || me.Dead("never announced") {
		t.Error("only proof of death counts")
	}
	if err := me.Forget("other"); err != nil || me.Forget("other") != nil {
		t.Error(err)
	}
	if err := me.Leave(); err != nil {
		t.Error(err)
	}
}

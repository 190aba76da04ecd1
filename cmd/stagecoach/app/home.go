package app

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// configFile is the configuration's name in the home folder.
const configFile = "stagecoach.toml"

// HomeFolder is where state, keys, logs, history and built-in mailboxes are:
// STAGECOACH_HOME, or the platform's place for a program's state.
// getenv is os.Getenv but for tests. The folder need not exist.
func HomeFolder(getenv func(string) string) (string, error) {
	if home := getenv("STAGECOACH_HOME"); home != "" {
		return filepath.Abs(home)
	}
	switch runtime.GOOS {
	case "windows":
		if folder := getenv("LOCALAPPDATA"); folder != "" {
			return filepath.Join(folder, "Stagecoach"), nil
		}
	case "darwin":
		if user := getenv("HOME"); user != "" {
			return filepath.Join(user, "Library", "Application Support", "Stagecoach"), nil
		}
	default: // XDG Base Directory Specification 0.8: a relative path is to be ignored
		if folder := getenv("XDG_STATE_HOME"); filepath.IsAbs(folder) {
			return filepath.Join(folder, "stagecoach"), nil
		}
		if user := getenv("HOME"); user != "" {
			return filepath.Join(user, ".local", "state", "stagecoach"), nil
		}
	}
	return "", fmt.Errorf("find the home folder: set STAGECOACH_HOME: the environment names no place for it")
}

// makeHome makes the home folder, which nobody else may look into.
func makeHome(home string) error {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return fmt.Errorf("make the home folder: %w", err)
	}
	return nil
}

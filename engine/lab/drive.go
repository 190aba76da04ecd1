package lab

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// desktop is where the article keeps its CSV file, below the drive's root.
const desktop = "Users/Administrator/Desktop/"

// CSVPath is the article's name for its CSV file.
const CSVPath = `C:\Users\Administrator\Desktop\IMAPmigration_1.csv`

// Files are what lies on the lab's drive C:, by path from its root, with
// slashes: the article's CSV file, and beside it the article's other forms of it.
func Files() map[string][]byte {
	exchange := func(p person) string { return "contoso-students/" + adminName + "/" + p.login }
	dovecot := func(p person) string { return p.login + "*" + adminName }
	mirapoint := func(p person) string { return "#" + p.login + "@contoso-students.edu#" + adminName + "#" }
	return map[string][]byte{
		desktop + "IMAPmigration_1.csv":         ownCSV(people[:3]),
		desktop + "IMAPmigration_contoso.csv":   ownCSV(people[3:]),
		desktop + "IMAPmigration_exchange.csv":  adminCSV(exchange),
		desktop + "IMAPmigration_dovecot.csv":   adminCSV(dovecot),
		desktop + "IMAPmigration_mirapoint.csv": adminCSV(mirapoint),
		desktop + "IMAPmigration_courier.csv":   courierCSV(),
	}
}

// ownCSV has each user log in with their own password.
func ownCSV(who []person) []byte {
	var b strings.Builder
	b.WriteString("EmailAddress,UserName,Password\r\n")
	for _, p := range who {
		fmt.Fprintf(&b, "%s,%s,%s\r\n", p.address, p.login, quoteCSV(p.password))
	}
	return []byte(b.String())
}

// adminCSV has the administrator log in for the article's users.
func adminCSV(userName func(person) string) []byte {
	var b strings.Builder
	b.WriteString("EmailAddress,UserName,Password\r\n")
	for _, p := range people[:3] {
		fmt.Fprintf(&b, "%s,%s,%s\r\n", p.address, userName(p), adminPassword)
	}
	return []byte(b.String())
}

// courierCSV has the administrator read the users' folders as shared ones.
func courierCSV() []byte {
	var b strings.Builder
	b.WriteString("EmailAddress,UserName,Password,UserRoot\r\n")
	for _, p := range people[:3] {
		fmt.Fprintf(&b, "%s,%s,%s,/%s/%s\r\n", p.address, adminName, adminPassword, sharedRoot, p.login)
	}
	return []byte(b.String())
}

func quoteCSV(s string) string {
	if !strings.ContainsAny(s, `",`) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// Drive writes the files of drive C: into a scratch folder and returns it.
// Asked again it returns the same folder; Close removes it.
func (l *Lab) Drive() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.drive != "" {
		return l.drive, nil
	}
	dir, err := os.MkdirTemp("", "stagecoach-lab-")
	if err != nil {
		return "", fmt.Errorf("make the lab's drive: %w", err)
	}
	l.drive = dir
	files := Files()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return "", fmt.Errorf("make the lab's drive: %w", err)
		}
		if err := os.WriteFile(path, files[name], 0o600); err != nil {
			return "", fmt.Errorf("make the lab's drive: %w", err)
		}
	}
	return dir, nil
}

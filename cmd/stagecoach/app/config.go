package app

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"stagecoach/engine"
	"stagecoach/engine/migration"
)

// Config is stagecoach.toml. Every key is explained in examples/stagecoach.toml;
// the zero value is what an absent file means.
type Config struct {
	Organization organizationConfig     `toml:"organization"`
	Target       targetConfig           `toml:"target"`
	Provisioning provisioningConfig     `toml:"provisioning"`
	Migration    migrationConfig        `toml:"migration"`
	Drives       map[string]string      `toml:"drives"`
	State        stateConfig            `toml:"state"`
	Network      networkConfig          `toml:"network"`
	OAuth        map[string]oauthConfig `toml:"oauth"`

	Notifications notificationConfig `toml:"notifications"`

	folder string // of the file: relative paths in it start there
}

type organizationConfig struct {
	Name            string   `toml:"name"`
	AcceptedDomains []string `toml:"accepted_domains"`
	Administrator   string   `toml:"administrator"`
}

type targetConfig struct {
	Kind    string        `toml:"kind"`
	Maildir maildirConfig `toml:"maildir"`
	IMAP    imapConfig    `toml:"imap"`
}

type maildirConfig struct {
	Folder    string `toml:"folder"`
	Owner     string `toml:"owner"`
	Group     string `toml:"group"`
	DotEscape string `toml:"dot_escape"`
}

type imapConfig struct {
	Server                      string `toml:"server"`
	Port                        int    `toml:"port"`
	Security                    string `toml:"security"`
	LoginForm                   string `toml:"login_form"`
	Administrator               string `toml:"administrator"`
	PasswordFile                string `toml:"password_file"`
	AcceptUntrustedCertificates bool   `toml:"accept_untrusted_certificates"`
}

type provisioningConfig struct {
	Mailboxes bool `toml:"mailboxes"`
}

// migrationConfig is the selection of batches that do not say otherwise; ages are days, sizes bytes.
type migrationConfig struct {
	FolderRewrites        []string `toml:"folder_rewrites"`
	TargetFolderPrefix    string   `toml:"target_folder_prefix"`
	TargetSubfolder       string   `toml:"target_subfolder"`
	Automap               *bool    `toml:"automap"`
	IncludeFolderPatterns []string `toml:"include_folder_patterns"`
	ExcludeFolderPatterns []string `toml:"exclude_folder_patterns"`
	MaxAge                int      `toml:"max_age"`
	MinAge                int      `toml:"min_age"`
	MaxSize               int64    `toml:"max_size"`
	MinSize               int64    `toml:"min_size"`
	Search                string   `toml:"search"`
}

func (c migrationConfig) selection() migration.Selection {
	const day = 24 * time.Hour
	return migration.Selection{
		Rewrites: c.FolderRewrites, Prefix: c.TargetFolderPrefix, Subfolder: c.TargetSubfolder, NoAutomap: c.Automap != nil && !*c.Automap,
		IncludePatterns: c.IncludeFolderPatterns, ExcludePatterns: c.ExcludeFolderPatterns, MaxAge: time.Duration(c.MaxAge) * day,
		MinAge: time.Duration(c.MinAge) * day, MaxSize: c.MaxSize, MinSize: c.MinSize, Search: c.Search,
	}
}

// notificationConfig is where the reports of batches are handed in.
type notificationConfig struct {
	Server       string `toml:"server"`
	Port         int    `toml:"port"`
	Security     string `toml:"security"`
	From         string `toml:"from"`
	UserName     string `toml:"user_name"`
	PasswordFile string `toml:"password_file"`
}

type stateConfig struct {
	DSN string `toml:"dsn"`
}

type networkConfig struct {
	CertificateAuthorities []string `toml:"certificate_authorities"`
}

type oauthConfig struct {
	TokenURL         string `toml:"token_url"`
	ClientID         string `toml:"client_id"`
	ClientSecretFile string `toml:"client_secret_file"`
	Scope            string `toml:"scope"`
}

// A ConfigError is something in the configuration that cannot be. Line is 0
// where it is not about one line.
type ConfigError struct {
	File   string
	Line   int
	Reason string
}

func (e *ConfigError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("read configuration: %s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("read configuration: %s: line %d: %s", e.File, e.Line, e.Reason)
}

// LoadConfig reads and checks a configuration. A missing file is an error
// only when required, that is when somebody named it.
func LoadConfig(file string, required bool) (*Config, error) {
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) && !required {
		return &Config{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	config := &Config{folder: filepath.Dir(file)}
	meta, err := toml.Decode(string(text), config)
	if parse, ok := err.(toml.ParseError); ok {
		return nil, &ConfigError{file, parse.Position.Line, parse.Message}
	}
	if err != nil {
		return nil, &ConfigError{File: file, Reason: err.Error()}
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, &ConfigError{file, lineOfKey(string(text), unknown[0]), fmt.Sprintf("unknown key %q", unknown[0])}
	}
	if key, reason := config.check(); reason != "" {
		return nil, &ConfigError{file, lineOfKey(string(text), key), reason}
	}
	return config, nil
}

// check finds values that no part of the program could use.
func (c *Config) check() (key toml.Key, reason string) {
	switch strings.ToLower(c.Target.Kind) {
	case "", "maildir":
	case "imap":
		if c.Target.IMAP.Server == "" {
			return toml.Key{"target", "kind"}, "an IMAP target needs target.imap.server"
		}
	default:
		return toml.Key{"target", "kind"}, fmt.Sprintf("unknown target %q: maildir or imap", c.Target.Kind)
	}
	if _, ok := securities[strings.ToLower(c.Target.IMAP.Security)]; !ok {
		return toml.Key{"target", "imap", "security"}, fmt.Sprintf("unknown security %q: Ssl, Tls or None", c.Target.IMAP.Security)
	}
	if n := c.Notifications; n.Server != "" {
		if _, ok := securities[strings.ToLower(n.Security)]; !ok {
			return toml.Key{"notifications", "security"}, fmt.Sprintf("unknown security %q: Ssl, Tls or None", n.Security)
		}
		if !strings.Contains(n.From, "@") {
			return toml.Key{"notifications", "server"}, "reports need a sender: notifications.from"
		}
	}
	if form := c.Target.IMAP.LoginForm; form != "" && !strings.Contains(form, "{user}") && !strings.Contains(form, "{local}") {
		return toml.Key{"target", "imap", "login_form"}, fmt.Sprintf("login form %q has no {user} in it", form)
	}
	if port := c.Target.IMAP.Port; port < 0 || port > 65535 {
		return toml.Key{"target", "imap", "port"}, fmt.Sprintf("there is no port %d", port)
	}
	for drive := range c.Drives {
		if !isDriveName(drive) {
			return toml.Key{"drives", drive}, fmt.Sprintf("a drive is named by letters and digits, not %q", drive)
		}
	}
	return nil, ""
}

// securities are the words for migration.Security; without one it is implicit TLS.
var securities = map[string]migration.Security{
	"": migration.SecuritySSL, "ssl": migration.SecuritySSL, "tls": migration.SecurityTLS, "none": migration.SecurityNone,
}

// lineOfKey finds the line in which a key, or the table it belongs to, is set. 0 when
// it is written in a way that only a whole TOML parser follows.
func lineOfKey(text string, key toml.Key) int {
	table, best := "", 0
	full := normalKey(key.String())
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			head, _, _ := strings.Cut(line, "#")
			table = normalKey(strings.Trim(strings.TrimSpace(head), "[]"))
			if table == full || strings.HasPrefix(full, table+".") && best == 0 {
				best = i + 1
			}
			continue
		}
		name, _, assigns := strings.Cut(line, "=")
		if !assigns || strings.HasPrefix(line, "#") {
			continue
		}
		name = normalKey(name)
		if table != "" {
			name = table + "." + name
		}
		if name == full || strings.HasPrefix(full, name+".") {
			return i + 1
		}
	}
	return best
}

func normalKey(key string) string {
	return strings.NewReplacer(`"`, "", "'", "", " ", "", "\t", "").Replace(key)
}

// path makes a path of the file absolute.
func (c *Config) path(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.folder, path)
}

// EngineConfig is what the engine is told, in terms of the engine.
func (c *Config) EngineConfig(home string) (engine.Config, error) {
	out := engine.Config{
		Home:     home,
		StateDSN: c.State.DSN,
		Organization: engine.Organization{
			Name:            c.Organization.Name,
			AcceptedDomains: c.Organization.AcceptedDomains,
			Administrator:   c.Organization.Administrator,
		},
		Provisioning: c.Provisioning.Mailboxes,
		Selection:    c.Migration.selection(),
		Maildir: engine.MaildirOptions{
			Owner: c.Target.Maildir.Owner, Group: c.Target.Maildir.Group, DotEscape: c.Target.Maildir.DotEscape,
		},
		OAuth: map[string]engine.OAuthHost{},
	}
	if err := c.target(&out, home); err != nil {
		return out, err
	}
	if n := c.Notifications; n.Server != "" {
		password, err := c.secret(n.PasswordFile)
		if err != nil {
			return out, err
		}
		out.Mail = engine.MailServer{Server: n.Server, Port: n.Port, Security: securities[strings.ToLower(n.Security)], From: n.From, UserName: n.UserName, Password: password}
	}
	for host, o := range c.OAuth {
		secret, err := c.secret(o.ClientSecretFile)
		if err != nil {
			return out, err
		}
		out.OAuth[strings.ToLower(host)] = engine.OAuthHost{TokenURL: o.TokenURL, ClientID: o.ClientID, ClientSecret: secret, Scope: o.Scope}
	}
	return out, nil
}

func (c *Config) target(out *engine.Config, home string) error {
	if !strings.EqualFold(c.Target.Kind, "imap") {
		root := c.path(c.Target.Maildir.Folder)
		if root == "" {
			root = filepath.Join(home, "mailboxes")
		}
		out.Target = migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}
		return nil
	}
	imap := c.Target.IMAP
	out.Target = migration.TargetSpec{
		Kind: migration.TargetIMAP, Server: imap.Server, Port: imap.Port, Security: securities[strings.ToLower(imap.Security)],
		LoginForm: imap.LoginForm, Admin: imap.Administrator, AcceptUntrustedCertificates: imap.AcceptUntrustedCertificates,
	}
	if host, port, err := net.SplitHostPort(imap.Server); err == nil {
		out.Target.Server = host
		out.Target.Port, _ = strconv.Atoi(port)
	}
	if out.Target.Port == 0 {
		out.Target.Port = 143
		if out.Target.Security == migration.SecuritySSL {
			out.Target.Port = 993
		}
	}
	password, err := c.secret(imap.PasswordFile)
	out.TargetPassword = password
	return err
}

// secret reads a file that holds nothing but a secret, which nobody else may read.
func (c *Config) secret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	path := c.path(file)
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("read secret: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("read secret: %s: others may read it too: make its mode 0600", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read secret: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// CertificateAuthorities are the PEM files trusted beside the system's.
func (c *Config) CertificateAuthorities() []string {
	files := make([]string, len(c.Network.CertificateAuthorities))
	for i, file := range c.Network.CertificateAuthorities {
		files[i] = c.path(file)
	}
	return files
}

// DriveFolders are the folders behind the drives, by upper-case name.
func (c *Config) DriveFolders() map[string]string {
	folders := make(map[string]string, len(c.Drives))
	for drive, folder := range c.Drives {
		folders[strings.ToUpper(drive)] = c.path(folder)
	}
	return folders
}

func isDriveName(name string) bool {
	for _, r := range name {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') {
			return false
		}
	}
	return name != ""
}

package endtoend

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// smallDisk mounts a tmpfs of that size. Where mounting is not permitted the
// test cannot show anything, and says so.
func smallDisk(t *testing.T, size string) (dir string, grow func(size string)) {
	t.Helper()
	dir = mailRoot(t)
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "mode=755,size="+size); err != nil {
		text := "this test mounts a small tmpfs to have a full disk, which needs root: " + err.Error()
		if os.Getenv("CI") != "" {
			t.Fatal(text)
		}
		t.Skip(text)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, func(size string) {
		if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT, "mode=755,size="+size); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDiskUnderTheTarget runs out of space in mid-copy: the user fails with
// a clear error, what lies there is whole, and after the disk has grown the
// rest arrives, nothing twice.
func TestFullDiskUnderTheTarget(t *testing.T) {
	root, grow := smallDisk(t, "1m")
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Network: l.Network(), Maildir: ownedByMail(),
		Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
	terry := article[0]
	start(t, e, labEndpoint, article[:1])
	if batch := wait(t, e); batch.Status != migration.BatchSyncedWithErrors && batch.Status != migration.BatchFailed {
		t.Errorf("batch is %s", batch.Status)
	}
	u := migrationUser(t, e, terry.address)
	if u.Status != migration.UserFailed {
		t.Errorf("user is %s", u.Status)
	}
	t.Logf("the user's error: %s", u.Error)
	if u.Error == "" {
		t.Error("no reason is given")
	}
	source := readLab(t, l, lab.SourceHost, terry.login, terry.password)
	half := readTree(t, root, "terrya")
	if n := half.Count(); n == 0 || n >= source.Count() {
		t.Errorf("%d of %d messages lie there; the disk was to be full in between", n, source.Count())
	}
	for _, line := range mailcheck.Foreign(source, half) {
		t.Error(line)
	}

	grow("64m")
	if err := e.Batches.Start(t.Context(), batchName); err != nil {
		t.Fatal(err)
	}
	waitSynced(t, e)
	same(t, terry.address, source, readTree(t, root, "terrya"), mailcheck.Options{})
}

// TestFullDiskUnderAnIMAPTarget is the same on a real server, which reports its
// full disk in its own words.
func TestFullDiskUnderAnIMAPTarget(t *testing.T) {
	root, grow := smallDisk(t, "1m")
	target := servertest.Dovecot(t, servertest.Options{Users: []string{"terrya"}, Root: root, Extra: escaped})
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Network: both{l.Network(), trusting(t, target)}, Target: dovecotTarget(target),
		TargetPassword: servertest.MasterPassword})
	terry := article[0]
	start(t, e, engine.EndpointSpec{RemoteServer: lab.SourceHost, Port: 143}, article[:1])
	wait(t, e)
	u := migrationUser(t, e, terry.address)
	t.Logf("the user's error: %s", u.Error)
	if u.Status != migration.UserFailed || u.Error == "" {
		t.Errorf("user is %s: %q: %s", u.Status, u.Error, report(t.Context(), e))
	}
	source := readLab(t, l, lab.SourceHost, terry.login, terry.password)
	for _, line := range mailcheck.Foreign(source, readDovecot(t, target, "terrya")) {
		t.Error(line)
	}

	grow("64m")
	if err := e.Batches.Start(t.Context(), batchName); err != nil {
		t.Fatal(err)
	}
	waitSynced(t, e)
	// Flags are left out: a Dovecot that cannot write dovecot-keywords says OK and forgets the keyword's name.
	same(t, terry.address, source, readDovecot(t, target, "terrya"), mailcheck.Options{NoFlags: true})
}

// both is the lab's network for the lab's hosts, and another for all others.
type both struct {
	network.Network
	other network.Network
}

func (b both) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	conn, err := b.Network.DialContext(ctx, kind, address)
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		return b.other.DialContext(ctx, kind, address)
	}
	return conn, err
}

// RootCAs are the other's: the lab is entered in plain text.
func (b both) RootCAs() *x509.CertPool { return b.other.RootCAs() }

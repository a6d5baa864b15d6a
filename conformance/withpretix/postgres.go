//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The package wraps PostgreSQL's programs; only those are used, since its Python side makes a system user and opens
// the home folder to everybody when it runs as root.
const pgserverPin = "pgserver==0.1.4"

const postgresPatience = 30 * time.Second

// postgres is a running server that listens on a socket in socketDir only.
type postgres struct {
	process   *process
	socketDir string
}

// programs is where the wheel has PostgreSQL. The libraries it needs are at another place of the wheel, which the
// programs find from here.
var programs = filepath.Join("pgserver", "pginstall", "bin")

// installPostgres returns the folder of the unpacked wheel.
func installPostgres(ctx context.Context, w workspace, c cache, venv string) (string, error) {
	name := "postgres-" + digest(runtime.GOOS, runtime.GOARCH, pgserverPin)
	return c.entry(ctx, name, func(dir string) error {
		progress("installing PostgreSQL (once)…")
		// The wheels say which Python they are for, but the programs inside need none.
		cmd := exec.Command(venvPython(venv), "-I", "-m", "pip", "install", "--quiet", "--no-input",
			"--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--python-version", "3.11",
			"--target", dir, pgserverPin)
		if _, err := w.run(ctx, cmd); err != nil {
			return fmt.Errorf("installing PostgreSQL (can the package index be reached?): %w", err)
		}
		return nil
	})
}

// startPostgres makes a database cluster in dataDir unless there is one.
func startPostgres(ctx context.Context, w workspace, wheel, dataDir string) (*postgres, error) {
	l, err := newPostgresLauncher(w, wheel, dataDir)
	if err != nil {
		return nil, fmt.Errorf("preparing PostgreSQL: %w", err)
	}
	if !exists(filepath.Join(dataDir, "PG_VERSION")) {
		if _, err := w.run(ctx, l.command("initdb", "--username=postgres", "--auth=trust", "--encoding=utf8",
			"--locale=C", "--no-sync", "--no-instructions")); err != nil {
			return nil, fmt.Errorf("making a PostgreSQL cluster: %w", err)
		}
	}
	p, err := l.start(ctx)
	if err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	return &postgres{p, dataDir}, nil
}

// stop leaves a clean cluster, which can be copied.
func (p *postgres) stop() { p.process.stopWith(syscall.SIGINT, postgresPatience) }

type postgresLauncher struct {
	workspace
	wheel      string
	dataDir    string
	credential *syscall.Credential
}

func newPostgresLauncher(w workspace, wheel, dataDir string) (postgresLauncher, error) {
	l := postgresLauncher{workspace: w, wheel: wheel, dataDir: dataDir}
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return l, err
	}
	if os.Geteuid() != 0 {
		return l, nil
	}
	return l, l.leaveRoot()
}

// leaveRoot lets nobody run PostgreSQL, which refuses to run as root. Since nobody cannot reach the cache in root's
// home, the programs are copied, too.
func (l *postgresLauncher) leaveRoot() error {
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	uid, uidErr := strconv.Atoi(nobody.Uid)
	gid, gidErr := strconv.Atoi(nobody.Gid)
	if err := errors.Join(uidErr, gidErr); err != nil {
		return err
	}
	l.credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}

	reachable := l.path("postgres")
	if !exists(reachable) {
		if err := copyTree(l.wheel, reachable); err != nil {
			return err
		}
	}
	l.wheel = reachable
	for _, dir := range []string{l.dir, filepath.Dir(l.dataDir)} {
		if err := os.Chmod(dir, 0o711); err != nil {
			return err
		}
	}
	return errors.Join(chownTree(reachable, uid, gid), chownTree(l.dataDir, uid, gid))
}

func chownTree(dir string, uid, gid int) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, uid, gid)
	})
}

func (l postgresLauncher) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(l.wheel, programs, name), append([]string{"-D", l.dataDir}, args...)...)
	cmd.Dir = l.dataDir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
	if l.credential != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: l.credential}
	}
	return cmd
}

func (l postgresLauncher) start(ctx context.Context) (*process, error) {
	log, err := os.CreateTemp(l.dir, "postgres-*.log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	// No copy of the data outlives a run, so none has to survive a crash.
	cmd := l.command("postgres", "-k", l.dataDir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	cmd.Stdout, cmd.Stderr = log, log
	// Its children have sessions of their own; they end with it because this signal lets it end them first.
	p, err := l.guard.start(cmd, syscall.SIGQUIT, 10*time.Second)
	if err != nil {
		return nil, err
	}
	if err := l.awaitReady(ctx, p); err != nil {
		data, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w\n%s", err, tail(string(data)))
	}
	return p, nil
}

func (l postgresLauncher) awaitReady(ctx context.Context, p *process) error {
	deadline := time.After(postgresPatience)
	for !l.ready() {
		select {
		case <-p.ended:
			return errors.New("it ended by itself")
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-deadline:
			return fmt.Errorf("it was not ready within %v", postgresPatience)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// ready reads the file in which PostgreSQL keeps its state, for its own pg_ctl.
func (l postgresLauncher) ready() bool {
	data, err := os.ReadFile(filepath.Join(l.dataDir, "postmaster.pid"))
	if err != nil {
		return false
	}
	const statusLine = 7
	lines := strings.Split(string(data), "\n")
	return len(lines) > statusLine && strings.TrimSpace(lines[statusLine]) == "ready"
}

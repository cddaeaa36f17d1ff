package cli_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// command is perennial in a directory; the caller starts it.
func command(dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	c := exec.Command("perennial", args...)
	var said bytes.Buffer
	c.Dir, c.Stdout, c.Stderr = dir, &said, &said
	return c, &said
}

// status runs a command to its end, within a minute. Each of then is called
// with the process once it runs.
func status(t *testing.T, c *exec.Cmd, then ...func(*os.Process)) int {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	slow := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer slow.Stop()
	for _, f := range then {
		f(c.Process)
	}
	err := c.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode()
}

// want fails unless a command ended as it should and left nothing at the paths.
func want(t *testing.T, c *exec.Cmd, said *bytes.Buffer, code int, text string, absent ...string) {
	t.Helper()
	if got := status(t, c); got != code || !strings.Contains(said.String(), text) {
		t.Errorf("status %d, want %d with %q:\n%s", got, code, text, said)
	}
	for _, path := range absent {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s was left behind", path)
		}
	}
}

// generated is a log of the demo business.
func generated(t *testing.T, dir string, customers int) {
	t.Helper()
	c, said := command(dir, "generate", "orders", "--by-customer", "--customers", fmt.Sprint(customers), "--out", "orders.csv")
	if status(t, c) != 0 {
		t.Fatal(said)
	}
}

// TestFullDisk writes onto a disk of two megabytes, or without the right to
// mount one under a limit of the size of files.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	generated(t, dir, 20_000)
	small := filepath.Join(dir, "small")
	if err := os.Mkdir(small, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=2m"); err == nil {
		defer func() { _ = syscall.Unmount(small, 0) }()
		c, said := command(dir, "analyze", "orders.csv", "--out", "small/out")
		want(t, c, said, 6, "cannot write small/out/scores.csv: the disk is full", filepath.Join(small, "out"))
		c, said = command(dir, "generate", "orders", "--out", "small/big.csv")
		want(t, c, said, 6, "no space left", filepath.Join(small, "big.csv"))
		c, said = command(dir, "import", "orders", "orders.csv", "--data", "small/data")
		want(t, c, said, 6, "the disk is full")
	}
	c, said := command(dir, "-c", `ulimit -f 100; trap "" XFSZ; exec perennial analyze orders.csv --out out`)
	c.Path, c.Err = "/bin/sh", nil
	want(t, c, said, 6, "ulimit -f", filepath.Join(dir, "out"))
}

// TestNoPermission runs as a user who may read and write nothing here.
func TestNoPermission(t *testing.T) {
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"secret.csv": 0o600, "open.csv": 0o644} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("order_id,customer,date,amount\n1,a,2024-01-01,10\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	asNobody := func(args ...string) (*exec.Cmd, *bytes.Buffer) { return command(dir, args...) }
	writable := filepath.Join(dir, "w")
	if err := errors.Join(os.Mkdir(writable, 0o777), os.Chmod(writable, 0o777)); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		binary, err := exec.LookPath("perennial")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []string{dir, filepath.Dir(dir), filepath.Dir(binary), filepath.Dir(filepath.Dir(binary))} {
			if err := os.Chmod(d, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		asNobody = func(args ...string) (*exec.Cmd, *bytes.Buffer) {
			c, said := command(dir, args...)
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534, NoSetGroups: false}}
			return c, said
		}
	} else if err := errors.Join(os.Chmod(filepath.Join(dir, "secret.csv"), 0), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	c, said := asNobody("analyze", "secret.csv", "--out", "w/out")
	want(t, c, said, 5, `"secret.csv" may not be read`, filepath.Join(writable, "out"))
	c, said = asNobody("analyze", "open.csv", "--out", "out")
	want(t, c, said, 5, "cannot make out: permission denied", filepath.Join(dir, "out"))
	c, said = asNobody("import", "orders", "open.csv", "--data", "data")
	want(t, c, said, 5, "permission denied", filepath.Join(dir, "data"))
	c, said = asNobody("generate", "orders", "--customers", "10", "--out", "orders.csv")
	want(t, c, said, 5, "permission denied", filepath.Join(dir, "orders.csv"))
}

// TestOneLongLine: a gigabyte without a line end is refused at once, in
// little memory.
func TestOneLongLine(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "long.csv"))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprint(w, "order_id,customer,date,amount\n1,")
	fmt.Fprint(w, strings.Repeat("x", 40<<20)) // the rest is a hole
	if err := errors.Join(w.Flush(), f.Truncate(1<<30), f.Close()); err != nil {
		t.Fatal(err)
	}
	c, said := command(dir, "analyze", "long.csv")
	began := time.Now()
	want(t, c, said, 3, "longer than", filepath.Join(dir, "perennial-out"))
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
	if use, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok && use.Maxrss > 600<<10 {
		t.Errorf("took %d KB of memory", use.Maxrss)
	}
}

// TestInterrupt stops an analysis and an import of two million rows at
// several moments: nothing half-made stays, and the status says so.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	generated(t, dir, 750_000)
	for _, args := range [][]string{
		{"analyze", "orders.csv", "--out", "out"},
		{"import", "orders", "orders.csv", "--data", "data"},
	} {
		for _, after := range []time.Duration{200 * time.Millisecond, 500 * time.Millisecond, 900 * time.Millisecond} {
			c, said := command(dir, args...)
			code := status(t, c, func(p *os.Process) {
				time.AfterFunc(after, func() { _ = p.Signal(os.Interrupt) })
			})
			if code == 0 && after > 800*time.Millisecond {
				t.Logf("%s was done within %s", args[0], after) // a fast machine
				continue
			}
			if code != 130 {
				t.Errorf("%s interrupted after %s: status %d\n%s", args[0], after, code, said)
			}
			if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
				t.Errorf("interrupted after %s: results are there", after)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "data", "tmp", "import-*")); left != nil {
				t.Errorf("%v were left behind", left)
			}
		}
	}
}

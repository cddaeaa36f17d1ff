package servertest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// Who may log in, and to what.
const (
	User     = "perennial"
	Password = `p@ss/w:rd#?&%1`
	Database = "shop"
)

// Server is a running server.
type Server struct {
	Port    int
	scheme  string
	process *exec.Cmd
	output  *bytes.Buffer
	exited  chan struct{}
}

// URL is that of Database; parameters are added to it.
func (s *Server) URL(parameters ...string) string {
	u := url.URL{Scheme: s.scheme, User: url.UserPassword(User, Password), Host: s.Host(), Path: "/" + Database}
	for i := 0; i+1 < len(parameters); i += 2 {
		q := u.Query()
		q.Set(parameters[i], parameters[i+1])
		u.RawQuery = q.Encode()
	}
	return u.String()
}

// Host is address and port.
func (s *Server) Host() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port)) }

// Kill ends the server at once, as a power cut would.
func (s *Server) Kill() {
	_ = s.process.Process.Kill()
	<-s.exited
}

// lacking skips a test, and fails it where everything has to be there.
func lacking(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// find is the newest program that matches a pattern, or one of that name on
// the path.
func find(name string, patterns ...string) string {
	for _, p := range patterns {
		if found, _ := filepath.Glob(p); len(found) > 0 {
			slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
			return found[0]
		}
	}
	path, _ := exec.LookPath(name)
	return path
}

// account is a user without rights to run a server as, when the test runs as
// root: servers refuse root.
func account(names ...string) *user.User {
	if os.Getuid() != 0 {
		return nil
	}
	for _, n := range append(names, "nobody") {
		if u, err := user.Lookup(n); err == nil {
			return u
		}
	}
	return nil
}

// dir makes a directory that belongs to an account. The path is short, since
// sockets have little room for theirs.
func dir(t testing.TB, as *user.User) string {
	t.Helper()
	d, err := os.MkdirTemp("", "perennial")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(d) })
	if as != nil {
		own(t, d, as)
	}
	return d
}

func own(t testing.TB, path string, as *user.User) {
	t.Helper()
	uid, _ := strconv.Atoi(as.Uid)
	gid, _ := strconv.Atoi(as.Gid)
	if err := os.Chown(path, uid, gid); err != nil {
		t.Fatal(err)
	}
}

// freePort is one that nobody listens on now.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// run runs a program to its end.
func run(t testing.TB, as *user.User, in, program string, args ...string) {
	t.Helper()
	c := exec.Command(program, args...)
	c.Dir = in
	become(c, as)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// start runs a server until the test ends, and waits until it answers.
func (s *Server) start(t testing.TB, as *user.User, in string, answers func(context.Context) error, program string, args ...string) {
	t.Helper()
	s.output, s.exited = &bytes.Buffer{}, make(chan struct{})
	s.process = exec.Command(program, args...)
	s.process.Dir, s.process.Stdout, s.process.Stderr = in, s.output, s.output
	become(s.process, as)
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.process.Wait()
		close(s.exited)
	}()
	t.Cleanup(s.Kill)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		err := answers(ctx)
		if err == nil {
			return
		}
		select {
		case <-s.exited:
			t.Fatalf("%s stopped:\n%s", program, s.output)
		case <-ctx.Done():
			t.Fatal(fmt.Errorf("%s does not answer: %w", program, err))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

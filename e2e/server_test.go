package e2e

import (
	"bufio"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

const (
	demoTime  = 3 * time.Minute
	startTime = 30 * time.Second
)

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// serve starts the built program on a shop made up for the purpose, and
// returns the address it printed.
func serve(t *testing.T) string {
	t.Helper()
	if url := os.Getenv("PERENNIAL_URL"); url != "" {
		return url
	}
	binary := builtProgram(t)
	data := filepath.Join(t.TempDir(), "data")

	ctx, cancel := context.WithTimeout(t.Context(), demoTime)
	defer cancel()
	demo := exec.CommandContext(ctx, binary, "demo", "--no-serve", "--data", data, "--customers", "2000", "--seed", "1")
	if out, err := demo.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", demo.Args, err, out)
	}
	return listen(t, exec.Command(binary, "serve", "--data", data, "--addr", "127.0.0.1:0"))
}

func builtProgram(t *testing.T) string {
	t.Helper()
	binary := os.Getenv("PERENNIAL_BIN")
	if binary == "" {
		binary = filepath.Join("..", "bin", "perennial")
	}
	binary, err := filepath.Abs(binary)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(binary); err != nil {
		missing(t, "the program is not built: run make build, or set PERENNIAL_BIN")
	}
	return binary
}

// listen starts the server and ends it with the test, as a person would.
func listen(t *testing.T, server *exec.Cmd) string {
	t.Helper()
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		if err := server.Wait(); err != nil {
			t.Errorf("serve did not end well: %v", err)
		}
	})

	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if url := address.FindString(lines.Text()); url != "" {
				select {
				case found <- url:
				default:
				}
			}
		}
	}()
	select {
	case url := <-found:
		waitUntilItAnswers(t, url)
		return url
	case <-time.After(startTime):
		t.Fatal("serve printed no address")
		return ""
	}
}

func waitUntilItAnswers(t *testing.T, url string) {
	t.Helper()
	for end := time.Now().Add(startTime); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		resp, err := http.Get(url + "/healthz")
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
	}
	t.Fatal("the server does not answer")
}

// missing skips a journey that cannot be walked here, but never in CI.
func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// Package servertest starts an S3-compatible server for tests, with a folder
// of its own that goes with the test, on a free port of the loopback.
//
// It must not know what the tests keep there.
package servertest

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Binary is the variable that names the server's program, versitygw.
const Binary = "PERENNIAL_S3_SERVER"

// What the server accepts.
const (
	AccessKey = "perennial"
	SecretKey = "a secret / of + the tests"
)

// S3 starts a server with an empty bucket for each name, and has the AWS_*
// variables of the test point to it. The answer is its endpoint, and a
// function that ends it at once.
func S3(t *testing.T, buckets ...string) (endpoint string, kill func()) {
	t.Helper()
	program := os.Getenv(Binary)
	if program == "" {
		program, _ = exec.LookPath("versitygw")
	}
	if program == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s does not name versitygw", Binary)
		}
		t.Skipf("no S3 server is installed (.ci/s3 installs versitygw and prints its path, for %s)", Binary)
	}
	dir := t.TempDir()
	for _, d := range append([]string{"../meta"}, buckets...) {
		if err := os.MkdirAll(filepath.Join(dir, "root", d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	var output bytes.Buffer
	c := exec.Command(program, "--port", address, "--quiet", "posix", "--sidecar", filepath.Join(dir, "meta"), filepath.Join(dir, "root"))
	c.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+AccessKey, "ROOT_SECRET_KEY="+SecretKey)
	c.Stdout, c.Stderr = &output, &output
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() {
		_ = c.Wait()
		close(exited)
	}()
	kill = func() {
		_ = c.Process.Kill()
		<-exited
	}
	t.Cleanup(kill)
	endpoint = "http://" + address
	if err := answers(endpoint, exited); err != nil {
		kill()
		t.Fatalf("%v\n%s", err, &output)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", SecretKey)
	t.Setenv("AWS_SESSION_TOKEN", "")
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	t.Setenv("AWS_ENDPOINT_URL", endpoint)
	t.Setenv("AWS_ENDPOINT_URL_S3", "")
	return endpoint, kill
}

// answers waits until a server does.
func answers(endpoint string, exited chan struct{}) error {
	for began := time.Now(); time.Since(began) < 30*time.Second; {
		answer, err := http.Get(endpoint)
		if err == nil {
			return answer.Body.Close()
		}
		select {
		case <-exited:
			return fmt.Errorf("the S3 server stopped")
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Errorf("the S3 server does not answer")
}

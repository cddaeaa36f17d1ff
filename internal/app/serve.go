package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/perennial-clv/perennial/internal/api"
	"github.com/perennial-clv/perennial/internal/value"
	"github.com/perennial-clv/perennial/web"
)

// serverFile tells other commands that a server has the data directory open.
const serverFile = "server.json"

// server is its content.
type server struct {
	URL string `json:"url"`
	PID int    `json:"pid"`
}

// Serve answers HTTP until the context ends. ready hears the address.
func (w *Workspace) Serve(ctx context.Context, addr, version string, log *slog.Logger, ready func(url string)) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return value.Errorf(value.Unavailable, "cannot listen on %s: %w", addr, err).WithHint("Choose another with --addr, such as 127.0.0.1:8421")
	}
	spool := filepath.Join(w.dir, "tmp", "uploads")
	if err := os.MkdirAll(spool, 0o755); err != nil {
		return fileError("make", spool, err)
	}
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return fmt.Errorf("read own address: %w", err)
	}
	ip := net.ParseIP(host)
	if ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	url := "http://" + net.JoinHostPort(host, port)
	dashboard, _ := web.Dist()
	jobs, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	long := api.NewJobs(jobs)
	handler := api.New(api.Options{
		Analytics: w, Intake: dashboardIntake{w}, Staging: dashboardIntake{w}, Quality: w, Jobs: long, Money: w, Definitions: w, Identities: w, Dashboard: dashboard, SpoolDir: spool,
		Loopback: ip != nil && ip.IsLoopback(), Version: version, Log: log,
	})
	srv := api.NewServer(handler, log)
	defer func() { giveUp(); long.Wait() }()
	srv.BaseContext = func(net.Listener) context.Context { return jobs }
	if err := w.announce(url); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer os.Remove(filepath.Join(w.dir, serverFile))
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	if ready != nil {
		ready(url)
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return stop(context.WithoutCancel(ctx), srv, giveUp)
}

// stop gives requests under way a moment, then has long jobs give up and waits
// for them to undo what they did.
func stop(ctx context.Context, srv *http.Server, giveUp func()) error {
	for _, wait := range []time.Duration{2 * time.Second, 10 * time.Second} {
		grace, cancel := context.WithTimeout(ctx, wait)
		err := srv.Shutdown(grace)
		cancel()
		if err == nil {
			return nil
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("stop server: %w", err)
		}
		giveUp()
	}
	return srv.Close()
}

// announce writes the server file.
func (w *Workspace) announce(url string) error {
	body, err := json.Marshal(server{url, os.Getpid()})
	if err != nil {
		return err
	}
	path := filepath.Join(w.dir, serverFile)
	if err := os.WriteFile(path, append(body, '\n'), 0o600); err != nil {
		return fileError("write", path, err)
	}
	return nil
}

// RunningServer is the address of a server that has the data directory open,
// or empty. A file left by a killed server is recognised by nobody answering.
func RunningServer(ctx context.Context, dir string) string {
	body, err := os.ReadFile(filepath.Join(dir, serverFile))
	if err != nil {
		return ""
	}
	var s server
	if json.Unmarshal(body, &s) != nil || s.URL == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/v1/healthz", nil)
	if err != nil {
		return ""
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return ""
	}
	return s.URL
}

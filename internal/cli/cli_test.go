package cli_test

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/perennial-clv/perennial/internal/cli"
)

// TestMain makes this test binary the command "perennial" of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"perennial": perennial})
}

// perennial is what cmd/perennial does.
func perennial() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Main(ctx, cli.Process{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.LookupEnv}))
}

// TestScripts runs testdata/script: each is a person at a terminal.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"run": runCommand, "json": jsonCommand, "cell": cellCommand, "finite": finiteCommand, "clean": cleanCommand,
			"gzip": gzipCommand, "encode": encodeCommand, "shorten": shortenCommand, "log": logCommand, "await": awaitCommand,
		},
	})
}

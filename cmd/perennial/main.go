// Command perennial turns an order log into the value of every customer.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/perennial-clv/perennial/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, cli.Process{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.LookupEnv})
	stop()
	os.Exit(code)
}

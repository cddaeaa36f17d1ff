package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/config"
	"github.com/perennial-clv/perennial/internal/value"
)

func serveCommand(s *shell) *cobra.Command {
	c := &cobra.Command{
		Use:     "serve",
		Short:   "Serve the dashboard and the HTTP API",
		Example: "  perennial serve --data shop",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if url := app.RunningServer(c.Context(), s.conf.Data); url != "" {
				return value.Errorf(value.Unavailable, "a server already runs on %s at %s", s.conf.Data, url).WithHint("Open that address, or stop it first")
			}
			w, err := app.OpenWorkspace(c.Context(), s.conf.Data, s.conf.MemoryMB)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			return s.serve(c.Context(), w)
		},
	}
	s.dataFlag(c)
	s.addrFlag(c)
	return c
}

// addrFlag adds --addr.
func (s *shell) addrFlag(c *cobra.Command) {
	c.Flags().StringVar(&s.conf.Addr, "addr", s.conf.Addr, "address to listen on ("+config.EnvAddr+")")
}

// serve serves until interrupted, which is how it is meant to end.
func (s *shell) serve(ctx context.Context, w *app.Workspace) error {
	log := slog.New(slog.NewTextHandler(s.Err, nil))
	err := w.Serve(ctx, s.conf.Addr, Version, log, func(url string) {
		fmt.Fprintf(s.Out, "Dashboard at %s  (Ctrl-C stops it)\n", url)
	})
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		return nil
	}
	return err
}

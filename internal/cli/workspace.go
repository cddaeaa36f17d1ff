package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/score"
	"github.com/perennial-clv/perennial/internal/value"
)

// workspace is a data directory, opened here or by the server that runs on it.
type workspace interface {
	Import(ctx context.Context, files []string, o value.ImportOptions, p app.Progress) (value.Imported, error)
	Batches(ctx context.Context) ([]value.Batch, error)
	Undo(ctx context.Context, batch int64) (value.Batch, error)
	Score(ctx context.Context, o score.Options, p app.Progress) (value.Run, error)
	Customer(ctx context.Context, id string) (value.CustomerDetail, error)
	ExportScores(ctx context.Context, path string) error
	ExportRejected(ctx context.Context, batch int64, path string) (value.Batch, error)
	io.Closer
}

// open opens the data directory for a command, through its server when one
// runs: the store allows one process at a time.
func (s *shell) open(c *cobra.Command, mustExist bool) (workspace, error) {
	ctx := c.Context()
	if url := app.RunningServer(ctx, s.conf.Data); url != "" {
		return remote{url, settings(c)}, nil
	}
	if mustExist {
		return app.ExistingWorkspace(ctx, s.conf.Data, s.conf.MemoryMB)
	}
	return app.OpenWorkspace(ctx, s.conf.Data, s.conf.MemoryMB)
}

// settings are the flags given that say how to read or score.
func settings(c *cobra.Command) []string {
	var out []string
	c.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains([]string{"data", "json", "out", "memory"}, f.Name) {
			out = append(out, "--"+f.Name)
		}
	})
	return out
}

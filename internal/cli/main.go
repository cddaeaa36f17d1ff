package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/config"
	"github.com/perennial-clv/perennial/internal/value"
)

// Version of the program; releases set it when linking.
var Version = "dev"

// Process is what a command sees of the world.
type Process struct {
	Args     []string
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) (string, bool)
}

// Exit statuses, documented in `perennial help exit-codes`.
const (
	exitOK          = 0
	exitInternal    = 1
	exitUsage       = 2
	exitBadInput    = 3
	exitNotFound    = 4
	exitDenied      = 5
	exitUnavailable = 6
	exitTooLittle   = 7
	exitInterrupted = 130
)

// exits maps codes to statuses.
var exits = map[value.Code]int{
	value.Invalid: exitUsage, value.BadInput: exitBadInput, value.NotFound: exitNotFound, value.Denied: exitDenied,
	value.Unavailable: exitUnavailable, value.TooLittle: exitTooLittle, value.Internal: exitInternal,
}

// Main runs one command and returns the exit status. Errors are printed once,
// here.
func Main(ctx context.Context, p Process) int {
	conf, err := config.FromEnvironment(p.Env)
	if err != nil {
		fmt.Fprintf(p.Err, "perennial: %v\n", err)
		return exitUsage
	}
	root := newRoot(&shell{Process: p, conf: conf})
	root.SetArgs(p.Args)
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	return report(p, root.ExecuteContext(ctx))
}

// report prints an error and picks the exit status.
func report(p Process, err error) int {
	if err == nil {
		return exitOK
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(p.Err, "perennial: interrupted; nothing was changed")
		return exitInterrupted
	}
	var known *value.Error
	if !errors.As(err, &known) {
		fmt.Fprintf(p.Err, "perennial: %v\n", err)
		return exitInternal
	}
	fmt.Fprintf(p.Err, "perennial: %s\n", sentence(known.Message))
	if known.Hint != "" {
		fmt.Fprintf(p.Err, "  %s\n", sentence(known.Hint))
	}
	if known.Code == value.Internal {
		slog.New(slog.NewTextHandler(p.Err, nil)).Debug("cause", "err", known.Err)
	}
	return exits[known.Code]
}

// shell is what commands share.
type shell struct {
	Process
	conf  config.Config
	quiet bool
}

// newRoot is the whole command line.
func newRoot(s *shell) *cobra.Command {
	root := &cobra.Command{
		Use:   "perennial",
		Short: "What every customer is worth, and what to do about it",
		Long: `Perennial reads order logs and the exports of shops, payment providers, ad
platforms, help desks and surveys, and says what every customer is worth: past,
predicted, and backtested on your own data.

  perennial demo                   a demo business in the dashboard
  perennial analyze orders.csv     scores, summary and a report from an order log
  perennial import FILE...         keep files and tables of any kind, again and again
  perennial value                  what was sold and earned, gross to contribution
  perennial score                  what every customer will bring
  perennial serve                  all of it in the dashboard`,
		Version:       Version,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if err := s.conf.Validate(); err != nil {
				return value.Errorf(value.Invalid, "%w", err)
			}
			return nil
		},
	}
	root.PersistentFlags().IntVar(&s.conf.MemoryMB, "memory", s.conf.MemoryMB, "memory limit of the store, in MB ("+config.EnvMemory+")")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return value.Errorf(value.Invalid, "%w", err).WithHint("See `%s --help`", c.CommandPath())
	})
	root.AddCommand(analyzeCommand(s), demoCommand(s), generateCommand(s), importCommand(s), importsCommand(s), qualityCommand(s), scoreCommand(s),
		customerCommand(s), exportCommand(s), modelsCommand(s), valueCommand(s), definitionCommand(s), identityCommand(s), ratesCommand(s), serveCommand(s), exitCodesTopic())
	wrapArgs(root)
	return root
}

// wrapArgs gives wrong arguments the usage status.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				if _, wanted, some := strings.Cut(c.Use, " "); some {
					return value.Errorf(value.Invalid, "%s takes %s, and %s", strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" "), wanted, given(len(args))).WithHint("See `%s --help`", c.CommandPath())
				}
				return value.Errorf(value.Invalid, "%w", err).WithHint("See `%s --help`", c.CommandPath())
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}

// given says how many arguments there are.
func given(n int) string {
	switch n {
	case 0:
		return "nothing is named"
	case 1:
		return "one thing is named"
	}
	return fmt.Sprintf("%d things are named", n)
}

// dataFlag adds --data.
func (s *shell) dataFlag(c *cobra.Command) {
	c.Flags().StringVar(&s.conf.Data, "data", s.conf.Data, "data directory ("+config.EnvData+")")
}

// exitCodesTopic is a page of help.
func exitCodesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit status means",
		Long: `Exit statuses:

    0  done
    1  a fault of Perennial: please report it
    2  a flag or argument cannot be right
    3  a file is not what it should be
    4  a file, customer or data directory is not there
    5  no permission
    6  disk full, memory exhausted, or the data directory is in use
    7  the data cannot support even the simplest answer
  130  interrupted; nothing was changed`,
	}
}

// sentence ends a sentence that does not end by itself.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

package cli

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/value"
)

func modelsCommand(s *shell) *cobra.Command {
	c := &cobra.Command{
		Use:   "models",
		Short: "Fit, compare, backtest and show models of customers",
		Long: `The data scientist's bench. Models are fitted to an order log (any file that
analyze reads), to the data directory, or to a summary of customers: a CSV with
the columns frequency, recency and T, and perhaps customer_id, monetary_value
and weight.

Purchases: bg-nbd, mbg-nbd, pareto-nbd, ggom-nbd, nbd, and bg-cnbd-k and
mbg-cnbd-k for customers who buy at regular intervals. Spend: gamma-gamma.
Contracts, from a table of tenures: kaplan-meier, exponential-gamma,
weibull-gamma, and, in whole periods, sbg and bdw. With covariates: bg-nbd,
mbg-nbd, pareto-nbd and gamma-gamma, from a summary.
What each assumes, and when it fails, is in docs/models.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(modelsFitCommand(s), modelsPosteriorCommand(s), modelsPredictCommand(s), modelsCompareCommand(s), modelsBacktestCommand(s), modelsShowCommand(s))
	return c
}

// benchFlags say what models are fitted to.
type benchFlags struct {
	app.Bench
	asOf string
}

// add adds the flags; a summary is an alternative for some commands only.
func (f *benchFlags) add(s *shell, c *cobra.Command, summary bool) {
	readingFlags(c, &f.Reading)
	c.Flags().StringVar(&f.asOf, "as-of", "", "last day whose orders are used, YYYY-MM-DD (default: the last order's day)")
	c.Flags().StringVar(&f.Unit, "unit", "week", "time unit of the models: day or week")
	if summary {
		c.Flags().StringVar(&f.Summary, "summary", "", "fit to a CSV of frequency, recency and T instead of a log; - for standard input")
	}
	s.dataFlag(c)
}

// bench checks the flags.
func (f *benchFlags) bench(s *shell, files []string) (app.Bench, error) {
	b := f.Bench
	b.Files, b.Data, b.In, b.MemoryMB = files, s.conf.Data, s.In, s.conf.MemoryMB
	if b.Unit != "day" && b.Unit != "week" {
		return b, value.Errorf(value.Invalid, "unknown unit %q", b.Unit).WithHint("Use day or week")
	}
	if b.Summary != "" && len(files) > 0 {
		return b, value.Errorf(value.Invalid, "--summary and order files do not go together").WithHint("Give one of them")
	}
	if f.asOf != "" {
		var err error
		if b.AsOf, err = value.ParseDate(f.asOf); err != nil {
			return b, value.Errorf(value.Invalid, "--as-of: %w", err)
		}
	}
	return b, checkReading(b.Reading)
}

func modelsPosteriorCommand(s *shell) *cobra.Command {
	var f benchFlags
	var model string
	var seed uint64
	var asJSON bool
	c := &cobra.Command{
		Use:   "posterior [FILE...]",
		Short: "Draw from a model's posterior: what is known of its parameters",
		Long: `Four chains of 1,000 draws by a No-U-Turn sampler, with what tells whether they
can be trusted: R-hat, effective sample sizes, divergences, energy. Every row of
the data takes part; on millions of customers give it time, or a sample.`,
		Example: `  perennial models posterior orders.csv --model bg-nbd
  perennial models posterior --data shop --model pareto-nbd --json`,
		RunE: func(c *cobra.Command, files []string) error {
			b, err := f.bench(s, files)
			if err != nil {
				return err
			}
			m := s.meter()
			p, err := app.InferModel(c.Context(), b, model, seed, m.event)
			m.done()
			if err != nil {
				return err
			}
			if asJSON {
				return s.json(p)
			}
			printPosterior(s.Out, p)
			return nil
		},
	}
	f.add(s, c, true)
	c.Flags().StringVar(&model, "model", "pareto-nbd", "bg-nbd, mbg-nbd, pareto-nbd or gamma-gamma")
	c.Flags().Uint64Var(&seed, "seed", 1, "seed of the random numbers")
	c.Flags().BoolVar(&asJSON, "json", false, "print the posterior as JSON")
	return c
}

func modelsPredictCommand(s *shell) *cobra.Command {
	var modelFile, summary, out, discount string
	var horizon float64
	c := &cobra.Command{
		Use:   "predict --model-file FILE --summary FILE",
		Short: "Say what a saved model expects of the customers of a summary",
		Long: `Writes one row a customer: P(alive), expected purchases within the horizon,
the chance of any, expected purchases discounted, and the 90 % interval and
median of their number. For a model of spend: the expected value of an order.`,
		Example: "  perennial models predict --model-file model.json --summary rfm.csv --horizon 52 --out predictions.csv",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if modelFile == "" || summary == "" {
				return value.Errorf(value.Invalid, "--model-file and --summary are needed").WithHint("See `%s --help`", c.CommandPath())
			}
			if !(horizon > 0) || math.IsInf(horizon, 0) {
				return value.Errorf(value.Invalid, "--horizon %g is not a length of time", horizon).WithHint("Give it in the model's time unit, above zero")
			}
			rate, err := share(discount)
			if err != nil {
				return value.Errorf(value.Invalid, "--discount-rate: %q is not a rate", discount).WithHint("Write 0.2%% or 0.002: the rate for one time unit of the model")
			}
			return app.Predict(c.Context(), app.Bench{Summary: summary, In: s.In}, modelFile, out, s.Out, horizon, rate)
		},
	}
	c.Flags().StringVar(&modelFile, "model-file", "", "model saved by models fit --out")
	c.Flags().StringVar(&summary, "summary", "", "CSV of frequency, recency and T; - for standard input")
	c.Flags().Float64Var(&horizon, "horizon", 52, "how far to predict, in the model's time unit")
	c.Flags().StringVar(&discount, "discount-rate", "0", "discount rate for one time unit of the model")
	c.Flags().StringVar(&out, "out", "-", "CSV to write; - for standard output")
	return c
}

// comparingFlags say how models are compared.
type comparingFlags struct {
	benchFlags
	models, horizon string
	customers       int
	asJSON          bool
	html            string
}

func (f *comparingFlags) add(s *shell, c *cobra.Command) {
	f.benchFlags.add(s, c, false)
	c.Flags().StringVar(&f.models, "models", "", "models to compare, separated by commas (default: all)")
	c.Flags().StringVar(&f.horizon, "horizon", "52w", "how far ahead to ask, at most: 90d, 26w, 12m")
	c.Flags().IntVar(&f.customers, "customers", 50_000, "ask about a sample of this many customers; 0 for all")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print the comparison as JSON")
	c.Flags().StringVar(&f.html, "html", "", "write the comparison as a page")
}

// run compares.
func (f *comparingFlags) run(s *shell, c *cobra.Command, files []string, origins int) (value.ModelComparison, error) {
	b, err := f.bench(s, files)
	if err != nil {
		return value.ModelComparison{}, err
	}
	how := app.Comparing{Customers: f.customers, Shares: shares(origins)}
	if how.Horizon, err = value.ParseSpan(f.horizon); err != nil {
		return value.ModelComparison{}, value.Errorf(value.Invalid, "--horizon: %w", err)
	}
	if f.models != "" {
		how.Models = strings.Split(strings.ReplaceAll(f.models, " ", ""), ",")
	}
	m := s.meter()
	out, err := app.CompareModels(c.Context(), b, how, m.event)
	m.done()
	if err == nil && f.html != "" {
		err = app.WriteComparison(c.Context(), f.html, out)
	}
	return out, err
}

// shares spreads origins over the middle of a log; none means the usual ones.
func shares(n int) []float64 {
	var out []float64
	for i := range n {
		out = append(out, 0.3+0.55*float64(i)/math.Max(float64(n-1), 1))
	}
	return out
}

func modelsCompareCommand(s *shell) *cobra.Command {
	var f comparingFlags
	c := &cobra.Command{
		Use:   "compare [FILE...]",
		Short: "Compare models by what they foretold from several earlier days",
		Example: `  perennial models compare orders.csv
  perennial models compare --data shop --models mbg-nbd,pareto-nbd --html comparison.html`,
		RunE: func(c *cobra.Command, files []string) error {
			out, err := f.run(s, c, files, 0)
			if err != nil {
				return err
			}
			if f.asJSON {
				return s.json(out)
			}
			printComparison(s.Out, out)
			return nil
		},
	}
	f.add(s, c)
	return c
}

func modelsBacktestCommand(s *shell) *cobra.Command {
	var f comparingFlags
	var origins int
	c := &cobra.Command{
		Use:   "backtest [FILE...]",
		Short: "Show, day by day, what models foretold and what happened",
		Example: `  perennial models backtest orders.csv --origins 8 --horizon 13w
  perennial models backtest --data shop --models pareto-nbd --json`,
		RunE: func(c *cobra.Command, files []string) error {
			if origins < 1 || origins > 60 {
				return value.Errorf(value.Invalid, "--origins %d is not between 1 and 60", origins)
			}
			out, err := f.run(s, c, files, origins)
			if err != nil {
				return err
			}
			if f.asJSON {
				return s.json(out)
			}
			printOrigins(s.Out, out)
			return nil
		},
	}
	f.add(s, c)
	c.Flags().IntVar(&origins, "origins", 6, "from how many earlier days to ask")
	return c
}

func modelsShowCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "show MODEL.json",
		Short:   "Show a saved model",
		Example: "  perennial models show model.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			doc, err := app.LoadModel(args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return s.json(app.SavedFit(doc))
			}
			printFit(s.Out, app.SavedFit(doc))
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the model as JSON")
	return c
}

// json prints a value.
func (s *shell) json(v any) error {
	enc := json.NewEncoder(s.Out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

// importFlags are value.ImportOptions as flags.
type importFlags struct {
	value.ImportOptions
	fields []string
	json   bool
	// batchOnly prints the batch alone as JSON, as import orders always did.
	batchOnly bool
}

// add declares the flags.
func (f *importFlags) add(c *cobra.Command) {
	x := c.Flags()
	x.StringVar(&f.Format, "format", "", "read the files as this format, such as shopify-orders (default: found out)")
	x.StringVar(&f.Kind, "kind", "", "what mapped files hold: orders, refunds, customers, spend, tickets, reviews, survey_responses, events, products, subscriptions")
	x.StringArrayVar(&f.fields, "map", nil, "field=column of a mapped file; may be given several times")
	x.StringVar(&f.Customer, "customer", "", "order log: column of the customer, by header name or number from 1")
	x.StringVar(&f.Time, "time", "", "order log: column of the order's date or time")
	x.StringVar(&f.Amount, "amount", "", "order log: column of the amount")
	x.StringVar(&f.Order, "order", "", "order log: column of the order id")
	x.StringVar(&f.Dates, "dates", "", "order of day, month and year in dates: dmy, mdy or ymd (default: found out)")
	x.StringVar(&f.Currency, "currency", "", "currency of amounts that name none; of an order log that names them, only those in this one are kept")
	x.StringVar(&f.Zone, "zone", "", "time zone of the business: times without an offset are of it (default: the data directory's, at first UTC)")
	x.StringVar(&f.Table, "table", "", "table to read from a database")
	x.StringVar(&f.Query, "query", "", "query to ask a database, instead of a table")
	x.StringVar(&f.Cursor, "cursor", "", "column that grows, such as updated_at: the next import reads what is new")
	x.BoolVar(&f.Again, "again", false, "read all of a database's answer, whatever was read before")
	x.BoolVar(&f.DryRun, "dry-run", false, "show the first rows as understood, and keep nothing")
	x.BoolVar(&f.json, "json", false, "print what was imported as JSON")
}

// options are the flags, checked.
func (f *importFlags) options() (value.ImportOptions, error) {
	o := f.ImportOptions
	for _, m := range f.fields {
		field, column, ok := strings.Cut(m, "=")
		if !ok || field == "" || column == "" {
			return o, value.Errorf(value.Invalid, "--map: %q is not field=column", m).WithHint("Write, for example, --map total=Betrag")
		}
		if o.Map == nil {
			o.Map = map[string]string{}
		}
		o.Map[field] = column
	}
	return o, checkCurrency(o.Currency)
}

func importCommand(s *shell) *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import FILE|URL...",
		Short: "Take exports, logs and tables in as they are: all of them, or none",
		Long: `Takes files into the data directory: order logs and the exports of shops,
payment providers, ad platforms, help desks and survey tools, tables of
PostgreSQL and MariaDB or MySQL, and files in S3. What they hold and how it is
written is found out by the header; --dry-run shows it first.

Importing the same file again changes nothing; a record that arrives corrected
replaces the older version. Rows that cannot be used are kept apart with file,
line and reason: see perennial export rejected. An import can be taken back:
see perennial imports.`,
		Example: "  perennial import orders_export.csv payments.csv meta-ads.csv --data shop\n" +
			"  perennial import responses.csv --dry-run\n" +
			"  perennial import postgres://reader@db/shop --table orders --cursor updated_at\n" +
			"  perennial import 's3://exports/orders-*.csv'",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error { return s.importFiles(c, files, &f) },
	}
	f.add(c)
	s.dataFlag(c)
	c.AddCommand(importOrdersCommand(s))
	return c
}

// importOrdersCommand is the older name of import.
func importOrdersCommand(s *shell) *cobra.Command {
	var f importFlags
	c := &cobra.Command{Use: "orders FILE...", Short: "The same as import FILE...", Hidden: true, Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			f.batchOnly = true
			return s.importFiles(c, files, &f)
		}}
	f.add(c)
	s.dataFlag(c)
	return c
}

// importFiles imports and says what came of it.
func (s *shell) importFiles(c *cobra.Command, files []string, f *importFlags) (err error) {
	o, err := f.options()
	if err != nil {
		return err
	}
	done, err := s.importInto(c, files, o)
	if err != nil {
		return err
	}
	if f.json && f.batchOnly {
		return s.json(done.Batch)
	}
	if f.json {
		return s.json(done)
	}
	printImported(s, done, o.DryRun)
	return nil
}

// importInto imports into the data directory.
func (s *shell) importInto(c *cobra.Command, files []string, o value.ImportOptions) (done value.Imported, err error) {
	w, err := s.open(c, false)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	m := s.meter()
	defer m.done()
	return w.Import(c.Context(), files, o, m.event)
}

// importsCommand lists imports and takes them back.
func importsCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "imports", Short: "List what was imported", Args: cobra.NoArgs,
		Example: "  perennial imports --data shop\n  perennial imports undo 3 --data shop",
		RunE: func(c *cobra.Command, _ []string) (err error) {
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			all, err := w.Batches(c.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(s.Out).Encode(map[string]any{"imports": all})
			}
			printImports(s, all)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the imports as JSON")
	s.dataFlag(c)
	c.AddCommand(undoCommand(s))
	return c
}

func undoCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "undo NUMBER", Short: "Take an import back", Args: cobra.ExactArgs(1),
		Long: `Takes an import back: the records it brought go, unless another import brought
them too, and those it replaced return. Import its files again to have them back.`,
		RunE: func(c *cobra.Command, args []string) (err error) {
			id, err := batchNumber(args[0])
			if err != nil {
				return err
			}
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			b, err := w.Undo(context.WithoutCancel(c.Context()), id)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(s.Out).Encode(b)
			}
			printUndone(s, b)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the import as JSON")
	s.dataFlag(c)
	return c
}

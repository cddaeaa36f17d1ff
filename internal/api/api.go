package api

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/perennial-clv/perennial/internal/value"
)

// Analytics answers questions about the latest scoring. Errors carry a
// value.Code; value.NotFound from Run means that nothing is scored yet.
type Analytics interface {
	Run(ctx context.Context) (value.Run, error)
	Customers(ctx context.Context, q value.CustomerQuery) (value.CustomerPage, error)
	Customer(ctx context.Context, id string) (value.CustomerDetail, error)
	// ExportCustomers writes CSV with a header line: every customer of the
	// query, in its order; Limit and Offset are zero and mean nothing.
	ExportCustomers(ctx context.Context, q value.CustomerQuery, w io.Writer) error
	Batches(ctx context.Context) ([]value.Batch, error)
	// Posterior is that of a model of purchases on the latest scoring's data.
	Posterior(ctx context.Context, model string) (value.Posterior, error)
}

// Intake does the long jobs. Only one runs at a time: this package sees to
// it. Progress may be called from the goroutine that runs the job only.
type Intake interface {
	// Import takes in files, all or none. The files are removed when it
	// returns; a batch should remember their base names.
	Import(ctx context.Context, files []string, o value.ImportOptions, progress func(Progress)) (value.Imported, error)
	// Undo takes an import back.
	Undo(ctx context.Context, batch int64) (value.Batch, error)
	Score(ctx context.Context, progress func(Progress)) (value.Run, error)
}

// Progress says how far a long job is.
type Progress struct {
	Step  string `json:"step" doc:"What is being done now, in words"`
	Done  int64  `json:"done"`
	Total int64  `json:"total" doc:"Zero when not known beforehand"`
}

// Options is what New needs.
type Options struct {
	Analytics Analytics
	Intake    Intake  // nil: the API only reads
	Staging   Staging // nil: uploads are imported as they come
	Quality   Quality // nil: nothing is said of it
	Jobs      *Jobs   // nil: an import ends with the request that began it
	Money     Money   // nil: there are no orders
	// Definitions says what value means; nil: nobody does.
	Definitions Definitions
	// Identities tells which identifiers are one person; nil: nobody does.
	Identities Identities

	// Dashboard holds the built single-page application: index.html and
	// assets/. A tree without index.html serves placeholder.html instead.
	Dashboard fs.FS

	// SpoolDir is where uploads wait for import, on the disk of the data
	// directory. Empty: uploads are refused.
	SpoolDir string

	// MaxUpload is the most bytes one upload may have; zero: 4 GiB.
	MaxUpload int64

	// Loopback says that the listener is bound to this machine only. Then a
	// request must name this machine or one of Hosts in its Host header, or
	// any page in the user's browser could read the data by DNS rebinding.
	Loopback bool
	Hosts    []string

	Version string       // of the program, for the API description
	Log     *slog.Logger // nil: slog.Default
}

const defaultMaxUpload = 4 << 30

// New is the whole server: API and dashboard, with the protections around.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.MaxUpload == 0 {
		o.MaxUpload = defaultMaxUpload
	}

	mux := http.NewServeMux()
	describe(mux, register(mux, o))
	mux.Handle("/api/", http.HandlerFunc(noSuchResource))
	mux.Handle("/", newDashboard(o.Dashboard))

	var h http.Handler = mux
	h = compress(h)
	h = guardOrigin(h)
	h = guardHost(o, h)
	h = guardHeaders(h)
	return recoverPanics(o.Log, h)
}

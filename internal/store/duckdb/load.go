package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Load reads the files of a plan. With Replace it adds to what is kept, one
// transaction for the whole batch; without, it fills an empty store by the
// shortest way.
func (s *Store) Load(ctx context.Context, plan source.Plan, opt store.LoadOptions) (store.Loaded, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return store.Loaded{}, explain("open the data store", err)
	}
	defer conn.Close()
	if opt.Zone == "" {
		opt.Zone = "UTC"
	}
	l := &load{conn: conn, plan: plan, opt: opt, kind: "TEMP", began: time.Now()}
	if !opt.Replace {
		l.kind = ""
	}
	stop := watch(conn, opt.Progress)
	// What arrives is gathered before the transaction: the engine scans what a
	// transaction has written itself with one thread only.
	if err = l.gather(ctx); err == nil {
		err = inTransaction(ctx, conn, func() error { return l.keep(ctx) })
	}
	stop()
	l.dropWork(context.WithoutCancel(ctx))
	return l.out, explain("read the orders", err)
}

// load is one load under way.
type load struct {
	conn *sql.Conn
	plan source.Plan
	opt  store.LoadOptions
	kind string // TEMP, or empty where the work table becomes the orders
	out  store.Loaded
	// faults are the unusable raw values by table of the plan, structural the
	// rows whose shape the reader refused.
	faults     [][]source.Faults
	structural []value.Rejection
	unusable   int64 // rows with a value that could not be used
	unlisted   int64 // rejected by the source beyond those it lists
	// orderIDs and files say what was found in incoming; currencies are its
	// codes, numbered from 1.
	// recordRejects are rows that sources of records refused.
	recordRejects []value.Rejection
	recordReports []value.FileReport
	perFile       []value.FileReport // of the plan's files
	rejectedIn    map[string]int64   // rejected rows of the plan's files, by name
	orderIDs      bool
	files         int
	currencies    []string
	byCurrency    bool        // several currencies are kept
	lines         bool        // rows are lines of orders
	first         bool        // lines become the first orders kept
	staged        *recordSink // the records that came; nil where none were asked for
	began         time.Time
}

// gather brings what arrives into work tables, and judges it.
func (l *load) gather(ctx context.Context) error {
	if err := l.conn.QueryRowContext(ctx, mustQuestion("batch_next")).Scan(&l.out.Batch.ID); err != nil {
		return err
	}
	steps := []func(context.Context) error{l.onlyFillEmpty}
	if len(l.plan.Tables) > 0 {
		steps = append(steps, l.readTables, l.readStructural, l.count, l.readFaults, l.dropBad, l.oneCurrency, l.arrange, l.countArrivals)
	}
	return inOrder(ctx, append(steps, l.stageRecords))
}

// keep moves what was gathered into what is kept.
func (l *load) keep(ctx context.Context) error {
	var steps []func(context.Context) error
	if len(l.plan.Tables) > 0 {
		steps = append(steps, l.merge, l.countAdded)
	}
	return inOrder(ctx, append(steps, l.mergeRecords, l.keepRejections, l.record, l.relink))
}

// inOrder takes steps until one fails.
func inOrder(ctx context.Context, steps []func(context.Context) error) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// onlyFillEmpty refuses to load over orders without replacing them one by one.
func (l *load) onlyFillEmpty(context.Context) error {
	if l.out.Batch.ID > 1 && !l.opt.Replace {
		return value.Errorf(value.Invalid, "the store has orders already: they can only be added to")
	}
	return nil
}

// readTables fills incoming from every table of the plan.
func (l *load) readTables(ctx context.Context) error {
	for _, t := range l.plan.Tables {
		l.files += len(t.Files)
	}
	if err := l.listCurrencies(ctx, currencySample); err != nil {
		return err
	}
	if err := l.fillIncoming(ctx); err != nil || len(l.currencies) == 0 {
		return err
	}
	var unlisted int64
	err := l.conn.QueryRowContext(ctx, "SELECT count(*) FROM incoming WHERE currency = ?", unlistedCurrency).Scan(&unlisted)
	if err != nil || unlisted == 0 {
		return err
	}
	// A currency that the first rows do not show: list them all and read again.
	if err := l.listCurrencies(ctx, 0); err != nil {
		return err
	}
	return l.fillIncoming(ctx)
}

// fillIncoming reads every table.
func (l *load) fillIncoming(ctx context.Context) error {
	shape := map[string]any{"Kind": l.kind, "ManyFiles": l.files > 1, "Currencies": len(l.currencies) > 0, "Products": l.products()}
	if _, err := run(ctx, l.conn, "incoming_create", shape); err != nil {
		return err
	}
	base := 0
	for _, t := range l.plan.Tables {
		f := l.readFields(t)
		f["ManyFiles"], f["Currencies"], f["Products"] = shape["ManyFiles"], shape["Currencies"], shape["Products"]
		f["FileNo"], f["CurrencyCode"] = fileNoExpr(t, base), currencyCode(t, l.currencies)
		if _, err := run(ctx, l.conn, "incoming_read", f); err != nil {
			return err
		}
		base += len(t.Files)
	}
	return nil
}

// readFields are the expressions that read one table.
func (l *load) readFields(t source.Table) map[string]any {
	product := isProduct(t)
	amount := numberExpr(t, source.Amount)
	quantity, price := "NULL::"+moneyType, "NULL::"+moneyType
	if product {
		quantity, price = numberExpr(t, source.Quantity), numberExpr(t, source.Price)
		amount = fmt.Sprintf("TRY_CAST((%s)::DECIMAL(18, 3) * (%s)::DECIMAL(18, 6) AS %s)", quantity, price, moneyType)
	}
	customer := customerExpr(roleText(t, source.Customer))
	if l.opt.Unidentified {
		customer = "coalesce(" + customer + ", '')"
	}
	latest := l.began.UTC().Add(36 * time.Hour).Format("2006-01-02 15:04:05")
	return map[string]any{
		"Customer": customer, "Order": idExpr(roleText(t, source.Order)),
		"Time": timeExpr(t, l.opt.Zone), "Amount": amount,
		"RawCustomer": roleText(t, source.Customer), "RawTime": roleText(t, source.Time), "RawAmount": roleText(t, source.Amount),
		"RawQuantity": roleText(t, source.Quantity), "RawPrice": roleText(t, source.Price),
		"Bought": idExpr(roleText(t, source.Product)), "Quantity": quantity, "Price": price, "Product": fmt.Sprint(product),
		"From": fromExpr(t), "Latest": "TIMESTAMP " + quote(latest),
	}
}

// isProduct reports whether the amount is quantity times price.
func isProduct(t source.Table) bool {
	_, quantity := t.Roles[source.Quantity]
	_, amount := t.Roles[source.Amount]
	return quantity && !amount
}

// count learns how much of what came can be used.
func (l *load) count(ctx context.Context) error {
	b := &l.out.Batch
	var bad, badTime, badAmount, anonymous, withID int64
	var anonymousValue string
	err := ask(ctx, l.conn, "incoming_counts", nil, func(r *sql.Rows) error {
		return r.Scan(&b.Rows, &bad, &badTime, &badAmount, &anonymous, &anonymousValue, &withID)
	})
	if err != nil {
		return err
	}
	l.orderIDs = withID > 0
	l.unusable = bad
	b.Rejected = bad + int64(len(l.structural)) + l.unlisted
	b.Accepted = b.Rows - bad
	b.Rows = b.Accepted + b.Rejected
	if b.Rows == 0 {
		return value.Errorf(value.BadInput, "there are no orders in %s", l.names()).WithHint("The file has a header but no rows under it")
	}
	if b.Accepted == 0 {
		return l.nothingUsable(badTime, badAmount, anonymous)
	}
	if anonymous > 0 {
		fate := "They are listed among the rejected rows and left out of every figure."
		if l.opt.Unidentified {
			fate = "They count in what the business earned, and for no customer."
		}
		l.out.Notices = append(l.out.Notices, value.Notice{Level: "info", Code: "no-customer", Text: fmt.Sprintf(
			"%s. %s", nobodys(anonymous, b.Rows, trimMoney(anonymousValue)), fate)})
	}
	return nil
}

// nobodys says how many rows name no customer.
func nobodys(n, of int64, worth string) string {
	share := 100 * float64(n) / float64(of)
	if n == 1 {
		return fmt.Sprintf("1 row (%.1f %%), worth %s in all, names no customer", share, worth)
	}
	return fmt.Sprintf("%d rows (%.1f %%), worth %s in all, name no customer", n, share, worth)
}

// nothingUsable says which column stood in the way.
func (l *load) nothingUsable(badTime, badAmount, anonymous int64) error {
	role, flag := source.Customer, "--customer"
	switch {
	case badTime > 0 && badTime >= badAmount:
		role, flag = source.Time, "--time"
	case badAmount > 0:
		role, flag = source.Amount, "--amount"
	case anonymous == 0:
		return value.Errorf(value.BadInput, "no row of %s has the number of columns its header promises", l.names())
	}
	t := l.plan.Tables[0]
	name := "none"
	if i, ok := t.Roles[role]; ok {
		name = t.Columns[i]
	}
	return value.Errorf(value.BadInput, "none of the %d rows of %s could be used: column %q cannot be read as the %s of an order",
		l.out.Batch.Rows, l.names(), name, role).WithHint("Name the right column with %s", flag)
}

// dropBad takes unusable rows out.
func (l *load) dropBad(ctx context.Context) error {
	if l.unusable == 0 {
		return nil
	}
	_, err := run(ctx, l.conn, "incoming_drop_bad", nil)
	return err
}

// merge moves arrivals into orders.
func (l *load) merge(ctx context.Context) error {
	b := &l.out.Batch
	if !l.opt.Replace {
		if _, err := l.conn.ExecContext(ctx, "DROP TABLE orders; ALTER TABLE arrivals RENAME TO orders"); err != nil {
			return err
		}
		return l.conn.QueryRowContext(ctx, "SELECT count(*) FROM orders").Scan(&b.New)
	}
	plain := plainOrders()
	f := map[string]any{"Kind": plain.Kind, "Hashed": plain.Hashed, "Batch": b.ID, "Currency": l.currencyOfArrivals()}
	var c value.Change
	var any bool
	err := l.conn.QueryRowContext(ctx, mustQuestion("orders_any")).Scan(&any)
	if err != nil {
		return err
	}
	if any {
		if c.Unchanged, err = run(ctx, l.conn, "orders_unchanged", f); err != nil {
			return err
		}
		if c.Replaced, err = run(ctx, l.conn, "orders_replaced", f); err != nil {
			return err
		}
	}
	f["First"] = l.first
	added, err := run(ctx, l.conn, "orders_add", f, b.ID)
	c.New = added - c.Replaced
	l.changed(record.Orders, c)
	if err != nil || !l.products() {
		return err
	}
	return l.mergeLines(ctx, c)
}

// currencyOfArrivals is the code of an arrival, as an expression.
func (l *load) currencyOfArrivals() string {
	if !l.byCurrency {
		return quote(l.out.Currency)
	}
	return fmt.Sprintf("coalesce(%s[arrivals.currency], '')", quoteList(l.currencies))
}

// changed counts what became of records. Lines and changes of subscriptions
// count with what they belong to.
func (l *load) changed(k record.Kind, c value.Change) {
	b := &l.out.Batch
	if b.Changes == nil {
		b.Changes = map[string]value.Change{}
	}
	had := b.Changes[string(k)]
	b.Changes[string(k)] = value.Change{New: had.New + c.New, Replaced: had.Replaced + c.Replaced, Unchanged: had.Unchanged + c.Unchanged}
	if k != record.Lines && k != record.SubscriptionChanges {
		b.New, b.Replaced, b.Unchanged = b.New+c.New, b.Replaced+c.Replaced, b.Unchanged+c.Unchanged
	}
}

// dropWork frees the work tables; failing to is harmless.
func (l *load) dropWork(ctx context.Context) {
	_, _ = l.conn.ExecContext(ctx, "DROP VIEW IF EXISTS arriving; DROP TABLE IF EXISTS incoming; DROP TABLE IF EXISTS arrivals")
	_, _ = l.conn.ExecContext(ctx, "DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
	for _, y := range layouts() {
		_, _ = l.conn.ExecContext(ctx, "DROP TABLE IF EXISTS "+stagedName(y.kind))
	}
	_, _ = l.conn.ExecContext(ctx, "DROP TABLE IF EXISTS staged_links; DROP TABLE IF EXISTS arrived; DROP TABLE IF EXISTS same")
}

// names lists the files for a message.
func (l *load) names() string {
	first, n := "", 0
	for _, t := range l.plan.Tables {
		for _, f := range t.Files {
			if n == 0 {
				first = f.Path
			}
			n++
		}
	}
	if n > 1 {
		return fmt.Sprintf("%s and %d more files", first, n-1)
	}
	return first
}

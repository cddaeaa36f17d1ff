package accuracy

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Set is a log and the days to split it at.
type Set struct {
	Kind    string // how logs.py reads it
	Name    string
	About   string
	Real    bool
	Cuts    []string
	End     string // last day of the hold-out
	NoValue bool   // amounts mean nothing
	file    string // below the shared data
	source  func(Job, Set) (string, error)
}

func sets() []Set {
	const (
		retail   = "orders/online_retail_orders_2009_2010.csv.gz"
		lines    = "orders/online_retail_lines_2009_2010.csv.gz"
		journey  = "orders/completejourney_transactions_sample.csv.gz"
		redeemed = "orders/completejourney_coupon_redemptions.csv.gz"
	)
	return []Set{
		{Kind: "cdnow", Name: "CDNOW", Real: true, file: "orders/cdnow_sample.txt", source: shared,
			Cuts: []string{"1997-06-30", "1997-09-30", "1997-12-31"}, End: "1998-06-30",
			About: "2,357 customers of a music shop who all began in the first quarter of 1997."},
		{Kind: "online-retail", Name: "Online Retail II, orders", Real: true, file: retail, source: shared,
			Cuts: []string{"2010-05-31", "2010-07-31", "2010-08-31"}, End: "2010-12-09",
			About: "A British gift wholesaler, one year from December 2009, cancellations included. The hold-out ends before Christmas, when shops stock up; the log has seen no autumn before."},
		{Kind: "online-retail-lines", Name: "Online Retail II, lines as they came", Real: true, file: lines, source: shared,
			Cuts: []string{"2010-07-31"}, End: "2010-12-09",
			About: "The same business at the grain of invoice lines, with unidentified customers, adjustments and postage: the same future to foretell from a dirty file."},
		{Kind: "completejourney", Name: "Complete Journey", Real: true, file: journey, source: shared,
			Cuts: []string{"2017-05-31", "2017-06-30", "2017-08-31"}, End: "2017-12-31",
			About: "A sample of the lines of 2,377 households in a grocery chain, 2017. Most were customers long before the log begins."},
		{Kind: "completejourney-drug", Name: "Complete Journey, drugstore goods", Real: true, file: journey, source: shared,
			Cuts: []string{"2017-06-30", "2017-08-31"}, End: "2017-12-31",
			About: "The lines of one department only (DRUG GM): a category bought now and then."},
		{Kind: "redemptions", Name: "Complete Journey, coupons redeemed", Real: true, file: redeemed, source: shared, NoValue: true,
			Cuts: []string{"2017-08-31"}, End: "2017-12-31",
			About: "Days on which households redeemed coupons: an event log that campaigns drive, small, without amounts (each counts 1)."},
		{Kind: "generated", Name: "Simulated shop", source: generated,
			Cuts: []string{"2025-06-30", "2025-12-31"}, End: "2026-06-30",
			About: "`perennial generate orders`, 20,000 customers over three years: growth, seasons, gift buyers, regular buyers, refunds. No model assumes it."},
		{Kind: "pareto", Name: "Simulated Pareto/NBD", source: simulated,
			Cuts: []string{"2023-06-30"}, End: "2024-06-30",
			About: "20,000 customers of a world in which Pareto/NBD and Gamma-Gamma are true (r 0.55, α 10.6, s 0.61, β 11.7 weeks; p 6.25, q 3.74, v 15.4), won evenly over the 78 weeks before the cut."},
	}
}

// shared finds a file of the shared data, or answers with nothing.
func shared(_ Job, s Set) (string, error) {
	if root := os.Getenv("PERENNIAL_SHARED"); root != "" {
		return there(filepath.Join(root, "data", s.file)), nil
	}
	dir, err := os.Getwd()
	for err == nil {
		if path := there(filepath.Join(dir, "shared", "data", s.file)); path != "" {
			return path, nil
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}

func there(path string) string {
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

func generated(j Job, s Set) (string, error) {
	path := filepath.Join(j.Out, s.Kind+".csv")
	_, err := run(j.Perennial, "generate", "orders", "--customers", "20000", "--seed", "1", "--out", path)
	return path, err
}

// simulated writes orders of customers who are as Pareto/NBD and Gamma-Gamma
// say they are.
func simulated(j Job, s Set) (path string, err error) {
	const customers, week = 20000, 7 * 24 * time.Hour
	path = filepath.Join(j.Out, s.Kind+".csv")
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	end, err := time.Parse(time.DateOnly, s.End)
	if err != nil {
		return "", err
	}
	cut, err := time.Parse(time.DateOnly, s.Cuts[0])
	if err != nil {
		return "", err
	}
	cut, end = cut.AddDate(0, 0, 1), end.AddDate(0, 0, 1)
	purchases := paretonbd.Model{R: 0.55, Alpha: 10.6, S: 0.61, Beta: 11.7}
	spend := gammagamma.Model{P: 6.25, Q: 3.74, V: 15.4}
	rng := rand.New(rand.NewPCG(1, 2))
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "order_id,customer_id,ordered_at,amount")
	order := 0
	for c := range customers {
		first := cut.Add(-time.Duration(rng.Float64() * 78 * float64(week)))
		scale := numeric.GammaVariate(rng, spend.Q, spend.V)
		times := append([]float64{0}, purchases.Simulate(rng, end.Sub(first).Hours()/(7*24))...)
		for _, t := range times {
			order++
			amount := max(numeric.GammaVariate(rng, spend.P, scale), 0.01)
			at := first.Add(time.Duration(t * float64(week)))
			fmt.Fprintf(w, "%d,%05d,%s,%.2f\n", order, c+1, at.Format(time.DateTime), amount)
		}
	}
	return path, w.Flush()
}

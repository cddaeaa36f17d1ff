package paretoggg

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/cnbd"
)

// Options steer the sampler. Zero means the default.
type Options struct {
	// Chains is the number of independent chains, 4 by default.
	Chains int
	// BurnIn is the number of first steps of each chain that are thrown away,
	// 500 by default.
	BurnIn int
	// Draws is the number of draws kept from each chain, 100 by default, and
	// Thin the number of steps from one to the next, 20 by default. A draw
	// takes 32 bytes a customer.
	Draws, Thin int
	// Parallel is the number of chains run at a time; zero means GOMAXPROCS.
	// The answer does not depend on it.
	Parallel int
}

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value *int
		usual int
	}{{&o.Chains, 4}, {&o.BurnIn, 500}, {&o.Draws, 100}, {&o.Thin, 20}, {&o.Parallel, runtime.GOMAXPROCS(0)}} {
		if *d.value <= 0 {
			*d.value = d.usual
		}
	}
	return o
}

// Posterior is what the sampler found.
type Posterior struct {
	// Customers are those it was found from, in their order.
	Customers []cnbd.Customer
	// Population holds the draws of the six parameters, one slice a chain,
	// every step after burning in.
	Population [][]Model
	// Parameters describe them, in the order of Model.Names, and say how well
	// the chains mixed.
	Parameters []bayes.Summary

	draws [][]Individual // a draw, of any chain, then a customer
}

// unmixed is the R-hat above which chains have not forgotten where they began.
const unmixed = 1.1

// Sample draws from the posterior distribution, given a Gamma(0.001, 0.001)
// prior distribution of each of the six parameters, as in the R package
// BTYDplus. The gaps between purchases must be known. Errors wrap
// btyd.ErrInvalidRow, btyd.ErrTooLittleData, or that of the context;
// btyd.ErrNotConverged comes with the posterior, when its chains disagree.
func Sample(ctx context.Context, customers []cnbd.Customer, rng *rand.Rand, opts Options) (*Posterior, error) {
	start, err := begin(customers)
	if err != nil {
		return nil, err
	}
	opts = opts.withDefaults()
	results := make([]result, opts.Chains)
	var wait sync.WaitGroup
	places := make(chan struct{}, opts.Parallel)
	for i := range results {
		own := rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		wait.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			results[i] = run(ctx, newChain(own, customers, start), opts)
		})
	}
	wait.Wait()
	p := &Posterior{Customers: customers}
	for _, r := range results {
		if r.err != nil {
			return nil, fmt.Errorf("sampling stopped: %w", r.err)
		}
		p.Population = append(p.Population, r.population)
		p.draws = append(p.draws, r.draws...)
	}
	return p, p.describe()
}

// begin checks the customers and guesses the parameters.
func begin(customers []cnbd.Customer) (Model, error) {
	for i, c := range customers {
		err := c.Validate()
		if err == nil && math.IsNaN(c.LogGaps) {
			err = fmt.Errorf("%w: the gaps between purchases are needed", btyd.ErrInvalidRow)
		}
		if err != nil {
			return Model{}, fmt.Errorf("customer %d: %w", i, err)
		}
	}
	rows := cnbd.Compress(customers)
	if err := rows.Enough(6); err != nil {
		return Model{}, err
	}
	age, rate := rows.Pace()
	return Model{R: 1, Alpha: 1 / rate, S: 1, Beta: age, T: 2, Gamma: 1}, nil
}

// result is what one chain leaves behind.
type result struct {
	population []Model
	draws      [][]Individual
	err        error
}

func run(ctx context.Context, c *chain, opts Options) (r result) {
	for step := range opts.BurnIn + opts.Draws*opts.Thin {
		if r.err = ctx.Err(); r.err != nil {
			return r
		}
		c.step()
		kept := step - opts.BurnIn
		if kept < 0 {
			continue
		}
		r.population = append(r.population, c.model)
		if (kept+1)%opts.Thin == 0 {
			draw := make([]Individual, len(c.people))
			for i := range draw {
				draw[i] = c.individual(i)
			}
			r.draws = append(r.draws, draw)
		}
	}
	return r
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"
)

const (
	seed     = 20260501
	perOrder = 4 // lines at most: 2.5 on average
	articles = 5_000
	span     = 3 * 365 * 24 * time.Hour // of a log of any length, about
)

// made is a file of rows made once, by write, from fixed random numbers.
func (b *bench) made(name string, write func(*bufio.Writer, *rand.Rand) error) (path string, err error) {
	path = b.file(name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	f, err := os.Create(path + ".partial")
	if err != nil {
		return "", err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = errors.Join(write(w, rand.New(rand.NewPCG(seed, seed))), w.Flush(), f.Close())
	if err != nil {
		return "", err
	}
	return path, os.Rename(path+".partial", path)
}

// orderLines is a log of one row a line: what an own system exports.
func (b *bench) orderLines(rows int) (string, error) {
	return b.made(fmt.Sprintf("lines-%d.csv", rows), func(w *bufio.Writer, r *rand.Rand) error {
		fmt.Fprintln(w, "order_id,customer_id,ordered_at,sku,quantity,price")
		return eachOrder(rows, r, func(o anOrder) error {
			at := o.at.Format(time.DateTime)
			for range o.lines {
				_, err := fmt.Fprintf(w, "O%08d,C%07d,%s,SKU%04d,%d,%.2f\n", o.no, o.customer, at, r.IntN(articles), 1+r.IntN(3), price(r))
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// shopify is an export of orders of Shopify: the order on the first of its
// rows, its further lines on rows that are empty but for them.
func (b *bench) shopify(rows int) (string, error) {
	return b.made(fmt.Sprintf("shopify-%d.csv", rows), func(w *bufio.Writer, r *rand.Rand) error {
		fmt.Fprintln(w, "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,"+
			"Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id,Source,Lineitem discount")
		return eachOrder(rows, r, func(o anOrder) error {
			at := o.at.Format("2006-01-02 15:04:05 -0700")
			prices, sum := make([]float64, o.lines), 0.0
			for i := range prices {
				prices[i] = price(r)
				sum += prices[i]
			}
			for i, p := range prices {
				head := ",,,,,,,,,,"
				id := ","
				if i == 0 {
					head = fmt.Sprintf("paid,%s,fulfilled,EUR,%.2f,4.90,0.00,%.2f,,0.00,%s", at, sum, sum+4.9, at)
					id = fmt.Sprintf("%d,web", 5_000_000+o.no)
				}
				product := r.IntN(articles)
				_, err := fmt.Fprintf(w, "#%d,customer%07d@example.com,%s,1,\"Article, no. %d\",%.2f,SKU%04d,%s,0.00\n",
					1000+o.no, o.customer, head, product, p, product, id)
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// anOrder is what the lines of one order share.
type anOrder struct {
	no, customer, lines int
	at                  time.Time
}

// eachOrder makes orders until they have so many lines, in the order of time.
func eachOrder(rows int, r *rand.Rand, emit func(anOrder) error) error {
	at := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	orders := rows * 2 / (1 + perOrder)
	for no := 1; rows > 0; no++ {
		at = at.Add(time.Duration(r.Int64N(1 + 2*int64(span)/int64(orders))))
		o := anOrder{no: no, customer: r.IntN(max(1, orders/2)), lines: min(rows, 1+r.IntN(perOrder)), at: at}
		if err := emit(o); err != nil {
			return err
		}
		rows -= o.lines
	}
	return nil
}

// price is that of an article.
func price(r *rand.Rand) float64 { return float64(100+r.IntN(9_900)) / 100 }

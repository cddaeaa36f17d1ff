package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"time"
)

// requests of every kind sent one after the other: enough for a 95th
// percentile that is not the slowest one.
const requests = 60

// endpoint is a kind of request; path makes the i-th of them.
type endpoint struct {
	name string
	path func(i int) string
}

// dashboard measures the latency of the requests the dashboard makes.
func dashboard(b *bench) error {
	customers, size := 1_000_000, "1 M customers"
	if b.small {
		customers, size = 20_000, "20 k customers"
	}
	file, err := b.orders(customers)
	if err != nil {
		return err
	}
	data := b.file("data")
	if err := os.RemoveAll(data); err != nil {
		return err
	}
	for _, args := range [][]string{{"import", "orders", file}, {"score"}} {
		s, err := measure(b.file("perennial"), append(args, "--data", data)...)
		if err != nil {
			return err
		}
		if err := b.results.add(measurement{Stage: "api", Size: size, Job: args[0], Side: "perennial", Samples: []sample{s}}); err != nil {
			return err
		}
	}
	base, stop, err := serve(b.file("perennial"), data)
	if err != nil {
		return err
	}
	defer stop()
	ids, err := customerIDs(base, customers)
	if err != nil {
		return err
	}
	for _, e := range endpoints(customers, ids) {
		m := measurement{Stage: "api", Size: size, Job: "GET " + e.name, Side: "perennial"}
		for i := range requests {
			seconds, err := get(base+e.path(i), nil)
			if err != nil {
				return err
			}
			m.Samples = append(m.Samples, sample{Seconds: seconds})
		}
		fmt.Fprintf(os.Stderr, "%s: p50 %.0f ms, p95 %.0f ms\n", e.name, 1000*percentile(m.Samples, .5), 1000*percentile(m.Samples, .95))
		if err := b.results.add(m); err != nil {
			return err
		}
	}
	return nil
}

func endpoints(customers int, ids []string) []endpoint {
	const list = "/api/v1/customers"
	always := func(path string) func(int) string { return func(int) string { return path } }
	turns := func(prefix string, values ...string) func(int) string {
		return func(i int) string { return prefix + values[i%len(values)] }
	}
	return []endpoint{
		{"/overview", always("/api/v1/overview")},
		{"/models", always("/api/v1/models")},
		{"/run", always("/api/v1/run")},
		{"/customers", always(list)},
		{"/customers?sort=… (six columns)", turns(list+"?sort=", "orders", "last_order", "p_alive", "expected_next_order&order=asc", "customer_id&order=asc", "value_at_risk")},
		{"/customers?q=… (part of an id)", func(i int) string { return fmt.Sprintf("%s?q=%04d", list, 137*i%10000) }},
		{"/customers?risk=…", turns(list+"?risk=", "high", "medium", "low", "high,medium")},
		{"/customers?risk=high&sort=orders&min_clv=10", always(list + "?risk=high&sort=orders&min_clv=10")},
		{"/customers?offset=… (deep)", func(i int) string { return fmt.Sprintf("%s?offset=%d", list, customers*9/10+500*i%(customers/20)) }},
		{"/customers?sort=orders&offset=… (deep)", func(i int) string {
			return fmt.Sprintf("%s?sort=orders&offset=%d", list, customers/2+500*i%(customers/20))
		}},
		{"/customers/{id}", func(i int) string { return list + "/" + ids[i%len(ids)] }},
	}
}

// serve starts the server on a free port of this machine.
func serve(program, data string) (base string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	addr := l.Addr().String()
	l.Close()
	c := exec.Command(program, "serve", "--data", data, "--addr", addr)
	if err := c.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { c.Process.Signal(os.Interrupt); c.Wait() }
	base = "http://" + addr
	for range 300 {
		if _, err = get(base+"/api/v1/healthz", nil); err == nil {
			return base, stop, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("the server did not start: %w", err)
}

// customerIDs takes ids from all over the list, the best customer's first.
func customerIDs(base string, customers int) (ids []string, err error) {
	for i := range 6 {
		var page struct {
			Rows []struct {
				ID string `json:"customer_id"`
			}
		}
		if _, err := get(fmt.Sprintf("%s/api/v1/customers?limit=10&offset=%d", base, i*customers/6), &page); err != nil {
			return nil, err
		}
		for _, c := range page.Rows {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("no customers in the list")
	}
	return ids, nil
}

// get tells how long a request took, to the last byte.
func get(url string, into any) (seconds float64, err error) {
	start := time.Now()
	response, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	seconds = time.Since(start).Seconds()
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, response.Status)
	}
	if err != nil || into == nil {
		return seconds, err
	}
	return seconds, json.Unmarshal(body, into)
}

func percentile(samples []sample, p float64) float64 {
	sorted := slices.SortedFunc(slices.Values(samples), func(a, b sample) int { return cmp.Compare(a.Seconds, b.Seconds) })
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))].Seconds
}

package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/btyd"
)

// read parses a file of distinct customers.
func read(path string) (rows btyd.Rows, spend btyd.SpendRows, err error) {
	f, err := os.Open(path)
	if err != nil {
		return rows, spend, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan()
	header := strings.Split(strings.TrimSpace(lines.Text()), ",")
	if len(header) < 3 || header[0] != "x" || header[1] != "tx" || header[2] != "T" {
		return rows, spend, fmt.Errorf("%s: header %q, want x,tx,T or x,tx,T,m", path, lines.Text())
	}
	for number := 2; lines.Scan(); number++ {
		fields := strings.Split(lines.Text(), ",")
		if len(fields) < len(header) {
			return rows, spend, fmt.Errorf("%s line %d: %d fields", path, number, len(fields))
		}
		var v [4]float64
		for i, field := range fields[:min(4, len(header))] {
			if field == "" {
				continue
			}
			if v[i], err = strconv.ParseFloat(field, 64); err != nil {
				return rows, spend, fmt.Errorf("%s line %d: %w", path, number, err)
			}
		}
		rows.X, rows.Tx = append(rows.X, v[0]), append(rows.Tx, v[1])
		rows.T, rows.W = append(rows.T, v[2]), append(rows.W, 1)
		if v[0] > 0 && v[3] > 0 {
			spend.X, spend.M = append(spend.X, v[0]), append(spend.M, v[3])
			spend.W = append(spend.W, 1)
		}
	}
	return rows, spend, lines.Err()
}

package export

import (
	"cmp"
	"encoding/hex"
	"hash/fnv"
	"io"
	"slices"
)

// contents makes ids of rows that have none from what they say: the same row
// has the same id in any file, whatever the order of its columns.
type contents struct {
	order []int
	names []string
	text  []byte
}

// id is 32 hexadecimal digits of the row's filled cells.
func (c *contents) id(r *row) string {
	if len(c.order) != len(r.names) {
		c.learn(r.names)
	}
	c.text = c.text[:0]
	for i, column := range c.order {
		if column >= len(r.fields) {
			continue
		}
		if cell := clean(r.fields[column]); cell != "" {
			c.text = append(append(append(append(c.text, c.names[i]...), 0), cell...), 0)
		}
	}
	sum := fnv.New128a()
	sum.Write(c.text)
	return hex.EncodeToString(sum.Sum(nil))
}

func (c *contents) learn(columns []string) {
	c.order, c.names = c.order[:0], c.names[:0]
	for i := range columns {
		c.order = append(c.order, i)
	}
	slices.SortFunc(c.order, func(a, b int) int { return cmp.Or(cmp.Compare(normal(columns[a]), normal(columns[b])), a-b) })
	for _, i := range c.order {
		c.names = append(c.names, normal(columns[i]))
	}
}

// idOf is an id made of parts.
func idOf(parts ...string) string {
	sum := fnv.New128a()
	for _, p := range parts {
		io.WriteString(sum, p)
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil))
}

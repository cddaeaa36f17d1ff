package file

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// lookParquet reads a Parquet file's footer: names, types, and the smallest
// and largest values as a sample.
func (in *inspection) lookParquet(f *input) error {
	meta, err := footer(f.path)
	if err != nil {
		return value.Errorf(value.BadInput, "%q begins like a Parquet file but cannot be read: %w", f.named, err).
			WithHint("It may have been cut short: copy or export it again.")
	}
	if meta.number(3) == 0 {
		return value.Errorf(value.BadInput, "%q holds no rows", f.named).WithHint("Export the orders again.")
	}
	f.shape, f.header, f.titled = shapeParquet, true, true
	leaves := map[string]int{}
	f.columns, f.types = topColumns(meta.list(2), leaves)
	if len(f.columns) == 0 {
		return value.Errorf(value.BadInput, "%q holds no columns", f.named).WithHint("Export the orders again.")
	}
	f.rows = statistics(meta.list(4), f.types, leaves)
	return nil
}

// footer reads and decodes a Parquet file's footer.
func footer(path string) (fields, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	var tail [8]byte
	if info.Size() < 12 {
		return nil, errors.New("it is too short")
	}
	if _, err := file.ReadAt(tail[:], info.Size()-8); err != nil {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	if string(tail[4:]) != "PAR1" || n > info.Size()-12 || n > 256<<20 {
		return nil, errors.New("its end is missing")
	}
	b := make([]byte, n)
	if _, err := file.ReadAt(b, info.Size()-8-n); err != nil {
		return nil, err
	}
	return (&thrift{b: b}).object()
}

// topColumns are the columns of the schema's root. leaves receives the index
// of those that are not nested.
func topColumns(schema []any, leaves map[string]int) (columns, types []string) {
	for i := 1; i < len(schema); {
		e, _ := schema[i].(fields)
		if n := e.number(5); n > 0 {
			types = append(types, "nested")
			i = afterElement(schema, i)
		} else {
			leaves[string(e.text(4))] = len(columns)
			types = append(types, typeOf(e))
			i++
		}
		columns = append(columns, string(e.text(4)))
	}
	return unique(columns), types
}

// afterElement is the index behind an element and all it contains.
func afterElement(schema []any, i int) int {
	for left := int64(1); left > 0 && i < len(schema); i++ {
		e, _ := schema[i].(fields)
		left += max(e.number(5), 0) - 1
	}
	return i
}

// typeOf names a column's type.
func typeOf(e fields) string {
	logical, old := e.object(10), e.number(6)
	isOld := e.has(6)
	switch {
	case logical.has(8), isOld && (old == 9 || old == 10), e.number(1) == 3:
		return "timestamp"
	case logical.has(6), isOld && old == 6:
		return "date"
	case logical.has(5), isOld && old == 5:
		return fmt.Sprintf("decimal(%d,%d)", e.number(8), e.number(7))
	case logical.has(7):
		return "time"
	}
	switch e.number(1) {
	case 0:
		return "boolean"
	case 1, 2:
		return "integer"
	case 4, 5:
		return "double"
	case 6:
		return "string"
	}
	return "bytes"
}

// isNumberType reports whether a type is a number.
func isNumberType(t string) bool {
	return t == "integer" || t == "double" || len(t) > 7 && t[:7] == "decimal"
}

// isTimeType reports whether a type is a point in time.
func isTimeType(t string) bool { return t == "timestamp" || t == "date" }

// typeSuits reports whether a type can play a role.
func typeSuits(role source.Role, t string) bool {
	switch role {
	case source.Time:
		return isTimeType(t) || t == "string" || t == "integer"
	case source.Amount, source.Quantity, source.Price:
		return isNumberType(t) || t == "string"
	case source.Currency:
		return t == "string"
	}
	return t == "string" || t == "integer" || t == "bytes" || len(t) > 7 && t[:7] == "decimal"
}

// statistics are the least and the greatest values of each row group, as two
// rows of a sample.
func statistics(groups []any, types []string, leaves map[string]int) [][]string {
	var rows [][]string
	for _, g := range groups[:min(len(groups), 200)] {
		group, _ := g.(fields)
		least, most := make([]string, len(types)), make([]string, len(types))
		for _, c := range group.list(1) {
			chunk, _ := c.(fields)
			meta := chunk.object(3)
			path := meta.list(3)
			if len(path) != 1 {
				continue
			}
			name, _ := path[0].([]byte)
			i, ok := leaves[string(name)]
			if !ok {
				continue
			}
			s := meta.object(12)
			least[i], most[i] = statistic(s.text(6), meta.number(1), types[i]), statistic(s.text(5), meta.number(1), types[i])
		}
		rows = append(rows, least, most)
	}
	return rows
}

// statistic is one value as text, where that is simple.
func statistic(b []byte, physical int64, t string) string {
	switch {
	case t == "string":
		return string(b)
	case t == "integer" && physical == 1 && len(b) == 4:
		return strconv.Itoa(int(int32(binary.LittleEndian.Uint32(b))))
	case t == "integer" && len(b) == 8:
		return strconv.FormatInt(int64(binary.LittleEndian.Uint64(b)), 10)
	case t == "double" && physical == 5 && len(b) == 8:
		return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(b)), 'f', -1, 64)
	}
	return ""
}

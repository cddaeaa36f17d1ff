package app

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/value"
)

// previewed is how many records of a file a preview shows.
const previewed = 8

// preview are the first records of every file, as understood.
func (t *taking) preview(ctx context.Context, db *duckdb.Store, plan source.Plan) (out []value.Preview, err error) {
	if len(t.plain) > 0 {
		orders, err := db.FirstOrders(ctx, previewed)
		if err != nil {
			return nil, err
		}
		p := value.Preview{File: strings.Join(planNames(plan), ", ")}
		for i := range orders {
			p.Records = append(p.Records, previewOf(&orders[i]))
		}
		out = append(out, p)
	}
	for _, r := range t.exports {
		out = append(out, value.Preview{File: r.report.File, Records: r.first})
	}
	return out, nil
}

// previewOf is a record for a preview, without what is not known of it.
func previewOf(r record.Record) value.PreviewRecord {
	out := value.PreviewRecord{Kind: string(r.Kind()), Fields: map[string]any{}}
	text, err := json.Marshal(r)
	if err != nil {
		return out
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&out.Fields); err != nil {
		return out
	}
	for name, v := range out.Fields {
		if v == nil || v == "" || v == "0001-01-01T00:00:00Z" {
			delete(out.Fields, name)
		}
	}
	return out
}

// planNames are the names of a plan's files.
func planNames(p source.Plan) (out []string) {
	for _, t := range p.Tables {
		for _, f := range t.Files {
			out = append(out, f.Path)
		}
	}
	return out
}

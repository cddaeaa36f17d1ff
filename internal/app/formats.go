package app

import (
	"context"
	"path/filepath"

	"github.com/perennial-clv/perennial/internal/api"
	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source/export"
	"github.com/perennial-clv/perennial/internal/value"
)

// formatNames are the names that files can be read as.
func formatNames() []string {
	names := []string{orderLog}
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return append(names, mappedFile)
}

// formats are what files can be read as.
func formats() (out value.Formats) {
	out.Formats = append(out.Formats, value.Format{
		Name: orderLog, Title: "Plain order log", Kind: string(record.Orders),
		Note: "One row an order, or a line of one: who, when and how much. The columns are found by their names and contents.",
	})
	for _, f := range export.Formats() {
		out.Formats = append(out.Formats, value.Format{Name: f.Name, Title: f.Title, Kind: string(f.Kind), Note: f.Note})
	}
	for _, kind := range record.Kinds {
		fields := export.Fields(kind)
		if fields == nil {
			continue
		}
		k := value.MappedKind{Kind: string(kind)}
		for _, f := range fields {
			k.Fields = append(k.Fields, value.Field{Name: f.Name, Title: f.Title, Needed: f.Needed, Explain: f.Explain})
		}
		out.Kinds = append(out.Kinds, k)
	}
	return out
}

// Formats are what files can be read as.
func (d dashboardIntake) Formats() value.Formats { return formats() }

// Zone is that of the workspace's terms.
func (d dashboardIntake) Zone(ctx context.Context) string {
	if t, err := d.Terms(ctx); err == nil && t.Zone != "" {
		return t.Zone
	}
	return "UTC"
}

// ImportStaged takes files in that a person has looked at.
func (d dashboardIntake) ImportStaged(ctx context.Context, files []api.Staged, zone string, progress func(api.Progress)) (value.Imported, error) {
	choices := map[string]value.Choice{}
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
		choices[f.Path] = f.Choice
	}
	return d.Take(ctx, ImportRequest{
		Files: paths, Name: filepath.Base, Reading: Reading{Zone: zone}, Choose: func(path string) value.Choice { return choices[path] },
	}, apiProgress(progress))
}

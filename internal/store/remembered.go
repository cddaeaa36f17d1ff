package store

import "context"

// Remembered keeps what a person decided, by name, such as how files of a
// header are to be read.
type Remembered interface {
	// Setting reads what was kept under a name, if anything was.
	Setting(ctx context.Context, name string, into any) (found bool, err error)
	// KeepSetting keeps something under a name instead of what was there. It is
	// kept as JSON.
	KeepSetting(ctx context.Context, name string, what any) error
}

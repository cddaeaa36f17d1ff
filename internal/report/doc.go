// Package report turns the record of a run into one HTML page that can be
// mailed, opened from disk and printed: everything it needs is inside it,
// nothing is fetched and nothing runs.
//
// It draws and words what a value.Run says. It must not know how a run is
// made: no models, no store, no files, no clock. It never computes money or
// probabilities: figures arrive computed, and a figure that is missing is
// shown as missing, with the reason.
package report

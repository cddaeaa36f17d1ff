// Package score judges: it splits a log in time, fits every model, backtests
// them on days they did not see, chooses, scores every customer, and says why.
//
// It must not know which database is in use, how files are read or how
// results are shown: it asks a store.Workbench and returns a value.Run.
package score

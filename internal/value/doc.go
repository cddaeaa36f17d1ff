// Package value holds the words of Perennial: what an order, a customer's
// history, a definition, a score and a run of scoring are. Every other room
// speaks in these words.
//
// It must not know SQL, HTTP, files, or any other package of Perennial: it
// imports the standard library and a decimal type, and computes nothing that
// belongs to a model.
package value

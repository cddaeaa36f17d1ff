// Package models is the data scientist's bench: which models of purchases
// there are, fitting any of them to histories, asking them from several
// earlier days what would follow, and judging what they said.
//
// It knows models and customers' histories. It must not know files,
// databases, money or screens.
package models

// Package file understands files of orders as people have them: it finds out
// how a file is packed, encoded, cut into columns and written, and which
// column plays which role, and answers with a source.Plan. What the store
// cannot read in parallel as it is, it rewrites into a plain CSV copy.
//
// It must not know the store, SQL, models or what an order is worth: it
// reads samples, never whole files unless it rewrites them, and decides
// nothing that a person could not overrule with an Option.
package file

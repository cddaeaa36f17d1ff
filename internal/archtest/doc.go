// Package archtest holds the repository to its own rules: which room may
// import which, that packages and the public library are documented, that
// files stay short, that SQL stays in its drivers, that dependencies have a
// reason, and that the pages of docs say what the code says.
//
// It holds nothing but tests. Run with -update, they write the generated
// pages of docs again.
package archtest

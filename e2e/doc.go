// Package e2e walks through the built program as people do: it starts the
// real binary on real data and looks at the pages in a browser.
//
// The binary is PERENNIAL_BIN, or ../bin/perennial. PERENNIAL_URL names a
// server that runs already, for work on the pages. Screenshots are left in
// shots. Without a browser the journeys are skipped, except where CI=true.
package e2e

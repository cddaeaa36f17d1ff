// Package api is the HTTP face of Perennial: a JSON API described by OpenAPI
// under /api/v1, and the dashboard's files beside it.
//
// It knows HTTP and the words of package value, and nothing else: what the
// numbers are comes from whoever implements Analytics, and what an upload
// does from whoever implements Intake. A rule the command line would have to
// repeat does not belong here.
package api

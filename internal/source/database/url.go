package database

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// schemes of URLs, and who opens them.
var schemes = map[string]func(context.Context, *url.URL) (session, error){
	"postgres":   openPostgres,
	"postgresql": openPostgres,
	"mysql":      openMySQL,
	"mariadb":    openMySQL,
}

// Is reports whether a name is the URL of a database.
func Is(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && schemes[strings.ToLower(scheme)] != nil
}

// open connects and begins the snapshot.
func open(ctx context.Context, raw string) (session, error) {
	if !Is(raw) {
		return nil, value.Errorf(value.Invalid, "%q is no URL of a database", Redacted(raw)).
			WithHint("Write postgres://user:password@host/database or mysql://user:password@host/database.")
	}
	// The parser's own errors repeat the URL with its password.
	u, err := url.Parse(raw)
	if err != nil {
		return nil, value.Errorf(value.Invalid, "the URL %s cannot be read", Redacted(raw)).
			WithHint("Write marks in the user name or password as their percent codes: @ as %%40, / as %%2F, # as %%23, %% as %%25.")
	}
	return schemes[strings.ToLower(u.Scheme)](ctx, u)
}

// hidden stands for a password.
const hidden = "***"

// Redacted is a URL without its password, for people and logs.
func Redacted(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		if strings.Contains(raw, "@") || strings.Contains(raw, "=") {
			return hidden
		}
		return raw
	}
	// Passwords with marks that should have been percent codes are hidden
	// too, so the last @ counts and nothing is parsed.
	address, query, asked := strings.Cut(rest, "?")
	if i := strings.LastIndexByte(rest, '@'); i > len(address) {
		address, query, asked = rest, "", false
	}
	if i := strings.LastIndexByte(address, '@'); i >= 0 {
		user, _, secret := strings.Cut(address[:i], ":")
		if secret {
			address = user + ":" + hidden + address[i:]
		}
	}
	if !asked {
		return scheme + "://" + address
	}
	return scheme + "://" + address + "?" + redactedQuery(query)
}

// redactedQuery hides what may be a secret among the parameters.
func redactedQuery(query string) string {
	open := []string{"sslmode", "ssl-mode", "sslrootcert", "ssl-ca", "host", "port", "user", "dbname", "application_name", "connect_timeout", "socket"}
	parameters := strings.Split(query, "&")
	for i, p := range parameters {
		name, _, ok := strings.Cut(p, "=")
		if ok && !slices.Contains(open, strings.ToLower(name)) {
			parameters[i] = name + "=" + hidden
		} else if !ok {
			parameters[i] = hidden
		}
	}
	return strings.Join(parameters, "&")
}

package object

import (
	"context"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// Fetched is one file on the local disk.
type Fetched struct {
	URL  string // without passwords and signatures
	Path string
	Size int64
	ETag string // of the server, empty when it gave none
}

// Progress hears of the bytes of one file so far; total is -1 when unknown.
type Progress func(url string, done, total int64)

// Is reports whether a name is the URL of an object or a web file.
func Is(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	switch strings.ToLower(scheme) {
	case "s3", "https", "http":
		return ok
	}
	return false
}

// Fetch brings what a URL names into a folder, each file under its own name
// (in a numbered folder where two have the same), in the order of their keys.
// In s3 URLs * and ? stand for any text and any letter between slashes.
//
// Keys come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
// AWS_SESSION_TOKEN, nobody's without them; other storage than Amazon's from
// AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL; the region from AWS_REGION or
// AWS_DEFAULT_REGION.
//
// What a failed fetch has begun stays in the folder as a hidden file, from
// which the next into that folder goes on if the object is still the same.
// Errors are value.Errors, or the context's.
func Fetch(ctx context.Context, raw, dir string, progress Progress) ([]Fetched, error) {
	return fetcher{dir: dir, progress: progress, pause: firstPause, stall: longestStall}.fetch(ctx, raw)
}

func (f fetcher) fetch(ctx context.Context, raw string) ([]Fetched, error) {
	sources, err := find(ctx, raw)
	if err != nil {
		return nil, ended(ctx, err)
	}
	var out []Fetched
	for _, s := range sources {
		got, err := f.bring(ctx, s)
		if err != nil {
			return nil, ended(ctx, err)
		}
		out = append(out, got)
	}
	return out, nil
}

// find is what a URL names.
func find(ctx context.Context, raw string) ([]source, error) {
	if !Is(raw) {
		return nil, value.Errorf(value.Invalid, "%s is no URL of a file", Redacted(raw)).WithHint("It begins with s3:// or https://.")
	}
	if scheme, rest, _ := strings.Cut(raw, "://"); strings.EqualFold(scheme, "s3") {
		return bucketSources(ctx, rest)
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" { // the error repeats the URL
		return nil, value.Errorf(value.Invalid, "the URL %s cannot be read", Redacted(raw)).
			WithHint("It is https://host/orders.csv, with blanks and other marks as percent codes.")
	}
	return []source{newWeb(u)}, nil
}

// ended prefers that somebody asked for the end to how it came about.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// Redacted is a URL without passwords and signatures, for people and logs.
func Redacted(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return raw
	}
	if strings.EqualFold(scheme, "s3") { // nothing secret, and ? is a wildcard
		return raw
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	at := strings.LastIndexByte(rest[:end], '@')
	if _, port, ok := strings.Cut(rest[:end], ":"); at < 0 && ok && strings.Trim(port, "0123456789") != "" {
		at = strings.LastIndexByte(rest, '@') // no port: a password with marks that should have been percent codes
	}
	rest = rest[at+1:]
	if end = strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	return scheme + "://" + rest
}

// place is a path in the folder for a file of that name which no other has.
func (f fetcher) place(name string) (string, error) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" || name == ".." || strings.ContainsRune(name, 0) {
		name = "download"
	}
	for i := 1; ; i++ {
		at := filepath.Join(f.dir, name)
		if i > 1 {
			at = filepath.Join(f.dir, strconv.Itoa(i), name)
		}
		if _, err := os.Lstat(at); os.IsNotExist(err) {
			return at, os.MkdirAll(filepath.Dir(at), 0o700)
		} else if err != nil {
			return "", err
		}
	}
}

package object

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

// web is a file of a web server.
type web struct {
	url    *url.URL
	client *http.Client
}

// transport is that of Go, except that it takes bytes as they are: a packed
// answer would have another length than the file.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = true
	t.ResponseHeaderTimeout = longestStall
	t.TLSHandshakeTimeout = 15 * time.Second
	t.DialContext = (&net.Dialer{Timeout: 15 * time.Second}).DialContext
	return t
}

func newWeb(u *url.URL) *web {
	return &web{u, &http.Client{Transport: transport(), CheckRedirect: func(to *http.Request, via []*http.Request) error {
		if len(via) >= 10 {
			return errors.New("ten redirections")
		}
		if via[0].URL.Scheme == "https" && to.URL.Scheme != "https" {
			return errors.New("it leads from https to http")
		}
		return nil
	}}}
}

func (w *web) name() string { return Redacted(w.url.String()) }

func (w *web) open(ctx context.Context, from int64, tag string) (*body, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url.String(), nil)
	if err != nil {
		return nil, value.Errorf(value.Invalid, "the URL %s cannot be asked for", w.name())
	}
	ask.Header.Set("User-Agent", "perennial")
	if from > 0 {
		ask.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		ask.Header.Set("If-Range", tag)
	}
	answer, err := w.client.Do(ask)
	if err != nil {
		return nil, unreachable(err, w.name())
	}
	b := &body{ReadCloser: answer.Body, size: answer.ContentLength, tag: answer.Header.Get("ETag"), file: w.file(answer)}
	if strings.HasPrefix(b.tag, "W/") {
		b.tag = "" // the same in meaning, not byte by byte
	}
	switch {
	case answer.StatusCode == http.StatusPartialContent && from > 0:
		b.from, b.size, err = contentRange(answer.Header.Get("Content-Range"))
	case answer.StatusCode != http.StatusOK:
		err = w.status(answer)
	}
	if err != nil {
		answer.Body.Close()
		return nil, err
	}
	return b, nil
}

// contentRange reads "bytes 100-199/200" as 100 and 200.
func contentRange(s string) (from, size int64, err error) {
	span, whole, _ := strings.Cut(strings.TrimPrefix(s, "bytes "), "/")
	first, _, _ := strings.Cut(span, "-")
	if from, err = strconv.ParseInt(first, 10, 64); err == nil {
		size, err = strconv.ParseInt(whole, 10, 64)
	}
	if err != nil {
		return 0, 0, transient{fmt.Errorf("the server answers with a part of the file that cannot be placed: %q", s)}
	}
	return from, size, nil
}

// file is the name that the server gives, or the last of the path.
func (w *web) file(answer *http.Response) string {
	if _, p, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition")); err == nil && p["filename"] != "" {
		return p["filename"]
	}
	path := answer.Request.URL.Path
	if w.url.Path != "" && w.url.Path != "/" {
		path = w.url.Path
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// status explains an answer that is no file.
func (w *web) status(answer *http.Response) error {
	_, _ = io.CopyN(io.Discard, answer.Body, 1<<12) // leaves the connection fit for use
	switch code := answer.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return value.Errorf(value.NotFound, "there is no file at %s", w.name()).WithHint("Check the URL.")
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return value.Errorf(value.Denied, "%s may not be read: the server says %s", w.name(), answer.Status).
			WithHint("Check user and password in the URL, or ask for a new link if this one has expired.")
	case code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout:
		return transient{value.Errorf(value.Unavailable, "the server of %s says %s", w.name(), answer.Status).WithHint("Try again later.")}
	default:
		return value.Errorf(value.BadInput, "the server of %s says %s", w.name(), answer.Status).WithHint("Check the URL.")
	}
}

// unreachable is about the way to a server. The error of Go's client has the
// URL in it, so only its cause is kept.
func unreachable(err error, name string) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var (
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
		e    *value.Error
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		e = value.Errorf(value.Unavailable, "there is no host %q", dns.Name).WithHint("Check the URL, and AWS_ENDPOINT_URL if it is set.")
		return e
	case errors.As(err, &cert):
		return value.Errorf(value.Denied, "the server of %s has no certificate that is trusted", name).
			WithHint("SSL_CERT_FILE names a file with the certificates to trust.")
	case errors.Is(err, syscall.ECONNREFUSED):
		e = value.Errorf(value.Unavailable, "no server answers for %s", name).
			WithHint("Check host and port in the URL, and AWS_ENDPOINT_URL if it is set.")
	default:
		e = value.Errorf(value.Unavailable, "the server of %s cannot be reached: %w", name, err).WithHint("Try again later.")
	}
	e.Err = err
	return transient{e}
}

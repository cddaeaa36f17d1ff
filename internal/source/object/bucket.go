package object

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/perennial-clv/perennial/internal/value"
)

// stored is an object of a bucket.
type stored struct {
	core        minio.Core
	bucket, key string
}

// bucketSources are the objects that an s3 URL names. It is no URL in the
// strict sense: ? is a wildcard and nothing is a percent code, as the tools
// of storage have it.
func bucketSources(ctx context.Context, at string) ([]source, error) {
	bucket, key, _ := strings.Cut(at, "/")
	if bucket == "" || key == "" || strings.HasSuffix(key, "/") {
		return nil, value.Errorf(value.Invalid, "s3://%s names no object", at).
			WithHint("Write s3://bucket/orders.csv, or s3://bucket/folder/*.csv for several.")
	}
	client, err := connect(1) // downloads try again themselves
	if err != nil {
		return nil, err
	}
	core := minio.Core{Client: client}
	if !strings.ContainsAny(key, "*?[") {
		return []source{stored{core, bucket, key}}, nil
	}
	if _, err := path.Match(key, ""); err != nil {
		return nil, value.Errorf(value.Invalid, "the pattern %q cannot be read", key).WithHint("A [ needs its ].")
	}
	if client, err = connect(tries); err != nil {
		return nil, err
	}
	keys, err := match(ctx, client, bucket, key)
	if err != nil {
		return nil, err
	}
	var out []source
	for _, k := range keys {
		out = append(out, stored{core, bucket, k})
	}
	return out, nil
}

// match lists the keys that fit a pattern, in order.
func match(ctx context.Context, client *minio.Client, bucket, pattern string) ([]string, error) {
	whole := stored{bucket: bucket, key: pattern}
	prefix := pattern[:strings.IndexAny(pattern, "*?[")]
	// Without a wildcard before the last slash there is no need to look into
	// folders below.
	deep := strings.LastIndexByte(pattern, '/') > len(prefix)
	var keys []string
	for o := range client.ListObjectsIter(ctx, bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: deep}) {
		if o.Err != nil {
			return nil, plain(whole.explain(o.Err))
		}
		if fits, _ := path.Match(pattern, o.Key); fits && !strings.HasSuffix(o.Key, "/") {
			keys = append(keys, o.Key)
		}
	}
	if len(keys) == 0 {
		return nil, value.Errorf(value.NotFound, "no object matches %s", whole.name()).
			WithHint("* stands for any text between slashes; check bucket, folder and the case of letters.")
	}
	slices.Sort(keys)
	return keys, nil
}

// connect makes a client of what the environment says, which
// asks so many times.
func connect(times int) (*minio.Client, error) {
	endpoint := first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
	region := first("AWS_REGION", "AWS_DEFAULT_REGION")
	opt := &minio.Options{Secure: true, Region: region, Transport: transport(), MaxRetries: times}
	opt.Creds = credentials.NewStaticV4(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN"))
	host := "s3.amazonaws.com"
	if endpoint != "" {
		u, err := url.Parse(endpoint)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return nil, value.Errorf(value.Invalid, "AWS_ENDPOINT_URL is no URL of a server").WithHint("It is https://host or http://host:port.")
		}
		host, opt.Secure = u.Host, u.Scheme == "https"
		if region == "" {
			opt.Region = "us-east-1" // what servers that know no regions call theirs
		}
	}
	client, err := minio.New(host, opt)
	if err != nil {
		return nil, value.Errorf(value.Invalid, "storage at %q cannot be asked: %w", host, err)
	}
	return client, nil
}

func first(names ...string) string {
	for _, n := range names {
		if v := os.Getenv(n); v != "" {
			return v
		}
	}
	return ""
}

func (s stored) name() string { return "s3://" + s.bucket + "/" + s.key }

func (s stored) open(ctx context.Context, from int64, tag string) (*body, error) {
	var opt minio.GetObjectOptions
	if from > 0 {
		if err := opt.SetRange(from, 0); err != nil {
			return nil, err
		}
		if err := opt.SetMatchETag(tag); err != nil {
			return nil, err
		}
	}
	in, info, _, err := s.core.GetObject(ctx, s.bucket, s.key, opt)
	if err != nil && from > 0 && minio.ToErrorResponse(err).StatusCode == http.StatusPreconditionFailed {
		return s.open(ctx, 0, "")
	}
	if err != nil {
		return nil, s.explain(err)
	}
	return &body{ReadCloser: in, from: from, size: from + info.Size, tag: info.ETag, file: path.Base(s.key)}, nil
}

const hintKeys = "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."

// plain is an error for people, whether or not it may pass.
func plain(err error) error {
	var again transient
	if errors.As(err, &again) {
		return again.error
	}
	return err
}

// explain says in plain words what storage says in codes.
func (s stored) explain(err error) error {
	e := minio.ToErrorResponse(err)
	said := func(code value.Code, hint, format string, args ...any) *value.Error {
		out := value.Errorf(code, format, args...)
		out.Err, out.Hint = err, hint
		return out
	}
	switch e.Code {
	case "NoSuchKey":
		return said(value.NotFound, "Check the name and the case of its letters.", "there is no object %s", s.name())
	case "NoSuchBucket":
		return said(value.NotFound, "Check the name, and AWS_ENDPOINT_URL if the storage is not Amazon's.", "there is no bucket %q", s.bucket)
	case "AccessDenied", "AllAccessDisabled":
		hint := "Ask for the rights s3:GetObject and, for names with *, s3:ListBucket."
		if os.Getenv("AWS_ACCESS_KEY_ID") == "" {
			hint = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: the bucket is not open to everyone."
		}
		return said(value.Denied, hint, "%s may not be read", s.name())
	case "ExpiredToken", "InvalidToken", "XAdminUserNotFound": // a 400 of Amazon, and a 404 of versitygw
		return said(value.Denied, hintKeys, "the storage of %s does not accept the keys (%s)", s.name(), e.Code)
	case "RequestTimeTooSkewed":
		return said(value.Denied, "Set the clock of this machine.", "the storage of %s does not accept a request of another time", s.name())
	case "PermanentRedirect", "AuthorizationHeaderMalformed":
		return said(value.Invalid, "Set AWS_REGION to that of the bucket.", "bucket %q is in another region", s.bucket)
	case "InvalidBucketName":
		return said(value.Invalid, "Write s3://bucket/key.", "%q is no name of a bucket", s.bucket)
	case "", "InternalError", "ServiceUnavailable", "SlowDown", "RequestTimeout":
		if e.StatusCode == 0 {
			return unreachable(err, s.name())
		}
		return transient{said(value.Unavailable, "Try again later.", "the storage of %s says: %s", s.name(), e.Message)}
	}
	if e.StatusCode == http.StatusUnauthorized || e.StatusCode == http.StatusForbidden {
		return said(value.Denied, hintKeys, "the storage of %s does not accept the keys (%s)", s.name(), e.Code)
	}
	return said(value.Unavailable, "", "the storage of %s says: %s (%s)", s.name(), e.Message, e.Code)
}

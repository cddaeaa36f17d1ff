package object

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/minio/minio-go/v7"

	"github.com/perennial-clv/perennial/internal/source/object/servertest"
	"github.com/perennial-clv/perennial/internal/value"
)

// quick is a fetcher that does not wait long.
func quick(dir string) fetcher {
	return fetcher{dir: dir, pause: time.Millisecond, stall: 5 * time.Second}
}

func noise(n int) []byte {
	out := make([]byte, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

func put(t *testing.T, bucket, key string, content []byte) {
	t.Helper()
	c, err := connect(1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.PutObject(context.Background(), bucket, key, bytes.NewReader(content), int64(len(content)), minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
}

// fails wants an error of a code whose text says something, and no secret.
func fails(t *testing.T, raw string, code value.Code, says string) {
	t.Helper()
	_, err := quick(t.TempDir()).fetch(context.Background(), raw)
	if err == nil || value.CodeOf(err) != code || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %s: %v; want %s: … %s …", raw, value.CodeOf(err), err, code, says)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.Contains(e.Error(), "secret") {
			t.Errorf("a secret is in %q", e)
		}
	}
}

func TestObjectsComeAsTheyAre(t *testing.T) {
	servertest.S3(t, "shop")
	dir := t.TempDir()
	for key, content := range map[string][]byte{
		"orders.csv":                        []byte("id,total\n1,2.50\n"),
		"ünï/Zoë's orders + 100% (1)=é.csv": noise(3 << 20),
		"empty.csv":                         {},
	} {
		put(t, "shop", key, content)
		var last int64
		f := quick(dir)
		f.progress = func(url string, done, total int64) {
			if url != "s3://shop/"+key || total != int64(len(content)) || done <= last {
				t.Errorf("%s: %d of %d after %d", url, done, total, last)
			}
			last = done
		}
		got, err := f.fetch(context.Background(), "s3://shop/"+key)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(got[0].Path)
		if err != nil || !bytes.Equal(kept, content) {
			t.Errorf("%s: %v, %d bytes", key, err, len(kept))
		}
		want := Fetched{"s3://shop/" + key, filepath.Join(dir, filepath.Base(key)), int64(len(content)), got[0].ETag}
		if len(got) != 1 || got[0] != want || got[0].ETag == "" || last != want.Size {
			t.Errorf("%+v", got)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestPatternsOfKeys(t *testing.T) {
	servertest.S3(t, "shop")
	for _, key := range []string{"orders-2.csv", "orders-1.csv", "orders.txt", "a/orders-9.csv", "2023/x/day.csv", "2024/x/day.csv", "2024/y/z/day.csv", "2024/x/day.txt"} {
		put(t, "shop", key, []byte(key))
	}
	for _, c := range []struct {
		pattern string
		want    []string
	}{
		{"orders-*.csv", []string{"orders-1.csv", "orders-2.csv"}},
		{"orders-?.csv", []string{"orders-1.csv", "orders-2.csv"}},
		{"orders-[2-9].csv", []string{"orders-2.csv"}},
		{"*/orders-*", []string{"a/orders-9.csv"}},
		{"202*/x/*.csv", []string{"2023/x/day.csv", "2024/x/day.csv"}},
		{"2024/*/*", []string{"2024/x/day.csv", "2024/x/day.txt"}},
	} {
		dir := t.TempDir()
		got, err := quick(dir).fetch(context.Background(), "s3://shop/"+c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		var keys []string
		for _, g := range got {
			content, err := os.ReadFile(g.Path)
			if err != nil || g.URL != "s3://shop/"+string(content) || filepath.Base(g.Path) != filepath.Base(g.URL) {
				t.Errorf("%+v holds %q: %v", g, content, err)
			}
			keys = append(keys, string(content))
		}
		if d := cmp.Diff(c.want, keys); d != "" {
			t.Errorf("%s: %s", c.pattern, d)
		}
	}
	fails(t, "s3://shop/none-*.csv", value.NotFound, "no object matches s3://shop/none-*.csv")
	fails(t, "s3://shop/a[", value.Invalid, "cannot be read")
	fails(t, "s3://shop/", value.Invalid, "names no object")
	fails(t, "s3://shop", value.Invalid, "names no object")
}

func TestStorageSaysNo(t *testing.T) {
	_, kill := servertest.S3(t, "shop")
	put(t, "shop", "orders.csv", []byte("x"))
	fails(t, "s3://shop/Orders.csv", value.NotFound, "there is no object s3://shop/Orders.csv")
	fails(t, "s3://shops/orders.csv", value.NotFound, `there is no bucket "shops"`)
	fails(t, "s3://shops/*.csv", value.NotFound, `there is no bucket "shops"`)
	set := func(name, v string) {
		old := os.Getenv(name)
		t.Cleanup(func() { os.Setenv(name, old) })
		os.Setenv(name, v)
	}
	set("AWS_SECRET_ACCESS_KEY", "another secret")
	fails(t, "s3://shop/orders.csv", value.Denied, "does not accept the keys (SignatureDoesNotMatch)")
	fails(t, "s3://shop/*.csv", value.Denied, "does not accept the keys (SignatureDoesNotMatch)")
	set("AWS_ACCESS_KEY_ID", "nobody")
	fails(t, "s3://shop/orders.csv", value.Denied, "does not accept the keys (")
	set("AWS_ACCESS_KEY_ID", "")
	set("AWS_SECRET_ACCESS_KEY", "")
	fails(t, "s3://shop/orders.csv", value.Denied, "s3://shop/orders.csv may not be read. Set AWS_ACCESS_KEY_ID")
	kill()
	fails(t, "s3://shop/orders.csv", value.Unavailable, "no server answers for s3://shop/orders.csv")
	fails(t, "s3://shop/*.csv", value.Unavailable, "no server answers for s3://shop/*.csv")
	set("AWS_ENDPOINT_URL_S3", "not a url")
	fails(t, "s3://shop/orders.csv", value.Invalid, "AWS_ENDPOINT_URL is no URL")
}

// cutting stands before a server and breaks answers off after some bytes, as
// long as there are cuts left. It notes the ranges asked for and the bytes
// that went through.
type cutting struct {
	http.Handler
	after, cuts int
	ranges      []string
	sent        int
}

type cutWriter struct {
	http.ResponseWriter
	c    *cutting
	left int
}

func (w *cutWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		w.ResponseWriter.Write(p[:w.left])
		w.c.sent += w.left
		w.c.cuts--
		http.NewResponseController(w.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	w.left -= len(p)
	w.c.sent += len(p)
	return w.ResponseWriter.Write(p)
}

func (c *cutting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.ranges = append(c.ranges, r.Header.Get("Range"))
	left := c.after
	if c.cuts <= 0 {
		left = 1 << 40
	}
	c.Handler.ServeHTTP(&cutWriter{w, c, left}, r)
}

// before puts a cutting in front of the storage.
func before(t *testing.T, endpoint string, c *cutting) {
	to, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	c.Handler = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host // it is signed
	}, ErrorLog: quiet}
	t.Setenv("AWS_ENDPOINT_URL", serve(t, c))
}

func TestBrokenDownloadsGoOn(t *testing.T) {
	endpoint, _ := servertest.S3(t, "shop")
	content := noise(1 << 20)
	put(t, "shop", "orders.csv", content)
	c := &cutting{after: 200_000, cuts: 4}
	before(t, endpoint, c)
	got, err := quick(t.TempDir()).fetch(context.Background(), "s3://shop/orders.csv")
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := os.ReadFile(got[0].Path)
	if !bytes.Equal(kept, content) {
		t.Errorf("%d bytes, not those of the object", len(kept))
	}
	want := []string{"", "bytes=200000-", "bytes=400000-", "bytes=600000-", "bytes=800000-"}
	if !slices.Equal(c.ranges, want) || c.sent != len(content) {
		t.Errorf("asked for %q, sent %d bytes", c.ranges, c.sent)
	}
}

// A fetch that gave up is taken up by the next one, if the object is still
// the same.
func TestNextFetchGoesOn(t *testing.T) {
	endpoint, _ := servertest.S3(t, "shop")
	content := noise(1 << 20)
	put(t, "shop", "orders.csv", content)
	for _, changed := range []bool{false, true} {
		dir := t.TempDir()
		c := &cutting{after: 300_000, cuts: 1}
		before(t, endpoint, c)
		ctx, cancel := context.WithCancel(context.Background())
		f := quick(dir)
		f.progress = func(_ string, done, _ int64) {
			if done == 300_000 {
				cancel()
			}
		}
		if _, err := f.fetch(ctx, "s3://shop/orders.csv"); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if changed {
			content = append(noise(900_000), "changed"...)
			put(t, "shop", "orders.csv", content)
		}
		got, err := quick(dir).fetch(context.Background(), "s3://shop/orders.csv")
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := os.ReadFile(got[0].Path)
		if !bytes.Equal(kept, content) {
			t.Errorf("changed: %v: %d bytes, not those of the object", changed, len(kept))
		}
		if resumed := slices.Contains(c.ranges, "bytes="+strconv.Itoa(300_000)+"-"); resumed == changed {
			t.Errorf("changed: %v: asked for %q", changed, c.ranges)
		}
	}
}

// An object that changes while it is read comes whole, as it is afterwards.
func TestObjectThatChanges(t *testing.T) {
	endpoint, _ := servertest.S3(t, "shop")
	put(t, "shop", "orders.csv", noise(1<<20))
	content := append(noise(700_000), "changed"...)
	c := &cutting{after: 300_000, cuts: 1}
	before(t, endpoint, c)
	f := quick(t.TempDir())
	f.progress = func(_ string, done, total int64) {
		if done == 300_000 && total == 1<<20 {
			put(t, "shop", "orders.csv", content)
		}
	}
	got, err := f.fetch(context.Background(), "s3://shop/orders.csv")
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := os.ReadFile(got[0].Path)
	if !bytes.Equal(kept, content) || got[0].Size != int64(len(content)) {
		t.Errorf("%d bytes, not those of the object", len(kept))
	}
}

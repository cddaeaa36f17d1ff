package object

import (
	"net/url"
	"testing"
)

func mustParse(t *testing.T, raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestRedacted(t *testing.T) {
	for raw, want := range map[string]string{
		"s3://shop/orders-?.csv":                     "s3://shop/orders-?.csv",
		"https://host/a.csv":                         "https://host/a.csv",
		"https://user:pw@host/a@b.csv?X-Signature=s": "https://host/a@b.csv",
		"https://user:p/w@host/a.csv":                "https://host/a.csv",
		"https://user:p?w@host/a.csv":                "https://host/a.csv",
		"https://host:8080/a@b.csv":                  "https://host:8080/a@b.csv",
		"https://host#pw":                            "https://host",
		"orders.csv":                                 "orders.csv",
	} {
		if got := Redacted(raw); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}

func TestIs(t *testing.T) {
	for name, want := range map[string]bool{
		"s3://b/k": true, "S3://b/k": true, "https://h/f": true, "http://h/f": true,
		"orders.csv": false, "s3": false, "postgres://h/d": false, "C:\\orders.csv": false,
	} {
		if Is(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

package servertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Certificate makes a certificate for 127.0.0.1 that nobody but itself
// vouches for, and its key, in files of both servers' liking.
func Certificate(t testing.TB) (certificate, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	public, err := x509.CreateCertificate(rand.Reader, about, about, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	as := account(postgresAccount)
	d := dir(t, as)
	if err := os.Chmod(d, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, content []byte, mode os.FileMode) string {
		path := filepath.Join(d, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	certificate = write("certificate.pem", "CERTIFICATE", public, 0o644)
	key = write("key.pem", "PRIVATE KEY", private, 0o600)
	return certificate, key
}

// Give hands a file to the account that a kind of server runs as, which alone
// may read it.
func Give(t testing.TB, path string, mariaDB bool) {
	t.Helper()
	name := postgresAccount
	if mariaDB {
		name = mariaDBAccount
	}
	if as := account(name); as != nil {
		own(t, path, as)
	}
}

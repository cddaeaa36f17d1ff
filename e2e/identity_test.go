package e2e

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// One person under two addresses: the page says why, splits them, and takes
// that back.
func TestOnePersonUnderSeveralIdentifiers(t *testing.T) {
	binary, dir := builtProgram(t), t.TempDir()
	payments, data := filepath.Join(dir, "payments.csv"), filepath.Join(dir, "data")
	if err := os.WriteFile(payments, []byte(familyAccount()), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"import", payments}, {"score"}} {
		if out, err := exec.Command(binary, append(args, "--data", data)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	v := visit(t, listen(t, exec.Command(binary, "serve", "--data", data, "--addr", "127.0.0.1:0")))
	v.open("/customers/" + url.PathEscape("ann@x.org"))
	v.do("see the identifiers", seen("#identity"))
	if got := v.text("#identity"); got != "One person under 3 identifiers" {
		t.Errorf("the section says %q", got)
	}
	said := v.text("section[aria-labelledby=identity]")
	for _, want := range []string{"2 different e-mail addresses", "Stripe customer cus_1 and eve@x.org stand in the same payment, import 1"} {
		if !strings.Contains(said, want) {
			t.Errorf("the section does not say %q: %s", want, said)
		}
	}
	v.do("split", click(`button[aria-label="Split eve@x.org off"]`), click("section[aria-labelledby=identity] button.main"))
	v.until("two people", `document.querySelector('#identity').textContent.includes('under 2')`)
	if got := v.text("section[aria-labelledby=identity] [role=status]"); !strings.HasPrefix(got, "ann@x.org and eve@x.org are two people from now on") {
		t.Errorf("after the split: %q", got)
	}
	v.shot("identity-split")
	v.do("take back", click(`button[aria-label^="Take back"]`))
	v.until("one person", `document.querySelector('#identity').textContent.includes('under 3')`)
}

// familyAccount are payments of an account that two addresses stand in.
func familyAccount() string {
	var b strings.Builder
	b.WriteString("id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Customer ID,Customer Email,Captured,Card Issue Country\n")
	for i := range 300 {
		account, email := fmt.Sprintf("cus_%d", i%90), fmt.Sprintf("c%d@x.org", i%90)
		if i%90 == 1 {
			email = []string{"ann@x.org", "eve@x.org"}[i/90%2]
		}
		fmt.Fprintf(&b, "ch_%d,,,2025-%02d-%02d 10:00:00,%d.00,0.00,eur,,,0.40,,eur,Live,Paid,%s,%s,true,DE\n", i, 1+i%12, 1+i%28, 10+i%7, account, email)
	}
	return b.String()
}

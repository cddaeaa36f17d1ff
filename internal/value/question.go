package value

import "strings"

// Changes are terms of a question that differ from the workspace's own. What
// is empty stays as it is.
type Changes struct {
	Basis     string `query:"basis" doc:"gross, net, net_revenue or contribution"`
	Refunds   string `query:"refunds" doc:"refund_date or order_date"`
	Tax       string `query:"tax" doc:"included or excluded"`
	Currency  string `query:"currency" doc:"Report in this currency; none: leave amounts in their own"`
	Zone      string `query:"zone" doc:"Time zone in which days begin"`
	Identity  string `query:"identity" doc:"linked or as_given"`
	ServeCost string `query:"serve_cost" doc:"What answering one support ticket costs"`
}

// NoCurrency undoes the choice of a currency.
const NoCurrency = "none"

// Apply makes the changes.
func (c Changes) Apply(t Terms) (Terms, error) {
	set := func(field *string, v string) {
		if v != "" {
			*field = v
		}
	}
	basis := string(t.Basis)
	set(&basis, strings.ReplaceAll(c.Basis, "-", "_"))
	t.Basis = Basis(basis)
	set(&t.Refunds, strings.ReplaceAll(c.Refunds, "-", "_"))
	set(&t.Tax, c.Tax)
	set(&t.Currency, c.Currency)
	set(&t.Zone, c.Zone)
	set(&t.Identity, strings.ReplaceAll(c.Identity, "-", "_"))
	if strings.EqualFold(t.Currency, NoCurrency) {
		t.Currency = ""
	}
	if c.ServeCost != "" {
		cost, err := ParseAmount(c.ServeCost)
		if err != nil {
			return t, Errorf(Invalid, "serve-cost: %q is not an amount", c.ServeCost).WithHint("Write a number with a point, such as 7.50")
		}
		t.ServeCost = cost
	}
	return t.WithDefaults()
}

// Set makes one change by its name, as in refunds=order_date.
func (c *Changes) Set(name, v string) bool {
	fields := map[string]*string{
		"basis": &c.Basis, "refunds": &c.Refunds, "tax": &c.Tax, "currency": &c.Currency, "zone": &c.Zone,
		"identity": &c.Identity, "serve_cost": &c.ServeCost, "serve-cost": &c.ServeCost,
	}
	f, ok := fields[name]
	if ok {
		*f = v
	}
	return ok
}

// ParseChanges reads changes separated by commas, as in
// refunds=order_date,basis=net.
func ParseChanges(text string) (c Changes, err error) {
	for _, part := range strings.Split(text, ",") {
		name, v, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok || !c.Set(strings.TrimSpace(name), strings.TrimSpace(v)) {
			return c, Errorf(Invalid, "%q is not a change of the definition", part).
				WithHint("Write such as refunds=order_date,basis=net; the names are basis, refunds, tax, currency, zone, identity, serve_cost")
		}
	}
	return c, nil
}

// Question asks for a ladder.
type Question struct {
	Changes
	Period
}

// List is the changes as name=value, in a fixed order.
func (c Changes) List() (out []string) {
	for _, x := range [][2]string{{"basis", c.Basis}, {"refunds", c.Refunds}, {"tax", c.Tax}, {"currency", c.Currency}, {"zone", c.Zone},
		{"identity", c.Identity}, {"serve_cost", c.ServeCost}} {
		if x[1] != "" {
			out = append(out, x[0]+"="+x[1])
		}
	}
	return out
}

package export

import (
	"regexp"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// wooAnalyticsFormat is the download of WooCommerce's Analytics > Orders, in
// both generations of columns.
func wooAnalyticsFormat() *Format {
	return &Format{
		Name: "woocommerce-analytics", Title: "WooCommerce Analytics, orders", Kind: record.Orders, Source: "woocommerce",
		Note:  "The report has no e-mail addresses: customers are told apart by name alone, so two people of one name are taken for one. Its revenue is net of coupons, without tax and shipping. An export with e-mail addresses, such as WebToffee's, is better.",
		times: []string{"date"},
		match: func(h *header) int {
			wooWords(h)
			if h.has("order#", "status", "customer") && h.any("n.revenueformatted", "n.revenue", "netsales") && h.any("products", "itemssold", "customertype") {
				return 90
			}
			return 0
		},
		reader: func(h *header, o Options, out *output) (rows, error) {
			wooWords(h)
			currency := strings.ToUpper(o.Currency)
			if currency == "" {
				currency = symbolOf(h, out, "n.revenueformatted")
			}
			return &wooAnalytics{currency: currency, out: out, refunds: newImpliedRefunds()}, nil
		},
	}
}

// wooWords makes German, French and Spanish column names English ones.
func wooWords(h *header) {
	if !h.any("n.umsatzformatiert", "n.umsatz", "revenunetformate", "ingresosnetosformateado", "n.ingresosformateado") {
		return
	}
	h.alias(map[string]string{
		"datum": "date", "bestellung#": "order#", "bestellnr": "order#", "n.umsatzformatiert": "n.revenueformatted", "n.umsatz": "n.revenue",
		"kunde": "customer", "kundentyp": "customertype", "produkte": "products", "verkaufteartikel": "itemssold", "gutscheine": "coupons", "nettoumsatz": "netsales", "zuordnung": "attribution",
		"commande#": "order#", "revenunetformate": "n.revenueformatted", "etat": "status", "client": "customer", "typedeclient": "customertype", "produits": "products", "articlesvendus": "itemssold", "ventesnettes": "netsales",
		"fecha": "date", "pedido#": "order#", "ingresosnetosformateado": "n.revenueformatted", "n.ingresosformateado": "n.revenueformatted", "estado": "status", "cliente": "customer", "tipodecliente": "customertype", "productos": "products", "ventasnetas": "netsales",
	})
}

type wooAnalytics struct {
	currency string // of the symbols
	out      *output
	refunds  *impliedRefunds
}

func (s *wooAnalytics) next(r *row) error {
	id := strings.TrimPrefix(r.text("order#"), "#")
	if id == "" {
		return r.badIn("no order number", "order#")
	}
	o := record.Order{
		Source: "woocommerce", ID: id, Currency: s.currency, Who: record.Who{ID: weakName(r.text("customer"))},
		Discount: record.None, Shipping: record.None, Tax: record.None, Fees: record.None,
		Channel: r.text("attribution"), Coupon: r.text("coupons"),
	}
	var err error
	if o.At, err = r.needWhen(false, "date", "date"); err != nil {
		return err
	}
	// The plain number goes before the formatted text.
	if o.Total, err = r.needMoney("revenue", "netsales", "n.revenue", "n.revenueformatted"); err != nil {
		return err
	}
	o.Gross = o.Total
	if o.Total < 0 {
		return s.refunds.row(s.out, &record.Refund{Source: o.Source, OrderID: o.ID, Who: o.Who, At: o.At, Currency: o.Currency, Amount: -o.Total})
	}
	lines, err := wooProducts(r)
	if err != nil {
		return err
	}
	var refunded bool
	if o.Status, refunded = wooStatus(r.text("status"), false); refunded {
		s.refunds.imply(&o, o.Total)
	}
	if err := s.out.put(&o); err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		l.Source, l.OrderID, l.No = o.Source, o.ID, i+1
		if err := s.out.put(l); err != nil {
			return err
		}
	}
	return nil
}

func (s *wooAnalytics) finish() error { return s.refunds.finish(s.out) }

// weakName makes an id of a customer's name; nothing of a nameless one.
func weakName(name string) string {
	if name = strings.Join(strings.Fields(strings.ToLower(name)), " "); name == "" {
		return ""
	}
	return "name:" + name
}

// wooStatus is what became of an order, and whether all of it was refunded.
// WooCommerce cancels orders that are not paid in time: a cancelled one that
// nobody paid never became a sale.
func wooStatus(text string, paid bool) (status record.Status, refunded bool) {
	switch strings.TrimPrefix(strings.ReplaceAll(strings.ToLower(text), " ", "-"), "wc-") {
	case "refunded":
		return record.Paid, true
	case "pending", "pending-payment", "on-hold":
		return record.Pending, false
	case "failed", "trash":
		return record.Failed, false
	case "cancelled", "canceled":
		if paid {
			return record.Cancelled, false
		}
		return record.Failed, false
	case "checkout-draft", "draft", "auto-draft":
		return record.Draft, false
	}
	return record.Paid, false
}

// product is where in "2× Name, 1× Name" one begins: names may have commas.
var product = regexp.MustCompile(`(?:^|, )(\d+)\s?[×x] `)

// wooProducts are the lines of an order, without prices.
func wooProducts(r *row) ([]record.Line, error) {
	text := r.text("products")
	at := product.FindAllStringSubmatchIndex(text, -1)
	if text != "" && (len(at) == 0 || at[0][0] != 0) {
		return nil, r.badIn("not a list of products such as 2× Mug, 1× Tea", "products")
	}
	var out []record.Line
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		quantity, err := record.ParseMoney(text[m[2]:m[3]])
		if err != nil || quantity > mostMoney {
			return nil, r.badIn("not a quantity", "products")
		}
		out = append(out, record.Line{
			Name: strings.TrimSpace(text[m[1]:end]), Quantity: quantity, Price: record.None, Discount: record.None, Total: record.None,
		})
	}
	return out, nil
}

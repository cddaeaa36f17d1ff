package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// The columns that hold a product's cost, by the many names they have.
var costColumns = []string{
	"costperitem", "costperunit", "unitcost", "costprice", "cost", "cogs", "costofgoods", "costofgoodssold", "productcost",
	"itemcost", "standardcost", "averagecost", "defaultunitcost", "variantcost", "einkaufspreis", "ek", "eknetto", "prixdachat", "preciodecompra", "coste", "costo",
}

// The columns that name a product, the most telling first.
var (
	skuColumns     = []string{"variantsku", "sku", "articlenumber", "artikelnummer", "itemnumber", "itemcode"}
	productColumns = []string{"variantid", "productid", "itemid", "token", "asin", "stockcode"}
)

// productCostsFormat is any list of products with what each costs, as shops
// and stock keeping export it.
func productCostsFormat() *Format {
	return &Format{
		Name: "product-costs", Title: "Products with cost", Kind: record.Products, Source: "products",
		Note: "The cost is what one costs now: orders of the past are valued with it too.",
		match: func(h *header) int {
			if h.any(costColumns...) && (h.any(skuColumns...) || h.any(productColumns...)) &&
				!h.any("campaign", "campaignname", "impressions", "clicks", "orderid", "order", "invoice", "invoiceno", "transactionid", "customerid", "email", "quantity", "lineitemname", "eventtype", "amazonorderid") {
				return 30
			}
			return 0
		},
		reader: func(h *header, o Options, out *output) (rows, error) {
			currency := strings.ToUpper(o.Currency)
			if currency == "" {
				currency = symbolOf(h, out, costColumns...)
			}
			return &productCosts{currency: currency, out: out}, nil
		},
	}
}

type productCosts struct {
	currency string
	out      *output
	none     int // products without cost
}

func (s *productCosts) next(r *row) (err error) {
	p := record.Product{
		Source: "products", SKU: r.text(skuColumns...), ID: r.text(productColumns...),
		Name: r.text("title", "productname", "name", "itemname", "item", "description"), Category: r.text("category", "productcategory", "type", "producttype", "productcategories"),
	}
	if p.ID == "" {
		p.ID = p.SKU
	}
	if p.ID == "" {
		return r.badIn("nothing names the product: no SKU and no id", append(skuColumns, productColumns...)...)
	}
	if p.Cost, err = r.money(costColumns...); err != nil {
		return err
	}
	if p.Cost.Known() && p.Cost < 0 {
		return r.badIn("a negative cost", costColumns...)
	}
	if !p.Cost.Known() {
		s.none++
	}
	if p.Price, err = r.money("variantprice", "price", "sellingprice", "saleprice", "regularprice", "unitprice", "defaultprice"); err != nil {
		return err
	}
	if p.Currency, err = r.coin(s.currency, "currency", "costcurrency", "currencycode"); err != nil {
		return err
	}
	return s.out.put(&p)
}

func (s *productCosts) finish() error {
	if s.none > 0 {
		s.out.notice("info", "no-cost", "%d %s in the list without a cost.", s.none, plural(s.none, "product"))
	}
	return nil
}

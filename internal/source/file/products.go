package file

import "github.com/perennial-clv/perennial/internal/source"

// productNames are headers of columns that say what a line is about, the
// surest first.
var productNames = []string{"stockcode", "sku", "lineitemsku", "itemsku", "artikelnummer", "artikelnr", "productid", "productcode", "itemid", "itemcode",
	"product", "productname", "item", "itemname", "artikel", "article", "articulo", "produit", "producto", "prodotto", "produkt", "description"}

// product finds the column that says what a line is about, where rows are
// lines: without a quantity and a price a product says nothing of an order.
func (f *finder) product() {
	if !f.header || !f.has(source.Quantity) || !f.has(source.Price) || !f.has(source.Order) {
		return
	}
	normals := f.normals()
	for _, name := range productNames {
		if i, ok := normals[name]; ok && !f.taken[i] {
			f.set(source.Product, i, "header")
			return
		}
	}
}

package file

import "github.com/perennial-clv/perennial/internal/source"

// platform is an export whose headers mean more than their words say.
type platform struct {
	name      string
	signature []string // normalised headers that must all be there
	roles     map[source.Role][]string
	note      string
}

// platforms are the exports that names alone would read wrongly.
var platforms = []platform{
	{
		name: "Shopify orders", signature: []string{"name", "email", "financialstatus", "paidat", "total"},
		roles: map[source.Role][]string{
			source.Customer: {"customerid", "email"}, source.Order: {"name"}, source.Time: {"createdat", "processedat"},
			source.Amount: {"total"}, source.Currency: {"currency"},
		},
		note: "Shopify writes one row a line item and the total only in an order's first row: further rows have no amount of their own.",
	},
	{
		name: "Shopify orders via Fivetran", signature: []string{"orderid", "financialstatus", "totalprice", "sourcerelation"},
		roles: map[source.Role][]string{
			source.Customer: {"customerid", "email"}, source.Order: {"orderid"}, source.Time: {"createdtimestamp", "processedtimestamp"},
			source.Amount: {"totalprice"}, source.Currency: {"currency"},
		},
	},
	{
		name: "WooCommerce orders", signature: []string{"ordernumber", "customer", "customertype", "itemssold"},
		roles: map[source.Role][]string{
			source.Customer: {"customer"}, source.Order: {"ordernumber"}, source.Time: {"date"}, source.Amount: {"nrevenue", "netsales"},
		},
		note: "WooCommerce names customers but does not number them in this report: two customers of one name count as one.",
	},
	{
		name: "WooCommerce order export", signature: []string{"orderid", "orderdate", "ordertotal", "customeremail"},
		roles: map[source.Role][]string{
			source.Customer: {"customeremail", "customerid"}, source.Order: {"orderid", "ordernumber"}, source.Time: {"orderdate"},
			source.Amount: {"ordertotal"}, source.Currency: {"ordercurrency"},
		},
	},
	{
		name: "Stripe payments", signature: []string{"id", "amount", "amountrefunded", "currency"},
		roles: map[source.Role][]string{
			source.Customer: {"customerid", "customeremail"}, source.Order: {"id"}, source.Time: {"created", "createddate"},
			source.Amount: {"amount"}, source.Currency: {"currency"},
		},
		note: "Stripe keeps refunds in a column of their own (Amount Refunded): they are not subtracted.",
	},
	{
		name: "Square transactions", signature: []string{"date", "grosssales", "netsales", "transactionid", "eventtype"},
		roles: map[source.Role][]string{
			source.Customer: {"customerid", "customerreferenceid"}, source.Order: {"transactionid"}, source.Time: {"date"},
			source.Amount: {"totalcollected", "netsales"},
		},
		note: "Square writes the time of day in a column of its own: orders are dated by day.",
	},
	{
		name: "Amazon orders", signature: []string{"amazonorderid", "purchasedate", "itemprice"},
		roles: map[source.Role][]string{
			source.Customer: {"buyeremail"}, source.Order: {"amazonorderid"}, source.Time: {"purchasedate"},
			source.Amount: {"itemprice"}, source.Currency: {"currency"},
		},
	},
}

// platformOf recognises an export by its headers.
func platformOf(normals map[string]int) *platform {
	for i := range platforms {
		all := true
		for _, name := range platforms[i].signature {
			if _, ok := normals[name]; !ok {
				all = false
				break
			}
		}
		if all {
			return &platforms[i]
		}
	}
	return nil
}

// summaries are headers of files with one row a customer, and what they are.
var summaries = []struct {
	signature []string
	what      string
}{
	{[]string{"frequency", "recency", "t"}, "a summary with one row a customer (frequency, recency, T)"},
	{[]string{"recency", "t", "cohort"}, "a summary with one row a customer"},
	{[]string{"tenure", "churn"}, "a list of subscribers, one row each"},
	{[]string{"totalspent", "totalorders", "email"}, "a list of customers (Shopify), one row each"},
	{[]string{"klaviyoid", "email"}, "a list of profiles (Klaviyo), one row each"},
	{[]string{"impressions", "clicks"}, "an advertising report"},
	{[]string{"amazonorderid", "purchasedate"}, "an Amazon report without buyers"},
}

// summaryOf says what a file without orders is, or nothing.
func summaryOf(normals map[string]int) string {
	for _, s := range summaries {
		all := true
		for _, name := range s.signature {
			if _, ok := normals[name]; !ok {
				all = false
			}
		}
		if all {
			return s.what
		}
	}
	return ""
}

// advertising recognises reports whose accounts are not customers.
func advertising(normals map[string]int) bool {
	_, impressions := normals["impressions"]
	_, clicks := normals["clicks"]
	return impressions && clicks
}

package file

import (
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestRoles(t *testing.T) {
	for _, c := range []struct {
		name, text                            string
		customer, time, amount, order, money  string
		quantity, price, tableCurrency, delim string
	}{
		{name: "plain", text: "customer_id,order_id,ordered_at,amount\nA,1,2026-05-01 10:00:00,10.00\nB,2,2026-05-02,11.00\n",
			customer: "customer_id", time: "ordered_at", amount: "amount", order: "order_id"},
		{name: "case and blanks", text: " Customer ID , Order Date,TOTAL\n1,2026-05-01,3\n", customer: "Customer ID", time: "Order Date", amount: "TOTAL"},
		{name: "email", text: "Order,buyer-email,purchase-date,item-price,currency\n1,a@b.de,2026-01-01T10:00:00+00:00,5.00,EUR\n",
			customer: "buyer-email", time: "purchase-date", amount: "item-price", order: "Order", money: "currency"},
		{name: "id over email over name", text: "Customer Name,Email,Customer ID,Date,Total\nX,x@y.z,7,2026-01-01,5\n", customer: "Customer ID", time: "Date", amount: "Total"},
		{name: "email when ids are mostly missing", text: "customer_id,email,date,total\n,a@b.c,2026-01-01,1\n,b@b.c,2026-01-02,2\n,c@b.c,2026-01-02,2\n9,a@b.c,2026-01-03,1\n", customer: "email", time: "date", amount: "total"},
		{name: "german", text: "Kundennummer;Rechnungsdatum;Rechnungsnummer;Gesamtbetrag\n17;01.02.2026;R1;1.234,50 €\n18;15.02.2026;R2;9,99 €\n",
			customer: "Kundennummer", time: "Rechnungsdatum", amount: "Gesamtbetrag", order: "Rechnungsnummer", tableCurrency: "EUR", delim: ";"},
		{name: "french", text: "N° client;Date de commande;N° commande;Montant TTC (EUR)\n1;03/02/2026;A;12,50\n1;23/02/2026;B;8,00\n",
			customer: "N° client", time: "Date de commande", amount: "Montant TTC (EUR)", order: "N° commande", tableCurrency: "EUR", delim: ";"},
		{name: "spanish", text: "ID Cliente,Fecha de compra,Importe total\n1,2026-02-03,12\n", customer: "ID Cliente", time: "Fecha de compra", amount: "Importe total"},
		{name: "dutch", text: "Klantnummer;Besteldatum;Ordernummer;Bedrag\n1;03-02-2026;A;12,50\n1;23-02-2026;B;8,00\n", customer: "Klantnummer", time: "Besteldatum", amount: "Bedrag", order: "Ordernummer", delim: ";"},
		{name: "italian", text: "Codice cliente\tData ordine\tImporto\n1\t2026-02-03\t12\n", customer: "Codice cliente", time: "Data ordine", amount: "Importo", delim: "\t"},
		{name: "portuguese", text: "Código do cliente|Data do pedido|Valor total\n1|2026-02-03|12\n", customer: "Código do cliente", time: "Data do pedido", amount: "Valor total", delim: "|"},
		{name: "online retail", text: "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,X,6,12/1/2010 8:26,2.55,17850,UK\nC536379,D,Y,-1,12/13/2010 9:41,27.5,14527,UK\n",
			customer: "CustomerID", time: "InvoiceDate", order: "InvoiceNo", quantity: "Quantity", price: "UnitPrice"},
		{name: "shopify", text: "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem price\n#1,a@b.c,paid,2026-05-01 10:00:00 +0200,EUR,5,1,1,7.00,2026-05-01 10:00:00 +0200,1,5\n#1,a@b.c,,,,,,,,2026-05-01 10:00:00 +0200,1,5\n",
			customer: "Email", time: "Created at", amount: "Total", order: "Name", money: "Currency"},
		{name: "stripe", text: "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID,Customer Email\nch_1,x,2026-05-01 10:00:00,10.00,0,eur,Paid,cus_1,a@b.c\n",
			customer: "Customer ID", time: "Created (UTC)", amount: "Amount", order: "id", money: "Currency"},
		{name: "square", text: "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,Total Collected,Transaction ID,Event Type,Customer ID\n10/15/2026,10:00:00,PT,$22.50,$0.00,$22.50,\"$1,022.50\",T1,Payment,C1\n10/16/2026,10:00:00,PT,$22.50,$0.00,$22.50,-$0.95,T2,Refund,C1\n",
			customer: "Customer ID", time: "Date", amount: "Total Collected", order: "Transaction ID", tableCurrency: "USD"},
		{name: "woo analytics", text: "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution\n2026-05-01 10:00:00,17,\"৳2,999.00\",completed,Ann,new,1× X,1,,2999,direct\n",
			customer: "Customer", time: "Date", amount: "N. Revenue (formatted)", order: "Order #", tableCurrency: "BDT"},
		{name: "clicks", text: "event_time,event_type,product_id,price,user_id,user_session\n2019-10-01 00:00:00 UTC,purchase,1,35.79,541312140,x\n", customer: "user_id", time: "event_time", amount: "price"},
		{name: "complete journey", text: "household_id,basket_id,quantity,sales_value,transaction_timestamp\n1,2,1,3.86,2017-01-28 14:06:53\n", customer: "household_id", time: "transaction_timestamp", amount: "sales_value", order: "basket_id"},
		{name: "unknown words, one of each", text: "who,when_,how_much\nann,2026-01-01,1.50\nbob,2026-01-02,2.50\nann,2026-01-03,2.50\n", customer: "who", time: "when_", amount: "how_much"},
		{name: "headerless", text: "17,2026-01-01,1.50\n18,2026-01-02,2.50\n17,2026-01-03,2.75\n", customer: "column1", time: "column2", amount: "column3"},
		{name: "headerless with orders first", text: "o1,17,2026-01-01,1.50\no2,18,2026-01-02,2.50\no3,17,2026-01-03,2.75\n", customer: "column2", time: "column3", amount: "column4", order: "column1"},
		{name: "cdnow", text: " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n 00021 0002 19970101  3   63.34\r\n", customer: "column1", time: "column3", amount: "column5"},
		{name: "cdnow master", text: "00001 19970101  1   11.77\n00002 19970112  1   12.00\n00002 19970112  5   77.00\n", customer: "column1", time: "column2", amount: "column4"},
		{name: "trailing delimiter", text: "customer;date;amount\n1;2026-01-01;5;\n2;2026-01-02;6;\n", customer: "customer", time: "date", amount: "amount", delim: ";"},
		{name: "preamble", text: "Orders report\n\"May 1, 2026 - May 31, 2026\"\n\ncustomer_id,date,amount\n1,2026-05-01,5\n2,2026-05-02,6\n", customer: "customer_id", time: "date", amount: "amount"},
		{name: "sep line", text: "sep=;\ncustomer;date;amount\n1;2026-05-01;5,00\n", customer: "customer", time: "date", amount: "amount", delim: ";"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb, p := table(t, c.text, Options{})
			got := []string{role(tb, source.Customer), role(tb, source.Time), role(tb, source.Amount), role(tb, source.Order),
				role(tb, source.Currency), role(tb, source.Quantity), role(tb, source.Price), tb.Currency}
			want := []string{c.customer, c.time, c.amount, c.order, c.money, c.quantity, c.price, c.tableCurrency}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("roles\n got %q\nwant %q", got, want)
			}
			if d := c.delim; d != "" && tb.Delimiter != d {
				t.Errorf("delimiter %q, want %q", tb.Delimiter, d)
			}
			checkDuck(t, tb)
			t.Log(p.Understood)
		})
	}
}

func TestOverrides(t *testing.T) {
	text := "a,b,c,d\n1,2026-01-01,5,9\n2,2026-01-02,6,9\n"
	tb, _ := table(t, text, Options{Customer: " A ", Time: "2", Amount: "c"})
	if role(tb, source.Customer) != "a" || role(tb, source.Time) != "b" || role(tb, source.Amount) != "c" {
		t.Errorf("roles %v", tb.Roles)
	}
	_, err := inspect(t, "customer_id,date,amount\n1,2026-01-01,5\n", Options{Customer: "custmer_id"})
	if value.CodeOf(err) != value.Invalid || !strings.Contains(err.Error(), `Did you mean "customer_id"?`) || !strings.Contains(err.Error(), `"date" (2026-01-01)`) {
		t.Errorf("unknown column: %v", err)
	}
	_, err = inspect(t, text, Options{Time: "a", Customer: "b", Amount: "c"})
	if value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), "not dates") {
		t.Errorf("no dates: %v", err)
	}
	if _, err = inspect(t, text, Options{Dates: "dym"}); value.CodeOf(err) != value.Invalid {
		t.Errorf("dates: %v", err)
	}
}

func TestUnresolved(t *testing.T) {
	_, err := inspect(t, "foo,bar,baz,qux\na,b,1.5,x\na,c,2.5,y\n", Options{})
	want := `Add --customer "NAME" --time "NAME"`
	if value.CodeOf(err) != value.BadInput || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) || !strings.Contains(err.Error(), `"baz" (1.5)`) {
		t.Errorf("got %v", err)
	}
	_, err = inspect(t, "ID,frequency,recency,T\n1,2,30.43,38.86\n", Options{})
	if err == nil || !strings.Contains(err.Error(), "one row a customer") {
		t.Errorf("got %v", err)
	}
}

func TestApostrophes(t *testing.T) {
	tb, _ := table(t, "customer_id,date,amount\n'123,2026-01-01,5\n'124,2026-01-02,6\n", Options{})
	if !strings.Contains(tb.Why[source.Customer], "apostrophe") {
		t.Errorf("why %q", tb.Why[source.Customer])
	}
}

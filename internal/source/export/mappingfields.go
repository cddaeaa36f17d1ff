package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// Field is one thing that a mapping can find a column for.
type Field struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Needed  bool   `json:"needed"`
	Explain string `json:"explain"`
	// names are the columns it is guessed from, normalised, the surest first.
	names []string
}

// oneOf are sets of fields of which a kind needs one at least.
var oneOf = map[record.Kind][][]string{
	record.Orders:    {{"total", "gross", "line_total", "price"}},
	record.Customers: {{"id", "email", "external_id", "phone"}},
	record.Reviews:   {{"stars", "text"}},
	record.Responses: {{"nps", "csat", "ces", "rating", "comment"}},
	record.Products:  {{"id", "sku"}},
}

func field(name, title, explain, guessed string) Field {
	return Field{Name: name, Title: title, Explain: explain, names: strings.Fields(guessed)}
}

func needed(f Field) Field {
	f.Needed = true
	return f
}

// who are the fields that say whom a record is about.
func who() []Field {
	return []Field{
		field("customer_id", "Customer id", "The id under which the source keeps the customer.", "customerid customernumber customerno kundennummer kundennr clientid buyerid requesterid contactid householdid customer"),
		field("external_id", "Your own customer id", "An id that several of your sources share.", "externalid externalcustomerid userid memberid"),
		field("email", "E-mail address", "Compared without case and blanks.", "email emailaddress customeremail useremail buyeremail requesteremail contactemail billingemail kundenemail correo mail"),
		field("phone", "Telephone", "Used when it begins with a country code, as in +49.", "phone phonenumber telephone mobile telefon billingphone"),
		field("anonymous_id", "Device or visitor", "A cookie's or device's id.", "anonymousid visitorid deviceid userpseudoid cookieid"),
	}
}

// Fields lists what a file can be mapped to for a kind of record; nil for
// kinds that are read as part of another.
func Fields(kind record.Kind) []Field {
	switch kind {
	case record.Orders:
		return orderFields()
	case record.Refunds:
		return append([]Field{
			needed(field("at", "Refunded at", "When the money went back.", "refundedat refunddate refundtime processedat createdat date datum")),
			needed(field("amount", "Amount", "What went back. A minus sign does not matter.", "refundamount amountrefunded refundedamount refundtotal amount total betrag")),
			field("id", "Refund id", "Rows with the same id are one refund, and their amounts add up. Made from the row when there is none.", "refundid creditnoteid creditmemo"),
			field("order_id", "Order id", "The order it belongs to, by the id orders have.", "orderid ordernumber orderno order orderref invoiceno bestellnummer"),
			currencyField(),
			field("reason", "Reason", "Why.", "reason refundreason note grund"),
		}, who()...)
	case record.Customers:
		return customerFields()
	case record.Spends:
		return spendFields()
	case record.Tickets:
		return ticketFields()
	case record.Reviews:
		return append([]Field{
			field("id", "Review id", "Made from the row when there is none.", "reviewid id"),
			field("at", "Written at", "When it was written.", "reviewdate createdat submittedat publishedat date datum"),
			field("stars", "Rating", "Stars or points. The best there is follows from the values: 5, 7, 10 or 100.", "rating stars reviewrating reviewscore starrating score bewertung"),
			field("title", "Title", "", "reviewtitle title headline"),
			field("text", "Text", "What was written.", "reviewtext reviewcontent reviewbody review body content comment text"),
			field("author", "Author", "The name shown.", "author reviewername displayname username name"),
			field("product", "Product", "The product it is about.", "productid sku productsku product productname asin"),
			field("place", "Shop or location", "Where it was left.", "place location store shop domain"),
			field("order_id", "Order id", "", "orderid ordernumber referenceid"),
		}, who()...)
	case record.Responses:
		return responseFields()
	case record.Events:
		return eventFields()
	case record.Products:
		return []Field{
			field("id", "Product id", "", "productid id itemid variantid handle"), field("sku", "SKU", "", "sku stockcode articleno artikelnummer product"),
			field("name", "Name", "", "name title productname productname description bezeichnung"), field("category", "Category", "", "category producttype type kategorie collection"),
			field("price", "Price", "Of one.", "price saleprice regularprice listprice preis"), field("cost", "Cost", "What one costs you.", "cost costperitem unitcost cogs purchaseprice einkaufspreis"), currencyField(),
		}
	case record.Subscriptions:
		return subscriptionFields()
	}
	return nil
}

func currencyField() Field {
	return field("currency", "Currency", "Its three letters. Without a column, all amounts are in the mapping's currency.", "currency currencycode ordercurrency wahrung waehrung devise moneda")
}

func orderFields() []Field {
	return append([]Field{
		needed(field("at", "Ordered at", "When the order was placed.", "orderdate orderedat createdat purchasedate transactiondate invoicedate date datum bestelldatum timestamp fecha")),
		field("order_id", "Order id", "Rows with the same id are one order. Without it every row is one.", "orderid ordernumber orderno order orderref invoiceno invoice transactionid bestellnummer"),
		field("total", "Total of the order", "What was to be paid for the whole order. In a file of lines it is the same on each of them.", "ordertotal total grandtotal totalprice totalamount amount revenue gesamtbetrag betrag"),
		field("gross", "Goods before discounts", "Of the whole order, without tax and shipping.", "gross grosssales subtotalbeforediscount zwischensumme"),
		field("discount", "Discount", "Taken off the whole order.", "discount discounts discountamount totaldiscounts rabatt"),
		field("shipping", "Shipping", "Charged for delivery of the whole order.", "shipping shippingtotal shippingcost delivery versand versandkosten"),
		field("tax", "Tax", "Of the whole order.", "tax taxes totaltax vat mwst ust iva tva"),
		field("fees", "Fees", "Kept by the payment provider or marketplace.", "fee fees paymentfee transactionfee commission"),
		currencyField(),
		field("status", "Status", "Paid, pending, cancelled, failed or draft, in usual words.", "orderstatus financialstatus paymentstatus status"),
		field("channel", "Channel", "Where the customer came from.", "channel source utmsource referrer kanal"),
		field("coupon", "Coupon", "", "coupon couponcode discountcode vouchercode gutschein"),
		field("country", "Country", "", "country shippingcountry billingcountry countrycode land"),
		field("sku", "SKU of the line", "", "sku stockcode lineitemsku itemsku articleno artikelnummer"),
		field("product", "Product of the line", "Its id.", "productid itemid variantid asin"),
		field("product_name", "Name of the product", "", "productname itemname lineitemname description product item artikel"),
		field("quantity", "Quantity of the line", "", "quantity qty lineitemquantity menge anzahl"),
		field("price", "Price of one", "Before discounts.", "unitprice price lineitemprice itemprice einzelpreis"),
		field("line_discount", "Discount of the line", "", "linediscount lineitemdiscount itemdiscount"),
		field("line_total", "Total of the line", "After its discount.", "linetotal lineamount itemtotal extendedprice positionssumme"),
	}, who()...)
}

func customerFields() []Field {
	return append([]Field{
		field("id", "Customer id", "The id under which the source keeps the customer.", "customerid id kundennummer"),
		field("name", "Name", "", "name fullname customername firstname"), field("country", "Country", "", "country countrycode land"),
		field("city", "City", "", "city ort stadt ciudad"), field("tags", "Tags", "", "tags segment group"),
		field("created_at", "Customer since", "", "createdat customersince signupdate registeredat registrationdate dateadded joined"),
		field("consent", "Consent to e-mail", "Yes or no.", "acceptsmarketing acceptsemailmarketing emailconsent newsletter optin consent"),
		field("orders", "Orders", "As the source counts them.", "totalorders orderscount numberoforders orders"),
		field("spent", "Spent", "As the source adds it up.", "totalspent totalrevenue lifetimevalue ltv moneyspent"), currencyField(),
	}, who()[1:]...)
}

func spendFields() []Field {
	return []Field{
		needed(field("from", "Day", "The day, or the first one of a longer stretch.", "date day dateday reportingstarts week month datestart startdate datum")),
		needed(field("cost", "Cost", "What was spent.", "spend cost spent amountspent adspend kosten ausgaben gasto coste")),
		field("to", "Last day", "Of rows that are about more than a day.", "reportingends datestop enddate dateend"),
		field("channel", "Channel", "The platform.", "channel platform source utmsource network kanal"), field("account", "Account", "", "account accountname"),
		field("campaign", "Campaign", "", "campaign campaignname kampagne campana"), field("campaign_id", "Campaign id", "", "campaignid"),
		field("group", "Ad set", "", "adset adsetname adgroup adgroupname"), field("ad", "Ad", "", "ad adname adid"),
		field("segment", "Breakdown", "What else tells rows of a day apart, such as the device.", "device country age gender"),
		field("impressions", "Impressions", "", "impressions impr"), field("clicks", "Clicks", "", "clicks linkclicks klicks"),
		field("conversions", "Conversions", "", "conversions purchases"), field("conversion_value", "Value of conversions", "", "conversionvalue conversionsvalue purchasevalue"), currencyField(),
	}
}

func ticketFields() []Field {
	return append([]Field{
		needed(field("id", "Ticket id", "", "ticketid ticketnumber caseid casenumber number id")),
		needed(field("created_at", "Opened at", "", "createdat opened openedat createdate created datecreated date")),
		field("solved_at", "Solved at", "", "solvedat resolvedat closedat closedate closed"), field("subject", "Subject", "", "subject ticketname title betreff"),
		field("status", "Status", "", "status ticketstatus state"), field("priority", "Priority", "", "priority"), field("type", "Type", "", "tickettype type category"),
		field("channel", "Channel", "", "via channel source contacttype"), field("group", "Group", "", "group team assignmentgroup queue"), field("tags", "Tags", "", "tags labels"),
		field("first_reply_minutes", "Minutes to first reply", "", "firstreplytimeinminutes firstresponseminutes"), field("resolution_minutes", "Minutes to resolution", "", "fullresolutiontimeinminutes resolutionminutes"),
		field("replies", "Replies", "", "replies"), field("reopens", "Reopens", "", "reopens reopencount"), field("satisfaction", "Satisfaction", "Good, bad, or offered.", "satisfactionscore satisfaction"),
	}, who()...)
}

func responseFields() []Field {
	return append([]Field{
		field("id", "Response id", "Made from the row when there is none.", "responseid respondentid submissionid id"),
		field("at", "Answered at", "", "submittedat respondedat timestamp completedat createdat date"), field("survey", "Survey", "", "survey surveyname"),
		field("nps", "Likely to recommend, 0 to 10", "The net promoter score's question.", "nps npsscore likelihoodtorecommend recommend score"),
		field("csat", "Satisfaction", "", "csat csatscore satisfaction"), field("ces", "Effort", "", "ces cesscore effort"),
		field("rating", "Another rating", "", "rating stars"), field("comment", "Comment", "", "comment comments feedback reason verbatim"),
	}, who()...)
}

func eventFields() []Field {
	return append([]Field{
		needed(field("at", "When", "", "eventtime eventtimestamp timestamp occurredat time createdat date")),
		needed(field("name", "What happened", "", "eventname eventtype event action")),
		field("id", "Event id", "Made from the row when there is none.", "eventid messageid id"), field("session", "Session", "", "sessionid usersession session visitid"),
		field("product", "Product", "", "productid itemid sku product"), field("category", "Category", "", "categorycode category categoryid"), field("order_id", "Order id", "", "orderid transactionid"),
		field("amount", "Amount", "", "amount value revenue price"), currencyField(), field("channel", "Channel", "", "channel source utmsource"), field("page", "Page", "", "page pageurl url path pagelocation"),
	}, who()...)
}

func subscriptionFields() []Field {
	return append([]Field{
		needed(field("id", "Subscription id", "", "subscriptionid contractid id")),
		needed(field("started_at", "Started at", "", "startedat startdate start activatedat createdat")),
		field("plan", "Plan", "", "plan planname product productname tarif"), field("status", "Status", "", "status state"),
		field("interval", "Interval", "Day, week, month or year.", "interval billingperiod period frequency"), field("every", "Every so many", "", "intervalcount every"),
		field("quantity", "Quantity", "", "quantity seats"), field("amount", "Amount a period", "Of all units together.", "amount mrr price recurringamount"), currencyField(),
		field("trial_ends", "Trial ends", "", "trialend trialendsat trialenddate"), field("paid_until", "Paid until", "", "currentperiodend paiduntil nextbillingdate"),
		field("canceled_at", "Cancelled at", "When notice was given.", "canceledat cancelledat canceldate cancellationdate"), field("ended_at", "Ended at", "When it was over.", "endedat enddate expiredat"),
		field("reason", "Reason", "", "cancellationreason reason churnreason"),
	}, who()...)
}

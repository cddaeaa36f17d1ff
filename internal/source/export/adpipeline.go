package export

import "github.com/perennial-clv/perennial/internal/record"

var adPipeline = &Format{
	Name: "ad-pipeline", Title: "Ad report of a pipeline", Kind: record.Spends, Source: "ad_reporting",
	Note:   "Costs have no currency unless a column or the caller names it.",
	match:  matchPipeline,
	reader: pipelineReader("ad_reporting"),
}

var adSpend = &Format{
	Name: "ad-spend", Title: "Advertising spend", Kind: record.Spends, Source: "ad_spend",
	Note:   "Any table with a day, a campaign or channel, and a cost. A date in a column called week or month stands for all of its days.",
	match:  matchSpend,
	reader: pipelineReader("ad_spend"),
}

func pipelineReader(source string) func(*header, Options, *output) (rows, error) {
	return func(h *header, o Options, out *output) (rows, error) {
		return newAdReport(h, o, out, source, "", plainColumns), nil
	}
}

var plainColumns = adColumns{
	day:         []string{"dateday", "date", "day", "reportdate", "reportingdate", "spenddate", "datum", "tag", "fecha", "dia", "jour", "ds"},
	from:        []string{"datestart", "startdate", "periodstart", "reportingstarts", "weekstart", "from"},
	to:          []string{"datestop", "dateend", "enddate", "periodend", "reportingends", "weekend", "to"},
	week:        []string{"week", "weekof", "weekbeginning", "woche", "semana", "semaine"},
	month:       []string{"month", "monat", "mes", "mois"},
	account:     []string{"accountname", "account", "accountid", "konto"},
	channel:     []string{"platform", "channel", "adplatform", "publisher", "network", "utmsource", "source", "medium", "kanal", "canal"},
	campaign:    []string{"campaignname", "campaign", "utmcampaign", "kampagne", "campana", "campagne", "xyzcampaignid"},
	campaignID:  []string{"campaignid", "fbcampaignid"},
	group:       []string{"adgroupname", "adgroup", "adsetname", "adset", "adgroupid", "adsetid"},
	ad:          []string{"adname", "ad", "adid", "creative"},
	segments:    []string{"age", "gender", "interest", "device", "country", "region", "placement", "keyword", "matchtype", "language", "hour"},
	currency:    []string{"currency", "currencycode", "accountcurrency", "waehrung", "wahrung"},
	cost:        plainCost,
	micros:      []string{"costmicros", "spendmicros"},
	impressions: []string{"impressions", "impr", "views", "impressionen"},
	clicks:      []string{"clicks", "linkclicks", "klicks", "clics"},
	conversions: []string{"conversions", "purchases", "approvedconversion", "totalconversion"},
	value:       []string{"conversionsvalue", "conversionvalue", "purchasevalue", "revenue"},
}

var plainCost = []string{"spend", "cost", "spent", "amountspent", "adspend", "adcost", "marketingspend", "mediaspend", "totalspend", "kosten", "ausgaben", "werbekosten", "gasto", "coste", "depense", "cout"}

// matchPipeline knows the ad reporting of Fivetran by its columns.
func matchPipeline(h *header) int {
	if h.has("dateday", "platform", "spend") && h.any("campaignid", "campaignname", "accountid") {
		return 100
	}
	return 0
}

// matchSpend wants a day, a cost and a place it went to, and nothing of which
// orders are made.
func matchSpend(h *header) int {
	c := plainColumns
	switch {
	case !hasCost(h, c.cost...) && !h.any(c.micros...):
		return 0
	case !h.any(c.day...) && !h.any(c.week...) && !h.any(c.month...) && !(h.any(c.from...) && h.any(c.to...)):
		return 0
	case !h.any(c.campaign...) && !h.any(c.channel...) && !h.any(c.ad...) && !h.any(c.group...):
		return 0
	case h.any("customerid", "customer", "email", "customeremail", "orderid", "order", "ordernumber", "userid", "clientid", "householdid", "invoice", "invoiceno", "sku", "quantity", "productid", "transactionid", "amount", "total", "price"):
		return 0
	}
	return 40
}

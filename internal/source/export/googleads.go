package export

import "github.com/perennial-clv/perennial/internal/record"

var googleAds = &Format{
	Name: "google-ads", Title: "Google Ads report", Kind: record.Spends, Source: "google_ads",
	Note:  "Weeks, months and quarters are taken as whole ones, also the first and last of a report, whose range stands above the header only. A report without day, week, month or quarter does not say when money was spent and is not read.",
	match: matchGoogleAds,
	reader: func(h *header, o Options, out *output) (rows, error) {
		return newAdReport(h, o, out, "google_ads", "google_ads", googleColumns), nil
	},
}

// googleColumns are those of reports in English, German, Spanish and French,
// and of the API.
var googleColumns = adColumns{
	day:         []string{"day", "tag", "dia", "jour", "segments.date", "date"},
	week:        []string{"week", "woche", "semana", "semaine", "segments.week"},
	month:       []string{"month", "monat", "mes", "mois", "segments.month"},
	quarter:     []string{"quarter", "quartal", "trimestre", "segments.quarter"},
	year:        []string{"year", "jahr", "ano", "annee", "segments.year"},
	account:     []string{"accountname", "account", "kontoname", "konto", "nombredelacuenta", "cuenta", "nomducompte", "customer.descriptivename", "customerid", "customer.id"},
	campaign:    []string{"campaign", "campaignname", "kampagne", "campana", "campagne", "campaign.name"},
	campaignID:  []string{"campaignid", "kampagnenid", "iddelacampana", "iddecampana", "iddecampagne", "campaign.id"},
	group:       []string{"adgroup", "adgroupname", "anzeigengruppe", "grupodeanuncios", "groupedannonces", "adgroup.name"},
	ad:          []string{"ad", "adname", "adid", "anzeige", "anuncio", "annonce", "adgroupad.ad.id", "adgroupad.ad.name"},
	segments:    []string{"device", "gerat", "dispositivo", "appareil", "segments.device", "network", "netzwerk", "networkwithsearchpartners", "segments.adnetworktype", "campaigntype", "keyword", "searchkeyword", "searchterm", "matchtype", "searchkeywordmatchtype", "countryterritory", "hourofday", "conversionaction"},
	currency:    []string{"currencycode", "currency", "wahrungscode", "codigodemoneda", "codigodedivisa", "codedevise", "codedeladevise", "customer.currencycode"},
	cost:        []string{"cost", "kosten", "coste", "costo", "cout"},
	micros:      []string{"metrics.costmicros", "costmicros"},
	impressions: []string{"impr", "impressions", "impressionen", "impresiones", "metrics.impressions"},
	clicks:      []string{"clicks", "klicks", "clics", "interactions", "metrics.clicks"},
	conversions: []string{"conversions", "conv", "conversiones", "metrics.conversions"},
	value:       []string{"conv.value", "convvalue", "conversionvalue", "conversionswert", "valorconv", "valordeconv", "valeurdeconv", "metrics.conversionsvalue"},
}

// matchGoogleAds wants a campaign, a cost and a stretch of time in one
// language, and a word that only Google uses.
func matchGoogleAds(h *header) int {
	c := googleColumns
	dated := h.any(c.day...) || h.any(c.week...) || h.any(c.month...) || h.any(c.quarter...)
	if !dated || !h.any(c.campaign...) || !hasCost(h, c.cost...) && !h.any(c.micros...) {
		return 0
	}
	switch {
	case h.any("metrics.costmicros"), h.any("impr", "networkwithsearchpartners", "wahrungscode", "codigodemoneda", "codedevise"):
		return 100
	case h.any("currencycode", "costmicros") && h.any(c.impressions...) && !h.any("date"):
		return 90
	case h.any("costmicros"):
		return 80
	}
	return 0
}

package export

import "github.com/perennial-clv/perennial/internal/record"

var metaAds = &Format{
	Name: "meta-ads", Title: "Meta Ads report", Kind: record.Spends, Source: "meta",
	Note:  "Conversions are purchases as Meta attributes them; results of other goals are left out. Rows without a day are spread over the days they report on.",
	match: matchMeta,
	reader: func(h *header, o Options, out *output) (rows, error) {
		return newAdReport(h, o, out, "meta", "meta_ads", metaColumns), nil
	},
}

// metaColumns are those of the Ads Manager in English, German, Spanish,
// French, Italian, Portuguese and Dutch.
var metaColumns = adColumns{
	day:         []string{"day", "tag", "dia", "jour", "giorno", "dag"},
	from:        []string{"reportingstarts", "berichtsbeginn", "berichtsstart", "auswertungsbeginn", "iniciodelinforme", "debutdesrapports", "debutdurapport", "iniziodelreport", "iniziorapporto", "iniciodosrelatorios", "beginvanrapportage"},
	to:          []string{"reportingends", "berichtsende", "auswertungsende", "findelinforme", "findesrapports", "findurapport", "finedelreport", "finerapporto", "terminodosrelatorios", "encerramentodosrelatorios", "eindevanrapportage"},
	account:     []string{"accountname", "kontoname", "namedeswerbekontos", "nombredelacuenta", "nomducompte", "nomeaccount", "nomedaconta", "accountnaam", "accountid"},
	campaign:    []string{"campaignname", "kampagnenname", "namederkampagne", "nombredelacampana", "nomdelacampagne", "nomecampagna", "nomedellacampagna", "nomedacampanha", "campagnenaam"},
	campaignID:  []string{"campaignid", "kampagnenid", "identificadordelacampana", "iddelacampana"},
	group:       []string{"adsetname", "anzeigengruppenname", "namederanzeigengruppe", "nombredelconjuntodeanuncios", "nomdelensembledepublicites", "nomegruppodiinserzioni", "nomedoconjuntodeanuncios", "naamadvertentieset"},
	ad:          []string{"adname", "anzeigenname", "namederwerbeanzeige", "nombredelanuncio", "nomdelapublicite", "nomeinserzione", "nomedoanuncio", "advertentienaam"},
	segments:    []string{"age", "alter", "edad", "gender", "geschlecht", "sexo", "sexe", "country", "land", "pais", "pays", "region", "platform", "plattform", "plataforma", "placement", "platzierung", "ubicacion", "deviceplatform", "gerateplattform", "impressiondevice", "productid"},
	currency:    []string{"currency", "wahrung", "divisa", "devise", "valuta", "moeda", "accountcurrency"},
	cost:        metaCost,
	impressions: []string{"impressions", "impressionen", "impresiones", "impressoes", "vertoningen"},
	clicks:      []string{"linkclicks", "linkklicks", "clicsenelenlace", "clicsurlelien", "clicssurlelien", "clicsullink", "cliquesnolink", "clicksall", "klicksalle", "clicstodos", "clicstous"},
	conversions: []string{"purchases", "websitepurchases", "kaufe", "compras", "achats", "acquisti", "aankopen"},
	value:       []string{"purchasesconversionvalue", "purchaseconversionvalue", "websitepurchasesconversionvalue", "conversionwertfurkaufe", "valordeconversiondecompras", "valordeconversiondelascompras", "valeurdeconversiondesachats", "valoredellaconversionediacquisti"},
}

var metaCost = []string{"amountspent", "ausgegebenerbetrag", "importegastado", "montantdepense", "importospeso", "valorusado", "valorgasto", "besteedbedrag"}

// matchMeta knows Meta by its words for what was spent.
func matchMeta(h *header) int {
	if !hasCost(h, metaCost...) {
		return 0
	}
	dated := h.any(metaColumns.from...) || h.any(metaColumns.day...)
	named := h.any(metaColumns.campaign...) || h.any(metaColumns.group...) || h.any(metaColumns.ad...)
	if dated && (named || h.any(metaColumns.from...)) {
		return 100
	}
	return 0
}

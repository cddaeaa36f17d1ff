package file

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/perennial-clv/perennial/internal/source"
)

// dictionary says how surely a header means a role, by normalised name: 100
// is certain, 30 a last resort.
var dictionary = map[source.Role]map[string]int{
	source.Customer: ranked(map[int]string{
		100: `customerid customeridentifier customerno customernumber customernr customercode customerkey customerref custid custno custnum custcode
			clientid clientno clientnumber clientcode householdid householdkey memberid membernumber buyerid shopperid donorid patronid guestid subscriberid contactid
			kundennummer kundennr kundenid kdnr kundeid kundnr idclient numeroclient numclient nclient noclient codeclient clientnumero refclient
			idcliente numerocliente codigocliente codcliente clienteid nrocliente idusuario usuarioid codicecliente idutente numeroclienti
			klantnummer klantid klantnr klantcode debiteurnummer debitorennummer debitornr numerodecliente numerodeclient codigodocliente iddocliente iddecliente`,
		95: `userid username useridentifier accountid accountnumber accountno uid benutzerid gebruikersid`,
		80: `email emailaddress customeremail customeremailaddress billingemail buyeremail clientemail useremail contactemail payeremail mail emailadresse adresseemail correo correoelectronico
			courriel adressemail emailklant ekmail emailkunde emailcliente emailclient kundenemail indirizzoemail enderecoemail emaildocliente ordereremail shippingemail`,
		70: `customer client user kunde kundin cliente klant utente household member donor buyer shopper acheteur comprador acquirente koper kaeufer account`,
		55: `customerphone phone telephone telefon buyerphonenumber`,
		50: `customername clientname billingname buyername kundenname nomclient nomduclient nombrecliente nombredelcliente klantnaam nomecliente nomedocliente customerfullname recipientname username`,
		35: `anonymousid userpseudoid visitorid clientidentifier deviceid fullvisitorid cookieid`,
		30: `id`,
	}),
	source.Time: ranked(map[int]string{
		100: `orderdate orderedat ordertime ordertimestamp orderdatetime orderts dateordered purchasedate purchasedat purchasetime purchasetimestamp transactiondate transactiontime transactiontimestamp
			transactiondatetime invoicedate invoicedatetime saledate salesdate datesold bestelldatum auftragsdatum rechnungsdatum kaufdatum verkaufsdatum belegdatum buchungsdatum
			datecommande datedecommande dateachat datedachat datefacture datevente fechapedido fechadelpedido fechacompra fechadecompra fechafactura fechaventa
			besteldatum aankoopdatum factuurdatum verkoopdatum dataordine dataacquisto datafattura datavendita datapedido datadopedido datacompra datadacompra datavenda orderplaced orderplacedat orderplaceddate dateofpurchase dateoforder`,
		90: `createdat created datecreated createddate creationdate createdtimestamp createdtime createtime createddateutc createdon dateadded eventtime eventtimestamp eventdate bestelltam erstelltam erstellt paymentdate paiddate paidat datepaid zahlungsdatum processedat processedtimestamp postdate bookingdate
			datecreation datecreationcommande donationdate giftdate originaltimestamp occurredat placedat`,
		85: `date datetime timestamp time datum day tag zeit zeitpunkt fecha data datetimeutc dateutc datumzeit fechahora dataora datahora dateheure heure dt ts when`,
		30: `updatedat updatedtimestamp lastupdateddate modifiedat receivedat sentat completedat closedat closedtimestamp fulfilledat shippeddate deliverydate`,
	}),
	source.Amount: ranked(map[int]string{
		100: `total ordertotal totalprice totalamount grandtotal orderamount ordervalue totalvalue totalpaid amountpaid paidamount totalcollected ordergrandtotal invoicetotal invoiceamount transactionamount
			transactionvalue purchaseamount purchasevalue basketvalue totalsales salesvalue salesamount totalorder totalordervalue totalordered gesamtbetrag gesamtpreis gesamtsumme rechnungsbetrag bestellwert bruttobetrag summe umsatz endbetrag
			montanttotal prixtotal totalttc montantttc totalcommande montantcommande importetotal preciototal totalpedido totalcompra montototal totaalbedrag totaalprijs totaal orderbedrag
			importototale prezzototale totaleordine totale valortotal totaldopedido precototal totalgeral`,
		95: `amount revenue nrevenue netrevenue value spend spent sales netamount paid payment betrag preisgesamt montant importe monto bedrag omzet importo valor quantia faturamento ingresos fatturato chiffredaffaires wert amountusd donation giftamount eventvalueinusd amountgross charge pricetotal pricepaid`,
		85: `netsales grosssales netvalue grossvalue nettobetrag netto brutto montantht totalht subtotalprice gross net`,
		80: `subtotal ordersubtotal zwischensumme soustotal subtotaal subtotale`,
		75: `linetotal itemtotal lineamount linevalue extendedprice zeilensumme positionsbetrag lineitemtotal`,
		65: `itemprice lineprice`,
		50: `price preis prix precio prijs prezzo preco unitprice lineitemprice einzelpreis stueckpreis`,
	}),
	source.Order: ranked(map[int]string{
		100: `orderid ordernumber orderno ordernr ordernum ordercode orderref orderreference amazonorderid invoiceno invoiceid invoicenumber invoicenr basketid transactionid transactionno transactionnumber
			receiptid receiptnumber receiptno rechnungsnummer rechnungsnr bestellnummer bestellnr bestellid auftragsnummer auftragsnr belegnummer belegnr bonnummer
			numerocommande numcommande nocommande idcommande refcommande referencecommande numerofacture numfacture numerodecommande idpedido numeropedido numerodepedido nropedido codigopedido numerofactura
			ordernummer bestelnummer bestelnr factuurnummer factuurnr numeroordine idordine codiceordine numerofattura numerodopedido codigodopedido iddopedido idvenda checkoutorderid saleid purchaseid`,
		90: `order invoice transaction commande pedido ordine bestellung auftrag bestelling factuur facture factura fattura beleg rechnung basket receipt bon increment incrementid`,
		60: `paymentid chargeid checkoutid cartid paymentintentid orderuniquekey sessionid`,
		40: `id`,
	}),
	source.Currency: ranked(map[int]string{
		100: `currency currencycode ordercurrency currencyiso isocurrency currencyisocode waehrung wahrung waehrungscode devise monnaie moneda divisa valuta valutacode moeda transactioncurrency paymentcurrency shopcurrency`,
		60:  `presentmentcurrency convertedcurrency`,
	}),
	source.Quantity: ranked(map[int]string{
		100: `quantity qty qte quantite menge anzahl stueckzahl stuck stueck cantidad aantal quantita quantidade qtd qta units unitssold unitsordered quantityordered orderquantity pieces lineitemquantity itemquantity cds numberofcds`,
		60:  `itemssold items count`,
	}),
	source.Price: ranked(map[int]string{
		100: `unitprice priceperunit priceeach unitcost einzelpreis stueckpreis stuckpreis preisprostueck prixunitaire pu preciounitario preciounidad stukprijs eenheidsprijs prezzounitario precounitario lineitemprice salesprice`,
		80:  `price preis prix precio prijs prezzo preco`,
	}),
}

// ranked turns lists of names by rank into ranks by name.
func ranked(lists map[int]string) map[string]int {
	out := map[string]int{}
	for rank, list := range lists {
		for _, name := range strings.Fields(list) {
			out[name] = max(out[name], rank)
		}
	}
	return out
}

// unaccent takes accents off letters.
var unaccent = runes.Remove(runes.In(unicode.Mn))

// normal reduces a header to its letters and digits: case, spaces,
// underscores, hyphens, accents and what stands in brackets do not matter.
func normal(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if i := strings.IndexAny(name, "(["); i > 0 {
		name = name[:i]
	}
	name = strings.NewReplacer("ß", "ss", "№", "number", "n°", "numero", "nº", "numero", "#", "number").Replace(name)
	if plain, _, err := transform.String(transform.Chain(norm.NFD, unaccent), name); err == nil {
		name = plain
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}

// rank is how surely a header means a role, 0 to 100.
func rank(role source.Role, name string) int {
	if r := dictionary[role][normal(name)]; r > 0 {
		return r
	}
	if code := headerCurrency(name); code != "" && (role == source.Amount || role == source.Price) {
		bare := strings.TrimRight(strings.TrimSpace(name), "()[] ")
		if len(bare) > 3 {
			if r := dictionary[role][normal(bare[:len(bare)-3])]; r > 0 {
				return r
			}
		}
	}
	for rest, off := name, 3; ; off += 3 {
		_, after, ok := strings.Cut(rest, ".")
		if !ok {
			break
		}
		rest = after
		if r := dictionary[role][normal(rest)]; r > 50 {
			return r - min(off, 12)
		}
	}
	return part(role, normal(name))
}

// hint is a part of a name that suggests a role, unless another part speaks
// against it.
type hint struct{ parts, against string }

var hints = map[source.Role]hint{
	source.Customer: {"customerid clientid userid kundennummer kundennr customernumber email", "marketing optin consent status subscribed source attempt"},
	source.Time:     {"orderdate createdat datum fecha date timestamp", "birth update ship deliver due cancel clos refund modif expir geburt naissance nacimiento start end redemption synced"},
	source.Amount:   {"ordertotal totalprice amount betrag total montant importe bedrag", "tax discount ship refund fee tip weight count number mwst steuer tva iva vat rabatt versand quantity items rate set currency adjust"},
	source.Order:    {"orderid ordernumber invoiceno invoiceid transactionid bestellnummer rechnungsnummer", "status"},
}

// part is a low rank for names that contain a telling part.
func part(role source.Role, name string) int {
	h, ok := hints[role]
	if !ok {
		return 0
	}
	for _, bad := range strings.Fields(h.against) {
		if strings.Contains(name, bad) {
			return 0
		}
	}
	for _, good := range strings.Fields(h.parts) {
		if strings.Contains(name, good) {
			return 45
		}
	}
	return 0
}

// synonyms counts the cells of a row that are names of roles.
func synonyms(row []string) int {
	n := 0
	for _, cell := range row {
		for role := range dictionary {
			if cell != "" && len(cell) < 60 && rank(role, cell) > 0 {
				n++
				break
			}
		}
	}
	return n
}

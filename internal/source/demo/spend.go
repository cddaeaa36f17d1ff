package demo

import (
	"io"
	"math"
	"strconv"
)

// SpendHeader names the columns of the marketing file, one row a day and
// campaign.
const SpendHeader = "date,channel,campaign,spend,currency,impressions,clicks\n"

// ProductsHeader names the columns of the catalogue. Prices are those at the
// end of the log; cost is what an item costs the shop.
const ProductsHeader = "product,category,price,cost,currency\n"

// adInflation is how much dearer a customer gets from one year to the next.
const adInflation = 1.09

// campaign is a line of the marketing budget. Organic search has none.
type campaign struct {
	name    string
	channel uint8
	pull    int     // everyday, or the campaign with a start and an end
	share   float64 // of the channel's customers of that kind
	winning float64 // money to win a customer, at the end of the log
	click   float64 // money for a click
	clicks  float64 // clicks per impression; 0 when nobody counts impressions
}

// Paid social wins customers for little, referral rewards cost a middling sum,
// paid search is dearest.
var campaigns = []campaign{
	{"Brand", paidSearch, everyday, 0.25, 9, 0.32, 0.110},
	{"Coffee beans", paidSearch, everyday, 0.45, 27, 0.78, 0.042},
	{"Shopping", paidSearch, everyday, 0.30, 22, 0.55, 0.021},
	{"Prospecting", paidSocial, everyday, 0.65, 13, 0.41, 0.009},
	{"Lookalike", paidSocial, everyday, 0.35, 11, 0.36, 0.012},
	{"Autumn Roast", paidSocial, bursting, 1.00, 12, 0.30, 0.014},
	{"Give 10 get 10", referral, everyday, 1.00, 16, 2.20, 0},
	{"Sponsored listings", marketplace, everyday, 1.00, 14, 0.48, 0.018},
	{"Partner network", affiliate, everyday, 1.00, 17, 0.60, 0},
}

// Spend writes what the shop spends on marketing by day and campaign as CSV,
// with SpendHeader first. It follows the customers each channel is expected to
// win on the day, with the noise of any auction.
func (g *Generator) Spend(w io.Writer) error {
	d := newDice()
	d.reset(g.b.Seed, math.MaxUint64) // no customer has this number
	b := []byte(SpendHeader)
	for day := range g.cal.days {
		date := g.cal.date(day).Format("2006-01-02")
		for i := range campaigns {
			c := &campaigns[i]
			if won := g.expected(day, c); won > 0 {
				b = g.appendSpend(append(b, date...), c, won*g.costs(day), d)
			}
		}
	}
	_, err := w.Write(b)
	return err
}

// expected is how many customers a campaign should win on a day. Everyday
// campaigns win the channel's gift buyers too.
func (g *Generator) expected(day int, c *campaign) float64 {
	from, upto := g.arrivals.passed[24*day], g.arrivals.passed[24*(day+1)]
	all := float64(g.b.Customers) * (upto - from) / g.arrivals.total()
	pulls := g.cal.pulls[day]
	won := pulls[c.pull] * channelMix[c.pull][c.channel]
	if c.pull == everyday {
		won += pulls[gifting] * channelMix[gifting][c.channel]
	}
	return all * won * c.share
}

// costs is the level of advertising prices on a day; 1 is the last day's.
func (g *Generator) costs(day int) float64 {
	return math.Pow(adInflation, float64(day-g.cal.days+1)/365.25)
}

// appendSpend appends the rest of a row after its date.
func (g *Generator) appendSpend(b []byte, c *campaign, won float64, d *dice) []byte {
	spend := won * c.winning * d.gamma(40)
	clicks := math.Round(spend / c.click * d.gamma(60))
	shown := 0.0
	if c.clicks > 0 {
		shown = math.Round(clicks / c.clicks * d.gamma(60))
	}
	b = append(b, ","+channelNames[c.channel]+","+quote(c.name)+","...)
	b = appendCents(b, int64(math.Round(spend*100)))
	b = append(b, ","+g.b.Currency+","...)
	b = strconv.AppendInt(b, int64(shown), 10)
	b = strconv.AppendInt(append(b, ','), int64(clicks), 10)
	return append(b, '\n')
}

// Products writes the catalogue as CSV, with ProductsHeader first.
func (g *Generator) Products(w io.Writer) error {
	b := []byte(ProductsHeader)
	for _, p := range catalogue {
		b = append(b, quote(p.name)+","+categoryNames[p.category]+","...)
		b = appendCents(b, int64(p.price))
		b = appendCents(append(b, ','), int64(p.cost))
		b = append(b, ","+g.b.Currency+"\n"...)
	}
	_, err := w.Write(b)
	return err
}

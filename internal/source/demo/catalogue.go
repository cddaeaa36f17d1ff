package demo

// product is an item of the catalogue; price and cost are in cents at the
// prices that hold at the end of the log.
type product struct {
	name     string
	category uint8
	price    int32
	cost     int32
}

const (
	coffee = iota
	brewing
	cookware
	tableware
	pantry
	hampers
	categoryCount
)

var categoryNames = [categoryCount]string{
	"Coffee", "Brewing", "Cookware", "Tableware", "Pantry", "Gift hampers",
}

// catalogue lists the goods by category and, within one, by rising price.
var catalogue = []product{
	{"Tamper Lane Espresso 100 g", coffee, 590, 260},
	{"Low Meadow Decaf 250 g", coffee, 1090, 480},
	{"Sedge House Blend 250 g", coffee, 1150, 500},
	{"Two Herons Filter 250 g", coffee, 1290, 560},
	{"Quarry Road Dark 500 g", coffee, 1890, 830},
	{"Orrin Single Farm 350 g", coffee, 2190, 1010},
	{"Sedge House Blend 1 kg", coffee, 3290, 1480},
	{"Harbour Office Blend 2 kg", coffee, 5990, 2760},
	{"Paper Filters, 100", brewing, 650, 210},
	{"Brass Coffee Scoop", brewing, 1490, 560},
	{"Stoneware Pour-over Cone", brewing, 2690, 1080},
	{"Moka Pot, 3 Cups", brewing, 3490, 1570},
	{"Glass Press, 1 Litre", brewing, 4290, 1890},
	{"Hand Grinder Fen", brewing, 7990, 3760},
	{"Gooseneck Kettle Rill", brewing, 9900, 5050},
	{"Espresso Machine Alder", brewing, 28900, 18200},
	{"Beech Spatula", cookware, 890, 300},
	{"Linen Oven Mitt", cookware, 1690, 640},
	{"Enamel Saucepan, 14 cm", cookware, 2990, 1290},
	{"Oak Chopping Board", cookware, 3990, 1720},
	{"Carbon Steel Pan, 24 cm", cookware, 5490, 2520},
	{"Cook's Knife Thorn, 20 cm", cookware, 8490, 3990},
	{"Cast Iron Casserole, 4 Litres", cookware, 13900, 7090},
	{"Espresso Cup, Ash Glaze", tableware, 1190, 410},
	{"Breakfast Mug, Moss Glaze", tableware, 1690, 580},
	{"Linen Napkins, 4", tableware, 2490, 980},
	{"Serving Bowl, Fern", tableware, 3690, 1480},
	{"Cake Stand, Alder Wood", tableware, 4490, 1890},
	{"Dinner Plates, 4", tableware, 6490, 2790},
	{"Sea Salt Flakes", pantry, 620, 230},
	{"Oat Biscuits", pantry, 690, 310},
	{"Dark Drinking Chocolate", pantry, 990, 430},
	{"Heather Honey", pantry, 1290, 640},
	{"Cold-pressed Rapeseed Oil", pantry, 1490, 720},
	{"Baker's Spice Box", pantry, 2290, 950},
	{"Tasting Box, 3 Coffees", hampers, 1990, 880},
	{"Morning Hamper", hampers, 3490, 1640},
	{"Baker's Hamper", hampers, 4990, 2390},
	{"Winter Hamper", hampers, 6990, 3390},
	{"The Long Table Hamper", hampers, 12900, 6480},
}

// tastes is what leads the orders of each segment, by category.
var tastes = [segmentCount][categoryCount]float64{
	regular:     {0.34, 0.18, 0.17, 0.14, 0.12, 0.05},
	replenisher: {0.86, 0.05, 0.02, 0.01, 0.06, 0.00},
	giftBuyer:   {0.12, 0.13, 0.11, 0.16, 0.06, 0.42},
}

// shelf finds a category's goods in the catalogue.
type shelf struct {
	from, upto [categoryCount]int
}

func newShelf() shelf {
	var s shelf
	for i, p := range catalogue {
		if i == 0 || catalogue[i-1].category != p.category {
			s.from[p.category] = i
		}
		s.upto[p.category] = i + 1
	}
	return s
}

// lead picks the item that leads an order worth cents at final prices: one the
// amount can pay for, more often a dear one than a cheap one. The cheapest
// coffee costs less than the smallest order, so there is always one.
func (s *shelf) lead(d *dice, segment uint8, cents int32) uint8 {
	category := d.pick(tastes[segment][:])
	if catalogue[s.from[category]].price > cents {
		category = coffee
	}
	from := s.from[category]
	n := 1
	for from+n < s.upto[category] && catalogue[from+n].price <= cents {
		n++
	}
	return uint8(from + max(d.IntN(n), d.IntN(n)))
}

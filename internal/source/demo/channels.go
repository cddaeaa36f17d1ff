package demo

// Where a customer came from. The channel is that of the first order and stays
// with the customer.
const (
	organicSearch = iota
	paidSearch
	paidSocial
	referral
	marketplace
	affiliate
	channelCount
)

var channelNames = [channelCount]string{
	"organic_search", "paid_search", "paid_social", "referral", "marketplace", "affiliate",
}

// channel holds what sets the customers of one channel apart. Rates are per
// week. The rate of buying and the rate of leaving vary between customers by
// gamma distributions, as in the Pareto/NBD model (Schmittlein, Morrison and
// Colombo, "Counting your customers", Management Science 33, 1987).
type channel struct {
	buying, buyingShape   float64 // mean orders per week, and how alike customers are
	leaving, leavingShape float64 // mean rate of leaving, and how alike customers are
	replenish             float64 // share who restock coffee at steady intervals
	spend                 float64 // mean order of a mean customer, at final prices
	refunds               float64 // share of orders refunded
}

// Paid social is large and cheap but its customers leave soon; referral is
// small and its customers are the best the shop has.
var channelTraits = [channelCount]channel{
	organicSearch: {0.057, 1.20, 0.049, 0.70, 0.070, 46, 0.034},
	paidSearch:    {0.053, 1.20, 0.057, 0.70, 0.055, 48, 0.038},
	paidSocial:    {0.044, 1.05, 0.092, 0.75, 0.030, 38, 0.055},
	referral:      {0.068, 1.35, 0.032, 0.75, 0.115, 54, 0.022},
	marketplace:   {0.044, 1.05, 0.081, 0.75, 0.025, 40, 0.048},
	affiliate:     {0.048, 1.10, 0.072, 0.75, 0.040, 42, 0.044},
}

// What drew a customer in decides which channel they came through.
const (
	everyday  = iota
	gifting   // presents before Christmas
	bursting  // the campaign
	pullCount // how many there are
)

var channelMix = [pullCount][channelCount]float64{
	everyday: {0.28, 0.21, 0.20, 0.09, 0.14, 0.08},
	gifting:  {0.20, 0.26, 0.20, 0.04, 0.24, 0.06},
	bursting: {0.06, 0.05, 0.82, 0.04, 0.01, 0.02},
}

// How a customer buys.
const (
	regular     = iota // at random, at a rate of their own
	replenisher        // at steady intervals, as the coffee runs out
	giftBuyer          // once, and hardly ever again
	segmentCount
)

var segmentNames = [segmentCount]string{"regular", "replenisher", "gift"}

const (
	restockWeeks   = 5.0  // a replenisher's mean interval
	restockAlike   = 10.0 // how alike the intervals of two replenishers are
	restockLeaving = 0.017
	giftBuying     = 0.015
	giftLeaving    = 0.160
	spendShape     = 7.0 // heavy tail between customers
	orderShape     = 4.5 // spread between the orders of one customer
)

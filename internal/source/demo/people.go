package demo

// customer is the hidden truth of one person: what the shop can only guess.
type customer struct {
	index   int
	channel uint8
	segment uint8
	joined  uint32  // second of the first order
	left    float64 // second of leaving for good; may lie far in the future
	buying  float64 // orders per week while a customer, averaged over the year
	leaving float64 // chance of leaving per week
	spend   float64 // mean order at final prices, before discounts and refunds
}

// newCustomer draws customer index. Nothing it uses depends on how many
// customers there are: the day of joining is a random quantile of the shop's
// arrivals, so a longer list begins with the same people.
func (g *Generator) newCustomer(d *dice, index int) customer {
	d.reset(g.b.Seed, uint64(index))
	who := customer{index: index}
	who.joined = g.arrivals.second(d.Float64() * g.arrivals.total())
	pull := d.pick(g.cal.pulls[who.joined/daySeconds][:])
	who.channel = uint8(d.pick(channelMix[pull][:]))
	who.settle(d, pull)
	who.spend = channelTraits[who.channel].spend * d.inverseGamma(spendShape)
	who.left = float64(who.joined) + weekSeconds*d.ExpFloat64()/who.leaving
	return who
}

// settle gives a customer their habits.
func (who *customer) settle(d *dice, pull int) {
	traits := &channelTraits[who.channel]
	switch {
	case pull == gifting:
		who.segment = giftBuyer
		who.buying = giftBuying * d.gamma(1)
		who.leaving = giftLeaving * d.gamma(2)
	case d.Float64() < traits.replenish:
		who.segment = replenisher
		who.buying = d.gamma(restockAlike) / restockWeeks
		who.leaving = restockLeaving * d.gamma(1)
	default:
		who.segment = regular
		who.buying = traits.buying * d.gamma(traits.buyingShape)
		who.leaving = traits.leaving * d.gamma(traits.leavingShape)
	}
}

// aliveAt tells whether the customer has not yet left at a second.
func (who *customer) aliveAt(second uint32) bool { return who.left >= float64(second) }

package demo

import "math"

const (
	smallestOrder  = 690   // cents at final prices; the cheapest goods cost less
	bulkShare      = 0.003 // orders for an office or a café
	bulkTimes      = 4.0   // such an order is at least this many ordinary ones
	bulkTail       = 2.5   // Pareto exponent of its size
	bulkMost       = 40.0  // and at most this many
	fullRefunds    = 0.6   // share of refunds that give all of it back
	firstDiscounts = 0.165 // share of first orders with a code
	laterDiscounts = 0.080 // share of later orders with a code
)

// codes are the discount codes; the first is no code at all.
const (
	noCode = iota
	welcomeCode
	friendCode
	loyalCode
	christmasCode
	autumnCode
)

var codes = []struct {
	name    string
	percent int32
}{
	noCode:        {"", 0},
	welcomeCode:   {"WELCOME10", 10},
	friendCode:    {"FRIEND15", 15},
	loyalCode:     {"LOYAL10", 10},
	christmasCode: {"XMAS12", 12},
	autumnCode:    {"AUTUMN20", 20},
}

// fill decides what is in an order placed at a second.
func (w *walker) fill(at uint32) order {
	o := order{at: at, number: w.number}
	price := w.g.cal.price(at)
	full := w.fullPrice(price)
	o.product = w.g.shelf.lead(w.dice, w.who.segment, int32(float64(full)/price))
	o.code = w.code(int(at / daySeconds))
	o.amount = full - (full*codes[o.code].percent+50)/100
	if w.dice.Float64() < channelTraits[w.who.channel].refunds {
		w.giveBack(&o)
	}
	return o
}

// fullPrice is the order before discounts, in cents, in steps of ten as sums
// of shelf prices are. Orders vary around the customer's own mean by a gamma
// distribution, as in the gamma-gamma model (Fader and Hardie, "The
// gamma-gamma model of monetary value", 2013); a few are bulk orders.
func (w *walker) fullPrice(price float64) int32 {
	v := 100 * w.who.spend * price * w.dice.gamma(orderShape)
	if w.dice.Float64() < bulkShare {
		v *= min(bulkMost, bulkTimes*math.Pow(1-w.dice.Float64(), -1/bulkTail))
	}
	v = min(max(v, smallestOrder*price), 5_000_000)
	return int32(v/10+0.5) * 10
}

// code is the discount code used, if any. The campaign and Christmas have
// codes of their own; otherwise new customers use one more often.
func (w *walker) code(day int) uint8 {
	cal := &w.g.cal
	u := w.dice.Float64()
	first := w.number == 1
	switch {
	case cal.campaign(day) > 0 && w.who.channel == paidSocial:
		return codeIf(u < 2*firstDiscounts, autumnCode)
	case first && w.who.channel == referral:
		return codeIf(u < 2*firstDiscounts, friendCode)
	case first && cal.pulls[day][gifting] > 0.1:
		return codeIf(u < firstDiscounts, christmasCode)
	case first:
		return codeIf(u < firstDiscounts, welcomeCode)
	}
	return codeIf(u < laterDiscounts, loyalCode)
}

func codeIf(used bool, code uint8) uint8 {
	if used {
		return code
	}
	return noCode
}

// giveBack refunds all or part of an order in office hours of a day 4 to 29
// days after it, which is always between 3 and 30 days from the order.
func (w *walker) giveBack(o *order) {
	o.refund = o.amount
	if w.dice.Float64() >= fullRefunds {
		part := 0.2 + 0.6*w.dice.Float64()
		o.refund = max(1, int32(float64(o.amount)*part))
	}
	day := o.at/daySeconds + 4 + uint32(w.dice.IntN(26))
	o.refundAt = day*daySeconds + 9*hourSeconds + uint32(w.dice.IntN(8*hourSeconds))
}

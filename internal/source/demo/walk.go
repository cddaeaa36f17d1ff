package demo

// order is one order with the refund that will follow it, if any. Money is in
// cents.
type order struct {
	at       uint32
	amount   int32
	refund   int32  // 0 when nothing is given back
	refundAt uint32 // 3 to 30 days after the order
	number   uint16 // 1 is the customer's first order
	product  uint8
	code     uint8
}

// walker follows one customer at a time through their orders. Draws are made
// in the order of time, so stopping early changes nothing of what came before:
// the log is exactly the beginning of what the truth file looks at.
type walker struct {
	g      *Generator
	dice   *dice
	who    customer
	moment float64 // the trade clock at the last order
	number uint16
}

func (g *Generator) newWalker() *walker { return &walker{g: g, dice: newDice()} }

// meet starts on another customer.
func (w *walker) meet(index int) {
	w.who = w.g.newCustomer(w.dice, index)
	w.number = 0
}

// next is the customer's next order before the limit, if there is one.
func (w *walker) next(limit uint32) (order, bool) {
	at := w.who.joined
	if w.number == 0 {
		w.moment = w.g.trade.at(at)
	} else {
		w.moment += w.gap()
		if !(w.moment < w.g.trade.total()) {
			return order{}, false
		}
		at = w.g.trade.second(w.moment)
		if !w.who.aliveAt(at) {
			return order{}, false
		}
	}
	if at >= limit || w.number == 1<<16-1 {
		return order{}, false
	}
	w.number++
	return w.fill(at), true
}

// gap is the time to the next order on the trade clock, in weeks of average
// trade. Replenishers wait for two events at twice the rate, an Erlang-2 gap,
// which is more regular than chance (Chatfield and Goodhardt, "A consumer
// purchasing model with Erlang inter-purchase times", JASA 68, 1973).
func (w *walker) gap() float64 {
	if w.who.segment == replenisher {
		return (w.dice.ExpFloat64() + w.dice.ExpFloat64()) / (2 * w.who.buying)
	}
	return w.dice.ExpFloat64() / w.who.buying
}

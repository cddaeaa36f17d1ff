package demo

import (
	"context"
	"io"
	"strconv"
)

// TruthHeader names the columns of the truth file.
//
// The rates are per week. mean_spend is the customer's mean order at final
// prices, before discounts and refunds. died_at is empty when the customer is
// still one after the 52 weeks the file looks at. future_orders and
// future_value are what the customer does in the 52 weeks after the log;
// future_value is less the refunds of those same orders, whenever they are
// made, so a customer who has left is worth exactly nothing.
const TruthHeader = "customer_id,channel,joined_at,lambda_per_week,mu_per_week," +
	"alive_at_end,died_at,mean_spend,future_orders,future_value,segment\n"

// Truth writes the hidden truth of each customer as CSV, with TruthHeader
// first, in the order of their ids. The future is the same process as the log,
// carried on past its end.
func (g *Generator) Truth(ctx context.Context, w io.Writer) error {
	if _, err := io.WriteString(w, TruthHeader); err != nil {
		return err
	}
	p := g.newPrinter()
	newMaker := func() maker {
		walk := g.newWalker()
		return func(part int, b *batch) {
			from, upto := g.members(part)
			for i := from; i < upto; i++ {
				orders, value := walk.future(i)
				b.text = p.truth(b.text, g, &walk.who, orders, value)
			}
		}
	}
	return inOrder(ctx, g.b.Workers, g.batches(), newMaker, func(b *batch) error {
		_, err := w.Write(b.text)
		return err
	})
}

// future walks a customer past the end of the log and sums up what they do
// there, in orders and in cents.
func (w *walker) future(index int) (orders int, value int64) {
	w.meet(index)
	for {
		o, ok := w.next(w.g.cal.finish())
		if !ok {
			return orders, value
		}
		if o.at >= w.g.cal.end() {
			orders++
			value += int64(o.amount - o.refund)
		}
	}
}

func (p *printer) truth(b []byte, g *Generator, who *customer, orders int, value int64) []byte {
	b = appendCustomer(b, uint32(who.index))
	b = append(b, ',')
	b = append(b, channelNames[who.channel]...)
	b = append(b, ',')
	b = p.time(b, who.joined)
	b = appendRate(append(b, ','), who.buying)
	b = appendRate(append(b, ','), who.leaving)
	b = strconv.AppendBool(append(b, ','), who.aliveAt(g.cal.end()))
	b = append(b, ',')
	if !who.aliveAt(g.cal.finish()) {
		b = p.time(b, uint32(who.left))
	}
	b = appendCents(append(b, ','), int64(who.spend*100+0.5))
	b = strconv.AppendInt(append(b, ','), int64(orders), 10)
	b = appendCents(append(b, ','), value)
	b = append(b, ',')
	b = append(b, segmentNames[who.segment]...)
	return append(b, '\n')
}

package demo

import "strconv"

// OrdersHeader names the columns of the order log. A refund is a row of its
// own: the order's id with "-R" behind it, a negative amount, a later time.
const OrdersHeader = "order_id,customer_id,ordered_at,amount,currency,channel,category,product,discount_code\n"

// row is one line of the order log, small enough to hold millions of.
type row struct {
	at       uint32
	customer uint32
	amount   int32
	number   uint16
	channel  uint8
	product  uint8
	code     uint8
	refund   bool
}

// appendRows appends what customer index adds to the log in [from, limit),
// unsorted.
func (w *walker) appendRows(rows []row, index int, from, limit uint32) []row {
	w.meet(index)
	for {
		o, ok := w.next(limit)
		if !ok {
			return rows
		}
		r := row{
			at: o.at, customer: uint32(index), amount: o.amount, number: o.number,
			channel: w.who.channel, product: o.product, code: o.code,
		}
		if r.at >= from {
			rows = append(rows, r)
		}
		if o.refund > 0 && o.refundAt >= from && o.refundAt < limit {
			r.at, r.amount, r.refund = o.refundAt, -o.refund, true
			rows = append(rows, r)
		}
	}
}

// byTime orders rows by time. Ties go by customer and number, so that the
// order does not depend on how the work was shared out.
func byTime(a, b row) int {
	if a.at != b.at {
		return less(a.at < b.at)
	}
	if a.customer != b.customer {
		return less(a.customer < b.customer)
	}
	if a.number != b.number {
		return less(a.number < b.number)
	}
	return less(!a.refund)
}

// less is the result of a comparison of two things that differ.
func less(yes bool) int {
	if yes {
		return -1
	}
	return 1
}

// printer writes rows as CSV. The few names that need quotes get them once,
// when the printer is made.
type printer struct {
	dates    []byte   // ten bytes a day
	tails    []string // category and product, by product
	middles  []string // currency and channel, by channel
	codeTail []string // discount code and the end of the line, by code
}

func (g *Generator) newPrinter() *printer {
	p := &printer{dates: make([]byte, 0, 10*g.cal.horizon)}
	for d := range g.cal.horizon {
		p.dates = g.cal.date(d).AppendFormat(p.dates, "2006-01-02")
	}
	for _, item := range catalogue {
		p.tails = append(p.tails, ","+categoryNames[item.category]+","+quote(item.name)+",")
	}
	for _, name := range channelNames {
		p.middles = append(p.middles, ","+g.b.Currency+","+name)
	}
	for _, c := range codes {
		p.codeTail = append(p.codeTail, c.name+"\n")
	}
	return p
}

func (p *printer) row(b []byte, r *row) []byte {
	b = append(b, 'O')
	b = appendDigits(b, r.customer+1)
	b = append(b, '-')
	b = strconv.AppendUint(b, uint64(r.number), 10)
	if r.refund {
		b = append(b, "-R"...)
	}
	b = append(b, ',')
	b = appendCustomer(b, r.customer)
	b = append(b, ',')
	b = p.time(b, r.at)
	b = append(b, ',')
	b = appendCents(b, int64(r.amount))
	b = append(b, p.middles[r.channel]...)
	b = append(b, p.tails[r.product]...)
	return append(b, p.codeTail[r.code]...)
}

// time appends a second as 2006-01-02 15:04:05.
func (p *printer) time(b []byte, second uint32) []byte {
	day, rest := second/daySeconds, second%daySeconds
	b = append(b, p.dates[10*day:10*day+10]...)
	b = appendTwo(append(b, ' '), rest/hourSeconds)
	b = appendTwo(append(b, ':'), rest/60%60)
	return appendTwo(append(b, ':'), rest%60)
}

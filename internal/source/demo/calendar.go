package demo

import (
	"math"
	"time"
)

const (
	yearlyGrowth   = 1.25 // customers won this year for each one last year
	priceRise      = 1.06 // prices after the rise for each one before
	riseMonths     = 14   // months between the price rise and the end of the log
	burstWeeksAgo  = 41   // weeks between the campaign's start and the end
	burstDays      = 14   // how long the campaign runs
	burstStrength  = 1.3  // customers it wins for each everyday one
	everydayGifts  = 0.02 // gift buyers for each everyday customer, all year
	christmasGifts = 0.85 // and in the weeks before Christmas
)

// calendar knows what each day of the log and of the year after it is like.
type calendar struct {
	start   time.Time
	days    int // days of the log
	horizon int // days of the log and of the future the truth looks at
	rise    int // day of the price rise; may lie before the log
	burst   int // first day of the campaign; may lie before the log

	pulls [][pullCount]float64 // share of a day's new customers by what drew them in
}

func newCalendar(start, end time.Time) calendar {
	c := calendar{start: start}
	c.days = c.dayOf(end) + 1
	c.horizon = c.days + FutureWeeks*7
	c.rise = c.dayOf(end.AddDate(0, -riseMonths, 0))
	c.burst = c.dayOf(end.AddDate(0, 0, -7*burstWeeksAgo))
	for day := range c.horizon {
		gifts, burst := c.gifts(day), c.campaign(day)
		all := 1 + gifts + burst
		c.pulls = append(c.pulls, [pullCount]float64{1 / all, gifts / all, burst / all})
	}
	return c
}

func (c *calendar) dayOf(t time.Time) int {
	return int(t.Sub(c.start) / (24 * time.Hour))
}

func (c *calendar) date(day int) time.Time { return c.start.AddDate(0, 0, day) }

// end is the first second that no longer belongs to the log.
func (c *calendar) end() uint32 { return uint32(c.days) * daySeconds }

// finish is the first second past the future the truth looks at.
func (c *calendar) finish() uint32 { return uint32(c.horizon) * daySeconds }

// price is a day's price level; 1 is the level at the end of the log.
func (c *calendar) price(second uint32) float64 {
	if int(second/daySeconds) < c.rise {
		return 1 / priceRise
	}
	return 1
}

// tradeHours is the intensity of orders in each hour up to the horizon. Over
// the 52 weeks after the log its mean is 1, so a customer's rate is what the
// truth file says it is.
func (c *calendar) tradeHours() []float64 {
	mean := 0.0
	for d := c.days; d < c.horizon; d++ {
		mean += trade(c.date(d)) / (FutureWeeks * 7)
	}
	return hourly(c.horizon, func(d int) float64 { return trade(c.date(d)) / mean })
}

// arrivalHours is the intensity of new customers in each hour of the log.
func (c *calendar) arrivalHours() []float64 {
	return hourly(c.days, func(d int) float64 {
		grown := math.Pow(yearlyGrowth, float64(d)/365.25)
		return grown * trade(c.date(d)) * (1 + c.gifts(d) + c.campaign(d))
	})
}

// gifts is how many gift buyers come on a day for each everyday customer.
func (c *calendar) gifts(day int) float64 {
	t := c.date(day)
	first := time.Date(t.Year(), time.November, 20, 0, 0, 0, 0, time.UTC)
	peak := time.Date(t.Year(), time.December, 12, 0, 0, 0, 0, time.UTC)
	last := time.Date(t.Year(), time.December, 21, 0, 0, 0, 0, time.UTC)
	if t.Before(first) || t.After(last) {
		return everydayGifts
	}
	if t.After(peak) {
		return christmasGifts
	}
	return christmasGifts * (0.3 + 0.7*t.Sub(first).Hours()/peak.Sub(first).Hours())
}

// campaign is how many customers the campaign wins for each everyday one.
func (c *calendar) campaign(day int) float64 {
	if day < c.burst || day >= c.burst+burstDays {
		return 0
	}
	return burstStrength
}

// hourly spreads each day's intensity over its hours.
func hourly(days int, intensity func(day int) float64) []float64 {
	sum := 0.0
	for _, v := range hourWeights {
		sum += v
	}
	out := make([]float64, 0, days*24)
	for d := range days {
		v := intensity(d) * 24 / sum
		for _, w := range hourWeights {
			out = append(out, v*w)
		}
	}
	return out
}

// trade is how busy the shop is on a date, by season and by weekday.
func trade(t time.Time) float64 {
	v := monthWeights[t.Month()-1] * weekdayWeights[t.Weekday()]
	switch {
	case t.Month() == time.November && t.Day() >= 23:
		v *= 1.35 // the sales at the end of November
	case t.Month() == time.December && t.Day() >= 22:
		v *= 0.45 // too late for the post
	}
	return v
}

var (
	monthWeights = [12]float64{
		0.76, 0.88, 0.95, 0.97, 0.99, 0.93, 0.87, 0.88, 1.00, 1.06, 1.17, 1.42,
	}
	weekdayWeights = [7]float64{1.14, 1.06, 1.02, 1.00, 0.98, 0.91, 0.89}
	hourWeights    = [24]float64{
		8, 4, 2, 1, 1, 3, 9, 20, 33, 44, 52, 55,
		58, 52, 48, 47, 49, 54, 60, 70, 80, 76, 48, 21,
	}
)

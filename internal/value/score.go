package value

// Score is what is known and predicted of one customer: one row of
// scores.csv. Pointers are nil where the data cannot support an answer.
type Score struct {
	CustomerID              string   `json:"customer_id"`
	FirstOrder              Date     `json:"first_order" doc:"Day of the first order; empty when only refunds are on record"`
	LastOrder               Date     `json:"last_order"`
	Orders                  int      `json:"orders" doc:"Orders placed, refunds not counted"`
	Frequency               int      `json:"frequency" doc:"Days with an order after the first such day (x)"`
	Recency                 float64  `json:"recency" doc:"Time from first to last order day, in model units (t_x)"`
	T                       float64  `json:"T" doc:"Time from first order day to as-of, in model units"`
	HistoricValue           Amount   `json:"historic_value" doc:"All this customer paid, net of refunds and cancellations"`
	MeanOrderValue          *float64 `json:"mean_order_value" doc:"Orders' total divided by their number, before refunds"`
	PAlive                  *float64 `json:"p_alive" doc:"Probability that the customer will ever order again under the model"`
	ExpectedOrders          *float64 `json:"expected_orders" doc:"Expected purchase days within the horizon"`
	ExpectedOrderValue      *float64 `json:"expected_order_value" doc:"Expected net spend of a future purchase day"`
	CLV                     *float64 `json:"clv" doc:"Expected discounted value within the horizon"`
	CLVLow                  *float64 `json:"clv_low" doc:"Lower end of the predictive interval"`
	CLVHigh                 *float64 `json:"clv_high" doc:"Upper end of the predictive interval"`
	ExpectedNextOrder       Date     `json:"expected_next_order" doc:"First day by which a further order is more likely than not; empty when that is not within the horizon"`
	MedianDaysBetweenOrders *float64 `json:"median_days_between_orders" doc:"Median gap between this customer's order days; empty with one"`
	Risk                    string   `json:"risk" enum:"low,medium,high,unknown" doc:"low from P(alive) 2/3, high below 1/3"`
}

// Risk levels of a customer.
const (
	RiskLow     = "low"
	RiskMedium  = "medium"
	RiskHigh    = "high"
	RiskUnknown = "unknown"
)

// The P(alive) at which risk turns from high to medium and from medium to low.
const (
	RiskHighBelow   = 1.0 / 3
	RiskMediumBelow = 2.0 / 3
)

// RiskOf names the risk of a P(alive).
func RiskOf(pAlive float64) string {
	switch {
	case pAlive < RiskHighBelow:
		return RiskHigh
	case pAlive < RiskMediumBelow:
		return RiskMedium
	default:
		return RiskLow
	}
}

// ValueAtRisk is CLV x (1 - P(alive)): what is lost if a customer who may
// have left has left. Nil where either is not known.
func (s Score) ValueAtRisk() *float64 {
	if s.CLV == nil || s.PAlive == nil {
		return nil
	}
	v := *s.CLV * (1 - *s.PAlive)
	return &v
}

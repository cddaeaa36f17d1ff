package value

// Charts are the aggregates behind the report's and the dashboard's charts.
// The server aggregates: none has more than about 2,000 marks.
type Charts struct {
	RevenueByMonth []MonthRevenue   `json:"revenue_by_month"`
	Concentration  []Concentration  `json:"concentration" doc:"Twenty points of the value Lorenz curve, best customers first"`
	Cohorts        []Cohort         `json:"cohorts"`
	Tracking       []TrackingPoint  `json:"tracking"`
	TrackingSplit  Date             `json:"tracking_split" doc:"Where calibration ends in the tracking plot"`
	Frequency      []FrequencyBar   `json:"frequency"`
	Calibration    []CalibrationBin `json:"calibration"`
	AliveMatrix    AliveMatrix      `json:"alive_matrix"`
	Best           []Score          `json:"best" doc:"Customers with the highest CLV"`
	Slipping       []Score          `json:"slipping" doc:"Customers of medium or high risk with the highest CLV x (1 - P(alive))"`
}

// MonthRevenue is one calendar month of net revenue.
type MonthRevenue struct {
	Month     Date    `json:"month" doc:"First day of the month"`
	New       float64 `json:"new" doc:"Gross spend of customers whose first order falls in the month"`
	Returning float64 `json:"returning" doc:"Gross spend of everyone else"`
	Refunds   float64 `json:"refunds" doc:"Zero or negative"`
	Orders    int64   `json:"orders"`
	Customers int64   `json:"customers" doc:"Customers whose first order falls in the month"`
	Partial   bool    `json:"partial" doc:"The log does not cover the whole month"`
}

// Concentration is one point of the value curve: the best Customers share of
// customers hold the Historic share of historic value.
type Concentration struct {
	Customers float64  `json:"customers"`
	Historic  float64  `json:"historic"`
	Predicted *float64 `json:"predicted"`
}

// Cohort is the customers who first ordered in one month (or quarter), and
// what each had spent on average, cumulated, by months since first order.
type Cohort struct {
	Month      Date      `json:"month"`
	Customers  int64     `json:"customers"`
	Cumulative []float64 `json:"cumulative" doc:"Net spend per customer through month 0, 1, 2, … since first order; complete months only"`
}

// TrackingPoint is a week (or longer step) of cumulative repeat orders.
type TrackingPoint struct {
	Day      Date               `json:"day"`
	Actual   float64            `json:"actual"`
	Expected map[string]float64 `json:"expected" doc:"By model name"`
}

// FrequencyBar counts customers by repeat purchase days up to as-of, beside what
// the models fitted to the same days expect.
type FrequencyBar struct {
	Frequency int                `json:"frequency"`
	OrMore    bool               `json:"or_more"`
	Actual    float64            `json:"actual"`
	Expected  map[string]float64 `json:"expected"`
}

// CalibrationBin is a tenth of customers by predicted hold-out orders.
type CalibrationBin struct {
	Model     string  `json:"model"`
	Bin       int     `json:"bin" doc:"1 is the tenth predicted lowest"`
	Customers float64 `json:"customers"`
	Predicted float64 `json:"predicted" doc:"Mean predicted orders a customer"`
	Actual    float64 `json:"actual"`
	Low       float64 `json:"low" doc:"Interval of the actual mean, two standard errors"`
	High      float64 `json:"high"`
}

// AliveMatrix is P(alive) by recency (rows) and frequency (columns), for a
// customer of the age given.
type AliveMatrix struct {
	Model     string      `json:"model"`
	Age       float64     `json:"age" doc:"T of the grid, in model units"`
	Frequency []int       `json:"frequency"`
	Recency   []float64   `json:"recency"`
	PAlive    [][]float64 `json:"p_alive" doc:"[recency][frequency]"`
	Customers [][]int64   `json:"customers" doc:"How many customers fall in the cell"`
}

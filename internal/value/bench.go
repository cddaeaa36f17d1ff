package value

// ModelFit is one model fitted by itself: what a data scientist asks of a fit.
type ModelFit struct {
	Model          string             `json:"model"`
	Unit           string             `json:"unit" doc:"Time unit of the parameters, or money"`
	Parameters     map[string]float64 `json:"parameters"`
	StandardErrors map[string]float64 `json:"standard_errors" doc:"Delta method from the observed information; absent where it is not positive definite"`
	LogLikelihood  float64            `json:"log_likelihood"`
	AIC            float64            `json:"aic"`
	BIC            float64            `json:"bic"`
	Converged      bool               `json:"converged"`
	GradientNorm   float64            `json:"gradient_norm"`
	Iterations     int                `json:"iterations"`
	Customers      float64            `json:"customers"`
	DistinctRows   int                `json:"distinct_rows"`
	Boundary       []string           `json:"boundary" doc:"Parameters on which the data put no finite positive value"`
	Warnings       []string           `json:"warnings"`
	Seconds        float64            `json:"seconds"`
	// Order lists the parameters as the papers do.
	Order []string `json:"order" doc:"Names of the parameters in the papers' order"`
}

// ModelComparison is several models asked from several earlier days what would
// follow, and judged on what did.
type ModelComparison struct {
	Unit      string          `json:"unit"`
	Customers int             `json:"customers" doc:"Customers in the panel that was asked about"`
	Origins   []OriginRecord  `json:"origins"`
	Models    []ComparedModel `json:"models" doc:"Best mean log score first"`
	Verdict   string          `json:"verdict" doc:"What the comparison says, in sentences"`
	Drift     []Drift         `json:"drift" doc:"Parameters that moved more between the first and last origin than noise allows"`
}

// ComparedModel is one model's record over all origins.
type ComparedModel struct {
	BacktestModel
	CRPS float64 `json:"crps" doc:"Continuous ranked probability score, in purchases; smaller is better"`
	// Behind is how far the mean log score lies below that of the best.
	Behind     float64 `json:"behind" doc:"How far the mean log score a customer lies below the best"`
	BehindLow  float64 `json:"behind_low" doc:"95 % interval, by customers"`
	BehindHigh float64 `json:"behind_high"`
	Weight     float64 `json:"weight" doc:"In the mixture of models that foretold best"`
	// Fit is of all customers of the panel up to the last day; nil for what is
	// not fitted.
	Fit *ModelFit `json:"fit"`
}

// OriginRecord is one earlier day and how the models did from there.
type OriginRecord struct {
	AsOf      Date                          `json:"as_of"`
	Until     Date                          `json:"until"`
	Customers int                           `json:"customers"`
	Models    []BacktestModel               `json:"models"`
	Fitted    map[string]map[string]float64 `json:"fitted" doc:"Parameters by model, as fitted on that day"`
}

// Drift is a parameter that moved.
type Drift struct {
	Model     string  `json:"model"`
	Parameter string  `json:"parameter"`
	First     float64 `json:"first"`
	Last      float64 `json:"last"`
	Z         float64 `json:"z" doc:"The move in standard errors, taking the two fits as independent"`
}

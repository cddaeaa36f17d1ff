package score

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

// Auto lets the backtest choose among the models.
const Auto = "auto"

// Names of the models.
const (
	BGNBD             = value.BGNBD
	MBGNBD            = value.MBGNBD
	ParetoNBD         = value.ParetoNBD
	NBD               = value.NBD
	Stacked           = value.Stacked
	Learned           = value.Learned
	Naive             = value.Naive
	GammaGamma        = value.GammaGamma
	GammaGammaAllDays = value.GammaGammaAllDays
	CohortAverage     = value.CohortAverage
	MeanSpend         = value.MeanSpend
)

// transactions is what scoring needs of a model of purchases.
type transactions interface {
	ProbabilityAlive(btyd.History) float64
	ExpectedPurchases(h btyd.History, t float64) float64
	ExpectedNewCustomer(t float64) float64
	DiscountedPurchases(h btyd.History, t, delta float64) float64
	ProbabilityOfAll(t float64, dst []float64) (tail float64)
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
	Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook
	TimeToNext(h btyd.History, probability float64) (t float64, ok bool)
}

// candidates are the models that an ordinary scoring fits.
var candidates = []string{BGNBD, MBGNBD, ParetoNBD, NBD}

// families are those of the candidates.
func families() []models.Family {
	var out []models.Family
	for _, name := range candidates {
		if f, ok := models.Find(name); ok {
			out = append(out, f)
		}
	}
	return out
}

// familyOf finds a candidate by name, or the model that joins them on logs that
// begin in mid-life; or nil.
func familyOf(name string) *models.Family {
	for _, f := range append(families(), models.MidLifeFamily()) {
		if f.Name == name {
			return &f
		}
	}
	return nil
}

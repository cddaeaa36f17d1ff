package value

// Names of models, as they appear in every output.
const (
	BGNBD     = "bg-nbd"
	MBGNBD    = "mbg-nbd"
	ParetoNBD = "pareto-nbd"
	GGomNBD   = "ggom-nbd"
	// ParetoNBDMidLife is for logs that begin in mid-life.
	ParetoNBDMidLife = "pareto-nbd-mid-life"
	NBD              = "nbd"
	BGCNBD           = "bg-cnbd-k"
	MBGCNBD          = "mbg-cnbd-k"

	KaplanMeierCurve = "kaplan-meier"
	ExponentialGamma = "exponential-gamma"
	WeibullGamma     = "weibull-gamma"
	SBG              = "sbg"
	BDW              = "bdw"

	Stacked           = "stacked"
	Learned           = "learned"
	Naive             = "naive"
	GammaGamma        = "gamma-gamma"
	GammaGammaAllDays = "gamma-gamma-all-days" // on all purchase days, not repeat days
	CohortAverage     = "cohort-average"
	MeanSpend         = "mean-spend"
)

var modelTitles = map[string]string{
	BGNBD: "BG/NBD", MBGNBD: "MBG/NBD", ParetoNBD: "Pareto/NBD", ParetoNBDMidLife: "Pareto/NBD in mid-life", GGomNBD: "GGom/NBD", NBD: "NBD",
	BGCNBD: "BG/CNBD-k", MBGCNBD: "MBG/CNBD-k",
	"bg-cnbd-latent": "BG/CNBD-k in classes", "mbg-cnbd-latent": "MBG/CNBD-k in classes", "pareto-ggg": "Pareto/GGG", "bg-bb": "BG/BB",
	BGNBD + "-covariates": "BG/NBD with covariates", MBGNBD + "-covariates": "MBG/NBD with covariates",
	ParetoNBD + "-covariates": "Pareto/NBD with covariates", ParetoNBD + "-time-varying": "Pareto/NBD with time-varying covariates",
	GammaGamma + "-covariates": "Gamma-Gamma with covariates", WeibullGamma + "-covariates": "Weibull-gamma with covariates",
	KaplanMeierCurve: "Kaplan-Meier curve", ExponentialGamma: "Exponential-gamma", WeibullGamma: "Weibull-gamma", SBG: "sBG", BDW: "BdW",
	Stacked: "Stacked models",
	Learned: "Stacked, corrected", Naive: "Naive rule", GammaGamma: "Gamma-Gamma", GammaGammaAllDays: "Gamma-Gamma, all days", CohortAverage: "Cohort average", MeanSpend: "Mean spend",
}

// ModelTitle is a model's name as people write it; an unknown name is its own
// title.
func ModelTitle(name string) string {
	if t, ok := modelTitles[name]; ok {
		return t
	}
	return name
}

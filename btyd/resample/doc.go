// Package resample says how far an estimate can be trusted by making it
// again: from customers drawn at random from the customers there are
// ([Customers]), or from customers invented by the fitted model
// ([Parametric]).
//
// Drawing customers assumes nothing but that they are independent, and so
// also shows what a wrong model costs in certainty; inventing them assumes
// the model and shows what the estimator does when it is right. Both give
// confidence intervals, [Draws.Percentile] and [Draws.BCa], of parameters and
// of anything computed from them. What distinguishes those from the credible
// intervals of package bayes is said there.
//
// The package knows no model: it is handed functions that fit and simulate.
// It knows nothing of files, clocks or money. Answers are the same for any
// number of goroutines.
package resample

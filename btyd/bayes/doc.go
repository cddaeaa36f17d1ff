// Package bayes infers more than a point: posteriors by Hamiltonian sampling,
// the mode and its normal (Laplace) approximation, what the draws say of each
// customer, how well a model predicts rows it has not seen, and likelihood
// profiles.
//
// A posterior is a likelihood and a prior (see [NewPosterior]); draws from it
// come from [Sample], and [Draws.Summary] and [Draws.Diagnostics] say what
// they show and whether to trust them. Model packages have a function
// Posterior that does all of it with priors suited to the data.
//
// # Credible and confidence
//
// A 95 % credible interval (quantiles of the draws) holds the parameter with
// probability 0.95, given the model, the prior and these data. A 95 %
// confidence interval ([Profile], the standard errors of a fit, package
// resample) is made by a recipe that covers the truth in 95 % of repetitions
// of the whole study, whatever the truth; of this one interval it says no
// probability. With many customers and a weak prior the two nearly coincide;
// with few they differ, and the prior is what makes the difference.
//
// The package knows no model: it is handed log-densities. It knows nothing of
// files, clocks or money. All answers are the same for any number of
// goroutines.
package bayes

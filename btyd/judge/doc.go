// Package judge compares what models said of customers with what the
// customers then did: errors of level and of ranking, scores of whole
// distributions, comparisons of two models with their uncertainty, and the
// mixture of models that would have predicted best.
//
// Judge by bias, RMSE, Gini and log score. The mean absolute error and the
// rank correlation are there because people ask for them, and mislead: where
// most customers buy nothing, predicting zero for everyone minimises the
// first, and the second is mostly about ties.
//
// It works on numbers only: it does not know which model made them.
package judge

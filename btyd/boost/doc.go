// Package boost trains gradient-boosted trees on tables: sums of small
// regression trees, each fitted to what the sum so far gets wrong
// (Friedman 2001). In this library they learn what a probability model leaves
// unexplained: its prediction enters as an offset, a log margin per row, the
// trees multiply it, and [Correction] holds the product to the model's total.
//
// A column is cut once into at most 255 bins of equal weight ([Dataset]), so
// that the best split of a node is found in sums per bin, not in sorted rows.
// The sums of one child are those of the parent minus those of its sibling
// (Ke et al. 2017). A split gains
//
//	G_l²/(H_l+λ) + G_r²/(H_r+λ) - G²/(H+λ)
//
// where G and H sum the first and second derivatives of the loss by the
// margin over the rows of a node (Chen and Guestrin 2016, equation 7, without
// its constant factor). Missing values go to the side where they gain more
// (section 3.4 there); categories are ordered by G/H and split like numbers
// (Fisher 1958). With a log link a leaf takes the exact minimum of its loss
// and not a Newton step, see [Loss].
//
// [Train] grows a given number of trees, [CrossValidate] chooses it, and all
// other settings from a grid, by the deviance of rows the trees have not
// seen, zero trees included. [Model] predicts and explains: gain and
// permutation importance, partial dependence, and exact Shapley values
// ([Explainer]). [TwoPart] is for values that are often zero.
//
// All is deterministic: the same data, settings and seed give the same trees
// on any number of processors. The package knows nothing of customers,
// calendars, money or files: it sees columns of numbers, targets and weights.
//
// Sources:
//
//   - J. H. Friedman 2001, "Greedy Function Approximation: A Gradient Boosting
//     Machine", Annals of Statistics 29:1189-1232.
//   - T. Chen and C. Guestrin 2016, "XGBoost: A Scalable Tree Boosting
//     System", KDD.
//   - G. Ke et al. 2017, "LightGBM: A Highly Efficient Gradient Boosting
//     Decision Tree", NeurIPS.
//   - W. D. Fisher 1958, "On Grouping for Maximum Homogeneity", J. American
//     Statistical Association 53:789-798.
//   - S. M. Lundberg et al. 2020, "From local explanations to global
//     understanding with explainable AI for trees", Nature Machine
//     Intelligence 2:56-67.
package boost

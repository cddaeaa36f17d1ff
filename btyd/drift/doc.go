// Package drift asks whether groups of customers, such as those first seen in
// successive quarters, follow one set of parameters, and what moved if they
// do not.
//
// A model is fitted to all groups together. Let s_i be customer i's score there:
// the derivative of the customer's log-likelihood in the logarithms of the k
// parameters. The scores of all n customers sum to zero; those of a group sum to
// zero but for chance if the group follows the same parameters. With S_g the
// sum over the n_g customers of group g and V the mean of s_i s_i', the sum over
// groups of S_g' V^-1 S_g / n_g is chi-square with k (groups - 1) degrees of
// freedom in large samples (a score test with the empirical covariance: White
// 1982, Econometrica 50:1-25; over groups in order of time, Zeileis and Hornik
// 2007, Statistica Neerlandica 61:488-508).
//
// Beside a Wald test on groups fitted apart this has three virtues. It needs
// nothing of the groups' own fits, in which a few hundred customers often leave
// a parameter without a finite best value. It does not depend on how parameters
// are written. And V is taken from the customers and not from the model, so the
// level holds when the model is wrong, as long as it would be wrong in the same
// way for every group: give all customers the same length of observation.
//
// With C the inverse of the information of all customers, n/n_g C S_g is how far
// a group's log parameters lie from the common ones, to first order. From it
// come steps between groups, in standard errors, for each parameter and for one
// figure derived from all of them, such as the purchases expected of a new
// customer in a year.
//
// The package knows nothing of dates: what makes a group is the caller's.
package drift

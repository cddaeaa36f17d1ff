// Package btyd is the vocabulary of customer-base models: what a purchase
// history is, what a fit returns and what can go wrong.
//
// A shop without contracts never sees a customer leave. It sees silence, and
// silence has two readings: the customer has gone, or has merely not come
// back yet. The models below read it by telling the same story about every
// customer. While alive, a customer buys at random moments at an own rate;
// at some unseen moment the customer is lost for good. Rates and lifetimes
// differ between customers, and how they differ is what is estimated. Three
// numbers per customer are then enough: the repeat purchases x, the time t_x
// of the last of them, and the age T (see [History]).
//
// The models, one package each:
//
//   - bgnbd: a customer may drop out after each repeat purchase
//     (Fader, Hardie and Lee 2005, Marketing Science 24:275-284).
//   - mbgnbd: as above, and also right after the first purchase, so that a
//     customer who never returned is not certainly alive (Batislam, Denizel
//     and Filiztekin 2007, Int. J. Research in Marketing 24:201-209).
//   - paretonbd: a customer may drop out at any moment (Schmittlein, Morrison
//     and Colombo 1987, Management Science 33:1-24).
//   - gammagamma: how much a purchase is worth, independent of when it
//     happens (Fader and Hardie 2013, note 025 on brucehardie.com).
//
// Three more count occasions instead of measuring time:
//
//   - bgbb: a customer can buy only at given opportunities, and is lost
//     unseen (Fader, Hardie and Shang 2010, Marketing Science 29:1086-1108).
//   - sbg: a customer renews a contract or tells that it ends (Fader and
//     Hardie 2007, J. Interactive Marketing 21:76-90).
//   - bdw: as sbg, with a chance of ending it that changes with tenure (Fader,
//     Hardie, Liu, Davin and Steenburgh 2018, same journal 43:1-16).
//
// For buyers at regular intervals, and for those who age:
//
//   - cnbd: BG/CNBD-k and MBG/CNBD-k, with one regularity k for all customers
//     or several (Reutterer, Platzer and Schröder 2021, IJRM 38:194-215).
//   - paretoggg: Pareto/GGG, a regularity for each customer (Platzer and
//     Reutterer 2016, Marketing Science 35:779-799).
//   - ggomnbd: GGom/NBD, dropping out at a rate that changes with age (Bemmaor
//     and Glady 2012, Management Science 58:1012-1021).
//   - nbd: nobody is ever lost; the baseline (Ehrenberg 1959).
//
// For logs that begin in mid-life, whose customers are not all new: midlife, a
// Pareto/NBD under left truncation.
//
// For contracts, where a loss is seen, on stays described by tenure:
// kaplanmeier, exponentialgamma and weibullgamma. For the value of a customer
// without a history: ziln. What is known about customers enters through regress
// (fixed at the first purchase) and dyncov (season, price, campaign).
//
// Around the models: bayes and resample say how sure an estimate is, judge says
// how good a prediction was, drift whether customers change, boost learns what a
// model gets wrong, saved keeps models in files.
//
// Unless their package says otherwise they are fitted by maximum likelihood.
// The likelihood is a sum over
// customers, so customers with the same history are one weighted row
// ([Rows], [Compress]). Fits are deterministic: no random numbers, and the
// same answer on any number of processors.
//
// Any time unit will do, as long as histories, horizons and discount rates
// share it. The package knows nothing of files, databases, calendars or
// money.
package btyd

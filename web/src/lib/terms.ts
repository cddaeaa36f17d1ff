// What the words on the pages mean, in one sentence each.

export const terms = {
  clv: 'Customer lifetime value: what the customer is expected to bring within the horizon, discounted to the as-of day, under the definition at the top of the page.',
  clv_interval: 'Predictive interval: where the value of this one customer will fall with the probability the definition states.',
  p_alive: 'The probability that the customer will ever order again, given when and how often they ordered so far.',
  value_at_risk: 'CLV × (1 − P(alive)): what is lost if a customer who may have left has left.',
  expected_orders: 'Expected number of days with an order within the horizon.',
  expected_order_value: 'Expected net spend of a future day with an order.',
  historic_value: 'All the customer paid so far, net of refunds and cancellations.',
  orders: 'Orders placed so far; refunds are not counted.',
  mean_order_value: 'Total of the orders divided by their number, before refunds.',
  first_order: 'Day of the first order.',
  last_order: 'Day of the last order.',
  expected_next_order: 'First day by which a further order is more likely than not; empty when that is not within the horizon.',
  median_days: "The usual gap: median number of days between this customer's order days.",
  risk: 'From P(alive): low from two thirds, high below one third.',
  bias: 'Predicted divided by actual, minus one: zero is right on the whole, a tenth promises ten in a hundred too much.',
  mae: 'Mean absolute error: how many orders a prediction for one customer is off on average.',
  rmse: 'Root mean squared error: like MAE, with large errors weighing more.',
  spearman: 'Rank correlation of predicted and actual orders: 1 orders the customers perfectly.',
  gini: 'Normalised Gini: how well the ranking finds the customers who order, from 0 (chance) to 1 (perfect).',
  top_decile: 'Share of all hold-out orders placed by the tenth of customers predicted best.',
  log_score: 'Mean log probability the model gave to what happened; higher (nearer zero) is better.',
  behind: 'How far the mean log score lies below the best model, per customer; a line that reaches zero is not clearly worse.',
  crps: 'Continuous ranked probability score: how far the whole forecast of a customer lies from what happened, in orders; smaller is better.',
  coverage: 'Share of the 90% intervals that held what happened, beside the share they claimed to hold: the two should agree.',
  weight: 'Share of the model in the mixture that foretold best what happened.',
  rhat: 'R-hat compares the chains with each other: 1.00 when they tell the same story, above 1.01 they do not.',
  bulk_ess: 'How many independent draws these draws are worth for the centre of the distribution; 400 are enough for four chains.',
  tail_ess: 'How many independent draws these draws are worth for its 5% and 95% ends.',
  posterior_sd: 'Standard deviation of the posterior: what is not known about the parameter.',
  log_likelihood: 'Log probability of the data under the fitted model; higher is better among models of the same data.',
  aic: 'Akaike information criterion: fit minus a price for each parameter; lower is better.',
  bic: 'Bayesian information criterion: like AIC, with a price that grows with the data; lower is better.',
  standard_error: 'How far the estimate may be off by chance: about two of these on either side cover the truth 19 times in 20.',
  holdout: 'Days kept back from the models, to compare what they said with what happened.',
  cohort: 'The customers who first ordered in the same month.',
  gross_sales: 'Goods at list price. Where a source does not tell discounts, shipping or tax apart, they are inside.',
  discounts: 'Taken off the goods when they were ordered.',
  returns: 'All money given back, whatever for: refunds, cancellations and negative amounts.',
  net_sales: 'Gross sales − discounts − returns.',
  shipping_charged: 'Charged to customers for delivery.',
  tax_charged: 'Charged with the orders, where a source tells it apart.',
  net_revenue: 'Net sales + shipping + tax; without tax where the definition excludes it.',
  cost_of_goods: 'Quantity of each line × the cost of its product. Lines without a known cost count nothing.',
  payment_fees: 'Kept by payment providers and marketplaces.',
  cost_to_serve: "Support tickets of people who bought × the definition's cost of a ticket.",
  contribution: 'Net revenue − cost of goods − fees − cost to serve: what is left to pay for everything else.',
  orders_counted: 'Orders that count; failed ones and drafts never do.',
  customers_counted: 'Customers with such an order; one person with several identifiers is one, as the definition says.',
  refunds_counted: 'Refunds and negative amounts, each an event of its own.',
  of_nobody: 'Orders that name no customer: they count in the money, and for no customer.',
  cost_known: 'Share of the order lines whose product has a known cost, in the currency of the order.',
  period_bounds: 'Days in the business’s zone on which something must count. Empty: no bound.',
  seen_until: 'Last day whose orders and refunds are seen, whatever day they count on: what was known then.',
  report_in: 'Everything is converted at the rate of the day of each order and each refund. Without a currency, every one has its own ladder and none are added up.',
  basis: 'The rung of the ladder that is called value, in every figure and every score.',
  refund_day: 'The day a refund counts on: that on which the money went back, or that of the order it undoes.',
  tax_counted: 'Whether tax is part of net revenue and contribution.',
  zone: 'Days begin there; a sale near midnight belongs to the day it was there.',
  identity: 'Whether identifiers that records join are one customer’s, or each is a customer.',
  serve_cost: 'What answering one support ticket costs, in the currency reported in, else in that of the orders.',
} as const

export type TermKey = keyof typeof terms

/** Models by the names people publish them under. */
export const modelNames: Record<string, string> = {
  'bg-nbd': 'BG/NBD',
  'mbg-nbd': 'MBG/NBD',
  'pareto-nbd': 'Pareto/NBD',
  'pareto-nbd-mid-life': 'Pareto/NBD in mid-life',
  'ggom-nbd': 'GGom/NBD',
  nbd: 'NBD',
  'bg-cnbd-k': 'BG/CNBD-k',
  'mbg-cnbd-k': 'MBG/CNBD-k',
  learned: 'Stacked, corrected',
  stacked: 'Stacked models',
  naive: 'Naive rule',
  'gamma-gamma': 'Gamma-Gamma',
  'gamma-gamma-all-days': 'Gamma-Gamma, all days',
  'mean-spend': 'Mean spend',
  'cohort-average': 'Cohort average',
}

export const modelName = (name: string): string => modelNames[name] ?? name

const greek: Record<string, string> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', lambda: 'λ', mu: 'μ', nu: 'ν', sigma: 'σ', theta: 'θ', tau: 'τ', rho: 'ρ',
}

const paperOrder = ['r', 'alpha', 's', 'beta', 'a', 'b', 'p', 'q', 'v', 'gamma']

/** Parameters in the order in which the papers list them. */
export function inPaperOrder(names: string[]): string[] {
  const place = (n: string) => (paperOrder.indexOf(n) + paperOrder.length + 1) % (paperOrder.length + 1)
  return [...names].sort((a, b) => place(a) - place(b) || a.localeCompare(b))
}

/** A parameter as the papers write it. */
export const symbol = (name: string): string => greek[name.toLowerCase()] ?? name

export const riskNames: Record<string, string> = { low: 'low', medium: 'medium', high: 'high', unknown: 'not known' }

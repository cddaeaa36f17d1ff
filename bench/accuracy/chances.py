"""The probability that each customer makes exactly y purchases in the next t,
given the history (x, tx, T) and parameters, whoever estimated them.

A customer who is still there is a new one with updated parameters, so the
chance is 1 - P(alive) at y = 0, plus P(alive) times the model's pmf there:

BG/NBD      r+x, alpha+T, a, b+x     pmf: Fader, Hardie & Lee (2005), equation 8
MBG/NBD     r+x, alpha+T, a, b+x+1   the same
Pareto/NBD  r+x, alpha+T, s, beta+T  pmf: Poisson over the lifetime, by quadrature
"""
import numpy as np
from scipy.special import betaln, gammaln
from scipy.stats import nbinom, poisson

LEAST = 1e-300  # stands for "impossible", as in Perennial's own judging
NODES, WEIGHTS = np.polynomial.legendre.leggauss(96)


def nb(y, r, alpha, t):
    """Poisson purchases during t at a rate that is Gamma(r, alpha)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.where(y > 0, y * np.log(t / (alpha + t)), 0)
    return np.exp(gammaln(r + y) - gammaln(r) - gammaln(y + 1) + r * np.log(alpha / (alpha + t)) + power)


def geometric(y, r, alpha, a, b, t):
    stays = np.exp(betaln(a, b + y) - betaln(a, b)) * nb(y, r, alpha, t)
    leaves = np.exp(betaln(a + 1, b + np.maximum(y, 1) - 1) - betaln(a, b)) * nbinom.sf(y - 1, r, alpha / (alpha + t))
    return stays + np.where(y > 0, leaves, 0)


def pareto(y, r, alpha, s, beta, t):
    """The integral over the time of leaving, tau, runs over u = P(later than tau)."""
    stays = (beta / (beta + t)) ** s
    u = stays[:, None] + (1 - stays[:, None]) * (NODES + 1) / 2
    tau = np.clip(beta[:, None] * np.expm1(-np.log(u) / s), 1e-12, t)
    leaves = nb(y[:, None], r[:, None], alpha[:, None], tau) @ (WEIGHTS / 2) * (1 - stays)
    return stays * nb(y, r, alpha, t) + leaves


def alive_geometric(x, tx, T, p, modified):
    j = x if modified else np.maximum(x, 1) - 1
    odds = np.log(p["a"] / (p["b"] + j)) + (p["r"] + x) * np.log((p["alpha"] + T) / (p["alpha"] + tx))
    return np.where((x > 0) | modified, 1 / (1 + np.exp(np.minimum(odds, 700))), 1)


def alive_pareto(x, tx, T, p):
    """1 / (1 + L(gone) / L(alive)); the integral over the time of leaving in
    (tx, T] by quadrature, relative to the likelihood of being alive at T."""
    r, alpha, s, beta = (p[k] for k in ("r", "alpha", "s", "beta"))
    # Even steps in log(time + least scale) follow both powers closely.
    c = min(alpha, beta)
    low, high = np.log(c + tx)[:, None], np.log(c + T)[:, None]
    v = low + (high - low) * (NODES + 1) / 2
    tau = np.exp(v) - c
    log_ratio = ((r + x)[:, None] * np.log((alpha + T)[:, None] / (alpha + tau)) + s * np.log((beta + T)[:, None] / (beta + tau))
                 + np.log(s / (beta + tau)) + v)
    odds = np.exp(np.minimum(log_ratio, 700)) @ (WEIGHTS / 2) * (high - low)[:, 0]
    return 1 / (1 + odds)


def likelihood_pareto(x, tx, T, p):
    """The logarithm of the density of a history."""
    r, alpha, s, beta = (p[k] for k in ("r", "alpha", "s", "beta"))
    return (gammaln(r + x) - gammaln(r) + r * np.log(alpha / (alpha + T)) - x * np.log(alpha + T) + s * np.log(beta / (beta + T))
            - np.log(alive_pareto(x, tx, T, p)))


def mid_life(p, x, tx, T, y, t):
    """A log that begins in mid-life: a customer first seen f after its first
    day was there before it, and then bought x + 1 times in f + T, or is new."""
    new = {"r": p["r_new"], "alpha": p["alpha_new"], "s": p["s"], "beta": p["beta"]}
    f = np.maximum(p["window"] - T, 1e-6 * p["window"])
    odds = np.log(p["opening"] * p["alpha"] / p["r"]) + likelihood_pareto(x + 1, f + tx, f + T, p) - likelihood_pareto(x, tx, T, new)
    old = 1 / (1 + np.exp(np.clip(-odds, -700, 700)))
    return old * chance("pareto-nbd", p, x + 1, f + tx, f + T, y, t) + (1 - old) * chance("pareto-nbd", new, x, tx, T, y, t)


def chance(model, p, x, tx, T, y, t, alive=None):
    """Probability of what happened. alive is P(alive) where a program has
    said it itself."""
    if model == "pareto-nbd-mid-life":
        return mid_life(p, x, tx, T, y, t)
    r, alpha = p["r"] + x, p["alpha"] + T
    if model == "nbd":
        return nb(y, r, alpha, t)
    if model == "pareto-nbd":
        alive = alive_pareto(x, tx, T, p) if alive is None else alive
        there = pareto(y, r, alpha, p["s"], p["beta"] + T, t)
    else:
        modified = model == "mbg-nbd"
        alive = alive_geometric(x, tx, T, p, modified) if alive is None else alive
        there = geometric(y, r, alpha, p["a"], p["b"] + x + modified, t)
    return alive * there + np.where(y == 0, 1 - alive, 0)


def table(model, p, x, tx, T, t, least, alive=None):
    """Probabilities of 0, 1, ... purchases, a row a customer: at least this
    many columns, and on until next to nothing is left."""
    columns, left, y = [], np.ones(len(x)), 0
    while y < least or (left.max() > 1e-10 and y < 5000):
        columns.append(chance(model, p, x, tx, T, np.full(len(x), float(y)), t, alive))
        left, y = left - columns[-1], y + 1
    return np.column_stack(columns)


def mean(pmf):
    return pmf @ np.arange(pmf.shape[1])


def expected(model, p, x, tx, T, t, alive=None):
    return mean(table(model, p, x, tx, T, t, 0, alive))


def tilt(pmf, to):
    """Each row moved to another mean as p(n) exp(n l), scaled: how Perennial
    corrects a distribution whose mean it has corrected."""
    n = np.arange(pmf.shape[1])
    log = np.log(np.maximum(pmf, LEAST))
    l = np.zeros((len(pmf), 1))
    for _ in range(60):
        w = np.exp(log + n * l - (log + n * l).max(axis=1, keepdims=True))
        w /= w.sum(axis=1, keepdims=True)
        m = w @ n
        step = (to - m) / np.maximum(w @ n**2 - m**2, 1e-12)
        if np.abs(to - m).max() < 1e-9:
            break
        l += np.clip(step, -0.5, 0.5)[:, None]
    return w


def naive_rate(x, T):
    """Perennial's naive rule: the rate so far, with half a purchase at everybody's."""
    rate = x.sum() / T.sum()
    return (x + 0.5) / (T + 0.5 / rate)


def naive_chance(x, T, y, t):
    return poisson.pmf(y, naive_rate(x, T) * t)

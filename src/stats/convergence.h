// Have several Markov chains converged to one distribution, and how many independent draws are
// their draws worth?
//
// Split R-hat and effective sample sizes on rank-normalised draws, so that heavy or infinite tails
// do not blind them: R-hat is the larger of the bulk's and the folded (scale) version's; the tail
// ESS is the smaller of those of the 5 % and 95 % quantiles. Chains are columns of equal length;
// each is split in halves (an odd middle draw is left out).
// Source: A. Vehtari, A. Gelman, D. Simpson, B. Carpenter & P.-C. Bürkner, Bayesian Analysis 16
// (2021) 667-718. Cost O(draws log draws). Pure.
#pragma once

#include <span>
#include <vector>

namespace hearim {

using ChainColumns = std::span<const std::vector<double>>;

// REQUIRES (all): at least one chain, chains of equal length >= 4, no NaN. Draws that are all
// equal: R-hat 1 and ESS the number of draws when every chain holds the same constant.
double rank_normalised_rhat(ChainColumns chains);
double bulk_ess(ChainColumns chains);
double tail_ess(ChainColumns chains);
double quantile_ess(ChainColumns chains, double p);  // of the estimate of the p-quantile

// Monte Carlo standard error of the pooled p-quantile (same paper, section 4.4: half the width of
// the central 68 % of a Beta for the quantile's rank).
double quantile_standard_error(ChainColumns chains, double p);

}  // namespace hearim

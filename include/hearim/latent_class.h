// The Bayesian non-parametric latent-class model of Manrique-Vallier (2016), built to converge.
//
// People fall into classes; within a class, lists are independent; class weights come from a
// truncated stick-breaking prior with concentration alpha ~ Gamma(a, b); capture probabilities are
// uniform; p(N) proportional to 1/N, with no upper limit. The posterior of N is sampled by
// several over-dispersed chains of tempered copies, and R-hat and effective sample sizes are
// computed across them for N. If the chains do not agree, or agree that the posterior is split
// between answers far apart, the answer is refused and the modes are named: a tidy interval from
// one mode is the error this engine exists to prevent.
// Source: D. Manrique-Vallier, Biometrics 72 (2016) 1246-1254; Vehtari et al., Bayesian Analysis
// 16 (2021) 667-718. See docs/models/latent-class.md for the sampler.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/population_estimate.h"
#include "hearim/run.h"

namespace hearim {

struct LatentClassOptions {
  double level = 0.95;
  int class_count_max = 15;   // K, the truncation of the stick-breaking prior; 1 to 64
  double alpha_shape = 0.25;  // a
  double alpha_rate = 0.25;   // b
  int chain_count = 8;        // >= 2
  // The chains run until all of these hold, or the sweeps are used up.
  double rhat_max = 1.01;
  double ess_min = 400;            // bulk and tail, over all chains
  double point_error_max = 0.007;  // Monte Carlo standard error of the median, relative to it
  int sweeps_max = 12000;          // per chain, those that are thrown away included
  int draw_count = 4000;           // draws of N kept over all chains
};

// A region of N that holds posterior mass, separated from others by a valley; or, when the chains
// do not agree, in which some of them stayed.
struct LatentClassMode {
  double point = 0;  // median within the region
  double low = 0;    // central interval of the asked level within the region
  double high = 0;
  double share = 0;                      // of the chains' draws
  double share_low = 0, share_high = 0;  // the smallest and largest share in any one chain
  double log_posterior = 0;  // highest log likelihood seen there (of the patterns, N integrated)
  int chains = 0;            // whose median lies here
};

struct LatentClassEstimate : PopulationEstimate {
  int class_count_max = 0;
  double alpha_shape = 0, alpha_rate = 0;
  int chain_count = 0;
  double rhat = 0;  // split, rank-normalised, of N; 0 when nothing was sampled
  double ess_bulk = 0;
  double ess_tail = 0;
  double point_error = 0;  // Monte Carlo standard error of the median of N
  double expected_occupied_classes = 0;
  int sweeps = 0;            // per chain, kept
  int sweeps_discarded = 0;  // per chain: tuning and learning
  int tempering_levels = 0;
  double jump_rate = 0;  // learned jumps accepted, of those tried
  std::vector<double> chain_medians;
  std::vector<LatentClassMode> modes;  // by N; more than one when the posterior or the chains split
  // Quantiles of N at 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975; valid unless refused.
  std::array<double, 7> quantiles{};
};

// Throws Error(invalid_input) on options out of range. Results depend on run.seed and not on
// run.threads; up to chain_count threads are of use. Cost: some seconds of one core.
LatentClassEstimate estimate_latent_class(const CaptureTable& table,
                                          const LatentClassOptions& options, const Run& run);

// Of each of several tables of the same lists that differ little: draws of a record linkage. The
// first is answered as above; from there the chains go on from table to table, each posterior
// reached from its neighbour's instead of from nowhere, and are held to what is enough where the
// answers are mixed (linkage_mixture.h). Cost: about a tenth for each further table.
std::vector<LatentClassEstimate> estimate_latent_class_of_draws(
    std::span<const CaptureTable> tables, const LatentClassOptions& options, const Run& run);

}  // namespace hearim

// One chain: a ladder of tempered copies of the latent-class posterior that exchange their states,
// of which the coldest is the posterior itself.
//
// Level l targets likelihood^t_l times a prior that towards the hot end favours more classes and
// classes that are hardly seen by some lists, so that the configurations of all modes are found
// there. Neighbours are proposed to exchange in even-odd turns, which drives states through the
// ladder instead of diffusing (S. Syed, A. Bouchard-Côté, G. Deligiannidis & A. Doucet, JRSS B 84
// (2022) 321-350). Use: tune(), then any number of run(). Thread-compatible; chains are
// independent but for a JumpProposal that all may share.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "estimate/latent_class_density.h"
#include "estimate/latent_class_gibbs.h"
#include "estimate/latent_class_jump.h"
#include "estimate/latent_class_trajectory.h"
#include "hearim/run.h"

namespace hearim::latent_class {

// How one sweep spends its time: the hotter levels move once, the coldest `cold_rounds` times, each
// time with so many tries to jump.
struct Pace {
  int cold_rounds = 1;
  int jumps = 0;
};

// One value per round of the coldest level.
struct ChainDraws {
  std::vector<double> population;
  std::vector<double> log_likelihood;
};

class Chain {
 public:
  // Starts are over-dispersed: chain `index` begins all levels at prior draws whose
  // concentration runs from one class to many. `histories` must outlive the chain.
  Chain(const Histories& histories, Prior prior, int class_count, Rng rng, int index);

  // Sweeps that are thrown away and adapt step sizes, masses and the ladder, in `rounds` rounds.
  void tune(int rounds, int sweeps_per_round, const Run& run);

  // Sweeps that keep every setting fixed. Appends to `draws` the populations; `archive`, when
  // given, takes the coldest point after every `archive_every`-th sweep, and beside it one of the
  // next two levels: what a proposal learns from should be wider than what it proposes for.
  void run(int sweeps, const JumpProposal& jumps, ChainDraws* draws, std::vector<Point>* archive,
           int archive_every, const Run& run);

  int level_count() const { return static_cast<int>(levels_.size()); }
  double swap_rejection_sum() const;  // the communication barrier of the ladder
  std::int64_t round_trips() const { return round_trips_; }
  double jump_rate() const;  // of the jumps tried since tuning, those made
  void set_pace(const Pace& pace) { pace_ = pace; }
  void measure_again();             // after the people of the histories changed
  void forget_rates();              // starts jump_rate() and occupied_classes() anew
  double occupied_classes() const;  // mean over the sweeps since tuning

 private:
  struct Level {
    double tempering;
    Prior prior;
    State state;
    TrajectoryTuning tuning;
    int replica;
    double swap_rejection = 0, swap_count = 0;  // with the next level
  };

  void move_level(Level& level, Tuning mode);
  void move_coldest(Tuning mode, const JumpProposal& jumps);
  void move_hotter(Tuning mode);
  void refresh_tail(Level& level);
  void exchange_levels();
  void respace_ladder();
  void set_prior(Level& level) const;

  const Histories& histories_;
  Prior prior_;
  int class_count_;
  Rng rng_;
  double log_tempering_min_;
  std::vector<Level> levels_;  // hottest first
  Trajectory trajectory_;
  GibbsSweep gibbs_;
  JumpMove jump_;
  State proposed_;
  TailMixture scratch_;
  Pace pace_;
  int turn_ = 0;
  std::vector<int> replica_end_;  // the end of the ladder a replica touched last
  std::int64_t round_trips_ = 0;
  double jumps_tried_ = 0, jumps_made_ = 0, occupied_sum_ = 0, occupied_count_ = 0;
};

}  // namespace hearim::latent_class

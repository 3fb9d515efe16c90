#include "read/lineage_candidates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace hearim {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Invented. The second tells the first anew; the third shares one name only.
const std::u32string_view kStories[] = {
    U"Ilse Korvath told the Harbour Times that 41,200 women were taken to the mines of Veldania.",
    U"More than 41,200 were sold, it was said on Friday by Ilse Korvath, who leads the study.",
    U"The mayor, Ilse Korvath, opened a bridge in 2019 over the river that divides the town.",
    U"Nobody is named here and nothing is counted, and so nothing can be said of where it is from.",
};

TEST(LineageCandidates, documents_with_rare_names_and_figures_in_common_are_met) {
  std::vector<DocumentTrace> traces;
  for (const auto story : kStories) traces.push_back(document_trace(story));
  EXPECT_EQ(lineage_candidates(traces, {}, {}), (Pairs{{0, 1}}));
  EXPECT_EQ(lineage_candidates(traces, {.shared_marks_min = 1}, {}),
            (Pairs{{0, 1}, {0, 2}, {1, 2}}));
  EXPECT_TRUE(lineage_candidates(traces, {.shared_marks_min = 1, .holders_max = 1}, {}).empty());
}

TEST(LineageCandidates, a_year_is_no_mark_and_figures_are_met_in_any_notation) {
  EXPECT_TRUE(document_trace(U"in 2019 and 1987, 12 of 99").marks.empty());
  EXPECT_EQ(document_trace(U"41,200").marks, document_trace(U"41.200").marks);
  EXPECT_EQ(document_trace(U"41,200").marks, document_trace(U"٤١٢٠٠").marks);
  EXPECT_EQ(document_trace(U"“we count only those we know”").marks,
            document_trace(U"\"We count only those we know.\"").marks);
}

TEST(LineageCandidates, answers_are_those_of_the_slow_twin_on_any_number_of_threads) {
  std::vector<DocumentTrace> traces(120);
  std::uint64_t state = 7;
  for (DocumentTrace& trace : traces) {
    for (int i = 0; i < 6; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      trace.marks.push_back((state >> 33) % 150 * 0x1B4E81B4E81B4E9ULL | 1);
    }
    std::sort(trace.marks.begin(), trace.marks.end());
    trace.marks.erase(std::unique(trace.marks.begin(), trace.marks.end()), trace.marks.end());
  }
  Pairs slow;
  for (std::uint32_t a = 0; a < traces.size(); ++a)
    for (std::uint32_t b = a + 1; b < traces.size(); ++b) {
      int shared = 0;
      for (const std::uint64_t mark : traces[a].marks) {
        const auto holders = std::count_if(traces.begin(), traces.end(), [&](const auto& trace) {
          return std::binary_search(trace.marks.begin(), trace.marks.end(), mark);
        });
        shared += holders <= 6 &&
                  std::binary_search(traces[b].marks.begin(), traces[b].marks.end(), mark);
      }
      if (shared >= 2) slow.emplace_back(a, b);
    }
  ASSERT_FALSE(slow.empty());
  hearim::Run four;
  four.threads = 4;
  EXPECT_EQ(lineage_candidates(traces, {.holders_max = 6}, {}), slow);
  EXPECT_EQ(lineage_candidates(traces, {.holders_max = 6}, four), slow);
}

}  // namespace
}  // namespace hearim

#include "read/near_duplicates.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace hearim {
namespace {

std::u32string word(std::uint64_t n) {
  std::u32string out;
  for (int i = 0; i < 5; ++i, n /= 26) out += static_cast<char32_t>(U'a' + n % 26);
  return out;
}

// `count` words, the first `kept` of them those of stream `base`, the rest of stream `own`.
std::u32string text_of(int count, int kept, std::uint64_t base, std::uint64_t own) {
  std::u32string out;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t n = (i < kept ? base : own) * 7919 + static_cast<std::uint64_t>(i) * 104729;
    out += word(n) + U' ';
  }
  return out;
}

// The slow twin: the shingles themselves.
std::set<std::u32string> shingles(const std::u32string& text) {
  std::vector<std::u32string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find(U' ', at);
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::set<std::u32string> out;
  for (std::size_t i = 0; i + 5 <= words.size(); ++i) {
    std::u32string run;
    for (std::size_t k = 0; k < 5; ++k) run += words[i + k] + U' ';
    out.insert(run);
  }
  return out;
}

TEST(NearDuplicates, the_estimate_follows_the_resemblance_of_the_shingle_sets) {
  double error = 0;
  int pairs = 0;
  for (const int length : {12, 40, 400}) {  // fewer shingles than bins, and more
    for (int tenth = 0; tenth <= 10; ++tenth) {
      for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const auto a = text_of(length, length, seed * 3 + 1, 0);
        const auto b = text_of(length, length * tenth / 10, seed * 3 + 1, seed * 3 + 2);
        const auto x = shingles(a), y = shingles(b);
        double shared = 0;
        for (const auto& s : x) shared += y.contains(s);
        const double truth = shared / (static_cast<double>(x.size() + y.size()) - shared);
        const double estimate = resemblance(text_signature(a), text_signature(b));
        EXPECT_NEAR(estimate, truth, length < 40 ? 0.45 : 0.25);
        error += estimate - truth;
        ++pairs;
      }
    }
  }
  EXPECT_NEAR(error / pairs, 0, 0.02);  // unbiased, also where most bins are borrowed
}

TEST(NearDuplicates, case_marks_and_punctuation_do_not_matter) {
  const auto a =
      text_signature(U"They were taken at night, by men in masks; nobody saw them again.");
  const auto b = text_signature(U"THEY WERE TAKEN AT NIGHT BY MEN IN MASKS NOBODY SAW THEM AGAIN");
  EXPECT_EQ(resemblance(a, b), 1);
  EXPECT_EQ(text_signature(U"too few words").shingles, 0u);
  EXPECT_EQ(resemblance(text_signature(U""), text_signature(U"")), 0);
}

TEST(NearDuplicates, a_cut_text_shares_all_of_itself) {
  const auto whole = text_of(600, 600, 5, 0);
  const auto part = whole.substr(0, whole.size() / 4);
  EXPECT_GT(shared_share(text_signature(whole), text_signature(part)), 0.7);
  EXPECT_LT(resemblance(text_signature(whole), text_signature(part)), 0.4);
}

TEST(NearDuplicates, copies_are_candidates_and_strangers_are_not_on_any_number_of_threads) {
  std::vector<TextSignature> signatures;
  for (std::uint64_t i = 0; i < 300; ++i)
    signatures.push_back(text_signature(text_of(200, 200, i + 10, 0)));
  for (std::uint64_t i = 0; i < 30; ++i)  // copies with the last fifth rewritten
    signatures.push_back(text_signature(text_of(200, 160, i + 10, i + 9000)));
  hearim::Run one, four;
  four.threads = 4;
  const auto pairs = near_duplicate_candidates(signatures, one);
  EXPECT_EQ(pairs, near_duplicate_candidates(signatures, four));
  std::set<std::pair<std::uint32_t, std::uint32_t>> found(pairs.begin(), pairs.end());
  int hit = 0;
  for (std::uint32_t i = 0; i < 30; ++i) hit += found.contains({i, 300 + i});
  EXPECT_GE(hit, 29);
  EXPECT_LE(found.size() - static_cast<std::size_t>(hit), 2u);
}

}  // namespace
}  // namespace hearim

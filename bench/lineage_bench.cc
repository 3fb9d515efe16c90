// Candidates for lineage and duplicates among many documents: time, memory and how many planted
// pairs are met.
//
//   lineage_bench [DOCUMENTS] [THREADS]        default 100000 2
//
// Invented documents of about 3 KB: words by a Zipf law from 60,000, names of two words from
// 400,000 and figures. Of every 40 documents one is a copy of an earlier one with each tenth word
// replaced, one a retelling of an earlier one: new words, three names and two figures kept.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/parallel.h"
#include "read/lineage_candidates.h"
#include "read/mix64.h"

namespace {

using hearim::mix64;

struct Stream {
  std::uint64_t state;
  std::uint64_t next() { return mix64(state += 0x9E3779B97F4A7C15ULL); }
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  // By a Zipf law of exponent 1 over [0, n): log-uniform.
  std::uint64_t zipf(double n) {
    const double u = static_cast<double>(next() >> 11) * 0x1.0p-53;
    return static_cast<std::uint64_t>(std::exp(u * std::log(n))) - 1;
  }
};

void put_word(std::u32string& text, std::uint64_t word, bool capital) {
  std::uint64_t hash = mix64(word + 77);
  const int letters = 3 + static_cast<int>(hash % 7);
  for (int i = 0; i < letters; ++i) {
    hash = mix64(hash + 1);
    const auto letter = static_cast<char32_t>(U'a' + hash % 26);
    text += capital && i == 0 ? letter - 32 : letter;
  }
}

constexpr int kWords = 440, kNames = 8, kFigures = 5;

std::u32string document(std::uint64_t index) {
  Stream own{mix64(index + 1)};
  const std::uint64_t kind = index % 40;
  const std::uint64_t model = index < 40 ? index : own.below(index / 40 * 40 / 2 + 1) / 40 * 40 + 5;
  const bool copy = index >= 40 && kind == 1, retold = index >= 40 && kind == 2;
  Stream words{mix64((copy ? model : index) + 0xB0D1)};
  Stream facts{mix64((copy || retold ? model : index) + 0xFAC7)};
  Stream fresh{mix64(index + 0xF4E5)};
  std::u32string text;
  const int every = kWords / (kNames + kFigures);
  int fact = 0;
  for (int i = 0; i < kWords; ++i) {
    if (i % every == every - 1 && fact < kNames + kFigures) {
      const bool name = fact % 2 == 0 || fact / 2 >= kFigures;
      const bool kept = !retold || (name ? fact < 6 : fact < 4);
      Stream& from = kept ? facts : fresh;
      if (name) {
        put_word(text, 1'000'000 + from.zipf(400'000), true);
        text += U' ';
        put_word(text, 2'000'000 + from.below(400'000), true);
      } else {
        for (const char c : std::to_string(1000 + from.below(900'000)))
          text += static_cast<char32_t>(c);
      }
      ++fact;
      text += U". ";
      continue;
    }
    std::uint64_t word = words.zipf(60'000);
    if (copy && i % 10 == 9) word = fresh.zipf(60'000);
    put_word(text, word, false);
    text += U' ';
  }
  return text;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  hearim::Run run;
  run.threads = argc > 2 ? std::atoi(argv[2]) : 2;
  std::vector<hearim::DocumentTrace> traces(count);
  std::vector<std::uint64_t> bytes(count);
  constexpr std::size_t kPiece = 1000;
  const std::size_t pieces = (count + kPiece - 1) / kPiece;
  auto start = std::chrono::steady_clock::now();
  hearim::for_each_chunk(pieces, run, [&](std::size_t piece) {
    for (std::size_t i = piece * kPiece; i < std::min(count, (piece + 1) * kPiece); ++i) {
      const auto text = document(i);
      bytes[i] = text.size();
      traces[i] = hearim::document_trace(text);
    }
  });
  std::uint64_t all = 0;
  for (const std::uint64_t b : bytes) all += b;
  const double tracing = seconds_since(start);
  fmt::print("{} documents of {} bytes, generated and traced: {:.1f} s\n", count, all / count,
             tracing);
  start = std::chrono::steady_clock::now();
  const auto pairs = hearim::lineage_candidates(traces, {}, run);
  fmt::print("candidates: {} pairs, {:.1f} s\n", pairs.size(), seconds_since(start));
  // The planted pairs again, by their making.
  std::size_t copies = 0, copies_met = 0, retold = 0, retold_met = 0;
  for (std::uint64_t i = 40; i < count; ++i) {
    if (i % 40 != 1 && i % 40 != 2) continue;
    Stream own{mix64(i + 1)};
    const auto model = static_cast<std::uint32_t>(own.below(i / 40 * 40 / 2 + 1) / 40 * 40 + 5);
    const auto document = static_cast<std::uint32_t>(i);
    const bool met =
        std::binary_search(pairs.begin(), pairs.end(),
                           std::pair(std::min(model, document), std::max(model, document)));
    (i % 40 == 1 ? copies : retold) += 1;
    (i % 40 == 1 ? copies_met : retold_met) += met;
  }
  fmt::print("copies met: {} of {}; retellings met: {} of {}\n", copies_met, copies, retold_met,
             retold);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("user {:.1f} s, peak {:.2f} GB\n",
             static_cast<double>(usage.ru_utime.tv_sec) +
                 1e-6 * static_cast<double>(usage.ru_utime.tv_usec),
             static_cast<double>(usage.ru_maxrss) / 1048576);
  return 0;
}

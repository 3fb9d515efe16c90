// One-permutation MinHash with optimal densification.
//
// Plain MinHash hashes every shingle once per bin; one-permutation hashing (Li, Owen, Zhang, NIPS
// 2012) hashes each once, gives it to the bin of its top bits and keeps the least rest per bin.
// Bins that nothing fell into (short texts) are filled by "optimal densification" (Shrivastava,
// ICML 2017): an empty bin asks other bins, chosen by a universal hash of (bin, attempt) that is
// the same for every text, until one is filled, and takes its value. The collision probability
// stays the resemblance, with less variance than borrowing from the neighbour.
//
//   "they were taken at night by men" -> shingles of five words: "they were taken at night",
//   "were taken at night by", "taken at night by men" -> 3 hashes in 3 of 128 bins, 125 borrowed
//
// Words are runs of letters by letter_key (case, marks and punctuation do not matter); Han
// characters are words of their own, and runs of nine of them make a shingle.
// Candidates: banding of the signature (Broder 1997; Leskovec, Rajaraman, Ullman 2014, chapter 3).
// Not for rewordings: two articles of one story may share no shingle at all (see lineage.h).
#include "read/near_duplicates.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "read/letter_key.h"
#include "read/mix64.h"

namespace hearim {
namespace {

constexpr std::size_t kShingleWords = 5;
constexpr std::size_t kShingleHan = 9;
constexpr std::size_t kRowsPerBand = 4;
constexpr std::size_t kBands = kSignatureBins / kRowsPerBand;
constexpr std::uint32_t kEmpty = 0xFFFFFFFF;
constexpr int kBinShift = 64 - 7;  // the top 7 bits choose one of 128 bins
static_assert(std::size_t{1} << (64 - kBinShift) == kSignatureBins);

class SignatureMaker {
 public:
  SignatureMaker() { signature_.bins.fill(kEmpty); }

  void add_word(std::uint64_t hash, std::size_t shingle_words) {
    words_[count_++ % words_.size()] = hash;
    if (count_ < shingle_words) return;
    std::uint64_t shingle = 0;
    for (std::size_t i = count_ - shingle_words; i < count_; ++i)
      shingle = shingle * 0x9E3779B97F4A7C15ULL + words_[i % words_.size()];
    shingle = mix64(shingle);
    auto& bin = signature_.bins[shingle >> kBinShift];
    bin = std::min(bin, static_cast<std::uint32_t>(shingle) & ~1U);  // never kEmpty
    ++signature_.shingles;
  }

  TextSignature finish() {
    if (signature_.shingles == 0) return {};
    const auto sparse = signature_.bins;
    for (std::size_t i = 0; i < kSignatureBins; ++i) {
      for (std::uint64_t attempt = 1; signature_.bins[i] == kEmpty; ++attempt)
        signature_.bins[i] = sparse[mix64(i * 0x10001 + (attempt << 32)) >> kBinShift];
    }
    return signature_;
  }

 private:
  TextSignature signature_;
  std::array<std::uint64_t, 16> words_{};
  std::size_t count_ = 0;
};

}  // namespace

TextSignature text_signature(std::u32string_view text) {
  SignatureMaker maker;
  std::uint64_t word = 0;
  const auto end_word = [&] {
    if (word != 0) maker.add_word(word, kShingleWords);
    word = 0;
  };
  for (const char32_t c : text) {
    if (c < 0x80) {
      const char32_t lower = c | 0x20;
      if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9'))
        word = mix64(word + (c >= 'A' && c <= 'Z' ? lower : c));
      else if (c != '\'')
        end_word();
      continue;
    }
    switch (letter_kind(c)) {
      case LetterKind::latin:
      case LetterKind::arabic:
      case LetterKind::hangul:
      case LetterKind::digit:
        word = mix64(word + letter_key(c));
        break;
      case LetterKind::han:
      case LetterKind::kana:
        end_word();
        maker.add_word(mix64(letter_key(c)), kShingleHan);
        break;
      case LetterKind::mark:
        break;
      default:
        if (letter_key(c) != U'\'') end_word();
    }
  }
  end_word();
  return maker.finish();
}

double resemblance(const TextSignature& a, const TextSignature& b) {
  if (a.shingles == 0 || b.shingles == 0) return 0;
  std::size_t equal = 0;
  for (std::size_t i = 0; i < kSignatureBins; ++i) equal += a.bins[i] == b.bins[i];
  return static_cast<double>(equal) / kSignatureBins;
}

double shared_share(const TextSignature& a, const TextSignature& b) {
  const double r = resemblance(a, b);
  if (r == 0) return 0;
  const double shared = r / (1 + r) * (static_cast<double>(a.shingles) + b.shingles);
  return std::min(1.0, shared / std::min(a.shingles, b.shingles));
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> near_duplicate_candidates(
    std::span<const TextSignature> signatures, const Run& run) {
  return near_duplicate_candidates(
      signatures.size(), [&](std::size_t i) -> const TextSignature& { return signatures[i]; }, run);
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> near_duplicate_candidates(
    std::size_t count, const std::function<const TextSignature&(std::size_t)>& signature,
    const Run& run) {
  using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  std::vector<Pairs> of_band(kBands);
  for_each_chunk(kBands, run, [&](std::size_t band) {
    run.stop_if_cancelled();
    struct Key {
      std::uint64_t hash;
      std::uint32_t text;
    };
    std::vector<Key> keys;
    keys.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const TextSignature& text = signature(i);
      if (text.shingles == 0) continue;
      std::uint64_t hash = band;
      for (std::size_t row = 0; row < kRowsPerBand; ++row)
        hash = mix64(hash + text.bins[band * kRowsPerBand + row]);
      keys.push_back({hash, i});
    }
    std::sort(keys.begin(), keys.end(), [](const Key& x, const Key& y) {
      return x.hash != y.hash ? x.hash < y.hash : x.text < y.text;
    });
    for (std::size_t i = 0; i < keys.size();) {
      std::size_t end = i + 1;
      while (end < keys.size() && keys[end].hash == keys[i].hash) {
        of_band[band].emplace_back(keys[i].text, keys[end].text);
        ++end;
      }
      i = end;
    }
  });
  Pairs all;
  for (Pairs& pairs : of_band) {
    all.insert(all.end(), pairs.begin(), pairs.end());
    Pairs().swap(pairs);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace hearim

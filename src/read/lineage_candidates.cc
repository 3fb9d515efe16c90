// Marks, then an inverted index over them, then pairs that meet often enough:
//
//   "... Ilse Korvath told the Harbour Times that 41,200 ..."
//      -> #"ilse korvath"  #"harbour times"  #41200
//
// A mark that more than holders_max documents hold is left out: a capital city or a round figure
// links nobody. What is left is listed as (mark, document), cut into 64 parts by the mark's top
// bits so that parts are sorted on all threads with bounded memory, and each part gives the pairs
// of its marks; pairs met in shared_marks_min marks are candidates. Cost: holders_max / 2 pairs a
// mark at the worst. Not a judgement: two documents on one list are only worth a look. Scripts
// without capitals have figures and quoted passages alone.
#include "read/lineage_candidates.h"

#include <algorithm>

#include "base/parallel.h"
#include "read/letter_key.h"
#include "read/mix64.h"

namespace hearim {
namespace {

constexpr std::size_t kNameWordsMax = 5;
constexpr std::size_t kQuotedWordsMin = 4;
constexpr std::size_t kQuotedMax = 600;  // code points: a longer passage is an unclosed mark
constexpr std::size_t kParts = 64;
constexpr int kPartShift = 64 - 6;

class MarkFinder {
 public:
  explicit MarkFinder(std::u32string_view text) : text_(text) {}

  std::vector<std::uint64_t> find() {
    for (std::size_t i = 0; i < text_.size();) {
      const char32_t c = text_[i];
      const LetterKind kind = letter_kind(c);
      if (kind == LetterKind::latin) {
        i = take_word(i);
      } else if (kind == LetterKind::digit) {
        end_name();
        i = take_figure(i);
      } else {
        if (kind == LetterKind::punctuation || kind == LetterKind::line_end) take_sign(c, i);
        ++i;
      }
    }
    end_name();
    std::sort(marks_.begin(), marks_.end());
    marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
    // By hash, so that which are kept does not depend on where they stand.
    if (marks_.size() > kTraceMarksMax) marks_.resize(kTraceMarksMax);
    return std::move(marks_);
  }

 private:
  std::size_t take_word(std::size_t at) {
    const bool capital = letter_key(text_[at]) != text_[at];
    std::uint64_t hash = 1;
    std::size_t i = at;
    while (i < text_.size()) {
      const LetterKind kind = letter_kind(text_[i]);
      if (kind == LetterKind::mark) {
        ++i;
        continue;
      }
      if (kind != LetterKind::latin) break;
      hash = mix64(hash + letter_key(text_[i]));
      ++i;
    }
    ++quoted_words_;
    quoted_ = mix64(quoted_ + hash);
    if (!capital) {
      end_name();
    } else {
      if (name_words_ < kNameWordsMax) name_ = mix64(name_ + hash);
      ++name_words_;
    }
    return i;
  }

  // Digits with separators between them.
  std::size_t take_figure(std::size_t at) {
    std::uint64_t value = 0;
    std::size_t digits = 0, i = at;
    for (; i < text_.size(); ++i) {
      if (letter_kind(text_[i]) == LetterKind::digit) {
        value = value * 10 + static_cast<std::uint64_t>(digit_value(text_[i]));
        ++digits;
      } else if (!((text_[i] == U',' || text_[i] == U'.') && i + 1 < text_.size() &&
                   letter_kind(text_[i + 1]) == LetterKind::digit)) {
        break;
      }
    }
    const bool year = digits == 4 && value >= 1900 && value < 2100;
    if (digits >= 3 && digits <= 18 && !year) marks_.push_back(mix64(value + 0xF16E) | 1);
    return i;
  }

  void take_sign(char32_t c, std::size_t at) {
    if (c == U'.' || c == U',' || c == U':' || c == U';' || letter_kind(c) == LetterKind::line_end)
      end_name();
    const bool mark =
        c == U'"' || c == U'“' || c == U'”' || c == U'«' || c == U'»' || c == U'「' || c == U'」';
    if (!mark) return;
    end_name();
    if (quoted_words_ >= kQuotedWordsMin && at - quote_at_ <= kQuotedMax)
      marks_.push_back(mix64(quoted_ + 0x0407E) | 1);
    quoted_words_ = 0;
    quoted_ = 0;
    quote_at_ = at;
  }

  void end_name() {
    if (name_words_ >= 2 && name_words_ <= kNameWordsMax)
      marks_.push_back(mix64(name_ + 0x4A3E) | 1);
    name_words_ = 0;
    name_ = 0;
  }

  std::u32string_view text_;
  std::vector<std::uint64_t> marks_;
  std::uint64_t name_ = 0, quoted_ = 0;
  std::size_t name_words_ = 0, quoted_words_ = 0, quote_at_ = 0;
};

}  // namespace

DocumentTrace document_trace(std::u32string_view text) {
  return {text_signature(text), MarkFinder(text).find()};
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> lineage_candidates(
    std::span<const DocumentTrace> traces, const LineageCandidateOptions& options, const Run& run) {
  // Pairs of all parts as one number each, so that counting them is one sort.
  std::vector<std::vector<std::uint64_t>> of_part(kParts);
  for_each_chunk(kParts, run, [&](std::size_t part) {
    run.stop_if_cancelled();
    struct Held {
      std::uint64_t mark;
      std::uint32_t document;
    };
    std::vector<Held> held;
    for (std::uint32_t d = 0; d < traces.size(); ++d) {
      const auto& marks = traces[d].marks;
      const std::uint64_t from = static_cast<std::uint64_t>(part) << kPartShift;
      for (auto it = std::lower_bound(marks.begin(), marks.end(), from);
           it != marks.end() && *it >> kPartShift == part; ++it)
        held.push_back({*it, d});
    }
    std::sort(held.begin(), held.end(), [](const Held& a, const Held& b) {
      return a.mark != b.mark ? a.mark < b.mark : a.document < b.document;
    });
    for (std::size_t i = 0; i < held.size();) {
      std::size_t end = i + 1;
      while (end < held.size() && held[end].mark == held[i].mark) ++end;
      if (end - i <= options.holders_max)
        for (std::size_t a = i; a < end; ++a)
          for (std::size_t b = a + 1; b < end; ++b)
            of_part[part].push_back(static_cast<std::uint64_t>(held[a].document) << 32 |
                                    held[b].document);
      i = end;
    }
    std::sort(of_part[part].begin(), of_part[part].end());
  });
  std::vector<std::uint64_t> pairs;
  for (auto& part : of_part) {
    pairs.insert(pairs.end(), part.begin(), part.end());
    std::vector<std::uint64_t>().swap(part);
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t end = i + 1;
    while (end < pairs.size() && pairs[end] == pairs[i]) ++end;
    if (end - i >= options.shared_marks_min)
      out.emplace_back(static_cast<std::uint32_t>(pairs[i] >> 32),
                       static_cast<std::uint32_t>(pairs[i]));
    i = end;
  }
  std::vector<std::uint64_t>().swap(pairs);
  const auto copies = near_duplicate_candidates(
      traces.size(), [&](std::size_t i) -> const TextSignature& { return traces[i].signature; },
      run);
  out.insert(out.end(), copies.begin(), copies.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace hearim

#include "table/encoding_guess.h"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>

namespace hearim {
namespace {

constexpr std::size_t kSampleBytes = 64 * 1024;

// The detector's name, and the superset that files with that name are written in.
struct Known {
  std::string_view detected;
  std::string_view converter;
  std::string_view script;
  bool latin;
};
constexpr std::array kKnown = {
    Known{"EUC-KR", "windows-949", "Korean", false},
    Known{"GB18030", "gb18030", "Chinese", false},
    Known{"Big5", "windows-950", "Chinese, traditional", false},
    Known{"Shift_JIS", "windows-932", "Japanese", false},
    Known{"EUC-JP", "EUC-JP", "Japanese", false},
    Known{"windows-1256", "windows-1256", "Arabic", false},
    Known{"ISO-8859-6", "ISO-8859-6", "Arabic", false},
    Known{"windows-1251", "windows-1251", "Cyrillic", false},
    Known{"ISO-8859-5", "ISO-8859-5", "Cyrillic", false},
    Known{"KOI8-R", "KOI8-R", "Cyrillic", false},
    Known{"windows-1253", "windows-1253", "Greek", false},
    Known{"ISO-8859-7", "windows-1253", "Greek", false},
    Known{"windows-1255", "windows-1255", "Hebrew", false},
    Known{"ISO-8859-8", "windows-1255", "Hebrew", false},
    Known{"ISO-8859-8-I", "windows-1255", "Hebrew", false},
    Known{"windows-1252", "windows-1252", "Western European", true},
    Known{"ISO-8859-1", "windows-1252", "Western European", true},
    Known{"windows-1250", "windows-1250", "Central European", true},
    Known{"ISO-8859-2", "windows-1250", "Central European", true},
    Known{"windows-1254", "windows-1254", "Turkish", true},
    Known{"ISO-8859-9", "windows-1254", "Turkish", true},
};

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The lines that hold something beyond ASCII: in a table most do not, and they drown the rest.
std::string sample_of(std::string_view bytes) {
  std::string sample;
  std::size_t begin = 0;
  while (begin < bytes.size() && sample.size() < kSampleBytes) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n", begin), bytes.size());
    const std::string_view line = bytes.substr(begin, std::min(end - begin, kSampleBytes));
    if (std::any_of(line.begin(), line.end(), is_high)) {
      sample += line;
      sample += '\n';
    }
    begin = end + 1;
  }
  return sample;
}

// What the bytes say about themselves, without any language.
struct ByteStructure {
  std::size_t high = 0;          // bytes >= 0x80
  std::size_t high_in_runs = 0;  // of them, next to another one
  std::size_t odd_runs = 0;
  std::size_t pairs = 0;         // in runs of even length
  std::size_t hangul_leads = 0;  // pairs that begin as a KS X 1001 syllable
  std::size_t symbol_leads = 0;  // ... as punctuation or a symbol (A1-AC)
  std::size_t hanzi_leads = 0;   // ... as a GB 2312 character (B0-F7)
  std::size_t low_trails = 0;    // pairs whose second byte is below A1
  std::size_t arabic = 0;        // bytes that are letters in windows-1256
};

bool is_arabic_in_1256(unsigned char c) {
  return (c >= 0xC0 && c <= 0xDF && c != 0xD7) || c == 0xE1 || (c >= 0xE3 && c <= 0xE6) ||
         c == 0xEC || c == 0xED || c == 0x81 || c == 0x8D || c == 0x8E || c == 0x90 || c == 0x98 ||
         c == 0xA1 || c == 0xAA || c == 0xC0 || c == 0x8A || c == 0x9A || c == 0x9F;
}

ByteStructure structure_of(std::string_view sample) {
  ByteStructure found;
  for (std::size_t i = 0; i < sample.size();) {
    if (!is_high(sample[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < sample.size() && is_high(sample[end])) ++end;
    const std::size_t length = end - i;
    found.high += length;
    if (length >= 2) found.high_in_runs += length;
    if (length % 2 != 0) ++found.odd_runs;
    for (std::size_t at = i; at < end; ++at)
      if (is_arabic_in_1256(static_cast<unsigned char>(sample[at]))) ++found.arabic;
    for (std::size_t at = i; at + 1 < end; at += 2) {
      const auto lead = static_cast<unsigned char>(sample[at]);
      const auto trail = static_cast<unsigned char>(sample[at + 1]);
      ++found.pairs;
      if (lead >= 0xB0 && lead <= 0xC8) ++found.hangul_leads;
      if (lead >= 0xA1 && lead <= 0xAC) ++found.symbol_leads;
      if (lead >= 0xB0 && lead <= 0xF7) ++found.hanzi_leads;
      if (trail < 0xA1) ++found.low_trails;
    }
    i = end;
  }
  return found;
}

int structure_bonus(const Known& known, const ByteStructure& found) {
  if (known.latin) return 10 * found.high_in_runs > 6 * found.high ? -60 : 0;
  const bool paired = found.odd_runs == 0 && found.pairs >= 2 && found.low_trails == 0;
  if (known.converter == "windows-949" && paired && found.hangul_leads > 0 &&
      found.hangul_leads + found.symbol_leads == found.pairs)
    return 50;
  if (known.converter == "gb18030" && paired &&
      found.hanzi_leads + found.symbol_leads == found.pairs)
    return 20;
  if (known.converter == "windows-1256" && found.high >= 3 && found.arabic == found.high) return 30;
  return 0;
}

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

}  // namespace

std::vector<EncodingGuess> guess_encodings(std::string_view bytes) {
  const std::string sample = sample_of(bytes);
  const ByteStructure found = structure_of(sample);
  std::vector<EncodingGuess> guesses;
  const auto add = [&](const Known& known, int confidence) {
    const int score = confidence + structure_bonus(known, found);
    for (EncodingGuess& guess : guesses)
      if (guess.name == known.converter) {
        guess.score = std::max(guess.score, score);
        return;
      }
    guesses.push_back({std::string(known.converter), score});
  };

  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&status));
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  std::int32_t match_count = 0;
  const UCharsetMatch** const matches = ucsdet_detectAll(detector.get(), &match_count, &status);
  if (U_FAILURE(status) || matches == nullptr) match_count = 0;
  for (std::int32_t i = 0; i < match_count; ++i) {
    const char* const name = ucsdet_getName(matches[i], &status);
    const int confidence = ucsdet_getConfidence(matches[i], &status);
    if (U_FAILURE(status) || name == nullptr) break;
    for (const Known& known : kKnown)
      if (known.detected == name) add(known, confidence);
  }
  // Whatever the detector left out, what the bytes' structure speaks for is tried; and Western
  // European, which takes nearly any bytes, stays as the last resort.
  for (const Known& known : kKnown)
    if (structure_bonus(known, found) > 0 || known.detected == "windows-1252") add(known, 0);
  std::stable_sort(guesses.begin(), guesses.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  return guesses;
}

std::string_view encoding_script(std::string_view name) {
  for (const Known& known : kKnown)
    if (known.converter == name) return known.script;
  return {};
}

}  // namespace hearim

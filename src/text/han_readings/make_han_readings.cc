// Writes the table of readings of Han characters as C++ source, from the data inside ICU, so that
// the program itself never has to load ICU's transliterators (tens of milliseconds).
//
//   pinyin          transliterator Han-Latin (from Unihan kMandarin)
//   surname pinyin  Han-Latin/Names, where it differs (仇 qiu, not chou)
//   simplified      Traditional-Simplified, one character to one
//   Hangul          the Korean collation of CLDR, which sorts each hanja under its reading
//
// Run while building: make_han_readings > han_readings_data.cc
#include <unicode/coll.h>
#include <unicode/tblcoll.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr char32_t kFirst = 0x3400;
constexpr char32_t kLast = 0x9FFF;
constexpr size_t kCount = kLast - kFirst + 1;

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "make_han_readings: %s\n", what);
  std::exit(1);
}

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(
      icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  require(U_SUCCESS(status), id);
  return made;
}

// The letters of one reading; empty if the character has none.
std::string reading(const icu::Transliterator& by, char32_t c) {
  icu::UnicodeString text(static_cast<UChar32>(c));
  by.transliterate(text);
  std::string letters;
  for (int32_t i = 0; i < text.length(); ++i) {
    if (text[i] == ' ') continue;
    if (text[i] < 'a' || text[i] > 'z') return "";
    letters += static_cast<char>(text[i]);
  }
  return letters;
}

// Rules such as &가<<*伽佳假&훌<<欻: every Han character after a syllable is read as it.
std::vector<char32_t> hangul_readings() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(icu::Locale("ko"), status));
  const auto* by_rules = dynamic_cast<const icu::RuleBasedCollator*>(collator.get());
  require(U_SUCCESS(status) && by_rules != nullptr, "no Korean collation");
  icu::UnicodeString rules;
  by_rules->getRules(UCOL_TAILORING_ONLY, rules);
  std::vector<char32_t> readings(kCount, 0);
  char32_t syllable = 0;
  bool after_ampersand = false;
  for (int32_t i = 0; i < rules.length();) {
    const auto c = static_cast<char32_t>(rules.char32At(i));
    i += U16_LENGTH(static_cast<UChar32>(c));
    if (c == '&') {
      after_ampersand = true;
    } else if (after_ampersand) {
      syllable = c >= 0xAC00 && c <= 0xD7A3 ? c : 0;
      after_ampersand = false;
    } else if (syllable != 0 && c >= kFirst && c <= kLast) {
      readings[c - kFirst] = syllable;
    }
  }
  return readings;
}

template <typename T>
void print_array(const char* name, const std::vector<T>& values) {
  std::printf("const std::uint16_t %s[%zu] = {", name, values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    std::printf("%s%u,", i % 24 == 0 ? "\n" : "", static_cast<unsigned>(values[i]));
  }
  std::printf("};\n");
}

}  // namespace

int main() {
  const auto pinyin = transliterator("Han-Latin; NFD; [:M:] Remove; Lower");
  const auto names = transliterator("Han-Latin/Names; NFD; [:M:] Remove; Lower");
  const auto simplify = transliterator("Traditional-Simplified");
  std::map<std::string, unsigned> syllables{{"", 0}};
  std::vector<std::string> readings(kCount), surname_readings(kCount);
  std::vector<char32_t> simplified(kCount, 0);
  for (char32_t c = kFirst; c <= kLast; ++c) {
    const size_t i = c - kFirst;
    readings[i] = reading(*pinyin, c);
    surname_readings[i] = reading(*names, c);
    if (surname_readings[i].empty()) surname_readings[i] = readings[i];
    syllables.emplace(readings[i], 0);
    syllables.emplace(surname_readings[i], 0);
    icu::UnicodeString text(static_cast<UChar32>(c));
    simplify->transliterate(text);
    const auto s = static_cast<char32_t>(text.char32At(0));
    if (text.countChar32() == 1 && s >= kFirst && s <= kLast) simplified[i] = s;
  }
  const std::vector<char32_t> hangul = hangul_readings();

  unsigned index = 0;
  for (auto& [syllable, number] : syllables) number = index++;
  std::vector<unsigned> reading_index(kCount), surname_index(kCount);
  size_t with_pinyin = 0, with_hangul = 0;
  for (size_t i = 0; i < kCount; ++i) {
    reading_index[i] = syllables.at(readings[i]);
    surname_index[i] = syllables.at(surname_readings[i]);
    with_pinyin += !readings[i].empty();
    with_hangul += hangul[i] != 0;
  }
  require(with_pinyin > 20000 && with_hangul > 4000, "ICU's data hold too few readings");

  std::printf(
      "// Made by make_han_readings from ICU %s.\n#include \"text/han_readings.h\"\n\n"
      "#include <cstdint>\n\n#include \"text/han_readings_data.h\"\n\n"
      "namespace hearim::han_data {\n",
      U_ICU_VERSION);
  std::printf("const char* const kSyllables[%zu] = {", syllables.size());
  for (const auto& [syllable, number] : syllables) std::printf("\"%s\",", syllable.c_str());
  std::printf("};\nconst std::size_t kSyllableCount = %zu;\n", syllables.size());
  print_array("kPinyin", reading_index);
  print_array("kSurnamePinyin", surname_index);
  print_array("kSimplified", simplified);
  print_array("kHangul", hangul);
  std::printf("}  // namespace hearim::han_data\n");
}

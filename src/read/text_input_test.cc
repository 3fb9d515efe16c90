// What the reader promises of any input at all, in every language: places inside the text and in
// its order, values whose ends are in order, and the same findings wherever a text stands. The
// soups are made of all words of a language's rules, so that a new rule is tried without a new
// test.
#include <gtest/gtest.h>

#include <cstdio>

#include "base/rng.h"
#include "hearim/read.h"
#include "read/date_slots.h"
#include "read/language_rules.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr ReadLanguage kLanguages[] = {ReadLanguage::unknown, ReadLanguage::english,
                                       ReadLanguage::spanish, ReadLanguage::arabic,
                                       ReadLanguage::chinese, ReadLanguage::korean};

// The day that an end of an interval begins with; absent if it is open or has unknown digits.
std::optional<long> first_day(const std::string& text) {
  int y = 0, m = 1, d = 1;
  if (text.find_first_of("X.") != std::string::npos) return std::nullopt;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d", &y, &m, &d) < 1 || m < 1 || m > 12)
    return std::nullopt;
  return days_from_calendar({y, m, d});
}

void expect_promises(const Reading& reading, std::size_t size) {
  const auto inside = [&](const TextSpan& span) {
    EXPECT_LE(span.start, span.end);
    EXPECT_LE(span.end, size);
  };
  std::uint32_t last = 0;
  for (const Quantity& q : reading.quantities) {
    ASSERT_LT(q.span.start, q.span.end);
    inside(q.span);
    inside(q.measure);
    inside(q.counted);
    EXPECT_GE(q.span.start, last);
    last = q.span.start;
    EXPECT_LE(q.span.start, q.number.start);
    EXPECT_LE(q.number.end, q.span.end);
    EXPECT_TRUE(q.value.low || q.value.high);
    if (q.value.low && q.value.high) {
      EXPECT_LE(*q.value.low, *q.value.high);
    }
  }
  last = 0;
  for (const DateFound& date : reading.dates) {
    ASSERT_LT(date.span.start, date.span.end);
    inside(date.span);
    EXPECT_GE(date.span.start, last);
    last = date.span.end;
    const auto slash = date.value.find('/');
    if (slash == std::string::npos) continue;
    EXPECT_EQ(date.value.find('/', slash + 1), std::string::npos) << date.value;
  }
  for (const Mention& mention : reading.mentions) inside(mention.span);
  for (const Quote& quote : reading.quotes) inside(quote.span);
  for (const Testimony& testimony : reading.testimonies) inside(testimony.span);
  for (const Citation& citation : reading.citations) inside(citation.span);
}

class TextInput : public testing::TestWithParam<ReadLanguage> {};

TEST_P(TextInput, of_all_words_of_the_rules_in_any_order_keeps_the_promises) {
  const Lexicon& lexicon = LanguageRules::of(GetParam()).lexicon;
  static const char* const kOther[] = {"2016",
                                       "3",
                                       "15",
                                       "1,200",
                                       "40",
                                       "0.5",
                                       "99999999999999999999",
                                       "٣",
                                       "½",
                                       "\n\n",
                                       "\xF0\x9F\x98\x80",
                                       "http://a.b"};
  for (std::uint64_t round = 0; round < 2000; ++round) {
    Rng rng(11, "words of the rules", round);
    std::string soup;
    for (std::uint64_t n = 1 + rng.below(24); n > 0; --n) {
      soup +=
          rng.below(4) == 0
              ? kOther[rng.below(std::size(kOther))]
              : to_utf8(lexicon.key(static_cast<WordId>(1 + rng.below(lexicon.word_count() - 1))));
      if (rng.below(4) > 0) soup += ' ';
    }
    SCOPED_TRACE("round " + std::to_string(round) + ": " + soup);
    const auto text = decode_text(soup);
    expect_promises(
        read_text(text, {.language = GetParam(), .document_date = CalendarDay{2024, 2, 29}}),
        text.size());
    if (HasFailure()) return;
  }
}

TEST_P(TextInput, of_any_bytes_is_read_and_counts_no_more_code_points_than_bytes) {
  for (std::uint64_t round = 0; round < 500; ++round) {
    Rng rng(13, "bytes", round);
    std::string bytes(rng.below(200), '\0');
    for (char& c : bytes)
      c = static_cast<char>(rng.below(3) == 0 ? rng.below(256) : 0x20 + rng.below(0x60));
    SCOPED_TRACE("round " + std::to_string(round));
    const auto text = decode_text(bytes);
    ASSERT_LE(text.size(), bytes.size());
    expect_promises(read_text(bytes, {.language = GetParam()}), text.size());
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, TextInput, testing::ValuesIn(kLanguages),
                         [](const auto& each) { return std::string(language_code(each.param)); });

// Invented sentences, each with a bounded figure and a date.
const std::pair<ReadLanguage, const char*> kSentences[] = {
    {ReadLanguage::english, "At least 1,234 people fled Sarn on 3 May 2019, two weeks ago."},
    {ReadLanguage::spanish, "Al menos 1.234 personas huyeron el 3 de mayo de 2019."},
    {ReadLanguage::arabic, "فر أكثر من ١٢٣٤ شخصا في 3 مايو 2019."},
    {ReadLanguage::chinese, "2019年5月3日，至少1234名村民逃离。"},
    {ReadLanguage::korean, "2019년 5월 3일 최소 1234명의 주민이 떠났다."}};

TEST(Places, move_by_what_stands_before_and_nothing_else_changes) {
  const std::string before[] = {
      "\xF0\x9F\x98\x80\xF0\x9D\x94\xB8",      // beyond the basic plane
      std::string("\0\0\0", 3),                // NUL
      "\xE2\x80\xAE\xE2\x80\xAD\xE2\x81\xA6",  // direction overrides and isolates
      "\xFF\xC3\x28\xE2\x82",                  // no UTF-8
      "\xEF\xBB\xBF",                          // a byte order mark
      std::string(300, '('),                   // brackets that nobody closes
      "\"\xE2\x80\x9C\xC2\xAB\xE3\x80\x8C",    // quotation marks that nobody closes
      std::string(5000, ' ')};
  for (const auto& [language, sentence] : kSentences) {
    const ReadOptions options{.language = language, .document_date = CalendarDay{2024, 1, 15}};
    const Reading alone = read_text(sentence, options);
    ASSERT_FALSE(alone.quantities.empty()) << sentence;
    ASSERT_FALSE(alone.dates.empty()) << sentence;
    for (const std::string& prefix : before) {
      SCOPED_TRACE(sentence);
      const auto by = static_cast<std::uint32_t>(decode_text(prefix).size() + 2);
      const Reading moved = read_text(prefix + "\n\n" + sentence, options);
      ASSERT_EQ(moved.quantities.size(), alone.quantities.size());
      ASSERT_EQ(moved.dates.size(), alone.dates.size());
      for (std::size_t k = 0; k < alone.quantities.size(); ++k) {
        const Quantity &a = alone.quantities[k], &b = moved.quantities[k];
        EXPECT_EQ(b.span, (TextSpan{a.span.start + by, a.span.end + by}));
        EXPECT_EQ(b.number, (TextSpan{a.number.start + by, a.number.end + by}));
        EXPECT_EQ(b.value.low, a.value.low);
        EXPECT_EQ(b.value.high, a.value.high);
        EXPECT_EQ(b.unit, a.unit);
      }
      for (std::size_t k = 0; k < alone.dates.size(); ++k) {
        const DateFound &a = alone.dates[k], &b = moved.dates[k];
        EXPECT_EQ(b.span, (TextSpan{a.span.start + by, a.span.end + by}));
        EXPECT_EQ(b.value, a.value);
      }
    }
  }
}

TEST(Places, count_each_override_and_each_NUL_inside_a_figure_s_sentence) {
  const std::string text = std::string(
                               "\xE2\x80\xAE"
                               "at least 40\0 men ",
                               19) +
                           "\xE2\x80\xAC died";
  const Reading reading = read_text(text, {.language = ReadLanguage::english});
  ASSERT_EQ(reading.quantities.size(), 1u);
  EXPECT_EQ(reading.quantities[0].span, (TextSpan{1, 12}));
}

TEST(Dates, that_are_intervals_begin_before_they_end) {
  const std::pair<ReadLanguage, const char*> cases[] = {
      {ReadLanguage::english, "from the 27th to the 3rd of April 2016"},
      {ReadLanguage::english, "from November to February 2017"},
      {ReadLanguage::english, "the last three weeks"},
      {ReadLanguage::english, "less than two weeks ago"},
      {ReadLanguage::english, "two to three weeks ago"},
      {ReadLanguage::english, "the last two days of last month"},
      {ReadLanguage::korean, "2017년 11월부터 2월까지"},
      {ReadLanguage::korean, "2017년 11월부터 2월 5일까지"},
      {ReadLanguage::korean, "2015년 마지막 주"},
      {ReadLanguage::chinese, "2016年11月至2月"},
      {ReadLanguage::spanish, "de noviembre a febrero de 2017"}};
  for (const auto& [language, text] : cases) {
    const Reading reading =
        read_text(text, {.language = language, .document_date = CalendarDay{2016, 11, 7}});
    ASSERT_EQ(reading.dates.size(), 1u) << text;
    const std::string& value = reading.dates[0].value;
    const auto slash = value.find('/');
    ASSERT_NE(slash, std::string::npos) << text << ": " << value;
    const auto a = first_day(value.substr(0, slash)), z = first_day(value.substr(slash + 1));
    ASSERT_TRUE(a && z) << text << ": " << value;
    EXPECT_LE(*a, *z) << text << ": " << value;
  }
}

}  // namespace
}  // namespace hearim

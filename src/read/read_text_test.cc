#include "hearim/read.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/rng.h"
#include "read/date_slots.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

struct Expected {
  const char* language;
  const char* text;
  const char* span;  // of the first quantity; "" if there is to be none
  const char* number;
  double low, high;  // NaN: open
  const char* unit;
  const char* counted;
};
constexpr double kOpen = std::numeric_limits<double>::quiet_NaN();

std::string piece(std::u32string_view text, const TextSpan& span) {
  return to_utf8(text.substr(span.start, span.end - span.start));
}

class Quantities : public testing::TestWithParam<Expected> {};

TEST_P(Quantities, are_read_with_bounds_unit_and_what_they_count) {
  const Expected& want = GetParam();
  SCOPED_TRACE(want.text);
  const auto text = decode_text(want.text);
  const Reading reading = read_text(text, {.language = language_from_code(want.language)});
  if (want.span[0] == 0) {
    EXPECT_TRUE(reading.quantities.empty());
    return;
  }
  ASSERT_FALSE(reading.quantities.empty());
  const Quantity& q = reading.quantities.front();
  EXPECT_EQ(piece(text, q.span), want.span);
  EXPECT_EQ(piece(text, q.number), want.number);
  EXPECT_EQ(q.unit, want.unit);
  EXPECT_EQ(piece(text, q.counted), want.counted);
  const auto check = [](const std::optional<double>& got, double expected) {
    if (std::isnan(expected)) {
      EXPECT_FALSE(got.has_value());
    } else {
      ASSERT_TRUE(got.has_value());
      EXPECT_NEAR(*got, expected, 1e-9 * std::max(1.0, std::fabs(expected)));
    }
  };
  check(q.value.low, want.low);
  check(q.value.high, want.high);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Quantities,
    testing::Values(
        Expected{"en", "as many as 30,000 children fled", "as many as 30,000", "30,000", kOpen,
                 30000, "person", "children"},
        Expected{"en", "tens of thousands of women", "tens of thousands", "tens of thousands",
                 20000, 99999, "person", "women"},
        Expected{"en", "a $105 million annual profit", "$105 million", "105 million", 105e6, 105e6,
                 "USD/year", ""},
        Expected{"en", "some as young as 12", "as young as 12", "12", 12, kOpen, "year", ""},
        Expected{"en", "within a year of leaving", "within a year", "a", kOpen, 1, "year", ""},
        Expected{"en", "two and a half years", "two and a half years", "two and a half", 2.5, 2.5,
                 "year", ""},
        Expected{"en", "about 2 to 3 million euros", "about 2 to 3 million euros", "2 to 3 million",
                 2e6, 3e6, "EUR", ""},
        Expected{"en", "one in five families", "one in five", "one in five", 0.2, 0.2, "fraction",
                 ""},
        Expected{"en", "more than 20 and less than 35", "more than 20 and less than 35",
                 "20 and less than 35", 20, 35, "", ""},
        Expected{"en", "during the COVID-19 wave", "", "", 0, 0, "", ""},
        Expected{"en", "Article 12 and Cell 14", "", "", 0, 0, "", ""},
        Expected{"en", "see http://a.test/q=30%25 now", "", "", 0, 0, "", ""},
        Expected{"en", "call +1-222-222-2222", "", "", 0, 0, "", ""},
        Expected{"en", "One woman said no", "", "", 0, 0, "", ""},
        Expected{"es", "más de 1.500 dólares", "más de 1.500 dólares", "1.500", 1500, kOpen, "USD",
                 ""},
        Expected{"es", "tres billones cuatrocientos mil millones",
                 "tres billones cuatrocientos mil millones",
                 "tres billones cuatrocientos mil millones", 3.4e12, 3.4e12, "", ""},
        Expected{"ko", "1만 2천 345 달러", "1만 2천 345 달러", "1만 2천 345", 12345, 12345, "USD",
                 ""},
        Expected{"ko", "광부 마흔다섯 명이", "마흔다섯 명", "마흔다섯", 45, 45, "person", "광부"},
        Expected{"ko", "이것은 천막이다", "", "", 0, 0, "", ""},
        Expected{"zh", "两千四百五十名工人", "两千四百五十名", "两千四百五十", 2450, 2450, "person",
                 "工人"},
        Expected{"zh", "百分之一百二十点五", "百分之一百二十点五", "百分之一百二十点五", 120.5,
                 120.5, "percent", ""},
        Expected{"zh", "我一看你就笑", "", "", 0, 0, "", ""},
        Expected{"ar", "أكثر من خمسة وأربعين شخصا", "أكثر من خمسة وأربعين", "خمسة وأربعين", 45,
                 kOpen, "person", "شخصا"},
        Expected{"en", "two or three women died", "two or three", "two or three", 2, 3, "person",
                 "women"},
        Expected{"en", "five or six hundred people", "five or six hundred", "five or six hundred",
                 500, 600, "person", "people"},
        Expected{"en", "two to three thousand people", "two to three thousand",
                 "two to three thousand", 2000, 3000, "person", "people"},
        Expected{"en", "10 or 300 men", "10", "10", 10, 10, "", ""},
        Expected{"es", "dos o tres mujeres", "dos o tres", "dos o tres", 2, 3, "person", "mujeres"},
        Expected{"zh", "两三百名工人", "两三百名", "两三百", 200, 300, "person", "工人"},
        Expected{"zh", "十五六岁", "十五六岁", "十五六", 15, 16, "year", ""},
        Expected{"zh", "三四十万人", "三四十万人", "三四十万", 300000, 400000, "person", "人"},
        Expected{"zh", "2、3名工人", "2、3名", "2、3", 2, 3, "person", "工人"},
        Expected{"ko", "두세 명이 숨졌다", "두세 명", "두세", 2, 3, "person", ""},
        Expected{"ko", "삼사십 명이", "삼사십 명", "삼사십", 30, 40, "person", ""},
        Expected{"ko", "2, 3명이", "2, 3명", "2, 3", 2, 3, "person", ""},
        Expected{"ar", "٧٠ في المئة", "٧٠ في المئة", "٧٠", 70, 70, "percent", ""}));

TEST(Quantity, of_a_ratio_names_its_base_and_has_a_bound_that_follows_from_it) {
  const Reading reading =
      read_text("It is more than double the 100,000 once estimated by U.N. staff.",
                {.language = ReadLanguage::english});
  ASSERT_EQ(reading.quantities.size(), 2u);
  const Quantity& ratio = reading.quantities[0];
  EXPECT_EQ(ratio.value.form, ValueForm::ratio);
  EXPECT_EQ(ratio.value.base, reading.quantities[1].id);
  EXPECT_EQ(ratio.value.low, 200000.0);
  EXPECT_FALSE(ratio.value.high.has_value());
  EXPECT_FALSE(ratio.value.low_inclusive);
}

TEST(Quantity, that_rose_or_fell_says_so) {
  const Reading reading =
      read_text("Rents rose by 5 % and wages fell 2 percent.", {.language = ReadLanguage::english});
  ASSERT_EQ(reading.quantities.size(), 2u);
  EXPECT_EQ(reading.quantities[0].value.change, ValueChange::up);
  EXPECT_EQ(reading.quantities[1].value.change, ValueChange::down);
}

TEST(Date, that_is_relative_has_no_value_without_a_document_date) {
  const Reading reading = read_text("She left yesterday, last week, on Friday and the 24th.",
                                    {.language = ReadLanguage::english});
  ASSERT_EQ(reading.dates.size(), 4u);
  EXPECT_EQ(reading.dates[0].value, "");
  EXPECT_EQ(reading.dates[1].value, "");
  EXPECT_EQ(reading.dates[2].value, "XXXX-WXX-5");
  EXPECT_EQ(reading.dates[3].value, "XXXX-XX-24");
}

struct ExpectedQuote {
  const char* language;
  const char* text;
  std::vector<std::pair<const char*, const char*>> quotes;  // words, cue
};

TEST(Quotations, are_speech_in_marks_of_any_kind_with_their_verb) {
  const ExpectedQuote cases[] = {
      {"en", "\"They took him at night,\" said the teacher.", {{"They took him at night", "said"}}},
      {"en", "“We hid for a year.\" Others fled.", {{"We hid for a year.", ""}}},
      {"en", "She told us: “Leave now”.", {{"Leave now", "told"}}},
      {"en", "China's so-called \"Red Zone,\" a group says.", {}},
      {"en", "the firm \"Global Rights Compliance Association\" and its staff", {}},
      {"en",
       "\"It is needed now today.\" She urged states to act.",
       {{"It is needed now today.", ""}}},
      {"en",
       "“One never closed in its paragraph\n\nNext “and here we are again” he said",
       {{"One never closed in its paragraph", ""}, {"and here we are again", "said"}}},
      {"es", "«No nos escucha nadie», dijo", {{"No nos escucha nadie", "dijo"}}},
      {"ko", "그는 \"물도 먹지 못했다\"고 말했다", {{"물도 먹지 못했다", "말했다"}}},
      {"zh", "她说：“没有人听我们的。”", {{"没有人听我们的。", "说"}}},
      {"en", "\" \" \"", {}},
  };
  for (const ExpectedQuote& each : cases) {
    SCOPED_TRACE(each.text);
    const auto text = decode_text(each.text);
    Reading reading = read_text(text, {.language = language_from_code(each.language)});
    std::erase_if(reading.quotes, [](const Quote& q) { return q.form != QuoteForm::direct; });
    ASSERT_EQ(reading.quotes.size(), each.quotes.size());
    for (std::size_t k = 0; k < each.quotes.size(); ++k) {
      EXPECT_EQ(piece(text, reading.quotes[k].span), each.quotes[k].first);
      EXPECT_EQ(piece(text, reading.quotes[k].cue), each.quotes[k].second);
    }
  }
}

TEST(Reading, places_count_code_points_also_beyond_the_basic_plane_and_for_invalid_bytes) {
  const auto text = decode_text("\xF0\x9F\x98\x80\xFF at least 40 detainees");
  EXPECT_EQ(text.size(), 24u);
  const Reading reading = read_text(text, {.language = ReadLanguage::english});
  ASSERT_EQ(reading.quantities.size(), 1u);
  EXPECT_EQ(reading.quantities[0].span, (TextSpan{3, 14}));
}

TEST(Reading, of_nothing_finds_nothing) {
  for (const char* text : {"", " ", "\n\n", "((((", "\xFF\xFE"}) {
    const Reading reading = read_text(text, {});
    EXPECT_TRUE(reading.quantities.empty() && reading.dates.empty());
  }
}

TEST(Language, is_told_by_script_and_common_words) {
  EXPECT_EQ(guess_language(U"The women of the valley"), ReadLanguage::english);
  EXPECT_EQ(guess_language(U"Las mujeres de la costa"), ReadLanguage::spanish);
  EXPECT_EQ(guess_language(U"약 70%가 여성이다"), ReadLanguage::korean);
  EXPECT_EQ(guess_language(U"约70%是女性"), ReadLanguage::chinese);
  EXPECT_EQ(guess_language(U"نحو 70 في المئة"), ReadLanguage::arabic);
  EXPECT_EQ(guess_language(U"123"), ReadLanguage::unknown);
}

TEST(Calendar, days_and_dates_are_inverse_and_weeks_begin_on_monday) {
  for (long day = -200000; day < 200000; day += 37) {
    EXPECT_EQ(days_from_calendar(calendar_from_days(day)), day);
  }
  EXPECT_EQ(days_from_calendar({1970, 1, 1}), 0);
  EXPECT_EQ(iso_weekday(days_from_calendar({2016, 11, 7})), 1);
}

// Whatever the text: spans lie inside it, in order; numbers lie in their spans; bounds are in
// order.
TEST(Reading, of_any_soup_of_words_keeps_its_promises) {
  const std::vector<std::string> words = {"more",
                                          "than",
                                          "between",
                                          "and",
                                          "from",
                                          "to",
                                          "5",
                                          "12",
                                          "2016",
                                          "-",
                                          "/",
                                          ".",
                                          ",",
                                          "%",
                                          "$",
                                          "million",
                                          "of",
                                          "tens",
                                          "half",
                                          "a",
                                          "third",
                                          "May",
                                          "next",
                                          "year",
                                          "'s",
                                          "ago",
                                          "twenty",
                                          "hundred",
                                          "point",
                                          "to",
                                          "\n",
                                          "\n\n",
                                          "people",
                                          "\"",
                                          "(",
                                          "double",
                                          "the",
                                          "약",
                                          "이상",
                                          "3",
                                          "명",
                                          "년",
                                          "월",
                                          "일",
                                          "十",
                                          "百",
                                          "万",
                                          "分之",
                                          "至",
                                          "与",
                                          "多",
                                          "从",
                                          "و",
                                          "من",
                                          "خمسة",
                                          "مئة",
                                          "ألف",
                                          "mil",
                                          "y",
                                          "por ciento",
                                          "\xF0\x9F\x98\x80",
                                          "\xFF",
                                          "٣",
                                          "１",
                                          "½",
                                          "^",
                                          "http:",
                                          "e5"};
  for (std::uint64_t round = 0; round < 3000; ++round) {
    Rng rng(7, "read soup", round);
    std::string soup;
    const auto length = 1 + rng.below(30);
    for (std::uint64_t i = 0; i < length; ++i) {
      soup += words[rng.below(words.size())];
      if (rng.below(3) > 0) soup += ' ';
    }
    SCOPED_TRACE("round " + std::to_string(round) + ": " + soup);
    const auto text = decode_text(soup);
    for (int language = 0; language <= 5; ++language) {
      const Reading reading = read_text(text, {.language = static_cast<ReadLanguage>(language),
                                               .document_date = CalendarDay{2024, 2, 29}});
      std::uint32_t last = 0;
      for (const Quantity& q : reading.quantities) {
        ASSERT_LT(q.span.start, q.span.end);
        ASSERT_LE(q.span.end, text.size());
        ASSERT_GE(q.span.start, last);
        last = q.span.start;
        ASSERT_LE(q.span.start, q.number.start);
        ASSERT_LE(q.number.end, q.span.end);
        ASSERT_TRUE(q.value.low || q.value.high);
        if (q.value.low && q.value.high) {
          ASSERT_LE(*q.value.low, *q.value.high);
        }
      }
      last = 0;
      for (const Quote& quote : reading.quotes) {
        ASSERT_LT(quote.span.start, quote.span.end);
        ASSERT_LE(quote.span.end, text.size());
        ASSERT_GE(quote.span.start, last);
        last = quote.span.end;
      }
      last = 0;
      for (const DateFound& date : reading.dates) {
        ASSERT_LT(date.span.start, date.span.end);
        ASSERT_LE(date.span.end, text.size());
        ASSERT_GE(date.span.start, last);
        last = date.span.end;
      }
    }
  }
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

// Floors a little under what bench/read_score measures (docs/reading/README.md): a change of the
// rules that loses documents is seen. The held-out third has its own floor.
TEST(GoldDocuments, are_read_as_well_as_measured) {
  int gold[2] = {}, right[2] = {};
  for (const auto& each : std::filesystem::directory_iterator(HEARIM_SOURCE_DIR "/tests/reading")) {
    if (each.path().extension() != ".json") continue;
    const auto document = nlohmann::json::parse(file_text(each.path()));
    const int half = std::stoi(each.path().stem().string().substr(2)) % 3 == 0 ? 1 : 0;
    ReadOptions options{
        .language = language_from_code(document["document"]["language"].get<std::string>())};
    if (document["document"].contains("date"))
      options.document_date =
          calendar_day_from_iso(document["document"]["date"].get<std::string>());
    const Reading reading =
        read_text(file_text(std::filesystem::path(each.path()).replace_extension(".txt")), options);
    for (const auto& a : document["annotations"]) {
      const TextSpan span{a["start"].get<std::uint32_t>(), a["end"].get<std::uint32_t>()};
      if (a["kind"] == "date") {
        ++gold[half];
        for (const DateFound& d : reading.dates)
          right[half] += d.span == span && d.value == a.value("value", "");
      } else if (a["kind"] == "quantity") {
        ++gold[half];
        const auto same = [&](const char* side, const std::optional<double>& ours) {
          return a["value"][side].is_null()
                     ? !ours
                     : ours && std::fabs(*ours - a["value"][side].get<double>()) < 1e-9;
        };
        for (const Quantity& q : reading.quantities)
          right[half] += q.span == span && same("low", q.value.low) && same("high", q.value.high);
      }
    }
  }
  ASSERT_GT(gold[0], 100);
  ASSERT_GT(gold[1], 35);
  EXPECT_GT(right[0], 0.95 * gold[0]) << right[0] << " of " << gold[0];
  EXPECT_GT(right[1], 0.88 * gold[1]) << right[1] << " of " << gold[1];
}

}  // namespace
}  // namespace hearim

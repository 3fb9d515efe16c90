#include "report/reading_json.h"

#include <gtest/gtest.h>

#include "hearim/error.h"

namespace hearim {
namespace {

Reading full_reading() {
  Reading reading;
  Quantity q;
  q.id = "q1";
  q.span = {0, 8};
  q.number = {5, 8};
  q.measure = {5, 8};
  q.value = {.low = 40.5,
             .high = {},
             .low_inclusive = false,
             .high_inclusive = true,
             .approx = true,
             .form = ValueForm::ratio,
             .base = "q2",
             .change = ValueChange::up};
  q.unit = "person";
  q.unit_text = "명";
  q.counted = {9, 12};
  q.sources = {{.who = "m1", .via = "m2", .cue = {13, 14}, .stated = false}};
  q.caveat = {14, 16};
  reading.quantities.push_back(q);
  reading.dates.push_back({"d1", {1, 2}, "2019~"});
  reading.mentions.push_back({"m1", {2, 4}, MentionType::organisation, false, "e1"});
  reading.quotes.push_back({"s1", {3, 5}, QuoteForm::indirect, "m1", "m2", {6, 7}});
  reading.testimonies.push_back({"t1", {0, 16}, "m1", "m2", {{"beaten", {7, 9}}}});
  reading.citations.push_back({"c1", {10, 12}, "m2", "m1"});
  return reading;
}

TEST(ReadingJson, everything_written_comes_back) {
  const std::u32string text = U"more than 40😀 men";
  const Json json = annotations_json(text, full_reading());
  const Reading back = reading_from_json(Json::parse(json.dump()), text.size(), "a.json");
  EXPECT_EQ(annotations_json(text, back), json);
  EXPECT_EQ(json[0]["value"].dump(),
            R"({"low":40.5,"high":null,"low_inclusive":false,"approx":true,"form":"ratio",)"
            R"("base":"q2","change":"up"})");
  EXPECT_EQ(json[0]["counted"]["text"], text_at(text, {9, 12}));
}

TEST(ReadingJson, what_is_unknown_is_absent) {
  Reading reading;
  reading.dates.push_back({"d1", {0, 1}, ""});
  reading.quotes.push_back({"s1", {0, 1}, QuoteForm::direct, "", "", {}});
  const Json json = annotations_json(U"ab", reading);
  EXPECT_FALSE(json[0].contains("value"));
  EXPECT_FALSE(json[1].contains("speaker"));
  EXPECT_FALSE(json[1].contains("cue"));
}

TEST(ReadingJson, a_bad_field_is_named) {
  const auto complaint = [](const char* annotations) -> std::string {
    try {
      reading_from_json(Json::parse(annotations), 10, "gold.json");
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing";
  };
  EXPECT_EQ(complaint(R"([{"id":"q7","kind":"quantity","start":3,"end":11}])"),
            "gold.json: annotation 1 (q7), end: a place in the text (0 to 10) is needed");
  EXPECT_EQ(complaint(R"([{"kind":"quantity","start":3,"end":2}])"),
            "gold.json: annotation 1: the end lies before the start");
  EXPECT_EQ(complaint(R"([{"kind":"qty","start":3,"end":4}])"),
            "gold.json: annotation 1, kind: 'qty' is not one of quantity, date, mention, quote, "
            "testimony, citation");
  EXPECT_EQ(complaint(R"([{"kind":"quantity","start":3,"end":4,"value":{"low":"12"}}])"),
            "gold.json: annotation 1, value.low: a number or null is needed");
  EXPECT_EQ(complaint(R"([7])"), "gold.json: annotation 1: an object is needed");
}

}  // namespace
}  // namespace hearim

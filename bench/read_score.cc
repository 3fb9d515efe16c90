// How much of what texts say the reader finds.
//
//   read_score recognizers FILE   cases with known answers (../shared/data/read), per language
//   read_score gold FOLDER        documents with gold annotations (tests/reading), in two halves
//   ... --misses LANGUAGE[:KIND]  prints what was missed or wrong (kinds: quantity, date)
//
// Extent: "exact" is the same place, "overlap" shares a code point. Right: exact extent and the
// value right. The cases of FILE keep other conventions than ours: they leave "about" out of the
// extent, so that any of our span, number and measure may match; ordinals are left out; a range's
// upper end is open there; "two years ago" is a day there and an approximate day here. A timex that
// EDTF cannot say ("the first Friday of July", "the last week of Dec 2016", "Friday 31") is
// compared by the days it is resolved to there; an extent that ends behind its text is cut at its
// end.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "hearim/read.h"
#include "read/date_slots.h"

namespace {

using hearim::TextSpan;
using nlohmann::json;

struct Counts {
  int gold = 0, found = 0, exact = 0, overlap = 0, right = 0, valued = 0, valued_right = 0,
      exact_found = 0;
  void print(const std::string& name) const {
    const auto f1 = [&](int hits) {
      return gold + found == 0 ? 0.0 : 200.0 * hits / (gold + found);
    };
    fmt::print(
        "{:<28} gold {:4}  found {:4}  extent exact F1 {:5.1f}  overlap F1 {:5.1f}  extent and "
        "value right {:5.1f} % of gold ({} of {} with a value)\n",
        name, gold, found, f1(exact), f1(overlap),
        valued == 0 ? 0.0 : 100.0 * valued_right / valued, valued_right, valued);
  }
};

std::string show_language, show_kind;
bool shown(const std::string& language, const std::string& kind) {
  return show_language == language && (show_kind.empty() || show_kind == kind);
}

bool overlaps(const TextSpan& a, const TextSpan& b) { return a.start < b.end && b.start < a.end; }

// The days an EDTF value or a timex covers, inclusive; absent if it has unknown digits.
std::optional<std::pair<long, long>> days_of(std::string text) {
  while (!text.empty() && (text.back() == '~' || text.back() == '?')) text.pop_back();
  const auto slash = text.find('/');
  if (slash != std::string::npos) {
    const auto a = days_of(text.substr(0, slash)), b = days_of(text.substr(slash + 1));
    if (!a || !b) return std::nullopt;
    return std::make_pair(a->first, b->second);
  }
  int y = 0, m = 0, d = 0;
  const auto digits = [](const std::string& s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string::npos;
  };
  if (text.size() == 4 && text[3] == 'X' && digits(text.substr(0, 3))) {
    y = std::stoi(text.substr(0, 3)) * 10;
    return std::make_pair(hearim::days_from_calendar({y, 1, 1}),
                          hearim::days_from_calendar({y + 9, 12, 31}));
  }
  if (text.size() == 4 && text.substr(2) == "XX" && digits(text.substr(0, 2))) {
    y = std::stoi(text.substr(0, 2)) * 100;
    return std::make_pair(hearim::days_from_calendar({y, 1, 1}),
                          hearim::days_from_calendar({y + 99, 12, 31}));
  }
  if (text.size() == 4 && digits(text)) {
    y = std::stoi(text);
    return std::make_pair(hearim::days_from_calendar({y, 1, 1}),
                          hearim::days_from_calendar({y, 12, 31}));
  }
  if (text.size() >= 7 && text[4] == '-' && text[5] == 'W') {
    if (!digits(text.substr(0, 4)) || text.size() < 8 || !digits(text.substr(6, 2)))
      return std::nullopt;
    const long fourth = hearim::days_from_calendar({std::stoi(text.substr(0, 4)), 1, 4});
    const long monday =
        fourth - hearim::iso_weekday(fourth) + 1 + 7L * (std::stoi(text.substr(6, 2)) - 1);
    if (text.size() == 8) return std::make_pair(monday, monday + 6);
    if (text.substr(8) == "-WE") return std::make_pair(monday + 5, monday + 6);
    if (text.size() == 10 && digits(text.substr(9)))
      return std::make_pair(monday + text[9] - '1', monday + text[9] - '1');
    return std::nullopt;
  }
  if (text.size() == 7 && digits(text.substr(0, 4)) && digits(text.substr(5))) {
    y = std::stoi(text.substr(0, 4)), m = std::stoi(text.substr(5));
    if (m < 1 || m > 12) return std::nullopt;
    return std::make_pair(hearim::days_from_calendar({y, m, 1}),
                          hearim::days_from_calendar({y, m, hearim::month_length(y, m)}));
  }
  if (text.size() == 10 && digits(text.substr(0, 4)) && digits(text.substr(5, 2)) &&
      digits(text.substr(8))) {
    y = std::stoi(text.substr(0, 4)), m = std::stoi(text.substr(5, 2)),
    d = std::stoi(text.substr(8));
    const long day = hearim::days_from_calendar({y, m, d});
    return std::make_pair(day, day);
  }
  return std::nullopt;
}

bool same_date(std::string timex, std::string ours) {
  // before, after, since: the bounded date alone is told there
  if (ours.rfind("../", 0) == 0) ours = ours.substr(3);
  if (ours.size() > 3 && ours.substr(ours.size() - 3) == "/..")
    ours = ours.substr(0, ours.size() - 3);
  while (!ours.empty() && ours.back() == '~') ours.pop_back();
  for (const auto& [theirs, edtf] :
       {std::pair{"SP", "21"}, {"SU", "22"}, {"FA", "23"}, {"WI", "24"}}) {
    if (timex.size() >= 2 && timex.substr(timex.size() - 2) == theirs) {
      timex = (timex.size() == 2 ? "XXXX-" : timex.substr(0, timex.size() - 2)) + edtf;
    }
  }
  if (timex == ours) return true;
  bool half_open = false;
  if (!timex.empty() && timex.front() == '(') {
    const auto comma = timex.find(','), second = timex.find(',', comma + 1);
    timex = timex.substr(1, comma - 1) + "/" + timex.substr(comma + 1, second - comma - 1);
    half_open = true;
    if (timex == ours) return true;
  }
  const auto a = days_of(timex), b = days_of(ours);
  if (a && b) {
    if (a->first != b->first) return false;
    if (a->second == b->second || (half_open && a->second - 1 == b->second)) return true;
    // A range ends there where its last part begins: 2014-2018 at 2018-01-01.
    const auto last = days_of(ours.substr(ours.find('/') + 1));
    return half_open && ours.find('/') != std::string::npos && last && last->first == a->second;
  }
  // Saturday the 23rd is resolved there; here a day of the month stays one.
  if (ours.size() == 10 && ours.rfind("XXXX-XX-", 0) == 0 && timex.size() == 10 &&
      timex.substr(8) == ours.substr(8))
    return true;
  if (!half_open) return false;
  if (ours.size() == 4 && ours.rfind("XX", 0) == 0 && ours[3] == 'X')
    return timex.rfind("XX" + ours.substr(2, 1) + "0-01-01/", 0) == 0;
  // XXXX-09-03/XXXX-09-12, and months as their first days
  std::string plain = ours;
  const auto slash = plain.find('/');
  if (slash == std::string::npos) return false;
  const auto padded = [](std::string s) { return s.size() == 7 ? s + "-01" : s; };
  return timex == padded(plain.substr(0, slash)) + "/" + padded(plain.substr(slash + 1));
}

// The days that a timex without an EDTF form is resolved to, if ours are one of them.
bool same_resolved_days(const std::string& timex, const json& resolution, const std::string& ours) {
  const bool week_of_month = timex.size() == 11 && timex[8] == 'W';
  const bool weekday = timex.rfind("XXXX-WXX-", 0) == 0;
  if (timex.find('#') == std::string::npos && !week_of_month && !weekday) return false;
  const auto b = days_of(ours);
  if (!b) return false;
  const auto same = [&](const json& one) {
    const auto text = [&](const char* key) {
      return one.contains(key) && one[key].is_string() ? one[key].get<std::string>() : "";
    };
    for (const char* key : {"value", "date"}) {
      const auto a = days_of(text(key));
      if (a && a == b) return true;
    }
    for (const auto& [first, last] : {std::pair{"start", "end"}, {"startDate", "endDate"}}) {
      const auto a = days_of(text(first)), z = days_of(text(last));  // the end is open there
      if (a && z && a->first == b->first && z->first - 1 == b->second) return true;
    }
    return false;
  };
  for (const char* key : {"PastResolution", "FutureResolution"}) {
    if (resolution.contains(key) && resolution[key].is_object() && same(resolution[key]))
      return true;
  }
  if (resolution.contains("values") && resolution["values"].is_array()) {
    for (const json& each : resolution["values"]) {
      if (each.is_object() && same(each)) return true;
    }
  }
  return false;
}

double parse_number(std::string text, bool comma_decimal) {
  if (comma_decimal) std::replace(text.begin(), text.end(), ',', '.');
  return std::strtod(text.c_str(), nullptr);
}

bool near(double a, double b) {
  return std::fabs(a - b) <= 1e-6 * std::max({1e-9, std::fabs(a), std::fabs(b)});
}

bool same_value(const std::string& type, const json& resolution, const hearim::Quantity& q,
                bool comma_decimal) {
  std::string value = resolution.at("value").get<std::string>();
  const auto figure = q.value.low ? *q.value.low : q.value.high ? *q.value.high : std::nan("");
  if (type == "numberrange") {
    const auto comma = value.find(',');
    const std::string a = value.substr(1, comma - 1),
                      b = value.substr(comma + 1, value.size() - comma - 2);
    if (a.empty() != !q.value.low || b.empty() != !q.value.high) {
      return false;
    }
    return (a.empty() || near(parse_number(a, false), *q.value.low)) &&
           (b.empty() || near(parse_number(b, false), *q.value.high));
  }
  const bool percent = !value.empty() && value.back() == '%';
  if (percent) value.pop_back();
  double expected = parse_number(value, comma_decimal);
  if (near(expected, figure)) return true;
  // "50 cents" is 50 there and half a dollar here
  return type == "currency" && near(expected / 100, figure);
}

const std::map<std::string, std::string> kLanguages = {
    {"English", "en"}, {"Chinese", "zh"}, {"Korean", "ko"}, {"Spanish", "es"}, {"Arabic", "ar"}};

int score_recognizers(const char* path) {
  std::ifstream file(path);
  if (!file) {
    fmt::print(stderr, "{}: cannot be read; nothing was scored\n", path);
    return 3;
  }
  std::map<std::string, Counts> counts;
  std::string line;
  while (std::getline(file, line)) {
    const json row = json::parse(line);
    const std::string spec = row["spec"], language = kLanguages.at(row["lang"]);
    const bool number_spec = spec.rfind("Number/", 0) == 0 && spec != "Number/OrdinalModel";
    const bool unit_spec =
        spec.rfind("NumberWithUnit/", 0) == 0 && spec != "NumberWithUnit/DimensionModel";
    const bool dimension = spec == "NumberWithUnit/DimensionModel";
    const bool date_spec =
        spec.rfind("DateTime/", 0) == 0 && spec.find("Duration") == std::string::npos;
    if (!(number_spec || unit_spec || dimension || date_spec) || !row["offsets_ok"].get<bool>())
      continue;
    hearim::ReadOptions options;
    options.language = hearim::language_from_code(language);
    if (row["reference"].is_string())
      options.document_date =
          hearim::calendar_day_from_iso(row["reference"].get<std::string>().substr(0, 10));
    const std::string input = row["input"];
    const std::u32string text = hearim::decode_text(input);
    const hearim::Reading reading = hearim::read_text(text, options);
    const std::string kind = date_spec ? "date" : dimension ? "dimension" : "quantity";
    Counts& count = counts[kind + " " + language];
    Counts& detail = counts["  " + spec.substr(spec.find('/') + 1) + " " + language];
    std::vector<TextSpan> all_gold;
    bool miss = false;
    std::string told;
    std::vector<bool> used(std::max(reading.quantities.size(), reading.dates.size()), false);
    int gold_here = 0;
    for (const json& gold : row["results"]) {
      TextSpan span{gold["start"].get<std::uint32_t>(), gold["end"].get<std::uint32_t>()};
      span.end = std::min(span.end, static_cast<std::uint32_t>(text.size()));
      while (span.start < span.end && text[span.start] == U' ') ++span.start;
      while (span.start < span.end && text[span.end - 1] == U' ') --span.end;
      all_gold.push_back(span);
      std::string type = gold["type"].is_string() ? gold["type"].get<std::string>() : "date";
      if (type.rfind("datetimeV2.", 0) == 0) type = type.substr(11);
      const json& resolution = gold["resolution"];
      if (date_spec && type != "date" && type != "daterange") continue;
      if (!date_spec && (!resolution.is_object() || !resolution.contains("value") ||
                         !resolution["value"].is_string()))
        continue;
      ++gold_here;
      ++count.gold, ++detail.gold;
      bool exact = false, overlap = false, right = false, valued = !date_spec;
      std::string timex;
      if (date_spec && resolution.is_object()) {
        if (resolution.contains("Timex") && resolution["Timex"].is_string())
          timex = resolution["Timex"];
        if (resolution.contains("values") && resolution["values"].is_array() &&
            resolution["values"][0].is_object())
          timex = resolution["values"][0].contains("timex") &&
                          resolution["values"][0]["timex"].is_string()
                      ? resolution["values"][0]["timex"].get<std::string>()
                      : "";
        valued = !timex.empty();
      }
      if (date_spec) {
        for (std::size_t k = 0; k < reading.dates.size(); ++k) {
          const auto& date = reading.dates[k];
          const bool same = date.span == span;
          if (same || overlaps(date.span, span)) overlap = true, used[k] = true;
          if (same)
            exact = true,
            right = right || (valued && (same_date(timex, date.value) ||
                                         same_resolved_days(timex, resolution, date.value)));
        }
      } else {
        for (std::size_t k = 0; k < reading.quantities.size(); ++k) {
          const auto& q = reading.quantities[k];
          const bool same = q.span == span || q.number == span || q.measure == span ||
                            (TextSpan{q.span.start, q.number.end} == span) ||
                            (TextSpan{q.number.start, q.span.end} == span);
          if (same || overlaps(q.span, span)) overlap = true, used[k] = true;
          if (same)
            exact = true, right = right || same_value(type, resolution, q, language == "es");
        }
      }
      for (Counts* c : {&count, &detail}) {
        c->exact += exact;
        c->overlap += overlap;
        c->valued += valued;
        c->valued_right += right;
      }
      if (!exact || (valued && !right)) {
        miss = true;
        std::string value = date_spec ? timex : resolution["value"].get<std::string>();
        told += fmt::format("   want [{}] {}{}\n", gold["text"].get<std::string>(), value,
                            exact ? " (extent right)" : "");
      }
    }
    // What was found: everything that can be of the kind the case is about.
    const std::size_t total = date_spec ? reading.dates.size() : reading.quantities.size();
    for (std::size_t k = 0; k < total; ++k) {
      bool counted = used[k];
      if (!counted) {
        if (date_spec) {
          counted = std::none_of(all_gold.begin(), all_gold.end(), [&](const TextSpan& g) {
            return overlaps(g, reading.dates[k].span);
          });
        } else {
          const auto& q = reading.quantities[k];
          if (spec == "Number/NumberModel") counted = true;
          if (spec == "Number/PercentModel") counted = q.unit == "percent";
          if (spec == "Number/NumberRangeModel")
            counted = q.value.form == hearim::ValueForm::bound ||
                      q.value.form == hearim::ValueForm::range;
          if (spec == "NumberWithUnit/CurrencyModel")
            counted =
                q.unit.size() == 3 && std::isupper(static_cast<unsigned char>(q.unit[0])) != 0;
        }
        if (counted) {
          const TextSpan s = date_spec ? reading.dates[k].span : reading.quantities[k].span;
          miss = true;
          told += fmt::format("   extra at {}-{}\n", s.start, s.end);
        }
      }
      count.found += counted, detail.found += counted;
    }
    if (miss && shown(language, kind)) {
      fmt::print("{} | {}\n{}", spec, input.substr(0, 160), told);
      for (const auto& d : reading.dates) {
        if (date_spec) fmt::print("   date {}-{} {}\n", d.span.start, d.span.end, d.value);
      }
      for (const auto& q : reading.quantities) {
        if (!date_spec)
          fmt::print("   quantity {}-{} number {}-{} low {} high {} {}\n", q.span.start, q.span.end,
                     q.number.start, q.number.end, q.value.low.value_or(-999),
                     q.value.high.value_or(-999), q.unit);
      }
    }
  }
  for (const auto& [name, count] : counts) count.print(name);
  return 0;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

int score_gold(const char* folder) {
  std::map<std::string, Counts> counts;
  std::vector<std::filesystem::path> paths;
  for (const auto& each : std::filesystem::directory_iterator(folder)) {
    if (each.path().extension() == ".json") paths.push_back(each.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const json gold = json::parse(file_text(path));
    const std::string name = path.stem(), language = gold["document"]["language"];
    const bool held_out = std::stoi(name.substr(2)) % 3 == 0;
    const std::string text = file_text(std::filesystem::path(path).replace_extension(".txt"));
    const auto letters = hearim::decode_text(text);
    hearim::ReadOptions options;
    options.language = hearim::language_from_code(language);
    if (gold["document"].contains("date"))
      options.document_date =
          hearim::calendar_day_from_iso(gold["document"]["date"].get<std::string>());
    const hearim::Reading reading = hearim::read_text(letters, options);
    const std::string half = held_out ? "held out " : "developed ";
    const auto both = [&](const std::string& what, auto change) {
      change(counts[half + what + " all"]);
      change(counts[half + what + " " + language]);
    };
    int g = 0;
    std::string told;
    std::vector<bool> q_used(reading.quantities.size(), false), d_used(reading.dates.size(), false);
    for (const json& a : gold["annotations"]) {
      const TextSpan span{a["start"].get<std::uint32_t>(), a["end"].get<std::uint32_t>()};
      if (a["kind"] == "quantity") {
        bool exact = false, overlap = false, right = false, unit = false, counted = false;
        for (std::size_t k = 0; k < reading.quantities.size(); ++k) {
          const auto& q = reading.quantities[k];
          if (!overlaps(q.span, span)) continue;
          overlap = q_used[k] = true;
          exact = exact || q.span == span;
          const auto same = [&](const char* end, const std::optional<double>& ours) {
            return a["value"][end].is_null() ? !ours
                                             : ours && near(*ours, a["value"][end].get<double>());
          };
          right =
              right || (q.span == span && same("low", q.value.low) && same("high", q.value.high));
          unit = unit || q.unit == a.value("unit", "");
          if (a.contains("counted"))
            counted = counted || (q.counted.start == a["counted"]["start"] &&
                                  q.counted.end == a["counted"]["end"]);
        }
        both("quantity", [&](Counts& c) {
          ++c.gold, c.exact += exact, c.overlap += overlap, ++c.valued, c.valued_right += right;
        });
        both("unit", [&](Counts& c) { ++c.gold, ++c.valued, c.valued_right += unit; });
        if (a.contains("counted"))
          both("counted phrase",
               [&](Counts& c) { ++c.gold, ++c.valued, c.valued_right += counted; });
        if (!exact || !right || !unit || (a.contains("counted") && !counted)) {
          told += fmt::format("  want quantity [{}] {} {} counted {}{}{}{}{}\n",
                              a["text"].get<std::string>(), a["value"].dump(), a.value("unit", ""),
                              a.contains("counted") ? a["counted"]["text"].get<std::string>() : "",
                              exact ? "" : " -extent", right ? "" : " -value", unit ? "" : " -unit",
                              a.contains("counted") && !counted ? " -counted" : "");
        }
      } else if (a["kind"] == "quote" && a["form"] == "direct") {
        bool exact = false, overlap = false, cue = false;
        for (const auto& s : reading.quotes) {
          if (s.form != hearim::QuoteForm::direct || !overlaps(s.span, span)) continue;
          overlap = true;
          exact = exact || s.span == span;
          if (a.contains("cue"))
            cue = cue || (s.cue.start == a["cue"]["start"] && s.cue.end == a["cue"]["end"]);
        }
        both("direct quotation", [&](Counts& c) {
          ++c.gold, c.exact += exact, c.overlap += overlap, ++c.valued,
              c.valued_right += exact && cue;
        });
        if (!exact || !cue)
          told += fmt::format("  want quotation [{}]{}{}\n", a["text"].get<std::string>(),
                              exact ? "" : " -extent", cue ? "" : " -cue");
      } else if (a["kind"] == "date") {
        bool exact = false, overlap = false, right = false;
        for (std::size_t k = 0; k < reading.dates.size(); ++k) {
          const auto& d = reading.dates[k];
          if (!overlaps(d.span, span)) continue;
          overlap = d_used[k] = true;
          exact = exact || d.span == span;
          right = right || (d.span == span && d.value == a.value("value", ""));
        }
        both("date", [&](Counts& c) {
          ++c.gold, c.exact += exact, c.overlap += overlap, ++c.valued, c.valued_right += right;
        });
        if (!right)
          told += fmt::format("  want date [{}] {}\n", a["text"].get<std::string>(),
                              a.value("value", ""));
      }
    }
    static_cast<void>(g);
    both("quantity", [&](Counts& c) { c.found += static_cast<int>(reading.quantities.size()); });
    both("direct quotation", [&](Counts& c) {
      c.found += static_cast<int>(std::count_if(
          reading.quotes.begin(), reading.quotes.end(),
          [](const hearim::Quote& q) { return q.form == hearim::QuoteForm::direct; }));
    });
    both("date", [&](Counts& c) { c.found += static_cast<int>(reading.dates.size()); });
    if (!held_out && shown(language, "")) {
      fmt::print("{}: {}{}", name, text, told);
      const auto piece = [&](const TextSpan& s) {
        std::string out;
        for (std::size_t i = s.start; i < s.end; ++i) {
          const char32_t c = letters[i];
          if (c < 0x80)
            out += static_cast<char>(c);
          else if (c < 0x800)
            out += {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 63))};
          else
            out += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 63)),
                    static_cast<char>(0x80 | (c & 63))};
        }
        return out;
      };
      for (const auto& q : reading.quantities)
        fmt::print("    found quantity [{}] {}..{} {} counted [{}]\n", piece(q.span),
                   q.value.low.value_or(-999), q.value.high.value_or(-999), q.unit,
                   piece(q.counted));
      for (const auto& d : reading.dates)
        fmt::print("    found date [{}] {}\n", piece(d.span), d.value);
    }
  }
  for (const auto& [name, count] : counts) count.print(name);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 3; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--misses") == 0) {
      const std::string what = argv[i + 1];
      show_language = what.substr(0, what.find(':'));
      if (what.find(':') != std::string::npos) show_kind = what.substr(what.find(':') + 1);
    }
  }
  if (argc >= 3 && std::strcmp(argv[1], "recognizers") == 0) return score_recognizers(argv[2]);
  if (argc >= 3 && std::strcmp(argv[1], "gold") == 0) return score_gold(argv[2]);
  std::cerr << "usage: read_score recognizers FILE | gold FOLDER [--misses LANGUAGE[:KIND]]\n";
  return 2;
}

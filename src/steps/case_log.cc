#include "steps/case_log.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "base/version.h"
#include "report/text_width.h"

namespace hearim {
namespace {

constexpr int kWidth = 80;
constexpr int kIndent = 21;  // "2001-02-03 04:05:06  "

struct Words {
  std::string_view action;
  std::string_view one;   // {} its object's number and name
  std::string_view many;  // {0} how many, {1} to {2} their numbers; empty: never together
};

// Every action of docs/formats/case.md; others are shown as the log has them.
constexpr std::array kWords = {
    Words{"case-created", "made the case", ""},
    Words{"item-added", "took in item {}", "took in {0} items, {1} to {2}"},
    Words{"intake-begun", "began to add (intake {})", ""},
    Words{"intake-finished", "finished adding (intake {})", ""},
    Words{"ledger-kept", "kept the ledger, part {}", "kept the ledger, parts {1} to {2}"},
    Words{"list-added", "read list {}", "read {0} lists, {1} to {2}"},
    Words{"text-added", "made text {}", "made {0} texts, {1} to {2}"},
    Words{"shortfall-noted", "could not make all of an item (note {})",
          "could not make all of {0} items (notes {1} to {2})"},
    Words{"judgement-added", "judged: judgement {}", "judged {0} times: judgements {1} to {2}"},
    Words{"identity-added", "entered identity {}", "entered {0} identities, {1} to {2}"},
    Words{"identity-viewed", "looked at identity {}", ""},
    Words{"rows-viewed", "looked at what names people", ""},
    Words{"key-added", "added key {}", ""},
    Words{"key-changed", "changed key {}", ""},
    Words{"key-removed", "removed key {}", ""},
    Words{"recovery-shares-made", "made recovery shares, key {}", ""},
    Words{"opened-despite-damage", "opened it although damaged", ""},
    Words{"actor-added", "named actor {}", ""},
    Words{"item-withdrawn", "withdrew item {} for good", ""},
    Words{"text-withdrawn", "destroyed text {}", "destroyed {0} texts, {1} to {2}"},
    Words{"list-withdrawn", "destroyed list {}", "destroyed {0} lists, {1} to {2}"},
    Words{"judgement-withdrawn", "destroyed judgement {}", "destroyed {0} judgements, {1} to {2}"},
    Words{"request-withdrawn", "forgot which paths were asked for (intake {})", ""},
    Words{"figure-made", "made figure {}", "made {0} figures, {1} to {2}"},
    Words{"figure-stale", "figure {} no longer holds", "{0} figures no longer hold, {1} to {2}"},
    Words{"result-made", "made result {}", "made {0} results, {1} to {2}"},
    Words{"result-stale", "result {} no longer holds", "{0} results no longer hold, {1} to {2}"},
    Words{"result-withdrawn", "destroyed result {} with what it was made from", ""},
    Words{"backup-made", "made a backup", ""},
    Words{"bundle-made", "handed over a bundle", ""},
    Words{"exported", "exported", ""},
    Words{"case-restored", "restored the case from a backup", ""},
    Words{"case-upgraded", "brought the case up to date", ""},
};

const Words* words_of(std::string_view action) {
  for (const Words& words : kWords)
    if (words.action == action) return &words;
  return nullptr;
}

// "item:17" -> 17; 0 when it has no number.
std::int64_t number_of(std::string_view object) {
  const std::size_t colon = object.rfind(':');
  std::int64_t number = 0;
  if (colon == std::string_view::npos) return 0;
  const std::string_view digits = object.substr(colon + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? number : 0;
}

std::string time_of(const LogLine& line) {
  std::string time = line.time.substr(0, 19);
  if (time.size() == 19 && time[10] == 'T') time[10] = ' ';
  return time;
}

std::string indented(std::string_view text) {
  std::string out;
  for (const std::string& line : wrap_text(text, kWidth - kIndent, terminal_measure())) {
    if (!out.empty()) out += "\n" + std::string(kIndent, ' ');
    out += line;
  }
  return out;
}

class LogText {
 public:
  LogText(const Case& from, LogDetail detail, const TextSink& write)
      : detail_(detail), write_(write) {
    for (Item& item : from.items()) item_names_.emplace(item.id, std::move(item.name));
  }

  void add(const LogLine& line) {
    const Words* const words = words_of(line.action);
    if (count_ > 0 && (line.action != first_.action || line.actor != first_.actor ||
                       detail_ == LogDetail::each || words == nullptr || words->many.empty()))
      flush();
    if (count_ == 0) first_ = line;
    last_ = line;
    ++count_;
  }

  void flush() {
    if (count_ == 0) return;
    const Words* const words = words_of(first_.action);
    std::string text;
    if (words == nullptr) {
      text = fmt::format("{} {} {}", first_.action, first_.object, first_.parameters);
    } else if (count_ > 1) {
      text = fmt::format(fmt::runtime(words->many), count_, number_of(first_.object),
                         number_of(last_.object));
      if (last_.time != first_.time) text += fmt::format(" (until {})", time_of(last_));
    } else {
      text = fmt::format(fmt::runtime(words->one), number_of(first_.object));
      if (first_.action == "item-added") {
        const auto name = item_names_.find(number_of(first_.object));
        if (name != item_names_.end()) text += ": " + name->second;
      } else if (first_.action == "rows-viewed") {
        text += ": " + first_.object;
      } else if (!first_.parameters.empty() && first_.action != "case-created") {
        text += " (" + first_.parameters + ")";
      }
    }
    write_(fmt::format("{}  {}\n", time_of(first_),
                       indented(fmt::format("{} {}", first_.actor, text))));
    count_ = 0;
  }

 private:
  LogDetail detail_;
  const TextSink& write_;
  std::unordered_map<std::int64_t, std::string> item_names_;
  LogLine first_, last_;
  std::uint64_t count_ = 0;
};

}  // namespace

void write_log_text(const Case& from, LogDetail detail, const TextSink& write) {
  LogText text(from, detail, write);
  from.for_each_log_line([&](const LogLine& line) { text.add(line); });
  text.flush();
}

void write_log_json(const Case& from, std::string_view folder, const TextSink& write) {
  const auto dumped = [](const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::unordered_map<std::int64_t, std::string> names;
  for (Item& item : from.items()) names.emplace(item.id, std::move(item.name));
  write(fmt::format("{{\"command\":\"log\",\"version\":{},\"case\":{},\"entries\":[",
                    dumped(kVersion), dumped(folder)));
  bool first = true;
  from.for_each_log_line([&](const LogLine& line) {
    nlohmann::ordered_json json = {{"sequence", line.sequence}, {"time", line.time},
                                   {"clock", line.clock},       {"actor", line.actor},
                                   {"action", line.action},     {"object", line.object}};
    if (!line.parameters.empty()) json["parameters"] = line.parameters;
    const auto name = names.find(number_of(line.object));
    if (line.action == "item-added" && name != names.end()) json["name"] = name->second;
    write((first ? "\n" : ",\n") + dumped(json));
    first = false;
  });
  write("\n]}\n");
}

}  // namespace hearim

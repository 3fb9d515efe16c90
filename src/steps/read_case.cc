#include "steps/read_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/parallel.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "steps/corrections.h"

namespace hearim {
namespace {

constexpr std::size_t kBatch = 128;

std::string item_object(std::int64_t item) { return fmt::format("item:{}", item); }

}  // namespace

std::int64_t item_of_subject(std::string_view subject) {
  std::int64_t item = 0;
  if (subject.starts_with("item:"))
    std::from_chars(subject.data() + 5, subject.data() + subject.size(), item);
  return item;
}

std::vector<std::int64_t> documents_of(const Case& from) {
  std::vector<std::int64_t> items = from.items_with_text();
  for (const List& list : from.lists()) std::erase(items, list.item);
  return items;
}

ItemReader::ItemReader(const Case& from, const ItemNames& names, std::int64_t item) {
  auto text = from.text(item);
  if (!text) throw Error(ErrorCode::not_found, fmt::format("no text was made of item {}", item));
  const std::string object = item_object(item);
  inputs_ = {fmt::format("text:{}", text->id), "texts-of:" + object, "judgements-of:" + object};
  facts_.path = names[item];
  facts_.sha256 = to_hex(sha256(text->text));
  facts_.notes = {text->tool};
  text_ = std::move(text->text);
  Json settings = Json::object();
  for (const Judgement& judgement : from.judgements_of(object)) {
    if (judgement.kind == kDocumentDateKind) {
      options_.document_date = calendar_day_from_iso(judgement.value);
      facts_.date = judgement.value;
      settings["date"] = judgement.value;
    } else if (judgement.kind == kLanguageKind) {
      options_.language = language_from_code(judgement.value);
      settings["language"] = judgement.value;
    } else if (judgement.kind == kCorrectionKind) {
      Json annotation = Json::parse(judgement.value, nullptr, false);
      if (!annotation.is_object())
        throw Error(ErrorCode::invalid_input,
                    fmt::format("judgement {} is no correction", judgement.id));
      if (annotation.value("action", "") == kUndo) continue;
      annotation["target"]["source"] = facts_.path;
      corrections_.push_back(std::move(annotation));
    }
  }
  made_with_ = hearim::made_with(settings);
}

ReadingMade ItemReader::make() const {
  const std::u32string text = decode_text(text_);
  const Reading reading = read_text(text, options_);
  Json content = document_json(facts_, text, reading);
  ReadingMade made{.inputs = inputs_, .made_with = made_with_, .content = {}};
  if (!corrections_.empty()) {
    const Corrections corrections =
        Corrections::parse(Json{{"items", corrections_}}.dump(), facts_.path);
    CorrectedAnnotations corrected = corrections.apply(facts_.path, text, content["annotations"]);
    content["annotations"] = std::move(corrected.annotations);
    Json conflicts = Json::array();
    for (const CorrectionConflict& conflict : corrected.conflicts)
      conflicts.push_back({{"id", conflict.id}, {"what", conflict.what}});
    made.conflict_count = conflicts.size();
    content["corrections"] = {{"applied", corrected.applied}, {"conflicts", std::move(conflicts)}};
  }
  made.content = content.dump();
  return made;
}

ReadCaseOutcome read_case(Case& into, const Run& run) {
  const ItemNames names(into);
  const std::vector<std::int64_t> items = documents_of(into);
  ReadCaseOutcome outcome{.text_count = items.size()};
  for (std::size_t begin = 0; begin < items.size(); begin += kBatch) {
    run.stop_if_cancelled();
    std::vector<std::pair<std::int64_t, ItemReader>> to_read;
    for (std::size_t i = begin; i < std::min(items.size(), begin + kBatch); ++i) {
      ItemReader reader(into, names, items[i]);
      if (!standing_result(into, kReadStep, item_object(items[i]), reader.made_with(),
                           reader.inputs()))
        to_read.emplace_back(items[i], std::move(reader));
    }
    std::vector<ReadingMade> made(to_read.size());
    for_each_chunk(to_read.size(), run, [&](std::size_t i) {
      run.stop_if_cancelled();
      made[i] = to_read[i].second.make();
    });
    if (!made.empty()) {
      CaseWork work = into.begin_work();
      for (std::size_t i = 0; i < made.size(); ++i) {
        work.add_result({.step = std::string(kReadStep),
                         .subject = item_object(to_read[i].first),
                         .made_with = made[i].made_with,
                         .inputs = made[i].inputs,
                         .content = made[i].content});
        outcome.conflict_count += made[i].conflict_count;
      }
      work.commit();
    }
    outcome.read_count += made.size();
    if (run.progress) run.progress("reading", std::min(items.size(), begin + kBatch), items.size());
  }
  return outcome;
}

KeptReading kept_reading(const Case& from, const Result& result) {
  KeptReading kept;
  kept.item = item_of_subject(result.subject);
  kept.result = result.id;
  const Json content = content_of(from, result.id);
  const auto text = from.text(kept.item);
  if (!text)
    throw Error(ErrorCode::not_found, fmt::format("no text was made of item {}", kept.item));
  kept.text = decode_text(text->text);
  const Json& document = content.at("document");
  kept.facts.path = document.value("path", "");
  kept.facts.sha256 = document.value("sha256", "");
  kept.facts.date = document.value("date", "");
  kept.reading = reading_from_json(content.at("annotations"), kept.text.size(), kept.facts.path);
  kept.reading.language = language_from_code(document.value("language", ""));
  return kept;
}

}  // namespace hearim

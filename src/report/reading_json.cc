#include "report/reading_json.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "base/version.h"
#include "hearim/error.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::array kForms = {
    std::pair{ValueForm::exact, "exact"}, std::pair{ValueForm::approximate, "approximate"},
    std::pair{ValueForm::bound, "bound"}, std::pair{ValueForm::range, "range"},
    std::pair{ValueForm::vague, "vague"}, std::pair{ValueForm::ratio, "ratio"}};
constexpr std::array kChanges = {std::pair{ValueChange::up, "up"},
                                 std::pair{ValueChange::down, "down"}};
constexpr std::array kMentionTypes = {
    std::pair{MentionType::person, "person"}, std::pair{MentionType::organisation, "organisation"},
    std::pair{MentionType::place, "place"}, std::pair{MentionType::work, "work"},
    std::pair{MentionType::event, "event"}};
constexpr std::array kQuoteForms = {std::pair{QuoteForm::direct, "direct"},
                                    std::pair{QuoteForm::indirect, "indirect"}};

template <typename Table, typename Value>
const char* name_in(const Table& table, Value value) {
  for (const auto& [key, name] : table)
    if (key == value) return name;
  return "";
}

Json number_json(double value) {
  constexpr double kExactMax = 9007199254740992.0;
  if (std::fabs(value) <= kExactMax && value == std::trunc(value))
    return static_cast<std::int64_t>(value);
  return value;
}

Json place_json(TextSpan span) { return {{"start", span.start}, {"end", span.end}}; }

Json place_with_text(std::u32string_view text, TextSpan span) {
  Json out = place_json(span);
  out["text"] = text_at(text, span);
  return out;
}

Json annotation_json(const std::string& id, const char* kind, std::u32string_view text,
                     TextSpan span) {
  Json out;
  out["id"] = id;
  out["kind"] = kind;
  out["start"] = span.start;
  out["end"] = span.end;
  out["text"] = text_at(text, span);
  return out;
}

void put_text(Json& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

void put_place(Json& out, const char* key, TextSpan span) {
  if (!span.empty()) out[key] = place_json(span);
}

Json value_json(const QuantityValue& value) {
  Json out;
  out["low"] = value.low ? number_json(*value.low) : Json();
  out["high"] = value.high ? number_json(*value.high) : Json();
  if (value.low) out["low_inclusive"] = value.low_inclusive;
  if (value.high) out["high_inclusive"] = value.high_inclusive;
  out["approx"] = value.approx;
  out["form"] = name_in(kForms, value.form);
  put_text(out, "base", value.base);
  if (value.change != ValueChange::none) out["change"] = name_in(kChanges, value.change);
  return out;
}

Json quantity_json(std::u32string_view text, const Quantity& q) {
  Json out = annotation_json(q.id, "quantity", text, q.span);
  put_place(out, "number", q.number);
  put_place(out, "measure", q.measure);
  out["value"] = value_json(q.value);
  put_text(out, "unit", q.unit);
  put_text(out, "unit_text", q.unit_text);
  if (!q.counted.empty()) out["counted"] = place_with_text(text, q.counted);
  if (!q.sources.empty()) {
    out["sources"] = Json::array();
    for (const QuantitySource& source : q.sources) {
      Json step;
      put_text(step, "who", source.who);
      put_text(step, "via", source.via);
      put_place(step, "cue", source.cue);
      step["stated"] = source.stated;
      out["sources"].push_back(std::move(step));
    }
  }
  if (!q.caveat.empty()) out["caveat"] = place_with_text(text, q.caveat);
  return out;
}

// Reading JSON back: every complaint names the annotation and the field.
class AnnotationReader {
 public:
  AnnotationReader(const Json& annotation, std::size_t code_points, std::size_t index,
                   const std::string& source)
      : json_(annotation), code_points_(code_points), source_(source) {
    if (!json_.is_object()) {
      name_ = fmt::format("annotation {}", index + 1);
      complain("", "an object is needed");
    }
    const std::string id = text(json_, "id");
    name_ = id.empty() ? fmt::format("annotation {}", index + 1)
                       : fmt::format("annotation {} ({})", index + 1, id);
  }

  [[noreturn]] void complain(const std::string& field, const std::string& what) const {
    throw Error(ErrorCode::invalid_input, what,
                {.file = source_,
                 .line = {},
                 .column = {},
                 .field = field.empty() ? name_ : name_ + ", " + field});
  }

  const Json& json() const { return json_; }

  std::string text(const Json& object, const char* key) const {
    const auto it = object.find(key);
    if (it == object.end() || it->is_null()) return {};
    if (!it->is_string()) complain(key, "text is needed");
    return it->get<std::string>();
  }

  bool truth(const Json& object, const char* key, bool otherwise) const {
    const auto it = object.find(key);
    if (it == object.end() || it->is_null()) return otherwise;
    if (!it->is_boolean()) complain(key, "true or false is needed");
    return it->get<bool>();
  }

  TextSpan place(const Json& object, const std::string& field) const {
    const auto edge = [&](const char* key) {
      const auto it = object.find(key);
      if (it == object.end() || !it->is_number_integer() || it->get<std::int64_t>() < 0 ||
          it->get<std::uint64_t>() > code_points_) {
        complain(field.empty() ? key : field + "." + key,
                 fmt::format("a place in the text (0 to {}) is needed", code_points_));
      }
      return it->get<std::uint32_t>();
    };
    const TextSpan span{edge("start"), edge("end")};
    if (span.end < span.start) complain(field, "the end lies before the start");
    return span;
  }

  TextSpan optional_place(const Json& object, const char* key) const {
    const auto it = object.find(key);
    if (it == object.end() || it->is_null()) return {};
    if (!it->is_object()) complain(key, "an object with start and end is needed");
    return place(*it, key);
  }

  std::optional<double> number(const Json& object, const char* key) const {
    const auto it = object.find(key);
    if (it == object.end() || it->is_null()) return std::nullopt;
    if (!it->is_number() || !std::isfinite(it->get<double>()))
      complain(std::string("value.") + key, "a number or null is needed");
    return it->get<double>();
  }

  template <typename Table, typename Value>
  Value named(const Json& object, const char* key, const Table& table, Value otherwise) const {
    const std::string name = text(object, key);
    if (name.empty()) return otherwise;
    std::string all;
    for (const auto& [value, known] : table) {
      if (known == name) return value;
      all += (all.empty() ? "" : ", ") + std::string(known);
    }
    complain(key, fmt::format("'{}' is not one of {}", name, all));
  }

  const Json& list(const Json& object, const char* key) const {
    static const Json kNone = Json::array();
    const auto it = object.find(key);
    if (it == object.end() || it->is_null()) return kNone;
    if (!it->is_array()) complain(key, "a list is needed");
    for (const Json& item : *it)
      if (!item.is_object()) complain(key, "a list of objects is needed");
    return *it;
  }

 private:
  const Json& json_;
  std::size_t code_points_;
  const std::string& source_;
  std::string name_;
};

Quantity quantity_from(const AnnotationReader& in, TextSpan span) {
  const Json& json = in.json();
  Quantity q;
  q.span = span;
  q.number = in.optional_place(json, "number");
  q.measure = in.optional_place(json, "measure");
  if (q.number.empty()) q.number = span;
  if (q.measure.empty()) q.measure = span;
  if (const auto it = json.find("value"); it != json.end() && it->is_object()) {
    q.value.low = in.number(*it, "low");
    q.value.high = in.number(*it, "high");
    q.value.low_inclusive = in.truth(*it, "low_inclusive", true);
    q.value.high_inclusive = in.truth(*it, "high_inclusive", true);
    q.value.approx = in.truth(*it, "approx", false);
    q.value.form = in.named(*it, "form", kForms, ValueForm::exact);
    q.value.change = in.named(*it, "change", kChanges, ValueChange::none);
    q.value.base = in.text(*it, "base");
  } else if (it != json.end() && !it->is_null()) {
    in.complain("value", "an object is needed");
  }
  q.unit = in.text(json, "unit");
  q.unit_text = in.text(json, "unit_text");
  q.counted = in.optional_place(json, "counted");
  q.caveat = in.optional_place(json, "caveat");
  for (const Json& step : in.list(json, "sources"))
    q.sources.push_back({in.text(step, "who"), in.text(step, "via"), in.optional_place(step, "cue"),
                         in.truth(step, "stated", true)});
  return q;
}

Testimony testimony_from(const AnnotationReader& in, TextSpan span) {
  Testimony t;
  t.span = span;
  t.person = in.text(in.json(), "person");
  t.told_to = in.text(in.json(), "told_to");
  for (const Json& fact : in.list(in.json(), "facts"))
    t.facts.push_back({in.text(fact, "act"), in.place(fact, "facts")});
  return t;
}

}  // namespace

std::string text_at(std::u32string_view text, TextSpan span) {
  return to_utf8(text.substr(span.start, span.end - span.start));
}

Json annotations_json(std::u32string_view text, const Reading& reading) {
  Json all = Json::array();
  for (const Quantity& q : reading.quantities) all.push_back(quantity_json(text, q));
  for (const DateFound& date : reading.dates) {
    Json out = annotation_json(date.id, "date", text, date.span);
    put_text(out, "value", date.value);
    all.push_back(std::move(out));
  }
  for (const Mention& mention : reading.mentions) {
    Json out = annotation_json(mention.id, "mention", text, mention.span);
    out["type"] = name_in(kMentionTypes, mention.type);
    if (!mention.named) out["named"] = false;
    put_text(out, "entity", mention.entity);
    put_text(out, "listed", mention.listed);
    all.push_back(std::move(out));
  }
  for (const Quote& quote : reading.quotes) {
    Json out = annotation_json(quote.id, "quote", text, quote.span);
    out["form"] = name_in(kQuoteForms, quote.form);
    put_text(out, "speaker", quote.speaker);
    put_text(out, "hearer", quote.hearer);
    put_place(out, "cue", quote.cue);
    all.push_back(std::move(out));
  }
  for (const Testimony& testimony : reading.testimonies) {
    Json out = annotation_json(testimony.id, "testimony", text, testimony.span);
    put_text(out, "person", testimony.person);
    put_text(out, "told_to", testimony.told_to);
    out["facts"] = Json::array();
    for (const TestimonyFact& fact : testimony.facts) {
      Json act;
      put_text(act, "act", fact.act);
      act.update(place_with_text(text, fact.span));
      out["facts"].push_back(std::move(act));
    }
    all.push_back(std::move(out));
  }
  for (const Citation& citation : reading.citations) {
    Json out = annotation_json(citation.id, "citation", text, citation.span);
    put_text(out, "to", citation.to);
    put_text(out, "by", citation.by);
    all.push_back(std::move(out));
  }
  return all;
}

namespace {

Json conversion_json(const DocumentConversion& made) {
  Json out;
  out["by"] = made.by;
  out["format"] = made.format;
  put_text(out, "missing", made.missing);
  if (made.page_count > 0) out["pages"] = made.page_count;
  if (made.has_ocr) out["ocr"] = true;
  put_text(out, "title", made.title);
  put_text(out, "author", made.author);
  put_text(out, "date", made.date);
  put_text(out, "language", made.language);
  for (const SetAside& part : made.set_aside)
    out["set_aside"].push_back({{"role", part.role},
                                {"start", part.span.start},
                                {"end", part.span.end},
                                {"text", part.text}});
  return out;
}

}  // namespace

Json document_json(const DocumentFacts& facts, std::u32string_view text, const Reading& reading) {
  Json document;
  document["path"] = facts.path;
  document["sha256"] = facts.sha256;
  document["language"] = language_code(reading.language);
  document["code_points"] = text.size();
  put_text(document, "date", facts.date);
  put_text(document, "encoding", facts.encoding);
  if (!facts.notes.empty()) document["notes"] = facts.notes;
  if (facts.converted) document["converted"] = conversion_json(*facts.converted);
  Json out;
  out["document"] = std::move(document);
  out["version"] = kVersion;
  out["annotations"] = annotations_json(text, reading);
  return out;
}

Reading reading_from_json(const Json& annotations, std::size_t code_points,
                          const std::string& source) {
  if (!annotations.is_array())
    throw Error(ErrorCode::invalid_input, "a list is needed",
                {.file = source, .line = {}, .column = {}, .field = "annotations"});
  Reading out;
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const AnnotationReader in(annotations[i], code_points, i, source);
    const std::string kind = in.text(in.json(), "kind");
    const TextSpan span = in.place(in.json(), "");
    const auto id = [&](const char* letter, std::size_t count) {
      const std::string given = in.text(in.json(), "id");
      return given.empty() ? letter + std::to_string(count + 1) : given;
    };
    if (kind == "quantity") {
      out.quantities.push_back(quantity_from(in, span));
      out.quantities.back().id = id("q", out.quantities.size() - 1);
    } else if (kind == "date") {
      out.dates.push_back({id("d", out.dates.size()), span, in.text(in.json(), "value")});
    } else if (kind == "mention") {
      out.mentions.push_back({id("m", out.mentions.size()), span,
                              in.named(in.json(), "type", kMentionTypes, MentionType::person),
                              in.truth(in.json(), "named", true), in.text(in.json(), "entity"),
                              in.text(in.json(), "listed")});
    } else if (kind == "quote") {
      out.quotes.push_back({id("s", out.quotes.size()), span,
                            in.named(in.json(), "form", kQuoteForms, QuoteForm::direct),
                            in.text(in.json(), "speaker"), in.text(in.json(), "hearer"),
                            in.optional_place(in.json(), "cue")});
    } else if (kind == "testimony") {
      out.testimonies.push_back(testimony_from(in, span));
      out.testimonies.back().id = id("t", out.testimonies.size() - 1);
    } else if (kind == "citation") {
      out.citations.push_back({id("c", out.citations.size()), span, in.text(in.json(), "to"),
                               in.text(in.json(), "by")});
    } else {
      in.complain("kind", fmt::format("'{}' is not one of quantity, date, mention, quote, "
                                      "testimony, citation",
                                      kind));
    }
  }
  return out;
}

}  // namespace hearim

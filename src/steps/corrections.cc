#include "steps/corrections.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>

#include "base/sha256.h"
#include "hearim/error.h"
#include "read/text_anchor.h"
#include "steps/shown_name.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::array kActions = {
    std::pair{CorrectionAction::accept, "accept"}, std::pair{CorrectionAction::reject, "reject"},
    std::pair{CorrectionAction::change, "change"}, std::pair{CorrectionAction::add, "add"}};
// Fields that name another annotation.
constexpr std::array kReferences = {"who",    "via",     "speaker", "hearer",
                                    "person", "told_to", "to",      "base"};
// Fields that are this program's about an annotation, not part of what it says.
constexpr std::array kOwnFields = {"id", "start", "end", "text", "review", "entity"};

const char* action_name(CorrectionAction action) {
  return std::find_if(kActions.begin(), kActions.end(),
                      [&](const auto& a) { return a.first == action; })
      ->second;
}

TextSpan span_of(const Json& annotation) {
  return {annotation.at("start").get<std::uint32_t>(), annotation.at("end").get<std::uint32_t>()};
}

Json selectors(std::u32string_view text, TextSpan span) {
  const TextAnchor anchor = anchor_of(text, span);
  return Json::array({{{"type", "TextPositionSelector"}, {"start", span.start}, {"end", span.end}},
                      {{"type", "TextQuoteSelector"},
                       {"exact", to_utf8(anchor.exact)},
                       {"prefix", to_utf8(anchor.prefix)},
                       {"suffix", to_utf8(anchor.suffix)}}});
}

// REQUIRES: checked by `check_selectors`.
TextAnchor anchor_from(const Json& list) {
  TextAnchor anchor;
  for (const Json& selector : list) {
    if (selector.at("type") == "TextPositionSelector") {
      anchor.position = span_of(selector);
    } else {
      anchor.exact = decode_text(selector.at("exact").get<std::string>());
      anchor.prefix = decode_text(selector.value("prefix", std::string()));
      anchor.suffix = decode_text(selector.value("suffix", std::string()));
    }
  }
  return anchor;
}

// Every field that names another annotation, wherever it stands.
template <typename Visit>
void for_each_reference(Json& value, const Visit& visit) {
  if (value.is_array())
    for (Json& item : value) for_each_reference(item, visit);
  if (!value.is_object()) return;
  for (auto it = value.begin(); it != value.end();) {
    const bool names = it->is_string() && std::find(kReferences.begin(), kReferences.end(),
                                                    it.key()) != kReferences.end();
    bool keep = true;
    if (names) {
      keep = visit(it.value());
    } else {
      for_each_reference(it.value(), visit);
    }
    it = keep ? std::next(it) : value.erase(it);
  }
}

// Places inside an annotation move with it.
void shift_places(Json& value, std::int64_t by, std::size_t code_points, bool top) {
  if (value.is_array())
    for (Json& item : value) shift_places(item, by, code_points, false);
  if (!value.is_object()) return;
  if (!top && value.contains("start") && value.contains("end")) {
    for (const char* edge : {"start", "end"}) {
      const auto moved = value[edge].get<std::int64_t>() + by;
      value[edge] = std::clamp<std::int64_t>(moved, 0, static_cast<std::int64_t>(code_points));
    }
  }
  for (auto& [key, item] : value.items()) shift_places(item, by, code_points, false);
}

std::uint32_t overlap(TextSpan a, TextSpan b) {
  const std::uint32_t from = std::max(a.start, b.start), to = std::min(a.end, b.end);
  return from < to ? to - from : 0;
}

// The annotation of the kind at the place: the same place, else the largest overlap of at least
// half of the longer.
std::optional<std::size_t> annotation_at(const Json& annotations, const std::string& kind,
                                         TextSpan span) {
  std::optional<std::size_t> best;
  std::uint32_t best_overlap = 0;
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    if (annotations[i].at("kind") != kind) continue;
    const TextSpan other = span_of(annotations[i]);
    if (other == span) return i;
    const std::uint32_t shared = overlap(other, span);
    const std::uint32_t longer = std::max(other.end - other.start, span.end - span.start);
    if (2 * shared >= longer && shared > best_overlap) {
      best = i;
      best_overlap = shared;
    }
  }
  return best;
}

// What an annotation says, apart from where it stands and what it is called.
Json said_by(Json annotation) {
  for (const char* field : kOwnFields) annotation.erase(field);
  return annotation;
}

// The same without places and names of other annotations, which change when the text does.
Json meaning_of(Json value) {
  if (value.is_array())
    for (Json& item : value) item = meaning_of(item);
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (const auto& [key, item] : value.items()) {
    const bool own = std::find(kOwnFields.begin(), kOwnFields.end(), key) != kOwnFields.end();
    const bool names = item.is_string() &&
                       std::find(kReferences.begin(), kReferences.end(), key) != kReferences.end();
    // A place without words ("measure") says nothing of its own.
    const bool place_only = item.is_object() && item.contains("start") && item.size() == 2;
    if (!own && !names && !place_only) out[key] = meaning_of(item);
  }
  return out;
}

std::string short_json(const Json& value) {
  std::string text = value.dump();
  if (text.size() > 160) text = text.substr(0, 157) + "...";
  return text;
}

std::string new_id(const Json& annotations, const std::string& kind) {
  const char letter = kind == "quote" ? 's' : kind[0];
  int last = 0;
  for (const Json& annotation : annotations) {
    const std::string id = annotation.at("id").get<std::string>();
    if (id.size() > 1 && id[0] == letter &&
        id.find_first_not_of("0123456789", 1) == std::string::npos && id.size() < 9)
      last = std::max(last, std::stoi(id.substr(1)));
  }
  return letter + std::to_string(last + 1);
}

[[noreturn]] void complain(const std::string& source, const std::string& field,
                           const std::string& what) {
  throw Error(ErrorCode::invalid_input, what,
              {.file = source, .line = {}, .column = {}, .field = field});
}

void check_selectors(const Json& list, const std::string& source, const std::string& field) {
  if (!list.is_array() || list.empty()) complain(source, field, "a list of selectors is needed");
  bool words = false;
  for (const Json& selector : list) {
    const std::string type = selector.is_object() ? selector.value("type", std::string()) : "";
    const auto is_place = [&](const char* key) {
      return selector.contains(key) && selector[key].is_number_unsigned() &&
             selector[key].get<std::uint64_t>() < 0xFFFFFFFFU;
    };
    if (type == "TextPositionSelector") {
      if (!is_place("start") || !is_place("end"))
        complain(source, field, "a TextPositionSelector needs start and end, whole numbers");
    } else if (type == "TextQuoteSelector") {
      for (const char* key : {"exact", "prefix", "suffix"})
        if (selector.contains(key) && !selector[key].is_string())
          complain(source, field + "." + key, "text is needed");
      words = selector.contains("exact");
      if (!words) complain(source, field, "a TextQuoteSelector needs the exact words");
    } else {
      complain(source, field,
               fmt::format("'{}' is neither TextPositionSelector nor TextQuoteSelector", type));
    }
  }
  if (!words) complain(source, field, "a TextQuoteSelector is needed: a place alone is lost");
}

}  // namespace

Corrections Corrections::parse(const std::string& json, const std::string& source) {
  Json file;
  try {
    file = Json::parse(json);
  } catch (const nlohmann::json::exception& error) {
    complain(source, "", std::string("is not JSON: ") + error.what());
  }
  if (!file.is_object() || !file.contains("items") || !file["items"].is_array())
    complain(source, "items", "a list of corrections is needed");
  Corrections out;
  out.source_ = source;
  for (std::size_t i = 0; i < file["items"].size(); ++i) {
    const Json& item = file["items"][i];
    const std::string name = fmt::format("correction {}", i + 1);
    if (!item.is_object()) complain(source, name, "an object is needed");
    const auto text_in = [&](const Json& object, const char* key) {
      if (!object.contains(key) || !object[key].is_string())
        complain(source, name + ", " + key, "text is needed");
      return object[key].get<std::string>();
    };
    const std::string action = text_in(item, "action");
    if (std::none_of(kActions.begin(), kActions.end(),
                     [&](const auto& a) { return a.second == action; }))
      complain(source, name + ", action",
               fmt::format("'{}' is not one of accept, reject, change, add", action));
    if (!item.contains("target") || !item["target"].is_object())
      complain(source, name + ", target", "an object is needed");
    text_in(item["target"], "source");
    if (!item["target"].contains("selector"))
      complain(source, name + ", target.selector", "a list of selectors is needed");
    check_selectors(item["target"]["selector"], source, name + ", target.selector");
    if (!item.contains("body") || !item["body"].is_object())
      complain(source, name + ", body", "an object is needed");
    text_in(item["body"], "kind");
    if (item.contains("references")) {
      if (!item["references"].is_object())
        complain(source, name + ", references", "an object is needed");
      for (const auto& [id, reference] : item["references"].items()) {
        if (!reference.is_object() || !reference.contains("selector"))
          complain(source, name + ", references." + id, "an object with a selector is needed");
        text_in(reference, "kind");
        check_selectors(reference["selector"], source, name + ", references." + id);
      }
    }
    out.items_.push_back(item);
  }
  return out;
}

CorrectedAnnotations Corrections::apply(const std::string& document, std::u32string_view text,
                                        const Json& annotations) const {
  try {
    return applied(document, text, annotations);
  } catch (const nlohmann::json::exception& error) {
    complain(source_, "a field of a body", std::string("is of the wrong kind: ") + error.what());
  }
}

CorrectedAnnotations Corrections::applied(const std::string& document, std::u32string_view text,
                                          const Json& annotations) const {
  CorrectedAnnotations out;
  out.annotations = annotations;
  for (std::size_t n = 0; n < items_.size(); ++n) {
    const Json& item = items_[n];
    const std::string target = item["target"]["source"].get<std::string>();
    if (target != document && base_name(target) != base_name(document)) continue;
    const std::string id = item.value("id", fmt::format("correction {}", n + 1));
    const std::string action = item["action"].get<std::string>();
    const std::string kind = item["body"]["kind"].get<std::string>();
    const auto conflict = [&](const std::string& what) {
      out.conflicts.push_back({id, fmt::format("{} {}: {}", action, kind, what)});
    };
    const TextAnchor anchor = anchor_from(item["target"]["selector"]);
    const AnchorFound found = find_anchor(text, anchor);
    const std::string words = "'" + to_utf8(anchor.exact) + "'";
    if (found.result == AnchorResult::lost) {
      conflict("the words " + words + " are not in the text any more; kept, not applied");
      continue;
    }
    if (found.result == AnchorResult::ambiguous) {
      conflict("the words " + words + " stand in several places alike; kept, not applied");
      continue;
    }
    if (found.result == AnchorResult::reworded)
      conflict("the words " + words + " are now '" + text_at(text, found.span) + "'");

    const auto now = annotation_at(out.annotations, kind, found.span);
    if (action == "reject") {
      if (now) {
        const Json said = said_by(out.annotations[*now]);
        if (span_of(out.annotations[*now]) != found.span)
          conflict("what is found there now has other limits; rejected all the same: '" +
                   out.annotations[*now].value("text", std::string()) + "'");
        else if (meaning_of(said) != meaning_of(item["body"]))
          conflict("what is found there now says something else; rejected all the same: " +
                   short_json(meaning_of(said)));
        out.annotations.erase(*now);
      }
      ++out.applied;
      continue;
    }

    // What the person said, at its place of today.
    Json body = said_by(item["body"]);
    shift_places(body,
                 static_cast<std::int64_t>(found.span.start) -
                     static_cast<std::int64_t>(anchor.position.start),
                 text.size(), true);
    for_each_reference(body, [&](Json& reference) {
      const std::string old = reference.get<std::string>();
      if (!item.contains("references") || !item["references"].contains(old)) {
        const bool there = std::any_of(out.annotations.begin(), out.annotations.end(),
                                       [&](const Json& a) { return a.at("id") == old; });
        if (!there) conflict("it names " + old + ", which is not there; left out");
        return there;
      }
      const Json& kept = item["references"][old];
      const AnchorFound place = find_anchor(text, anchor_from(kept["selector"]));
      if (place.result == AnchorResult::same || place.result == AnchorResult::moved) {
        const std::string of_kind = kept["kind"].get<std::string>();
        auto at = annotation_at(out.annotations, of_kind, place.span);
        if (!at && kept.contains("body")) {
          Json again = kept["body"];
          again["id"] = new_id(out.annotations, of_kind);
          again["start"] = place.span.start;
          again["end"] = place.span.end;
          again["text"] = text_at(text, place.span);
          again["review"] = "added";
          out.annotations.push_back(std::move(again));
          at = out.annotations.size() - 1;
        }
        if (at) {
          reference = out.annotations[*at].at("id");
          return true;
        }
      }
      conflict("who or what it names (" + old + ") is not found any more; left out");
      return false;
    });
    Json made;
    made["id"] = now ? out.annotations[*now]["id"] : Json(new_id(out.annotations, kind));
    made["kind"] = kind;
    made["start"] = found.span.start;
    made["end"] = found.span.end;
    made["text"] = text_at(text, found.span);
    for (const auto& [key, value] : body.items())
      if (key != "kind") made[key] = value;
    if (kind == "mention" && now && out.annotations[*now].contains("entity"))
      made["entity"] = out.annotations[*now]["entity"];
    made["review"] = action == "accept" ? "accepted" : action == "change" ? "changed" : "added";
    if (!now) {
      if (action == "accept") conflict("it is not found any more; kept as it was accepted");
      if (action == "change")
        conflict("what it changed is not found any more; kept as it was changed");
      out.annotations.push_back(std::move(made));
      ++out.applied;
      continue;
    }
    // What was there when the person decided: for accept and add the body itself.
    const Json current = said_by(out.annotations[*now]);
    if (action == "change" && item.contains("was") &&
        meaning_of(current) != meaning_of(item["was"]) && meaning_of(current) != meaning_of(made))
      conflict("it was made against " + short_json(meaning_of(item["was"])) +
               ", and now there is " + short_json(meaning_of(current)) + "; the change stands");
    if (action != "change" && meaning_of(current) != meaning_of(made))
      conflict("now there is " + short_json(meaning_of(current)) + "; the person's word stands");
    out.annotations[*now] = std::move(made);
    ++out.applied;
  }
  return out;
}

void Corrections::append(CorrectionAction action, const std::string& document,
                         std::u32string_view text, const Json& annotations, const std::string& id,
                         const Json& fields) {
  Json body;
  TextSpan span;
  Json was;
  if (action == CorrectionAction::add) {
    body = fields;
    if (!body.is_object() || !body.contains("kind") || !body["kind"].is_string())
      complain("--add", "kind", "an object with kind, and start and end or exact words, is needed");
    if (body.contains("exact") && body["exact"].is_string()) {
      const std::u32string words = decode_text(body["exact"].get<std::string>());
      const std::size_t at = text.find(words);
      if (words.empty() || at == std::u32string_view::npos)
        complain("--add", "exact", "these words are not in the text");
      if (text.find(words, at + 1) != std::u32string_view::npos)
        complain("--add", "exact",
                 "these words are in the text more than once: give start and end");
      span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
      body.erase("exact");
    } else {
      Json place = Json::array({body});
      reading_from_json(place, text.size(), "--add");  // complains of a bad place or field
      span = span_of(body);
    }
    if (span.empty()) complain("--add", "end", "an empty place holds nothing");
    Json whole = body;
    whole["start"] = span.start;
    whole["end"] = span.end;
    reading_from_json(Json::array({whole}), text.size(), "--add");
  } else {
    const auto it = std::find_if(annotations.begin(), annotations.end(),
                                 [&](const Json& a) { return a.at("id") == id; });
    if (it == annotations.end())
      complain(document, id, fmt::format("there is no such finding to {}", action_name(action)));
    body = *it;
    was = said_by(*it);
    span = span_of(*it);
    if (action == CorrectionAction::change) {
      if (!fields.is_object()) complain("--change", id, "an object of fields is needed");
      for (const auto& [key, value] : fields.items()) {
        if (value.is_null())
          body.erase(key);
        else if (key == "value" && value.is_object() && body.contains("value"))
          body["value"].update(value);
        else
          body[key] = value;
      }
      reading_from_json(Json::array({body}), text.size(), "--change " + id);
      span = span_of(body);
    }
  }
  Json references = Json::object();
  Json stripped = said_by(body);
  for_each_reference(stripped, [&](Json& reference) {
    const std::string name = reference.get<std::string>();
    for (const Json& annotation : annotations) {
      if (annotation.at("id") != name) continue;
      references[name] = {{"kind", annotation["kind"]},
                          {"selector", selectors(text, span_of(annotation))},
                          {"body", said_by(annotation)}};
    }
    return true;
  });
  Json item;
  item["type"] = "Annotation";
  item["motivation"] = action == CorrectionAction::accept || action == CorrectionAction::reject
                           ? "assessing"
                           : "editing";
  item["action"] = action_name(action);
  item["target"] = {{"source", base_name(document)}, {"selector", selectors(text, span)}};
  item["body"] = std::move(stripped);
  if (action == CorrectionAction::change) item["was"] = std::move(was);
  if (!references.empty()) item["references"] = std::move(references);
  // An id that says what it is of: the same decision twice is one.
  item["id"] = "urn:sha256:" + to_hex(sha256(item.dump())).substr(0, 16);
  // A later decision about the same place and kind replaces the earlier one.
  Json kept = Json::array();
  for (Json& other : items_) {
    const bool replaced =
        other["target"] == item["target"] && other["body"]["kind"] == item["body"]["kind"];
    if (!replaced) kept.push_back(std::move(other));
  }
  kept.push_back(std::move(item));
  items_ = std::move(kept);
}

std::string Corrections::dump() const {
  Json file;
  file["@context"] = "http://www.w3.org/ns/anno.jsonld";
  file["type"] = "AnnotationCollection";
  file["items"] = items_;
  return file.dump(1) + "\n";
}

}  // namespace hearim

// Who is named, who says what, and what befell whom: how much of it the reader finds.
//
//   story_score FOLDER [--show NAME]
//
// FOLDER holds documents with gold annotations (tests/reading). Two halves are told apart:
// developed, and held out (numbers divisible by three). --show prints one document of the first
// half: what is missing and what was found.
//
//   mentions          named ones: place exact (a leading article aside) and type right; F1
//   entities          B-cubed over the gold mentions that were found; gold entities are those of
//                     the documents where they are given
//   speech            a quotation counts as found if it shares half of the words of either side
//                     with the gold one (intersection over union of at least 0.5) and has its form
//   speaker, hearer   the same place or the same entity, of the quotations found
//   source            who says a quantity, or the report it came through; stated and inferred alike
//   testimony         overlapping, with person; facts: acts whose place overlaps
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "hearim/read.h"
#include "text/letter_folding.h"

namespace {

using hearim::TextSpan;
using nlohmann::json;

struct Count {
  int gold = 0, found = 0, hit = 0;
};
std::map<std::string, Count> counts;
struct BCubed {
  double precision = 0, recall = 0;
  int items = 0;
};
std::map<std::string, BCubed> b_cubed;

std::uint32_t shared(const TextSpan& a, const TextSpan& b) {
  const auto from = std::max(a.start, b.start), to = std::min(a.end, b.end);
  return to > from ? to - from : 0;
}
double overlap(const TextSpan& a, const TextSpan& b) {
  const double both = shared(a, b);
  return both /
         (static_cast<double>(a.end - a.start) + static_cast<double>(b.end - b.start) - both);
}
TextSpan span_of(const json& a) {
  return {a.at("start").get<std::uint32_t>(), a.at("end").get<std::uint32_t>()};
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

struct Document {
  json gold;
  std::u32string text;
  hearim::Reading reading;
  std::string language, half;
  bool show = false;

  std::string piece(const TextSpan& s) const {
    return hearim::to_utf8(text.substr(s.start, s.end - s.start));
  }
  void add(const std::string& what, const Count& more) const {
    for (const std::string& key :
         {half + " " + what + " all", half + " " + what + " " + language}) {
      counts[key].gold += more.gold;
      counts[key].found += more.found;
      counts[key].hit += more.hit;
    }
  }
  const hearim::Mention* mention(const std::string& id) const {
    for (const auto& m : reading.mentions) {
      if (m.id == id) return &m;
    }
    return nullptr;
  }
  const json* gold_of(const std::string& id) const {
    for (const json& a : gold["annotations"]) {
      if (a["id"] == id) return &a;
    }
    return nullptr;
  }
  std::string named(const std::string& id) const {
    const auto* m = mention(id);
    return m == nullptr ? "-" : piece(m->span) + "/" + m->entity;
  }
  TextSpan plain(TextSpan s) const {  // without a leading article
    const std::string words = piece(s);
    for (const std::string_view article : {"the ", "The ", "la ", "La ", "el ", "El "}) {
      if (words.rfind(article, 0) == 0) s.start += static_cast<std::uint32_t>(article.size());
    }
    return s;
  }
  // Whether our mention is the gold one: the same place, or of one entity with a mention that is.
  bool same_mention(const std::string& ours, const std::string& theirs) const {
    const auto* m = mention(ours);
    const json* g = gold_of(theirs);
    if (m == nullptr || g == nullptr) return false;
    std::vector<TextSpan> places = {span_of(*g)};
    if (g->contains("entity")) {
      for (const json& a : gold["annotations"]) {
        if (a["kind"] == "mention" && a.value("entity", "") == (*g)["entity"])
          places.push_back(span_of(a));
      }
    }
    for (const auto& other : reading.mentions) {
      if (other.id != m->id && (other.entity.empty() || other.entity != m->entity)) continue;
      for (const TextSpan& place : places) {
        if (shared(other.span, place) > 0) return true;
      }
    }
    return false;
  }

  void score_mentions() const {
    std::map<std::string, const hearim::Mention*> found_for;
    Count exact, loose;
    std::set<const hearim::Mention*> used;
    for (const json& g : gold["annotations"]) {
      if (g["kind"] != "mention" || !g.value("named", true)) continue;
      ++exact.gold, ++loose.gold;
      const TextSpan place = plain(span_of(g));
      const hearim::Mention* best = nullptr;
      for (const auto& m : reading.mentions) {
        if (m.named && shared(m.span, place) > 0 && (best == nullptr || plain(m.span) == place))
          best = &m;
      }
      const char* type[] = {"person", "organisation", "place", "work", "event"};
      const bool right = best != nullptr && type[static_cast<int>(best->type)] == g["type"];
      if (best != nullptr) {
        loose.hit += right;
        exact.hit += right && plain(best->span) == place;
        found_for[g["id"]] = best;
        used.insert(best);
      }
      if (show && (!right || plain(best->span) != place))
        fmt::print("  mention [{}] {} : {}\n", piece(place), g["type"].get<std::string>(),
                   best == nullptr ? "none"
                                   : piece(best->span) + " " + type[static_cast<int>(best->type)]);
    }
    for (const auto& m : reading.mentions) {
      exact.found += m.named, loose.found += m.named;
      if (show && m.named && used.count(&m) == 0)
        fmt::print("  extra mention [{}] {}\n", piece(m.span), static_cast<int>(m.type));
    }
    add("mention, exact", exact);
    add("mention, overlapping", loose);
    BCubed score;
    for (const auto& [id, ours] : found_for) {
      const json* g = gold_of(id);
      if (!g->contains("entity")) continue;
      int same_gold = 0, same_ours = 0, both = 0;
      for (const auto& [other_id, other] : found_for) {
        const json* h = gold_of(other_id);
        const bool in_gold = (*h)["entity"] == (*g)["entity"],
                   in_ours = other->entity == ours->entity;
        same_gold += in_gold, same_ours += in_ours, both += in_gold && in_ours;
      }
      ++score.items;
      score.precision += double(both) / same_ours;
      score.recall += double(both) / same_gold;
      if (show && (both < same_gold || both < same_ours))
        fmt::print("  entity of [{}] {}: {} of {} gold, {} of ours\n", piece(ours->span),
                   ours->entity, both, same_gold, same_ours);
    }
    BCubed& sum = b_cubed[half];
    sum.items += score.items, sum.precision += score.precision, sum.recall += score.recall;
  }

  void score_speech() const {
    std::set<const hearim::Quote*> used;
    Count form_counts[2], speaker, hearer, cue;
    for (const json& g : gold["annotations"]) {
      if (g["kind"] != "quote") continue;
      const int form = g["form"] == "direct" ? 0 : 1;
      ++form_counts[form].gold;
      const hearim::Quote* best = nullptr;
      double most = 0;
      for (const auto& s : reading.quotes) {
        if (static_cast<int>(s.form) != form) continue;
        const double much = overlap(s.span, span_of(g));
        if (much > most) most = much, best = &s;
      }
      if (best == nullptr || most < 0.5) {
        if (show)
          fmt::print("  quote [{}] {}\n", piece(span_of(g)),
                     best == nullptr ? "none" : "found [" + piece(best->span) + "]");
        continue;
      }
      ++form_counts[form].hit;
      used.insert(best);
      if (g.contains("speaker")) {
        ++speaker.gold;
        const bool right = same_mention(best->speaker, g["speaker"]);
        speaker.hit += right;
        if (show && !right)
          fmt::print("  speaker of [{}]: {} for {}\n", piece(best->span), named(best->speaker),
                     piece(span_of(*gold_of(g["speaker"]))));
      }
      speaker.found += !best->speaker.empty();
      hearer.found += !best->hearer.empty();
      if (g.contains("hearer")) {
        ++hearer.gold;
        const bool right = same_mention(best->hearer, g["hearer"]);
        hearer.hit += right;
        if (show && !right)
          fmt::print("  hearer of [{}]: {} for {}\n", piece(best->span), named(best->hearer),
                     piece(span_of(*gold_of(g["hearer"]))));
      }
      if (g.contains("cue")) {
        ++cue.gold, ++cue.found;
        cue.hit += shared(best->cue, span_of(g["cue"])) > 0;
      }
    }
    for (const auto& s : reading.quotes) {
      ++form_counts[static_cast<int>(s.form)].found;
      if (show && used.count(&s) == 0)
        fmt::print("  extra quote {} [{}] by {}\n", static_cast<int>(s.form), piece(s.span),
                   named(s.speaker));
    }
    add("speech, direct", form_counts[0]);
    add("speech, indirect", form_counts[1]);
    add("speech, speaker", speaker);
    add("speech, hearer", hearer);
    add("speech, cue", cue);
  }

  void score_sources() const {
    Count source, counted, caveat;
    for (const json& g : gold["annotations"]) {
      if (g["kind"] != "quantity") continue;
      const hearim::Quantity* q = nullptr;
      for (const auto& each : reading.quantities) {
        if (shared(each.span, span_of(g)) > 0) q = &each;
      }
      if (q != nullptr && !q->sources.empty()) ++source.found;
      if (g.contains("sources")) {
        ++source.gold;
        const bool right = q != nullptr && !q->sources.empty() &&
                           (same_mention(q->sources[0].who, g["sources"][0]["who"]) ||
                            same_mention(q->sources[0].via, g["sources"][0]["who"]));
        source.hit += right;
        if (show && !right)
          fmt::print("  source of [{}]: {}\n", piece(span_of(g)),
                     q == nullptr || q->sources.empty() ? "none" : named(q->sources[0].who));
      } else if (show && q != nullptr && !q->sources.empty()) {
        fmt::print("  extra source of [{}]: {}\n", piece(span_of(g)), named(q->sources[0].who));
      }
      if (q != nullptr && !q->counted.empty()) ++counted.found;
      if (g.contains("counted")) {
        ++counted.gold;
        const bool right = q != nullptr && shared(q->counted, span_of(g["counted"])) > 0;
        counted.hit += right;
        if (show && !right)
          fmt::print("  counted of [{}]: [{}] for [{}]\n", piece(span_of(g)),
                     q == nullptr ? "" : piece(q->counted), piece(span_of(g["counted"])));
      } else if (show && q != nullptr && !q->counted.empty()) {
        fmt::print("  extra counted of [{}]: [{}]\n", piece(span_of(g)), piece(q->counted));
      }
      if (q != nullptr && !q->caveat.empty()) ++caveat.found;
      if (g.contains("caveat")) {
        ++caveat.gold;
        const bool right = q != nullptr && shared(q->caveat, span_of(g["caveat"])) > 0;
        caveat.hit += right;
        if (show && !right) fmt::print("  caveat of [{}]\n", piece(span_of(g)));
      }
    }
    add("quantity, source", source);
    add("quantity, counted", counted);
    add("quantity, caveat", caveat);
  }

  void score_testimonies() const {
    Count testimony, told, fact, citation;
    std::set<const hearim::Testimony*> used;
    for (const json& g : gold["annotations"]) {
      if (g["kind"] == "citation") {
        ++citation.gold;
        for (const auto& c : reading.citations) {
          if (shared(c.span, span_of(g)) > 0) {
            ++citation.hit;
            break;
          }
        }
      }
      if (g["kind"] != "testimony") continue;
      ++testimony.gold;
      const hearim::Testimony* best = nullptr;
      std::uint32_t most = 0;
      for (const auto& t : reading.testimonies) {
        if (shared(t.span, span_of(g)) > most) most = shared(t.span, span_of(g)), best = &t;
      }
      fact.gold += static_cast<int>(g["facts"].size());
      const bool right =
          best != nullptr && (!g.contains("person") || same_mention(best->person, g["person"]));
      if (show && !right)
        fmt::print("  testimony [{}] {}\n", piece(span_of(g)),
                   best == nullptr ? "none" : "of " + named(best->person));
      if (best == nullptr) continue;
      used.insert(best);
      testimony.hit += right;
      if (g.contains("told_to")) {
        ++told.gold;
        told.hit += same_mention(best->told_to, g["told_to"]);
        if (show && !same_mention(best->told_to, g["told_to"]))
          fmt::print("  told to {}\n", named(best->told_to));
      }
      for (const json& f : g["facts"]) {
        const bool found =
            std::any_of(best->facts.begin(), best->facts.end(), [&](const auto& ours) {
              return ours.act == f["act"].get<std::string>() && shared(ours.span, span_of(f)) > 0;
            });
        fact.hit += found;
        if (show && !found)
          fmt::print("  fact {} [{}]\n", f["act"].get<std::string>(), piece(span_of(f)));
      }
    }
    for (const auto& t : reading.testimonies) {
      ++testimony.found;
      told.found += !t.told_to.empty();
      fact.found += static_cast<int>(t.facts.size());
      if (show && used.count(&t) == 0) fmt::print("  extra testimony [{}]\n", piece(t.span));
      if (show)
        for (const auto& f : t.facts) fmt::print("    fact {} [{}]\n", f.act, piece(f.span));
    }
    citation.found += static_cast<int>(reading.citations.size());
    add("testimony", testimony);
    add("testimony, told to", told);
    add("testimony, facts", fact);
    add("citation", citation);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && !(argc == 4 && std::string(argv[2]) == "--show")) {
    std::cerr << "usage: story_score FOLDER [--show NAME]\n";
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& each : std::filesystem::directory_iterator(argv[1])) {
    if (each.path().extension() == ".json") paths.push_back(each.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    Document document;
    document.gold = json::parse(file_text(path));
    const std::string name = path.stem();
    document.language = document.gold["document"]["language"];
    const bool held_out = std::stoi(name.substr(2)) % 3 == 0;
    document.half = held_out ? "held out " : "developed";
    document.text =
        hearim::decode_text(file_text(std::filesystem::path(path).replace_extension(".txt")));
    document.show = !held_out && argc == 4 && name.rfind(argv[3], 0) == 0;
    hearim::ReadOptions options;
    options.language = hearim::language_from_code(document.language);
    document.reading = hearim::read_text(document.text, options);
    if (document.show) fmt::print("== {}\n", name);
    document.score_mentions();
    document.score_speech();
    document.score_sources();
    document.score_testimonies();
  }
  for (const auto& [name, count] : counts) {
    if (argc == 4 && name.find(" all") == std::string::npos) continue;
    fmt::print(
        "{:<36} gold {:4}  found {:4}  right {:4}  F1 {:5.1f}\n", name, count.gold, count.found,
        count.hit,
        count.gold + count.found == 0 ? 0.0 : 200.0 * count.hit / (count.gold + count.found));
  }
  for (const auto& [half, b] : b_cubed) {
    if (b.items == 0) continue;
    const double p = b.precision / b.items, r = b.recall / b.items;
    fmt::print("{} entities, B-cubed over {} mentions: {:.3f}\n", half, b.items,
               2 * p * r / (p + r));
  }
  return 0;
}

#include "steps/export_claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "steps/case_names.h"
#include "table/csv_cell.h"

namespace hearim {
namespace {

using At = std::pair<std::string, std::string>;  // document, annotation

At at_of(const Json& statement) {
  return {statement.at("document").get<std::string>(),
          statement.at("annotation").get<std::string>()};
}

struct Document {
  std::int64_t item = 0, result = 0;
  std::string shown;
};

struct StatedQuantity {
  Json value;
  std::string unit;
  bool in_testimony = false;
  std::vector<std::string> places;  // named in its words, where these are a testimony's
};

void take_out(std::string& text, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += 7)
      text.replace(at, word.size(), "[place]");
}

class ClaimExport {
 public:
  ClaimExport(const Case& from, const Json& board, const NameMask& mask,
              const StatementConsent& consent, const Run& run)
      : from_(from), board_(board), mask_(mask), consent_(consent), run_(run) {
    std::map<std::string, int> bearers;
    for (const Json& item : board.at("items")) {
      const std::string name = item.at("document").get<std::string>();
      Document& document = documents_[name];
      document = {.item = item.at("item").get<std::int64_t>(),
                  .result = item.at("result").get<std::int64_t>(),
                  .shown = mask.mask(name)};
      ++bearers[document.shown];
    }
    for (auto& [name, document] : documents_)
      if (bearers[document.shown] > 1) document.shown += fmt::format(" (item {})", document.item);
    for (const Json& entity : board.at("entities"))
      if (entity.value("type", "") == "person") persons_.insert(entity.at("id").get<std::string>());
    read_quantities();
  }

  ExportedClaims make() {
    Json out = board_;
    out.erase("items");
    filter_claims(out.at("claims"));
    filter_same(out.at("testimonies"), StatementConsent::Of::testimony);
    filter_same(out.at("quotes"), StatementConsent::Of::other);
    rename_documents(out);
    Json shown = masked(mask_, out);
    take_out_persons(shown);
    return {.board = std::move(shown), .statements_left_out = left_out_.size()};
  }

  // `board`: as made by make().
  void write_csv(const Json& board, ExportFiles& files) const {
    std::map<std::string, std::int64_t> items;
    for (const auto& [name, document] : documents_) items[document.shown] = document.item;
    ExportFile file(files, "claims.csv");
    file.row({"claim", "about", "statement", "document", "words", "low", "high", "form", "unit",
              "said_by", "origin", "agreement", "independent_sources"});
    for (const Json& claim : board.at("claims")) {
      for (const Json& statement : claim.at("statements")) {
        const At at = at_of(statement);
        const std::int64_t item = items.at(at.first);
        const auto found = quantities_.find({item, at.second});
        const Json value = found == quantities_.end() ? Json::object() : found->second.value;
        std::string chain;
        if (statement.contains("chain"))
          for (const Json& step : statement["chain"])
            chain += (chain.empty() ? "" : " < ") + step.value("name", "");
        const auto number = [&](const char* name) {
          return value.contains(name) && value[name].is_number() ? value[name].dump()
                                                                 : std::string();
        };
        file.row({csv_cell(claim.value("id", "")), csv_cell(claim.value("about", "")),
                  csv_cell(fmt::format("item:{}#{}", item, at.second)), csv_cell(at.first),
                  csv_cell(statement.value("text", "")), number("low"), number("high"),
                  csv_cell(value.value("form", "")),
                  csv_cell(found == quantities_.end() ? "" : found->second.unit), csv_cell(chain),
                  fmt::format("{}", statement.value("origin", 0)),
                  csv_cell(claim.value("agreement", "")),
                  fmt::format("{}", claim.value("independent_sources", 1))});
      }
    }
    file.finish();
  }

 private:
  // What the claims' statements say, from the readings: one reading in memory at a time.
  void read_quantities() {
    std::map<std::string, std::set<std::string>> wanted;
    for (const Json& claim : board_.at("claims"))
      for (const Json& statement : claim.at("statements")) {
        const At at = at_of(statement);
        wanted[at.first].insert(at.second);
      }
    std::uint64_t done = 0;
    for (const auto& [name, ids] : wanted) {
      run_.stop_if_cancelled();
      if (run_.progress && ++done % 500 == 0)
        run_.progress("taking statements", done, wanted.size());
      const Document& document = documents_.at(name);
      const Json reading = content_of(from_, document.result);
      std::vector<std::pair<std::int64_t, std::int64_t>> testimonies;
      std::vector<std::string> places;
      for (const Json& annotation : reading.at("annotations")) {
        if (annotation.value("type", "") == "place" && !annotation.value("text", "").empty())
          places.push_back(annotation["text"]);
        if (annotation.value("kind", "") == "testimony")
          testimonies.emplace_back(annotation.at("start").get<std::int64_t>(),
                                   annotation.at("end").get<std::int64_t>());
      }
      for (const Json& annotation : reading.at("annotations")) {
        const std::string id = annotation.value("id", "");
        if (!ids.contains(id)) continue;
        const auto start = annotation.at("start").get<std::int64_t>();
        StatedQuantity quantity{.value = annotation.value("value", Json::object()),
                                .unit = annotation.value("unit", ""),
                                .in_testimony = false,
                                .places = {}};
        for (const auto& [from, to] : testimonies)
          quantity.in_testimony = quantity.in_testimony || (start >= from && start < to);
        if (quantity.in_testimony) quantity.places = places;
        quantities_.emplace(std::pair(document.item, id), std::move(quantity));
      }
    }
  }

  bool allowed(const Json& statement, StatementConsent::Of of) {
    const At at = at_of(statement);
    const std::int64_t item = documents_.at(at.first).item;
    const auto quantity = quantities_.find({item, at.second});
    if (quantity != quantities_.end() && quantity->second.in_testimony)
      of = StatementConsent::Of::testimony;
    if (consent_.allows(item, at.second, of)) return true;
    left_out_.insert(at);
    return false;
  }

  void filter_claims(Json& claims) {
    Json kept_claims = Json::array();
    for (Json& claim : claims) {
      Json kept = Json::array();
      for (Json& statement : claim.at("statements"))
        if (allowed(statement, StatementConsent::Of::other)) {
          if (consent_.without_place()) take_out_places(statement, claim);
          kept.push_back(std::move(statement));
        }
      if (kept.empty()) continue;
      const bool all = kept.size() == claim["statements"].size();
      claim["statements"] = std::move(kept);
      if (!all) judge_again(claim);
      kept_claims.push_back(std::move(claim));
    }
    claims = std::move(kept_claims);
  }

  // What was told is quoted without its places, and so is what it is about.
  void take_out_places(Json& statement, Json& claim) const {
    const At at = at_of(statement);
    const auto quantity = quantities_.find({documents_.at(at.first).item, at.second});
    if (quantity == quantities_.end()) return;
    take_out(statement.at("text").get_ref<std::string&>(), quantity->second.places);
    if (claim.contains("about"))
      take_out(claim["about"].get_ref<std::string&>(), quantity->second.places);
  }

  // Words and verdicts that took in what was left out go with it.
  void judge_again(Json& claim) const {
    claim.erase("about");
    claim.erase("why");
    Json pairs = Json::array();
    for (Json& pair : claim.at("pairs"))
      if (!left_out_.contains(at_of(pair.at("a"))) && !left_out_.contains(at_of(pair.at("b"))))
        pairs.push_back(std::move(pair));
    std::string_view agreement = pairs.empty() ? "equal" : "not_comparable";
    for (const std::string_view worse : {"equal", "compatible", "conflict"})
      for (const Json& pair : pairs)
        if (pair.value("agreement", "") == worse) agreement = worse;
    claim["agreement"] = agreement;
    claim["pairs"] = std::move(pairs);
    std::set<int> origins;
    for (const Json& statement : claim["statements"]) origins.insert(statement.value("origin", 0));
    claim["independent_sources"] = origins.size();
  }

  void filter_same(Json& groups, StatementConsent::Of of) {
    Json kept_groups = Json::array();
    for (Json& group : groups) {
      Json kept = Json::array();
      for (Json& statement : group.at("statements"))
        if (allowed(statement, of)) kept.push_back(std::move(statement));
      if (kept.size() < group["statements"].size()) group.erase("why");
      group["statements"] = std::move(kept);
      if (!group["statements"].empty()) kept_groups.push_back(std::move(group));
    }
    groups = std::move(kept_groups);
  }

  // Each by a name that shows no person and tells it apart.
  void rename_documents(Json& json) const {
    const auto rename = [&](Json& name) {
      if (const auto known = documents_.find(name.get<std::string>()); known != documents_.end())
        name = known->second.shown;
    };
    if (json.is_array())
      for (Json& part : json) rename_documents(part);
    if (!json.is_object()) return;
    for (auto& [name, value] : json.items()) {
      if (name == "document")
        rename(value);
      else if (name == "documents")
        for (Json& document : value) rename(document);
      else
        rename_documents(value);
    }
  }

  // Also where the mask knows no name of theirs.
  void take_out_persons(Json& board) const {
    for (Json& entity : board.at("entities")) {
      if (!persons_.contains(entity.at("id").get<std::string>())) continue;
      entity["name"] = kMaskedName;
      entity.erase("names");
    }
    for (Json& claim : board.at("claims"))
      for (Json& statement : claim.at("statements"))
        if (statement.contains("chain"))
          for (Json& step : statement["chain"])
            if (persons_.contains(step.value("entity", ""))) step["name"] = kMaskedName;
    for (Json& lineage : board.at("lineages")) {
      if (persons_.contains(lineage.value("origin_entity", ""))) lineage["origin"] = kMaskedName;
      for (Json& evidence : lineage.at("evidence"))
        if (persons_.contains(evidence.value("entity", ""))) evidence["what"] = kMaskedName;
    }
  }

  const Case& from_;
  const Json& board_;
  const NameMask& mask_;
  const StatementConsent& consent_;
  const Run& run_;
  std::map<std::string, Document> documents_;
  std::set<std::string> persons_;
  std::map<std::pair<std::int64_t, std::string>, StatedQuantity> quantities_;
  std::set<At> left_out_;
};

}  // namespace

ExportedClaims export_claims(const Case& from, const Json& board, const NameMask& mask,
                             const StatementConsent& consent, ExportFiles& files, const Run& run) {
  ClaimExport claims(from, board, mask, consent, run);
  ExportedClaims made = claims.make();
  claims.write_csv(made.board, files);
  return made;
}

}  // namespace hearim

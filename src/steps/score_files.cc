#include "steps/score_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>

#include "base/file_bytes.h"
#include "hearim/error.h"
#include "report/reading_json.h"

namespace hearim {
namespace {

struct Annotated {
  Reading reading;
  std::size_t code_points = 0;
};

Annotated annotated_from(const Json& json, const std::string& source) {
  const auto complain = [&](const char* field, const char* what) {
    throw Error(ErrorCode::invalid_input, what,
                {.file = source, .line = {}, .column = {}, .field = field});
  };
  if (!json.is_object() || !json.contains("annotations"))
    complain("annotations", "a list is needed, as hearim read --json writes it");
  if (!json.contains("document") || !json["document"].is_object() ||
      !json["document"].contains("code_points") ||
      !json["document"]["code_points"].is_number_unsigned())
    complain("document.code_points", "the length of the document is needed");
  Annotated out;
  out.code_points = json["document"]["code_points"].get<std::size_t>();
  out.reading = reading_from_json(json["annotations"], out.code_points, source);
  return out;
}

std::map<std::string, Annotated> annotated_documents(const std::string& path) {
  const std::string bytes = read_file_bytes(path);
  std::map<std::string, Annotated> out;
  const auto take = [&](const Json& json, const std::string& source) {
    Annotated document = annotated_from(json, source);
    const Json& name = json["document"].value("path", Json());
    const std::string base =
        name.is_string() ? std::filesystem::path(name.get<std::string>()).filename().string() : "";
    if (!out.emplace(base, std::move(document)).second)
      throw Error(ErrorCode::invalid_input, fmt::format("the document '{}' is in it twice", base),
                  {.file = source});
  };
  if (const Json whole = Json::parse(bytes, nullptr, false); !whole.is_discarded()) {
    if (whole.is_array())
      for (const Json& one : whole) take(one, path);
    else
      take(whole, path);
    return out;
  }
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string row = bytes.substr(at, end - at);
    at = end + 1;
    if (row.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Json json = Json::parse(row, nullptr, false);
    if (json.is_discarded())
      throw Error(ErrorCode::invalid_input, "is not JSON",
                  {.file = path, .line = line, .column = {}, .field = {}},
                  "one object, or one object a line");
    take(json, fmt::format("{}:{}", path, line));
  }
  return out;
}

}  // namespace

ScoredFiles score_files(const std::string& gold_path, const std::string& path) {
  const auto gold = annotated_documents(gold_path);
  auto found = annotated_documents(path);
  if (gold.size() == 1 && found.size() == 1 && gold.begin()->first != found.begin()->first) {
    auto node = found.extract(found.begin());
    node.key() = gold.begin()->first;
    found.insert(std::move(node));
  }
  ScoredFiles out;
  for (const auto& [name, document] : gold) {
    const auto other = found.find(name);
    if (other == found.end()) {
      out.only_in_gold.push_back(name);
      continue;
    }
    if (other->second.code_points != document.code_points)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("'{}' has {} code points here and {} in {}: not the same text", name,
                              other->second.code_points, document.code_points, gold_path),
                  {.file = path, .line = {}, .column = {}, .field = "document.code_points"});
    const ReadingScore score =
        score_reading(document.reading, other->second.reading, document.code_points);
    for (std::size_t kind = 0; kind < score.size(); ++kind) out.score[kind] += score[kind];
    ++out.documents;
  }
  for (const auto& [name, document] : found)
    if (!gold.contains(name)) out.only_in_file.push_back(name);
  if (out.documents == 0)
    throw Error(ErrorCode::invalid_input, "no document is in both files", {.file = path},
                "documents are matched by the base name of their path");
  return out;
}

}  // namespace hearim

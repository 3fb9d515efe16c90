// Figures and what they were made from, so that a figure whose input is withdrawn says so.
#include <fmt/format.h>

#include <algorithm>

#include "casefile/case_state.h"
#include "hearim/error.h"

namespace hearim {
namespace {

void put_sized(ByteBuffer& bytes, std::string_view text) {
  const std::size_t at = bytes.size();
  bytes.resize(at + 8);
  put_le(bytes, at, static_cast<std::uint64_t>(text.size()));
  bytes.insert(bytes.end(), text.begin(), text.end());
}

// Whether "item:3" is there and may be used.
bool stands(Database& database, const std::string& input) {
  const auto colon = input.find(':');
  if (colon == std::string::npos || colon + 1 == input.size() || input.size() > colon + 19 ||
      input.find_first_not_of("0123456789", colon + 1) != std::string::npos)
    return false;
  const std::string kind = input.substr(0, colon);
  const char* const sql =
      kind == "item"        ? "SELECT 1 FROM item WHERE id = ? AND length(content_salt) > 0"
      : kind == "judgement" ? "SELECT 1 FROM judgement WHERE id = ? AND length(salt) > 0"
      : kind == "figure"    ? "SELECT 1 FROM figure WHERE id = ? AND stale IS NULL"
                            : nullptr;
  if (sql == nullptr) return false;
  Statement row(database, sql);
  return row.bind(1, static_cast<std::int64_t>(std::stoll(input.substr(colon + 1)))).step();
}

}  // namespace

ByteBuffer canonical_figure(const NewFigure& figure) {
  ByteBuffer bytes;
  for (const std::string* field : {&figure.name, &figure.value, &figure.made_with})
    put_sized(bytes, *field);
  std::vector<std::string> inputs = figure.inputs;
  std::sort(inputs.begin(), inputs.end());
  for (const std::string& input : inputs) put_sized(bytes, input);
  return bytes;
}

std::int64_t add_figure(CaseState& state, const NewFigure& given) {
  Database& database = *state.database;
  if (state.work_under_way)
    throw Error(ErrorCode::conflict, "a unit of work is under way in this case");
  NewFigure figure = given;
  std::sort(figure.inputs.begin(), figure.inputs.end());
  figure.inputs.erase(std::unique(figure.inputs.begin(), figure.inputs.end()), figure.inputs.end());
  for (const std::string& input : figure.inputs)
    if (!stands(database, input))
      throw Error(ErrorCode::not_found,
                  fmt::format("'{}' is not in the case, was withdrawn, or is stale", input),
                  {.file = state.folder});
  Transaction transaction(database);
  MerkleFrontier log = state.log;
  const std::int64_t id = next_number(database, "figure");
  const Salt salt = random_salt();
  const std::uint64_t sequence = append_entry(
      state, log,
      {.action = "figure-made",
       .object = fmt::format("figure:{}", id),
       .committed = {{"figure", commitment(salt, "figure", canonical_figure(figure))}}});
  Statement(database, "INSERT INTO figure VALUES(?, ?, ?, ?, ?, ?, NULL)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, std::string_view(figure.name))
      .bind(4, std::string_view(figure.value))
      .bind(5, std::string_view(figure.made_with))
      .bind(6, ByteView(salt))
      .run();
  Statement insert(database, "INSERT INTO figure_input VALUES(?, ?)");
  for (const std::string& input : figure.inputs)
    insert.bind(1, id).bind(2, std::string_view(input)).run();
  commit_log(state, transaction, log);
  return id;
}

std::vector<Figure> read_figures(Database& database) {
  std::vector<Figure> figures;
  Statement rows(database, "SELECT id, name, value, made_with, stale FROM figure ORDER BY id");
  Statement inputs(database, "SELECT input FROM figure_input WHERE figure = ? ORDER BY input");
  while (rows.step()) {
    Figure figure;
    figure.id = rows.integer(0);
    figure.name = rows.text(1);
    figure.value = rows.text(2);
    figure.made_with = rows.text(3);
    figure.stale = rows.text(4);
    inputs.bind(1, figure.id);
    while (inputs.step()) figure.inputs.push_back(inputs.text(0));
    inputs.reset();
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace hearim

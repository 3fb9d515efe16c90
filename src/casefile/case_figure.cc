// Figures and what they were made from, so that a figure whose input is withdrawn says so.
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "casefile/case_work_state.h"

namespace hearim {
ByteBuffer canonical_figure(const NewFigure& figure) {
  ByteBuffer bytes;
  for (const std::string* field : {&figure.name, &figure.value, &figure.made_with})
    put_canonical(bytes, *field);
  std::vector<std::string> inputs = figure.inputs;
  std::sort(inputs.begin(), inputs.end());
  for (const std::string& input : inputs) put_canonical(bytes, input);
  return bytes;
}

std::int64_t CaseWork::add_figure(const NewFigure& given) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  NewFigure figure = given;
  check_inputs(database, owner.folder, figure.inputs);
  const std::int64_t id = next_number(database, "figure");
  const Salt salt = random_salt();
  const std::uint64_t sequence = append_entry(
      owner, state_->log,
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

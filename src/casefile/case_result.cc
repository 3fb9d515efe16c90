// What steps made, and from what: docs/formats/case.md, "Results".
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "casefile/case_work_state.h"
#include "casefile/compressed.h"

namespace hearim {
namespace {

constexpr std::size_t kResultBytesMax = std::size_t{512} << 20;

std::string select_results(std::string_view where) {
  return fmt::format("SELECT {} FROM result {}", kResultColumns, where);
}

}  // namespace

void check_inputs(Database& database, const std::string& folder, std::vector<std::string>& inputs) {
  std::sort(inputs.begin(), inputs.end());
  inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
  for (const std::string& input : inputs)
    if (!stands(database, input))
      throw Error(ErrorCode::not_found,
                  fmt::format("'{}' is not in the case, was withdrawn, or is stale", input),
                  {.file = folder});
}

ByteBuffer canonical_result(const NewResult& result) {
  ByteBuffer bytes;
  for (const std::string* field : {&result.step, &result.subject, &result.made_with})
    put_canonical(bytes, *field);
  const Sha256Digest content = sha256(result.content);
  bytes.insert(bytes.end(), content.begin(), content.end());
  std::vector<std::string> inputs = result.inputs;
  std::sort(inputs.begin(), inputs.end());
  for (const std::string& input : inputs) put_canonical(bytes, input);
  return bytes;
}

std::string result_content(const Statement& row, int column) {
  const ByteBuffer plain = decompress(row.blob(column), kResultBytesMax);
  return std::string(text_of(plain));
}

Result read_result(Database& database, const Statement& row) {
  Result result{.id = row.integer(0),
                .step = row.text(1),
                .subject = row.text(2),
                .made_with = row.text(3),
                .inputs = {},
                .stale = row.text(4),
                .log_entry = static_cast<std::uint64_t>(row.integer(5))};
  Statement inputs(database, "SELECT input FROM result_input WHERE result = ? ORDER BY input");
  inputs.bind(1, result.id);
  while (inputs.step()) result.inputs.push_back(inputs.text(0));
  return result;
}

std::int64_t CaseWork::add_result(const NewResult& given) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  if (given.content.size() > kResultBytesMax)
    throw Error(ErrorCode::limit, fmt::format("a result of {} bytes; at most {} are kept",
                                              given.content.size(), kResultBytesMax));
  NewResult result = given;
  check_inputs(database, owner.folder, result.inputs);
  const std::int64_t id = next_number(database, "result");
  const std::string object = fmt::format("result:{}", id);

  Statement older(database,
                  "SELECT id FROM result WHERE step = ? AND subject = ? AND stale IS NULL");
  older.bind(1, std::string_view(result.step)).bind(2, std::string_view(result.subject));
  std::vector<std::int64_t> replaced;
  while (older.step()) replaced.push_back(older.integer(0));
  for (const std::int64_t old : replaced) {
    const std::string name = fmt::format("result:{}", old);
    const std::string why = fmt::format("{} replaces it", object);
    Statement(database, "UPDATE result SET stale = ? WHERE id = ?")
        .bind(1, std::string_view(why))
        .bind(2, old)
        .run();
    append_entry(owner, state_->log, {.action = "result-stale", .object = name, .parameters = why});
    mark_dependants(owner, state_->log, name, fmt::format("{} replaces {}", object, name));
  }

  const Salt salt = random_salt();
  const std::uint64_t sequence = append_entry(
      owner, state_->log,
      {.action = "result-made",
       .object = object,
       .parameters = fmt::format("{} of {}", result.step, result.subject),
       .committed = {{"result", commitment(salt, "result", canonical_result(result))}}});
  const ByteBuffer content = Compressor().compress(view_of(result.content));
  Statement(database, "INSERT INTO result VALUES(?, ?, ?, ?, ?, ?, ?, NULL)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, std::string_view(result.step))
      .bind(4, std::string_view(result.subject))
      .bind(5, std::string_view(result.made_with))
      .bind(6, ByteView(content))
      .bind(7, ByteView(salt))
      .run();
  Statement insert(database, "INSERT INTO result_input VALUES(?, ?)");
  for (const std::string& input : result.inputs)
    insert.bind(1, id).bind(2, std::string_view(input)).run();
  return id;
}

std::optional<Result> Case::newest_result(std::string_view step, std::string_view subject) const {
  Database& database = *opened(state_).database;
  Statement row(database,
                select_results("WHERE step = ? AND subject = ? ORDER BY id DESC LIMIT 1"));
  if (!row.bind(1, step).bind(2, subject).step()) return std::nullopt;
  return read_result(database, row);
}

Result Case::result(std::int64_t id) const {
  Database& database = *opened(state_).database;
  Statement row(database, select_results("WHERE id = ?"));
  if (!row.bind(1, id).step())
    throw Error(ErrorCode::not_found, fmt::format("there is no result {}", id));
  return read_result(database, row);
}

std::string Case::result_content(std::int64_t id) const {
  Statement row(*opened(state_).database, "SELECT content, length(salt) FROM result WHERE id = ?");
  if (!row.bind(1, id).step())
    throw Error(ErrorCode::not_found, fmt::format("there is no result {}", id));
  if (row.integer(1) == 0)
    throw Error(ErrorCode::refused,
                fmt::format("result {} was made from something that was withdrawn", id));
  return hearim::result_content(row, 0);
}

std::vector<Result> Case::results(std::string_view step) const {
  Database& database = *opened(state_).database;
  Statement rows(database,
                 select_results("WHERE id IN (SELECT max(id) FROM result WHERE step = ? GROUP BY "
                                "subject) ORDER BY id"));
  rows.bind(1, step);
  std::vector<Result> results;
  while (rows.step()) results.push_back(read_result(database, rows));
  return results;
}

}  // namespace hearim

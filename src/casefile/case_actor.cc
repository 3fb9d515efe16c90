// Who is at work: docs/formats/case.md, "People". The log knows people by number; their names are
// in the case only, and committed to.
#include <fmt/format.h>

#include "casefile/case_state.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::int64_t id_of(Database& database, const std::string& name) {
  Statement known(database, "SELECT id FROM actor WHERE name = ?");
  return known.bind(1, std::string_view(name)).step() ? known.integer(0) : 0;
}

}  // namespace

std::int64_t actor_named(CaseState& state, MerkleFrontier& log, const std::string& name) {
  Database& database = *state.database;
  if (name.empty() || name.size() > 200 || name.find('\n') != std::string::npos)
    throw Error(ErrorCode::invalid_input, "an actor's name is one line of 1 to 200 bytes");
  if (const std::int64_t id = id_of(database, name)) return id;
  Statement next(database, "SELECT coalesce(max(id), 1) + 1 FROM actor");  // 1 made the case
  next.step();
  const std::int64_t id = next.integer(0);
  const Salt salt = random_salt();
  const std::uint64_t sequence =
      append_entry(state, log,
                   {.action = "actor-added",
                    .object = fmt::format("actor:{}", id),
                    .committed = {{"name", commitment(salt, "name", view_of(name))}}});
  Statement(database, "INSERT INTO actor VALUES(?, ?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, std::string_view(name))
      .bind(4, ByteView(salt))
      .run();
  return id;
}

void settle_actor(CaseState& state) {
  Database& database = *state.database;
  const std::string& said = state.options.actor;
  Statement owner(
      database,
      "SELECT actor.id, name FROM actor_key JOIN actor ON actor.id = actor WHERE slot = "
      "?");
  if (owner.bind(1, static_cast<std::int64_t>(state.keys.slot)).step()) {
    if (!said.empty() && said != owner.text(1))
      throw Error(ErrorCode::refused,
                  fmt::format("this key belongs to somebody else than '{}'", said),
                  {.file = state.folder});
    state.actor = owner.integer(0);
    return;
  }
  if (said.empty()) return;
  state.actor = id_of(database, said);
  if (state.actor == 0)
    throw Error(ErrorCode::not_found, fmt::format("nobody in this case is called '{}'", said),
                {.file = state.folder}, "hearim key CASE add --for NAME makes somebody known");
}

}  // namespace hearim

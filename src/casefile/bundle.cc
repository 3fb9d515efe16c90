#include "casefile/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "casefile/tar_writer.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kReadMe =
    "This archive was handed over from a Hearim case. item/N/content is an item exactly as it was\n"
    "received, item/N/name the name it had. The other files prove that the case's custody log has\n"
    "held this item, with this content and name, since the entry in item/N/entry was made:\n"
    "\n"
    "  hearim-verify THIS.tar        the small program that comes with Hearim, or\n"
    "  verify.py THIS.tar            the same check in 150 lines of Python, or\n"
    "  the description of the format, docs/formats/bundle.md, and any SHA-256 and Ed25519.\n"
    "\n"
    "They prove custody, not truth. Compare the file `key` with the one you were given otherwise,\n"
    "and `checkpoint` with one that somebody kept: hearim-verify --key and --against do so.\n";

struct BundledItem {
  std::int64_t id = 0;
  std::uint64_t sequence = 0, size_bytes = 0;
  std::string name;
  Salt content_salt{}, name_salt{};
};

std::string hex_of(ByteView bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

std::string lines_of(const std::vector<Sha256Digest>& proof) {
  std::string lines;
  for (const Sha256Digest& hash : proof) lines += to_base64(hash) + "\n";
  return lines;
}

// ".pdf", when the name ends in something short and plain; so that the file opens by a click.
std::string extension_of(const std::string& name) {
  const auto dot = name.rfind('.');
  if (dot == std::string::npos || name.size() - dot < 2 || name.size() - dot > 9) return {};
  std::string extension = name.substr(dot);
  const bool plain = std::all_of(extension.begin() + 1, extension.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  return plain ? extension : std::string();
}

// "1-3 7"; how many when that would be too long for an entry.
std::string ranges_of(const std::vector<std::int64_t>& ids) {
  std::string text;
  for (std::size_t i = 0; i < ids.size();) {
    std::size_t end = i + 1;
    while (end < ids.size() && ids[end] == ids[end - 1] + 1) ++end;
    if (!text.empty()) text += ' ';
    text += fmt::format("{}", ids[i]);
    if (end - i > 1) text += fmt::format("-{}", ids[end - 1]);
    i = end;
  }
  return text.size() < 40000 ? text : fmt::format("({} of them)", ids.size());
}

std::vector<BundledItem> items_of(CaseState& state, const std::vector<std::int64_t>& ids) {
  std::vector<BundledItem> items;
  Statement row(*state.database,
                "SELECT item.sequence, blob.size_bytes, name, content_salt, name_salt FROM item "
                "JOIN blob ON blob.id = item.blob WHERE item.id = ?");
  for (const std::int64_t id : ids) {
    if (!row.bind(1, id).step())
      throw Error(ErrorCode::not_found, fmt::format("there is no item {}", id),
                  {.file = state.folder});
    if (row.blob(3).empty())
      throw Error(ErrorCode::refused, fmt::format("item {} was withdrawn", id),
                  {.file = state.folder});
    items.push_back({.id = id,
                     .sequence = static_cast<std::uint64_t>(row.integer(0)),
                     .size_bytes = static_cast<std::uint64_t>(row.integer(1)),
                     .name = row.text(2),
                     .content_salt = salt_of(row.blob(3)),
                     .name_salt = salt_of(row.blob(4))});
    row.reset();
  }
  return items;
}

ByteBuffer entry_at(Database& database, std::uint64_t sequence) {
  Statement row(database, "SELECT entry FROM custody WHERE sequence = ?");
  if (!row.bind(1, static_cast<std::int64_t>(sequence)).step())
    throw Error(ErrorCode::corrupt, fmt::format("the custody log lacks entry {}", sequence));
  const ByteView entry = row.blob(0);
  return {entry.begin(), entry.end()};
}

// Two passes, since an archive says a file's size before the file: all entries of the log, each
// led by its length, and the hashes kept when they were made.
void add_log(Database& database, std::uint64_t size, TarWriter& tar) {
  Statement total(database, "SELECT sum(length(entry) + 4) FROM custody WHERE sequence < ?");
  total.bind(1, static_cast<std::int64_t>(size)).step();
  tar.begin("log/entries", static_cast<std::uint64_t>(total.integer(0)));
  Statement rows(database, "SELECT entry, leaf FROM custody WHERE sequence < ? ORDER BY sequence");
  rows.bind(1, static_cast<std::int64_t>(size));
  ByteBuffer leaves;
  while (rows.step()) {
    const ByteView entry = rows.blob(0);
    ByteBuffer led;
    for (int shift = 24; shift >= 0; shift -= 8)
      led.push_back(static_cast<std::uint8_t>(entry.size() >> shift));
    led.insert(led.end(), entry.begin(), entry.end());
    tar.write(led);
    const Sha256Digest leaf = rows.is_null(1) ? merkle_leaf(entry) : digest_of(rows.blob(1));
    leaves.insert(leaves.end(), leaf.begin(), leaf.end());
  }
  tar.add("log/leaves", leaves);
}

}  // namespace

void write_bundle(CaseState& state, const BundleRequest& request, const ByteSink& sink,
                  const Run& run) {
  std::vector<std::int64_t> ids = request.items;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty() && !request.whole_log)
    throw Error(ErrorCode::invalid_input, "a bundle needs an item, or the log");
  const std::vector<BundledItem> items = items_of(state, ids);
  LogHead kept;
  if (!request.kept_checkpoint.empty()) {
    const auto text = open_note(request.kept_checkpoint, state.signer->verifier());
    if (!text)
      throw Error(ErrorCode::refused, "the kept checkpoint is not signed by this case's key");
    kept = parse_checkpoint(*text).head;
    if (kept.size > state.log.size() ||
        read_log_tree(*state.database, kept.size).root() != kept.root)
      throw Error(ErrorCode::refused, "the kept checkpoint does not agree with this case", {},
                  "hearim verify --against says more");
  }
  log_alone(state, {.action = "bundle-made",
                    .object = "bundle",
                    .parameters = fmt::format(
                        "items: {}{}; to: {}", ids.empty() ? "none" : ranges_of(ids),
                        request.whole_log ? "; the whole log" : "", request.handed_to)});

  Database& database = *state.database;
  const std::uint64_t size = state.log.size();
  const MerkleTree tree = read_log_tree(database, size);
  TarWriter tar(sink);
  tar.add("hearim-bundle", view_of("1\n"));
  tar.add("READ-ME-FIRST.txt", view_of(kReadMe));
  tar.add("key", view_of(state.signer->verifier().to_text() + "\n"));
  tar.add("checkpoint", view_of(state.signed_head()));
  if (!request.kept_checkpoint.empty()) {
    tar.add("kept/checkpoint", view_of(request.kept_checkpoint));
    tar.add("kept/proof", view_of(lines_of(tree.consistency_proof(kept.size, size))));
  }
  std::uint64_t done = 0;
  for (const BundledItem& item : items) {
    run.stop_if_cancelled();
    if (run.progress) run.progress("items", done++, items.size());
    const std::string at = fmt::format("item/{}/", item.id);
    tar.add(at + "entry", entry_at(database, item.sequence));
    tar.add(at + "proof", view_of(lines_of(tree.inclusion_proof(item.sequence, size))));
    tar.add(at + "salts", view_of(fmt::format("content {}\nname {}\n", hex_of(item.content_salt),
                                              hex_of(item.name_salt))));
    tar.add(at + "name", view_of(item.name));
    tar.begin(at + "content" + extension_of(item.name), item.size_bytes);
    read_content(state, item.id, [&](ByteView bytes) {
      run.stop_if_cancelled();
      tar.write(bytes);
    });
  }
  if (request.whole_log) add_log(database, size, tar);
  tar.finish();
}

}  // namespace hearim

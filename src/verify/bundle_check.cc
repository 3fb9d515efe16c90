#include "verify/bundle_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "verify/entry.h"
#include "verify/merkle.h"
#include "verify/note.h"
#include "verify/tar_reader.h"

namespace hearim_verify {
namespace {

constexpr std::size_t kSmallMax = 1 << 20;

std::vector<Hash> parse_proof(std::string_view text, const std::string& what) {
  std::vector<Hash> proof;
  while (!text.empty()) {
    const auto line = take_line(text);
    const auto bytes = line ? from_base64(*line, true) : std::nullopt;
    if (!bytes || bytes->size() != 32 || proof.size() == 128)
      throw Wrong(what + ": the proof is not a list of hashes");
    proof.emplace_back();
    std::copy(bytes->begin(), bytes->end(), proof.back().begin());
  }
  return proof;
}

// "content HEX\nname HEX\n"
std::pair<std::string, std::string> parse_salts(std::string_view text, const std::string& what) {
  const auto content = take_line(text), name = take_line(text);
  if (!content || !name || !text.empty() || !content->starts_with("content ") ||
      !name->starts_with("name "))
    throw Wrong(what + ": the salts are not two lines");
  const auto first = from_hex(content->substr(8)), second = from_hex(name->substr(5));
  if (!first || !second || first->size() != 32 || second->size() != 32)
    throw Wrong(what + ": the salts are not 32 bytes each");
  return {*first, *second};
}

// What a person sees of a name that somebody else chose: no control characters, and short.
std::string shown(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, 200))
    text += static_cast<unsigned char>(c) < 32 || c == 127 ? '?' : c;
  return text + (name.size() > 200 ? "…" : "");
}

struct ItemFiles {
  std::map<std::string, std::string> small;  // entry, proof, salts, name
  std::string content;                       // its file's name
  std::uint64_t size = 0;
  Hash sha256{};
};

class Check {
 public:
  Check(const Source& tar, const CheckOptions& options) : archive_(tar), options_(options) {}

  Checked run() {
    try {
      read();
    } catch (const Wrong& error) {
      result_.wrong.emplace_back(error.what());
    }
    return std::move(result_);
  }

 private:
  void read() {
    std::set<std::string> seen;
    while (auto file = archive_.next()) {
      if (seen.empty() && file->name != "hearim-bundle")
        throw Wrong("this is not a bundle: it does not begin with hearim-bundle");
      if (!seen.insert(file->name).second) throw Wrong(file->name + " is there twice");
      take(file->name, file->size);
    }
    finish_item();
    if (!head_known_) throw Wrong("the bundle has no signed checkpoint");
    if (!kept_note_.empty()) throw Wrong("kept/checkpoint has no kept/proof");
    against();
    if (item_count_ == 0 && !log_seen_) throw Wrong("the bundle holds no item and no log");
    if (log_seen_ && !leaves_seen_) throw Wrong("log/entries has no log/leaves");
  }

  void take(const std::string& name, std::uint64_t size) {
    if (name == "hearim-bundle") {
      if (archive_.read_all(16) != "1\n") throw Wrong("the bundle is of an unknown version");
    } else if (name == "READ-ME-FIRST.txt") {
      archive_.read_all(kSmallMax);
    } else if (name == "key") {
      result_.key = archive_.read_all(4096);
      key_ = parse_key(result_.key);
      if (result_.key.ends_with('\n')) result_.key.pop_back();
      if (!options_.key.empty() && parse_key(options_.key).public_key != key_.public_key)
        result_.wrong.push_back("the key is not the one that was given with --key");
    } else if (name == "checkpoint") {
      if (key_.name.empty()) throw Wrong("the checkpoint comes before the key");
      head_ = open_note(archive_.read_all(kSmallMax), key_, "the checkpoint");
      if (head_.origin != key_.name) throw Wrong("the checkpoint speaks of another log");
      head_known_ = true;
      result_.origin = head_.origin;
      result_.size = head_.size;
      result_.root = hex_of(head_.root);
    } else if (!head_known_) {
      throw Wrong(name + " comes before the checkpoint");
    } else if (name == "kept/checkpoint") {
      kept_note_ = archive_.read_all(kSmallMax);
    } else if (name == "kept/proof") {
      kept_checkpoint(archive_.read_all(kSmallMax));
    } else if (name == "log/entries") {
      log_entries(size);
    } else if (name == "log/leaves") {
      log_leaves();
    } else if (name.starts_with("item/")) {
      item_file(name, size);
    } else {
      throw Wrong("the bundle holds " + shown(name) + ", which does not belong there");
    }
  }

  void kept_checkpoint(std::string_view proof_text) {
    const std::string note = std::exchange(kept_note_, {});
    try {
      const Head kept = open_note(note, key_, "the kept checkpoint");
      if (kept.origin != head_.origin) throw Wrong("the kept checkpoint speaks of another log");
      if (!consistent(kept.size, kept.root, head_.size, head_.root,
                      parse_proof(proof_text, "kept/proof")))
        throw Wrong("the log does not begin with the " + std::to_string(kept.size) +
                    " entries of the kept checkpoint");
      proved_.emplace(kept.size, kept.root);
      result_.holds.push_back("the log begins with the " + std::to_string(kept.size) +
                              " entries of the checkpoint kept in the bundle");
    } catch (const Wrong& error) {
      result_.wrong.emplace_back(error.what());
    }
  }

  // A checkpoint from outside: it must be the bundle's own, or one the bundle proves.
  void against() {
    if (options_.against.empty()) return;
    std::string text;
    for (const char c : options_.against)
      if (c != '\r') text += c;
    while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
    text += '\n';
    const std::string what = "the checkpoint given";
    const Head given = text.find("\n\n") != std::string::npos ? open_note(text, key_, what)
                                                              : parse_head(text, what);
    if (given.origin != head_.origin) throw Wrong(what + " speaks of another log");
    proved_.emplace(head_.size, head_.root);
    const auto known = proved_.find(given.size);
    if (known == proved_.end())
      throw Wrong(what + " has " + std::to_string(given.size) +
                  " entries, and the bundle proves nothing about that size: ask for a bundle made "
                  "with --since");
    if (known->second != given.root)
      throw Wrong(what + " has another root: the log's first " + std::to_string(given.size) +
                  " entries were altered");
    result_.holds.push_back("the checkpoint given agrees: the first " + std::to_string(given.size) +
                            " entries are as they were");
  }

  void item_file(const std::string& name, std::uint64_t size) {
    const auto slash = name.find('/', 5);
    if (slash == std::string::npos) throw Wrong(shown(name) + " does not belong there");
    const std::string id = name.substr(5, slash - 5), file = name.substr(slash + 1);
    if (!from_decimal(id)) throw Wrong(shown(name) + " does not belong there");
    if (id != item_id_) {
      finish_item();
      item_id_ = id;
    }
    if (file == "entry" || file == "proof" || file == "salts" || file == "name") {
      item_.small[file] = archive_.read_all(kSmallMax);
    } else if ((file == "content" || file.starts_with("content.")) && item_.content.empty() &&
               file.find('/') == std::string::npos) {
      item_.content = name;
      item_.size = size;
      Sha256 hash;
      std::array<std::uint8_t, 65536> piece{};
      while (const std::size_t got = archive_.read(piece))
        hash.add({reinterpret_cast<const char*>(piece.data()), got});
      item_.sha256 = hash.finish();
    } else {
      throw Wrong(shown(name) + " does not belong there");
    }
  }

  void finish_item() {
    if (item_id_.empty()) return;
    const std::string what = "item " + item_id_;
    const ItemFiles item = std::exchange(item_, {});
    const std::string id = std::exchange(item_id_, {});
    ++item_count_;
    try {
      if (item.small.size() != 4 || item.content.empty()) throw Wrong(what + " lacks a file");
      const std::string& bytes = item.small.at("entry");
      const Entry entry = parse_entry(bytes);
      if (entry.action != "item-added" || entry.object != "item:" + id)
        throw Wrong(what + ": its entry speaks of something else (" + shown(entry.action) + " " +
                    shown(entry.object) + ")");
      const auto root = root_from_inclusion(leaf_hash(bytes), entry.sequence, head_.size,
                                            parse_proof(item.small.at("proof"), what));
      if (root != head_.root)
        throw Wrong(what + ": entry " + std::to_string(entry.sequence) +
                    " is not in the log that the checkpoint speaks of");
      const auto [content_salt, name_salt] = parse_salts(item.small.at("salts"), what);
      if (entry.commitment_to("content") !=
          std::string(text_of(commitment(content_salt, "content", text_of(item.sha256)))))
        throw Wrong(what + ": " + shown(item.content) + " is not what entry " +
                    std::to_string(entry.sequence) + " says was received");
      if (entry.commitment_to("name") !=
          std::string(text_of(commitment(name_salt, "name", item.small.at("name")))))
        throw Wrong(what + ": its name is not what entry " + std::to_string(entry.sequence) +
                    " says it was");
      result_.holds.push_back(what + ": " + std::to_string(item.size) + " bytes, named \"" +
                              shown(item.small.at("name")) + "\", in the log as entry " +
                              std::to_string(entry.sequence) + " since " + shown(entry.time) +
                              "; SHA-256 " + hex_of(item.sha256));
    } catch (const Wrong& error) {
      result_.wrong.emplace_back(error.what());
    }
  }

  void log_entries(std::uint64_t) {
    finish_item();
    log_seen_ = true;
    std::string led(4, '\0');
    std::array<std::uint8_t, 4> size_bytes{};
    for (;;) {
      const std::size_t got = archive_.read(size_bytes);
      if (got == 0) break;
      if (got != 4) throw Wrong("log/entries is cut short");
      std::size_t size = 0;
      for (const std::uint8_t byte : size_bytes) size = size << 8 | byte;
      if (size > kSmallMax) throw Wrong("log/entries has an entry without end");
      std::string bytes(size, '\0');
      if (archive_.read({reinterpret_cast<std::uint8_t*>(bytes.data()), size}) != size)
        throw Wrong("log/entries is cut short");
      const std::uint64_t place = entries_.size();
      const Hash leaf = leaf_hash(bytes);
      entries_.push_back(leaf);
      root_.add(leaf);
      try {
        const Entry entry = parse_entry(bytes);
        if (entry.sequence != place)
          result_.wrong.push_back("log: entry " + std::to_string(entry.sequence) +
                                  " stands where entry " + std::to_string(place) + " belongs");
      } catch (const Wrong& error) {
        result_.wrong.push_back("log: entry " + std::to_string(place) + ": " + error.what());
      }
    }
  }

  // The hashes kept when the entries were made: which entry is wrong, when one is.
  void log_leaves() {
    if (!log_seen_) throw Wrong("log/leaves comes before log/entries");
    leaves_seen_ = true;
    RootOf kept;
    Hash leaf{};
    std::vector<std::uint64_t> differ;
    for (;;) {
      const std::size_t got = archive_.read(leaf);
      if (got == 0) break;
      if (got != leaf.size()) throw Wrong("log/leaves is cut short");
      if (kept.size() < entries_.size() && entries_[kept.size()] != leaf)
        differ.push_back(kept.size());
      kept.add(leaf);
    }
    const bool entries_hold = root_.size() == head_.size && root_.root() == head_.root;
    const bool leaves_hold = kept.size() == head_.size && kept.root() == head_.root;
    if (entries_hold && leaves_hold) {
      result_.holds.push_back("the whole log: " + std::to_string(root_.size()) +
                              " entries, none altered, lost or reordered");
      return;
    }
    if (!entries_hold && root_.size() != head_.size)
      result_.wrong.push_back("log: has " + std::to_string(root_.size()) + " entries; " +
                              std::to_string(head_.size) + " were signed for");
    if (leaves_hold)
      for (const std::uint64_t place : differ)
        result_.wrong.push_back("log: entry " + std::to_string(place) +
                                " is not as it was signed for");
    else
      result_.wrong.push_back("log: its entries are not those that were signed for");
  }

  TarReader archive_;
  const CheckOptions& options_;
  Checked result_;
  Key key_;
  Head head_;
  bool head_known_ = false, log_seen_ = false, leaves_seen_ = false;
  std::string kept_note_;
  std::map<std::uint64_t, Hash> proved_;  // sizes whose root the bundle proves
  std::string item_id_;
  ItemFiles item_;
  std::uint64_t item_count_ = 0;
  std::vector<Hash> entries_;
  RootOf root_;
};

}  // namespace

Checked check_bundle(const Source& tar, const CheckOptions& options) {
  return Check(tar, options).run();
}

}  // namespace hearim_verify

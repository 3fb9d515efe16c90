// What somebody without the key can do to the bytes of a case: flip, swap, cut, put back older
// ones. And what somebody with the key can do to its rows.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <optional>
#include <set>

#include "casefile/block_cipher.h"
#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// Everything a case says, as one value.
struct Contents {
  std::map<std::string, std::string> items;
  std::vector<std::string> judgements;
  std::vector<ByteBuffer> ledger;  // canonical lines
  std::vector<std::string> rows;   // of every list, in order, rejected ones too
  std::vector<std::string> texts;  // each with its map
  std::uint64_t log_size = 0;
  bool operator==(const Contents&) const = default;
};

Contents contents_of(Case& open_case) {
  Contents contents;
  for (const Item& item : open_case.items())
    open_case.read_item(item.id,
                        [&](ByteView bytes) { contents.items[item.name] += text_of(bytes); });
  for (const Judgement& judgement : open_case.judgements())
    contents.judgements.push_back(judgement.value);
  open_case.for_each_ledger_line(0, [&](const LedgerLine& line) {
    contents.ledger.push_back(canonical_ledger_line(line));
    if (line.item == 0) return;
    if (const auto text = open_case.text(line.item))
      contents.texts.push_back(text->tool + text->text + std::string(text_of(text->map)));
  });
  for (const List& list : open_case.lists())
    open_case.list_rows(list.id, 1, ~std::uint64_t{0}, [&](const ListRow& row) {
      contents.rows.push_back(fmt::format("{} {} {} {} {}: {}{}", list.id, row.row, row.line,
                                          row.offset, row.size_bytes, row.rejected,
                                          fmt::join(row.cells, "|")));
    });
  open_case.for_each_log_line([&](const LogLine&) { ++contents.log_size; });
  return contents;
}

enum class Found { at_opening, by_verify, harmless, silent };

// Whether the damage to `disk` is seen; harmless when every word is still as it was.
Found look_at(SimulatedDisk& disk, const Contents& expected,
              PlantedFault fault = PlantedFault::none) {
  try {
    Case open_case = open_trial_case(disk, "correct horse", fault);
    if (!open_case.verify().holds()) return Found::by_verify;
    return contents_of(open_case) == expected ? Found::harmless : Found::silent;
  } catch (const Error& error) {
    EXPECT_NE(error.code(), ErrorCode::internal) << error.what();
    return Found::at_opening;
  }
}

struct Bases {
  std::unique_ptr<SimulatedDisk> older, closed, in_use;  // in_use has a log that is not empty
  Contents expected;
};

Bases bases(PlantedFault fault = PlantedFault::none) {
  Bases made;
  made.older = disk_with_case(fault);
  const auto disk = made.older->copy(1);
  {
    Case open_case = open_trial_case(*disk, "correct horse", fault);
    for (int i = 0; i < 3; ++i) {
      CaseWork work = open_case.begin_work();
      work.add_item(fmt::format("large {}", i),
                    source_of(std::string(150000, 'l') + fmt::format("{}", i)));
      const std::int64_t small =
          work.add_item(fmt::format("small {}", i), source_of(fmt::format("s{}", i)));
      const std::int64_t intake = work.begin_intake(fmt::format("more {}", i));
      work.add_ledger_line({.intake = intake,
                            .place = fmt::format("more/small {}", i),
                            .outcome = Outcome::taken,
                            .item = small,
                            .size_bytes = 2});
      work.add_ledger_line({.intake = intake, .place = "more/pipe", .reason = "is a pipe"});
      add_trial_list(work, small, 4500, fmt::format("later {}", i));  // two blocks
      work.add_text({.item = small,
                     .tool = "trial",
                     .text = std::string(9000, 't') + fmt::format("{}", i),
                     .map_format = "runs",
                     .map = view_of("a map")});
      work.finish_intake(intake);
      for (int j = 0; j < 5; ++j)
        work.add_judgement(
            {.about = "item:1", .kind = "grade", .value = fmt::format("later {} {}", i, j)});
      work.commit();
    }
    CaseWork last = open_case.begin_work();  // small, so that the log still holds it
    last.add_judgement({.about = "item:1", .kind = "grade", .value = "last"});
    last.commit();
    made.in_use = disk->copy(2);  // as a kill leaves it
    made.expected = contents_of(open_case);
    open_case.close();
  }
  made.closed = disk->copy(3);
  return made;
}

struct Sighting {
  std::map<Found, int> count;
  int seen() { return count[Found::at_opening] + count[Found::by_verify]; }
};

std::string damaged_file(SimulatedDisk& disk, Rng& rng) {
  std::vector<std::string> paths;
  for (const std::string& path : disk.file_paths())
    if (!disk.bytes_of(path).empty()) paths.push_back(path);
  return paths[rng.below(paths.size())];
}

TEST(Damage, every_flipped_bit_is_found) {
  Bases base = bases();
  const int count = trial_count(300, 6000);
  Sighting closed, in_use;
  for (int i = 0; i < count; ++i) {
    Rng rng(7, "flip", static_cast<std::uint64_t>(i));
    const bool is_closed = i % 2 == 0;
    const auto disk = (is_closed ? base.closed : base.in_use)->copy(1);
    const std::string path = damaged_file(*disk, rng);
    auto& bytes = disk->bytes_of(path);
    bytes[rng.below(bytes.size())] ^= static_cast<std::uint8_t>(1 << rng.below(8));
    const Found found = look_at(*disk, base.expected);
    ++(is_closed ? closed : in_use).count[found];
    if (found == Found::silent || (is_closed && found == Found::harmless))
      ADD_FAILURE() << "flip " << i << " in " << path << " was not found";
  }
  fmt::print(
      "{} flips in a closed case: {} found. {} in a case in use: {} found, {} in bytes the "
      "log replaces\n",
      (count + 1) / 2, closed.seen(), count / 2, in_use.seen(), in_use.count[Found::harmless]);
  EXPECT_EQ(closed.seen(), (count + 1) / 2);
  EXPECT_EQ(in_use.seen() + in_use.count[Found::harmless], count / 2);
}

Sighting swap_blocks(const Bases& base, int count) {
  Sighting sighting;
  for (int i = 0; i < count; ++i) {
    Rng rng(8, "swap", static_cast<std::uint64_t>(i));
    const auto disk = base.closed->copy(1);
    std::string path;
    std::uint64_t block_count = 0;
    std::size_t size = 0;
    do {
      path = damaged_file(*disk, rng);
      size = path.find("/blobs/") != std::string::npos ? 65536 + 16 : kBlockSize;
      block_count = disk->bytes_of(path).size() / size;
    } while (block_count < 2);
    auto& bytes = disk->bytes_of(path);
    const std::uint64_t a = rng.below(block_count),
                        b = (a + 1 + rng.below(block_count - 1)) % block_count;
    std::swap_ranges(bytes.begin() + static_cast<std::ptrdiff_t>(a * size),
                     bytes.begin() + static_cast<std::ptrdiff_t>(a * size + size),
                     bytes.begin() + static_cast<std::ptrdiff_t>(b * size));
    ++sighting.count[look_at(*disk, base.expected)];
  }
  return sighting;
}

TEST(Damage, every_swap_of_blocks_is_found) {
  const Bases base = bases();
  const int count = trial_count(100, 2000);
  EXPECT_EQ(swap_blocks(base, count).seen(), count);
}

TEST(Damage, every_cut_tail_is_found_or_loses_nothing) {
  Bases base = bases();
  const int count = trial_count(100, 1000);
  Sighting sighting;
  for (int i = 0; i < count; ++i) {
    Rng rng(9, "cut", static_cast<std::uint64_t>(i));
    const auto disk = (i % 2 == 0 ? base.closed : base.in_use)->copy(1);
    const std::string path = damaged_file(*disk, rng);
    auto& bytes = disk->bytes_of(path);
    bytes.resize(bytes.size() - 1 - rng.below(bytes.size()));
    const Found found = look_at(*disk, base.expected);
    ++sighting.count[found];
    // A closed case has no byte to spare; the log of one in use ends in old frames, and it
    // replaces blocks of the database.
    if (found == Found::silent || (i % 2 == 0 && found == Found::harmless))
      ADD_FAILURE() << "cut " << i << " of " << path << " was not found";
  }
  EXPECT_EQ(sighting.count[Found::silent], 0);
}

TEST(Damage, a_removed_file_is_found) {
  const Bases base = bases();
  for (const std::string& path : base.closed->file_paths()) {
    if (path.ends_with("case.lock") || path.find("/checkpoints/0") != std::string::npos)
      continue;  // the lock is made anew; an older checkpoint may be thrown away
    const auto disk = base.closed->copy(1);
    disk->remove(path);
    const Found found = look_at(*disk, base.expected);
    EXPECT_TRUE(found == Found::at_opening || found == Found::by_verify) << path;
  }
}

TEST(Damage, an_older_block_put_back_is_found_where_it_says_something_else) {
  Bases base = bases();
  int tried = 0, found_count = 0;
  const auto& older = base.older->bytes_of("trial.case/case.db");
  const auto& newer = base.closed->bytes_of("trial.case/case.db");
  for (std::size_t begin = 0; begin + kBlockSize <= std::min(older.size(), newer.size());
       begin += kBlockSize) {
    if (std::memcmp(older.data() + begin, newer.data() + begin, kBlockSize) == 0) continue;
    const auto disk = base.closed->copy(1);
    std::memcpy(disk->bytes_of("trial.case/case.db").data() + begin, older.data() + begin,
                kBlockSize);
    ++tried;
    const Found found = look_at(*disk, base.expected);
    EXPECT_NE(found, Found::silent) << "block " << begin / kBlockSize;
    found_count += found == Found::at_opening || found == Found::by_verify;
  }
  fmt::print("{} older blocks put back, {} found, the others said the same\n", tried, found_count);
  EXPECT_GT(tried, 5);
  EXPECT_GT(found_count, tried / 2);
}

TEST(Damage, an_older_database_or_log_put_back_is_found_at_opening) {
  Bases base = bases();
  auto disk = base.closed->copy(1);
  disk->bytes_of("trial.case/case.db") = base.older->bytes_of("trial.case/case.db");
  EXPECT_EQ(look_at(*disk, base.expected), Found::at_opening);
  disk = base.in_use->copy(1);
  disk->bytes_of("trial.case/case.db-wal").clear();  // all that was not yet in the database
  EXPECT_EQ(look_at(*disk, base.expected), Found::at_opening);
}

TEST(Damage, a_whole_case_put_back_is_caught_by_a_checkpoint_kept_elsewhere) {
  Bases base = bases();
  std::string kept;
  {
    const auto disk = base.closed->copy(1);
    kept = open_trial_case(*disk).checkpoint().note;
    EXPECT_TRUE(open_trial_case(*disk).verify(kept).holds());
  }
  const auto disk = base.older->copy(1);
  Case rolled_back = open_trial_case(*disk);
  EXPECT_TRUE(rolled_back.verify().holds());  // alone it cannot know
  const CaseVerification verification = rolled_back.verify(kept);
  ASSERT_EQ(verification.findings.size(), 1u);
  EXPECT_NE(verification.findings[0].find("rolled back"), std::string::npos);
}

TEST(Damage, what_was_rolled_back_opens_when_asked_to_and_the_log_says_so) {
  Bases base = bases();
  const auto disk = base.closed->copy(1);
  disk->bytes_of("trial.case/case.db") = base.older->bytes_of("trial.case/case.db");
  CaseOptions options = trial_options();
  options.damage = CaseOptions::Damage::open_and_log;
  Case open_case(open_case_state(*disk, kTrialFolder, options, trial_tuning()));
  std::string last;
  open_case.for_each_log_line([&](const LogLine& line) { last = line.action; });
  EXPECT_EQ(last, "opened-despite-damage");
}

int moved_blocks_that_open(PlantedFault fault) {
  int opened = 0;
  for (int i = 0; i < 20; ++i) {
    const BlockCipher cipher(SecretBytes::random(32), fault);
    std::array<std::uint8_t, kBlockPayloadSize> payload{}, again{};
    std::array<std::uint8_t, kBlockSize> block{};
    cipher.seal(FileRole::database, 3, payload, block);
    EXPECT_TRUE(cipher.open(FileRole::database, 3, block, again));
    opened += cipher.open(FileRole::database, 4, block, again);
    opened += cipher.open(FileRole::wal, 3, block, again);
  }
  return opened;
}

TEST(Damage, no_block_opens_elsewhere_and_the_planted_fault_is_seen) {
  EXPECT_EQ(moved_blocks_that_open(PlantedFault::none), 0);
  EXPECT_EQ(moved_blocks_that_open(PlantedFault::skip_associated_data), 40);
}

TEST(BlockCipher, opens_only_what_it_sealed_for_that_place) {
  const BlockCipher cipher(SecretBytes::random(32)), other(SecretBytes::random(32));
  std::array<std::uint8_t, kBlockPayloadSize> payload{}, again{};
  payload[0] = 1;
  payload[kBlockPayloadSize - 1] = 2;
  std::array<std::uint8_t, kBlockSize> block{};
  cipher.seal(FileRole::database, 3, payload, block);
  EXPECT_TRUE(cipher.open(FileRole::database, 3, block, again));
  EXPECT_EQ(again, payload);
  EXPECT_FALSE(cipher.open(FileRole::database, 4, block, again));
  EXPECT_EQ(again[0], 0);
  EXPECT_FALSE(cipher.open(FileRole::wal, 3, block, again));
  EXPECT_FALSE(other.open(FileRole::database, 3, block, again));
  for (std::size_t bit = 0; bit < kBlockSize * 8; bit += 37) {
    block[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    EXPECT_FALSE(cipher.open(FileRole::database, 3, block, again)) << bit;
    block[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
  }
}

// Every nonce that reaches the disk, over some lives of a case; the count of those seen before
// with other bytes behind them.
int repeated_nonces(PlantedFault fault) {
  std::map<std::string, std::string> seen;
  int repeated = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto disk = disk_with_case(fault)->copy(seed);
    disk->on_write = [&](const std::string& path, std::uint64_t, ByteView bytes) {
      if (path.find("case.db") == std::string::npos) return;
      EXPECT_EQ(bytes.size(), kBlockSize);
      const std::string nonce(text_of(bytes.first(kBlockNonceSize)));
      const std::string rest(text_of(bytes.subspan(kBlockNonceSize)));
      const auto [at, fresh] = seen.emplace(nonce, rest);
      repeated += !fresh && at->second != rest;
    };
    CaseTrial(seed, fault).work(*disk);
  }
  EXPECT_GT(seen.size(), fault == PlantedFault::none ? 200u : 0u);
  return repeated;
}

TEST(Damage, no_nonce_is_used_twice_and_the_planted_fault_is_seen) {
  EXPECT_EQ(repeated_nonces(PlantedFault::none), 0);
  EXPECT_GT(repeated_nonces(PlantedFault::reuse_nonce), 100);
}

// Somebody who has the key and SQL.
class Insider : public testing::TestWithParam<const char*> {};

TEST_P(Insider, is_found_by_verify) {
  const auto disk = disk_with_case()->copy(1);
  const auto state = open_case_state(*disk, kTrialFolder, trial_options(), trial_tuning());
  state->database->run("PRAGMA foreign_keys=OFF");
  state->database->run(GetParam());
  const auto found = disk->copy(2);
  EXPECT_FALSE(open_trial_case(*found).verify().holds());
}

TEST(Damage, an_insider_who_changes_nothing_is_not_found) {
  const auto disk = disk_with_case()->copy(1);
  const auto state = open_case_state(*disk, kTrialFolder, trial_options(), trial_tuning());
  state->database->run("UPDATE judgement SET value = value");
  const auto found = disk->copy(2);
  EXPECT_TRUE(open_trial_case(*found).verify().holds());
}

INSTANTIATE_TEST_SUITE_P(
    Damage, Insider,
    testing::Values(
        "UPDATE judgement SET value = 'other' WHERE id = 3",
        "UPDATE judgement SET kind = 'other' WHERE id = 3", "DELETE FROM judgement WHERE id = 20",
        "UPDATE judgement SET supersedes = 1 WHERE id = 3",
        "INSERT INTO judgement SELECT 99, 0, about, kind, value, supersedes, salt FROM judgement "
        "WHERE id = 3",
        "UPDATE item SET name = 'other'", "UPDATE item SET name_salt = zeroblob(32)",
        "UPDATE item SET content_salt = zeroblob(31)", "DELETE FROM item",
        "UPDATE blob SET size_bytes = size_bytes - 1", "UPDATE blob SET key = zeroblob(32)",
        "UPDATE custody SET entry = zeroblob(80) WHERE sequence = 5",
        "DELETE FROM custody WHERE sequence = 5",
        "UPDATE custody SET sequence = -5 WHERE sequence = 5",
        "UPDATE custody SET entry = (SELECT entry FROM custody WHERE sequence = 6) WHERE sequence "
        "= 5",
        "UPDATE custody SET entry = CAST(replace(hex(entry), '32303031', '31393939') AS BLOB) "
        "WHERE sequence = 2",
        "UPDATE judgement SET value = (SELECT value FROM judgement WHERE id = 4), salt = (SELECT "
        "salt FROM judgement WHERE id = 4) WHERE id = 3",
        "UPDATE ledger_line SET place = x'61' WHERE id = 1",
        "UPDATE ledger_line SET reason = 'other' WHERE id = 2",
        "UPDATE ledger_line SET salt = NULL, commitment = zeroblob(32) WHERE id = 2",
        "UPDATE ledger_line SET salt = NULL WHERE id = 2",
        "UPDATE ledger_line SET salt = NULL, place = x'', reason = '', modified = '', size_bytes = "
        "0 WHERE id = 1",
        "UPDATE blob SET size_bytes = -1, content = x'', key = NULL",
        "UPDATE intake SET request = x'', salt = x''", "UPDATE list_block SET row_count = 29",
        "UPDATE list_block SET rejected_count = 0",
        "UPDATE list SET row_count = 29; UPDATE list_block SET row_count = 29",
        "UPDATE ledger_line SET outcome = 2 WHERE id = 1", "DELETE FROM ledger_line WHERE id = 2",
        "INSERT INTO ledger_line SELECT 3, intake, place, inside, member, outcome, item, reason, "
        "size_bytes, modified, salt, commitment, under_way FROM ledger_line WHERE id = 2",
        "DELETE FROM ledger_batch", "UPDATE ledger_batch SET last_line = 1",
        "UPDATE intake SET request = x'61'", "DELETE FROM intake", "UPDATE list SET item = 2",
        "UPDATE list SET columns = zeroblob(24)", "UPDATE list SET how_read = 'other'",
        "UPDATE list SET row_count = 29", "DELETE FROM list", "DELETE FROM list_block",
        "UPDATE list_block SET rows = substr(rows, 1, length(rows) - 1)",
        "UPDATE list_block SET first_row = 2", "UPDATE text SET tool = 'other'",
        "UPDATE text SET content = map", "DELETE FROM text"));

}  // namespace
}  // namespace hearim

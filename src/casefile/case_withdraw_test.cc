// Withdrawing destroys, marks what rests on it, and leaves a log that verifies; and who is at work
// is in every entry.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "casefile/case_trial.h"
#include "casefile/encrypted_file.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// Every byte of a case as somebody with its key can read it: all blocks of the database, freed ones
// too, and of its log; and every file as it lies there.
std::string every_byte(SimulatedDisk& disk) {
  const auto key_path = std::string(kTrialFolder) + "/case.keys";
  const KeyFile key_file = KeyFile::parse(disk.bytes_of(key_path), key_path);
  const auto keys = key_file.unlock(SecretBytes::copy_of("correct horse"));
  const BlockCipher cipher(derive_key(keys->coded, KeyPurpose::blocks), PlantedFault::none);
  std::string all;
  for (const std::string& path : disk.file_paths()) {
    const auto& bytes = disk.bytes_of(path);
    all.append(bytes.begin(), bytes.end());
    const bool database = path.ends_with("case.db"), wal = path.ends_with("case.db-wal");
    if (!database && !wal) continue;
    for (std::uint64_t block = 0; block < bytes.size() / kBlockSize; ++block) {
      std::array<std::uint8_t, kBlockPayloadSize> plain{};
      if (cipher.open(database ? FileRole::database : FileRole::wal, block,
                      std::span<const std::uint8_t, kBlockSize>(bytes.data() + block * kBlockSize,
                                                                kBlockSize),
                      plain))
        all.append(plain.begin(), plain.end());
    }
  }
  return all;
}

struct Prepared {
  std::unique_ptr<SimulatedDisk> disk;
  std::int64_t small = 0, large = 0, twin = 0, other = 0;
};

Prepared prepared() {
  Prepared p{.disk = disk_with_case()};
  Case open_case = open_trial_case(*p.disk);
  CaseWork work = open_case.begin_work();
  std::string large;
  for (int i = 0; i < 9000; ++i) large += "Winterhafen ";
  p.small = work.add_item("testimony of Nobody Invented.txt", source_of("taken to Winterhafen"));
  p.large = work.add_item("large Winterhafen.txt", source_of(large));
  p.twin = work.add_item("other name.txt", source_of("kept by both"));
  p.other = work.add_item("same bytes.txt", source_of("kept by both"));
  // What came in with it, and what was made from it. The folder's name is a word, too.
  const std::int64_t intake = work.begin_intake("add from Nobody Invented/ in Winterhafen");
  for (const std::int64_t item : {p.small, p.large, p.twin}) {
    const char* const where = item == p.twin ? "other name.txt" : "Winterhafen/testimony.txt";
    work.add_ledger_line({.intake = intake,
                          .place = where,
                          .outcome = Outcome::taken,
                          .item = item,
                          .reason = item == p.twin ? "" : "read Winterhafen as a list",
                          .modified = "2001-02-03T04:05:06Z"});
    add_trial_list(work, item, item == p.large ? 5000 : 30,
                   item == p.twin ? "kept" : "Winterhafen quay");
    work.add_text({.item = item,
                   .tool = "trial",
                   .text = item == p.twin    ? "kept"
                           : item == p.large ? "seen at large, and at Winterhafen"
                                             : "seen at Winterhafen and at sea",
                   .map_format = "runs",
                   .map = view_of(item == p.twin ? "kept" : "Winterhafen map")});
  }
  work.finish_intake(intake);
  work.add_judgement({.about = "list:2 row 3", .kind = "same", .value = "Winterhafen two"});
  for (const std::int64_t item : {p.small, p.large})
    work.add_judgement(
        {.about = fmt::format("item:{}", item), .kind = "place", .value = "Winterhafen harbour"});
  work.commit();
  return p;
}

TEST(Withdraw, every_byte_is_gone_with_the_key_in_hand_and_the_log_still_verifies) {
  Prepared p = prepared();
  const std::size_t files = p.disk->file_paths().size();
  std::string blob_key, salt;
  // Rows and texts are kept smaller than they are: their bytes as they are kept, too.
  std::vector<std::string> words = {"Winterhafen", "Nobody Invented"};
  {
    const auto state = open_case_state(*p.disk, kTrialFolder, trial_options(), trial_tuning());
    for (const char* sql :
         {"SELECT rows FROM list_block JOIN list ON list.id = list WHERE item = ?",
          "SELECT content FROM text WHERE item = ?", "SELECT map FROM text WHERE item = ?",
          "SELECT salt FROM text WHERE item = ?", "SELECT salt FROM list WHERE item = ?",
          "SELECT salt FROM ledger_line WHERE item = ?",
          "SELECT salt FROM intake WHERE id = (SELECT intake FROM ledger_line WHERE item = ?)"})
      for (const std::int64_t item : {p.small, p.large}) {
        Statement kept(*state->database, sql);
        kept.bind(1, item);
        int count = 0;
        // A piece that lies in one page; a long one is spread over several.
        for (; kept.step(); ++count) words.emplace_back(text_of(kept.blob(0)).substr(0, 200));
        EXPECT_GT(count, 0) << sql;
      }
    Statement row(*state->database,
                  "SELECT blob.key, content_salt FROM item JOIN blob ON blob.id = blob WHERE "
                  "item.id = ?");
    ASSERT_TRUE(row.bind(1, p.large).step());
    blob_key = text_of(row.blob(0));
    salt = text_of(row.blob(1));
    ASSERT_EQ(blob_key.size(), 32u);
  }
  // The search does find what is there.
  words.insert(words.end(), {blob_key, salt});
  for (const std::string& word : words)
    ASSERT_NE(every_byte(*p.disk).find(word), std::string::npos) << word;
  const std::string kept = [&] {
    Case open_case = open_trial_case(*p.disk);
    return open_case.checkpoint().note;
  }();
  Case open_case = open_trial_case(*p.disk);
  const Withdrawal first = open_case.withdraw_item(p.small);
  const Withdrawal second = open_case.withdraw_item(p.large);
  EXPECT_EQ(first.destroyed, (std::vector<std::string>{"item:2", "text:2", "list:2", "judgement:22",
                                                       "judgement:21"}));
  EXPECT_TRUE(first.same_content.empty());
  for (const std::string& word : words)  // while it is open, with its log
    EXPECT_EQ(every_byte(*p.disk).find(word), std::string::npos) << word.size();
  EXPECT_TRUE(open_case.verify(kept).holds());
  open_case.close();
  for (const std::string& word : words)
    EXPECT_EQ(every_byte(*p.disk).find(word), std::string::npos) << word.size();
  EXPECT_EQ(p.disk->file_paths().size(), files);  // one blob less, one checkpoint more
  Case again = open_trial_case(*p.disk);
  EXPECT_TRUE(again.verify(kept).holds());
  for (const Item& item : again.items()) EXPECT_NE(item.id, p.small);
  for (const Judgement& judgement : again.judgements())
    EXPECT_NE(judgement.value, "Winterhafen harbour");
  // What stands: the twin's line, list and text; and lines without names, so that all add up.
  std::vector<std::string> places;
  again.for_each_ledger_line(2, [&](const LedgerLine& line) {
    places.push_back(line.place);
    EXPECT_EQ(line.outcome, Outcome::taken);
  });
  EXPECT_EQ(places, (std::vector<std::string>{"", "", "other name.txt"}));
  EXPECT_EQ(again.intakes().at(1).request, "");
  EXPECT_EQ(again.intakes().at(1).found(), 3u);
  EXPECT_EQ(again.lists().size(), 2u);  // the one from before, and the twin's
  EXPECT_EQ(again.lists().back().item, p.twin);
  EXPECT_EQ(again.text(p.twin)->text, "kept");
  EXPECT_FALSE(again.text(p.small));
  // Numbers are not given again, and nothing is made from what is gone.
  {
    CaseWork work = again.begin_work();
    EXPECT_EQ(add_trial_list(work, p.twin, 1, "x"), 5);
    EXPECT_EQ(work.add_text({.item = p.twin, .tool = "t", .text = "x", .map_format = "m"}), 5);
    EXPECT_THROW(add_trial_list(work, p.small, 1, "x"), Error);
    EXPECT_THROW(work.add_text({.item = p.small, .tool = "t", .text = "x", .map_format = "m"}),
                 Error);
  }
  EXPECT_THROW(again.read_item(p.small, [](ByteView) {}), Error);
  EXPECT_THROW(again.withdraw_item(p.small), Error);
  EXPECT_THROW(again.withdraw_item(999), Error);
}

TEST(Withdraw, what_lay_in_an_archive_or_around_it_is_named_and_refused_members_lose_their_names) {
  const auto disk = disk_with_case();
  Case open_case = open_trial_case(*disk);
  CaseWork work = open_case.begin_work();
  const std::int64_t intake = work.begin_intake("x");
  const auto line = [&](std::int64_t item, std::int64_t inside, std::uint64_t member) {
    return work.add_ledger_line({.intake = intake,
                                 .place = "Winterhafen",
                                 .inside = inside,
                                 .member = member,
                                 .outcome = item == 0 ? Outcome::refused : Outcome::taken,
                                 .item = item,
                                 .reason = item == 0 ? "is encrypted" : ""});
  };
  const std::int64_t outer = work.add_item("outer.zip", source_of("zip of 1 and zip"));
  const std::int64_t inner = work.add_item("inner.zip", source_of("zip of 2"));
  const std::int64_t first = work.add_item("1", source_of("1"));
  const std::int64_t second = work.add_item("2", source_of("2"));
  const std::int64_t outer_line = line(outer, 0, 0);
  line(first, outer_line, 1);
  const std::int64_t inner_line = line(inner, outer_line, 2);
  line(0, outer_line, 3);
  line(second, inner_line, 1);
  line(0, inner_line, 2);
  work.finish_intake(intake);
  work.commit();
  const auto object = [](std::int64_t id) { return fmt::format("item:{}", id); };
  using Objects = std::vector<std::string>;
  const Withdrawal leaf = open_case.withdraw_item(second);
  EXPECT_EQ(leaf.archives, (Objects{object(outer), object(inner)}));
  EXPECT_EQ(leaf.members, Objects{});
  const Withdrawal whole = open_case.withdraw_item(outer);
  EXPECT_EQ(whole.archives, Objects{});
  EXPECT_EQ(whole.members, (Objects{object(inner), object(first)}));
  EXPECT_TRUE(open_case.verify().holds());
  std::vector<std::string> places;
  open_case.for_each_ledger_line(intake, [&](const LedgerLine& l) { places.push_back(l.place); });
  EXPECT_EQ(places, (Objects{"", "Winterhafen", "Winterhafen", "", "", "Winterhafen"}));
}

TEST(Withdraw, the_same_bytes_under_another_item_stay_and_are_named) {
  Prepared p = prepared();
  Case open_case = open_trial_case(*p.disk);
  const Withdrawal done = open_case.withdraw_item(p.twin);
  EXPECT_EQ(done.same_content, std::vector<std::string>{fmt::format("item:{}", p.other)});
  std::string content;
  open_case.read_item(p.other, [&](ByteView bytes) { content += text_of(bytes); });
  EXPECT_EQ(content, "kept by both");
  EXPECT_TRUE(open_case.verify().holds());
  EXPECT_TRUE(open_case.withdraw_item(p.other).same_content.empty());
  EXPECT_TRUE(open_case.verify().holds());
  // Received again later, it is a new item.
  CaseWork work = open_case.begin_work();
  const std::int64_t fresh = work.add_item("again", source_of("kept by both"));
  work.commit();
  EXPECT_GT(fresh, p.other);
  EXPECT_TRUE(open_case.verify().holds());
}

TEST(Withdraw, figures_that_rest_on_it_are_stale_and_say_why_and_others_stand) {
  Prepared p = prepared();
  Case open_case = open_trial_case(*p.disk);
  const auto item = [](std::int64_t id) { return fmt::format("item:{}", id); };
  const std::int64_t direct = open_case.add_figure(
      {.name = "people", .value = "12", .made_with = "m", .inputs = {item(p.small), item(p.twin)}});
  const std::int64_t through = open_case.add_figure({.name = "share",
                                                     .value = "0.5",
                                                     .made_with = "m",
                                                     .inputs = {fmt::format("figure:{}", direct)}});
  const std::int64_t other = open_case.add_figure(
      {.name = "others", .value = "3", .made_with = "m", .inputs = {item(p.twin)}});
  EXPECT_TRUE(open_case.verify().holds());
  const Withdrawal done = open_case.withdraw_item(p.small);
  EXPECT_EQ(done.stale, (std::vector<std::string>{fmt::format("figure:{}", direct),
                                                  fmt::format("figure:{}", through)}));
  for (const Figure& figure : open_case.figures()) {
    if (figure.id == other)
      EXPECT_EQ(figure.stale, "");
    else
      EXPECT_NE(figure.stale.find(item(p.small)), std::string::npos);
  }
  EXPECT_TRUE(open_case.verify().holds());
  // What is withdrawn or stale is no input; what is not there neither.
  for (const std::string& input :
       {item(p.small), fmt::format("figure:{}", through), std::string("item:999"),
        std::string("table"), std::string("item:"), std::string("item:1x")})
    EXPECT_THROW(
        open_case.add_figure({.name = "n", .value = "1", .made_with = "m", .inputs = {input}}),
        Error)
        << input;
  open_case.close();
  // Somebody with the key who takes the mark away, or the figure's number, is found.
  for (const char* sql : {"UPDATE figure SET stale = NULL WHERE stale IS NOT NULL",
                          "UPDATE figure SET stale = 'x' WHERE stale IS NULL",
                          "UPDATE figure SET value = '13' WHERE id = 1",
                          "DELETE FROM figure_input WHERE figure = 3"}) {
    const auto copy = p.disk->copy(1);
    {
      const auto state = open_case_state(*copy, kTrialFolder, trial_options(), trial_tuning());
      state->database->run(sql);
    }
    EXPECT_FALSE(open_trial_case(*copy).verify().holds()) << sql;
  }
}

TEST(Withdraw, an_item_made_to_look_withdrawn_without_an_entry_is_found) {
  Prepared p = prepared();
  {
    const auto state = open_case_state(*p.disk, kTrialFolder, trial_options(), trial_tuning());
    state->database->run(
        "UPDATE item SET name = '', name_salt = x'', content_salt = x'' WHERE id = 1");
  }
  EXPECT_FALSE(open_trial_case(*p.disk).verify().holds());
}

TEST(Withdraw, a_power_cut_at_any_call_leaves_it_whole_or_withdrawn) {
  const Prepared p = prepared();
  const auto whole = p.disk->copy(1);
  whole->cut_power_at(0);
  open_trial_case(*whole).withdraw_item(p.large);
  const std::uint64_t calls = whole->operation_count();
  const std::uint64_t step = std::max<std::uint64_t>(1, calls / trial_count(25, 100000));
  int kept = 0, gone = 0;
  for (std::uint64_t call = 1; call <= calls; call += step) {
    const auto disk = p.disk->copy(call);
    disk->cut_power_at(call);
    try {
      open_trial_case(*disk).withdraw_item(p.large);
    } catch (const PowerCut&) {
    }
    const auto after = disk->after_power_cut(call);
    Case open_case = open_trial_case(*after);
    EXPECT_TRUE(open_case.verify().holds()) << call;
    bool there = false;
    for (const Item& item : open_case.items()) there = there || item.id == p.large;
    ++(there ? kept : gone);
    open_case.close();
    if (!there) {  // also where the power went before the older copies were gone
      const std::string bytes = every_byte(*after);
      EXPECT_EQ(bytes.find("seen at large, and"), std::string::npos) << call;
      EXPECT_EQ(bytes.find("large Winterhafen.txt"), std::string::npos) << call;
    } else {
      open_case = open_trial_case(*after);
      std::uint64_t size = 0;
      open_case.read_item(p.large, [&](ByteView bytes) { size += bytes.size(); });
      EXPECT_EQ(size, 9000u * 12) << call;
    }
  }
  EXPECT_GT(kept, 0);
  EXPECT_GT(gone, 0);
}

CaseOptions as(const std::string& passphrase, const std::string& actor = {}) {
  CaseOptions options = trial_options(passphrase);
  options.actor = actor;
  return options;
}

TEST(Actor, every_entry_says_whose_key_was_used_and_no_name_is_in_the_log) {
  const auto disk = disk_with_case();
  const auto open = [&](const CaseOptions& options) {
    return Case(open_case_state(*disk, kTrialFolder, options, trial_tuning()));
  };
  {
    Case founder = open(as("correct horse"));
    founder.add_passphrase(SecretBytes::copy_of("pa"), KeyScope::coded_only, "Invented Analyst");
    founder.add_passphrase(SecretBytes::copy_of("pb"), KeyScope::coded_and_identities,
                           "Invented Documenter");
    EXPECT_EQ(founder.actors().size(), 2u);
    EXPECT_EQ(founder.key_slots().at(1).actor, "Invented Analyst");
    EXPECT_TRUE(founder.verify().holds());
  }
  const auto judge = [](Case& open_case) {
    CaseWork work = open_case.begin_work();
    work.add_judgement({.about = "item:1", .kind = "grade", .value = "C"});
    work.commit();
  };
  {
    Case analyst = open(as("pa"));
    judge(analyst);
    EXPECT_THROW(analyst.remove_key(0), Error);  // the names are not the analyst's to lose
    EXPECT_THROW(
        {
          CaseWork work = analyst.begin_work();
          work.add_identity("x");
        },
        Error);
  }
  {
    Case documenter = open(as("pb", "Invented Documenter"));
    judge(documenter);
    documenter.change_passphrase(2, SecretBytes::copy_of("pc"));
  }
  {
    Case again = open(as("pc"));  // the changed key is still hers
    judge(again);
  }
  Case founder = open(as("correct horse"));
  judge(founder);
  std::vector<std::string> who;
  founder.for_each_log_line([&](const LogLine& line) {
    if (line.action == "judgement-added") who.push_back(line.actor);
    EXPECT_EQ((line.actor + line.object + line.parameters).find("Invented"), std::string::npos);
  });
  ASSERT_GE(who.size(), 4u);
  EXPECT_EQ((std::vector<std::string>{who.end() - 4, who.end()}),
            (std::vector<std::string>{"actor:2", "actor:3", "actor:3", "actor:1"}));
  EXPECT_TRUE(founder.verify().holds());
  founder.close();
  EXPECT_THROW(open(as("pa", "Invented Documenter")), Error);  // her key, another's name
  EXPECT_THROW(open(as("correct horse", "Nobody")), Error);
  EXPECT_NO_THROW(open(as("correct horse", "Invented Analyst")));  // nobody's key may say who
}

}  // namespace
}  // namespace hearim

// For tests: a case in a folder of its own that goes with the test, and what is put into it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "hearim/case.h"
#include "steps/list_of_item.h"

namespace hearim {

inline ByteSource source_of(std::string content) {
  return [content = std::move(content), at = std::size_t{0}](auto into) mutable {
    const std::size_t size = std::min(into.size(), content.size() - at);
    std::copy_n(content.data() + at, size, into.begin());
    at += size;
    return size;
  };
}

class TrialCase : public testing::Test {
 protected:
  TrialCase() {
    std::string made = std::filesystem::temp_directory_path() / "hearim-steps-XXXXXX";
    folder_ = mkdtemp(made.data());
    CaseOptions options;
    options.passphrase = [] { return SecretBytes::copy_of("words"); };
    options.key_cost = {.passes = 1, .memory_bytes = 8192};
    case_.emplace(Case::create(folder_ / "trial.case", options));
  }
  ~TrialCase() override {
    case_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::int64_t add_list(const std::string& name, const std::string& csv) {
    CaseWork work = case_->begin_work();
    const std::int64_t item = work.add_item(name, source_of(csv));
    work.commit();
    CaseWork lists = case_->begin_work();
    const ListOfItem list = add_list_of_item(*case_, lists, item, csv.size(), {});
    lists.commit();
    EXPECT_NE(list.list, 0) << list.why_not;
    return list.list;
  }
  std::int64_t add_text(const std::string& name, const std::string& text) {
    CaseWork work = case_->begin_work();
    const std::int64_t item = work.add_item(name, source_of(text));
    work.add_text({.item = item, .tool = "as it is", .text = text, .map_format = ""});
    work.commit();
    return item;
  }
  void judge(NewJudgement judgement) {
    CaseWork work = case_->begin_work();
    work.add_judgement(judgement);
    work.commit();
  }
  // Two lists of 60 invented people, 30 of them on both.
  void add_two_lists() {
    std::string a = "name,birth date\n", b = "full name,DOB\n";
    for (int person = 0; person < 90; ++person) {
      const std::string row =
          fmt::format("Person{} Family{},19{:02}-0{}-1{}\n", static_cast<char>('a' + person % 26),
                      person * 7919, 50 + person % 40, 1 + person % 9, person % 9);
      if (person < 60) a += row;
      if (person >= 30) b += row;
    }
    add_list("a.csv", a);
    add_list("b.csv", b);
  }

  // Somebody else, with a key of her own, has the case open from here on.
  void open_as(const std::string& name) {
    const auto known = case_->actors();
    if (std::none_of(known.begin(), known.end(), [&](const Actor& a) { return a.name == name; }))
      case_->add_passphrase(SecretBytes::copy_of("words of " + name),
                            KeyScope::coded_and_identities, name);
    case_.reset();
    CaseOptions options;
    options.passphrase = [name] { return SecretBytes::copy_of("words of " + name); };
    options.key_cost = {.passes = 1, .memory_bytes = 8192};
    case_.emplace(Case::open(folder_ / "trial.case", options));
  }

  std::filesystem::path folder_;
  std::optional<Case> case_;
};

}  // namespace hearim

// The user's names, in five scripts. All names are invented.
#include <gtest/gtest.h>

#include "hearim/claims.h"
#include "hearim/read.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

std::shared_ptr<const NameList> list() {
  return compile_names(
      {{"Ilse Korvath", MentionType::person, {"일제 코르바트", "伊尔丝"}},
       {"Harbour Times", MentionType::organisation, {"하버타임스", "هاربور تايمز"}},
       {"Lantern", MentionType::work, {}}});
}

std::vector<std::pair<std::string, std::string>> listed_in(std::string_view text,
                                                           ReadLanguage language) {
  ReadOptions options;
  options.language = language;
  options.names = list();
  const std::u32string decoded = decode_text(text);
  std::vector<std::pair<std::string, std::string>> out;
  for (const Mention& m : read_text(decoded, options).mentions)
    if (!m.listed.empty())
      out.emplace_back(to_utf8(decoded.substr(m.span.start, m.span.end - m.span.start)), m.listed);
  return out;
}
using Found = std::vector<std::pair<std::string, std::string>>;

TEST(KnownNames, are_found_with_particles_prefixes_and_without_blanks) {
  EXPECT_EQ(listed_in("어제 하버타임스는 그렇게 전했다.", ReadLanguage::korean),
            (Found{{"하버타임스", "Harbour Times"}}));
  EXPECT_EQ(listed_in("昨天伊尔丝又来了。", ReadLanguage::chinese),
            (Found{{"伊尔丝", "Ilse Korvath"}}));
  EXPECT_EQ(listed_in("وهاربور تايمز نشرت الخبر.", ReadLanguage::arabic),
            (Found{{"هاربور تايمز", "Harbour Times"}}));
  EXPECT_EQ(listed_in("She told the HARBOUR TIMES so.", ReadLanguage::english),
            (Found{{"HARBOUR TIMES", "Harbour Times"}}));
}

TEST(KnownNames, are_not_found_inside_other_words_or_longer_names) {
  EXPECT_EQ(listed_in("하버타임스퀘어에서 만났다.", ReadLanguage::korean), Found{});
  EXPECT_EQ(listed_in("She held a lantern in the dark.", ReadLanguage::english), Found{});
  EXPECT_EQ(listed_in("He works for the Harbour Times Foundation.", ReadLanguage::english),
            Found{});
  EXPECT_EQ(listed_in("Two Lanterns burned.", ReadLanguage::english), Found{});
}

TEST(KnownNames, give_type_and_join_spellings_of_one_entity_and_no_others) {
  ReadOptions options;
  options.names = compile_names(
      {{"Mara Lind", MentionType::person, {"마라"}}, {"Mara Lindt", MentionType::person, {}}});
  const std::u32string a = decode_text(std::string_view("Mara Lind said so. \"No,\" said Lind.")),
                       b = decode_text(std::string_view("어제 마라는 그렇게 말했다.")),
                       c = decode_text(std::string_view("Mara Lindt said so."));
  const Reading x = read_text(a, options), y = read_text(b, options), z = read_text(c, options);
  const std::vector<ClaimDocument> documents{{"a", a, &x}, {"b", b, &y}, {"c", c, &z}};
  const ClaimBoard board = find_claims(documents, ::hearim::Run{});
  const ClaimEntity* lind = nullptr;
  for (const ClaimEntity& entity : board.entities) {
    if (entity.name == "Mara Lind") lind = &entity;
  }
  ASSERT_NE(lind, nullptr);
  EXPECT_EQ(lind->names, (std::vector<std::string>{"Mara Lind", "Lind", "마라"}));
}

TEST(KnownNames, a_list_of_a_hundred_thousand_costs_little_a_letter) {
  std::vector<KnownName> many;
  for (int i = 0; i < 100'000; ++i)
    many.push_back({"Aaaa" + std::to_string(i), MentionType::person, {}});
  ReadOptions options;
  options.names = compile_names(std::move(many));
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "Aaaa ";
  EXPECT_TRUE(read_text(std::string_view(text), options).mentions.empty() ||
              read_text(std::string_view(text), options).mentions[0].listed.empty());
}

}  // namespace
}  // namespace hearim

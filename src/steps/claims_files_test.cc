// The board over the invented story of tests/claims, from annotations made by hand, so that what is
// tested is the comparison and not the reader.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "hearim/claims.h"
#include "report/claims_json.h"
#include "report/claims_page.h"
#include "report/claims_text.h"
#include "report/reading_json.h"
#include "report/well_formed.h"

namespace hearim {
namespace {

struct Story {
  std::vector<std::u32string> texts;
  std::vector<Reading> readings;
  std::vector<std::string> names;
  std::vector<ClaimDocument> documents;
  ClaimBoard board;
};

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Story read_story(const std::vector<std::string>& names, int threads = 1) {
  const std::filesystem::path folder = std::string(HEARIM_SOURCE_DIR) + "/tests/claims";
  Story story;
  story.names = names;
  for (const std::string& name : names) {
    story.texts.push_back(decode_text(std::string_view(file_text(folder / (name + ".txt")))));
    const Json gold = Json::parse(file_text(folder / (name + ".json")));
    story.readings.push_back(
        reading_from_json(gold.at("annotations"), story.texts.back().size(), name));
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    story.documents.push_back({names[i], story.texts[i], &story.readings[i]});
  Run run;
  run.threads = threads;
  story.board = find_claims(story.documents, run);
  return story;
}

const std::vector<std::string> kAll = {"en_post",   "en_translated", "en_copy",
                                       "es_diario", "ko_ilbo",       "zh_ribao",
                                       "ar_sahifa", "en_ledger",     "en_other"};

const ClaimEntity* entity_named(const ClaimBoard& board, const std::string& name) {
  for (const ClaimEntity& entity : board.entities)
    if (std::find(entity.names.begin(), entity.names.end(), name) != entity.names.end())
      return &entity;
  return nullptr;
}

const Claim* claim_with(const Story& story, const std::string& document, const std::string& id) {
  for (const Claim& claim : story.board.claims)
    for (const ClaimStatement& statement : claim.statements)
      if (story.names[statement.at.document] == document && statement.at.annotation == id)
        return &claim;
  return nullptr;
}

bool holds(const Story& story, const Claim& claim, const std::string& document,
           const std::string& id) {
  return claim_with(story, document, id) == &claim;
}

TEST(ClaimsStory, seven_documents_of_one_report_are_one_source) {
  const Story story = read_story(kAll);
  ASSERT_EQ(story.board.lineages.size(), 1u) << claims_text(story.board, story.documents);
  const Lineage& lineage = story.board.lineages[0];
  EXPECT_EQ(lineage.documents, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(story.board.independent_sources, 3);
  EXPECT_NE(lineage.origin.find("Salt Road Watch"), std::string::npos) << lineage.origin;
  std::set<EvidenceKind> kinds;
  for (const LineageEvidence& evidence : lineage.evidence) kinds.insert(evidence.kind);
  EXPECT_EQ(kinds, (std::set<EvidenceKind>{EvidenceKind::cites, EvidenceKind::speaker,
                                           EvidenceKind::quote, EvidenceKind::testimony,
                                           EvidenceKind::figure, EvidenceKind::wording}));
}

TEST(ClaimsStory, names_are_joined_across_spellings_word_orders_and_alphabets) {
  const Story story = read_story(kAll);
  const auto same = [&](const char* a, const char* b) {
    const ClaimEntity* x = entity_named(story.board, a);
    return x != nullptr && x == entity_named(story.board, b);
  };
  EXPECT_TRUE(same("Ilse Korvath", "Ilse Korvat"));
  EXPECT_TRUE(same("Ilse Korvath", "Korvath"));
  EXPECT_TRUE(same("Salt Road Watch", "Salt Road Watch Association"));
  EXPECT_TRUE(same("Salt Road Watch", "솔트로드워치"));
  EXPECT_TRUE(same("Salt Road Watch", "盐路观察"));
  EXPECT_TRUE(same("Karsani Human Rights Archive", "Archive Centre for Karsani Human Rights"));
  EXPECT_TRUE(same("Karsani Human Rights Archive", "KHRA"));
  EXPECT_FALSE(same("Dunmere Post", "Harbour Times"));
  EXPECT_FALSE(same("Petra Mond", "Ilse Korvath"));
}

TEST(ClaimsStory, figures_of_the_same_women_conflict_across_languages) {
  const Story story = read_story(kAll);
  const Claim* claim = claim_with(story, "en_post", "q1");
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(claim->agreement, Agreement::conflict) << claims_text(story.board, story.documents);
  for (const auto& [document, id] : {std::pair{"en_translated", "q1"},
                                     {"en_translated", "q2"},
                                     {"en_copy", "q1"},
                                     {"es_diario", "q1"},
                                     {"ko_ilbo", "q1"},
                                     {"zh_ribao", "q1"},
                                     {"ar_sahifa", "q1"}})
    EXPECT_TRUE(holds(story, *claim, document, id)) << document << ' ' << id;
  // The base of "more than double", children, shares and men are other matters.
  EXPECT_FALSE(holds(story, *claim, "en_translated", "q3"));
  EXPECT_FALSE(holds(story, *claim, "en_translated", "q4"));
  EXPECT_FALSE(holds(story, *claim, "en_post", "q3"));
  EXPECT_FALSE(holds(story, *claim, "en_ledger", "q2"));
  EXPECT_FALSE(holds(story, *claim, "en_other", "q1"));
}

TEST(ClaimsStory, a_claim_counts_origins_not_articles) {
  const Story alone = read_story({"en_post", "en_translated", "en_copy", "es_diario"});
  const Claim* claim = claim_with(alone, "en_post", "q1");
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(claim->independent_sources, 1) << claims_text(alone.board, alone.documents);
  EXPECT_EQ(alone.board.independent_sources, 1);
  const Story with_ledger = read_story({"en_post", "en_translated", "en_ledger"});
  const Claim* joint = claim_with(with_ledger, "en_ledger", "q1");
  ASSERT_NE(joint, nullptr);
  EXPECT_TRUE(holds(with_ledger, *joint, "en_post", "q1"));
  EXPECT_EQ(joint->independent_sources, 2);
}

TEST(ClaimsStory, one_account_is_joined_and_the_others_are_not) {
  const Story story = read_story(kAll);
  ASSERT_EQ(story.board.testimonies.size(), 1u);
  const auto& statements = story.board.testimonies[0].statements;
  EXPECT_EQ(statements, (std::vector<AnnotationRef>{{0, "t1"}, {1, "t1"}}));
}

TEST(ClaimsStory, reworded_quotations_of_one_speaker_are_joined) {
  const Story story = read_story({"en_post", "en_translated"});
  const std::vector<AnnotationRef> reworded{{0, "s3"}, {1, "s2"}};
  EXPECT_TRUE(std::any_of(story.board.quotes.begin(), story.board.quotes.end(),
                          [&](const SameStatements& same) { return same.statements == reworded; }));
  // The account that both tell is no quotation of one speaker.
  for (const SameStatements& same : story.board.quotes)
    for (const AnnotationRef& at : same.statements) EXPECT_FALSE(at == (AnnotationRef{1, "s3"}));
}

TEST(ClaimsStory, the_board_does_not_depend_on_threads) {
  const Story one = read_story(kAll, 1), four = read_story(kAll, 4);
  EXPECT_EQ(claims_json(one.board, one.documents), claims_json(four.board, four.documents));
}

TEST(ClaimsStory, the_page_is_well_formed_and_inert_whatever_a_document_is_called) {
  Story story = read_story(kAll);
  story.documents[0].name = "<script>alert(1)</script>\x1b[2J\xE2\x80\xAE.txt";
  const std::vector<DocumentFacts> facts(kAll.size(), DocumentFacts{"x", "ab", "", "", {}});
  const std::string page = claims_page(story.board, story.documents, facts);
  const XmlReader xml(page.substr(page.find('\n') + 1));
  EXPECT_EQ(xml.error(), "");
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_NE(page.find("200,000 to 999,999, vague"), std::string::npos);
  EXPECT_NE(page.find("Ilse Korvath"), std::string::npos);
}

TEST(ClaimsStory, one_document_or_none_is_a_board_too) {
  EXPECT_EQ(read_story({"en_other"}).board.independent_sources, 1);
  EXPECT_EQ(read_story({}).board.independent_sources, 0);
}

TEST(ClaimsStory, lines_fit_eighty_columns) {
  const Story story = read_story(kAll);
  std::istringstream lines(claims_text(story.board, story.documents, 80));
  int widest = 0;
  for (std::string line; std::getline(lines, line);) {
    int columns = 0;
    for (const char32_t c : decode_text(std::string_view(line)))
      columns += c >= 0x1100 && (c < 0x2000 || c >= 0x3000) ? 2 : 1;
    widest = std::max(widest, columns);
  }
  EXPECT_LE(widest, 80);
}

}  // namespace
}  // namespace hearim

// Names that Latin letters explain, and names that stand again alone. All are invented.
#include <gtest/gtest.h>

#include <map>

#include "hearim/read.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

// Named mentions as "words/type/entity".
std::vector<std::string> names_in(std::string_view text, ReadLanguage language) {
  constexpr std::array<std::string_view, 5> kTypes = {"person", "organisation", "place", "work",
                                                      "event"};
  const std::u32string decoded = decode_text(text);
  std::map<std::string, int> number;
  std::vector<std::string> out;
  for (const Mention& m : read_text(decoded, {.language = language}).mentions) {
    if (!m.named) continue;
    const int entity = number.emplace(m.entity, static_cast<int>(number.size()) + 1).first->second;
    out.push_back(to_utf8(decoded.substr(m.span.start, m.span.end - m.span.start)) + "/" +
                  std::string(kTypes[static_cast<std::size_t>(m.type)]) + "/" +
                  std::to_string(entity));
  }
  return out;
}
using Names = std::vector<std::string>;

TEST(ForeignNames, go_back_as_far_as_they_sound_like_the_brackets) {
  EXPECT_EQ(names_in("대표 저자 히메나 우르다사(Jimena Urdaza)는 침묵했다.", ReadLanguage::korean),
            (Names{"히메나 우르다사/person/1", "Jimena Urdaza/person/1"}));
  EXPECT_EQ(names_in("وقالت الباحثة خيمينا أوردازا (Jimena Urdaza) إن الشركات صامتة.",
                     ReadLanguage::arabic),
            (Names{"خيمينا أوردازا/person/1", "Jimena Urdaza/person/1"}));
}

TEST(ForeignNames, say_by_their_own_words_what_they_name) {
  EXPECT_EQ(names_in("솔트로드워치(Salt Road Watch)는 조용하다.", ReadLanguage::korean),
            (Names{"솔트로드워치/organisation/1", "Salt Road Watch/organisation/1"}));
  EXPECT_EQ(names_in("“新光真相会”（Saebit Truth Assembly）昨天开会。", ReadLanguage::chinese),
            (Names{"新光真相会/organisation/1", "Saebit Truth Assembly/organisation/1"}));
}

TEST(ForeignNames, stand_again_alone) {
  EXPECT_EQ(names_in("라일라 알카시미(Layla Qasimi) 소장은 말했다. 알카시미는 웃었다.",
                     ReadLanguage::korean),
            (Names{"라일라 알카시미/person/1", "Layla Qasimi/person/1", "알카시미/person/1"}));
}

TEST(ForeignNames, one_latin_word_or_a_title_in_brackets_is_no_person) {
  EXPECT_EQ(names_in("그는 Facebook에 글을 올렸다.", ReadLanguage::korean), Names{});
}

TEST(ForeignNames, ten_thousand_brackets_are_read_in_time) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "우르다사(Urdaza Jimena) ";
  EXPECT_FALSE(names_in(text, ReadLanguage::korean).empty());
}

TEST(QuotedTitles, behind_the_noun_of_a_work_are_its_name) {
  EXPECT_EQ(names_in("보고서 「먼지와 침묵」은 길다.", ReadLanguage::korean),
            (Names{"먼지와 침묵/work/1"}));
  EXPECT_EQ(names_in("صدر تقرير بعنوان \"بيوت تحت الماء\" أمس.", ReadLanguage::arabic),
            (Names{"بيوت تحت الماء/work/1"}));
  EXPECT_EQ(names_in("Lo dice el informe «Polvo y silencio» de ayer.", ReadLanguage::spanish),
            (Names{"Polvo y silencio/work/1"}));
  EXPECT_EQ(names_in("The report, \"Dust and Silence\", is long.", ReadLanguage::english),
            (Names{"Dust and Silence/work/1"}));
}

}  // namespace
}  // namespace hearim

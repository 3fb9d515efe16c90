#include "text/name_words.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "text/han_readings.h"
#include "text/letter_folding.h"
#include "text/romanisation.h"

namespace hearim {
namespace {

// Words that are a title wherever they stand. Left out: words that are names as often (Sayed, Don,
// Prince, Dean, King).
constexpr std::string_view kTitles =
    "mr mrs ms miss mx dr doctor prof professor sir madam madame mme mlle monsieur sr sra srta "
    "senor senora "
    "senorita dona herr frau fraulein signor signora haji hajj hadji hajji sheikh shaikh sheik "
    "shaykh cheikh "
    "ustaz ustad imam mullah maulana rev reverend father sister brother fr gen general col colonel "
    "maj major "
    "capt captain cpt lt lieutenant sgt sergeant cpl pvt comrade jr ing lic abog phd md esq late "
    "martyr shahid "
    "선생 선생님 씨 님 교수 교수님 박사 박사님 동지 여사 목사 대표 "
    "先生 女士 小姐 同志 教授 博士 太太 夫人 "
    "السيد السيده الدكتور دكتور الشيخ الحاج الحاجه المهندس الاستاذ الشهيد الشهيده الانسه المرحوم "
    "العقيد الرايد النقيب "
    "господин госпожа товарищ тов доктор профессор гражданин гражданка гр пан пани";

constexpr std::string_view kParticles =
    "de del la las los el lo y e i da do dos das di du des le les van von der den ter ten te zu "
    "zum zur af av "
    "al ul as ash ad ar an at az bin ibn ben bint binti ould wuld walad bt b ap mac mc san santa "
    "ال بن ابن بنت ولد ";

// Particles that are names or syllables of names elsewhere count only between other words.
constexpr std::string_view kOnlyInside =
    "e i y an ad as ar at az ash lo te ten do dos san mac b bt av le los la ben da du di";

using Words = std::unordered_set<std::u32string>;

Words parse_words(std::string_view list) {
  Words words;
  std::u32string word;
  for (char32_t c : fold_letters(std::string(list) + " ")) {
    if (c != U' ') {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  return words;
}

bool contains(const Words& words, std::u32string_view word) {
  return words.contains(std::u32string(word));
}

}  // namespace

NameTokenRole role_of_word(std::u32string_view folded) {
  constexpr size_t kWordMax = 10;
  if (folded.size() > kWordMax) return NameTokenRole::name;
  static const auto roles = [] {
    std::unordered_map<std::u32string, NameTokenRole> made;
    for (const auto& word : parse_words(kParticles)) made[word] = NameTokenRole::particle;
    for (const auto& word : parse_words(kTitles)) made[word] = NameTokenRole::title;
    return made;
  }();
  const auto found = roles.find(std::u32string(folded));
  return found == roles.end() ? NameTokenRole::name : found->second;
}

bool is_particle_only_inside(std::u32string_view folded) {
  static const Words words = parse_words(kOnlyInside);
  return contains(words, folded);
}

bool is_servant_word(std::u32string_view folded) {
  static const Words words = parse_words("abd abdul abdel abdal abdur abder abdu abdol عبد");
  return contains(words, folded);
}

bool is_parent_word(std::u32string_view folded) {
  static const Words words = parse_words("abu abou aboo umm oum ابو ابي ابا ام");
  return contains(words, folded);
}

bool is_article(std::u32string_view folded) {
  static const Words words =
      parse_words("al el ul ur er ar as es us ash esh an en un ad ed ud az ez ال");
  return contains(words, folded);
}

bool is_religious_ending(std::u32string_view folded) {
  static const Words words =
      parse_words("din deen dine uddin eddin eddine aldin aldeen eldin eldeen allah الدين الله");
  return contains(words, folded);
}

bool is_patronymic(std::u32string_view folded) {
  constexpr std::u32string_view endings[] = {U"ович",  U"евич",  U"овна", U"евна", U"инична",
                                             U"ovich", U"evich", U"ovna", U"evna", U"inichna",
                                             U"ovych", U"ivna",  U"івна", U"йович"};
  for (auto ending : endings) {
    if (folded.size() >= ending.size() + 2 && folded.ends_with(ending)) return true;
  }
  return false;
}

bool is_east_asian_syllable(std::string_view latin) {
  constexpr size_t kSyllableLettersMax = 6;
  if (latin.empty() || latin.size() > kSyllableLettersMax) return false;
  static const auto syllables = [] {
    std::unordered_set<std::string> made;
    for (char32_t c = 0x4E00; c <= 0x9FFF; ++c) {
      if (!pinyin(c).empty()) made.emplace(pinyin(c));
    }
    // One character of each Hangul syllable without doubled onset, by all its customary spellings.
    for (char32_t c = 0xAC00; c <= 0xD7A3; ++c) {
      const unsigned coda = (c - 0xAC00) % 28;
      const bool name_like = coda == 0 || coda == 1 || coda == 4 || coda == 8 || coda == 16 ||
                             coda == 17 || coda == 21;
      if (!name_like) continue;
      for (auto& spelling :
           romanise(std::u32string_view(&c, 1), NameScript::hangul, NamePlace::given)) {
        made.insert(std::move(spelling));
      }
    }
    return made;
  }();
  return syllables.contains(std::string(latin));
}

}  // namespace hearim

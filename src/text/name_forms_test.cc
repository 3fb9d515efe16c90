// All names here are invented.
#include "text/name_forms.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace hearim {
namespace {

// "folded/role" of each token: n name, t title, p particle.
std::string tokens(std::string_view name, NamePart part = NamePart::whole) {
  std::string out;
  for (const auto& token : name_forms(name, part).tokens) {
    if (!out.empty()) out += ' ';
    out += token.folded;
    if (token.role == NameTokenRole::title) out += "/t";
    if (token.role == NameTokenRole::particle) out += "/p";
  }
  return out;
}

double alike(std::string_view a, std::string_view b) {
  const double similarity = align_names(name_forms(a), name_forms(b)).similarity;
  EXPECT_NEAR(align_names(name_forms(b), name_forms(a)).similarity, similarity, 1e-12)
      << a << " / " << b;
  return similarity;
}

double token_alike(std::string_view a, std::string_view b) {
  const double similarity = token_similarity(*name_token(a), *name_token(b));
  EXPECT_EQ(token_similarity(*name_token(b), *name_token(a)), similarity) << a << " / " << b;
  return similarity;
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool romanises_to(std::string_view word, std::string_view latin, NamePart part = NamePart::whole) {
  for (const auto& token : name_forms(word, part).tokens) {
    if (has(token.romanisations, latin)) return true;
  }
  return false;
}

bool share_a_skeleton(std::string_view a, std::string_view b) {
  const auto x = name_token(a), y = name_token(b);
  return std::any_of(x->skeletons.begin(), x->skeletons.end(),
                     [&](const auto& key) { return has(y->skeletons, key); });
}

// ---- Splitting

TEST(NameSplitting, latin_names_are_cut_at_spaces_and_hyphens_and_not_at_apostrophes) {
  EXPECT_EQ(tokens("Jean-Pierre O’Neil"), "jean pierre oneil");
  EXPECT_EQ(tokens("SMITH, John  Q."), "smith john q");
  EXPECT_EQ(tokens("Müller"), "muller");
  EXPECT_EQ(tokens(""), "");
  EXPECT_EQ(tokens(" - . "), "");
}

TEST(NameSplitting, titles_and_particles_are_known) {
  EXPECT_EQ(tokens("Dr. María de la Cruz"), "dr/t maria de/p la/p cruz");
  EXPECT_EQ(tokens("Prof. Jan van der Berg"), "prof/t jan van/p der/p berg");
  EXPECT_EQ(tokens("Ben Carter"), "ben carter");
  EXPECT_EQ(tokens("Karim Ben Salah"), "karim ben/p salah");
  EXPECT_EQ(tokens("الدكتور سامر الخطيب"), "الدكتور/t سامر ال/p خطيب");
  EXPECT_EQ(tokens("김민지 선생님"), "김 민지 선생님/t");
  EXPECT_EQ(tokens("王小明 先生"), "王 小明 先生/t");
  EXPECT_EQ(tokens("Van Der"), "van der");  // nothing else there: then it is the name
}

TEST(NameSplitting, korean_names_without_a_space_are_cut_after_the_surname) {
  EXPECT_EQ(tokens("김민지"), "김 민지");
  EXPECT_EQ(tokens("김 민지"), "김 민지");
  EXPECT_EQ(tokens("남궁민수"), "남궁 민수");
  EXPECT_EQ(tokens("선우진"), "선우 진");
  EXPECT_EQ(tokens("허준"), "허준");      // two syllables may be a given name alone
  EXPECT_EQ(tokens("클루버"), "클루버");  // no surname begins so
  EXPECT_EQ(tokens("민지", NamePart::given), "민지");
  EXPECT_EQ(tokens("남궁", NamePart::surname), "남궁");
  EXPECT_EQ(tokens("Min-ji KIM"), "minji kim");
  EXPECT_EQ(tokens("Young-hee"), "younghee");
}

TEST(NameSplitting, chinese_names_are_cut_after_the_surname_and_simplified) {
  EXPECT_EQ(tokens("王小明"), "王 小明");
  EXPECT_EQ(tokens("陳美玲"), "陈 美玲");
  EXPECT_EQ(tokens("欧阳小明"), "欧阳 小明");
  EXPECT_EQ(tokens("歐陽娜"), "欧阳 娜");
  EXPECT_EQ(tokens("诸葛青"), "诸葛 青");
  EXPECT_EQ(tokens("伊万·彼得罗夫"), "伊万 彼得罗夫");
  EXPECT_EQ(tokens("田中太郎"), "田中太郎");  // four characters after no compound surname
}

TEST(NameSplitting, arabic_names_of_two_words_are_joined_and_articles_set_apart) {
  EXPECT_EQ(tokens("عبد الرحمن الخطيب"), "عبدالرحمن ال/p خطيب");
  EXPECT_EQ(tokens("عبدالرحمن الخطيب"), "عبدالرحمن ال/p خطيب");
  EXPECT_EQ(tokens("أبو بكر"), "ابوبكر");
  EXPECT_EQ(tokens("صلاح الدين"), "صلاحالدين");
  EXPECT_EQ(tokens("عبد الله بن سالم"), "عبدالله بن/p سالم");
  EXPECT_EQ(tokens("Abd al-Rahman al-Khatib"), "abdalrahman al/p khatib");
  EXPECT_EQ(tokens("Abdul Rahman"), "abdulrahman");
  EXPECT_EQ(tokens("Salah al-Din"), "salahaldin");
  EXPECT_EQ(tokens("Salah Eddine"), "salaheddine");
  EXPECT_EQ(tokens("Abu Bakr"), "abubakr");
}

TEST(NameSplitting, a_change_of_script_and_digits_end_a_word) {
  EXPECT_EQ(tokens("김민지Minji"), "김 민지 minji");
  EXPECT_EQ(tokens("Person12"), "person 12");
}

// ---- Romanisations

TEST(Romanisation, korean_surnames_have_their_customary_spellings) {
  for (const char* spelling : {"lee", "yi", "rhee", "i"})
    EXPECT_TRUE(romanises_to("이", spelling)) << spelling;
  for (const char* spelling : {"park", "pak", "bak"})
    EXPECT_TRUE(romanises_to("박", spelling)) << spelling;
  for (const char* spelling : {"choi", "choe"})
    EXPECT_TRUE(romanises_to("최", spelling)) << spelling;
  EXPECT_TRUE(romanises_to("남궁", "namgung", NamePart::surname));
}

TEST(Romanisation, korean_given_names_follow_the_standards_and_the_customs) {
  EXPECT_TRUE(romanises_to("영희", "yeonghui"));  // Revised
  EXPECT_TRUE(romanises_to("영희", "younghee"));  // customary
  EXPECT_TRUE(romanises_to("영희", "yonghui"));   // McCune-Reischauer
  EXPECT_TRUE(romanises_to("준호", "junho"));
  EXPECT_TRUE(romanises_to("준호", "joonho"));
  EXPECT_TRUE(romanises_to("민지", "minji"));
}

TEST(Romanisation, chinese_names_have_pinyin_wade_giles_regional_and_korean_spellings) {
  for (const char* spelling : {"zhang", "chang", "cheung", "truong"})
    EXPECT_TRUE(romanises_to("張", spelling)) << spelling;
  for (const char* spelling : {"chen", "chan", "tan"})
    EXPECT_TRUE(romanises_to("陈", spelling)) << spelling;
  EXPECT_TRUE(romanises_to("小平", "xiaoping", NamePart::given));
  EXPECT_TRUE(romanises_to("小平", "hsiaoping", NamePart::given));
  EXPECT_TRUE(romanises_to("国锋", "kuofeng", NamePart::given));
  EXPECT_TRUE(romanises_to("志明", "chihming", NamePart::given));
  EXPECT_TRUE(romanises_to("单", "shan", NamePart::surname));
  EXPECT_TRUE(romanises_to("敏智", "minji", NamePart::given));  // read in Korean
}

TEST(Romanisation, cyrillic_names_follow_six_customs) {
  for (const char* spelling : {"yushchenko", "iushchenko", "juschtschenko", "iouchtchenko"}) {
    EXPECT_TRUE(romanises_to("Ющенко", spelling)) << spelling;
  }
  for (const char* spelling : {"dmitriy", "dmitry", "dmitrii", "dmitri"})
    EXPECT_TRUE(romanises_to("Дмитрий", spelling)) << spelling;
  EXPECT_TRUE(romanises_to("Олег", "oleh") || romanises_to("Ігор", "ihor"));
  EXPECT_TRUE(romanises_to("Хрущев", "khrushchev"));
}

TEST(Romanisation, arabic_names_have_customary_spellings_and_a_plain_one) {
  for (const char* spelling : {"mohammed", "muhammad", "mohamed"})
    EXPECT_TRUE(romanises_to("محمد", spelling)) << spelling;
  for (const char* spelling : {"yusuf", "youssef"})
    EXPECT_TRUE(romanises_to("يوسف", spelling)) << spelling;
  EXPECT_TRUE(romanises_to("حسن", "hasan"));
  EXPECT_TRUE(romanises_to("قاسم", "kassem"));
}

TEST(Romanisation, kana_follow_hepburn_and_kunrei) {
  EXPECT_TRUE(romanises_to("しんじ", "shinji"));
  EXPECT_TRUE(romanises_to("シンジ", "sinzi"));
  EXPECT_TRUE(romanises_to("じゅんこ", "junko"));
  EXPECT_TRUE(romanises_to("きょうこ", "kyoko"));
  EXPECT_TRUE(romanises_to("ハッサン", "hassan"));
}

TEST(Romanisation, german_umlauts_are_also_written_out) {
  EXPECT_TRUE(romanises_to("Müller", "muller"));
  EXPECT_TRUE(romanises_to("Müller", "mueller"));
  EXPECT_EQ(token_similarity(name_forms("Müller").tokens[0], name_forms("Mueller").tokens[0]), 1);
}

// ---- Skeletons

TEST(NameSkeleton, spellings_of_one_name_under_different_customs_share_a_key) {
  EXPECT_TRUE(share_a_skeleton("Mohammed", "Muhamad"));
  EXPECT_TRUE(share_a_skeleton("محمد", "Mohamed"));
  EXPECT_TRUE(share_a_skeleton("Yusuf", "Youssef"));
  EXPECT_TRUE(share_a_skeleton("Ivanov", "Iwanow"));
  EXPECT_TRUE(share_a_skeleton("Иванов", "Ivanoff"));
  EXPECT_TRUE(share_a_skeleton("Zhang", "Chang"));
  EXPECT_TRUE(share_a_skeleton("Lee", "Rhee"));
  EXPECT_TRUE(share_a_skeleton("이", "Yi"));
  EXPECT_TRUE(share_a_skeleton("陈", "Tan"));
  EXPECT_TRUE(share_a_skeleton("Ющенко", "Yushchenko"));
  EXPECT_TRUE(share_a_skeleton("Qasim", "Kassem"));
  EXPECT_FALSE(share_a_skeleton("Mohammed", "Yusuf"));
  EXPECT_FALSE(share_a_skeleton("Zhang", "Park"));
}

// ---- Tokens across scripts

TEST(TokenSimilarity, the_same_token_is_one_and_strangers_are_low) {
  EXPECT_EQ(token_alike("minji", "MINJI"), 1);
  EXPECT_EQ(token_alike("أحمد", "احمد"), 1);
  EXPECT_EQ(token_alike("陳", "陈"), 1);
  EXPECT_LT(token_alike("minji", "aleksandr"), 0.6);
  EXPECT_LT(token_alike("민지", "aleksandr"), 0.6);
  EXPECT_LT(token_alike("محمد", "aleksandr"), 0.6);
  EXPECT_LT(token_alike("王", "smith"), 0.8);
}

TEST(TokenSimilarity, a_customary_spelling_is_met_exactly) {
  EXPECT_EQ(token_alike("이", "Lee"), 1);
  EXPECT_EQ(token_alike("이", "Rhee"), 1);
  EXPECT_EQ(token_alike("박", "Park"), 1);
  EXPECT_EQ(token_alike("محمد", "Mohamed"), 1);
  EXPECT_EQ(token_alike("張", "Chang"), 1);
  EXPECT_EQ(token_alike("Дмитрий", "Dmitry"), 1);
}

TEST(TokenSimilarity, spellings_in_no_table_are_judged_by_how_likely_they_are) {
  EXPECT_GT(token_alike("영희", "yeonghee"), 0.85);
  EXPECT_GT(token_alike("세레나", "Serena"), 0.9);
  EXPECT_GT(token_alike("خلدون", "Khaldoun"), 0.9);
  EXPECT_GT(token_alike("قحطان", "Kahtan"), 0.85);
  EXPECT_GT(token_alike("Щербаков", "Chtcherbakov"), 0.85);
  EXPECT_GT(token_alike("彼得罗夫", "Petrov"), 0.85);
  EXPECT_GT(token_alike("彼得羅夫", "Petrov"), 0.85);
  EXPECT_GT(token_alike("خلدون", "Khaldoun"), token_alike("خلدون", "Khalil") + 0.1);
  EXPECT_GT(token_alike("영희", "yeonghee"), token_alike("영희", "yongchol") + 0.1);
}

TEST(TokenSimilarity, two_customary_spellings_of_one_surname_are_close_and_not_the_same) {
  EXPECT_GT(token_alike("Lee", "Rhee"), 0.85);
  EXPECT_GT(token_alike("Choi", "Choe"), 0.85);
  EXPECT_LT(token_alike("Lee", "Rhee"), 1);
  EXPECT_LT(token_alike("Lee", "Park"), 0.6);
}

TEST(TokenSimilarity, scripts_meet_without_latin_between_them) {
  EXPECT_EQ(token_alike("민지", "敏智"), 1);  // Sino-Korean reading
  EXPECT_GT(token_alike("خلدون", "Халдун"), 0.8);
  EXPECT_GT(token_alike("세레나", "Серена"), 0.8);
  EXPECT_LT(token_alike("세레나", "Халдун"), 0.7);
}

TEST(TokenSimilarity, a_spelling_error_inside_a_script_costs_little) {
  EXPECT_GT(token_alike("Петров", "Петорв"), 0.9);
  EXPECT_GT(token_alike("خلدون", "خلدزن"), 0.85);
  EXPECT_GT(token_alike("민지", "민재"), 0.8);
  EXPECT_EQ(token_alike("小伟", "小玮"), 0.8);  // other character, same reading
}

// ---- Whole names

TEST(NameAlignment, order_case_hyphen_and_script_do_not_matter) {
  EXPECT_EQ(alike("Kim Min-ji", "MINJI KIM"), 1);
  EXPECT_EQ(alike("Kim Min-ji", "김민지"), 1);
  EXPECT_EQ(alike("Kim Min Ji", "김민지"), 1);
  EXPECT_EQ(alike("Kim Min Ji", "Minji Kim"), 1);
  EXPECT_EQ(alike("김민지", "김 민지"), 1);
  EXPECT_EQ(alike("민지", "Minji"), 1);
  EXPECT_GT(alike("허준", "Heo Jun"), 0.9);
  EXPECT_EQ(alike("王小明", "Wang Xiaoming"), 1);
  EXPECT_EQ(alike("王小明", "Xiao-ming WANG"), 1);
  EXPECT_EQ(alike("陳美玲", "陈美玲"), 1);
  EXPECT_EQ(alike("García López, Juan", "Juan Garcia Lopez"), 1);
}

TEST(NameAlignment, arabic_names_meet_their_latin_spellings_joined_or_not) {
  for (const char* latin :
       {"Abd al-Rahman al-Khatib", "Abdul Rahman Khatib", "Abdelrahman El Khatib",
        "Abderrahmane Alkhatib", "Abdulrahman Khateeb"}) {
    EXPECT_GT(alike("عبد الرحمن الخطيب", latin), 0.85) << latin;
    EXPECT_GT(alike("Abdulrahman Al-Khatib", latin), 0.85) << latin;
  }
  EXPECT_GT(alike("محمد سالم", "Muhammad Salem"), 0.95);
  EXPECT_GT(alike("صلاح الدين", "Salahuddin"), 0.85);
  EXPECT_GT(alike("Salah al-Din", "Salaheddine"), 0.85);
  EXPECT_LT(alike("عبد الرحمن الخطيب", "Abdulkarim Saleh"), 0.75);
}

TEST(NameAlignment, titles_and_particles_weigh_little) {
  EXPECT_GT(alike("Dr. María de la Cruz", "Maria Cruz"), 0.9);
  EXPECT_GT(alike("Sheikh Karim Saleh", "Karim Saleh"), 0.95);
  EXPECT_LT(alike("Dr. Karim Saleh", "Dr. Juan Cruz"), 0.3);
}

TEST(NameAlignment, a_missing_word_costs_less_than_a_wrong_one) {
  const double missing = alike("Juan García", "Juan García López");
  const double wrong = alike("Juan García Pérez", "Juan García López");
  EXPECT_GT(missing, 0.8);
  EXPECT_LT(missing, 1);
  EXPECT_LT(wrong, missing);
  EXPECT_GT(alike("Иван Петров", "Петров Иван Сергеевич"), 0.85);
}

TEST(NameAlignment, an_initial_stands_for_a_name_that_begins_so) {
  EXPECT_GT(alike("J. García", "Juan García"), 0.9);
  EXPECT_LT(alike("P. García", "Juan García"), alike("J. García", "Juan García") - 0.1);
  EXPECT_GT(alike("И. Петров", "Иван Петров"), 0.5);
}

TEST(NameAlignment, words_are_paired_one_to_one) {
  const auto a = name_forms("Ana Ana Ruiz"), b = name_forms("Ruiz Ana");
  const auto alignment = align_names(a, b);
  EXPECT_EQ(alignment.matched, (std::vector<std::pair<int, int>>{{0, 1}, {2, 0}}));
  EXPECT_LT(alignment.similarity, 1);
}

TEST(NameAlignment, the_pairing_is_the_best_of_all_pairings) {
  // Against every permutation, for names of up to four words.
  const char* const words[] = {"ana", "anna", "hanna", "juan", "joan", "ruiz", "luis"};
  unsigned state = 7;
  const auto next = [&](unsigned bound) {
    return (state = state * 1664525u + 1013904223u) / 65536u % bound;
  };
  for (int round = 0; round < 300; ++round) {
    std::string x, y;
    for (unsigned k = 0; k < 2 + next(3); ++k) x += std::string(words[next(7)]) + " ";
    for (unsigned k = 0; k < 2 + next(3); ++k) y += std::string(words[next(7)]) + " ";
    const auto a = name_forms(x), b = name_forms(y);
    const auto alignment = align_names(a, b);
    const auto gain = [&](int i, int j) {
      return token_similarity(a.tokens[static_cast<size_t>(i)], b.tokens[static_cast<size_t>(j)]) -
             0.6;
    };
    double found = 0;
    for (const auto& [i, j] : alignment.matched) found += gain(i, j);
    std::vector<int> order(std::max(a.tokens.size(), b.tokens.size()));
    for (size_t k = 0; k < order.size(); ++k) order[k] = static_cast<int>(k);
    double best = 0;
    do {
      double sum = 0;
      for (size_t i = 0; i < a.tokens.size(); ++i) {
        if (order[i] < static_cast<int>(b.tokens.size()))
          sum += std::max(0.0, gain(static_cast<int>(i), order[i]));
      }
      best = std::max(best, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    ASSERT_NEAR(found, best, 1e-9) << x << " / " << y;
  }
}

TEST(NameAlignment, nothing_against_nothing_is_no_evidence) {
  EXPECT_EQ(align_names(NameForms{}, NameForms{}).similarity, 0);
  EXPECT_EQ(align_names(name_forms("Ana"), NameForms{}).similarity, 0);
}

TEST(NameForms, any_bytes_are_accepted) {
  unsigned state = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (unsigned k = 0; k < 1 + state % 40; ++k) {
      state = state * 1664525u + 1013904223u;
      bytes += static_cast<char>(state >> 24);
    }
    const NameForms forms = name_forms(bytes);
    for (const auto& token : forms.tokens) EXPECT_FALSE(token.folded.empty());
    const double self = align_names(forms, forms).similarity;
    EXPECT_TRUE(forms.tokens.empty() ? self == 0 : self > 0.99) << round;
  }
  EXPECT_NO_THROW(
      align_names(name_forms(std::string(5000, 'a')), name_forms(std::string(5000, 'b'))));
  std::string many;
  for (int k = 0; k < 60; ++k) many += "ab" + std::to_string(k) + " ";
  EXPECT_GT(align_names(name_forms(many), name_forms(many)).similarity, 0.99);
}

}  // namespace
}  // namespace hearim

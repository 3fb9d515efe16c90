#include "read/language_rules.h"

#include <array>
#include <memory>
#include <mutex>

#include "read/letter_key.h"
#include "read/rule_text.h"

namespace hearim {
namespace {

std::string_view folder_of(ReadLanguage language) {
  return language == ReadLanguage::unknown ? "en" : language_code(language);
}

}  // namespace

LanguageRules::LanguageRules(ReadLanguage language)
    : lexicon(language,
              {rule_text("all", "words"), rule_text(folder_of(language), "words"),
               rule_text(folder_of(language), "names"), rule_text(folder_of(language), "speech"),
               rule_text(folder_of(language), "acts")}),
      date_patterns(lexicon, rule_text(folder_of(language), "dates")),
      numeral_classes(lexicon),
      story_words(lexicon) {}

const LanguageRules& LanguageRules::of(ReadLanguage language) {
  constexpr std::size_t kLanguages = static_cast<std::size_t>(ReadLanguage::korean) + 1;
  static std::array<std::once_flag, kLanguages> made;
  static std::array<std::unique_ptr<const LanguageRules>, kLanguages> all;
  const auto index = static_cast<std::size_t>(language);
  std::call_once(made[index], [&] { all[index] = std::make_unique<LanguageRules>(language); });
  return *all[index];
}

bool latin_word_is(std::u32string_view word, StoryClass c) {
  std::u32string folded;
  for (const char32_t letter : word)
    if (const char32_t key = letter_key(letter)) folded += key;
  for (const ReadLanguage language : {ReadLanguage::english, ReadLanguage::spanish}) {
    const LanguageRules& rules = LanguageRules::of(language);
    const WordId id = rules.lexicon.find(folded);
    if (id != 0 && rules.story_words.begins(id, c)) return true;
  }
  return false;
}

}  // namespace hearim

#include "text/name_forms.h"

#include <algorithm>

#include "text/customary_names.h"
#include "text/han_readings.h"
#include "text/letter_folding.h"
#include "text/name_skeleton.h"
#include "text/name_splitting.h"
#include "text/name_words.h"
#include "text/romanisation.h"
#include "text/spelling_model.h"

namespace hearim {
namespace {

constexpr size_t kSkeletonsMax = 8;

void add_distinct(std::vector<std::string>& list, std::string text, size_t count_max) {
  if (text.empty() || list.size() >= count_max) return;
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

NameToken make_token(NameWord& word) {
  NameToken token;
  token.script = word.script;
  token.role = word.role;
  token.patronymic = is_patronymic(word.folded);
  token.folded = to_utf8(word.folded);
  token.romanisations = romanise(word.folded, word.script, word.place);
  if (!word.canonical.empty()) {
    add_distinct(token.romanisations, std::string(word.canonical.begin(), word.canonical.end()),
                 kRomanisationsMax);
  }
  if (word.script != NameScript::latin && has_spelling_model(word.script)) {
    token.sounds = spelling_sounds(word.folded, word.script);
  }
  for (const auto& spelling : token.romanisations) {
    for (auto& key : name_skeletons(spelling))
      add_distinct(token.skeletons, std::move(key), kSkeletonsMax);
  }
  if (word.script == NameScript::latin && word.place != NamePlace::given &&
      !token.romanisations.empty()) {
    token.surname_groups = surname_groups(token.romanisations[0]);
    for (std::uint16_t group : token.surname_groups) {
      for (const auto& spelling : surname_group_spellings(group)) {
        for (auto& key : name_skeletons(spelling))
          add_distinct(token.skeletons, std::move(key), kSkeletonsMax);
      }
    }
  }
  return token;
}

// The letters that German, Danish, Norwegian and Swedish write with two where marks are not at
// hand.
std::string with_written_out_umlauts(std::string_view name) {
  std::string out;
  bool any = false;
  for (size_t i = 0; i < name.size(); ++i) {
    const char* letters = nullptr;
    if (name[i] == '\xC3' && i + 1 < name.size()) {
      switch (static_cast<unsigned char>(name[i + 1])) {
        case 0xA4:
        case 0x84:
          letters = "ae";
          break;
        case 0xB6:
        case 0x96:
        case 0xB8:
        case 0x98:
          letters = "oe";
          break;
        case 0xBC:
        case 0x9C:
          letters = "ue";
          break;
        case 0xA5:
        case 0x85:
          letters = "aa";
          break;
        default:
          break;
      }
    }
    if (letters != nullptr) {
      out += letters;
      any = true;
      ++i;
    } else {
      out += name[i];
    }
  }
  return any ? out : std::string();
}

}  // namespace

NameForms name_forms(std::string_view name, NamePart part) {
  NameForms forms;
  auto words = split_name(fold_letters(name), part);
  forms.tokens.reserve(words.size());
  for (NameWord& word : words) forms.tokens.push_back(make_token(word));
  const std::string written_out = with_written_out_umlauts(name);
  if (!written_out.empty()) {
    const auto others = split_name(fold_letters(written_out), part);
    if (others.size() == forms.tokens.size()) {
      for (size_t i = 0; i < others.size(); ++i) {
        if (others[i].script != NameScript::latin) continue;
        add_distinct(forms.tokens[i].romanisations, to_utf8(others[i].folded), kRomanisationsMax);
      }
    }
  }
  return forms;
}

std::optional<NameToken> name_token(std::string_view word) {
  NameWord whole;
  bool any = false;
  for (char32_t c : fold_letters(word)) {
    if (!is_name_letter(c)) continue;
    const NameScript script = script_of_letter(c);
    if (!any) whole.script = script;
    any = true;
    if (script == NameScript::han) c = simplified_han(c);
    if (script == whole.script || (c == U'ー' && whole.script == NameScript::kana))
      whole.folded += c;
  }
  if (!any) return std::nullopt;
  return make_token(whole);
}

}  // namespace hearim

// A person's name as written, in every form it can be compared in, and how alike two names are.
//
// A token (one word of a name) keeps its letters as written, folded for case, width, marks and
// letter variants, and the several Latin spellings it could have been given under the customs of
// its script; none of them is trusted alone. Titles and particles are known and weigh little.
// Order is free: "Kim Min-ji", "MINJI KIM" and "김민지" are one name.
// Pure; deterministic; no locale is read. Input is UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hearim {

enum class NameScript : std::uint8_t { latin, hangul, han, kana, arabic, cyrillic, hebrew, other };
enum class NameTokenRole : std::uint8_t { name, title, particle };

struct NameToken {
  std::string folded;  // original script, folded; never empty
  NameScript script = NameScript::latin;
  NameTokenRole role = NameTokenRole::name;
  std::vector<std::string> romanisations;  // lower-case a-z only; most customary first; for Latin
                                           // tokens: the folded spelling itself, then variants
                                           // (ue for ü, abdul- for abdel-)
  std::vector<std::string> skeletons;      // coarse keys, for blocking: equal keys for spellings
                                           // of one name under different customs
  bool patronymic = false;                 // Ivanovich, Петровна: light in an alignment
  std::vector<std::uint16_t> sounds;       // for the spelling model; empty for Latin tokens
  std::vector<std::uint16_t> surname_groups;  // of Latin tokens: the surnames of other scripts
                                              // customarily spelled so (Lee: 이, 李), sorted
};

struct NameForms {
  std::vector<NameToken> tokens;  // in the order written
};

// What the field holds. A whole name in Hangul or Han is split into surname and given name; a
// field that holds only the one or the other is not, and is read as what it is.
enum class NamePart : std::uint8_t { whole, surname, given };

NameForms name_forms(std::string_view name, NamePart part = NamePart::whole);

// One word taken as it is: neither split nor joined, role name. Absent if it has no letter.
// Letters beyond the first script in it are dropped.
std::optional<NameToken> name_token(std::string_view word);

// In [0, 1]: 1 the same token, about 0 unrelated; across scripts through romanisations: 1 where
// one of them is met exactly, otherwise the spelling model's evidence on the scale of
// Jaro-Winkler: a value stands for about the same rate of chance agreement in every script.
// Symmetric.
double token_similarity(const NameToken& a, const NameToken& b);

struct NameAlignment {
  double similarity = 0;  // in [0, 1], over the whole name
  // Token indices of a and b, one to one, by the index in a. Where two tokens of one name answer
  // one of the other (Min Ji, Minji), the pair names the first of the two.
  std::vector<std::pair<int, int>> matched;
};
NameAlignment align_names(const NameForms& a, const NameForms& b);

}  // namespace hearim

// A person's name as written, in every form it can be compared in, and how alike two names are.
//
// A token (one word of a name) keeps its letters as written, folded for case, width, marks and
// letter variants, and the several Latin spellings it could have been given under the customs of
// its script; none of them is trusted alone. Titles and particles are known and weigh little.
// Order is free: "Kim Min-ji", "MINJI KIM" and "김민지" are one name.
// Pure; deterministic; no locale is read. Input is UTF-8.
#pragma once

#include <cstdint>
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
                                           // tokens: the folded spelling itself
  std::vector<std::string> skeletons;      // coarse keys, for blocking: equal keys for spellings
                                           // of one name under different customs
};

struct NameForms {
  std::vector<NameToken> tokens;  // in the order written
};

NameForms name_forms(std::string_view name);

// In [0, 1]: 1 the same token, about 0 unrelated; across scripts through romanisations.
double token_similarity(const NameToken& a, const NameToken& b);

struct NameAlignment {
  double similarity = 0;                     // in [0, 1], over the whole name
  std::vector<std::pair<int, int>> matched;  // token indices of a and b, one to one
};
NameAlignment align_names(const NameForms& a, const NameForms& b);

}  // namespace hearim

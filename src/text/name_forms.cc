// Words of a name, lower-cased, with a sound key after the consonants.
#include "text/name_forms.h"

#include <algorithm>
#include <array>

#include "text/string_distance.h"

namespace hearim {
namespace {

bool is_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

std::string skeleton_of(std::string_view word) {
  constexpr std::string_view classes = "01230120022455012623010202";
  std::string key;
  char last = '0';
  for (const char c : word) {
    const char group = c >= 'a' && c <= 'z' ? classes[static_cast<std::size_t>(c - 'a')] : c;
    if (key.empty()) {
      key += c;
    } else if (group != '0' && group != last) {
      key += group;
    }
    last = group;
  }
  return key.substr(0, 5);
}

}  // namespace

NameForms name_forms(std::string_view name) {
  constexpr std::array<std::string_view, 14> titles = {"mr",  "mrs",  "ms",      "miss",    "dr",
                                                       "sir", "lord", "baronet", "captain", "lady",
                                                       "bt",  "rev",  "prof",    "dame"};
  constexpr std::array<std::string_view, 8> particles = {"of",  "de",  "la",  "van",
                                                         "von", "der", "bin", "al"};
  NameForms forms;
  std::string word;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const unsigned char c = i < name.size() ? static_cast<unsigned char>(name[i]) : ' ';
    if (is_letter(c)) {
      word += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (c != '\'' && !word.empty()) {
      NameToken token;
      token.folded = word;
      if (std::find(titles.begin(), titles.end(), word) != titles.end()) {
        token.role = NameTokenRole::title;
      } else if (std::find(particles.begin(), particles.end(), word) != particles.end()) {
        token.role = NameTokenRole::particle;
      }
      token.romanisations = {word};
      token.skeletons = {skeleton_of(word)};
      forms.tokens.push_back(std::move(token));
      word.clear();
    }
  }
  return forms;
}

double token_similarity(const NameToken& a, const NameToken& b) {
  double best = a.folded == b.folded ? 1.0 : 0.0;
  for (const std::string& x : a.romanisations) {
    for (const std::string& y : b.romanisations) best = std::max(best, jaro_winkler(x, y));
  }
  return best;
}

NameAlignment align_names(const NameForms& a, const NameForms& b) {
  NameAlignment result;
  double sum = 0.0;
  for (std::size_t i = 0; i < a.tokens.size(); ++i) {
    for (std::size_t j = 0; j < b.tokens.size(); ++j) {
      const double similarity = token_similarity(a.tokens[i], b.tokens[j]);
      const bool free = std::none_of(result.matched.begin(), result.matched.end(), [&](auto& m) {
        return m.first == static_cast<int>(i) || m.second == static_cast<int>(j);
      });
      if (similarity >= 0.85 && free) {
        result.matched.emplace_back(static_cast<int>(i), static_cast<int>(j));
        sum += similarity;
      }
    }
  }
  const std::size_t longer = std::max(a.tokens.size(), b.tokens.size());
  result.similarity = longer == 0 ? 0.0 : sum / static_cast<double>(longer);
  return result;
}

}  // namespace hearim

// Two forms of one list: hashes of folded names, for spans that something else has cut out, and
// names by their first letter, for scripts in which nothing does.
#include "read/place_names.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "read/letter_key.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

struct PlaceNames {
  std::unordered_set<std::uint64_t> keys;
  std::unordered_map<char32_t, std::vector<std::u32string>> by_first;  // longest first

  explicit PlaceNames(ReadLanguage language) {
    const bool latin = language == ReadLanguage::english || language == ReadLanguage::spanish ||
                       language == ReadLanguage::unknown;
    if (latin) take("en", true);
    if (language != ReadLanguage::english && language != ReadLanguage::unknown)
      take(language_code(language), latin);
    for (auto& [first, names] : by_first) {
      std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
      });
    }
  }

  void take(std::string_view language, bool hashed) {
    std::string_view rest = place_name_data(language);
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const std::u32string name = from_utf8(rest.substr(0, end));
      rest.remove_prefix(std::min(rest.size(), end + 1));
      if (hashed) {
        std::uint64_t hash = 1469598103934665603ULL;
        for (const char32_t c : name) {
          if (c == U'.') continue;
          const char32_t folded = c == U' ' ? U' ' : letter_key(c);
          if (folded != 0) hash = (hash ^ folded) * 1099511628211ULL;
        }
        keys.insert(hash);
      } else if (name.size() > 1) {
        std::u32string folded;
        for (const char32_t c : name) {
          if (const char32_t key = c == U' ' ? U' ' : letter_key(c)) folded += key;
        }
        by_first[folded.front()].push_back(folded);
      }
    }
  }

  static const PlaceNames& of(ReadLanguage language) {
    constexpr std::size_t kLanguages = static_cast<std::size_t>(ReadLanguage::korean) + 1;
    static std::array<std::once_flag, kLanguages> made;
    static std::array<std::unique_ptr<const PlaceNames>, kLanguages> all;
    const auto index = static_cast<std::size_t>(language);
    std::call_once(made[index], [&] { all[index] = std::make_unique<PlaceNames>(language); });
    return *all[index];
  }
};

}  // namespace

bool is_place_name(ReadLanguage language, std::uint64_t key) {
  return PlaceNames::of(language).keys.count(key) > 0;
}

std::size_t place_name_at(ReadLanguage language, std::u32string_view text, std::size_t at) {
  const auto& by_first = PlaceNames::of(language).by_first;
  const auto names = by_first.find(letter_key(text[at]));
  if (names == by_first.end()) return 0;
  for (const std::u32string& name : names->second) {
    std::size_t i = at, k = 0;
    while (i < text.size() && k < name.size()) {
      const char32_t folded = text[i] == U' ' ? U' ' : letter_key(text[i]);
      if (folded != 0 && folded != name[k++]) break;
      ++i;
      if (folded != 0 && k == name.size()) return i - at;
    }
  }
  return 0;
}

}  // namespace hearim

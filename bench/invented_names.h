// Names of invented people in four languages, and each name as clerks of four scripts write it.
//
// The tables hold common surnames and given names (public knowledge) with rough frequencies and
// the spellings in use; a person is a combination drawn at random and stands for nobody. Not in
// the product.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/rng.h"

namespace hearim {

enum class Tongue : std::uint8_t { korean, chinese, arabic, english };
inline constexpr std::array<std::string_view, 4> kTongueCodes = {"ko", "zh", "ar", "en"};

struct InventedName {
  Tongue tongue = Tongue::english;
  bool female = false;
  std::uint32_t surname = 0;                // in the tongue's table
  std::array<std::uint32_t, 3> given = {};  // words or syllables
  int given_count = 0;
};

// How one list writes names: which customs its clerks follow, mostly.
struct NamingCustom {
  Tongue script = Tongue::english;
  std::uint64_t clerk = 0;  // decides which spelling is usual on this list
  bool family_first = false;
  int joint = 0;  // of two syllables of a given name: 0 "Young-hee", 1 "Younghee", 2 "Young Hee"
};

struct WrittenName {
  std::string given;
  std::string family;
  bool one_word = false;  // written without a space: 김영희
};

// `people`: about how many there are, which says how many rare surnames English has.
InventedName invent_name(Tongue tongue, bool female, std::uint32_t people, Rng& rng);
WrittenName write_name(const InventedName& name, const NamingCustom& custom, Rng& rng);
std::string whole_name(const WrittenName& name, const NamingCustom& custom);

// An invented town and a trade, as a list of that script writes them.
std::string write_town(std::uint32_t town, Tongue script);
inline constexpr std::uint32_t kTownsMax = 3000;
std::string_view write_trade(std::uint32_t trade, Tongue script);
std::uint32_t trade_count();

// A letter wrong, left out, added or exchanged with its neighbour; a syllable or character wrong.
void misspell(std::string& word, Rng& rng);

// A pronounceable Latin word that only this number has, nearly.
std::string made_up_word(std::uint32_t number, std::uint64_t kind);

}  // namespace hearim

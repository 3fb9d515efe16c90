// Reads the name pairs of ../shared/data/names, and says which half a pair is in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "text/name_forms.h"

namespace hearim {

struct NamePair {
  std::string latin;
  std::string other;      // letters joined
  bool held_out = false;  // by a hash of the line: never seen when the model was learned
};

struct NamePairsFile {
  const char* name;
  NameScript script;
};
inline constexpr NamePairsFile kNamePairsFiles[] = {{"russian", NameScript::cyrillic},
                                                    {"arabic", NameScript::arabic},
                                                    {"korean", NameScript::hangul},
                                                    {"chinese", NameScript::han}};

// Exits with a message if the file cannot be read.
std::vector<NamePair> read_name_pairs(const std::string& path);

// FNV-1a, 64 bits; the half is bit 32 of it.
std::uint64_t line_hash(const std::string& line);

}  // namespace hearim

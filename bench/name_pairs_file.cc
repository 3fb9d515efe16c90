#include "name_pairs_file.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace hearim {

std::uint64_t line_hash(const std::string& line) {
  std::uint64_t hash = 14695981039346656037ull;
  for (char c : line) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ull;
  }
  return hash;
}

std::vector<NamePair> read_name_pairs(const std::string& path) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read; give the folder of the name pairs\n", path.c_str());
    std::exit(2);
  }
  std::vector<NamePair> pairs;
  std::string line;
  while (std::getline(in, line)) {
    const size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    NamePair pair;
    pair.latin = line.substr(0, first);
    for (char c : line.substr(first + 1, second - first - 1)) {
      if (c != ' ') pair.other += c;
    }
    pair.held_out = (line_hash(line) >> 32 & 1) != 0;
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace hearim

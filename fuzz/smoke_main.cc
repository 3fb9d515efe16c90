// In the place of libFuzzer: runs a fuzzer over its corpus, as it is and altered at random, always
// in the same way. It needs no clang and no coverage, and takes seconds: it shows that the fuzzers
// still hold and that the sanitizers see. It finds little that is new; tools/check-fuzz does that.
//
//     X_smoke CORPUS_FOLDER RUNS
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/rng.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kSizeMax = 4096;

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

// One to eight changes: a byte replaced, a bit flipped, some bytes cut out, doubled, or brought
// from another file of the corpus.
std::string altered(std::string bytes, const std::vector<std::string>& corpus, hearim::Rng& rng) {
  static constexpr char kTelling[] = "\"',;\n\r\t<>&=-/\\0\x7f\xff";  // what parsers look at
  for (std::uint64_t left = 1 + rng.below(8); left > 0; --left) {
    const std::size_t at = rng.below(bytes.size() + 1);
    const std::size_t size = std::min<std::size_t>(bytes.size() - at, 1 + rng.below(64));
    const std::string& other = corpus[rng.below(corpus.size())];
    switch (rng.below(6)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(rng.below(256));
        break;
      case 1:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << rng.below(8)));
        break;
      case 2:
        bytes.erase(at, size);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, size));
        break;
      case 4:
        bytes.insert(at, 1, kTelling[rng.below(sizeof kTelling - 1)]);
        break;
      default:
        bytes.insert(at, other.substr(rng.below(other.size() + 1), 1 + rng.below(200)));
        break;
    }
  }
  if (rng.below(10) == 0) bytes.resize(rng.below(bytes.size() + 1));
  if (bytes.size() > kSizeMax) bytes.resize(kSizeMax);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: X_smoke CORPUS_FOLDER RUNS\n", stderr);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1]))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::fputs("the corpus is empty\n", stderr);
    return 2;
  }
  run({});
  for (const std::string& bytes : corpus) run(bytes);
  const std::uint64_t runs = std::strtoull(argv[2], nullptr, 10);
  for (std::uint64_t i = 0; i < runs; ++i) {
    hearim::Rng rng(20240229, "smoke", i);
    run(altered(corpus[rng.below(corpus.size())], corpus, rng));
  }
  std::printf("%zu files of the corpus and %llu alterations\n", corpus.size(),
              static_cast<unsigned long long>(runs));
  return 0;
}

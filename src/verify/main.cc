// hearim-verify BUNDLE: shows, without the case, its key, or trust in its makers, that the items
// in a bundle are what the case's custody log has held. Exit status: 0 it holds; 1 it does not;
// 2 usage; 3 it cannot be looked at.

#include <sodium.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include "verify/age_reader.h"
#include "verify/bundle_check.h"

namespace hearim_verify {
namespace {

constexpr char kUsage[] =
    "hearim-verify BUNDLE [--key FILE] [--against FILE] [--identity FILE | --passphrase-file "
    "FILE]\n"
    "\n"
    "Checks a bundle that was handed over from a Hearim case: a tar archive, or the age file it\n"
    "came in; - is standard input. Needs no case, no network and no key of the case.\n"
    "\n"
    "  --key FILE              the case's public key as it was given otherwise, NAME+HASH+KEY\n"
    "  --against FILE          a checkpoint that somebody kept: the note, or its three lines\n"
    "  --identity FILE         opens an age file: AGE-SECRET-KEY-1…\n"
    "  --passphrase-file FILE  opens an age file that was sealed with a passphrase\n"
    "\n"
    "Exit status: 0 it holds; 1 it does not; 2 usage; 3 it cannot be looked at.\n";

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_file(const std::string& path) {
  if (path == "-") return {stdin, [](std::FILE*) { return 0; }};
  File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw Cannot(path + ": " + std::strerror(errno));
  return file;
}

Source source_of(std::FILE* file, const std::string& path) {
  return [file, path](std::span<std::uint8_t> into) {
    const std::size_t got = std::fread(into.data(), 1, into.size(), file);
    if (got == 0 && std::ferror(file) != 0) throw Cannot(path + ": cannot be read");
    return got;
  };
}

std::string small_file(const std::string& path) {
  const File file = open_file(path);
  std::string text(1 << 16, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  return text;
}

// The first bytes are looked at and then given out with the rest.
Source opened(Source raw, const AgeKeys& keys) {
  const auto first = std::make_shared<std::string>(kAgeFirstLine.size(), '\0');
  std::size_t size = 0;
  while (size < first->size()) {
    const std::size_t got =
        raw({reinterpret_cast<std::uint8_t*>(first->data()) + size, first->size() - size});
    if (got == 0) break;
    size += got;
  }
  first->resize(size);
  const bool is_age = *first == kAgeFirstLine;
  const auto at = std::make_shared<std::size_t>(0);
  Source whole = [first, at, raw](std::span<std::uint8_t> into) -> std::size_t {
    if (*at == first->size()) return raw(into);
    const std::size_t taken = std::min(into.size(), first->size() - *at);
    std::memcpy(into.data(), first->data() + *at, taken);
    *at += taken;
    return taken;
  };
  if (!is_age) return whole;
  if (keys.identities.empty() && keys.passphrase.empty())
    throw Cannot("this is an age file: give --identity or --passphrase-file, or open it with age");
  return open_age(whole, keys);
}

int run(int argc, char** argv) {
  std::string bundle;
  CheckOptions options;
  AgeKeys keys;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--help") {
      std::fputs(kUsage, stdout);
      return 0;
    }
    const bool takes_file = word == "--key" || word == "--against" || word == "--identity" ||
                            word == "--passphrase-file";
    if (takes_file && i + 1 < argc) {
      const std::string text = small_file(argv[++i]);
      if (word == "--key") options.key = text;
      if (word == "--against") options.against = text;
      if (word == "--identity") keys.identities = parse_identities(text);
      if (word == "--passphrase-file") keys.passphrase = text.substr(0, text.find_first_of("\r\n"));
    } else if (bundle.empty() && (word == "-" || !word.starts_with('-'))) {
      bundle = word;
    } else {
      std::fputs(kUsage, stderr);
      return 2;
    }
  }
  if (bundle.empty()) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const File file = open_file(bundle);
  const Checked checked = check_bundle(opened(source_of(file.get(), bundle), keys), options);
  std::printf("%s\n", checked.wrong.empty() ? "It holds." : "It does NOT hold.");
  for (const std::string& line : checked.wrong) std::printf("  wrong: %s\n", line.c_str());
  if (!checked.origin.empty())
    std::printf("  %s, %llu entries\n  root %s\n  key %s\n", checked.origin.c_str(),
                static_cast<unsigned long long>(checked.size), checked.root.c_str(),
                checked.key.c_str());
  for (const std::string& line : checked.holds) std::printf("  %s\n", line.c_str());
  if (options.key.empty())
    std::printf("  The key is the bundle's own: compare it with one given otherwise (--key).\n");
  return checked.wrong.empty() ? 0 : 1;
}

}  // namespace
}  // namespace hearim_verify

int main(int argc, char** argv) {
  try {
    if (sodium_init() < 0) throw hearim_verify::Cannot("libsodium cannot be started");
    return hearim_verify::run(argc, argv);
  } catch (const hearim_verify::Wrong& error) {
    std::fprintf(stderr, "hearim-verify: %s\n", error.what());
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hearim-verify: %s\n", error.what());
    return 3;
  }
}

#include "casefile/recovery_share.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <vector>

#include "base/sha256.h"
#include "casefile/bytes.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kSecretSize = 32;
constexpr std::size_t kGroupCount = 8;
constexpr std::size_t kWordCount = 5 + kGroupCount + 1;

[[noreturn]] void bad(std::string message) {
  throw Error(ErrorCode::invalid_input, "recovery share: " + message, {},
              "compare it with the paper, letter by letter");
}

template <typename Number>
Number number(std::string_view word, int base, const char* what) {
  Number value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
  if (error != std::errc() || end != word.data() + word.size())
    bad(fmt::format("{} cannot be read", what));
  return value;
}

std::string check_of(std::string_view words) { return to_hex(sha256(words)).substr(0, 8); }

}  // namespace

SecretBytes to_text(const RecoveryShare& share) {
  std::string text = fmt::format("hearim-share-1 {:08x} {} {}/{} {}", share.case_prefix, share.slot,
                                 share.needed, share.count, share.share.x);
  text.reserve(160);  // so that no copy of the secret is left behind by growing
  for (std::size_t i = 0; i < share.share.y.size_bytes(); ++i)
    text += fmt::format("{}{:02x}", i % 4 == 0 ? " " : "", share.share.y.bytes()[i]);
  text += " " + check_of(text);
  SecretBytes kept = SecretBytes::copy_of(text);
  sodium_memzero(text.data(), text.size());
  return kept;
}

RecoveryShare parse_recovery_share(std::string_view text) {
  if (text.size() > 1000) bad("too long");
  SecretBytes joined(text.size() + 1);
  std::vector<std::string_view> words;
  std::size_t size = 0;
  const auto* const base = reinterpret_cast<const char*>(joined.bytes().data());
  for (std::size_t i = 0; i < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[i]))) {
      ++i;
      continue;
    }
    if (size > 0) joined.bytes()[size++] = ' ';
    const std::size_t begin = size;
    while (i < text.size() && !std::isspace(static_cast<unsigned char>(text[i])))
      joined.bytes()[size++] =
          static_cast<std::uint8_t>(std::tolower(static_cast<unsigned char>(text[i++])));
    words.emplace_back(base + begin, size - begin);
  }
  if (words.empty() || words[0] != "hearim-share-1") bad("does not begin with hearim-share-1");
  if (words.size() != kWordCount)
    bad(fmt::format("has {} words; {} were expected", words.size(), kWordCount));
  const std::string_view before(base, static_cast<std::size_t>(words.back().data() - base - 1));
  if (check_of(before) != words.back()) bad("its check does not fit: a letter is wrong");

  RecoveryShare share;
  share.case_prefix = number<std::uint32_t>(words[1], 16, "the case");
  share.slot = number<int>(words[2], 10, "the slot");
  const auto slash = words[3].find('/');
  if (slash == std::string_view::npos) bad("K/N cannot be read");
  share.needed = number<int>(words[3].substr(0, slash), 10, "K");
  share.count = number<int>(words[3].substr(slash + 1), 10, "N");
  share.share.x = number<std::uint8_t>(words[4], 10, "the share's number");
  if (share.needed < 2 || share.needed > share.count || share.count > kShareCountMax)
    bad(fmt::format("{} of {} shares is not possible", share.needed, share.count));
  if (share.share.x < 1 || share.share.x > share.count) bad("there is no share of that number");
  share.share.y = SecretBytes(kSecretSize);
  for (std::size_t group = 0; group < kGroupCount; ++group) {
    if (words[5 + group].size() != 8) bad("a group is not 8 digits long");
    for (std::size_t i = 0; i < 4; ++i)
      share.share.y.bytes()[4 * group + i] =
          number<std::uint8_t>(words[5 + group].substr(2 * i, 2), 16, "a digit");
  }
  return share;
}

}  // namespace hearim

// Levels of agreement between two bags of words.
//
// Words are matched one to one: first those that are the same, then, among the rest, those that
// are spelt or sound alike. "john edward morris" and "morrice john" give one word the same, one
// alike, and none of the shorter name left over. The level is the kind of agreement with how rare
// the agreed words are *together*: the number of records that hold both words is counted, so that
// "1st baronet" is known to be common although neither word is.
//
// Kinds, from strongest; a word "left over" is one that the other name should have had:
//   same, several words | shorter inside longer | the same with spelling variants |
//   several agree, some left over | same, one word | one agrees, none left over | one alike |
//   one agrees, others differ | one alike, others differ | nothing
//
// Not for free text: at most eight words of a value are looked at.
//
// A pair is decided without string work whenever letters alone rule it out: each edit changes at
// most two bits of a letter mask (letters, second occurrences, digits).
#include "link/word_bag.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <optional>

#include "base/check.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

struct Kind {
  int first;    // level of the commonest class
  int classes;  // of rarity
  double m;     // shared among the classes, before learning
  double u;
  std::string_view words;
};
constexpr Kind kSameSeveral = {1, 6, 0.40, 1e-4, "all words agree"};
constexpr Kind kInside = {7, 4, 0.12, 1e-4, "every word of the shorter stands in the longer"};
constexpr Kind kVariants = {11, 4, 0.18, 3e-4, "the same words, some spelt differently"};
constexpr Kind kSeveral = {15, 4, 0.06, 3e-4, "two or more words agree, others differ"};
constexpr Kind kSameOne = {19, 5, 0.10, 2e-3, "the only word agrees"};
constexpr Kind kOneInside = {24, 4, 0.03, 4e-3, "the one word of the shorter agrees"};
constexpr Kind kOneAlike = {28, 2, 0.03, 6e-3, "one word is spelt alike, none differs"};
constexpr Kind kOneOfMore = {30, 5, 0.04, 4e-2, "one word agrees, others differ"};
constexpr Kind kAlikeOfMore = {35, 2, 0.02, 3e-2, "one word is spelt alike, others differ"};
constexpr Kind kNothing = {37, 1, 0.02, 0.92, "nothing agrees"};
constexpr std::array<Kind, 10> kKinds = {kSameSeveral, kInside,    kVariants, kSeveral,
                                         kSameOne,     kOneInside, kOneAlike, kOneOfMore,
                                         kAlikeOfMore, kNothing};
static_assert(kNothing.first + 1 == WordBags::kLevelCount);

const Kind& kind_of(int level) {
  const Kind* found = &kKinds[0];
  for (const Kind& kind : kKinds) {
    if (level >= kind.first) found = &kind;
  }
  return *found;
}

std::uint64_t letter_mask(std::string_view text) {
  std::uint64_t mask = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      const std::uint64_t bit = std::uint64_t{1} << (c - 'a');
      mask |= (mask & bit) != 0 ? bit << 26 : bit;
    } else if (c >= '0' && c <= '9') {
      mask |= std::uint64_t{1} << (52 + (c - '0'));
    }
  }
  return mask;
}

// Baseline x86-64 has no instruction for it, and a call costs more than this.
inline int bit_count(std::uint64_t x) {
  x -= x >> 1 & 0x5555555555555555ULL;
  x = (x & 0x3333333333333333ULL) + (x >> 2 & 0x3333333333333333ULL);
  x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
  return static_cast<int>(x * 0x0101010101010101ULL >> 56);
}

constexpr std::size_t kAcrossScriptsSlots = 1 << 18;
constexpr double kAlikeAcrossScripts = 0.85;

bool is_ascii_word_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

// A place's words: those with digits as they stand, the others folded as names are.
void place_tokens(std::string_view text, std::vector<NameToken>& out) {
  std::string word;
  bool digits = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const unsigned char c = i < text.size() ? static_cast<unsigned char>(text[i]) : ' ';
    const bool digit = c >= '0' && c <= '9';
    if (digit || is_ascii_word_letter(c)) {
      digits = digits || digit;
      word += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      continue;
    }
    if (word.empty()) continue;
    std::optional<NameToken> folded = digits ? std::nullopt : name_token(word);
    if (!folded) {
      folded.emplace();
      folded->folded = word;
      folded->romanisations = {word};
    }
    out.push_back(std::move(*folded));
    word.clear();
    digits = false;
  }
}

std::uint64_t joint_hash(std::uint32_t x, std::uint32_t y) {
  if (x > y) std::swap(x, y);
  std::uint64_t h = (static_cast<std::uint64_t>(x) << 32 | y) * 0x9E3779B97F4A7C15ULL;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ULL;
  return h ^ (h >> 32);
}

}  // namespace

WordBags::WordBags(const LinkRecords& records, std::span<const int> fields, Content content)
    : scale_(std::max<std::uint64_t>(1, records.record_count())), bag_of_(records.record_count()) {
  ValueDictionary words;
  ValueDictionary sounds;
  word_.emplace_back();
  // Words of each distinct value of each field.
  std::vector<std::vector<std::uint32_t>> value_starts(fields.size());
  std::vector<std::vector<std::uint32_t>> value_words(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const ValueDictionary& values = records.dictionary(fields[f]);
    value_starts[f] = {0, 0};
    const FieldType type = records.fields()[static_cast<std::size_t>(fields[f])].type;
    const NamePart part = type == FieldType::family_name  ? NamePart::surname
                          : type == FieldType::given_name ? NamePart::given
                                                          : NamePart::whole;
    std::vector<NameToken> tokens;
    for (std::uint32_t v = 1; v < values.size(); ++v) {
      tokens.clear();
      if (content == Content::names) {
        tokens = name_forms(values.text(v), part).tokens;
        const auto is_name = [](const NameToken& t) { return t.role == NameTokenRole::name; };
        if (std::any_of(tokens.begin(), tokens.end(), is_name)) {
          std::erase_if(tokens, [&](const NameToken& t) { return !is_name(t); });
        }
      } else {
        place_tokens(values.text(v), tokens);
      }
      for (NameToken& token : tokens) {
        const std::uint32_t id = words.intern(token.folded);
        if (id == word_.size()) {
          Word word;
          word.latin = token.script == NameScript::latin;
          const std::string_view letters = token.romanisations.empty() || !word.latin
                                               ? std::string_view(token.folded)
                                               : std::string_view(token.romanisations[0]);
          word.mask = letter_mask(letters);
          word.text_start = static_cast<std::uint32_t>(letters_.size());
          word.length = static_cast<std::uint8_t>(std::min<std::size_t>(64, letters.size()));
          letters_.append(letters.substr(0, 64));
          for (std::size_t s = 0; s < 2; ++s) {
            const std::size_t from = std::min(s, token.skeletons.size() - 1);
            word.sounds[s] = token.skeletons.empty() ? sounds.intern(token.folded)
                                                     : sounds.intern(token.skeletons[from]);
          }
          word.token = static_cast<std::uint32_t>(tokens_.size());
          tokens_.push_back(std::move(token));
          word_.push_back(word);
        }
        value_words[f].push_back(id);
      }
      value_starts[f].push_back(static_cast<std::uint32_t>(value_words[f].size()));
    }
  }

  // Each distinct combination of values is one bag.
  ValueDictionary combinations;
  starts_ = {0, 0};
  bag_records_ = {0};
  std::vector<std::uint32_t> bag_of_combination = {0};
  std::vector<std::uint32_t> combination(fields.size());
  std::vector<std::uint32_t> bag;
  ValueDictionary bags;  // by their words, so that "Kim Ji" and "KIM JI" are one
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    for (std::size_t f = 0; f < fields.size(); ++f) combination[f] = records.column(fields[f])[r];
    const std::uint32_t c = combinations.intern(std::string_view(
        reinterpret_cast<const char*>(combination.data()), combination.size() * 4));
    if (c == bag_of_combination.size()) {
      bag.clear();
      for (std::size_t f = 0; f < fields.size(); ++f) {
        const std::uint32_t v = combination[f];
        for (std::uint32_t i = value_starts[f][v]; i < value_starts[f][v + 1]; ++i) {
          const std::uint32_t word = value_words[f][i];
          if (bag.size() < kWordsMax && std::find(bag.begin(), bag.end(), word) == bag.end()) {
            bag.push_back(word);
          }
        }
      }
      std::sort(bag.begin(), bag.end());
      const std::uint32_t id =
          bags.intern(std::string_view(reinterpret_cast<const char*>(bag.data()), bag.size() * 4));
      if (id + 1 == starts_.size()) {
        words_.insert(words_.end(), bag.begin(), bag.end());
        starts_.push_back(static_cast<std::uint32_t>(words_.size()));
        bag_records_.push_back(0);
      }
      bag_of_combination.push_back(id);
    }
    bag_of_[r] = bag_of_combination[c];
    ++bag_records_[bag_of_[r]];
  }

  std::uint64_t joint_count = 0;
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const std::uint64_t size = this->words(b).size();
    joint_count += size * (size - 1) / 2;
    for (const std::uint32_t word : this->words(b)) word_[word].records += bag_records_[b];
  }
  joint_mask_ = std::bit_ceil(std::clamp<std::uint64_t>(8 * joint_count, 1024, 1 << 26)) - 1;
  joint_.assign(joint_mask_ + 1, 0);
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const auto list = this->words(b);
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        std::uint16_t& count = joint_[joint_hash(list[i], list[j]) & joint_mask_];
        count = static_cast<std::uint16_t>(
            std::min<std::uint64_t>(0xFFFF, count + std::uint64_t{bag_records_[b]}));
      }
    }
  }
  bool any_other_script = false;
  bag_words_.reserve(words_.size());
  for (const std::uint32_t id : words_) {
    const Word& word = word_[id];
    bag_words_.push_back(
        {word.mask, id, word.sounds[0], word.length, word.latin, letters_[word.text_start]});
    any_other_script = any_other_script || !word.latin;
  }
  if (any_other_script) {
    across_scripts_ = std::make_unique<std::atomic<std::uint64_t>[]>(kAcrossScriptsSlots);
  }
  signature_.assign(bag_count(), 0);
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const Words of_bag = bag_words(b);
    for (const BagWord* word = of_bag.begin; word != of_bag.end; ++word) {
      signature_[b] |= std::uint64_t{1} << (word->id * 0x9E3779B1U >> 27);
      signature_[b] |= std::uint64_t{1} << (32 + (word->sound * 0x9E3779B1U >> 27));
    }
  }
  same_level_.resize(bag_count());
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const auto list = this->words(b);
    if (list.size() == 1) {
      const int rarity = scale_.rarity(word_[list[0]].records, kSameOne.classes);
      same_level_[b] = static_cast<std::uint8_t>(kSameOne.first + rarity);
    } else if (list.size() > 1) {
      std::array<WordMatch, kWordsMax> matches;
      for (std::size_t i = 0; i < list.size(); ++i) matches[i] = {list[i], list[i]};
      const std::uint32_t records_both = rarest_joint({matches.data(), list.size()}, 0);
      same_level_[b] = static_cast<std::uint8_t>(kSameSeveral.first +
                                                 scale_.rarity(records_both, kSameSeveral.classes));
    }
  }
}

std::uint32_t WordBags::joint_records(std::uint32_t x, std::uint32_t y) const {
  const std::uint32_t both = joint_[joint_hash(x, y) & joint_mask_];
  return std::min({both, word_[x].records, word_[y].records});
}

std::uint32_t WordBags::rarest_joint(std::span<const WordMatch> matches, int side) const {
  std::uint32_t rarest = ~0U;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    for (std::size_t j = i + 1; j < matches.size(); ++j) {
      rarest = std::min(rarest, side == 0 ? joint_records(matches[i].a, matches[j].a)
                                          : joint_records(matches[i].b, matches[j].b));
    }
  }
  return rarest;
}

WordBags::Shared WordBags::shared(std::uint32_t a, std::uint32_t b) const {
  const Words x = bag_words(a);
  const Words y = bag_words(b);
  Shared found;
  for (const BagWord* i = x.begin; i != x.end; ++i) {
    for (const BagWord* j = y.begin; j != y.end; ++j) {
      found.words += i->id == j->id;
      found.sound |= i->sound == j->sound;
    }
  }
  return found;
}

// Never false for words that similar() would accept.
[[gnu::always_inline]] inline bool WordBags::could_be_similar(const BagWord& a, const BagWord& b) {
  if (!a.latin || !b.latin) return true;
  if (std::min(a.length, b.length) < 3) return false;
  if (a.first_letter == b.first_letter && ((a.mask & ~b.mask) == 0 || (b.mask & ~a.mask) == 0)) {
    return true;  // may be a prefix
  }
  const int edits_max = std::min(a.length, b.length) < 7 ? 2 : 3;
  if (std::abs(a.length - b.length) > edits_max) return false;
  return bit_count(a.mask ^ b.mask) <= 2 * edits_max;
}

bool WordBags::similar_across_scripts(std::uint32_t a, std::uint32_t b) const {
  if (a > b) std::swap(a, b);
  std::atomic<std::uint64_t>& slot =
      across_scripts_[joint_hash(a, b) >> 20 & (kAcrossScriptsSlots - 1)];
  const std::uint64_t asked = (static_cast<std::uint64_t>(a) << 32 | b) << 1;
  const std::uint64_t known = slot.load(std::memory_order_relaxed);
  if ((known & ~std::uint64_t{1}) == asked) return (known & 1) != 0;
  const bool alike =
      token_similarity(tokens_[word_[a].token], tokens_[word_[b].token]) >= kAlikeAcrossScripts;
  slot.store(asked | (alike ? 1 : 0), std::memory_order_relaxed);
  return alike;
}

bool WordBags::similar(std::uint32_t a_id, std::uint32_t b_id) const {
  const Word& a = word_[a_id];
  const Word& b = word_[b_id];
  if (!a.latin || !b.latin) return similar_across_scripts(a_id, b_id);
  const int shorter = std::min(a.length, b.length);
  const int longer = std::max(a.length, b.length);
  if (shorter < 3) return false;
  const bool sounds_alike =
      a.sounds[0] == b.sounds[0] || a.sounds[1] == b.sounds[0] || a.sounds[0] == b.sounds[1];
  int edits_max = shorter < 4 ? 0 : shorter < 7 ? 1 : 2;
  if (sounds_alike) ++edits_max;
  const std::string_view x = text(a);
  const std::string_view y = text(b);
  if (longer > shorter && x.substr(0, static_cast<std::size_t>(shorter)) ==
                              y.substr(0, static_cast<std::size_t>(shorter))) {
    return true;  // "rob" for "robert"
  }
  if (longer - shorter > edits_max || bit_count(a.mask ^ b.mask) > 2 * edits_max) return false;
  return edit_distance(x, y, edits_max) <= edits_max;
}

int WordBags::level_of_different(std::uint32_t a, std::uint32_t b) const {
  const Words x = bag_words(a);
  const Words y = bag_words(b);
  std::array<WordMatch, kWordsMax> matches;
  std::size_t match_count = 0;
  std::array<const BagWord*, kWordsMax> x_left;
  std::array<const BagWord*, kWordsMax> y_left;
  std::size_t x_count = 0;
  std::size_t y_count = 0;
  const BagWord* i = x.begin;
  const BagWord* j = y.begin;
  while (i != x.end && j != y.end) {
    if (i->id < j->id) {
      x_left[x_count++] = i++;
    } else if (j->id < i->id) {
      y_left[y_count++] = j++;
    } else {
      matches[match_count++] = {i->id, j->id};
      ++i;
      ++j;
    }
  }
  while (i != x.end) x_left[x_count++] = i++;
  while (j != y.end) y_left[y_count++] = j++;
  const std::size_t same = match_count;
  for (std::size_t p = 0; p < x_count && y_count > 0; ++p) {
    const BagWord& word = *x_left[p];
    for (std::size_t q = 0; q < y_count; ++q) {
      const BagWord& other = *y_left[q];
      const bool initial = (word.length == 1 || other.length == 1) && word.latin && other.latin &&
                           word.first_letter == other.first_letter;
      if (!initial && (!could_be_similar(word, other) || !similar(word.id, other.id))) continue;
      if (!initial) matches[match_count++] = {word.id, other.id};
      x_left[p--] = x_left[--x_count];
      y_left[q] = y_left[--y_count];
      break;
    }
  }
  const bool left_over = x_count > 0 && y_count > 0;
  const std::span<const WordMatch> found(matches.data(), match_count);
  if (match_count >= 2) {
    const std::uint32_t both = std::max(rarest_joint(found, 0), rarest_joint(found, 1));
    const Kind& kind = left_over ? kSeveral : same == match_count ? kInside : kVariants;
    return kind.first + scale_.rarity(both, kind.classes);
  }
  if (match_count == 0) return kNothing.first;
  const std::uint32_t records = std::max(word_[matches[0].a].records, word_[matches[0].b].records);
  const Kind& kind =
      same == 1 ? (left_over ? kOneOfMore : kOneInside) : (left_over ? kAlikeOfMore : kOneAlike);
  return kind.first + scale_.rarity(records, kind.classes);
}

std::string WordBags::level_words(int level, Content) {
  if (level == 0) return "missing";
  const Kind& kind = kind_of(level);
  std::string words(kind.words);
  if (kind.classes > 1) words += "; " + rarity_words(level - kind.first, kind.classes);
  return words;
}

double WordBags::initial_m(int level) {
  const Kind& kind = kind_of(level);
  return kind.m / kind.classes;
}

double WordBags::initial_u(int level) {
  const Kind& kind = kind_of(level);
  return kind.u * std::exp2(-kRarityStepBits * (level - kind.first)) / 1.2;
}

std::string WordBags::bag_text(std::uint32_t bag) const {
  std::string joined;
  for (const std::uint32_t word : words(bag)) {
    if (!joined.empty()) joined += ' ';
    joined += text(word_[word]);
  }
  return joined;
}

std::uint64_t WordBags::size_bytes() const {
  return bag_of_.capacity() * 4 + bag_records_.capacity() * 4 + starts_.capacity() * 4 +
         words_.capacity() * (4 + sizeof(BagWord)) + word_.capacity() * sizeof(Word) +
         letters_.capacity() + joint_.capacity() * 2 + tokens_.size() * (sizeof(NameToken) + 96);
}

}  // namespace hearim
